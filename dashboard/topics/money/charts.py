"""How few interventions carry how much of the money."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.trend import BAND, FONT, MAIN, OTHER


def concentration_curve(
    curve: pd.DataFrame, marked: pd.DataFrame, *, even: str, axes: tuple[str, str]
) -> go.Figure:
    """Draw which share of the money the largest interventions carry.

    Args:
        curve: ``interventions`` and ``resources``, per cent, from 0 to 100.
        marked: the same for the points named, with ``words``.
        even: name of the diagonal, where all interventions would be of one size.
        axes: titles of the two axes.
    """
    return _figure(
        [
            {
                "type": "scatter",
                "mode": "lines",
                "x": [0, 100],
                "y": [0, 100],
                "line": {"color": OTHER, "dash": "dash", "width": 1.5},
                "name": even,
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "lines",
                "x": curve["interventions"].round(2).tolist(),
                "y": curve["resources"].round(2).tolist(),
                "line": {"color": MAIN, "width": 3},
                "hovertemplate": f"%{{x:.1f}}% → %{{y:.1f}}%<extra>{axes[1]}</extra>",
                "showlegend": False,
            },
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": marked["interventions"].round(2).tolist(),
                "y": marked["resources"].round(2).tolist(),
                "text": marked["words"].tolist(),
                "textposition": "bottom right",
                "marker": {"size": 10, "color": MAIN},
                "hoverinfo": "skip",
                "showlegend": False,
            },
        ],
        height=360,
        xaxis={"title": {"text": axes[0]}, "range": [0, 101], "ticksuffix": "%", "gridcolor": BAND},
        yaxis={"title": {"text": axes[1]}, "range": [0, 103], "ticksuffix": "%", "gridcolor": BAND},
        legend={"x": 0.98, "xanchor": "right", "y": 0.05},
    )


def _figure(traces: list[dict], **layout: object) -> go.Figure:
    return figure(
        data=traces,
        layout={
            "template": {},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "font": {"family": FONT, "size": 14},
            "showlegend": any("name" in trace for trace in traces),
            "separators": ",.",
            "dragmode": False,
            **layout,
        },
    )
