"""Dati e definizioni: what every figure means, where it comes from, and what was left out."""

from __future__ import annotations

import streamlit as st

from dashboard.cases.territory_table import territory_table
from dashboard.screen.chrome import data_line, draw_page
from dashboard.screen.downloads import asked, excel_button
from dashboard.screen.grid import show_list
from dashboard.screen.session import Context
from dashboard.topics.catalogue.screen import (
    hiding_table,
    measures_table,
    problems_table,
    records_table,
    users_words,
)
from dashboard.topics.catalogue.workbook import catalogue_workbook


def page(ctx: Context) -> None:
    t = ctx.t
    measures, problems = measures_table(ctx), problems_table(ctx)
    excel_button(ctx, "dati e definizioni", lambda request: catalogue_workbook(request, measures, problems))
    st.header(t("catalogue.measures"), anchor=False)
    st.markdown(t("catalogue.measures_words"))
    show_list(measures, key="measures")
    st.header(t("catalogue.problems"), anchor=False)
    if not len(problems):
        st.success(t("catalogue.no_problems"), icon=":material/check:")
    else:
        st.markdown(t("catalogue.problems_words", n=len(problems)))
        show_list(problems, key="problems")
    records = records_table(ctx)
    if len(records):
        st.header(t("registry.to_complete"), anchor=False)
        st.markdown(t("registry.to_complete_words", n=len(records)))
        show_list(records, key="records")
    territory = territory_table(asked(ctx))
    st.header(t("catalogue.territory"), anchor=False)
    if not len(territory):
        st.success(t("catalogue.territory_none"), icon=":material/check:")
    else:
        st.markdown(t("catalogue.territory_words"))
        show_list(territory, key="territory")
    st.header(t("catalogue.reading"), anchor=False)
    st.markdown(t("catalogue.reading_words"))
    if users := users_words(ctx):
        st.header(t("catalogue.users"), anchor=False)
        st.markdown(users)
    hiding = hiding_table(ctx)
    if len(hiding):
        st.header(t("catalogue.hiding"), anchor=False)
        st.markdown(t("catalogue.hiding_words"))
        show_list(hiding, key="hiding")
    st.header(t("catalogue.data"), anchor=False)
    st.markdown(t("catalogue.demo_words") if ctx.version.origin == "demo" else data_line(ctx))
    st.markdown(t("catalogue.boundaries_words"))


draw_page(page, "dati_e_definizioni")
