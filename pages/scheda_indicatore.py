"""Scheda indicatore: one indicator in all districts, with its uncertainty, its history and its definition."""

from __future__ import annotations

from dashboard.measure.screen import measure_line
from dashboard.parts import side_by_side, together
from dashboard.screen.benchmark import benchmark_select
from dashboard.screen.chips import filter_chips
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import budget_filters, measure_select, period_select, place_select
from dashboard.screen.session import Context
from dashboard.topics.indicators.one.charts_screen import boxes_and_own
from dashboard.topics.indicators.one.screen import compared_with, headline, look, sections, shown_map, why
from dashboard.topics.indicators.one.workbook import indicator_workbook


def page(ctx: Context) -> None:
    with together("choices"):
        breadcrumb(ctx)
        with side_by_side():
            measure_select(ctx)
            period_select(ctx)
            place_select(ctx)
            benchmark_select(ctx)

        found = look(ctx)
        if found.measure.filtered:
            budget_filters(ctx)
            filter_chips(ctx)
        measure_line(ctx, found.measure, found.period)
        why(ctx, found)
        headline(ctx, found)
    sections(ctx, found)
    excel_button(
        ctx,
        f"indicatore {found.measure.code} {found.period}",
        lambda request: indicator_workbook(
            request, found, shown_map(ctx, found), *boxes_and_own(ctx, found), compared_with(ctx, found)
        ),
    )


draw_page(page, "scheda_indicatore")
