"""Completezza: who has reported what, what is late, and which values to look at again."""

from __future__ import annotations

import streamlit as st

from dashboard.registry_workbooks import completeness_workbook
from dashboard.ui.chips import filter_chips
from dashboard.ui.chrome import breadcrumb, heading
from dashboard.ui.completeness import (
    filters,
    headline,
    reason_select,
    tables,
    work_list,
    year_select,
)
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import place_select
from dashboard.ui.session import Context, draw_page


def page(ctx: Context) -> None:
    heading(ctx, "completezza")
    breadcrumb(ctx)
    choices = st.columns([0.8, 1.4, 1.8, 1, 1], vertical_alignment="bottom")
    with choices[0]:
        year_select(ctx)
    with choices[1]:
        place_select(ctx)
    with choices[2]:
        reason_select(ctx)
    with choices[3]:
        filters(ctx)
    with choices[4]:
        excel_button(ctx, "completezza", completeness_workbook)
    filter_chips(ctx)
    headline(ctx)
    work_list(ctx)
    tables(ctx)


draw_page(page)
