"""A sheet as a page: paper, footer, and the head that says what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.excel.contents import Texts
from dashboard.excel.looks import Looks, wear
from dashboard.excel.text import cell_text, footer_text, lines_needed, looks_like_formula

FIRST_ROW = 5
LINE_POINTS = 15.0
ROW_POINTS_LIMIT = 409.0
# About what a landscape A4 page, and a laptop's screen, show without shrinking.
_HEAD_CHARACTERS = 120.0
_DEFAULT_WIDTH = 8.43
_A4 = 9


def new_page(book: Workbook, name: str, notice: str, texts: Texts) -> Worksheet:
    """Return a new sheet for a landscape A4 printer, notice and page numbers in its footer."""
    page: Worksheet = book.create_sheet(name)
    page.sheet_view.showGridLines = False
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.page_margins.left = page.page_margins.right = 0.45
    page.page_margins.top, page.page_margins.bottom = 0.5, 0.7
    footer = HeaderFooterItem()
    footer.left.text = footer_text(notice)
    footer.right.text = f"{footer_text(texts.page)} &P {footer_text(texts.of)} &N"
    page.oddFooter = footer
    return page


def write_head(
    page: Worksheet, *, title: str, subtitle: str, notice: str, widths: Sequence[float] = ()
) -> None:
    """Write title, subtitle and notice in rows 1 to 3, over as many columns as make a readable line.

    ``widths`` are those of the columns already set up, in characters.
    """
    looks = Looks(page)
    columns, width = 0, 0.0
    while width < _HEAD_CHARACTERS:
        width += widths[columns] if columns < len(widths) else _DEFAULT_WIDTH
        columns += 1
    head = ((title, looks.title(), 1.6), (subtitle, looks.subtitle(), 1.0), (notice, looks.notice(), 1.0))
    for row, (text, look, size) in enumerate(head, start=1):
        if columns > 1:
            page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        put_text(page, row, 1, cell_text(text), looks, look)
        # Excel does not fit the height of merged cells by itself.
        lines = lines_needed(text, width / size) if text else 0.2
        page.row_dimensions[row].height = min(LINE_POINTS * lines * size, ROW_POINTS_LIMIT)
    page.row_dimensions[FIRST_ROW - 1].height = 6.0


def put_text(page: Worksheet, row: int, column: int, text: str, looks: Looks, look: Any) -> None:
    """Write text that has passed ``cell_text`` so that it stays text in Excel and LibreOffice."""
    cell = page.cell(row, column, text)
    # Left to itself the library makes "=1+1" a formula and "#N/A" an error.
    cell.data_type = "s"
    wear(cell, looks.quoted(look) if looks_like_formula(text) else look)
