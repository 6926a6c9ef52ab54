"""Completezza: who has reported what, what is late, and which values to look at again."""

from __future__ import annotations

from dashboard.registry_workbooks import completeness_workbook
from dashboard.ui.chips import filter_chips
from dashboard.ui.chrome import breadcrumb, draw_page
from dashboard.ui.completeness import (
    filters,
    headline,
    reason_select,
    tables,
    work_list,
    year_select,
)
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import place_select, row_with_button
from dashboard.ui.parts import side_by_side, together
from dashboard.ui.session import Context


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
