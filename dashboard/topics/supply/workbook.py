"""Excel file of *Forniture dati*."""

from __future__ import annotations

from dashboard.cases.rows import across_words, case_notes
from dashboard.cases.territory_table import territory_table
from dashboard.excel.book import book
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import place_name
from dashboard.topics.supply.tables import off_table, rejects_table, shares_table, zones_table
from data_access.cases.published import CaseTables


def supply_workbook(request: FileRequest, tables: CaseTables) -> bytes:
    """The workbook of the page."""
    t = request.t
    sheets = (
        (t("supply.tab_zones"), zones_table(request, tables)),
        (t("supply.tab_shares"), shares_table(request, tables)),
        (t("supply.tab_rejects"), rejects_table(request, tables)),
        (t("supply.tab_off"), off_table(request, tables)),
        (t("supply.tab_territory"), territory_table(request)),
    )
    return book(
        request,
        sheets=[
            Sheet(
                name,
                f"{t('page.forniture')} · {name}",
                place_name(request.version, request.view.place, t),
                table,
            )
            for name, table in sheets
        ],
        notes=[
            *case_notes(request, tables),
            (t("supply.across_label"), across_words(request, tables)),
        ],
        as_of=tables.until,
    )
