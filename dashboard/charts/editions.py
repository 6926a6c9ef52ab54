"""Who moved most between two editions."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.trend import BAND, FONT, OTHER
from dashboard.charts.waterfall import LESS, MORE

MOVEMENTS_SHOWN = 12


def movements(names: Sequence[str], amounts: Sequence[float], labels: Sequence[str]) -> go.Figure:
    """Draw the largest movements as bars to both sides of zero, largest on top.

    Args:
        names: whose movement.
        amounts: euro, with sign; the first :data:`MOVEMENTS_SHOWN` are drawn.
        labels: the amounts in words.
    """
    names, labels = names[:MOVEMENTS_SHOWN], labels[:MOVEMENTS_SHOWN]
    amounts = amounts[:MOVEMENTS_SHOWN]
    reach = max((abs(amount) for amount in amounts), default=1.0) * 1.45 or 1.0
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": list(amounts),
        "y": list(range(len(names))),
        "text": list(labels),
        "textposition": "outside",
        "cliponaxis": False,
        "marker": _marker(amounts),
        "customdata": [f"{name}: {label}" for name, label in zip(names, labels, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    return figure(
        data=[bars],
        layout={
            "template": {},
            "height": 70 + 30 * len(names),
            "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
            "font": {"family": FONT, "size": 14},
            "showlegend": False,
            "separators": ",.",
            "xaxis": {
                "range": [
                    -reach if min(amounts, default=0) < 0 else 0,
                    reach if max(amounts, default=0) > 0 else 0,
                ],
                "showticklabels": False,
                "zeroline": True,
                "zerolinecolor": OTHER,
                "gridcolor": BAND,
                "fixedrange": True,
            },
            "yaxis": {
                "tickvals": list(range(len(names))),
                "ticktext": [name if len(name) <= 30 else f"{name[:29]}…" for name in names],
                "autorange": "reversed",
                "automargin": True,
                "fixedrange": True,
            },
        },
    )


def _marker(steps: Sequence[float]) -> dict:
    colors = [MORE if step >= 0 else LESS for step in steps]
    return {
        "color": colors,
        "line": {"color": colors, "width": 1},
        "pattern": {
            "shape": ["" if step >= 0 else "/" for step in steps],
            "fgcolor": colors,
            "bgcolor": "rgba(0,0,0,0)",
            "size": 7,
        },
    }
