"""Tables of some dozen rows (components v2): real rows and cells, ordered in the browser.

``st.dataframe`` paints a canvas, and beside it writes a copy for screen readers: three of them were a fifth
of a click, and no figure in them could be marked. Lists of hundreds of rows stay with it, see
:mod:`dashboard.screen.grid`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.judging.signs import LOOKS
from dashboard.parts import part
from dashboard.tables.spans import Spans
from dashboard.tables.stacks import Stacks


@dataclass(frozen=True)
class Cells:
    """A column: its title, its cells in words, and what they are ordered by.

    ``keys``: a figure or nothing a cell; without keys the words are ordered as in a dictionary. ``shares``:
    from 0 to 1, the length of a bar behind each cell. ``lines``: of each cell, the figures of a small line
    before its words. ``drawn``: instead of words, of each cell a value on its interval or a bar made of
    parts. ``figures``: written to the right.
    """

    title: str
    words: Sequence[str]
    keys: Sequence[float | str | None] = ()
    shares: Sequence[float | None] = ()
    lines: Sequence[Sequence[float]] = ()
    drawn: Spans | Stacks | None = None
    figures: bool = False
    help: str = ""


def table(
    columns: Sequence[Cells],
    *,
    key: str,
    label: str,
    language: str,
    on_row: Callable[[int], None] | None = None,
    on_part: Callable[[int, int], None] | None = None,
    height: int | None = None,
    mine: Sequence[int] = (),
    outside: Sequence[int] = (),
) -> None:
    """Draw a table.

    Args:
        columns: of one length; the first names its rows.
        key: identity on the page, the same whatever the rows are.
        label: what a screen reader calls the table.
        language: whose dictionary orders words.
        on_row: called, as a callback, with the position of a row that is clicked.
        on_part: the same with the position of a part of a bar that is clicked; without it the row is.
        height: pixels above which the rows are scrolled.
        mine: positions of rows that stand out.
        outside: positions of rows that stand back.
    """
    n = len(columns[0].words)
    parts = max((len(c.drawn.parts) for c in columns if isinstance(c.drawn, Stacks)), default=0)

    def picked(said: object) -> None:
        match said:
            case [int() | float() as row, int() | float() as part] if (
                on_part and 0 <= row < n and 0 <= part < parts
            ):
                on_part(int(row), int(part))
            case int() | float() as row if on_row and 0 <= row < n:
                on_row(int(row))

    sent = {
        "label": label,
        "language": language,
        "height": height,
        "pick": on_row is not None,
        "parts": on_part is not None,
        "mine": list(mine),
        "outside": list(outside),
        "looks": [[look.fill, look.ink, look.sign] for look in LOOKS.values()],
        "columns": [
            [
                c.title,
                c.help,
                int(c.figures),
                c.words,
                c.keys,
                c.shares,
                [_heights(line) for line in c.lines],
                _spans(c.drawn) if isinstance(c.drawn, Spans) else [],
                _stacks(c.drawn) if isinstance(c.drawn, Stacks) else [],
            ]
            for c in columns
        ],
    }
    part("table.js", key, sent, picked, names=columns[0].words)


def _stacks(stacks: Stacks) -> list[object]:
    """The ends of the scale, the parts, a row each: its line, where its bar starts, its parts; and signs."""
    rows = zip(stacks.lines, stacks.rows, strict=True)
    return [stacks.ends, stacks.parts, [[line, *row] for line, row in rows], stacks.marks]


def _spans(spans: Spans) -> list[object]:
    """The ends of the scale and a row each: its look by position among all, then where its parts lie."""
    looks = list(LOOKS)
    rows = zip(spans.looks, spans.rows, strict=True)
    return [spans.ends, [[looks.index(look), *row] for look, row in rows]]


def _heights(line: Sequence[float]) -> list[int]:
    """The points of a line between 0, its lowest, and 16, its highest."""
    low, high = min(line, default=0.0), max(line, default=0.0)
    return [8 if high == low else round(16 * (value - low) / (high - low)) for value in line]
