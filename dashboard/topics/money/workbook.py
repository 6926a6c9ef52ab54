"""Excel file of *Risorse e interventi*."""

from __future__ import annotations

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import Asked
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import (
    coverage_words,
    filter_words,
    period_name,
    place_name,
)
from dashboard.tables.table import Table
from dashboard.topics.money.tables import (
    Looked,
    breakdown_table,
    by_name,
    concentration_table,
    counting,
    coverage,
    districts_in_words,
    flows_table,
    interventions_table,
)
from data_access.resources import DIMENSIONS


def resources_workbook(asked: Asked, looked: Looked, headline: Table) -> bytes:
    """The workbook of the page: figures and tables in the screen's order, then the other breakdowns."""
    t, version, view = asked.t, asked.version, asked.view
    found = looked.found
    order = [looked.by, *(by for by in DIMENSIONS if by != looked.by)]
    tables = [
        (t("excel.headline"), headline),
        (by_name(asked, looked.by), breakdown_table(asked, found, looked.by)),
        (t("resources.flows"), flows_table(asked, found)),
        (t("resources.tree"), interventions_table(asked, found)),
        (t("resources.districts"), districts_in_words(asked, looked.everywhere)),
        (t("resources.concentration"), concentration_table(asked, found)),
        *((by_name(asked, by), breakdown_table(asked, found, by)) for by in order[1:]),
    ]
    parts = (
        place_name(version, view.place, t),
        period_name(version, view.edition, t),
        filter_words(version, view.filters, t),
        coverage_words(found.coverage, t),
        "" if found.coverage.covered else t(f"resources.all_{found.coverage.status}"),
    )
    subtitle = " · ".join(part for part in parts if part)
    everywhere = t("resources.districts")
    return book(
        asked,
        sheets=[
            Sheet(
                name,
                f"{t('page.risorse')} · {name}",
                t("resources.districts_caption") if name == everywhere else subtitle,
                table,
                chart=("name", "euro") if name == by_name(asked, looked.by) else None,
            )
            for name, table in tables
        ],
        notes=[
            *((t("resources.plans"), sentence) for sentence in coverage(asked, found)),
            *((t("page.risorse"), sentence) for sentence in counting(asked, found)),
            *measure_notes(asked, version.measures["euro"], view.edition),
        ],
    )
