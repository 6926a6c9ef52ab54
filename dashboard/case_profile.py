"""What the case databases say of one district, judged like its indicators: for its profile and its file."""

from __future__ import annotations

import pandas as pd

from dashboard.analysis.judgement import Against
from dashboard.choropleth import value_words
from dashboard.excel.workbook import Column
from dashboard.indicator import judged_once
from dashboard.indicator_tables import judgement_words
from dashboard.locale.formats import MISSING, measured
from dashboard.snapshot import Asked, Table
from dashboard.words import interval_words
from data_access.values import EVERYTHING, latest_period, periods_of


def case_profile_table(asked: Asked, district: str, against: Against) -> Table | None:
    """Return one row a case measure: value, interval, benchmark and judgement in words; None without a mart.

    ``code`` is the measure's. A value that is hidden or missing says so in its cell.
    """
    t, version, language = asked.t, asked.version, asked.language
    rows = []
    for measure in version.measures.values():
        if measure.kind != "case":
            continue
        asked_year = asked.view.year in periods_of(version, measure)
        period = asked.view.year if asked_year else latest_period(version, measure)
        row = judged_once(version, measure, period, asked.viewer, against, EVERYTHING).loc[district]
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
    if not rows:
        return None
    columns = (
        Column("title", t("filter.measure"), width=50),
        Column("period", t("filter.year"), width=8),
        Column("value", t("map.value"), width=14),
        Column("interval", t("profile.note_interval"), width=26),
        Column("benchmark", t("profile.note_benchmark"), width=16),
        Column("judgement", t("profile.note_judgement"), width=18),
    )
    return columns, pd.DataFrame(rows, columns=["code", *(column.key for column in columns)])
