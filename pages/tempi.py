"""Tempi: how long people wait for being taken in charge, for activation and for the first delivery."""

from __future__ import annotations

from dashboard.cases.screen import case_year_select, cases_or_calm, scope_line
from dashboard.parts import side_by_side, together
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import place_select
from dashboard.screen.session import Context
from dashboard.topics.waits.screen import headline, step_select, wait_sections
from dashboard.topics.waits.workbook import waits_workbook


def page(ctx: Context) -> None:
    if tables := cases_or_calm(ctx):
        with together("choices"):
            breadcrumb(ctx)
            with side_by_side():
                place_select(ctx)
                year = case_year_select(ctx, tables)
                step = step_select(ctx)
            headline(ctx, year)
            scope_line(ctx, tables)
        wait_sections(ctx, tables, year, step)
        excel_button(
            ctx, f"tempi {year}", lambda request: waits_workbook(request, request.version.cases, year)
        )


draw_page(page, "tempi")
