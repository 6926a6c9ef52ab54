"""Forniture dati: what the figures on cases rest on, zone by zone."""

from __future__ import annotations

from dashboard.cases.screen import cases_or_calm
from dashboard.parts import side_by_side, together
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import place_select
from dashboard.screen.session import Context
from dashboard.topics.supply.screen import headline, supply_sections
from dashboard.topics.supply.workbook import supply_workbook


def page(ctx: Context) -> None:
    if tables := cases_or_calm(ctx):
        with together("supply"):
            breadcrumb(ctx)
            with side_by_side():
                place_select(ctx)
            headline(ctx, tables)
            supply_sections(ctx, tables)
        excel_button(ctx, "forniture dati", lambda request: supply_workbook(request, request.version.cases))


draw_page(page, "forniture")
