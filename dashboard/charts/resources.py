"""Where the money goes: bars, flows, treemap, districts side by side, concentration.

Every mark carries what it stands for (:mod:`dashboard.cross_filter`) as its ``customdata``, a treemap's cell
as its ``id``. Amounts in a figure are euro with two decimals, in a treemap whole cents: its parts must add
up exactly, or plotly draws nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.palette import CATEGORICAL
from dashboard.charts.trend import BAND, FONT, MAIN, OTHER

INK, PAPER = "#17324d", "#ffffff"
PATTERNS = ("", "/", ".", "x", "-", "\\", "+", "|")
ROW_PIXELS = 44
READABLE = 0.007
"""Share of a treemap under which words in a cell would be too small to read."""


@dataclass(frozen=True)
class Bar:
    """A row: the word of its mark, its label, its euro, and whether the filters choose it."""

    mark: str
    label: str
    euro: float
    chosen: bool = True


def bars(rows: Sequence[Bar]) -> go.Figure:
    """Draw amounts as bars with their label above, so that names stay readable on a phone.

    What the filters leave out stands there pale and hatched: it can be clicked to be added.
    """
    traces = []
    for chosen, color, pattern in ((True, MAIN, ""), (False, OTHER, "/")):
        at = [i for i, row in enumerate(rows) if row.chosen == chosen]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [rows[i].euro for i in at],
                "y": [-i for i in at],
                "width": 0.4,
                "offset": -0.44,
                "marker": {
                    "color": color if chosen else "rgba(0,0,0,0)",
                    "line": {"color": color, "width": 0 if chosen else 1},
                    "pattern": {"shape": pattern, "fgcolor": color, "size": 6},
                },
                "customdata": [rows[i].mark for i in at],
                "text": [rows[i].label for i in at],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    return _figure(
        [trace for trace in traces if trace["x"]],
        height=ROW_PIXELS * len(rows) + 16,
        barmode="overlay",
        hovermode="closest",
        xaxis={"visible": False, "rangemode": "tozero", "fixedrange": True},
        yaxis={
            "tickvals": [-i for i in range(len(rows))],
            "ticktext": [row.label if row.chosen else f"<i>{row.label}</i>" for row in rows],
            "ticklabelposition": "inside top",
            "range": [-len(rows) + 0.4, 0.6],
            "zeroline": False,
            "showgrid": False,
            "fixedrange": True,
        },
    )


def sankey(links: pd.DataFrame, nodes: Mapping[str, tuple[str, str]]) -> go.Figure:
    """Draw flows from the left to the right.

    Args:
        links: ``source``, ``target`` (keys of ``nodes``), ``euro``, ``area`` (key of the node whose colour
            the flow has).
        nodes: by mark, label and colour; in the order given.
    """
    at = {mark: i for i, mark in enumerate(nodes)}
    return _figure(
        [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "valueformat": ",.2f",
                "valuesuffix": " €",
                "node": {
                    "label": [label for label, _ in nodes.values()],
                    "color": [color for _, color in nodes.values()],
                    "customdata": list(nodes),
                    "pad": 14,
                    "thickness": 16,
                    "line": {"width": 0},
                    "hovertemplate": "%{label}<br>%{value}<extra></extra>",
                },
                "link": {
                    "source": [at[mark] for mark in links["source"]],
                    "target": [at[mark] for mark in links["target"]],
                    "value": links["euro"].tolist(),
                    "color": [_pale(nodes[mark][1]) for mark in links["area"]],
                    "customdata": [f"{a}|{b}" for a, b in zip(links["source"], links["target"], strict=True)],
                    "hovertemplate": "%{source.label} → %{target.label}<br>%{value}<extra></extra>",
                },
            }
        ],
        height=460,
    )


def treemap(cells: pd.DataFrame, tints: Mapping[str, str]) -> go.Figure:
    """Draw areas, their sheets and their interventions as nested cells.

    Args:
        cells: ``kind``, ``id`` (a mark, or any word that is none), ``parent``, ``label``, ``cents``,
            ``words`` (the amount in words), ``area``.
        tints: a pale colour for each area, on which dark text can be read in light and dark.
    """
    return _figure(
        [
            {
                "type": "treemap",
                "ids": cells["id"].tolist(),
                "parents": cells["parent"].tolist(),
                "labels": cells["label"].tolist(),
                "values": cells["cents"].tolist(),
                "text": _cell_words(cells),
                "textinfo": "text",
                "customdata": cells["words"].tolist(),
                "hovertemplate": "%{label}<br>%{customdata} · %{percentRoot:.1%}<extra></extra>",
                "branchvalues": "total",
                "tiling": {"pad": 1},
                "pathbar": {"visible": False},
                "textfont": {"color": INK},
                "root": {"color": "rgba(0,0,0,0)"},
                "marker": {
                    "colors": [tints[area] for area in cells["area"]],
                    "line": {"width": 1, "color": PAPER},
                    "pad": {"t": 20, "l": 2, "r": 2, "b": 2},
                },
            }
        ],
        height=560,
    )


def stacked(
    rows: pd.DataFrame,
    parts: Mapping[str, str],
    *,
    benchmark: float,
    benchmark_words: str,
    words: Mapping[str, str],
) -> go.Figure:
    """Draw districts below each other, euro per resident, stacked by area.

    Args:
        rows: index: district code; ``label``; a column for each code of ``parts``, in euro per resident
            (NaN where there is none); from the largest down.
        parts: by area code, its name.
        benchmark: the region's value, a dashed line; NaN for none. ``benchmark_words`` stands beside it.
        words: by district code, why it has no bar.
    """
    order = {code: -i for i, code in enumerate(rows.index)}
    traces: list[dict] = []
    for i, (code, name) in enumerate(parts.items()):
        part = rows[rows[code] > 0]
        color = CATEGORICAL[i % len(CATEGORICAL)]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "x": part[code].round(2).tolist(),
                "y": [order[str(district)] for district in part.index],
                "width": 0.46,
                "offset": -0.48,
                "marker": {
                    "color": color,
                    "pattern": {
                        "shape": PATTERNS[i % len(PATTERNS)],
                        "bgcolor": color,
                        "fgcolor": PAPER,
                        "fgopacity": 0.4,
                        "size": 7,
                    },
                },
                "customdata": [f"district:{district}|area:{code}" for district in part.index],
                "hovertemplate": "%{x:,.2f} €<extra>%{fullData.name}</extra>",
            }
        )
    if words:
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [0] * len(words),
                "y": [order[code] - 0.25 for code in words],
                "text": [f" {why}" for why in words.values()],
                "textposition": "middle right",
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    shapes, notes = [], []
    if benchmark == benchmark:
        line = {"color": OTHER, "width": 2, "dash": "dash"}
        shapes = [
            {
                "type": "line",
                "x0": benchmark,
                "x1": benchmark,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": line,
            }
        ]
        notes = [
            {"x": benchmark, "y": 1, "yref": "paper", "text": benchmark_words, "showarrow": False}
            # The words end at the line: a long bar may leave no room after it.
            | {"xanchor": "right", "yanchor": "bottom"}
        ]
    return _figure(
        traces,
        height=36 * len(rows) + 130,
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
        barmode="stack",
        hovermode="closest",
        shapes=shapes,
        annotations=notes,
        legend={
            "orientation": "h",
            "y": 0,
            "yanchor": "top",
            "yref": "paper",
            "x": 0,
            "traceorder": "normal",
        },
        xaxis={"rangemode": "tozero", "side": "top", "showticklabels": False, "fixedrange": True},
        yaxis={
            "tickvals": list(order.values()),
            "ticktext": rows["label"].tolist(),
            "ticklabelposition": "inside top",
            "showgrid": False,
            "range": [-len(rows) + 0.4, 0.6],
            "fixedrange": True,
            "zeroline": False,
        },
    )


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


def _cell_words(cells: pd.DataFrame) -> list[str]:
    """Words inside the cells that have room for them; the tooltip has those of all."""
    room = cells["cents"] >= cells.loc[cells["kind"] == "area", "cents"].sum() * READABLE
    leaf = ~cells["kind"].isin(["area", "sheet"])
    written = cells["label"].where(~leaf, cells["label"] + "<br>" + cells["words"])
    return written.where(room, "").tolist()


def tint(color: str, paper: float = 0.68) -> str:
    """Mix a colour with white, so much that dark text on it has a contrast of at least 4.5 to 1."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * paper):02x}" for c in (red, green, blue))


def _pale(color: str) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"


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
