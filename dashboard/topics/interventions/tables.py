"""A list of interventions: one and the same for the screen and for Excel."""

from __future__ import annotations

import pandas as pd

from dashboard.locale.texts import Translate
from dashboard.tables.table import Column, Table
from data_access.version import Version


def interventions_table(version: Version, rows: pd.DataFrame, t: Translate) -> Table:
    """Return the interventions of an edition, a row each.

    ``rows``: of :class:`data_access.interventions.Interventions`.
    """
    targets = version.targets["name"].to_dict()
    statuses = {status: t(f"status.{status}") for status in set(rows["status"])}
    columns = (
        Column("code", t("column.code"), width=14),
        Column("title", t("column.title"), width=48, room="large"),
        Column("district", t("column.district"), width=24),
        Column("sheet", t("column.sheet"), "integer", 0, 8, room="small"),
        Column("sheet_title", t("column.sheet_title"), width=40, screen=False),
        Column("area", t("column.area"), width=7, room="small"),
        Column("target", t("column.target"), width=26),
        Column("lead", t("column.lead"), width=26),
        Column("municipality", t("column.municipality"), width=20, screen=False),
        Column("status", t("column.status"), width=22, screen=False),
        Column("euro", t("column.euro"), "euro", 2, 18, total=True),
    )
    cells = {
        **{name: rows[name].tolist() for name in ("code", "title", "sheet", "sheet_title", "area")},
        "district": [version.place_names[code] for code in rows["district_code"].tolist()],
        "target": [targets[code] for code in rows["target"].tolist()],
        "lead": rows["lead_body"].tolist(),
        "municipality": rows["municipality"].fillna(t("intervention.whole_district")).tolist(),
        "status": [statuses[status] for status in rows["status"].tolist()],
        "euro": (rows["cents"] / 100).tolist(),
    }
    return Table(columns, cells, mark="code")
