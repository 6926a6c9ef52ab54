"""Scheda indicatore: one indicator in all districts, with its uncertainty, its history and its definition."""

from __future__ import annotations

import streamlit as st

from dashboard.indicator_workbooks import indicator_workbook
from dashboard.ui.benchmark import benchmark_select
from dashboard.ui.chips import filter_chips
from dashboard.ui.chrome import breadcrumb, heading
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import budget_filters, measure_select, period_select, place_select
from dashboard.ui.indicator import compared_with, headline, look, sections, shown_map, why
from dashboard.ui.indicator_charts import boxes_and_own
from dashboard.ui.measure import measure_line
from dashboard.ui.session import Context, draw_page


def page(ctx: Context) -> None:
    heading(ctx, "scheda_indicatore")
    breadcrumb(ctx)
    choices = st.columns([2, 1, 1.4, 1.2], vertical_alignment="bottom")
    with choices[0]:
        measure_select(ctx)
    with choices[1]:
        period_select(ctx)
    with choices[2]:
        place_select(ctx)
    with choices[3]:
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
        lambda asked: indicator_workbook(
            asked, found, shown_map(ctx, found), *boxes_and_own(ctx, found), compared_with(ctx, found)
        ),
    )


draw_page(page)
