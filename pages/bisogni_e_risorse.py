"""Bisogni e risorse: euro per person at need against need, and the districts where money does not follow."""

from __future__ import annotations

from dashboard.cases.needs_screen import target_select
from dashboard.cases.screen import cases_or_calm, scope_line
from dashboard.parts import side_by_side, together
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import edition_select, place_select
from dashboard.screen.session import Context
from dashboard.topics.equity.screen import headline, look, named, picture, shown_target, tables
from dashboard.topics.equity.workbook import equity_workbook


def page(ctx: Context) -> None:
    if cases := cases_or_calm(ctx):
        with together("choices"):
            breadcrumb(ctx)
            with side_by_side():
                edition_select(ctx)
                place_select(ctx)
                target_select(ctx, shown=shown_target(ctx), everybody=False)
            if found := look(ctx, cases):
                headline(ctx, found)
                named(ctx, found)
        if found:
            excel_button(
                ctx, f"bisogni e risorse {ctx.view.edition}", lambda request: equity_workbook(request, found)
            )
        with together("equity"):
            if found:
                picture(ctx, found)
                tables(ctx, found)
            scope_line(ctx, cases)


draw_page(page, "bisogni_e_risorse")
