"""Forniture dati: what the figures on cases rest on, zone by zone."""

from __future__ import annotations

from dashboard.supply import supply_workbook
from dashboard.ui.cases import cases_or_calm
from dashboard.ui.chrome import breadcrumb, draw_page
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import place_select
from dashboard.ui.parts import side_by_side, together
from dashboard.ui.session import Context
from dashboard.ui.supply import headline, supply_sections


def page(ctx: Context) -> None:
    if tables := cases_or_calm(ctx):
        with together("supply"):
            breadcrumb(ctx)
            with side_by_side():
                place_select(ctx)
            headline(ctx, tables)
            supply_sections(ctx, tables)
        excel_button(ctx, "forniture dati", lambda asked: supply_workbook(asked, asked.version.cases))


draw_page(page, "forniture")
