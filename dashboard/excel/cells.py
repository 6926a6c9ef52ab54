"""Values of a column to what its cells hold: real numbers and dates, text that stays text."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real

import pandas as pd

from dashboard.excel.text import cell_text
from dashboard.tables.table import Kind

CellValue = str | int | float | Decimal | date | None

# Excel keeps 15 significant digits and silently turns the rest into zeros.
_INTEGER_LIMIT = 10**15


def number_format(kind: Kind, decimals: int) -> str:
    """Return the format code of a column.

    Codes are written the American way and shown the reader's way: an Italian Excel or LibreOffice
    shows ``#,##0.00 "€"`` as ``1.234,56 €``. A locale prefix would mix two ways in one sheet.
    """
    fraction = "." + "0" * decimals if decimals > 0 else ""
    return {
        "text": "General",
        "integer": "#,##0",
        "decimal": f"#,##0{fraction}",
        "euro": '#,##0.00 "€"',
        "percent": f"#,##0{fraction}%",
        "date": "dd/mm/yyyy",
    }[kind]


def column_values(values: Iterable[object], kind: Kind, title: str) -> list[CellValue]:
    """Return what the cells of a column hold, in the same order.

    Numbers stay numbers; ``percent`` arrives as 12.3 for 12.3% and leaves divided by 100; dates lose
    their time of day; strings stay strings in any column ("n.d.", "< 5"); an integer too long for a
    spreadsheet becomes text. Nothing is an empty cell, in a text column only.

    Raises:
        ValueError: a number or date column holds nothing, an infinity, or something that is neither
            number nor date; the sentence names column and row (1 is the first).
    """
    convert = {"text": _text, "date": _date, "percent": _percent}.get(kind, _number)
    converted: list[CellValue] = []
    for row, value in enumerate(values, start=1):
        if isinstance(value, str):
            converted.append(cell_text(value))
            continue
        try:
            converted.append(convert(value))
        except ValueError as error:
            raise ValueError(f"Column {title!r}, row {row}: {error}") from None
    return converted


def total(values: Iterable[CellValue]) -> float:
    """Return the sum of the numbers in a column, as ``SUBTOTAL(109, …)`` gives it before any filter."""
    return math.fsum(float(value) for value in values if isinstance(value, Real | Decimal))


def shown_length(value: CellValue, kind: Kind, decimals: int) -> int:
    """Return how many characters a cell shows, for the width of its column."""
    if value is None:
        return 0
    if isinstance(value, str):
        return max(map(len, value.split("\n")))
    if isinstance(value, date):
        return 10
    if kind == "percent":
        return len(f"{value * 100:,.{decimals}f}%")
    return len(f"{value:,.{ {'integer': 0, 'euro': 2}.get(kind, decimals) }f}") + 2 * (kind == "euro")


def _is_nothing(value: object) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or value != value


def _text(value: object) -> CellValue:
    return None if _is_nothing(value) else cell_text(value)


def _number(value: object) -> int | float | Decimal | str:
    if _is_nothing(value):
        raise ValueError("a number is missing; give the word to show instead, such as 'n.d.'.")
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise ValueError(f"{value!r} is not a number.")
    if isinstance(value, Decimal):
        number: int | float | Decimal = value
    else:
        number = int(value) if isinstance(value, Integral) else float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is not a finite number.")
    return str(number) if isinstance(number, int) and abs(number) >= _INTEGER_LIMIT else number


def _percent(value: object) -> int | float | Decimal | str:
    number = _number(value)
    return number if isinstance(number, str) else number / 100


def _date(value: object) -> date:
    if _is_nothing(value):
        raise ValueError("a date is missing; give the word to show instead, such as 'n.d.'.")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise ValueError(f"{value!r} is not a date.")
