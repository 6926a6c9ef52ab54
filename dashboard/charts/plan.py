"""A district's parts beside the region's: a bar for the district, a mark for the region."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.palette import CATEGORICAL
from dashboard.charts.trend import FONT


def beside_region(
    names: Sequence[str],
    own: Sequence[float],
    region: Sequence[float],
    *,
    words: tuple[str, str],
    shown: tuple[Sequence[str], Sequence[str]],
) -> go.Figure:
    """Draw one row a part, from top to bottom.

    Args:
        names: of the parts.
        own, region: values of the same parts.
        words: names of the two, for the legend.
        shown: the values in words, for the tooltip; the table beside the figure has them in print.

    Returns:
        A figure of about 2 kB.
    """
    y = list(range(len(names)))
    return figure(
        data=[
            {
                "type": "bar",
                "orientation": "h",
                "name": words[0],
                "y": y,
                "x": [round(value, 2) for value in own],
                "marker": {"color": CATEGORICAL[0]},
                "customdata": list(shown[0]),
                "hovertemplate": "%{customdata}<extra>%{fullData.name}</extra>",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "name": words[1],
                "y": y,
                "x": [round(value, 2) for value in region],
                "marker": {"symbol": "line-ns", "size": 18, "line": {"width": 3, "color": CATEGORICAL[1]}},
                "customdata": list(shown[1]),
                "hovertemplate": "%{customdata}<extra>%{fullData.name}</extra>",
            },
        ],
        layout={
            "template": {},
            "height": 40 * len(y) + 70,
            "margin": {"l": 4, "r": 12, "t": 30, "b": 4},
            "font": {"family": FONT, "size": 13},
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
            "separators": ",.",
            "hovermode": "y unified",
            "bargap": 0.4,
            "xaxis": {"rangemode": "tozero", "showticklabels": False, "showgrid": False, "zeroline": False},
            "yaxis": {
                "tickvals": y,
                "ticktext": list(names),
                "range": [len(y) - 0.5, -0.5],
                "automargin": True,
                "fixedrange": True,
            },
        },
    )
