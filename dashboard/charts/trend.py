"""One place over time against the region: lines for years, bars for editions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.figure import figure
from dashboard.charts.palette import CATEGORICAL

FONT = "Titillium Web, sans-serif"
MAIN, OTHER = CATEGORICAL[0], CATEGORICAL[7]
BAND = "rgba(107,119,133,0.2)"
HOVER = "%{customdata}<extra>%{fullData.name}</extra>"


@dataclass(frozen=True)
class Series:
    """A name, *values* by period (:mod:`data_access.values`) and the value in words for each period."""

    name: str
    values: pd.DataFrame
    words: tuple[str, ...]


def year_lines(main: Series, benchmark: Series | None, band: pd.DataFrame | None) -> go.Figure:
    """Draw years as lines: the place with its intervals, the benchmark dashed, the middle half behind.

    Args:
        main: the place looked at.
        benchmark: the region, unless it is the place looked at.
        band: ``low`` and ``high`` of the districts' middle half in each period; periods without are left out.

    Returns:
        A figure of about 3 kB; gaps where a value is missing, never a line across them.
    """
    traces: list[dict] = []
    known = band.reset_index(drop=True).dropna() if band is not None else pd.DataFrame()
    for column, fill in (("low", "none"), ("high", "tonexty")) if len(known) else ():
        traces.append(
            {
                "type": "scatter",
                "x": list(known.index),
                "y": _numbers(known[column]),
                "mode": "lines",
                "line": {"width": 0},
                "fill": fill,
                "fillcolor": BAND,
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    for series, color, dash in ((benchmark, OTHER, "dash"), (main, MAIN, "solid")):
        if series is None:
            continue
        traces.append(
            {
                "type": "scatter",
                "x": list(range(len(series.values))),
                "y": _numbers(series.values["value"]),
                "name": series.name,
                "mode": "lines+markers",
                "line": {"color": color, "width": 3 if series is main else 2, "dash": dash},
                "marker": {"size": 8, "symbol": "circle" if series is main else "diamond"},
                **(_errors(series.values) if series is main else {}),
                "customdata": list(series.words),
                "hovertemplate": HOVER,
                "connectgaps": False,
            }
        )
    return _figure([str(period) for period in main.values.index], traces)


def edition_bars(
    main: Series,
    benchmark: Series | None,
    *,
    ticks: Sequence[str],
    spent: Sequence[bool],
    legend: tuple[str, str],
) -> go.Figure:
    """Draw editions as bars: planned amounts full, spent ones hatched, the benchmark as a mark on each.

    Editions are different acts, not points of one line: what is spent is never joined to what is planned.

    Args:
        main: the place looked at.
        benchmark: the region, unless it is the place looked at or totals are shown.
        ticks: names of the editions.
        spent: which of them are accounts (rendicontazioni).
        legend: the words for planned and for spent.
    """
    x = range(len(ticks))
    values = _numbers(main.values["value"])
    traces: list[dict] = []
    for name, wanted, pattern in ((legend[0], False, ""), (legend[1], True, "/")):
        traces.append(
            {
                "type": "bar",
                "x": [i for i in x if spent[i] == wanted],
                "y": [values[i] for i in x if spent[i] == wanted],
                "name": f"{main.name}, {name}",
                "marker": {
                    "color": MAIN,
                    "line": {"color": MAIN, "width": 2},
                    "pattern": {"shape": pattern, "fgcolor": MAIN, "bgcolor": "rgba(0,0,0,0)", "size": 8},
                },
                "customdata": [main.words[i] for i in x if spent[i] == wanted],
                "hovertemplate": HOVER,
            }
        )
    if benchmark is not None:
        traces.append(
            {
                "type": "scatter",
                "x": list(x),
                "y": _numbers(benchmark.values["value"]),
                "name": benchmark.name,
                "mode": "markers",
                "marker": {"symbol": "line-ew", "size": 46, "line": {"width": 3, "color": CATEGORICAL[1]}},
                "customdata": list(benchmark.words),
                "hovertemplate": HOVER,
            }
        )
    if gaps := [i for i in x if values[i] is None]:
        # A missing or restricted edition says so, or its gap would read as zero.
        traces.append(
            {
                "type": "scatter",
                "x": gaps,
                "y": [0] * len(gaps),
                "mode": "text",
                "text": [main.words[i] for i in gaps],
                "textposition": "top center",
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    broken_ticks = [tick.replace(" ", "\n", 1) for tick in ticks]
    return _figure(broken_ticks, traces, bargap=0.45, barmode="overlay")


def _figure(ticks: Sequence[str], traces: list[dict], **layout: object) -> go.Figure:
    return figure(
        data=traces,
        layout={
            # Without an empty template plotly puts its own into every figure, 6.5 kB.
            "template": {},
            "height": 300,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "font": {"family": FONT, "size": 14},
            "legend": {"orientation": "h", "y": 1.12, "x": 0},
            "hovermode": "x unified",
            "separators": ",.",
            "xaxis": {
                "tickvals": list(range(len(ticks))),
                "ticktext": list(ticks),
                "automargin": True,
                "range": [-0.5, len(ticks) - 0.5],
            },
            "yaxis": {"rangemode": "tozero", "automargin": True, "gridcolor": BAND},
            **layout,
        },
    )


def _errors(values: pd.DataFrame) -> dict:
    if values["upper"].isna().all():
        return {}
    return {
        "error_y": {
            "type": "data",
            "array": _numbers(values["upper"] - values["value"]),
            "arrayminus": _numbers(values["value"] - values["lower"]),
            "thickness": 1.2,
            "width": 4,
        }
    }


def _numbers(column: pd.Series) -> list[float | None]:
    return [None if isnan(v) else round(v, 4) for v in column.astype(float).tolist()]
