"""Mappa: one measure over the districts, from the region down to a district's Comuni and interventions."""

from __future__ import annotations

import streamlit as st

from dashboard.locale.words import escaped, place_name
from dashboard.measure.choropleth import choropleth
from dashboard.measure.picture import map_png
from dashboard.measure.screen import definition, district_table, draw_map, headline, measure_line, trend_chart
from dashboard.measure.workbook import map_vector, map_workbook
from dashboard.parts import side_by_side, together
from dashboard.parts.strip import sections
from dashboard.screen.chips import filter_chips
from dashboard.screen.chrome import breadcrumb, draw_page
from dashboard.screen.downloads import excel_button, picture_buttons
from dashboard.screen.filters import (
    budget_filters,
    class_choice,
    measure_select,
    period_select,
    place_select,
)
from dashboard.screen.session import Context, change
from dashboard.topics.interventions.screen import district_interventions


def page(ctx: Context) -> None:
    with together("choices"):
        breadcrumb(ctx)
        with side_by_side():
            measure_select(ctx)
            period_select(ctx)
            place_select(ctx)
            budget_filters(ctx, disabled=not ctx.version.measures[ctx.view.measure].filtered)
            class_choice(ctx)
        if ctx.version.measures[ctx.view.measure].filtered:
            filter_chips(ctx)

        drawn = choropleth(ctx.version, ctx.view, ctx.viewer, ctx.language, ctx.t)
        measure_line(ctx, drawn.measure, drawn.period)
        headline(ctx, drawn)
        draw_map(ctx, drawn, key="map", on_pick=lambda code: change(place=code, intervention=""))

    with st.container(horizontal=True):
        name = f"mappa {drawn.measure.title.it} {drawn.period}"
        excel_button(ctx, name, lambda request: map_workbook(request, drawn))
        picture_buttons(ctx, name, lambda request: map_vector(request, drawn), map_png)

    sections(
        {
            "trend": lambda: trend_chart(ctx, drawn),
            "table": lambda: district_table(ctx, drawn),
            "definition": lambda: definition(ctx, drawn.measure),
        },
        key="map_tab",
        words=lambda name: ctx.t(f"tab.{name}"),
    )

    if ctx.view.place in ctx.version.district_position:
        st.header(
            ctx.t("district.interventions", name=escaped(place_name(ctx.version, ctx.view.place, ctx.t))),
            anchor=False,
        )
        district_interventions(ctx)


draw_page(page, "mappa")
