"""Tables, notes and a picture to an Excel workbook that stands on its own in a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook

from dashboard.excel.archive import to_bytes
from dashboard.excel.contents import ENGLISH, ITALIAN, Sheet, Texts
from dashboard.excel.cover import write_cover
from dashboard.excel.notes import write_notes
from dashboard.excel.page import FIRST_ROW, new_page, write_head
from dashboard.excel.picture import PICTURE_COLUMN, place_picture
from dashboard.excel.table import write_table
from dashboard.excel.text import cell_text, file_name, sheet_name

__all__ = ["ENGLISH", "ITALIAN", "Sheet", "Texts", "file_name", "workbook"]


def workbook(
    *,
    sheets: Sequence[Sheet],
    notes: Sequence[tuple[str, str]],
    notice: str,
    texts: Texts,
    about: Sequence[tuple[str, str]] = (),
    picture: bytes | None = None,
    picture_alt: str = "",
    as_of: date | None = None,
) -> bytes:
    """Return an .xlsx file: the cover, the tables in order, then the picture, then the notes.

    Args:
        sheets: one table each; a number cell may hold a string ("n.d.", "< 5"), which no total counts.
            ``percent`` values are percentages (12.3 is 12.3%) and become fractions, as Excel reckons.
        notes: (label, text) rows; a text that is a whole http(s) address becomes a link.
        notice: shown on every sheet and in every footer ("Dati dimostrativi …"); may be empty.
        texts: the workbook's own words, ``ITALIAN`` or ``ENGLISH``.
        about: (label, text) rows of the cover: what was asked, by whom, when; without them there is no cover.
        picture: a PNG for its own sheet, fitted to a landscape A4 page; ``picture_alt`` describes it.
        as_of: date of the data, written as the file's date. Nothing here depends on the present moment:
            the same arguments give the same bytes.

    Raises:
        ValueError: a number or date is missing, a column is not in the rows, a total is asked of a column
            that cannot be added up, or the picture is no PNG; the sentence says where.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = texts.creator
    book.properties.title = cell_text(sheets[0].title) if sheets else texts.notes_sheet
    book.properties.language = texts.language
    taken: set[str] = set()
    sums: dict[tuple[str, str], float] = {}
    cover = None
    if about and sheets:
        cover = new_page(book, sheet_name(texts.cover_sheet, taken, texts.table_sheet), notice, texts)
    named: list[tuple[str, Sheet]] = []
    for number, sheet in enumerate(sheets, start=1):
        page = new_page(book, sheet_name(sheet.name, taken, texts.table_sheet), notice, texts)
        sums |= write_table(page, sheet, number=number, notice=notice, texts=texts)
        named.append((page.title, sheet))
    if cover is not None:
        write_cover(book, cover, named, about, notice=notice, texts=texts)
    if picture is not None:
        page = new_page(book, sheet_name(texts.picture_sheet, taken, texts.table_sheet), notice, texts)
        title, subtitle = (sheets[0].title, sheets[0].subtitle) if sheets else (texts.picture_sheet, "")
        write_head(page, title=title, subtitle=subtitle, notice=notice, widths=[PICTURE_COLUMN])
        place_picture(page, picture, row=FIRST_ROW, description=cell_text(picture_alt))
    page = new_page(book, sheet_name(texts.notes_sheet, taken, texts.table_sheet), notice, texts)
    write_notes(page, notes, notice=notice, texts=texts)
    return to_bytes(book, as_of=as_of, computed=sums)
