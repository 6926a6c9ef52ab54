"""The notes sheet: what a reader needs to trust the tables, label by label."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from openpyxl.worksheet.worksheet import Worksheet

from dashboard.excel.contents import Texts
from dashboard.excel.looks import Looks
from dashboard.excel.page import FIRST_ROW, LINE_POINTS, ROW_POINTS_LIMIT, put_text, write_head
from dashboard.excel.text import cell_text, lines_needed

_WIDTHS = (28.0, 100.0)
# Excel calls a file damaged whose link is longer.
_ADDRESS_LIMIT = 2_079


def write_notes(page: Worksheet, notes: Sequence[tuple[str, str]], *, notice: str, texts: Texts) -> None:
    """Write (label, text) rows under the head; a text that is a whole http(s) address becomes a link."""
    looks = Looks(page)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = _WIDTHS
    write_head(page, title=texts.notes_sheet, subtitle="", notice=notice, widths=_WIDTHS)
    write_rows(page, notes, row=FIRST_ROW, looks=looks, widths=_WIDTHS)


def write_rows(
    page: Worksheet,
    rows: Sequence[tuple[str, str]],
    *,
    row: int,
    looks: Looks,
    widths: tuple[float, float],
) -> int:
    """Write (label, text) from ``row`` on in columns A and B; return the row after the last."""
    for label, text in rows:
        put_text(page, row, 1, cell_text(label), looks, looks.label())
        if _is_web_address(text):
            page.cell(row, 2).hyperlink = text
            put_text(page, row, 2, cell_text(text), looks, looks.link())
        else:
            put_text(page, row, 2, cell_text(text), looks, looks.body(wrap=True))
        lines = max(lines_needed(label, widths[0]), lines_needed(text, widths[1]))
        page.row_dimensions[row].height = min(LINE_POINTS * lines + 3, ROW_POINTS_LIMIT)
        row += 1
    return row


def _is_web_address(text: str) -> bool:
    if len(text) > _ADDRESS_LIMIT or any(character.isspace() for character in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
