"""Shares with their intervals row by row, and pairs of bodies as a matrix in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.palette import CATEGORICAL
from dashboard.charts.trend import FONT, OTHER

LOOKS = {
    "above": ("triangle-up", CATEGORICAL[3]),
    "below": ("triangle-down", CATEGORICAL[2]),
    "similar": ("circle", CATEGORICAL[7]),
}
"""Symbol and colour by where an interval lies to the region's value."""
ROW_PIXELS = 40
_INK = "#17324d"
_CELLS = ("#e4e8ec", "#ffffff", "#dcedfc", "#bcdaf8", "#9bc8f2", "#7fb6ea")
"""Of the matrix: not shown, zero, then four steps; dark ink is readable on all of them."""


@dataclass(frozen=True)
class Dot:
    """A row: the word of its mark, its label, its figures (NaN where not shown), the region's value."""

    mark: str
    label: str
    value: float
    lower: float
    upper: float
    region: float
    told: str


def dots(rows: Sequence[Dot], *, names: dict[str, str], region: str, suffix: str = "%") -> go.Figure:
    """Draw values as dots on their intervals, with the region's value as a bar across each row.

    Args:
        rows: from top to bottom; one without a figure keeps its label, which says why.
        names: words of the legend for the keys of :data:`LOOKS`.
        region: name of the region's mark.
        suffix: after the region's figure.
    """
    traces: list[dict] = []
    for told, (symbol, color) in LOOKS.items():
        at = [i for i, row in enumerate(rows) if row.told == told]
        if not at:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": names[told],
                "x": [round(rows[i].value, 2) for i in at],
                "y": [-i - 0.26 for i in at],
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [round(rows[i].upper - rows[i].value, 2) for i in at],
                    "arrayminus": [round(rows[i].value - rows[i].lower, 2) for i in at],
                    "color": color,
                    "thickness": 2,
                    "width": 0,
                },
                "marker": {"symbol": symbol, "size": 11, "color": color},
                "customdata": [rows[i].mark for i in at],
                "text": [rows[i].label for i in at],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    known = [i for i, row in enumerate(rows) if row.region == row.region]
    figures = [x for row in rows for x in (row.lower, row.upper, row.region) if x == x]
    low, high = (min(figures), max(figures)) if figures else (0.0, 1.0)
    room = (high - low) * 0.04 or 1.0
    if known:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": region,
                "x": [round(rows[i].region, 2) for i in known],
                "y": [-i - 0.26 for i in known],
                "marker": {"symbol": "line-ns", "size": 13, "line": {"width": 2, "color": OTHER}},
                "hovertemplate": f"{region}: %{{x:.1f}}{suffix}<extra></extra>",
            }
        )
    return _figure(
        traces,
        height=ROW_PIXELS * len(rows) + 90,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        # Told, not found: plotly looks for a range beside the labels inside, and with long ones never ends.
        xaxis={
            "range": [low - room, high + room],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "tickvals": [-i + 0.06 for i in range(len(rows))],
            "ticktext": [row.label for row in rows],
            "ticklabelposition": "inside top",
            "range": [-len(rows) + 0.4, 0.75],
            "zeroline": False,
            "showgrid": False,
            "fixedrange": True,
        },
    )


def _in_cell(word: str) -> str:
    """Break a long word (``riservato``): on a phone a cell is 40 pixels wide."""
    half = (len(word) + 1) // 2
    return f"{word[:half]}-<br>{word[half:]}" if word.isalpha() and len(word) > 6 else word


def matrix(
    kinds: Sequence[str], counts: dict[tuple[int, int], float], words: dict[tuple[int, int], str]
) -> go.Figure:
    """Draw pairs of kinds as the lower half of a square, each cell with its figure or word.

    Args:
        kinds: names, top to bottom and left to right.
        counts: by (row, column), row >= column; NaN where not shown.
        words: what stands in the cell.
    """
    largest = max((n for n in counts.values() if n == n), default=0.0)
    cells: list[list[float | None]] = [[None] * len(kinds) for _ in kinds]
    for (row, column), n in counts.items():
        step = 0 if n != n else 1 if n == 0 else 2 + min(int(4 * n / largest), 3)
        cells[row][column] = step
    edges = [(i / len(_CELLS), color) for i, color in enumerate(_CELLS)]
    scale = [stop for i, (low, color) in enumerate(edges) for stop in ((low, color), ((i + 1) / 6, color))]
    return _figure(
        [
            {
                "type": "heatmap",
                "z": cells,
                "zmin": -0.5,
                "zmax": 5.5,
                "colorscale": [[at, color] for at, color in scale],
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "text",
                "x": [column for _, column in words],
                "y": [row for row, _ in words],
                "text": [_in_cell(word) for word in words.values()],
                "textfont": {"color": _INK, "size": 13},
                "hovertext": [
                    f"{kinds[row]} + {kinds[column]}: {word}" for (row, column), word in words.items()
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "showlegend": False,
            },
        ],
        height=56 * len(kinds) + 80,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        xaxis={
            "tickvals": list(range(len(kinds))),
            "ticktext": list(kinds),
            "tickangle": -35,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
        yaxis={
            "tickvals": list(range(len(kinds))),
            "ticktext": list(kinds),
            "autorange": "reversed",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
    )


def _figure(traces: list[dict], **layout: object) -> go.Figure:
    return figure(
        data=traces,
        layout={
            "template": {},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "font": {"family": FONT, "size": 14},
            "hovermode": "closest",
            "separators": ",.",
            "dragmode": False,
            **layout,
        },
    )
