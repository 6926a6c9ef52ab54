"""Dati e definizioni: what every figure means, where it comes from, and what was left out."""

from __future__ import annotations

import streamlit as st

from dashboard.cases.territory_table import territory_table
from dashboard.screen.chrome import data_line, draw_page
from dashboard.screen.downloads import asked, excel_button
from dashboard.screen.session import Context
from dashboard.topics.catalogue.screen import (
    columns_of,
    hiding_table,
    measures_table,
    problems_table,
    records_table,
    show,
    users_words,
)
from dashboard.topics.catalogue.workbook import catalogue_workbook


def page(ctx: Context) -> None:
    t = ctx.t
    measures, problems = measures_table(ctx), problems_table(ctx)
    excel_button(
        ctx,
        "dati e definizioni",
        lambda who: catalogue_workbook(
            who, measures, columns_of(ctx, measures), problems, columns_of(ctx, problems)
        ),
    )
    st.header(t("catalogue.measures"), anchor=False)
    st.markdown(t("catalogue.measures_words"))
    show(ctx, measures, key="measures")
    st.header(t("catalogue.problems"), anchor=False)
    if problems.empty:
        st.success(t("catalogue.no_problems"), icon=":material/check:")
    else:
        st.markdown(t("catalogue.problems_words", n=len(problems)))
        show(ctx, problems, key="problems")
    records = records_table(ctx)
    if not records.empty:
        st.header(t("registry.to_complete"), anchor=False)
        st.markdown(t("registry.to_complete_words", n=len(records)))
        show(ctx, records, key="records")
    territory = territory_table(asked(ctx)).frame
    st.header(t("catalogue.territory"), anchor=False)
    if territory.empty:
        st.success(t("catalogue.territory_none"), icon=":material/check:")
    else:
        st.markdown(t("catalogue.territory_words"))
        show(ctx, territory, key="territory")
    st.header(t("catalogue.reading"), anchor=False)
    st.markdown(t("catalogue.reading_words"))
    if users := users_words(ctx):
        st.header(t("catalogue.users"), anchor=False)
        st.markdown(users)
    hiding = hiding_table(ctx)
    if not hiding.empty:
        st.header(t("catalogue.hiding"), anchor=False)
        st.markdown(t("catalogue.hiding_words"))
        show(ctx, hiding, key="hiding")
    st.header(t("catalogue.data"), anchor=False)
    st.markdown(t("catalogue.demo_words") if ctx.version.origin == "demo" else data_line(ctx))
    st.markdown(t("catalogue.boundaries_words"))


draw_page(page, "dati_e_definizioni")
