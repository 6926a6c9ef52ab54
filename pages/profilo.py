"""Profilo del distretto: one district over all indicators, around a benchmark."""

from __future__ import annotations

from dashboard.locale.words import place_name
from dashboard.parts import prose, side_by_side, together
from dashboard.screen.benchmark import benchmark_select
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import district_select
from dashboard.screen.session import Context
from dashboard.topics.indicators.profile.screen import (
    area_filter,
    cases,
    chart,
    headline,
    read_profile,
    strong_and_weak,
    to_peers,
    year_select,
)
from dashboard.topics.indicators.profile.workbook import profile_workbook


def page(ctx: Context) -> None:
    district = ctx.own
    with together("profile_page"):
        breadcrumb(ctx)
        with side_by_side():
            district_select(ctx, district)
            benchmark_select(ctx)
            year_select(ctx)
        if not district:
            prose.info(ctx.t("profile.choose"), "location_on")
            return
        area_filter(ctx)
        profile = read_profile(ctx, district)
        name = place_name(ctx.version, district, ctx.t)
        prose.heading(name, rank=2)
        headline(ctx, profile)
        strong_and_weak(ctx, profile)
        to_peers(ctx)
    excel_button(ctx, f"profilo {name}", lambda request: profile_workbook(request, profile))
    chart(ctx, profile)
    cases(ctx, profile)


draw_page(page, "profilo")
