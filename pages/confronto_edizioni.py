"""Confronto tra edizioni: what came in, went out or changed between two editions, and with whose money."""

from __future__ import annotations

from dashboard.parts import prose, together
from dashboard.screen.chips import filter_chips
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.session import Context
from dashboard.topics.editions.screen import (
    bridge_chart,
    compared,
    editions_choice,
    headline,
    lists,
    one_compared,
    scope,
)
from dashboard.topics.editions.workbook import comparison_workbook
from dashboard.topics.interventions.screen import found_history
from dashboard.topics.interventions.workbook import history_workbook
from data_access.interventions import amounts_by_source


def page(ctx: Context) -> None:
    rows = found_history(ctx)
    with together("choices"):
        breadcrumb(ctx, intervention_of="" if rows is None else str(rows["district_code"].iloc[-1]))
        before = editions_choice(ctx, of_one=rows is not None)
        if before is None:
            prose.info(ctx.t("compare.only_one"))
        elif rows is None:
            comparison = compared(ctx, before)
            filter_chips(ctx)
            scope(ctx, comparison)
            if comparison.districts:
                headline(ctx, comparison)
    if before is None:
        return
    if rows is not None:
        one_compared(ctx, rows, before)
        excel_button(
            ctx,
            f"intervento {ctx.view.intervention}",
            lambda request: history_workbook(request, rows, amounts_by_source(ctx.version, rows)),
        )
    elif comparison.districts:
        name = f"confronto {before} {ctx.view.edition}"
        excel_button(ctx, name, lambda request: comparison_workbook(request, comparison))
        with together("bridge_parts"):
            bridge_chart(ctx, comparison)
        lists(ctx, comparison)


draw_page(page, "confronto_edizioni")
