"""The table and the sentences of *Profilo del distretto*."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.cases.words import Wording
from dashboard.excel.request import FileRequest
from dashboard.judging.judgement import (
    BENCHMARKS,
)
from dashboard.judging.words import benchmark_name
from dashboard.locale.formats import HIDDEN, Language, measured, number
from dashboard.locale.texts import Translate
from dashboard.locale.words import interval_words
from dashboard.tables.table import Column, Table
from dashboard.topics.indicators.profile.compute import Profile
from dashboard.topics.indicators.profile.spine import strongest, weakest
from data_access.measures import Measure
from data_access.version_cache import version_cached


def figure_words(measure: Measure, value: float, status: str, language: Language) -> str:
    """A value in words: missing and hidden say so."""
    return HIDDEN[language] if status == "hidden" else measured(measure, value, language)


def why_words(row: Mapping, t: Translate) -> str:
    """Why a row is not compared; empty where it is."""
    return t(f"judgement.reason.{row['reason']}") if row["reason"] else ""


def points(request: FileRequest, profile: Profile) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return up to three strongest and three weakest points, each as indicator code and sentence.

    Only what the interval holds to be better or worse is a point; the farthest from the benchmark, in widths
    of the districts' middle half, come first.
    """
    return _points(Wording(request.version, request.language), profile)


@version_cached(maxsize=64)
def _points(wording: Wording, profile: Profile) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    return (
        [(code, _sentence(wording, profile, code)) for code in strongest(profile.rows)],
        [(code, _sentence(wording, profile, code)) for code in weakest(profile.rows)],
    )


def _sentence(wording: Wording, profile: Profile, code: str) -> str:
    t, language, measure = wording.t, wording.language, wording.version.measures[code]
    row = profile.rows.loc[code]
    parts = [
        t(
            "profile.sentence",
            title=measure.title.in_(language),
            period=row["period"],
            value=measured(measure, row["value"], language),
            interval=interval_words(measure, row["lower"], row["upper"], t, language),
            benchmark=measured(measure, row["benchmark"], language),
            name=benchmark_name(wording.version, profile.district, profile.against, t),
        )
    ]
    if row["place_rank"] == row["place_rank"]:
        parts.append(
            t(
                "profile.rank",
                rank=number(row["place_rank"]),
                of=number(row["of"]),
                low=number(row["place_low"]),
                high=number(row["place_high"]),
            )
        )
    if row["trend"] != "not_computable":
        parts.append(t("profile.trend", trend=t(f"trend_word.{row['trend']}")))
    return "; ".join(parts) + "."


def profile_table(request: FileRequest, profile: Profile) -> Table:
    """Return the indicators with every judgement, one row each, as on screen and beyond."""
    t, version, language = request.t, request.version, request.language
    rows = []
    for code, row in profile.rows.iterrows():
        measure = version.measures[str(code)]
        missing = figure_words(measure, float("nan"), str(row["status"]), language)

        def cell(value: float, decimals: int | None = None, words: str = missing) -> object:
            return words if value != value else round(float(value), 6 if decimals is None else decimals)

        none = t("profile.none")
        record: dict[str, object] = {
            "area": measure.area,
            "sheet": measure.sheet,
            "code": measure.code,
            "title": measure.title.in_(language),
            "unit": measure.unit.in_(language),
            "polarity": t(f"polarity.{measure.polarity}"),
            "period": str(row["period"]),
            "value": cell(row["value"]),
            "lower": cell(row["lower"], words=missing if row["status"] != "ok" else none),
            "upper": cell(row["upper"], words=missing if row["status"] != "ok" else none),
            "numerator": cell(row["numerator"]),
            "denominator": cell(row["denominator"], words=missing if measure.has_denominator else none),
            "trend": t(f"trend_word.{row['trend']}"),
            "rank": cell(row["place_rank"], 0, none),
            "rank_low": cell(row["place_low"], 0, none),
            "rank_high": cell(row["place_high"], 0, none),
        }
        for kind in BENCHMARKS:
            other = profile.others[kind].loc[code] if kind in profile.others else None
            record[f"{kind}_value"] = none if other is None else cell(other["benchmark"], words=none)
            record[f"{kind}_judgement"] = none if other is None else t(f"judgement.{other['judgement']}")
        record["reached"] = t(f"reached.{row['reached']}") if row["reached"] else none
        record["note"] = "; ".join(
            part for part in (why_words(row, t), "" if measure.official else t("note.proposed")) if part
        )
        rows.append(record)
    columns = (
        Column("area", t("column.area"), width=6),
        Column("sheet", t("column.sheet"), "integer", 0, 8),
        Column("code", t("column.code"), width=9),
        Column("title", t("spine.indicator"), width=46),
        Column("unit", t("column.unit"), width=16),
        Column("polarity", t("column.polarity"), width=18),
        Column("period", t("filter.year"), width=7),
        Column("value", t("map.value"), "decimal", 2),
        Column("lower", t("column.lower"), "decimal", 2),
        Column("upper", t("column.upper"), "decimal", 2),
        Column("numerator", t("column.numerator"), "decimal", 0),
        Column("denominator", t("column.denominator"), "decimal", 0),
        Column("trend", t("profile.trend_title"), width=26),
        Column("rank", t("profile.rank_title"), "integer", 0, 10),
        Column("rank_low", t("profile.rank_low"), "integer", 0, 10),
        Column("rank_high", t("profile.rank_high"), "integer", 0, 10),
        *(
            column
            for kind in BENCHMARKS
            for column in (
                Column(f"{kind}_value", t(f"benchmark.{kind}"), "decimal", 2, 13),
                Column(f"{kind}_judgement", t("profile.versus", name=t(f"benchmark.{kind}")), width=17),
            )
        ),
        Column("reached", t("profile.target_title"), width=14),
        Column("note", t("column.note"), width=44),
    )
    return Table.of(columns, pd.DataFrame(rows, columns=[column.key for column in columns]))
