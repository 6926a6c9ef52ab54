"""The tables of *Indicatori distrettuali*."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.excel.file_notes import kind_of
from dashboard.excel.request import FileRequest
from dashboard.judging.benchmark import against
from dashboard.judging.columns import (
    compared_columns,
    figure_or_word,
    in_words,
    judgement_columns,
    rank_columns,
    rounded,
    value_note,
)
from dashboard.judging.judgement import BENCHMARKS, all_judged, indicators_of
from dashboard.judging.rank_intervals import all_rank_intervals
from dashboard.judging.recent_trend import all_trends
from dashboard.judging.words import judgement_words
from dashboard.tables.table import Column, Table
from dashboard.topics.indicators.heat.compute import Heat


def heat_table(request: FileRequest, drawn: Heat) -> Table:
    """Every indicator and district shown, with the judgement columns, in the order of the screen."""
    t, version, viewer = request.t, request.version, request.viewer
    every, n = indicators_of(version), len(version.districts)
    at = np.array([row * n + column for row in drawn.rows for column in drawn.columns], dtype=int)
    frames: dict[str, pd.DataFrame] = {
        kind: all_judged(
            version,
            drawn.period,
            viewer,
            against(version, replace(request.view, benchmark=kind), viewer),
        ).iloc[at]
        for kind in BENCHMARKS
    }
    values = frames["region"]
    ranks = all_rank_intervals(version, drawn.period, viewer).iloc[at]
    trends = all_trends(version, drawn.period, viewer)["trend"].astype(str).iloc[at]
    measures = [every[row] for row in drawn.rows for _ in drawn.columns]
    places = values["place"].astype(str).tolist()
    figures = {name: rounded(values[name].tolist(), measures) for name in ("value", "lower", "upper")}
    rows = pd.DataFrame(
        {
            "indicator": [m.code for m in measures],
            "title": [m.title.in_(request.language) for m in measures],
            "unit": [m.unit.in_(request.language) for m in measures],
            "period": values["period"].astype(str).tolist(),
            "code": places,
            "district": [version.place_names[code] for code in places],
            "ausl": [version.place_names[version.ausl_of[code]] for code in places],
            "status": values["status"].astype(str).tolist(),
            **figures,
            "numerator": values["numerator"].tolist(),
            "denominator": values["denominator"].tolist(),
            "rank": ranks["rank"].tolist(),
            "rank_low": ranks["rank_low"].tolist(),
            "rank_high": ranks["rank_high"].tolist(),
            "all_low": ranks["all_low"].tolist(),
            "all_high": ranks["all_high"].tolist(),
            "trend": [t(f"trend_word.{word}") for word in trends],
            **compared_columns(frames, t),
            "target_value": rounded(frames["target"]["target"].tolist(), measures),
            "reached": [t(f"reached.{word or 'none'}") for word in frames["target"]["reached"].astype(str)],
            "note": [
                value_note(status, reason, value, measure, t, request.language)
                for status, reason, value, measure in zip(
                    values["status"].astype(str),
                    values["reason"].astype(str),
                    values["value"].tolist(),
                    measures,
                    strict=True,
                )
            ],
        }
    )
    named = (
        Column("indicator", t("column.code"), width=10),
        Column("title", t("column.title"), width=48),
        Column("unit", t("column.unit"), width=20),
        Column("period", t("column.period"), width=9),
        Column("code", t("indicator.district_code"), width=10),
        Column("district", t("column.district"), width=28),
        Column("ausl", t("column.ausl"), width=18),
    )
    figures_columns = (
        Column("value", t("map.value"), "decimal", 2, 12),
        Column("lower", t("column.lower"), "decimal", 2, 12),
        Column("upper", t("column.upper"), "decimal", 2, 12),
        Column("numerator", t("column.numerator"), "decimal", 0, 13),
        Column("denominator", t("column.denominator"), "decimal", 0, 13),
    )
    judged = judgement_columns(t, Column("target_value", t("indicator.target_value"), "decimal", 2, 12))
    return Table.of((*named, *figures_columns, *rank_columns(t), *judged), in_words(rows, request.language))


def values_table(request: FileRequest, drawn: Heat) -> Table:
    """The table of the screen, districts as rows: one column an indicator, each with its own decimals."""
    return _crossed(request, drawn, words=False)


def judgements_table(request: FileRequest, drawn: Heat) -> Table:
    """The signs of the screen in words, districts as rows."""
    return _crossed(request, drawn, words=True)


def _crossed(request: FileRequest, drawn: Heat, *, words: bool) -> Table:
    t, version = request.t, request.version
    codes = [version.districts[i] for i in drawn.columns]
    rows: dict[str, object] = {
        "code": codes,
        "district": [version.place_names[code] for code in codes],
        "ausl": [version.place_names[version.ausl_of[code]] for code in codes],
    }
    columns = [
        Column("code", t("column.code"), width=10),
        Column("district", t("column.district"), width=28),
        Column("ausl", t("column.ausl"), width=18),
    ]
    shown, status = drawn.shown("judgement" if words else "value"), drawn.shown("status")
    for i, measure in enumerate(drawn.measures):
        title = f"{measure.code} {measure.title.in_(request.language)}"
        if words:
            rows[measure.code] = [judgement_words(str(name), t) for name in shown[i]]
            columns.append(Column(measure.code, title, width=18))
        else:
            rows[measure.code] = [
                figure_or_word(value, str(state), request.language)
                for value, state in zip(shown[i].tolist(), status[i], strict=True)
            ]
            columns.append(Column(measure.code, title, kind_of(measure), measure.decimals, 14))
    return Table.of(tuple(columns), pd.DataFrame(rows))
