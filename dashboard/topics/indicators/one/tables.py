"""The judgement columns: value, interval, count, denominator, note, trend, and how each benchmark judges.

One and the same for the screen and for Excel, for one indicator or for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.cases.words import Wording
from dashboard.excel.file_notes import kind_of
from dashboard.excel.request import FileRequest
from dashboard.judging.benchmark import against, district_of
from dashboard.judging.columns import (
    compared_columns,
    figure_or_word,
    figures_or_words,
    in_words,
    judgement_columns,
    rank_columns,
    value_notes,
)
from dashboard.judging.judgement import BENCHMARKS, Against, BenchmarkKind
from dashboard.locale.formats import Language, number
from dashboard.locale.texts import Translate
from dashboard.locale.words import period_name
from dashboard.tables.table import Column, Table
from dashboard.topics.indicators.one.compute import Indicator, apart, history, judged_once
from data_access.measures import Measure
from data_access.values import periods_of
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

FIGURES = ("value", "lower", "upper", "numerator", "denominator")


def spread_words(card: Indicator, t: Translate, language: Language) -> str:
    """How much more the districts vary than chance explains, and what chance alone would give."""
    spread = card.spread
    times, low, high = (number(figure, 1, language) for figure in (spread.times, spread.low, spread.high))
    key = "overdispersed" if spread.beyond_chance else "spread_by_chance"
    return t(f"indicator.{key}", times=times, low=low, high=high)


def indicator_table(
    request: FileRequest, card: Indicator, benchmarks: Sequence[BenchmarkKind] = BENCHMARKS
) -> Table:
    """Every district with the judgement columns, highest value first; then those without one.

    Besides its columns the rows have ``status``. ``benchmarks``: those compared with; to find a district's
    peers takes longer than all the rest.
    """
    version, viewer = request.version, request.viewer
    compared = [
        (kind, against(version, replace(request.view, benchmark=kind), viewer)) for kind in benchmarks
    ]
    return _indicator_table(Wording(version, request.language), viewer, card, tuple(compared))


@version_cached(maxsize=64)
def _indicator_table(
    wording: Wording, viewer: Viewer, card: Indicator, compared: tuple[tuple[BenchmarkKind, Against], ...]
) -> Table:
    t, version, measure = wording.t, wording.version, card.measure
    values = card.values
    frames: dict[str, pd.DataFrame] = {
        kind: judged_once(version, measure, card.period, viewer, other, card.filters)
        for kind, other in compared
    }
    # The target is the same whatever is compared with.
    targets = frames[compared[0][0]]
    ranked = values["rank_low"].notna().to_numpy()
    # A district is never told apart from itself, and that is not counted.
    alike = (~apart(card).loc[values.index, values.index].to_numpy(dtype=bool))[:, ranked].sum(axis=1) - 1
    same = [int(n) if known else None for n, known in zip(alike, ranked, strict=True)]
    rows = pd.DataFrame(
        {
            "code": values.index,
            "district": values.index.map(version.place_names),
            "ausl": [version.place_names[version.ausl_of[str(code)]] for code in values.index],
            "status": values["status"],
            **_figures(values, measure),
            "rank": values["rank"],
            "rank_low": values["rank_low"],
            "rank_high": values["rank_high"],
            "all_low": values["all_low"],
            "all_high": values["all_high"],
            "same": same,
            "trend": [t(f"trend_word.{word}") for word in values["trend"]],
            **compared_columns(frames, t),
            "target_value": targets["target"],
            "reached": [t(f"reached.{word or 'none'}") for word in targets["reached"]],
            "funnel": [t(f"indicator.funnel_{word}") for word in values["funnel"]],
            "note": value_notes(values, measure, t, wording.language),
        }
    )
    rows = rows.sort_values("rank", kind="stable", na_position="last", ignore_index=True)
    columns = _columns(wording, measure, ranked=card.ranked)
    return Table.of(tuple(c for c in columns if c.key in rows), in_words(rows, wording.language))


def history_table(request: FileRequest, card: Indicator) -> Table:
    """Every district in every period."""
    t, version, measure = request.t, request.version, card.measure
    series = history(version, measure, request.viewer, card.filters)
    codes = [str(code) for code in series.index.get_level_values("place")]
    rows = pd.DataFrame(
        {
            "period": [period_name(version, str(p), t) for p in series.index.get_level_values("period")],
            "code": codes,
            "district": [version.place_names[code] for code in codes],
            "status": series["status"].to_numpy(),
            **{name: column.to_numpy() for name, column in _figures(series, measure).items()},
        }
    )
    columns = (
        Column("period", t("column.edition") if measure.periods == "edition" else t("filter.year"), width=26),
        Column("code", t("column.code"), width=10, screen=False),
        Column("district", t("column.district"), width=30),
        *_figure_columns(t, measure),
    )
    return Table.of(columns, in_words(rows, request.language))


def values_by_period(request: FileRequest, card: Indicator) -> Table:
    """The values of :func:`history_table` alone: a row a district, a column a period."""
    t, version, measure = request.t, request.version, card.measure
    kind, decimals = kind_of(measure), measure.decimals
    periods = periods_of(version, measure)
    series = history(version, measure, request.viewer, card.filters)
    figures = zip(series["value"].round(10), series["status"], strict=True)
    words = [figure_or_word(value, status, request.language) for value, status in figures]
    n = len(version.districts)
    rows = {
        "code": version.districts,
        "district": [version.place_names[code] for code in version.districts],
        **{period: words[i * n : (i + 1) * n] for i, period in enumerate(periods)},
    }
    columns = (
        Column("code", t("column.code"), width=10, screen=False),
        Column("district", t("column.district"), width=30),
        *(Column(period, period_name(version, period, t), kind, decimals, 14) for period in periods),
    )
    return Table.of(columns, pd.DataFrame(rows))


def distribution_table(
    request: FileRequest, card: Indicator, boxes: pd.DataFrame, own: pd.DataFrame | None
) -> Table:
    """The distribution over the districts in each period, with the region and one's own district."""
    t, version, measure = request.t, request.version, card.measure
    kind, decimals = kind_of(measure), measure.decimals
    rows = boxes[["n", "min", "q1", "median", "q3", "max"]].reset_index(drop=True)
    rows["region"] = figures_or_words(boxes["region"], boxes["region_status"], request.language)
    rows.insert(0, "period", [period_name(version, p, t) for p in periods_of(version, measure)])
    columns = [
        Column("period", t("column.edition") if measure.periods == "edition" else t("filter.year"), width=26),
        Column("n", t("column.covered"), "integer", 0, 12),
        *(
            Column(name, t(f"indicator.{name}"), kind, decimals, 14)
            for name in ("min", "q1", "median", "q3", "max", "region")
        ),
    ]
    if own is not None:
        rows["own"] = figures_or_words(own["value"], own["status"], request.language)
        columns.append(
            Column(
                "own",
                version.place_names[district_of(request.view, request.viewer, version)],
                kind,
                decimals,
                18,
            )
        )
    return Table.of(tuple(columns), in_words(rows, request.language))


def out_of_range(card: Indicator) -> list[str]:
    """Return the districts whose value lies outside the plausible range of the registry."""
    low, high = card.measure.plausible
    values = card.values["value"]
    wrong = (values < low if low is not None else values < -np.inf) | (
        values > high if high is not None else values > np.inf
    )
    return [str(code) for code in card.values.index[wrong]]


def _columns(wording: Wording, measure: Measure, *, ranked: bool) -> tuple[Column, ...]:
    t = wording.t
    target = Column("target_value", t("indicator.target_value"), kind_of(measure), measure.decimals, 14)
    same = (Column("same", t("indicator.same"), "integer", 0, 14),)
    return (
        Column("code", t("column.code"), width=10, screen=False),
        Column("district", t("column.district"), width=30),
        Column("ausl", t("column.ausl"), width=18),
        *_figure_columns(t, measure),
        *(rank_columns(t) + same if ranked else rank_columns(t)[:1]),
        *judgement_columns(t, target),
        *((Column("funnel", t("indicator.tab_funnel"), width=26),) if measure.has_denominator else ()),
    )


def _figure_columns(t: Translate, measure: Measure) -> tuple[Column, ...]:
    kind, decimals = kind_of(measure), measure.decimals
    value = Column("value", t("map.value"), kind, decimals, 14)
    interval = (
        Column("lower", t("column.lower"), kind, decimals, 14),
        Column("upper", t("column.upper"), kind, decimals, 14),
    )
    ratio = (
        Column("numerator", t("column.numerator"), "euro" if measure.scale == 0.01 else "decimal", 0, 16),
        Column("denominator", t("column.denominator"), "decimal", 0, 14),
    )
    return (
        value,
        *(interval if measure.interval_method != "none" else ()),
        *(ratio if measure.has_denominator else ()),
    )


def _figures(values: pd.DataFrame, measure: Measure) -> dict[str, pd.Series]:
    figures = {name: values[name].astype(float) for name in FIGURES}
    for name in ("value", "lower", "upper"):
        figures[name] = figures[name].round(10)
    if measure.scale == 0.01:
        # The numerator of a budget is in cents.
        figures["numerator"] = figures["numerator"] / 100
    return figures
