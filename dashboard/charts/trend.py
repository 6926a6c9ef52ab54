"""One place over time against the region: lines for years, bars for editions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import CATEGORICAL

FONT = "Titillium Web, sans-serif"
MAIN, OTHER = CATEGORICAL[0], CATEGORICAL[7]
BAND = "rgba(107,119,133,0.2)"


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
    figure = _figure([str(period) for period in main.values.index])
    known = band.reset_index(drop=True).dropna() if band is not None else pd.DataFrame()
    for column, fill in (("low", None), ("high", "tonexty")) if len(known) else ():
        figure.add_scatter(
            x=list(known.index),
            y=_numbers(known[column]),
            mode="lines",
            line={"width": 0},
            fill=fill,
            fillcolor=BAND,
            hoverinfo="skip",
            showlegend=False,
        )
    for series, color, dash in ((benchmark, OTHER, "dash"), (main, MAIN, "solid")):
        if series is None:
            continue
        figure.add_scatter(
            x=list(range(len(series.values))),
            y=_numbers(series.values["value"]),
            name=series.name,
            mode="lines+markers",
            line={"color": color, "width": 3 if series is main else 2, "dash": dash},
            marker={"size": 8, "symbol": "circle" if series is main else "diamond"},
            error_y=_errors(series.values) if series is main else None,
            customdata=list(series.words),
            hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
            connectgaps=False,
        )
    return figure


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
    figure = _figure([tick.replace(" ", "<br>", 1) for tick in ticks])
    x = range(len(ticks))
    for name, wanted, pattern in ((legend[0], False, ""), (legend[1], True, "/")):
        figure.add_bar(
            x=[i for i in x if spent[i] == wanted],
            y=[v for i, v in enumerate(_numbers(main.values["value"])) if spent[i] == wanted],
            name=f"{main.name}, {name}",
            marker={"color": MAIN, "pattern": {"shape": pattern, "fgcolor": "#ffffff", "size": 8}},
            customdata=[main.words[i] for i in x if spent[i] == wanted],
            hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
        )
    if benchmark is not None:
        figure.add_scatter(
            x=list(x),
            y=_numbers(benchmark.values["value"]),
            name=benchmark.name,
            mode="markers",
            marker={"symbol": "line-ew", "size": 46, "line": {"width": 3, "color": CATEGORICAL[1]}},
            customdata=list(benchmark.words),
            hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(bargap=0.45, barmode="overlay")
    return figure


def _figure(ticks: Sequence[str]) -> go.Figure:
    # plotly puts 6.5 kB of its default template into every figure unless it is given an empty one.
    figure = go.Figure(layout={"template": go.layout.Template()})
    figure.update_layout(
        height=300,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        font={"family": FONT, "size": 14},
        legend={"orientation": "h", "y": 1.12, "x": 0},
        hovermode="x unified",
        separators=",.",
        xaxis={
            "tickvals": list(range(len(ticks))),
            "ticktext": list(ticks),
            "automargin": True,
            "range": [-0.5, len(ticks) - 0.5],
        },
        yaxis={"rangemode": "tozero", "automargin": True, "gridcolor": BAND},
    )
    return figure


def _errors(values: pd.DataFrame) -> dict | None:
    if values["upper"].isna().all():
        return None
    return {
        "type": "data",
        "array": _numbers(values["upper"] - values["value"]),
        "arrayminus": _numbers(values["value"] - values["lower"]),
        "thickness": 1.2,
        "width": 4,
    }


def _numbers(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(v) else round(float(v), 4) for v in column]
