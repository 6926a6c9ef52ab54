"""Mappa dei casi: people in charge or accesses on the ground, by district and Comune."""

from __future__ import annotations

from dashboard.cases.screen import case_year_select, cases_or_calm, scope_line
from dashboard.parts import side_by_side, together
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import place_select
from dashboard.screen.session import Context
from dashboard.topics.case_map.screen import headline, look, map_and_table, subject_select
from dashboard.topics.case_map.workbook import case_map_workbook


def page(ctx: Context) -> None:
    if tables := cases_or_calm(ctx):
        with together("choices"):
            breadcrumb(ctx)
            with side_by_side():
                subject_select(ctx)
                case_year_select(ctx, tables)
                place_select(ctx)
            found = look(ctx, tables)
            headline(ctx, found)
            map_and_table(ctx, found)
            scope_line(ctx, tables)
        excel_button(
            ctx, f"mappa casi {found.subject} {found.year}", lambda request: case_map_workbook(request, found)
        )


draw_page(page, "mappa_casi")
