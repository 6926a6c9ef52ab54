"""Indicatori distrettuali: every indicator of every district, judged, in one table."""

from __future__ import annotations

from dashboard.judging.words import benchmark_name
from dashboard.parts import together
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.session import Context
from dashboard.topics.indicators.heat.screen import choices, drawn_heat, figures, filters, found_words, table
from dashboard.topics.indicators.heat.workbook import heat_workbook


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
    excel_button(ctx, "indicatori distrettuali", lambda request: heat_workbook(request, drawn, benchmark))


draw_page(page, "indicatori")
