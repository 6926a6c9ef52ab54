"""The pieces of *Il piano del distretto*: one district's plan, from its state to its indicators."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from dashboard.address.cross_filter import names_of
from dashboard.charts.palette import CATEGORICAL, tint
from dashboard.locale.formats import HIDDEN, MISSING, Language, compact_euro, day, euro, number
from dashboard.locale.texts import texts
from dashboard.locale.words import interval_words, period_name, place_name
from dashboard.measure.choropleth import value_words
from dashboard.measure.screen import explanation
from dashboard.parts import prose
from dashboard.parts.tiles import figures
from dashboard.screen.session import Context, open_page
from dashboard.tables.screen import show
from dashboard.tables.stacks import stacks
from dashboard.tables.table import Column, Table
from dashboard.topics.overview.screen import reason_words, rules_words
from dashboard.topics.plan.compute import Plan, plan_of
from dashboard.topics.plan.workbook import PlanTables
from dashboard.topics.stages.compute import delay_words
from dashboard.topics.stages.screen import status_words
from data_access.search.interventions import FoundInterventions, search_interventions
from data_access.version import Version
from data_access.version_cache import version_cached


def read_plan(ctx: Context, district: str) -> Plan:
    """Read everything the page says of a district, as far as the viewer may see it."""
    return plan_of(ctx.version, district, ctx.view.edition, ctx.viewer)


def plan_tables(ctx: Context, plan: Plan) -> PlanTables:
    """Return the page's content for Excel."""
    return PlanTables(
        district=plan.district,
        status=ctx.t(f"status.{plan.stage['status']}"),
        delay=delay_words(plan.stage["has"], plan.stage["days_late"], ctx.t),
        log=plan.log,
        reasons=_sentences(ctx, plan),
        money={
            ctx.t(f"plan.{words}"): (_part_names(ctx, words, rows), rows)
            for words, rows in plan.parts.items()
        },
        interventions=plan.rows,
        indicators=plan.indicators,
    )


def plan_headline(ctx: Context, plan: Plan) -> None:
    """State, delay, total, per resident beside the region, interventions."""
    t, language, period, measures = ctx.t, ctx.language, ctx.view.edition, ctx.version.measures
    stage, total = plan.stage, plan.money
    stated = f"{t('stages.days_help')}\n\n{t('note.as_of')}: {day(ctx.version.as_of, language)}"
    since = None if pd.isna(stage["since"]) else t("status.since", day=day(stage["since"], language))
    amount = {"hidden": HIDDEN[language], "missing": MISSING[language]}.get(total["status"])
    region = t("plan.region_of", n=total["covered"], of=total["of"], value=euro(total["region"], 2, language))
    days = stage["days_late"]
    figures(
        [
            (t("plan.status"), t(f"stages.short.{stage['status']}"), since, stated),
            (
                t("stages.days"),
                number(days, 0, language) if days == days else MISSING[language],
                delay_words(stage["has"], days, t) or None,
                stated,
            ),
            (
                t("plan.total"),
                amount or compact_euro(total["cents"] / 100, language),
                None if amount else euro(total["cents"] / 100, 2, language),
                explanation(ctx, measures["euro"], period),
            ),
            (
                t("plan.per_resident"),
                amount or euro(total["per_resident"], 2, language),
                region if total["region"] == total["region"] else None,
                explanation(ctx, measures["euro_per_resident"], period),
            ),
            (
                t("plan.interventions"),
                amount or number(len(plan.rows), 0, language),
                None
                if amount
                else t("plan.in_areas", n=plan.rows["area"].nunique(), sheets=plan.rows["sheet"].nunique()),
                explanation(ctx, measures["interventions"], period),
            ),
        ]
    )


def plan_reasons(ctx: Context, plan: Plan) -> None:
    """What is late or moved much, in sentences."""
    prose.heading(ctx.t("plan.late"))
    prose.note(rules_words(ctx.t, ctx.language))
    if plan.reasons:
        prose.text("\n".join(f"- {sentence}" for sentence in _sentences(ctx, plan)))
    else:
        prose.info(ctx.t("plan.nothing_late"), "check")


def plan_log(ctx: Context, plan: Plan) -> None:
    """Every step: when, which, by whom (function, never a name), with which act."""
    t = ctx.t
    prose.heading(t("plan.log"))
    if not plan.log["status"]:
        prose.note(t("plan.no_log"))
        return
    details = all(plan.log["details"])
    columns = [Column("day", t("plan.day"), "date"), Column("stage", t("plan.stage"))]
    if details:
        columns += [Column("function", t("plan.function")), Column("act", t("plan.act"))]
    rows = {
        "day": list(plan.log["changed_on"]),
        "stage": [status_words(status, t) for status in plan.log["status"]],
        "function": list(plan.log["function"]),
        "act": [act or t("plan.no_act") for act in plan.log["act_number"]],
    }
    show(ctx, Table(tuple(columns), rows), key="plan_log", label=t("plan.log"), height=None)
    if not details:
        prose.note(t("plan.log_hidden"))


def plan_money(ctx: Context, plan: Plan) -> None:
    """The money by area and by level of the source, beside the region's: a picture and its table each."""
    t, language = ctx.t, ctx.language
    prose.heading(t("plan.money"))
    prose.note(t("plan.money_words", n=plan.money["covered"], of=plan.money["of"]))
    for words, rows in plan.parts.items():
        names = _part_names(ctx, words, rows)
        own, region = rows["per_resident"], rows["region"]
        drawn = stacks(
            t("plan.drawn"),
            [("", tint(CATEGORICAL[0]))],
            [[amount] for amount in own],
            region,
            words=lambda amount: euro(amount, 0, language),
        )
        prose.text(f"**{t(f'plan.{words}')}**")
        columns = (
            Column("part", t(f"plan.{words}")),
            Column("euro", t("plan.euro"), "euro", 2),
            Column("own", t("plan.this_district"), "euro", 2),
            Column("region", t("plan.region"), "euro", 2),
        )
        parts = {
            "part": names,
            "euro": [cents / 100 for cents in rows["cents"]],
            "own": own,
            "region": region,
        }
        show(ctx, Table(columns, parts).beside("part", drawn), key=f"plan_{words}_table")


def found_in_plan(ctx: Context, plan: Plan) -> FoundInterventions | None:
    """Look for the view's words in this plan alone; None where nothing is looked for."""
    if not ctx.view.search:
        return None
    return search_interventions(
        ctx.version, ctx.view.search, ctx.viewer, districts=[plan.district], period=ctx.view.edition
    )


def plan_interventions(ctx: Context, plan: Plan, hits: FoundInterventions | None) -> None:
    """The interventions, or those found, area by area; a row opens the intervention with its history."""
    t, version = ctx.t, ctx.version
    rows = plan.rows
    if hits is not None:
        text, of = ctx.view.search, len(plan.rows)
        rows = rows.loc[hits.rows.index]
        if not hits.words:
            prose.info(t("search.no_words", text=text), "search_off")
        elif rows.empty:
            prose.info(t("plan.found_none", text=text, of=of), "search_off")
        else:
            words = "plan.found" if hits.exact else "plan.found_alike"
            prose.text(t(words, n=len(rows), of=of, text=text))
    if len(rows):
        prose.note(t("plan.open"))
    names = names_of(version)
    columns = (
        Column("code", t("column.code")),
        Column("title", t("column.title")),
        Column("euro", t("column.euro"), "euro", 2),
        Column("sheet", t("column.sheet")),
        Column("target", t("column.target")),
        Column("lead", t("column.lead")),
    )
    area = rows["area"].to_numpy()
    every = {
        "code": rows["code"].to_numpy(),
        "title": rows["title"].to_numpy(),
        "euro": rows["cents"].to_numpy() / 100,
        "sheet": np.array([names["sheet"][str(number)] for number in rows["sheet"].tolist()], dtype=object),
        "target": np.array([names["target"][code] for code in rows["target"].tolist()], dtype=object),
        "lead": rows["lead_body"].to_numpy(),
    }
    for code, name in names["area"].items():
        at = np.flatnonzero(area == code)
        if len(at):
            total = euro(int(rows["cents"].to_numpy()[at].sum()) / 100, 2, ctx.language)
            prose.text(f"**{name}**\n\n{t('plan.area_line', n=len(at), total=total)}")
            show(
                ctx,
                Table(columns, {key: values[at].tolist() for key, values in every.items()}, mark="code"),
                key=f"plan_rows_{code}",
                on_row=lambda own: open_page("interventi", intervention=own, search=""),
                height=2000,
            )


def plan_indicators(ctx: Context, plan: Plan) -> None:
    """The indicators tied to the plan's sheets, sheet by sheet, beside the region's values."""
    t, version, language = ctx.t, ctx.version, ctx.language
    prose.heading(t("plan.indicators"))
    if not plan.indicators["sheet"]:
        prose.note(t("plan.no_indicators"))
        return
    prose.note(t("plan.indicators_words"))
    table = _indicators_table(plan, version, language)
    show(ctx, table, key="plan_indicators", label=t("plan.indicators"), height=None)


@version_cached(maxsize=64)
def _indicators_table(plan: Plan, version: Version, language: Language) -> Table:
    """The table of the indicators in words: a plan is kept, and so is what is written of it."""
    t, names, per_sheet = texts(language), names_of(version)["sheet"], Counter(plan.rows["sheet"].tolist())
    shown = plan.indicators
    fields = ("sheet", "measure", "value", "lower", "upper", "status", "region", "region_status")
    sheets, measures, value, lower, upper, status, region, region_status = (shown[name] for name in fields)
    columns = (
        Column("sheet", t("column.sheet")),
        Column("interventions", t("plan.sheet_interventions"), "integer"),
        Column("indicator", t("plan.indicator")),
        # Each with its own unit: in words, and ordered by the figure.
        Column("value", t("plan.value"), "decimal", order="own"),
        Column("interval", t("plan.interval")),
        Column("region", t("plan.region"), "decimal", order="whole"),
        Column("year", t("plan.year")),
    )
    rows: dict[str, list] = {
        "sheet": [names[str(number)] for number in sheets],
        "interventions": [per_sheet[number] for number in sheets],
        "indicator": [f"{m.title.in_(language)} ({m.unit.in_(language)})" for m in measures],
        "value": [value_words(m, v, s, language) for m, v, s in zip(measures, value, status, strict=True)],
        "own": list(value),
        "interval": [
            interval_words(m, low, high, t, language).partition(": ")[2]
            for m, low, high in zip(measures, lower, upper, strict=True)
        ],
        "region": [
            value_words(m, v, s, language) for m, v, s in zip(measures, region, region_status, strict=True)
        ],
        "whole": list(region),
        "year": [str(year) for year in shown["year"]],
    }
    return Table(columns, rows)


def plan_absent(ctx: Context, plan: Plan) -> bool:
    """Say why there is no money to show, if there is none; returns whether that is so."""
    status = plan.money["status"]
    if status == "ok":
        return False
    key, icon = ("hidden", "lock") if status == "hidden" else ("no_document", "draft")
    edition = period_name(ctx.version, ctx.view.edition, ctx.t)
    name = place_name(ctx.version, plan.district, ctx.t)
    prose.info(ctx.t(f"plan.{key}", district=name, edition=edition), icon)
    return True


def _sentences(ctx: Context, plan: Plan) -> list[str]:
    return [reason_words(reason, ctx.version, ctx.t, ctx.language) for reason in plan.reasons]


def _part_names(ctx: Context, words: str, rows: dict[str, list]) -> list[str]:
    if words == "by_area":
        return [names_of(ctx.version)["area"][code] for code in rows["code"]]
    return [ctx.t(f"plan.level.{level}") for level in rows["code"]]
