"""Charts of the case pages: bars with words, lines with gaps, medians as dots, shares as stacked bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.palette import CATEGORICAL
from dashboard.charts.trend import BAND, FONT

SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "x", "star", "hexagon", "pentagon")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash", "dot")
_ROW = 34


@dataclass(frozen=True)
class Line:
    """A series: name, figures (NaN where there is none), the same in words, and its interval if any."""

    name: str
    values: tuple[float, ...]
    words: tuple[str, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


def bars(labels: Sequence[str], values: Sequence[float], words: Sequence[str]) -> go.Figure:
    """Horizontal bars from the top; a bar that may not be drawn has its word where it would begin."""
    return figure(
        data=[
            {
                "type": "bar",
                "orientation": "h",
                "x": [0 if isnan(v) else round(v, 4) for v in values],
                "y": list(range(len(labels))),
                "text": list(words),
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": CATEGORICAL[0]},
                "hoverinfo": "skip",
            }
        ],
        layout=_layout(
            height=_ROW * len(labels) + 40,
            margin={"l": 8, "r": 70, "t": 8, "b": 8},
            showlegend=False,
            bargap=0.3,
            xaxis={"rangemode": "tozero", "showticklabels": False, "gridcolor": BAND, "fixedrange": True},
            yaxis=_rows(labels),
        ),
    )


def lines(ticks: Sequence[str], series: Sequence[Line], *, every: int = 1) -> go.Figure:
    """Lines over time, each with its own dash and symbol; gaps where a figure is hidden or missing.

    ``every``: of how many ticks one has its words, and of how many points a line without gaps has its mark.
    """
    return figure(
        data=[
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": line.name,
                "x": list(range(len(ticks))),
                "y": [None if isnan(v) else round(v, 3) for v in line.values],
                "line": {"color": CATEGORICAL[i], "width": 2.5 if i == 0 else 1.8, "dash": DASHES[i]},
                # A month alone between two gaps is seen by its mark only.
                "marker": {
                    "symbol": SYMBOLS[i],
                    "size": 6,
                    "maxdisplayed": 0 if any(map(isnan, line.values)) else len(ticks) // every,
                },
                "error_y": _errors(line) if line.low else None,
                "customdata": list(line.words),
                "hovertemplate": "%{customdata}<extra>%{fullData.name}</extra>",
                "connectgaps": False,
            }
            for i, line in enumerate(series)
        ],
        layout=_layout(
            height=354,
            hovermode="x unified",
            showlegend=False,
            # Room for the words of the axes, or plotly draws all, measures them, and draws all again.
            margin={"l": 16 + 8 * max(_widest(series), 3), "r": 8, "t": 8, "b": 64},
            xaxis={
                "tickvals": list(range(0, len(ticks), every)),
                "ticktext": list(ticks[::every]),
                "automargin": False,
            },
            yaxis={"rangemode": "tozero", "automargin": False, "gridcolor": BAND, "tickformat": ","},
        ),
    )


def _widest(series: Sequence[Line]) -> int:
    """How many letters the highest figure has."""
    return max((len(f"{v:,.0f}") for line in series for v in line.values if not isnan(v)), default=0)


def dots(labels: Sequence[str], series: Sequence[Line], *, unit: str) -> go.Figure:
    """Medians with their intervals, a row a label, a symbol a series."""
    height = 0.24
    return figure(
        data=[
            {
                "type": "scatter",
                "mode": "markers",
                "name": line.name,
                "x": [None if isnan(v) else v for v in line.values],
                "y": [row + (i - (len(series) - 1) / 2) * height for row in range(len(labels))],
                "marker": {"symbol": SYMBOLS[i], "size": 11, "color": CATEGORICAL[i]},
                "error_x": {**_errors(line), "color": CATEGORICAL[i]},
                "customdata": list(line.words),
                "hovertemplate": "%{customdata}<extra>%{fullData.name}</extra>",
            }
            for i, line in enumerate(series)
        ],
        layout=_layout(
            height=84 * len(labels) + 90,
            legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
            margin={"l": 8, "r": 16, "t": 40, "b": 8},
            xaxis={
                "rangemode": "tozero",
                "title": {"text": unit},
                "gridcolor": BAND,
                "automargin": True,
                "zeroline": False,
            },
            yaxis=_rows(labels),
        ),
    )


def stacked(labels: Sequence[str], parts: Sequence[Line]) -> go.Figure:
    """Shares of a whole as one bar a label; from dark to light, with the figures inside."""
    shades = ("#0a3d75", "#2f76c0", "#8abdee", "#d1700a")
    inks = ("#ffffff", "#ffffff", "#000000", "#000000")
    return figure(
        data=[
            {
                "type": "bar",
                "orientation": "h",
                "name": part.name,
                "x": [0 if isnan(v) else round(v, 3) for v in part.values],
                "y": list(range(len(labels))),
                "text": list(part.words),
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textfont": {"color": inks[i]},
                "marker": {"color": shades[i], "line": {"color": "#ffffff", "width": 1}},
                "hoverinfo": "skip",
            }
            for i, part in enumerate(parts)
        ],
        layout=_layout(
            height=58 * len(labels) + 100,
            barmode="stack",
            legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
            margin={"l": 8, "r": 16, "t": 40, "b": 8},
            xaxis={"range": [0, 100], "ticksuffix": "%", "gridcolor": BAND, "fixedrange": True},
            yaxis=_rows(labels),
        ),
    )


def _layout(**more: object) -> dict:
    return {
        "template": {},
        "font": {"family": FONT, "size": 14},
        "separators": ",.",
        "hovermode": "closest",
        **more,
    }


def _rows(labels: Sequence[str]) -> dict:
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "range": [len(labels) - 0.4, -0.6],
        "automargin": True,
        "ticklen": 0,
        "fixedrange": True,
        "zeroline": False,
        "showgrid": False,
    }


def _errors(line: Line) -> dict:
    def beyond(ends: Sequence[float], sign: int) -> list[float]:
        gaps = [sign * (end - v) for end, v in zip(ends, line.values, strict=True)]
        return [0 if isnan(gap) else round(gap, 4) for gap in gaps]

    return {
        "type": "data",
        "symmetric": False,
        "array": beyond(line.high, 1),
        "arrayminus": beyond(line.low, -1),
        "thickness": 1.6,
        "width": 5,
    }
