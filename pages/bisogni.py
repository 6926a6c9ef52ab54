"""Bisogni e copertura: which needs are registered, who gets a support and who does not."""

from __future__ import annotations

from dashboard.cases.needs_screen import chosen_target, target_select
from dashboard.cases.screen import case_year_select, cases_or_calm, scope_line
from dashboard.parts import side_by_side, together
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import place_select
from dashboard.screen.session import Context
from dashboard.topics.needs.screen import categories, classes, districts, headline, look, need_select
from dashboard.topics.needs.workbook import needs_workbook


def page(ctx: Context) -> None:
    if tables := cases_or_calm(ctx):
        with together("choices"):
            breadcrumb(ctx)
            with side_by_side():
                case_year_select(ctx, tables)
                place_select(ctx)
                target_select(ctx, shown=chosen_target(ctx))
                need_select(ctx, tables)
            found = look(ctx, tables)
            figures = headline(ctx, found)
        excel_button(ctx, f"bisogni {found.year}", lambda request: needs_workbook(request, found, figures))
        with together("needs"):
            classes(ctx, found)
            categories(ctx, found)
            districts(ctx, found)
            scope_line(ctx, tables)


draw_page(page, "bisogni")
