"""Districts side by side: a slope from the first year to the last, and differences with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.palette import CATEGORICAL
from dashboard.charts.trend import BAND, FONT, MAIN, OTHER

_ROW = 34
_MARKERS = {"higher": "triangle-up", "lower": "triangle-down", "no_difference": "circle"}


@dataclass(frozen=True)
class Line:
    """A district's values at the two ends, in figures and in words; ``main`` is the one looked at."""

    name: str
    first: float
    last: float
    words: tuple[str, str]
    main: bool


@dataclass(frozen=True)
class Apart:
    """A row: a district, the difference and its interval (None where there is none), words, and its sign."""

    name: str
    difference: float
    low: float | None
    high: float | None
    words: str
    sign: str


def slope(lines: Sequence[Line], periods: tuple[str, str]) -> go.Figure:
    """Draw each district as a line between two years, its name at the right end.

    Args:
        lines: districts with a value at both ends.
        periods: the two years.

    Returns:
        A figure of about 3 kB; the district looked at is thick, the others thin and each with its own dash.
    """
    dashes = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "4px,2px,1px,2px")
    traces: list[dict] = []
    others = [line for line in lines if not line.main]
    for number, line in enumerate([*others, *(line for line in lines if line.main)]):
        color = MAIN if line.main else CATEGORICAL[1 + number % (len(CATEGORICAL) - 1)]
        traces.append(
            {
                "type": "scatter",
                "x": [0, 1],
                "y": [round(line.first, 4), round(line.last, 4)],
                "name": line.name,
                "mode": "lines+markers",
                "line": {
                    "color": color,
                    "width": 4 if line.main else 1.8,
                    "dash": "solid" if line.main else dashes[number % len(dashes)],
                },
                "marker": {"size": 10 if line.main else 7},
                "customdata": list(line.words),
                "hovertemplate": "%{customdata}<extra>%{fullData.name}</extra>",
            }
        )
    return figure(
        data=traces,
        layout={
            "template": {},
            "height": 420,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "font": {"family": FONT, "size": 14},
            "legend": {"orientation": "h", "y": -0.12, "x": 0},
            "separators": ",.",
            "xaxis": {
                "tickvals": [0, 1],
                "ticktext": list(periods),
                "range": [-0.08, 1.08],
                "showgrid": True,
                "gridcolor": OTHER,
                "zeroline": False,
            },
            "yaxis": {"automargin": True, "gridcolor": BAND, "zeroline": False},
        },
    )


def differences(rows: Sequence[Apart], *, legend: dict[str, str]) -> go.Figure:
    """Draw differences as points with their intervals around zero, one row a district.

    Args:
        rows: from top to bottom.
        legend: the words of each sign that occurs.

    Returns:
        A figure of about 3 kB; the shape of a mark says its sign, not its colour alone.
    """
    traces: list[dict] = []
    colors = {"higher": CATEGORICAL[4], "lower": CATEGORICAL[1], "no_difference": OTHER}
    for sign, marker in _MARKERS.items():
        at = [i for i, row in enumerate(rows) if row.sign == sign]
        if not at:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": legend[sign],
                "x": [round(rows[i].difference, 4) for i in at],
                "y": at,
                "marker": {"symbol": marker, "size": 12, "color": colors[sign]},
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [round((rows[i].high or 0) - rows[i].difference, 4) for i in at],
                    "arrayminus": [round(rows[i].difference - (rows[i].low or 0), 4) for i in at],
                    "color": colors[sign],
                    "thickness": 2,
                    "width": 5,
                },
                "hovertext": [f"{rows[i].name}: {rows[i].words}" for i in at],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    return figure(
        data=traces,
        layout={
            "template": {},
            "height": 80 + _ROW * max(len(rows), 2),
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "font": {"family": FONT, "size": 14},
            "showlegend": True,
            "legend": {"orientation": "h", "y": 1.18, "x": 0},
            "separators": ",.",
            "xaxis": {
                "automargin": True,
                "gridcolor": BAND,
                "zeroline": True,
                "zerolinecolor": OTHER,
                "zerolinewidth": 2,
                "rangemode": "tozero",
                "nticks": 6,
            },
            "yaxis": {
                "tickvals": list(range(len(rows))),
                "ticktext": [row.name for row in rows],
                "range": [len(rows) - 0.4, -0.6],
                "automargin": True,
                "showgrid": False,
                "zeroline": False,
            },
        },
    )
