"""Figures and dates as people in Italy (or, second language, in English) write them.

Plain string work instead of a library: 38 rows of six figures are formatted at every click, and Babel
takes 30 times longer. The tests hold these functions against Babel's output.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Literal

from data_access.measures import Measure

Language = Literal["it", "en"]

MISSING = {"it": "n.d.", "en": "n/a"}
HIDDEN = {"it": "riservato", "en": "restricted"}

_SWAP = str.maketrans(",.", ".,")


def number(value: float, decimals: int = 0, language: Language = "it") -> str:
    """``1234.5`` → ``1.234,50`` (it) or ``1,234.50`` (en).

    The minus is the hyphen of the keyboard: a spreadsheet takes a figure with the typographic sign (U+2212),
    copied from the screen, for text.
    """
    text = f"{value:,.{decimals}f}"
    if text.startswith("-") and not text.strip("-0.,"):
        text = text[1:]
    return text.translate(_SWAP) if language == "it" else text


def euro(value: float, decimals: int = 2, language: Language = "it") -> str:
    """``1234.5`` → ``1.234,50 €`` (it) or ``€1,234.50`` (en)."""
    if language == "it":
        return f"{number(value, decimals)} €"
    sign = "-" if value < 0 else ""
    return f"{sign}€{number(abs(value), decimals, 'en')}"


def compact_euro(value: float, language: Language = "it") -> str:
    """A large amount in words: ``1.597.400.000`` → ``1.597,4 mln €``; below a million in full euros."""
    if abs(value) < 1e6:
        return euro(value, 0, language)
    millions = number(value / 1e6, 1, language)
    return f"{millions} mln €" if language == "it" else f"€{millions}m"


def percent(value: float, decimals: int = 1, language: Language = "it") -> str:
    """``12.34`` → ``12,3%``."""
    return number(value, decimals, language) + "%"


def day(value: date | datetime, language: Language = "it") -> str:
    """``30/09/2019`` (it) or ``30 Sep 2019`` (en, where day and month could be confused)."""
    if language == "it":
        return value.strftime("%d/%m/%Y")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{value.day} {months[value.month - 1]} {value.year}"


def written(value: float, kind: str, decimals: int, language: Language = "it") -> str:
    """A figure of a column of that kind: ``euro`` and ``percent`` with their sign, any other as a number."""
    if kind == "percent":
        return percent(value, decimals, language)
    return euro(value, decimals, language) if kind == "euro" else number(value, decimals, language)


def measured(measure: Measure, value: float, language: Language = "it") -> str:
    """A value of a measure with its sign (€ or %), without the words of its unit."""
    if math.isnan(value):
        return MISSING[language]
    if measure.unit.it == "euro":
        return euro(value, measure.decimals, language)
    if measure.unit.it.startswith("%"):
        return percent(value, measure.decimals, language)
    return number(value, measure.decimals, language)


def counted(measure: Measure, value: float, language: Language = "it") -> str:
    """A numerator or denominator of a measure: whole where it is whole; cents of a budget as euro."""
    if math.isnan(value):
        return MISSING[language]
    if measure.unit.it == "euro" and measure.scale == 0.01:
        return euro(value / 100, 0, language)
    return number(value, 0 if value == round(value) else 1, language)
