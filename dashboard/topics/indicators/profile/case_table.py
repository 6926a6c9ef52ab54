"""What the case databases say of one district, judged like its indicators: for its profile and its file."""

from __future__ import annotations

import pandas as pd

from dashboard.excel.request import FileRequest
from dashboard.judging.judgement import Against, judged_together
from dashboard.judging.words import judgement_words
from dashboard.locale.formats import MISSING, measured
from dashboard.locale.words import interval_words
from dashboard.measure.choropleth import value_words
from dashboard.tables.table import Column, Table
from data_access.measures import Measure
from data_access.values import latest_period, periods_of
from data_access.version import Version


def case_periods(version: Version, year: str) -> tuple[tuple[Measure, str], ...]:
    """Every case measure with the year looked at, or with its last where it has nothing in that."""
    return tuple(
        (m, year if year in periods_of(version, m) else latest_period(version, m))
        for m in version.measures.values()
        if m.kind == "case"
    )


def case_profile_table(request: FileRequest, district: str, against: Against) -> Table | None:
    """Return one row a case measure: value, interval, benchmark and judgement in words; None without a mart.

    ``code`` is the measure's. A value that is hidden or missing says so in its cell.
    """
    t, version, language = request.t, request.version, request.language
    told = case_periods(version, request.view.year)
    if not told:
        return None
    judged, at = judged_together(version, told, request.viewer, against), version.district_position[district]
    rows = []
    for i, (measure, period) in enumerate(told):
        row = {name: column[i, at] for name, column in judged.items()}
        benchmark = row["benchmark"]
        rows.append(
            (
                measure.code,
                measure.title.in_(language),
                period,
                value_words(measure, row["value"], row["status"], language),
                interval_words(measure, row["lower"], row["upper"], t, language),
                measured(measure, benchmark, language) if benchmark == benchmark else MISSING[language],
                judgement_words(str(row["judgement"]), t),
            )
        )
    columns = (
        Column("title", t("filter.measure"), width=50),
        Column("period", t("filter.year"), width=8),
        Column("value", t("map.value"), width=14),
        Column("interval", t("profile.note_interval"), width=26),
        Column("benchmark", t("profile.note_benchmark"), width=16),
        Column("judgement", t("profile.note_judgement"), width=18),
    )
    return Table.of(
        columns, pd.DataFrame(rows, columns=["code", *(column.key for column in columns)]), mark="code"
    )
