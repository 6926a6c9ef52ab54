"""Makes the workbook of some tables, with what every file says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.excel.file_notes import about, notice, view_notes
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import ENGLISH, ITALIAN, Sheet, workbook


def book(
    request: FileRequest,
    sheets: Sequence[Sheet],
    notes: Sequence[tuple[str, str]] = (),
    *,
    as_of: date | None = None,
    picture: bytes | None = None,
    picture_alt: str = "",
) -> bytes:
    """Return the workbook of some tables, with what every file says of who asked, when and of which data.

    Args:
        request: what the file is asked with.
        sheets: one table each, in order.
        notes: (label, text) rows of the topic's own, before those of every file.
        as_of: day of the data, where it is not that of the plans.
        picture: a PNG for a sheet of its own; ``picture_alt`` describes it.
    """
    return workbook(
        sheets=sheets,
        notes=[*notes, *view_notes(request)],
        notice=notice(request),
        about=about(request),
        texts=ENGLISH if request.language == "en" else ITALIAN,
        as_of=as_of or request.version.as_of,
        picture=picture,
        picture_alt=picture_alt,
    )
