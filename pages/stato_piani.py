"""Stato dei piani: how far each district's edition has come, and who is behind."""

from __future__ import annotations

import streamlit as st

from dashboard.plan_workbooks import stages_workbook
from dashboard.ui.chrome import heading
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import choices_row, edition_select
from dashboard.ui.session import Context, draw_page
from dashboard.ui.stages import (
    order_choice,
    ordered_stages,
    stage_counts,
    stage_map,
    stage_rows,
    stage_signs,
    stage_table,
)


def page(ctx: Context) -> None:
    t = ctx.t
    heading(ctx, "stato_piani")
    table = ordered_stages(ctx)
    with choices_row():
        with st.container(width=320):
            edition_select(ctx)
        with st.container(width=300):
            order_choice(ctx)
        excel_button(
            ctx,
            f"stato dei piani {ctx.view.edition}",
            lambda asked: stages_workbook(asked, stage_rows(ctx.version, table, t, ctx.language)),
        )
    stage_counts(ctx, table)
    picture, signs = st.columns([1.2, 1], gap="medium")
    with picture:
        st.subheader(t("home.map_status"), anchor=False)
        stage_map(ctx)
    with signs:
        st.subheader(t("stages.signs"), anchor=False)
        stage_signs(ctx)
    st.subheader(t("stages.table"), anchor=False)
    st.caption(f"{t('stages.table_words')} {t('stages.public')}")
    stage_table(ctx, table)


draw_page(page)
