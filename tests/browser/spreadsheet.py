"""Files downloaded from a page, read back by openpyxl: not by the code that wrote them."""

from __future__ import annotations

import io
import re
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Download
from visit import Visit


def download(visit: Visit, button: str) -> Download:
    """Click a button and return the file it gives."""
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name=button, exact=True).click()
    return waiting.value


def excel(visit: Visit) -> Workbook:
    """Download the page's Excel file and open it; formulas stay formulas."""
    file = download(visit, "Scarica Excel")
    assert re.fullmatch(r"osservatorio-pdz_[a-z0-9_-]+_2019-09-30\.xlsx", file.suggested_filename)
    return load_workbook(io.BytesIO(Path(file.path()).read_bytes()))


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
