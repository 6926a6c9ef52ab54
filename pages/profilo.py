"""Profilo del distretto: one district over all indicators, around a benchmark."""

from __future__ import annotations

import streamlit as st

from dashboard.profile import profile_workbook
from dashboard.ui.benchmark import benchmark_select
from dashboard.ui.chrome import breadcrumb, heading
from dashboard.ui.downloads import excel_button
from dashboard.ui.profile import (
    area_filter,
    cases,
    chart,
    district_select,
    headline,
    read_profile,
    strong_and_weak,
    to_peers,
    year_select,
)
from dashboard.ui.session import Context, draw_page
from dashboard.words import place_name


def page(ctx: Context) -> None:
    heading(ctx, "profilo")
    breadcrumb(ctx)
    district = ctx.own
    choices = st.columns([1.6, 1.2, 1], vertical_alignment="bottom")
    with choices[0]:
        district_select(ctx, district)
    with choices[1]:
        benchmark_select(ctx)
    with choices[2]:
        year_select(ctx)
    if not district:
        st.info(ctx.t("profile.choose"), icon=":material/location_on:")
        return
    area_filter(ctx)
    profile = read_profile(ctx, district)
    name = place_name(ctx.version, district, ctx.t)
    st.header(name, anchor=False)
    headline(ctx, profile)
    strong_and_weak(ctx, profile)
    with st.container(horizontal=True):
        to_peers(ctx)
        excel_button(ctx, f"profilo {name}", lambda asked: profile_workbook(asked, profile))
    chart(ctx, profile)
    cases(ctx, profile)


draw_page(page)
