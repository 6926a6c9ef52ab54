"""Files downloaded from a page, read back by openpyxl: not by the code that wrote them."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows of a sheet's native table by column title."""
    (table,) = sheet.tables.values()
    header, *body = sheet[table.ref]
    return [
        dict(zip((cell.value for cell in header), (cell.value for cell in row), strict=True)) for row in body
    ]


def cents(value: object) -> int:
    """An amount of a cell in cents."""
    assert isinstance(value, int | float), value
    return round(100 * value)
