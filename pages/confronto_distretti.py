"""Confronto tra distretti: which districts are like this one, why, and what they manage to do."""

from __future__ import annotations

from dashboard.side_by_side import sides_workbook
from dashboard.ui import prose
from dashboard.ui.chrome import breadcrumb, draw_page
from dashboard.ui.downloads import excel_button
from dashboard.ui.filters import district_select, row_with_button
from dashboard.ui.parts import side_by_side, together
from dashboard.ui.profile import year_select
from dashboard.ui.session import Context
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
    peers = find_peers(ctx)
    with together("peers"):
        breadcrumb(ctx)
        with side_by_side():
            district_select(ctx, ctx.own)
            if peers:
                mode_choice(ctx, peers)
                (chosen_districts if peers.by_hand else search_settings)(ctx, peers)
        if not peers:
            prose.info(ctx.t("sides.choose"), "location_on")
            return
        benchmark_toggle(ctx)
        reasons(ctx, peers)
        prose.heading(ctx.t("sides.compared"))
    with row_with_button():
        with side_by_side("compared"):
            measure = indicator_select(ctx)
            year_select(ctx)
        sides = compare(ctx, peers, measure)
        name = place_name(ctx.version, peers.place, ctx.t)
        excel_button(ctx, f"confronto {name} {measure.code}", lambda asked: sides_workbook(asked, sides))
    sections(ctx, sides)


draw_page(page, "confronto_distretti")
