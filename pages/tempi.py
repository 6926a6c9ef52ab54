"""Tempi: how long people wait for being taken in charge, for activation and for the first delivery."""

from __future__ import annotations

import streamlit as st

from dashboard.ui.cases import case_year_select, cases_or_calm, scope_line
from dashboard.ui.chrome import breadcrumb, heading
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import place_select
from dashboard.ui.session import Context, draw_page
from dashboard.ui.waits import headline, step_select, wait_sections
from dashboard.waits import waits_workbook


def page(ctx: Context) -> None:
    heading(ctx, "tempi")
    if tables := cases_or_calm(ctx):
        breadcrumb(ctx)
        choices = st.columns([1.5, 1, 1.5], vertical_alignment="bottom")
        with choices[0]:
            place_select(ctx)
        with choices[1]:
            year = case_year_select(ctx, tables)
        with choices[2]:
            step = step_select(ctx)
        headline(ctx, year)
        scope_line(ctx, tables)
        wait_sections(ctx, tables, year, step)
        excel_button(ctx, f"tempi {year}", lambda asked: waits_workbook(asked, asked.version.cases, year))


draw_page(page)
