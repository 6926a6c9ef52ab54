"""Excel file of *Tempi*."""

from __future__ import annotations

from dashboard.cases.tables import measures_table
from dashboard.cases.words import case_word
from dashboard.cases.workbook import case_workbook
from dashboard.excel.request import Asked
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


def waits_workbook(asked: Asked, tables: CaseTables, year: str) -> bytes:
    """The workbook of the page: all steps, not only the one on screen."""
    t, peers = asked.t, peers_of(asked.version, asked.view, asked.viewer)
    sheets = [
        (t("waits.tab_compared"), compared_table(asked, tables, year)),
        *([(t("waits.tab_peers"), peers_table(asked, peers, year))] if peers else []),
        (t("waits.tab_excluded"), excluded_table(asked, tables, year)),
    ]
    for step in WAIT_STEPS:
        word = case_word(asked, "step", step)
        sheets += [
            (f"{t('waits.tab_within')} · {word}", within_table(asked, tables, year, step)),
            (f"{t('waits.tab_trend')} · {word}", trend_table(asked, tables, step)),
            (f"{t('waits.tab_category')} · {word}", category_table(asked, tables, year, step)),
        ]
    sheets.append((t("waits.cohorts"), cohorts_table(asked, tables)))
    sheets.append((t("waits.tab_map"), measures_table(asked, WAIT_MEASURES, year)))
    subtitle = f"{place_name(asked.version, asked.view.place, t)} · {year}"
    explained = (
        [
            (t("sides.why"), t("sides.rule")),
            *structure_notes(asked),
            (t("sides.difference_note"), f"{t('sides.difference_rule')} {t('waits.peers_note')}"),
        ]
        if peers
        else []
    )
    return case_workbook(asked, tables, "tempi", subtitle, sheets, WAIT_MEASURES, year, explained)
