"""Confronto tra distretti: which districts are like this one, why, and what they manage to do."""

from __future__ import annotations

from dashboard.locale.words import place_name
from dashboard.parts import prose, side_by_side, together
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import district_select, row_with_button
from dashboard.screen.session import Context
from dashboard.topics.indicators.profile.screen import year_select
from dashboard.topics.indicators.sides.screen import (
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
from dashboard.topics.indicators.sides.workbook import sides_workbook


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
        excel_button(ctx, f"confronto {name} {measure.code}", lambda request: sides_workbook(request, sides))
    sections(ctx, sides)


draw_page(page, "confronto_distretti")
