"""Tables of some dozen rows (components v2): real rows and cells, ordered in the browser.

``st.dataframe`` paints a canvas, and beside it writes a copy for screen readers: three of them were a fifth
of a click, and no figure in them could be marked. Lists of hundreds of rows stay with it, see
:mod:`dashboard.screen.grid`.

It goes where a click with ``st.dataframe`` costs half as much (``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard.judging.signs import LOOKS
from dashboard.locale.formats import Language
from dashboard.parts import contract, part
from dashboard.parts.contract import Ends, SpanCells, StackCells, TableColumn
from dashboard.tables.cells import cell_order, cell_shares, cell_words
from dashboard.tables.lines import Lines
from dashboard.tables.spans import Spans
from dashboard.tables.stacks import Stacks
from dashboard.tables.table import Column, Picture, Table


def table(
    drawn: Table,
    *,
    key: str,
    label: str,
    language: Language,
    on_row: Callable[[str], None] | None = None,
    on_part: Callable[[str, int], None] | None = None,
    height: int | None = None,
) -> None:
    """Draw a table.

    Args:
        drawn: the table; the first of the columns that a screen shows is in words or figures.
        key: identity on the page, the same whatever the rows are.
        label: what a screen reader calls the table.
        language: whose dictionary orders words.
        on_row: called, as a callback, with the mark of a row that is clicked.
        on_part: the same with the position of a part of a bar that is clicked; without it the row is.
        height: pixels above which the rows are scrolled.
    """
    n, shown = len(drawn), drawn.shown
    parts = max((len(column.parts) for column in shown if isinstance(column, Stacks)), default=0)
    marked = on_row or on_part or drawn.mine or drawn.outside
    marks = [str(mark) for mark in drawn.rows[drawn.mark]] if marked else []

    def picked(said: object) -> None:
        match said:
            case [int() | float() as row, int() | float() as part] if (
                on_part and 0 <= row < n and 0 <= part < parts
            ):
                on_part(marks[int(row)], int(part))
            case int() | float() as row if on_row and 0 <= row < n:
                on_row(marks[int(row)])

    columns = [
        _cells(drawn, column, language, first=i == 0) if isinstance(column, Column) else _picture(column)
        for i, column in enumerate(shown)
    ]
    looks: list[contract.Look] = [
        {"fill": look.fill, "ink": look.ink, "sign": look.sign} for look in LOOKS.values()
    ]
    sent: contract.Table = {
        "label": label,
        "language": language,
        "height": height,
        "pick": on_row is not None,
        "parts": on_part is not None,
        "mine": [i for i, mark in enumerate(marks) if mark in drawn.mine],
        "outside": [i for i, mark in enumerate(marks) if mark in drawn.outside],
        "looks": looks if any(isinstance(column, Spans) for column in shown) else [],
        "columns": columns,
    }
    part("table.js", key, sent, picked, names=columns[0]["words"])


def _cells(drawn: Table, column: Column, language: Language, *, first: bool) -> TableColumn:
    # What names the rows is read from the left, also days.
    in_words = column.kind == "text" or (first and column.kind == "date")
    cells: TableColumn = {
        "title": column.title,
        "kind": "text" if in_words else "figure",
        "words": cell_words(drawn, column, language),
    }
    if column.help:
        cells["help"] = column.help
    if keys := cell_order(drawn, column):
        cells["keys"] = keys
    if shares := cell_shares(drawn, column):
        cells["shares"] = shares
    return cells


def _picture(picture: Picture) -> TableColumn:
    match picture:
        case Lines():
            heights = [_heights(line) for line in picture.rows]
            return {"title": picture.title, "help": picture.help, "kind": "line", "heights": heights}
        case Spans():
            return {
                "title": picture.title,
                "kind": "span",
                "keys": _order(picture),
                "spans": _spans(picture),
            }
        case Stacks():
            return {
                "title": picture.title,
                "kind": "stack",
                "keys": _order(picture),
                "stacks": _stacks(picture),
            }


def _order(picture: Spans | Stacks) -> list[float | None]:
    return [None if value != value else value for value in picture.order]


def _ends(picture: Spans | Stacks) -> Ends:
    low, high = picture.ends
    return {"low": low, "high": high}


def _spans(picture: Spans) -> SpanCells:
    looks = list(LOOKS)
    at, low, high, line = ([row[i] for row in picture.rows] for i in range(4))
    return {
        "ends": _ends(picture),
        "looks": [looks.index(look) for look in picture.looks],
        "at": at,
        "low": low,
        "high": high,
        "line": line,
    }


def _stacks(picture: Stacks) -> StackCells:
    return {
        "ends": _ends(picture),
        "parts": [{"letters": letters, "color": color} for letters, color in picture.parts],
        "starts": [row[0] if row else 0 for row in picture.rows],
        "widths": [row[1:] for row in picture.rows],
        "lines": picture.lines,
        "signs": [[{"at": at, "sign": sign} for at, sign in marks] for marks in picture.marks],
    }


def _heights(line: Sequence[float]) -> list[int]:
    """The points of a line between 0, its lowest, and 16, its highest."""
    low, high = min(line, default=0.0), max(line, default=0.0)
    return [8 if high == low else round(16 * (value - low) / (high - low)) for value in line]
