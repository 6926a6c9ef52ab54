"""Indicatori regionali: the region's own indicators, against their targets, and what feeds them."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import side_by_side
from dashboard.parts.search import search_box
from dashboard.screen.chrome import draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import row_with_button
from dashboard.screen.session import Context
from dashboard.topics.regional.screen import chips, filters, headline, indicators_by_area, one_indicator
from dashboard.topics.regional.workbook import regional_workbook


def page(ctx: Context) -> None:
    t = ctx.t
    headline(ctx)
    with row_with_button():
        with side_by_side():
            search_box(
                ctx,
                t("regional.search"),
                placeholder=t("regional.search_placeholder"),
                help=t("regional.search_help"),
            )
            filters(ctx)
        excel_button(ctx, "indicatori regionali", regional_workbook)
    chips(ctx)
    one_indicator(ctx)
    indicators_by_area(ctx)
    st.caption(t("regional.reading"))


draw_page(page, "indicatori_regionali")
