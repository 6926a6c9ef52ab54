"""Tempi: how long people wait for being taken in charge, for activation and for the first delivery."""

from __future__ import annotations

from dashboard.ui.cases import case_year_select, cases_or_calm, scope_line
from dashboard.ui.chrome import breadcrumb, draw_page
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import place_select
from dashboard.ui.parts import side_by_side, together
from dashboard.ui.session import Context
from dashboard.ui.waits import headline, step_select, wait_sections
from dashboard.waits import waits_workbook


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
        excel_button(ctx, f"tempi {year}", lambda asked: waits_workbook(asked, asked.version.cases, year))


draw_page(page, "tempi")
