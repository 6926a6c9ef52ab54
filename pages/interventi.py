"""Interventi: the interventions of a place in an edition, and any one of them with its history."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import side_by_side, together
from dashboard.parts.search import found_interventions, search_box, search_results
from dashboard.screen.chips import filter_chips
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import budget_filters, edition_select, place_select
from dashboard.screen.session import Context, change
from dashboard.topics.interventions.screen import (
    found_history,
    interventions_list,
    listed_interventions,
    one_intervention,
    scope_line,
)
from dashboard.topics.interventions.workbook import found_workbook, history_workbook, interventions_workbook
from data_access.interventions import amounts_by_source


def page(ctx: Context) -> None:
    rows = found_history(ctx)
    breadcrumb(ctx, intervention_of="" if rows is None else str(rows["district_code"].iloc[-1]))

    if rows is not None:
        st.button(
            ctx.t("intervention.back"),
            icon=":material/arrow_back:",
            on_click=change,
            kwargs={"intervention": ""},
        )
        one_intervention(ctx, rows)
        excel_button(
            ctx,
            f"intervento {ctx.view.intervention}",
            lambda request: history_workbook(request, rows, amounts_by_source(ctx.version, rows)),
        )
    elif ctx.view.search:
        with together("choices"):
            search_box(ctx, ctx.t("search.label"))
        found = found_interventions(ctx)
        search_results(ctx, found)
        if len(found.rows):
            excel_button(ctx, "ricerca interventi", lambda request: found_workbook(request, found.rows))
    else:
        with together("choices"):
            search_box(ctx, ctx.t("search.label"))
            with side_by_side():
                edition_select(ctx)
                place_select(ctx)
                budget_filters(ctx)
            filter_chips(ctx)
        listed = listed_interventions(ctx)
        scope_line(ctx, listed)
        interventions_list(ctx, listed, on_open=lambda code: change(intervention=code))
        excel_button(
            ctx, f"interventi {ctx.view.edition}", lambda request: interventions_workbook(request, listed)
        )


draw_page(page, "interventi")
