"""Excel file of *Risorse e interventi*."""

from __future__ import annotations

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import FileRequest
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


def resources_workbook(request: FileRequest, selection: Looked, headline: Table) -> bytes:
    """The workbook of the page: figures and tables in the screen's order, then the other breakdowns."""
    t, version, view = request.t, request.version, request.view
    found = selection.found
    order = [selection.by, *(by for by in DIMENSIONS if by != selection.by)]
    tables = [
        (t("excel.headline"), headline),
        (by_name(request, selection.by), breakdown_table(request, found, selection.by)),
        (t("resources.flows"), flows_table(request, found)),
        (t("resources.tree"), interventions_table(request, found)),
        (t("resources.districts"), districts_in_words(request, selection.everywhere)),
        (t("resources.concentration"), concentration_table(request, found)),
        *((by_name(request, by), breakdown_table(request, found, by)) for by in order[1:]),
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
        request,
        sheets=[
            Sheet(
                name,
                f"{t('page.risorse')} · {name}",
                t("resources.districts_caption") if name == everywhere else subtitle,
                table,
                chart=("name", "euro") if name == by_name(request, selection.by) else None,
            )
            for name, table in tables
        ],
        notes=[
            *((t("resources.plans"), sentence) for sentence in coverage(request, found)),
            *((t("page.risorse"), sentence) for sentence in counting(request, found)),
            *measure_notes(request, version.measures["euro"], view.edition),
        ],
    )
