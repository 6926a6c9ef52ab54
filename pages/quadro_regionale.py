"""Quadro regionale: how the region stands, what changed, whom to look at first."""

from __future__ import annotations

from dashboard.address.codes import DEFAULT_MEASURE
from dashboard.parts import columns, side_by_side, together
from dashboard.parts.strip import segments
from dashboard.screen.chrome import draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import edition_select, row_with_button
from dashboard.screen.session import Context, change
from dashboard.topics.overview.screen import (
    changed_table,
    headline_figures,
    headline_table,
    look_first,
    overview_map,
    reasons_table,
    rules_words,
    what_changed,
)
from dashboard.topics.overview.workbook import overview_workbook


def page(ctx: Context) -> None:
    with row_with_button():
        with side_by_side():
            edition_select(ctx)
        excel_button(
            ctx,
            "quadro regionale",
            lambda request: overview_workbook(
                request,
                headline_table(ctx),
                reasons_table(ctx),
                changed_table(ctx),
                rules_words(ctx.t, ctx.language),
            ),
        )
    with together("overview"):
        headline_figures(ctx)
        with columns("overview_sides", 1.6) as (picture, first):
            with picture:
                maps = ["status", DEFAULT_MEASURE]
                segments(
                    ctx.t("home.map"),
                    [ctx.t(f"home.map_{name}") for name in maps],
                    maps.index(ctx.view.home_map),
                    key="home_map",
                    on_pick=lambda nth: change(home_map=maps[nth]),
                )
                overview_map(ctx)
                what_changed(ctx)
            with first:
                look_first(ctx)


draw_page(page, "quadro_regionale")
