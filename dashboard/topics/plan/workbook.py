"""What goes into the Excel files of the state of the plans, of a district's plan and of a search."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.formats import HIDDEN, MISSING
from dashboard.locale.words import period_name, place_name
from dashboard.tables.table import Column, Table
from dashboard.topics.interventions.workbook import intervention_columns, intervention_rows


@dataclass(frozen=True)
class PlanTables:
    """What the page of a district's plan shows, as tables; without rows where nothing may be seen.

    Attributes:
        log: rows of :func:`data_access.stages.stage_log`.
        delay: of the edition against its term, in words.
        reasons: sentences.
        money: name of the breakdown to rows of :func:`~dashboard.topics.plan.compute.money_by` and their
            names.
        interventions: rows of :func:`data_access.interventions.interventions`.
        indicators: rows of :func:`dashboard.topics.plan.compute.sheet_indicators`.
    """

    district: str
    status: str
    delay: str
    log: dict[str, list]
    reasons: list[str]
    money: dict[str, tuple[list[str], dict[str, list]]]
    interventions: pd.DataFrame
    indicators: dict[str, list]


def plan_workbook(request: FileRequest, plan: PlanTables) -> bytes:
    """The workbook of a district's plan: the page's tables in their order, amounts with live totals."""
    t, version = request.t, request.version
    name = place_name(version, plan.district, t)
    title = f"{t('page.piano_distretto')}: {name}"
    subtitle = " · ".join(
        part for part in (period_name(version, request.view.edition, t), plan.status, plan.delay) if part
    )
    sheets = [_log_sheet(request, plan, title, subtitle)]
    for words, (names, rows) in plan.money.items():
        sheets.append(_money_sheet(request, words, names, rows, title, subtitle))
    sheets += [
        Sheet(
            t("plan.interventions"),
            title,
            subtitle,
            Table.of(
                intervention_columns(request),
                intervention_rows(request, plan.interventions.sort_values(["area", "code"])),
            ),
        ),
        _indicator_sheet(request, plan.indicators, title, subtitle),
        Sheet(
            t("home.look_first"),
            title,
            subtitle,
            Table.of(
                (Column("reason", t("column.reason"), width=100),),
                pd.DataFrame({"reason": plan.reasons}, dtype="str"),
            ),
        ),
    ]
    notes = [*measure_notes(request, version.measures["euro"], request.view.edition)]
    return book(request, sheets, notes)


def _log_sheet(request: FileRequest, plan: PlanTables, title: str, subtitle: str) -> Sheet:
    t = request.t
    hidden = "" if all(plan.log["details"]) else HIDDEN[request.language]
    rows = pd.DataFrame(
        {
            "stage": [t(f"status.{status}") for status in plan.log["status"]],
            "day": [moment.date() for moment in plan.log["changed_on"]],
            "function": [function or hidden for function in plan.log["function"]],
            "act": [act or hidden or t("plan.no_act") for act in plan.log["act_number"]],
        }
    )
    columns = (
        Column("stage", t("plan.stage"), width=32),
        Column("day", t("plan.day"), "date", 0, 13),
        Column("function", t("plan.function"), width=36),
        Column("act", t("plan.act"), width=36),
    )
    return Sheet(t("plan.log"), title, subtitle, Table.of(columns, rows))


def _money_sheet(
    request: FileRequest, words: str, names: list[str], rows: dict[str, list], title: str, subtitle: str
) -> Sheet:
    t = request.t
    table = pd.DataFrame(
        {
            "part": names,
            "euro": [cents / 100 for cents in rows["cents"]],
            "own": rows["per_resident"],
            "region": rows["region"],
        }
    )
    table = table.astype(object).where(table.notna(), MISSING[request.language])
    columns = (
        Column("part", words, width=60),
        Column("euro", t("plan.euro"), "euro", 2, 20, total=True),
        Column("own", t("plan.district_per_resident"), "euro", 2, 18),
        Column("region", t("plan.region_per_resident"), "euro", 2, 18),
    )
    return Sheet(words, title, subtitle, Table.of(columns, table), chart=("part", "euro"))


def _indicator_sheet(request: FileRequest, rows: dict[str, list], title: str, subtitle: str) -> Sheet:
    t, version, language = request.t, request.version, request.language

    def cells(column: str) -> list[object]:
        status = rows["region_status" if column == "region" else "status"]
        return [
            value if value == value else (HIDDEN if state == "hidden" else MISSING)[language]
            for value, state in zip(rows[column], status, strict=True)
        ]

    titles = version.sheets["title"].to_dict()
    table = pd.DataFrame(
        {
            "sheet": rows["sheet"],
            "sheet_title": [titles[number] for number in rows["sheet"]],
            "code": [measure.code for measure in rows["measure"]],
            "indicator": [measure.title.in_(language) for measure in rows["measure"]],
            "unit": [measure.unit.in_(language) for measure in rows["measure"]],
            "year": rows["year"],
            **{column: cells(column) for column in ("value", "lower", "upper", "region")},
        }
    )
    columns = (
        Column("sheet", t("column.sheet"), "integer", 0, 8),
        Column("sheet_title", t("column.sheet_title"), width=40),
        Column("code", t("column.code"), width=10),
        Column("indicator", t("plan.indicator"), width=56),
        Column("unit", t("plan.unit"), width=18),
        Column("year", t("plan.year"), width=8),
        Column("value", t("plan.value"), "decimal", 2, 13),
        Column("lower", t("column.lower"), "decimal", 2, 13),
        Column("upper", t("column.upper"), "decimal", 2, 13),
        Column("region", t("plan.region"), "decimal", 2, 13),
    )
    return Sheet(t("plan.indicators_sheet"), title, subtitle, Table.of(columns, table))
