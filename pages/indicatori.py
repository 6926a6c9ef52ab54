"""Indicatori distrettuali: every indicator of every district, judged, in one table."""

from __future__ import annotations

from dashboard.indicator_workbooks import heat_workbook
from dashboard.profile import benchmark_name
from dashboard.ui.chrome import breadcrumb, draw_page
from dashboard.ui.downloads import excel_button
from dashboard.ui.heat import choices, drawn_heat, figures, filters, found_words, table
from dashboard.ui.parts import together
from dashboard.ui.session import Context


def page(ctx: Context) -> None:
    drawn = drawn_heat(ctx)
    # The first element of the page: it stays where it is, whatever the others are.
    figures(ctx, drawn)
    # Apart from the table: lists of choices are not sent again with another filter.
    with together("heat_choices"):
        breadcrumb(ctx)
        choices(ctx)
    with together("heat_page"):
        filters(ctx)
        found_words(ctx, drawn)
        if drawn.measures:
            table(ctx, drawn)
    benchmark = benchmark_name(ctx.version, drawn.own, drawn.against, ctx.t)
    excel_button(ctx, "indicatori distrettuali", lambda asked: heat_workbook(asked, drawn, benchmark))


draw_page(page, "indicatori")
