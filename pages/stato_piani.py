"""Stato dei piani: how far each district's edition has come, and who is behind."""

from __future__ import annotations

from dashboard.parts import columns, prose, side_by_side, together
from dashboard.screen.chrome import draw_page
from dashboard.screen.downloads import excel_button
from dashboard.screen.filters import edition_select, row_with_button
from dashboard.screen.session import Context
from dashboard.topics.stages.screen import (
    order_choice,
    ordered_stages,
    stage_counts,
    stage_map,
    stage_rows,
    stage_signs,
    stage_table,
)
from dashboard.topics.stages.workbook import stages_workbook


def page(ctx: Context) -> None:
    t = ctx.t
    table = ordered_stages(ctx)
    with row_with_button():
        with side_by_side():
            edition_select(ctx)
            order_choice(ctx)
        excel_button(
            ctx,
            f"stato dei piani {ctx.view.edition}",
            lambda request: stages_workbook(request, stage_rows(ctx.version, table, t, ctx.language)),
        )
    with together("stages"):
        stage_counts(ctx, table)
        with columns("where", 1.2) as (picture, signs):
            with picture:
                prose.heading(t("home.map_status"))
                stage_map(ctx)
            with signs:
                prose.heading(t("stages.signs"))
                stage_signs(ctx)
        prose.heading(t("stages.table"))
        prose.note(f"{t('stages.table_words')} {t('stages.public')}")
        stage_table(ctx, table)


draw_page(page, "stato_piani")
