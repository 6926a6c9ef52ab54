"""Confronto tra edizioni: what came in, went out or changed between two editions, and with whose money."""

from __future__ import annotations

import streamlit as st

from dashboard.comparison_workbook import comparison_workbook
from dashboard.snapshot import history_workbook
from dashboard.ui.chips import filter_chips
from dashboard.ui.chrome import breadcrumb, heading
from dashboard.ui.downloads import excel_button
from dashboard.ui.editions import (
    bridge_chart,
    compared,
    editions_choice,
    headline,
    lists,
    one_compared,
    scope,
)
from dashboard.ui.interventions import found_history
from dashboard.ui.session import Context, draw_page
from data_access.interventions import amounts_by_source


def page(ctx: Context) -> None:
    heading(ctx, "confronto_edizioni")
    rows = found_history(ctx)
    breadcrumb(ctx, intervention_of="" if rows is None else str(rows["district_code"].iloc[-1]))
    before = editions_choice(ctx, of_one=rows is not None)

    if before is None:
        st.info(ctx.t("compare.only_one"), icon=":material/info:")
    elif rows is not None:
        one_compared(ctx, rows, before)
        excel_button(
            ctx,
            f"intervento {ctx.view.intervention}",
            lambda asked: history_workbook(asked, rows, amounts_by_source(ctx.version, rows)),
        )
    else:
        comparison = compared(ctx, before)
        filter_chips(ctx)
        scope(ctx, comparison)
        if comparison.districts:
            headline(ctx, comparison)
            name = f"confronto {before} {ctx.view.edition}"
            excel_button(ctx, name, lambda asked: comparison_workbook(asked, comparison))
            bridge_chart(ctx, comparison)
            lists(ctx, comparison)


draw_page(page)
