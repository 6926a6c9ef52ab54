"""Excel files of a list of interventions and of one intervention."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import (
    coverage_words,
    filter_words,
    period_name,
    place_name,
)
from dashboard.tables.table import Column, Table
from dashboard.topics.interventions.tables import interventions_table
from data_access.interventions import Interventions
from data_access.values import EVERYTHING
from data_access.version import REGION


def interventions_workbook(request: FileRequest, listed: Interventions) -> bytes:
    """The workbook of a list of interventions, as on screen, with a live total."""
    t, version = request.t, request.version
    table = interventions_table(version, listed.rows, t)
    title, status = t("page.interventi"), listed.coverage.status
    parts = (
        place_name(version, request.view.place, t),
        period_name(version, request.view.edition, t),
        filter_words(version, request.view.filters, t),
        coverage_words(listed.coverage, t),
        "" if status == "ok" else t(f"resources.all_{status}"),
    )
    subtitle = " · ".join(part for part in parts if part)
    covered = listed.coverage
    coverage = t("value.coverage", covered=covered.covered, of=covered.requested)
    return book(
        request,
        sheets=[Sheet(title, title, subtitle, table)],
        notes=[
            (t("column.covered"), coverage),
            *measure_notes(request, version.measures["euro"], request.view.edition),
        ],
    )


def history_workbook(request: FileRequest, history: pd.DataFrame, amounts: pd.DataFrame) -> bytes:
    """The workbook of one intervention: its editions, and its amounts by source in each."""
    t, version = request.t, request.version
    first = history.iloc[-1]
    editions = pd.DataFrame(
        {
            "edition": [period_name(version, p, t) for p in history["period"]],
            "status": [t(f"status.{s}") for s in history["status"]],
            "title": history["title"],
            "sheet": history["sheet"],
            "sheet_title": history["sheet_title"],
            "target": history["target"].map(version.targets["name"]),
            "lead": history["lead_body"],
            "euro": history["cents"] / 100,
        }
    )
    by_source = (amounts / 100).astype(object).where(amounts.notna(), "")
    by_source.insert(0, "source", list(version.sources.loc[amounts.index, "name"]))
    columns = (
        Column("edition", t("column.edition"), width=28),
        Column("status", t("column.status"), width=22),
        Column("title", t("column.title"), width=48),
        Column("sheet", t("column.sheet"), "integer", 0, 8),
        Column("sheet_title", t("column.sheet_title"), width=40),
        Column("target", t("column.target"), width=26),
        Column("lead", t("column.lead"), width=26),
        Column("euro", t("column.euro"), "euro", 2, 18),
    )
    source_columns = (
        Column("source", t("column.source"), width=48),
        *(Column(p, period_name(version, p, t), "euro", 2, 20, total=True) for p in amounts.columns),
    )
    title = f"{first['code']} · {first['title']}"
    return book(
        request,
        sheets=[
            Sheet(
                t("intervention.by_source"),
                title,
                t("intervention.by_source"),
                Table.of(source_columns, by_source),
            ),
            Sheet(t("intervention.history"), title, t("intervention.history"), Table.of(columns, editions)),
        ],
        notes=[*measure_notes(request, version.measures["euro"], request.view.edition)],
    )


def found_workbook(request: FileRequest, rows: pd.DataFrame) -> bytes:
    """The workbook of a search: everything found, best first, each in the edition it was found in.

    Args:
        request: who asks for which view.
        rows: of :class:`data_access.search.interventions.FoundInterventions`.
    """
    # A search looks everywhere: no place and no filter narrows it.
    request = replace(request, view=replace(request.view, place=REGION, filters=EVERYTHING))
    t, version = request.t, request.version
    title = t("search.title")
    table = intervention_rows(request, rows)
    table.insert(3, "edition", [period_name(version, p, t) for p in rows["period"]])
    columns = list(intervention_columns(request))
    columns.insert(3, Column("edition", t("column.edition"), width=26))
    subtitle = t("search.subtitle", text=request.view.search)
    # No total: the same money may be in several editions.
    columns[-1] = Column("euro", t("column.euro"), "euro", 2, 18)
    return book(request, [Sheet(title, title, subtitle, Table.of(tuple(columns), table))])


def intervention_rows(request: FileRequest, rows: pd.DataFrame) -> pd.DataFrame:
    """Return a list of interventions in the words and order of the screen, amounts in euro."""
    version, t = request.version, request.t
    return pd.DataFrame(
        {
            "code": rows["code"],
            "title": rows["title"],
            "district": rows["district_code"].map(version.places["name"]),
            "area": rows["area"],
            "sheet": rows["sheet"],
            "sheet_title": rows["sheet_title"],
            "target": rows["target"].map(version.targets["name"]),
            "lead": rows["lead_body"],
            "status": [t(f"status.{status}") for status in rows["status"]],
            "euro": rows["cents"] / 100,
        }
    ).reset_index(drop=True)


def intervention_columns(request: FileRequest) -> tuple[Column, ...]:
    """Return the columns of :func:`intervention_rows`."""
    t = request.t
    return (
        Column("code", t("column.code"), width=14),
        Column("title", t("column.title"), width=48),
        Column("district", t("column.district"), width=24),
        Column("area", t("column.area"), width=7),
        Column("sheet", t("column.sheet"), "integer", 0, 8),
        Column("sheet_title", t("column.sheet_title"), width=40),
        Column("target", t("column.target"), width=26),
        Column("lead", t("column.lead"), width=26),
        Column("status", t("column.status"), width=22),
        Column("euro", t("column.euro"), "euro", 2, 18, total=True),
    )
