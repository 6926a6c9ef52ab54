"""What cells look like, each look described once and shared by every cell that wears it."""

from __future__ import annotations

from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

_BLUE = "0066CC"
_INK = "17324D"
_MUTED = "455A70"
_ALARM = "B3261E"
_UNDERLINE = Border(bottom=Side(style="hair", color="B1BAC5"))
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def wear(cell: Cell | MergedCell, look: Any) -> None:
    """Give a cell a look of ``Looks``: one assignment, where styles set one by one cost ten times more."""
    cell._style = look  # type: ignore[union-attr]


class Looks:
    """The looks of one workbook. The library's style arrays are shared, so nobody may change one in place."""

    def __init__(self, page: Worksheet) -> None:
        self._page = page
        self._known: dict[object, Any] = {}

    def title(self) -> Any:
        """The first line of a sheet."""
        return self._look(
            "title",
            font=_font(size=16, bold=True, color=_INK),
            alignment=Alignment(vertical="center", wrap_text=True),
        )

    def subtitle(self) -> Any:
        """Filters and period, under the title."""
        return self._look("subtitle", font=_font(color=_MUTED), alignment=_WRAPPED)

    def remark(self) -> Any:
        """What stands where a table would have rows."""
        return self._look("remark", font=_font(italic=True, color=_MUTED))

    def notice(self) -> Any:
        """The warning that data are for demonstration."""
        return self._look("notice", font=_font(bold=True, color=_ALARM), alignment=_WRAPPED)

    def header(self, *, right: bool) -> Any:
        """A column title, on the side its values stand on."""
        return self._look(
            ("header", right),
            font=_font(bold=True, color="FFFFFF"),
            fill=PatternFill("solid", start_color=_BLUE),
            alignment=Alignment(horizontal=_side(right), vertical="center", wrap_text=True),
        )

    def body(self, *, number_format: str = "General", right: bool = False, wrap: bool = False) -> Any:
        """A cell of a table."""
        return self._look(
            ("body", number_format, right, wrap),
            number_format=number_format,
            alignment=Alignment(horizontal=_side(right), vertical="top", wrap_text=wrap),
            border=_UNDERLINE,
        )

    def total(self, *, number_format: str = "General") -> Any:
        """A cell of the row of sums."""
        return self._look(
            ("total", number_format),
            number_format=number_format,
            font=_font(bold=True, color=_INK),
            border=Border(top=Side(style="medium", color=_BLUE)),
        )

    def label(self) -> Any:
        """What a note is about."""
        return self._look("label", font=_font(bold=True, color=_INK), alignment=_WRAPPED, border=_UNDERLINE)

    def link(self) -> Any:
        """A web address that can be clicked."""
        return self._look(
            "link", font=_font(color=_BLUE, underline="single"), alignment=_WRAPPED, border=_UNDERLINE
        )

    def quoted(self, look: Any) -> Any:
        """Return ``look`` with Excel's own mark for "this is text", as a leading apostrophe sets it."""
        key = ("quoted", id(look))
        if key not in self._known:
            cell = Cell(self._page, row=1, column=1)
            wear(cell, type(look)(look))
            cell.quotePrefix = True
            self._known[key] = cell._style  # type: ignore[attr-defined]
        return self._known[key]

    def _look(self, key: object, **parts: object) -> Any:
        if key not in self._known:
            # A cell outside the page: the workbook registers a style when a cell takes it.
            cell = Cell(self._page, row=1, column=1)
            for name, part in parts.items():
                setattr(cell, name, part)
            self._known[key] = cell._style  # type: ignore[attr-defined]
        return self._known[key]


def _font(**parts: Any) -> Font:
    # A font without a name and a size is whatever the reader's program falls back on.
    return Font(**{"name": "Calibri", "size": 11, "family": 2, **parts})


def _side(right: bool) -> str:
    return "right" if right else "left"
