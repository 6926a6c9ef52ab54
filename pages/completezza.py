"""Completezza: who has reported what, what is late, and which values to look at again."""

from __future__ import annotations

from dashboard.parts import side_by_side, together
from dashboard.screen.chips import filter_chips
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import place_select, row_with_button
from dashboard.screen.session import Context
from dashboard.topics.completeness.screen import (
    filters,
    headline,
    reason_select,
    tables,
    work_list,
    year_select,
)
from dashboard.topics.completeness.workbook import completeness_workbook


def page(ctx: Context) -> None:
    breadcrumb(ctx)
    with row_with_button():
        with side_by_side():
            year_select(ctx)
            place_select(ctx)
            reason_select(ctx)
            filters(ctx)
        excel_button(ctx, "completezza", completeness_workbook)
    with together("headline"):
        filter_chips(ctx)
        headline(ctx)
    work_list(ctx)
    tables(ctx)


draw_page(page, "completezza")
