"""Presa in carico: people in charge, accesses, closings, workload, by district and own Comune."""

from __future__ import annotations

from dashboard.cases.screen import case_year_select, cases_or_calm, scope_line
from dashboard.parts import side_by_side, together
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import place_select
from dashboard.screen.session import Context
from dashboard.topics.in_charge.screen import headline, in_charge_sections
from dashboard.topics.in_charge.workbook import in_charge_workbook


def page(ctx: Context) -> None:
    if tables := cases_or_calm(ctx):
        with together("choices"):
            breadcrumb(ctx)
            with side_by_side():
                place_select(ctx)
                year = case_year_select(ctx, tables)
            figures = headline(ctx, tables, year)
            scope_line(ctx, tables)
        in_charge_sections(ctx, tables, year)
        excel_button(
            ctx,
            f"presa in carico {year}",
            lambda request: in_charge_workbook(request, request.version.cases, year, figures),
        )


draw_page(page, "presa_in_carico")
