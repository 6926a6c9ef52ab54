"""The way of each district's edition in time: a line a district, a sign a stage, a bar for the delay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.palette import CATEGORICAL
from dashboard.charts.trend import FONT
from data_access.planning.schema import STATUSES
from data_access.stages import Term

LATE = CATEGORICAL[1]
ON_WAY = "#8a97a5"
#: A sign and a colour a stage; the Region's own steps are orange and green, the district's are blue.
SIGNS = {
    "draft": ("circle-open", CATEGORICAL[0]),
    "validated": ("square-open", CATEGORICAL[0]),
    "approved": ("diamond-open", CATEGORICAL[0]),
    "presented": ("circle", CATEGORICAL[0]),
    "integration_requested": ("triangle-left", CATEGORICAL[3]),
    "presented_again": ("triangle-right", CATEGORICAL[0]),
    "acknowledged": ("star", CATEGORICAL[2]),
}
ROW_HEIGHT = 22
LONGEST_NAME = 20


def timeline(
    table: pd.DataFrame,
    names: Sequence[str],
    limit: Term | None,
    as_of: date,
    *,
    words: dict[str, str],
    day_format: str,
) -> go.Figure:
    """Draw one line a district, in the order given, from top to bottom.

    Args:
        table: rows of :func:`data_access.stages.stages`.
        names: of the districts, in the same order.
        limit: the term; without one no delay is drawn.
        as_of: the day the data speak of; the line of an edition not presented yet ends there.
        words: of each status, and ``overrun``, ``path``, ``term``, ``due``, ``today``.
        day_format: d3 format of a day in the tooltip.

    Returns:
        A figure of about 10 kB; a point carries the code of its district.
    """
    days = table[list(STATUSES)].to_numpy("datetime64[D]")
    reached = ~np.isnat(days)
    today = np.datetime64(as_of)
    presented = table["presented_on"].to_numpy("datetime64[D]")
    stops = np.where(table["has"].to_numpy(), presented, today)
    traces: list[dict] = []
    path: tuple[list, list] = ([], [])
    bars: tuple[list, list] = ([], [])
    notes: tuple[list, list, list] = ([], [], [])
    for y, (stop, late, has) in enumerate(zip(stops, table["days"], table["has"], strict=True)):
        end = max([*days[y][reached[y]], *([] if np.isnat(stop) else [stop])], default=None)
        if reached[y].any():
            path[0].extend([str(days[y][reached[y]].min()), str(end), None])
            path[1].extend([y, y, None])
        if limit and late > 0:
            bars[0].extend([limit.last_day.isoformat(), str(stop), None])
            bars[1].extend([y, y, None])
            notes[0].append(str(end))
            notes[1].append(y)
            notes[2].append(f"  +{int(late)}" if has else f" ◄ +{int(late)}")
    traces.append(_lines(*path, words["path"], ON_WAY, 1.5))
    if bars[0]:
        traces.append(_lines(*bars, words["overrun"], LATE, 8))
    for status, (symbol, color) in SIGNS.items():
        column = STATUSES.index(status)
        at = np.flatnonzero(reached[:, column]).tolist()
        if at:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": words[status],
                    "x": days[at, column].astype(str).tolist(),
                    "y": at,
                    "customdata": table.index[at].tolist(),
                    "marker": {
                        "symbol": symbol,
                        "color": color,
                        "size": 10,
                        "line": {"width": 1.8, "color": color},
                    },
                    "hovertemplate": f"%{{x|{day_format}}}<extra>{words[status]}</extra>",
                }
            )
    if notes[0]:
        # As text the delay is read without its colour, and last it lies above the marks.
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": notes[0],
                "y": notes[1],
                "text": notes[2],
                "textposition": "middle right",
                "textfont": {"size": 12},
                "cliponaxis": False,
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    marks = [(as_of, words["today"], "dot", ON_WAY, 0)]
    if limit:
        marks.insert(0, (limit.last_day, words["term"], "solid", LATE, 1))
        if limit.extended_to:
            marks.append((limit.due, words["due"], "dash", ON_WAY, 2))
    return figure(
        data=traces,
        layout={
            "template": {},
            "height": ROW_HEIGHT * len(table) + 130,
            "margin": {"l": 4, "r": 44, "t": 60, "b": 4},
            "font": {"family": FONT, "size": 13},
            "legend": {
                "orientation": "h",
                "xref": "container",
                "x": 0,
                "yref": "container",
                "y": 0,
                "yanchor": "bottom",
            },
            "hovermode": "closest",
            "xaxis": {"type": "date", "tickformat": "%m/%y", "gridcolor": "rgba(107,119,133,0.18)"},
            "yaxis": {
                "tickvals": list(range(len(table))),
                "ticktext": [_shorter(name) for name in names],
                "range": [len(table) - 0.4, -0.6],
                "automargin": True,
                "ticklen": 0,
                "tickfont": {"size": 12},
                "gridcolor": "rgba(107,119,133,0.12)",
                "zeroline": False,
                "fixedrange": True,
            },
            "shapes": [_line(day.isoformat(), dash, color) for day, _, dash, color, _ in marks],
            "annotations": [_over(day.isoformat(), text, step) for day, text, _, _, step in marks],
        },
    )


def _shorter(name: str) -> str:
    """``San Lazzaro di Savena (Savena Idice) (BO)`` → ``San Lazzaro d… (BO)``: a phone has to hold it too."""
    if len(name) <= LONGEST_NAME:
        return name
    base, _, province = name.rpartition(" (")
    return f"{base[: LONGEST_NAME - 6].rstrip()}… ({province}" if base else f"{name[: LONGEST_NAME - 1]}…"


def _lines(x: list, y: list, name: str, color: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": y,
        "line": {"color": color, "width": width},
        "hoverinfo": "skip",
        "connectgaps": False,
    }


def _line(day: str, dash: str, color: str) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": day,
        "x1": day,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": {"color": color, "width": 2, "dash": dash},
    }


def _over(day: str, text: str, step: int) -> dict[str, Any]:
    """A word over a vertical line; lines that stand close have theirs at different heights."""
    return {
        "x": day,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 2 + 17 * step,
        "text": text,
        "showarrow": False,
        "font": {"size": 12},
    }
