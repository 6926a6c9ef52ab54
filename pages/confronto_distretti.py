"""Confronto tra distretti: which districts are like this one, why, and what they manage to do."""

from __future__ import annotations

import streamlit as st

from dashboard.side_by_side import sides_workbook
from dashboard.ui.chrome import breadcrumb, heading
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import choices_row, district_select
from dashboard.ui.profile import year_select
from dashboard.ui.session import Context, draw_page
from dashboard.ui.sides import (
    benchmark_toggle,
    chosen_districts,
    compare,
    find_peers,
    indicator_select,
    mode_choice,
    reasons,
    search_settings,
    sections,
)
from dashboard.words import place_name


def page(ctx: Context) -> None:
    heading(ctx, "confronto_distretti")
    breadcrumb(ctx)
    row = choices_row()
    with row:
        district_select(ctx, ctx.own)
    peers = find_peers(ctx)
    if not peers:
        st.info(ctx.t("sides.choose"), icon=":material/location_on:")
        return
    with row:
        mode_choice(ctx, peers)
    with row:
        (chosen_districts if peers.by_hand else search_settings)(ctx, peers)
    benchmark_toggle(ctx)
    reasons(ctx, peers)

    st.subheader(ctx.t("sides.compared"), anchor=False)
    row = choices_row()
    with row:
        measure = indicator_select(ctx)
        year_select(ctx)
    sides = compare(ctx, peers, measure)
    with row:
        name = place_name(ctx.version, peers.place, ctx.t)
        excel_button(ctx, f"confronto {name} {measure.code}", lambda asked: sides_workbook(asked, sides))
    sections(ctx, sides)


draw_page(page)
