"""Excel file of *Stato dei piani*."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.excel.book import book
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.formats import MISSING
from dashboard.locale.words import period_name
from dashboard.tables.table import Column, Table
from data_access.planning.schema import STATUSES
from data_access.version import REGION


def stages_workbook(request: FileRequest, rows: pd.DataFrame) -> bytes:
    """The workbook of the state of the plans: the table of the screen, days as numbers, dates as dates.

    Args:
        request: who asks for which view.
        rows: the table of the screen (:func:`dashboard.topics.stages.screen.stage_rows`).
    """
    # Every district is in the file, also where one of them is chosen.
    request = replace(request, view=replace(request.view, place=REGION))
    t, version = request.t, request.version
    title, edition = t("page.stato_piani"), period_name(version, request.view.edition, t)
    dates = ("presented_on", *STATUSES)
    table = rows.assign(
        days_late=[MISSING[request.language] if d != d else int(d) for d in rows["days_late"]],
        **{name: ["" if d != d else d.date() for d in rows[name]] for name in dates},
    )
    columns = (
        Column("code", t("column.code"), width=10),
        Column("district", t("column.district"), width=30),
        Column("ausl", t("column.ausl"), width=18),
        Column("status", t("column.status"), width=26),
        Column("delay", t("stages.delay"), width=36),
        Column("days_late", t("stages.days"), "integer", 0, 11),
        Column("presented_on", t("stages.presented_on"), "date", 0, 13),
        *(Column(status, t(f"status.{status}"), "date", 0, 15) for status in STATUSES),
    )
    notes = [
        (t("stages.days"), t("stages.days_help")),
        (t("stages.visible"), t("stages.public")),
    ]
    sheet = Sheet(title, title, edition, Table.of(columns, table), chart=("district", "days_late"))
    return book(request, [sheet], notes)
