"""Il piano del distretto: one district's plan on one page, for a meeting."""

from __future__ import annotations

from dashboard.locale.words import place_name
from dashboard.parts import columns, prose, side_by_side, together
from dashboard.parts.search import search_box
from dashboard.screen.chrome import draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import district_select, edition_select, row_with_button
from dashboard.screen.session import Context
from dashboard.topics.plan.screen import (
    found_in_plan,
    plan_absent,
    plan_headline,
    plan_indicators,
    plan_interventions,
    plan_log,
    plan_money,
    plan_reasons,
    plan_tables,
    read_plan,
)
from dashboard.topics.plan.workbook import plan_workbook


def page(ctx: Context) -> None:
    t, district = ctx.t, ctx.own
    with row_with_button():
        with side_by_side():
            district_select(ctx, district)
            edition_select(ctx)
        if district:
            plan = read_plan(ctx, district)
            excel_button(
                ctx,
                f"piano {place_name(ctx.version, district, t)} {ctx.view.edition}",
                lambda request: plan_workbook(request, plan_tables(ctx, plan)),
            )
    with together("plan"):
        if not district:
            prose.info(t("plan.choose_words"), "location_on")
            return
        prose.heading(place_name(ctx.version, district, t), rank=2)
        plan_headline(ctx, plan)
        with columns("plan_state", 0.5) as (late, log):
            with late:
                plan_reasons(ctx, plan)
            with log:
                plan_log(ctx, plan)
        if not plan_absent(ctx, plan):
            plan_money(ctx, plan)
            prose.heading(t("plan.by_area_heading"))
            search_box(ctx, t("search.here"))
            plan_interventions(ctx, plan, found_in_plan(ctx, plan))
            plan_indicators(ctx, plan)


draw_page(page, "piano_distretto")
