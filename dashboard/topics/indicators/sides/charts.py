"""Districts side by side: a slope from the first year to the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.palette import CATEGORICAL
from dashboard.charts.trend import BAND, FONT, MAIN, OTHER


@dataclass(frozen=True)
class Line:
    """A district's values at the two ends, in figures and in words; ``main`` is the one looked at."""

    name: str
    first: float
    last: float
    words: tuple[str, str]
    main: bool


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
