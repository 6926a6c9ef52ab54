"""Need against euro per person at need: four quarters around the region's two values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.labels import label_places
from dashboard.charts.palette import CATEGORICAL
from dashboard.charts.trend import BAND, FONT, OTHER

DESK = (860.0, 430.0)
"""Pixels between the axes, wide and high, at a desk."""
LOOKS = {
    "none": ("circle", CATEGORICAL[7]),
    "ample": ("diamond", CATEGORICAL[2]),
    "short": ("triangle-down", CATEGORICAL[3]),
}


def quadrant(
    districts: pd.DataFrame,
    *,
    need: float,
    per_person: float,
    names: Mapping[str, str],
    axes: tuple[str, str],
    region: str,
    chosen: str = "",
) -> go.Figure:
    """Draw the districts with both intervals; those the rule names with their name.

    Args:
        districts: as in :class:`dashboard.topics.equity.compute.Equity`, with ``label`` and ``words``.
        need, per_person: the region's, drawn as lines.
        names: of the verdicts, for the legend.
        axes: titles of x and y.
        region: name of the lines.
        chosen: code of the district looked at, which is named too.
    """
    every = list(zip(districts.index.tolist(), districts.to_dict("records"), strict=True))
    labels = {code: row["label"] if code == chosen or row["verdict"] != "none" else "" for code, row in every}
    places = dict(zip(labels, _label_places([row for _, row in every], list(labels.values())), strict=True))
    traces: list[dict] = []
    for verdict, (symbol, color) in LOOKS.items():
        codes = [code for code, row in every if row["verdict"] == verdict]
        rows = [row for _, row in every if row["verdict"] == verdict]
        if not rows:
            continue
        strong = verdict != "none"
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": names[verdict],
                "x": [round(row["need"], 3) for row in rows],
                "y": [round(row["per_person"], 2) for row in rows],
                "error_x": _errors(rows, "need", color, strong=strong),
                "error_y": _errors(rows, "per_person", color, strong=strong),
                "text": [labels[code] for code in codes],
                "textposition": [places[code] for code in codes],
                "cliponaxis": False,
                "marker": {
                    "symbol": symbol,
                    "size": [17 if code == chosen else 12 if strong else 9 for code in codes],
                    "color": color,
                },
                "customdata": codes,
                "hovertext": [row["words"] for row in rows],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    line = {"color": OTHER, "width": 1.5, "dash": "dash"}
    shapes, notes = [], []
    if need == need:
        shapes.append(
            {"type": "line", "x0": need, "x1": need, "y0": 0, "y1": 1, "yref": "paper", "line": line}
        )
        notes.append({"x": need, "y": 1, "yref": "paper", "yanchor": "bottom", "text": region})
    if per_person == per_person:
        shapes.append(
            {
                "type": "line",
                "y0": per_person,
                "y1": per_person,
                "x0": 0,
                "x1": 1,
                "xref": "paper",
                "line": line,
            }
        )
    return figure(
        data=traces,
        layout={
            "template": {},
            "height": 560,
            "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
            "font": {"family": FONT, "size": 14},
            "showlegend": True,
            "legend": {"orientation": "h", "x": 0, "y": -0.14, "yanchor": "top"},
            "hovermode": "closest",
            "separators": ",.",
            "dragmode": False,
            "shapes": shapes,
            "annotations": [{"showarrow": False, **note} for note in notes],
            "xaxis": {"title": {"text": axes[0]}, "gridcolor": BAND, "zeroline": False, "fixedrange": True},
            "yaxis": {
                "title": {"text": axes[1]},
                "gridcolor": BAND,
                "zeroline": False,
                "rangemode": "tozero",
                "tickformat": ",.0f",
                "ticksuffix": " €",
                "fixedrange": True,
            },
        },
    )


def _label_places(rows: Sequence[Mapping], labels: Sequence[str]) -> list[str]:
    """Where the names stand, on axes as plotly takes them at a desk, clear of the strong intervals."""
    left = min((row["need_lower"] for row in rows), default=0.0)
    right = max((row["need_upper"] for row in rows), default=1.0)
    top = max((row["per_person_upper"] for row in rows), default=1.0)
    wide, high = DESK[0] / ((right - left) or 1.0), DESK[1] / (top or 1.0)
    points, lines = [], []
    for row in rows:
        x, y = (row["need"] - left) * wide, (top - row["per_person"]) * high
        points.append((x, y))
        if row["verdict"] != "none":
            ends = [(row[f"need_{end}"] - left) * wide for end in ("lower", "upper")]
            lines.append((ends[0], y - 1, ends[1], y + 1))
            ends = [(top - row[f"per_person_{end}"]) * high for end in ("upper", "lower")]
            lines.append((x - 1, ends[0], x + 1, ends[1]))
    return label_places(points, labels, lines)


def _errors(rows: Sequence[Mapping], name: str, color: str, *, strong: bool) -> dict:
    """Intervals: strong of the districts named, a hint of the others."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [round(row[f"{name}_upper"] - row[name], 3) for row in rows],
        "arrayminus": [round(row[name] - row[f"{name}_lower"], 3) for row in rows],
        "color": color if strong else BAND,
        "thickness": 2 if strong else 1,
        "width": 0,
    }
