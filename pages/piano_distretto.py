"""Il piano del distretto: one district's plan on one page, for a meeting."""

from __future__ import annotations

import streamlit as st

from dashboard.plan_workbooks import plan_workbook
from dashboard.ui.chrome import heading
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import choices_row, district_select, edition_select
from dashboard.ui.plan import (
    found_in_plan,
    plan_absent,
    plan_headline,
    plan_indicators,
    plan_interventions,
    plan_log,
    plan_money,
    plan_reasons,
    plan_tables,
    read_plan,
)
from dashboard.ui.search import search_box
from dashboard.ui.session import Context, draw_page
from dashboard.words import place_name


def page(ctx: Context) -> None:
    t = ctx.t
    heading(ctx, "piano_distretto")
    district = ctx.own
    row = choices_row()
    with row:
        district_select(ctx, district)
        edition_select(ctx)
    if not district:
        st.info(t("plan.choose_words"), icon=":material/location_on:")
        return
    plan = read_plan(ctx, district)
    with row:
        excel_button(
            ctx,
            f"piano {place_name(ctx.version, district, t)} {ctx.view.edition}",
            lambda asked: plan_workbook(asked, plan_tables(ctx, plan)),
        )
    st.header(place_name(ctx.version, district, t), anchor=False)
    plan_headline(ctx, plan)
    late, log = st.columns([1, 1.4], gap="medium")
    with late:
        plan_reasons(ctx, plan)
    with log:
        plan_log(ctx, plan)
    if not plan_absent(ctx, plan):
        plan_money(ctx, plan)
        st.subheader(t("plan.by_area_heading"), anchor=False)
        with st.container(key="plan_search"):
            search_box(ctx, t("search.here"))
        plan_interventions(ctx, plan, found_in_plan(ctx, plan))
        plan_indicators(ctx, plan)


draw_page(page)
