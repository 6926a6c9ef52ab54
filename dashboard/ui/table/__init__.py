"""Tables of some dozen rows (components v2): real rows and cells, ordered in the browser.

``st.dataframe`` paints a canvas, and beside it writes a copy for screen readers: three of them were a fifth
of a click, and no figure in them could be marked. Lists of hundreds of rows stay with it, see
:mod:`dashboard.ui.grid`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.assets import LOADER, script_address
from dashboard.charts.judgement_look import LOOKS
from dashboard.charts.spans import Spans

# In the page, not in a shadow: its style comes with the page's.
_COMPONENT = st.components.v2.component("osservatorio_table", js=LOADER, isolate_styles=False)


@dataclass(frozen=True)
class Cells:
    """A column: its title, its cells in words, and what they are ordered by.

    ``keys``: a figure or nothing a cell; without keys the words are ordered as in a dictionary. ``shares``:
    from 0 to 1, the length of a bar behind each cell. ``lines``: of each cell, the figures of a small line
    before its words. ``spans``: of each cell a value on its interval. ``figures``: written to the right.
    """

    title: str
    words: Sequence[str]
    keys: Sequence[float | str | None] = ()
    shares: Sequence[float | None] = ()
    lines: Sequence[Sequence[float]] = ()
    spans: Spans | None = None
    figures: bool = False
    help: str = ""


def table(
    columns: Sequence[Cells],
    *,
    key: str,
    label: str,
    language: str,
    on_row: Callable[[int], None] | None = None,
    height: int | None = None,
    mine: Sequence[int] = (),
) -> None:
    """Draw a table.

    Args:
        columns: of one length; the first names its rows.
        key: identity on the page, the same whatever the rows are.
        label: what a screen reader calls the table.
        language: whose dictionary orders words.
        on_row: called, as a callback, with the position of a row that is clicked.
        height: pixels above which the rows are scrolled.
        mine: positions of rows that stand out.
    """
    n = len(columns[0].words)

    def picked() -> None:
        row = st.session_state[key].picked
        # It comes from a browser.
        if on_row and isinstance(row, int | float) and 0 <= int(row) < n:
            on_row(int(row))

    sent = {
        "script": script_address("table.js"),
        "label": label,
        "language": language,
        "height": height,
        "pick": on_row is not None,
        "mine": list(mine),
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
                _drawn(c.spans) if c.spans else [],
            ]
            for c in columns
        ],
    }
    text = json.dumps(sent, ensure_ascii=False, separators=(",", ":"))
    _COMPONENT(key=key, data=text.encode(), on_picked_change=picked)


def _drawn(spans: Spans) -> list[object]:
    """The ends of the scale and a row each: its look by position among all, then where its parts lie."""
    looks = list(LOOKS)
    rows = zip(spans.looks, spans.rows, strict=True)
    return [spans.ends, [[looks.index(look), *row] for look, row in rows]]


def _heights(line: Sequence[float]) -> list[int]:
    """The points of a line between 0, its lowest, and 16, its highest."""
    low, high = min(line, default=0.0), max(line, default=0.0)
    return [8 if high == low else round(16 * (value - low) / (high - low)) for value in line]
