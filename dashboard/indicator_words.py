"""What the hover of a chart says of one district, line by line."""

from __future__ import annotations

from dashboard.choropleth import value_words
from dashboard.indicator import Indicator
from dashboard.indicator_tables import judgement_words
from dashboard.locale.formats import MISSING, Language
from dashboard.locale.texts import Translate
from dashboard.words import interval_words, place_name, ratio_words
from data_access.version import Version


def funnel_words(version: Version, found: Indicator, code: str, t: Translate, language: Language) -> str:
    """One district in a funnel: value and what it is made of."""
    measure, row = found.measure, found.rows[code]
    lines = [
        f"<b>{place_name(version, code, t)}</b>",
        value_words(measure, row["value"], row["status"], language),
        ratio_words(measure, row["numerator"], row["denominator"], t, language),
    ]
    return "<br>".join(line for line in lines if line)


def value_line(version: Version, found: Indicator, code: str, t: Translate, language: Language) -> str:
    """One district in a ranking: value, interval, judgement."""
    measure, row = found.measure, found.rows[code]
    lines = [
        f"<b>{place_name(version, code, t)}</b>",
        value_words(measure, row["value"], row["status"], language),
        interval_words(measure, row["lower"], row["upper"], t, language),
        judgement_words(row["judgement"], t),
    ]
    return "<br>".join(line for line in lines if line)


def rank_words(found: Indicator, code: str, t: Translate, language: Language) -> str:
    """A district's rank and its interval; the word for missing where it is not ranked."""
    row = found.rows[code]
    if row["rank_low"] != row["rank_low"]:
        return MISSING[language]
    rank, of, low, high = (int(row[name]) for name in ("rank", "of", "rank_low", "rank_high"))
    return t("indicator.rank_of", rank=rank, of=of, low=low, high=high)
