"""Risorse e interventi: who spends what, on whom, with whose money; any mark clicked filters the rest."""

from __future__ import annotations

from dashboard.parts import side_by_side, together
from dashboard.screen.chips import filter_chips
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import budget_filters, edition_select, place_select
from dashboard.screen.session import Context
from dashboard.topics.money.screen import breakdown, headline_figures, headline_table, look, sections
from dashboard.topics.money.workbook import resources_workbook


def page(ctx: Context) -> None:
    with together("resources"):
        breadcrumb(ctx)
        with side_by_side():
            edition_select(ctx)
            place_select(ctx)
            budget_filters(ctx)
        filter_chips(ctx)
        looked = look(ctx)
        headline_figures(ctx, looked)
        breakdown(ctx, looked)
        sections(ctx, looked)
    excel_button(
        ctx,
        f"risorse {ctx.view.edition}",
        lambda request: resources_workbook(request, looked, headline_table(ctx, looked)),
    )


draw_page(page, "risorse")
