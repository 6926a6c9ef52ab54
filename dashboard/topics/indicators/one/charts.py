"""One indicator over the districts: funnel and distribution over time.

Frames and records come with the words of every hover as ``words``, so nothing here knows a language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.palette import CATEGORICAL
from dashboard.charts.trend import BAND, FONT, MAIN, OTHER

HOVER = "%{customdata}<extra></extra>"


def funnel_plot(
    points: Sequence[Mapping],
    limits: pd.DataFrame,
    centre: float,
    *,
    centre_words: str,
    kinds: Mapping[str, str],
    limit_words: tuple[str, str],
    axes: tuple[str, str],
) -> go.Figure:
    """Draw values against their denominators between the limits that chance alone explains.

    Args:
        points: one a district, with ``denominator, value, above, kind, words, label``; ``kind`` is a key of
            ``kinds``, ``label`` is written beside the point (may be empty), away from the centre.
        limits: ``denominator, lower_95, upper_95, lower_998, upper_998``, by size.
        centre: the benchmark, a horizontal line.
        centre_words: what it is called.
        kinds: words by kind, of ``own, inside, outside_95, outside_998``, in the order of the legend.
        limit_words: names of the 95 % and of the 99.8 % limits.
        axes: titles of denominator and value.
    """
    size = _numbers(limits["denominator"], 1)
    traces: list[dict] = []
    for level, dash, name in (("998", "solid", limit_words[1]), ("95", "dot", limit_words[0])):
        for side in ("lower", "upper"):
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": size,
                    "y": _numbers(limits[f"{side}_{level}"]),
                    "line": {"color": OTHER, "width": 1.4, "dash": dash},
                    "name": name,
                    "legendgroup": level,
                    "showlegend": side == "upper",
                    "hoverinfo": "skip",
                }
            )
    traces.append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": [size[0], size[-1]],
            "y": [round(centre, 5)] * 2,
            "line": {"color": CATEGORICAL[1], "width": 2, "dash": "dash"},
            "name": centre_words,
            "hoverinfo": "skip",
        }
    )
    looks = {
        "inside": ("circle-open", MAIN, 9),
        "outside_95": ("diamond", MAIN, 10),
        "outside_998": ("triangle-up", CATEGORICAL[3], 11),
        "own": ("star", CATEGORICAL[1], 16),
    }
    for kind, (symbol, color, px) in looks.items():
        part = [point for point in points if point["kind"] == kind]
        if not part:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": kinds[kind],
                "x": _numbers((point["denominator"] for point in part), 1),
                "y": _numbers(point["value"] for point in part),
                "marker": {
                    "symbol": [
                        "triangle-down" if symbol == "triangle-up" and not point["above"] else symbol
                        for point in part
                    ],
                    "size": px,
                    "color": color,
                    "line": {"width": 1.5, "color": color},
                },
                "text": [point["label"] for point in part],
                "textposition": ["top center" if point["above"] else "bottom center" for point in part],
                "cliponaxis": False,
                "customdata": [point["words"] for point in part],
                "hovertemplate": HOVER,
            }
        )
    return _figure(
        traces,
        height=460,
        hovermode="closest",
        xaxis={
            "title": {"text": axes[0]},
            "tickformat": ",.0f",
            "automargin": True,
            "gridcolor": BAND,
            "zeroline": False,
        },
        yaxis={"title": {"text": axes[1]}, "automargin": True, "gridcolor": BAND, "zeroline": False},
    )


def years(
    boxes: pd.DataFrame,
    points: pd.DataFrame,
    own: pd.DataFrame | None,
    *,
    ticks: Sequence[str],
    names: Mapping[str, str],
) -> go.Figure:
    """Draw each period's districts as a box with all of them as dots, the region and one's own over them.

    Args:
        boxes: a row a period: ``min, q1, median, q3, max, region`` and ``region_words``; NaN without values.
        points: every district and period: ``at`` (position of the period), ``value, words``.
        own: a row a period: ``value, lower, upper, words``; None without a district of one's own.
        ticks: names of the periods.
        names: words for ``box, point, region, own``.
    """
    at = [i for i, middle in enumerate(boxes["median"].tolist()) if not isnan(middle)]
    known = boxes.iloc[at]
    traces: list[dict] = [
        {
            "type": "box",
            "name": names["box"],
            "x": at,
            "q1": _numbers(known["q1"]),
            "median": _numbers(known["median"]),
            "q3": _numbers(known["q3"]),
            "lowerfence": _numbers(known["min"]),
            "upperfence": _numbers(known["max"]),
            "width": 0.5,
            "fillcolor": BAND,
            "line": {"color": OTHER, "width": 1.3},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": names["point"],
            "x": points["at"].tolist(),
            "y": _numbers(points["value"]),
            "marker": {"size": 5, "color": MAIN, "opacity": 0.45},
            "customdata": points["words"].tolist(),
            "hovertemplate": HOVER,
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": names["region"],
            "x": list(range(len(boxes))),
            "y": _numbers(boxes["region"]),
            "line": {"color": CATEGORICAL[2], "width": 2, "dash": "dash"},
            "marker": {"symbol": "diamond", "size": 8},
            "customdata": boxes["region_words"].tolist(),
            "hovertemplate": HOVER,
        },
    ]
    if own is not None:
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": names["own"],
                "x": list(range(len(own))),
                "y": _numbers(own["value"]),
                "line": {"color": CATEGORICAL[1], "width": 3},
                "marker": {"symbol": "square", "size": 9},
                "error_y": _spread([*zip(own["value"], own["lower"], own["upper"], strict=True)]),
                "customdata": own["words"].tolist(),
                "hovertemplate": HOVER,
                "connectgaps": False,
            }
        )
    return _figure(
        traces,
        height=420,
        hovermode="closest",
        xaxis={
            "tickvals": list(range(len(ticks))),
            "ticktext": list(ticks),
            "range": [-0.6, len(ticks) - 0.4],
            "automargin": True,
        },
        yaxis={"automargin": True, "gridcolor": BAND, "zeroline": False},
    )


def _figure(traces: list[dict], **layout: object) -> go.Figure:
    return figure(
        data=traces,
        layout={
            "template": {},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 72},
            "font": {"family": FONT, "size": 13},
            "legend": {"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
            "separators": ",.",
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            **layout,
        },
    )


def _spread(points: Sequence[tuple[float, float, float]]) -> dict | None:
    """Bars from the lower to the upper end of ``value, lower, upper``; nothing where no point has an end."""
    if all(isnan(upper) for _, _, upper in points):
        return None

    def apart(high: float, low: float) -> float | None:
        return None if isnan(high - low) else round(high - low, 4)

    return {
        "type": "data",
        "array": [apart(upper, value) for value, _, upper in points],
        "arrayminus": [apart(value, lower) for value, lower, _ in points],
        "color": OTHER,
        "thickness": 1.4,
        "width": 3,
    }


def _numbers(column: Iterable[float], decimals: int = 4) -> list[float | None]:
    return [None if isnan(v) else round(float(v), decimals) for v in column]
