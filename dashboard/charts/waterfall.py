"""From one amount to another, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.palette import CATEGORICAL
from dashboard.charts.trend import BAND, FONT, OTHER

LESS, MORE = CATEGORICAL[0], CATEGORICAL[1]
_MILLION = 100_000_000
_ROW = 36
_NAME = 17


@dataclass(frozen=True)
class Step:
    """A row: its name, cents (an amount at the ends, a difference between them) and the cents in words."""

    name: str
    cents: int
    words: str


def waterfall(first: Step, moves: Sequence[Step], last: Step, *, legend: tuple[str, str]) -> go.Figure:
    """Draw the way from ``first`` to ``last`` as floating bars, one row a step, from top to bottom.

    The two amounts are marks, not bars, because the axis does not start at zero: where a billion loses a
    few millions, bars from zero would hide what the chart is about.

    Args:
        first, last: the amounts; ``first.cents`` and the moves add up to ``last.cents``.
        moves: the differences.
        legend: the words for less and for more.

    Returns:
        A figure of about 3 kB. Less is hatched and more is full, so that colour is not all there is.
    """
    levels = [first.cents]
    for move in moves:
        levels.append(levels[-1] + move.cents)
    rows = [first, *moves, last]
    low, high = min(*levels, last.cents) / _MILLION, max(*levels, last.cents) / _MILLION
    width = (high - low) or max(abs(high) * 0.1, 1e-6)
    traces: list[dict] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for level in levels for x in (level / _MILLION, level / _MILLION, None)],
            "y": [y for row in range(len(levels)) for y in (row, row + 1, None)],
            "line": {"color": OTHER, "width": 1, "dash": "dot"},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]
    for name, color, shape, wanted in ((legend[0], LESS, "/", -1), (legend[1], MORE, "", 1)):
        at = [i for i, move in enumerate(moves) if move.cents * wanted > 0]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "width": 0.62,
                "name": name,
                "y": [i + 1 for i in at],
                "base": [levels[i] / _MILLION for i in at],
                "x": [moves[i].cents / _MILLION for i in at],
                "marker": {
                    "color": color,
                    "line": {"color": color, "width": 1.5},
                    "pattern": {"shape": shape, "fgcolor": color, "bgcolor": "rgba(0,0,0,0)", "size": 7},
                },
                "hovertext": [f"{moves[i].name}: {moves[i].words}" for i in at],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [first.cents / _MILLION, last.cents / _MILLION],
            "y": [0, len(rows) - 1],
            "marker": {"symbol": "diamond", "size": 12, "color": OTHER},
            "cliponaxis": False,
            "hovertext": [f"{step.name}: {step.words}" for step in (first, last)],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "showlegend": False,
        }
    )
    # All words on the right of their marks: on a phone the names need the left.
    right = [first.cents, *map(max, levels, levels[1:]), last.cents]
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": [cents / _MILLION for cents in right],
            "y": list(range(len(rows))),
            "text": [f"\u2002{step.words}" for step in rows],
            "textposition": "middle right",
            "cliponaxis": False,
            "hoverinfo": "skip",
            "showlegend": False,
        }
    )
    return figure(
        data=traces,
        layout={
            "template": {},
            "height": 90 + _ROW * len(rows),
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "font": {"family": FONT, "size": 14},
            "legend": {"orientation": "h", "y": 1.1, "x": 0},
            "separators": ",.",
            "barmode": "overlay",
            "xaxis": {
                "range": [low - width * 0.06, high + width * 0.6],
                "tickformat": ",.6~f",
                "ticksuffix": " mln €",
                "nticks": 4,
                "automargin": True,
                "gridcolor": BAND,
                "zeroline": False,
            },
            "yaxis": {
                "tickvals": list(range(len(rows))),
                "ticktext": ["<br>".join(wrap(step.name, _NAME)) for step in rows],
                "range": [len(rows) - 0.4, -0.6],
                "automargin": True,
                "showgrid": False,
                "zeroline": False,
            },
        },
    )
