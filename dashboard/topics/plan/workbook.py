"""What goes into the Excel files of the state of the plans, of a district's plan and of a search."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from dashboard.excel.snapshot import Asked, book, measure_notes, view_notes
from dashboard.excel.workbook import Sheet
from dashboard.locale.formats import HIDDEN, MISSING
from dashboard.locale.words import period_name, place_name
from dashboard.tables.table import Column
from data_access.planning.schema import STATUSES
from data_access.values import EVERYTHING
from data_access.version import REGION


def stages_workbook(asked: Asked, rows: pd.DataFrame) -> bytes:
    """The workbook of the state of the plans: the table of the screen, days as numbers, dates as dates.

    Args:
        asked: who asks for which view.
        rows: the table of the screen (:func:`dashboard.topics.stages.screen.stage_rows`).
    """
    # Every district is in the file, also where one of them is chosen.
    asked = replace(asked, view=replace(asked.view, place=REGION))
    t, version = asked.t, asked.version
    title, edition = t("page.stato_piani"), period_name(version, asked.view.edition, t)
    dates = ("presented_on", *STATUSES)
    table = rows.assign(
        days=[MISSING[asked.language] if d != d else int(d) for d in rows["days"]],
        **{name: ["" if d != d else d.date() for d in rows[name]] for name in dates},
    )
    columns = (
        Column("code", t("column.code"), width=10),
        Column("district", t("column.district"), width=30),
        Column("ausl", t("column.ausl"), width=18),
        Column("status", t("column.status"), width=26),
        Column("delay", t("stages.delay"), width=36),
        Column("days", t("stages.days"), "integer", 0, 11),
        Column("presented_on", t("stages.presented_on"), "date", 0, 13),
        *(Column(status, t(f"status.{status}"), "date", 0, 15) for status in STATUSES),
    )
    notes = [
        (t("stages.days"), t("stages.days_help")),
        (t("stages.visible"), t("stages.public")),
        *view_notes(asked),
    ]
    return book(asked, [Sheet(title, title, edition, columns, table, chart=("district", "days"))], notes)


def found_workbook(asked: Asked, rows: pd.DataFrame) -> bytes:
    """The workbook of a search: everything found, best first, each in the edition it was found in.

    Args:
        asked: who asks for which view.
        rows: of :class:`data_access.search.interventions.FoundInterventions`.
    """
    # A search looks everywhere: no place and no filter narrows it.
    asked = replace(asked, view=replace(asked.view, place=REGION, filters=EVERYTHING))
    t, version = asked.t, asked.version
    title = t("search.title")
    table = intervention_rows(asked, rows)
    table.insert(3, "edition", [period_name(version, p, t) for p in rows["period"]])
    columns = list(intervention_columns(asked))
    columns.insert(3, Column("edition", t("column.edition"), width=26))
    subtitle = t("search.subtitle", text=asked.view.search)
    # No total: the same money may be in several editions.
    columns[-1] = Column("euro", t("column.euro"), "euro", 2, 18)
    return book(asked, [Sheet(title, title, subtitle, tuple(columns), table)], view_notes(asked))


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


def plan_workbook(asked: Asked, plan: PlanTables) -> bytes:
    """The workbook of a district's plan: the page's tables in their order, amounts with live totals."""
    t, version = asked.t, asked.version
    name = place_name(version, plan.district, t)
    title = f"{t('page.piano_distretto')}: {name}"
    subtitle = " · ".join(
        part for part in (period_name(version, asked.view.edition, t), plan.status, plan.delay) if part
    )
    sheets = [_log_sheet(asked, plan, title, subtitle)]
    for words, (names, rows) in plan.money.items():
        sheets.append(_money_sheet(asked, words, names, rows, title, subtitle))
    sheets += [
        Sheet(
            t("plan.interventions"),
            title,
            subtitle,
            intervention_columns(asked),
            intervention_rows(asked, plan.interventions.sort_values(["area", "code"])),
        ),
        _indicator_sheet(asked, plan.indicators, title, subtitle),
        Sheet(
            t("home.look_first"),
            title,
            subtitle,
            (Column("reason", t("column.reason"), width=100),),
            pd.DataFrame({"reason": plan.reasons}, dtype="str"),
        ),
    ]
    notes = [*measure_notes(asked, version.measures["euro"], asked.view.edition), *view_notes(asked)]
    return book(asked, sheets, notes)


def _log_sheet(asked: Asked, plan: PlanTables, title: str, subtitle: str) -> Sheet:
    t = asked.t
    hidden = "" if all(plan.log["details"]) else HIDDEN[asked.language]
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
    return Sheet(t("plan.log"), title, subtitle, columns, rows)


def _money_sheet(
    asked: Asked, words: str, names: list[str], rows: dict[str, list], title: str, subtitle: str
) -> Sheet:
    t = asked.t
    table = pd.DataFrame(
        {
            "part": names,
            "euro": [cents / 100 for cents in rows["cents"]],
            "own": rows["per_resident"],
            "region": rows["region"],
        }
    )
    table = table.astype(object).where(table.notna(), MISSING[asked.language])
    columns = (
        Column("part", words, width=60),
        Column("euro", t("plan.euro"), "euro", 2, 20, total=True),
        Column("own", t("plan.district_per_resident"), "euro", 2, 18),
        Column("region", t("plan.region_per_resident"), "euro", 2, 18),
    )
    return Sheet(words, title, subtitle, columns, table, chart=("part", "euro"))


def _indicator_sheet(asked: Asked, rows: dict[str, list], title: str, subtitle: str) -> Sheet:
    t, version, language = asked.t, asked.version, asked.language

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
    return Sheet(t("plan.indicators_sheet"), title, subtitle, columns, table)


def intervention_rows(asked: Asked, rows: pd.DataFrame) -> pd.DataFrame:
    """Return a list of interventions in the words and order of the screen, amounts in euro."""
    version, t = asked.version, asked.t
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


def intervention_columns(asked: Asked) -> tuple[Column, ...]:
    """Return the columns of :func:`intervention_rows`."""
    t = asked.t
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
