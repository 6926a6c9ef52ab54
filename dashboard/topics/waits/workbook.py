"""Excel file of *Tempi*."""

from __future__ import annotations

from dashboard.cases.tables import measures_table
from dashboard.cases.words import case_word
from dashboard.cases.workbook import case_workbook
from dashboard.excel.request import FileRequest
from dashboard.judging.benchmark import peers_of
from dashboard.judging.words import structure_notes
from dashboard.locale.words import place_name
from dashboard.topics.waits.tables import (
    WAIT_MEASURES,
    category_table,
    cohorts_table,
    compared_table,
    excluded_table,
    peers_table,
    trend_table,
    within_table,
)
from data_access.cases.mart import WAIT_STEPS
from data_access.cases.published import CaseTables


def waits_workbook(request: FileRequest, tables: CaseTables, year: str) -> bytes:
    """The workbook of the page: all steps, not only the one on screen."""
    t, peers = request.t, peers_of(request.version, request.view, request.viewer)
    sheets = [
        (t("waits.tab_compared"), compared_table(request, tables, year)),
        *([(t("waits.tab_peers"), peers_table(request, peers, year))] if peers else []),
        (t("waits.tab_excluded"), excluded_table(request, tables, year)),
    ]
    for step in WAIT_STEPS:
        word = case_word(request, "step", step)
        sheets += [
            (f"{t('waits.tab_within')} · {word}", within_table(request, tables, year, step)),
            (f"{t('waits.tab_trend')} · {word}", trend_table(request, tables, step)),
            (f"{t('waits.tab_category')} · {word}", category_table(request, tables, year, step)),
        ]
    sheets.append((t("waits.cohorts"), cohorts_table(request, tables)))
    sheets.append((t("waits.tab_map"), measures_table(request, WAIT_MEASURES, year)))
    subtitle = f"{place_name(request.version, request.view.place, t)} · {year}"
    explained = (
        [
            (t("sides.why"), t("sides.rule")),
            *structure_notes(request),
            (t("sides.difference_note"), f"{t('sides.difference_rule')} {t('waits.peers_note')}"),
        ]
        if peers
        else []
    )
    return case_workbook(request, tables, "tempi", subtitle, sheets, WAIT_MEASURES, year, explained)
