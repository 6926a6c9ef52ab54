"""Preventivo e consuntivo: what was planned, what was spent, and which accounts are missing or late."""

from __future__ import annotations

from dashboard.parts import side_by_side, together
from dashboard.screen.chips import filter_chips
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import budget_filters, place_select
from dashboard.screen.session import Context
from dashboard.topics.execution.screen import by_select, headline, steps, tables, year_select
from dashboard.topics.execution.tables import compared
from dashboard.topics.execution.workbook import execution_workbook


def page(ctx: Context) -> None:
    with together("choices"):
        breadcrumb(ctx)
        with side_by_side():
            year_select(ctx)
            place_select(ctx)
            by_select(ctx)
            budget_filters(ctx)
        filter_chips(ctx)
        found = compared(ctx.version, ctx.view, ctx.viewer)
        headline(ctx, found)
    excel_button(
        ctx, f"preventivo e consuntivo {found.found.year}", lambda request: execution_workbook(request, found)
    )
    with together("execution"):
        steps(ctx, found)
        tables(ctx, found)


draw_page(page, "preventivo_consuntivo")
