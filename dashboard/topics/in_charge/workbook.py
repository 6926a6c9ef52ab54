"""Excel file of *Presa in carico*."""

from __future__ import annotations

from dashboard.cases.tables import measures_table
from dashboard.cases.workbook import case_workbook
from dashboard.excel.request import FileRequest
from dashboard.locale.words import place_name
from dashboard.tables.table import Table
from dashboard.topics.in_charge.tables import (
    IN_CHARGE_MEASURES,
    access_months_table,
    after_table,
    age_table,
    breakdown,
    breakdown_table,
    comuni_table,
    events_table,
    months_table,
)
from data_access.cases.published import CaseTables
from data_access.viewer import sees_comuni


def in_charge_workbook(request: FileRequest, tables: CaseTables, year: str, headline: Table) -> bytes:
    """The workbook of the page, in the order of the screen."""
    t = request.t
    place, month = request.view.place, tables.closing[year]
    sheets: list[tuple[str, Table]] = [
        (t("excel.headline"), headline),
        (t("cases.tab_time"), months_table(request, tables)),
        (
            t("cases.by_category"),
            breakdown_table(
                request,
                "category",
                breakdown(request, tables, "people_by_category", "category", state="in_charge", time=month),
            ),
        ),
        (t("cases.by_age"), age_table(request, tables, year)),
        (
            t("cases.by_sex"),
            breakdown_table(
                request,
                "sex",
                breakdown(request, tables, "people_by_sex", "sex", state="in_charge", time=month),
            ),
        ),
        (t("cases.accesses_month"), access_months_table(request, tables)),
        (
            t("cases.accesses_kind"),
            breakdown_table(
                request,
                "kind",
                breakdown(request, tables, "accesses_by_kind", "kind", time=year),
                count=t("cases.accesses"),
            ),
        ),
        (t("cases.after"), after_table(request, tables, year)),
        (t("cases.events"), events_table(request, tables, year)),
        (
            t("cases.closings"),
            breakdown_table(
                request,
                "reason",
                breakdown(request, tables, "closings_by_reason", "reason", time=year, event="closed"),
                count=t("waits.cases"),
            ),
        ),
        (
            t("cases.tab_load"),
            breakdown_table(
                request,
                "load",
                breakdown(request, tables, "workers", "load", time=month),
                count=t("cases.workers"),
            ),
        ),
        (t("cases.tab_map"), measures_table(request, IN_CHARGE_MEASURES, year)),
    ]
    if sees_comuni(request.viewer, place, request.version.district_position).granted:
        sheets.append((t("cases.tab_comuni"), comuni_table(request, tables, year)))
    return case_workbook(
        request,
        tables,
        "presa_in_carico",
        f"{place_name(request.version, place, t)} · {year}",
        sheets,
        IN_CHARGE_MEASURES,
        year,
    )
