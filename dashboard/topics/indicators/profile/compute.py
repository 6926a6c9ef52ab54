"""One district over all indicators: the rows, the words and the workbook of Profilo del distretto.

Screen and Excel take the same :class:`Profile`, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.view import View, default_view
from dashboard.cases.words import Wording
from dashboard.excel.book import book
from dashboard.excel.request import Asked, Table
from dashboard.excel.workbook import Sheet
from dashboard.judging.benchmark import against, peers_of
from dashboard.judging.judgement import (
    BENCHMARKS,
    Against,
    BenchmarkKind,
    all_judged,
    figures_of,
    indicators_of,
    judged_together,
)
from dashboard.judging.rank_intervals import all_rank_intervals
from dashboard.judging.recent_trend import all_trends
from dashboard.locale.formats import HIDDEN, Language, measured, number
from dashboard.locale.texts import Translate
from dashboard.locale.words import interval_words, place_name
from dashboard.tables.table import Column
from dashboard.topics.indicators.profile.case_table import case_periods, case_profile_table
from dashboard.topics.indicators.profile.spine import quartiles, spine, strongest, weakest
from data_access.kept import kept
from data_access.measures import Measure
from data_access.version import Version
from data_access.viewer import Viewer


@dataclass(frozen=True, eq=False)
class Profile:
    """What the page shows.

    Attributes:
        district: the district's code.
        period: the year asked for, empty for the last of each indicator.
        against: what it is compared with.
        rows: by indicator code, as :func:`~dashboard.topics.indicators.profile.spine.spine` gives them, with
            ``trend``, and ``place_rank, place_low, place_high, of``: the rank counted from the good side
            (from the highest for a neutral measure) and its 90 % interval.
        version, viewer: what and for whom.
        kinds: every kind of benchmark there is.
    """

    version: Version
    viewer: Viewer
    district: str
    period: str
    against: Against
    rows: pd.DataFrame
    kinds: Mapping[str, Against]

    @cached_property
    def others(self) -> dict[str, pd.DataFrame]:
        """The same indicators judged against every kind of benchmark, by kind: for the file alone."""
        position = {measure.code: nth for nth, measure in enumerate(indicators_of(self.version))}
        own, size = self.version.district_position[self.district], len(self.version.districts)
        at = [position[code] * size + own for code in self.rows.index]
        return {
            kind: all_judged(self.version, self.period, self.viewer, other).iloc[at].set_axis(self.rows.index)
            for kind, other in self.kinds.items()
        }


def profile_of(version: Version, view: View, viewer: Viewer, district: str) -> Profile:
    """Judge one district on every indicator of the view's areas and sheets."""
    chosen = against(version, view, viewer)
    period = view.year if view.year in map(str, version.years) else ""
    peers = peers_of(version, view, viewer)
    with_peers = Against("peers", tuple(sorted(peers.codes))) if peers and peers.codes else None
    areas, sheets = view.filters.areas, view.filters.sheets
    return _profile(version, viewer, district, period, chosen, with_peers, areas, sheets)


def prepare(version: Version) -> None:
    """Judge and rank every year before anybody asks, against all but peers: a tenth of a second each.

    Once a version; peers are another benchmark for each district.
    """
    viewer, district = Viewer("region"), version.districts[0]
    kinds: tuple[BenchmarkKind, ...] = ("region", "ausl", "target")
    for year in ("", *map(str, version.years)):
        for kind in kinds:
            view = replace(default_view(version), year=year, benchmark=kind)
            profile_of(version, view, viewer, district)
            if told := case_periods(version, year):
                judged_together(version, told, viewer, Against(kind))


# A change of language, a closed box or a click on a row needs nothing of this again.
@kept(maxsize=64)
def _profile(
    version: Version,
    viewer: Viewer,
    district: str,
    period: str,
    chosen: Against,
    with_peers: Against | None,
    of_areas: tuple[str, ...],
    of_sheets: tuple[int, ...],
) -> Profile:
    rows = _rows(version, period, viewer, chosen, district)
    areas, measures = list(version.areas.index), indicators_of(version)
    kept = [
        nth
        for nth, measure in sorted(
            enumerate(measures), key=lambda pair: areas.index(pair[1].area) if pair[1].area in areas else -1
        )
        if (not of_areas or measure.area in of_areas) and (not of_sheets or measure.sheet in of_sheets)
    ]
    kinds: dict[str, Against] = {kind: Against(kind) for kind in BENCHMARKS if kind != "peers"}
    if with_peers:
        kinds["peers"] = with_peers
    return Profile(version, viewer, district, period, chosen, rows.iloc[kept], kinds)


@kept(maxsize=64)
def _rows(version: Version, period: str, viewer: Viewer, chosen: Against, district: str) -> pd.DataFrame:
    judged = all_judged(version, period, viewer, chosen)
    polarity = {measure.code: measure.polarity for measure in indicators_of(version)}
    rows = spine(judged, district, polarity, _quartiles(version, period, viewer))
    own = version.district_position[district]
    size = len(version.districts)
    trend = all_trends(version, period, viewer)["trend"].cat
    trends = trend.categories.to_numpy(dtype=object)[trend.codes.to_numpy()[own::size]]
    ranks = all_rank_intervals(version, period, viewer)
    rank, low, high, of = (
        ranks[name].to_numpy().reshape(-1, size)[:, own] for name in ("rank", "rank_low", "rank_high", "of")
    )
    turned = np.array([polarity[code] == "lower_better" for code in rows.index])
    values = judged["value"].to_numpy().reshape(-1, size)
    with np.errstate(invalid="ignore"):
        better = (values < values[:, [own]]).sum(axis=1)
    return rows.assign(
        trend=trends,
        place_rank=np.where(turned & ~np.isnan(rank), 1 + better, rank),
        place_low=np.where(turned, of + 1 - high, low),
        place_high=np.where(turned, of + 1 - low, high),
        of=of,
    )


@kept(maxsize=64)
def _quartiles(version: Version, period: str, viewer: Viewer) -> NDArray[np.float64]:
    """Of the districts' values, whatever they are compared with; shape (4, indicators)."""
    return quartiles(figures_of(version, period, viewer).value)


def benchmark_name(version: Version, district: str, chosen: Against, t: Translate) -> str:
    """Return what a district is compared with: ``Regione``, ``AUSL Romagna``, ``6 distretti pari``."""
    if chosen.kind == "ausl":
        name = version.place_names[version.ausl_of[district]] if district else t("benchmark.ausl")
        return t("benchmark.of_ausl", name=name)
    return t(f"benchmark.of_{chosen.kind}", n=len(chosen.peers))


def figure_words(measure: Measure, value: float, status: str, language: Language) -> str:
    """A value in words: missing and hidden say so."""
    return HIDDEN[language] if status == "hidden" else measured(measure, value, language)


def why_words(row: Mapping, t: Translate) -> str:
    """Why a row is not compared; empty where it is."""
    return t(f"judgement.reason.{row['reason']}") if row["reason"] else ""


def points(asked: Asked, profile: Profile) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return up to three strongest and three weakest points, each as indicator code and sentence.

    Only what the interval holds to be better or worse is a point; the farthest from the benchmark, in widths
    of the districts' middle half, come first.
    """
    return _points(Wording(asked.version, asked.language), profile)


@kept(maxsize=64)
def _points(asked: Wording, profile: Profile) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    return (
        [(code, _sentence(asked, profile, code)) for code in strongest(profile.rows)],
        [(code, _sentence(asked, profile, code)) for code in weakest(profile.rows)],
    )


def _sentence(asked: Wording, profile: Profile, code: str) -> str:
    t, language, measure = asked.t, asked.language, asked.version.measures[code]
    row = profile.rows.loc[code]
    parts = [
        t(
            "profile.sentence",
            title=measure.title.in_(language),
            period=row["period"],
            value=measured(measure, row["value"], language),
            interval=interval_words(measure, row["lower"], row["upper"], t, language),
            benchmark=measured(measure, row["benchmark"], language),
            name=benchmark_name(asked.version, profile.district, profile.against, t),
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


def profile_table(asked: Asked, profile: Profile) -> Table:
    """Return the indicators with every judgement, one row each, as on screen and beyond."""
    t, version, language = asked.t, asked.version, asked.language
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
    return columns, pd.DataFrame(rows, columns=[column.key for column in columns])


def profile_workbook(asked: Asked, profile: Profile) -> bytes:
    """The workbook of the profile: the points in words, every indicator with its judgements, notes."""
    t, version = asked.t, asked.version
    title = t("profile.file_title", name=place_name(version, profile.district, t))
    subtitle = t(
        "profile.subtitle",
        name=benchmark_name(version, profile.district, profile.against, t),
        period=profile.period or t("profile.latest"),
    )
    strong, weak = points(asked, profile)
    sentences = pd.DataFrame(
        [(t("profile.strong"), words) for _, words in strong]
        + [(t("profile.weak"), words) for _, words in weak],
        columns=["kind", "words"],
    )
    columns, rows = profile_table(asked, profile)
    cases = case_profile_table(asked, profile.district, profile.against)
    return book(
        asked,
        sheets=[
            Sheet(
                t("profile.points"),
                title,
                subtitle,
                (Column("kind", t("profile.kind"), width=20), Column("words", t("profile.point"), width=120)),
                sentences,
            ),
            Sheet(t("profile.indicators"), title, subtitle, columns, rows),
            *([Sheet(t("profile.cases"), title, subtitle, *cases)] if cases else []),
        ],
        notes=[*judgement_notes(asked, profile.district)],
    )


def judgement_notes(asked: Asked, district: str) -> list[tuple[str, str]]:
    """How the judgements of a file were made, label by label."""
    t, version = asked.t, asked.version
    notes = [
        (t("profile.note_judgement"), t("judgement.rule")),
        (t("profile.note_benchmark"), t("profile.note_benchmark_words")),
        (t("profile.trend_title"), t("trend_word.rule")),
        (t("profile.rank_title"), t("profile.rank_rule")),
        (t("profile.note_interval"), t("profile.note_interval_words")),
    ]
    if peers := peers_of(version, asked.view, asked.viewer):
        names = ", ".join(place_name(version, code, t) for code in peers.codes)
        notes.append((t("profile.note_peers", name=place_name(version, district, t)), names))
    return [*notes, (t("profile.none"), t("profile.none_words")), (t("note.rollup"), t("note.rollup_words"))]
