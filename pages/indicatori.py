"""Indicatori distrettuali: every indicator of every district, judged, in one table."""

from __future__ import annotations

from dashboard.indicator_workbooks import heat_workbook
from dashboard.profile import benchmark_name
from dashboard.ui.chrome import breadcrumb, heading
from dashboard.ui.downloads import excel_button
from dashboard.ui.heat import choices, drawn_heat, filters, found_words, table
from dashboard.ui.session import Context, draw_page


def page(ctx: Context) -> None:
    heading(ctx, "indicatori")
    breadcrumb(ctx)
    choices(ctx)
    filters(ctx)

    drawn = drawn_heat(ctx)
    found_words(ctx, drawn)
    if drawn.measures:
        table(ctx, drawn)
    benchmark = benchmark_name(ctx.version, drawn.own, drawn.against, ctx.t)
    excel_button(ctx, "indicatori distrettuali", lambda asked: heat_workbook(asked, drawn, benchmark))


draw_page(page)
