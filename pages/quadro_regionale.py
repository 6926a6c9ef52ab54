"""Quadro regionale: how the region stands, what changed, whom to look at first."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.snapshot import overview_workbook
from dashboard.ui.chrome import heading
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import edition_select
from dashboard.ui.overview import (
    changed_table,
    headline_figures,
    headline_table,
    look_first,
    overview_map,
    reasons_table,
    what_changed,
)
from dashboard.ui.session import Context, change_with, draw_page, fill
from dashboard.view import DEFAULT_MEASURE


def page(ctx: Context) -> None:
    heading(ctx, "quadro_regionale")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=320):
            edition_select(ctx)
        excel_button(
            ctx,
            "quadro regionale",
            lambda asked: overview_workbook(
                asked, headline_table(ctx), reasons_table(ctx), changed_table(ctx)
            ),
        )
    headline_figures(ctx)

    picture, first = st.columns([1.6, 1], gap="medium")
    with picture:
        fill("home_map", ctx.view.home_map)
        st.segmented_control(
            ctx.t("home.map"),
            ["status", DEFAULT_MEASURE],
            key="home_map",
            format_func=lambda choice: ctx.t(f"home.map_{choice}"),
            on_change=lambda: change_with(lambda view: replace(view, home_map=st.session_state["home_map"])),
            required=True,
        )
        overview_map(ctx)
        what_changed(ctx)
    with first:
        look_first(ctx)


draw_page(page)
