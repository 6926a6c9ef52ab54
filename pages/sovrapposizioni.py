"""Sovrapposizioni: the same kind of support from more than one body in overlapping periods, to be checked."""

from __future__ import annotations

from dashboard.cases.screen import case_year_select, cases_or_calm, scope_line
from dashboard.parts import side_by_side, together
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import place_select
from dashboard.screen.session import Context
from dashboard.topics.overlaps.screen import districts, headline, look, pairs, to_check
from dashboard.topics.overlaps.workbook import overlaps_workbook


def page(ctx: Context) -> None:
    if tables := cases_or_calm(ctx):
        with together("choices"):
            breadcrumb(ctx)
            with side_by_side():
                case_year_select(ctx, tables)
                place_select(ctx)
            to_check(ctx)
            found = look(ctx, tables)
            figures = headline(ctx, found)
        excel_button(
            ctx, f"sovrapposizioni {found.year}", lambda request: overlaps_workbook(request, found, figures)
        )
        with together("overlaps"):
            pairs(ctx, found)
            districts(ctx, found)
            scope_line(ctx, tables)


draw_page(page, "sovrapposizioni")
