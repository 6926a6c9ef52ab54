"""The pieces of *Preventivo e consuntivo*: choices, headline, the two ways down, tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard.address.codes import BREAKDOWNS
from dashboard.address.view import View
from dashboard.locale.formats import HIDDEN, MISSING, compact_euro, day, euro, number, percent
from dashboard.parts import prose
from dashboard.parts.strip import sections
from dashboard.parts.tiles import figures
from dashboard.screen.filters import select
from dashboard.screen.session import Context, change, change_with, open_page
from dashboard.tables.screen import show, show_steps
from dashboard.tables.stacks import Step, changes
from dashboard.tables.table import Column, Table
from dashboard.topics.execution.compute import MOSTLY, NEARLY_ALL, PARTLY
from dashboard.topics.execution.tables import (
    DEFAULT_BY,
    Comparison,
    delays_table,
    groups_table,
    hidden_districts,
    interventions_table,
    sentence,
    year_of,
)
from dashboard.topics.execution.workbook import cells_of
from data_access.execution import KINDS, PLANNED, SPENT, STEPS, UPDATED, usual_year, years

SHOWN_INTERVENTIONS = 50

#: What is compared comes first, then what it was taken from.
_COMPARED = ("spent", "moved", "share", "words")
_GROUP_COLUMNS = (
    "planned_compared",
    *_COMPARED,
    "planned",
    "planned_apart",
    "updated",
    "committed",
    "spent_declared",
    "accounts",
)
_INTERVENTION_COLUMNS: tuple[str, ...] = ("title", "planned", *_COMPARED, "change")
_INTERVENTION_COLUMNS += ("district", "area", "sheet", "updated", "committed")


def year_select(ctx: Context) -> None:
    """The year whose plan and account are compared."""
    usual = usual_year(ctx.version)
    ctx.shown["al"] = str(year_of(ctx.version, ctx.view))
    select(
        ctx.t("execution.year"),
        years(ctx.version)[::-1] or (usual,),
        year_of(ctx.version, ctx.view),
        key="execution_year",
        words=str,
        make=lambda view, year: replace(view, year="" if year == usual else str(year)),
    )


def by_select(ctx: Context) -> None:
    """What the money is broken down by."""
    select(
        ctx.t("execution.by"),
        BREAKDOWNS,
        ctx.view.by or DEFAULT_BY,
        key="execution_by",
        words=lambda by: ctx.t(f"execution.by_{by}"),
        make=lambda view, by: replace(view, by="" if by == DEFAULT_BY else by),
    )


def headline(ctx: Context, comparison: Comparison) -> None:
    """Planned, updated, committed, spent, share spent, and what has no account; then a sentence."""
    t, language, total = ctx.t, ctx.language, comparison.total
    execution = comparison.found
    accounts, of = execution.accounts
    seen = {kind: int((execution.requested & (execution.states[kind] == "ok")).sum()) for kind in KINDS}

    def money(cents: int | None, *kinds: str) -> str:
        if cents is not None:
            return compact_euro(cents / 100, language)
        hidden = any(hidden_districts(execution, kind) for kind in kinds)
        return (HIDDEN if hidden else MISSING)[language]

    def defined(key: str, cents: int | None = None) -> str:
        exact = "" if cents is None else f"**{euro(cents / 100, 2, language)}**\n\n"
        source = t("execution.ratio_source", year=execution.year)
        demo = t("source.demo", source=source) if ctx.version.origin == "demo" else source
        when = f"{t('note.as_of')}: {day(ctx.version.as_of, language)}"
        words = t(f"execution.{key}_definition", year=execution.year)
        return f"{exact}{words}\n\n{t('note.source')}: {demo}\n\n{when}"

    planned, spent = total["planned_compared"], total["spent_compared"]
    ratio = None if spent is None or not planned else spent / planned * 100
    apart = None if total["planned"] is None else total["planned"] - (planned or 0)
    updates = (
        t("execution.updated_below", n=seen[UPDATED], of=of)
        if f"{execution.year}-{UPDATED}" in ctx.version.periods
        else t("execution.updated_none", year=execution.year)
    )
    declared = t(
        "execution.committed_below",
        n=number(total["with_committed"], 0, language),
        of=number(total["in_account"], 0, language),
    )
    tiles = [
        ("planned", total["planned"], t("execution.planned_below", n=seen[PLANNED], of=of), (PLANNED,)),
        ("updated", total["updated"], updates, (UPDATED,)),
        ("committed", total["committed"], declared if total["in_account"] else None, (SPENT,)),
        ("spent", spent, t("execution.spent_below", n=accounts, of=of), (PLANNED, SPENT)),
    ]
    without = seen[PLANNED] - int((execution.compared).sum())
    figures(
        [
            *(
                (t(f"execution.{key}"), money(cents, *kinds), below, defined(key, cents))
                for key, cents, below, kinds in tiles
            ),
            (
                t("execution.share"),
                money(None, PLANNED, SPENT) if ratio is None else percent(ratio, 1, language),
                None if ratio is None else t("execution.share_below", planned=money(planned)),
                defined("share"),
            ),
            (
                t("execution.apart"),
                money(apart, PLANNED),
                t("execution.apart_below", n=without, of=of),
                defined("apart", apart),
            ),
        ],
        columns=3,
    )
    if not accounts or spent is None:
        prose.info(t("execution.scope_none", year=execution.year), "hourglass_empty")
        return
    if total["committed"] is not None and total["with_committed"] < total["in_account"]:
        prose.note(
            t(
                "execution.committed_note",
                n=number(total["with_committed"], 0, language),
                of=number(total["in_account"], 0, language),
                committed=euro(total["committed"] / 100, 2, language),
                spent=euro(total["spent_declared"] / 100, 2, language),
            )
        )
    words = sentence(total, t, language)
    prose.text(t("execution.scope", n=accounts, of=of, presented=int(execution.presented.sum()), words=words))
    if rest := total["spent"] - spent:
        prose.note(t("execution.spent_apart", euro=euro(rest / 100, 2, language)))


def steps(ctx: Context, comparison: Comparison) -> None:
    """From planned to spent, by what happened to the interventions."""
    t, total = ctx.t, comparison.total
    if total["moved"] is None:
        return
    accounts, of = comparison.found.accounts
    prose.heading(t("execution.steps_title"))
    show_steps(
        ctx,
        [
            Step(t("execution.planned"), total["planned_compared"]),
            *(Step(t(f"execution.step_{step}"), total[step]) for step in STEPS),
            Step(t("execution.spent"), total["spent_compared"]),
        ],
        key="steps",
        label=t("execution.steps_title"),
    )
    prose.note(t("execution.chart_note", n=accounts, of=of))


def tables(ctx: Context, comparison: Comparison) -> None:
    """The breakdown, the interventions with the largest gaps, late accounts, how to read: one at a time."""
    t = ctx.t
    by = t(f"execution.by_{comparison.by}").lower()
    sections(
        {"groups": _groups, "interventions": _interventions, "accounts": _delays, "reading": _reading},
        ctx,
        comparison,
        key="execution_tab",
        words=lambda name: t(f"execution.tab_{name}", by=by, n=len(comparison.delays)),
    )


def _reading(ctx: Context, _found: Comparison) -> None:
    prose.text(ctx.t("execution.reading", nearly_all=NEARLY_ALL, mostly=MOSTLY, partly=PARTLY))


def _groups(ctx: Context, comparison: Comparison) -> None:
    t, by = ctx.t, comparison.by
    codes = comparison.groups["code"]
    if not codes:
        prose.info(t("execution.nothing"), "search_off")
        return
    fields = {"area": "areas", "sheet": "sheets", "target": "targets", "source": "sources"}

    def opened(row: int) -> None:
        if by in ("district", "ausl"):
            change(place=str(codes[row]), intervention="")
        elif by in fields:
            change_with(lambda view: _narrowed(view, fields[by], codes[row]))

    if by != "level":
        prose.note(t("execution.choose_place" if by in ("district", "ausl") else "execution.choose_filter"))
    _table(
        ctx,
        groups_table(comparison, t),
        key="execution_groups",
        first=(t(f"execution.by_{by}"), "name"),
        order=_GROUP_COLUMNS,
        on_open=opened if by != "level" else None,
    )


def _narrowed(view: View, field: str, code: object) -> View:
    return replace(view, filters=replace(view.filters, **{field: (code,)}))  # type: ignore[arg-type]


def _interventions(ctx: Context, comparison: Comparison) -> None:
    t = ctx.t
    compared, every = comparison.total["compared"], comparison.total["interventions"]
    rows = interventions_table(comparison, t, shown=SHOWN_INTERVENTIONS)
    codes = rows["code"]
    if not codes:
        prose.info(t("execution.nothing"), "search_off")
        return
    words = {
        "shown": number(min(len(codes), compared), 0, ctx.language),
        "n": number(compared, 0, ctx.language),
    }
    note = t("execution.choose_intervention", **words)
    if apart := every - compared:
        note += " " + t("execution.not_compared", n=number(apart, 0, ctx.language))
    prose.note(note)
    _table(
        ctx,
        rows,
        key="execution_interventions",
        first=(t("column.code"), "code"),
        order=_INTERVENTION_COLUMNS,
        on_open=lambda row: open_page("interventi", intervention=codes[row]),
    )


def _table(
    ctx: Context,
    rows: dict[str, list],
    *,
    key: str,
    first: tuple[str, str],
    order: tuple[str, ...],
    on_open: Callable[[int], None] | None,
) -> None:
    """A table of amounts; a row clicked calls ``on_open`` with its position."""
    t = ctx.t
    named = {
        "title": "column.title",
        "district": "column.district",
        "area": "column.area",
        "sheet": "column.sheet",
        "words": "execution.words",
        "change": "execution.change",
        "accounts": "execution.accounts",
    }
    columns = [Column(first[1], first[0])]
    for name in order:
        if name in named:
            columns.append(Column(name, t(named[name])))
        elif name == "share":
            columns.append(Column(name, t("execution.share"), "percent", 1))
        else:
            columns.append(Column(name, t(f"execution.{name}"), "euro", 2, signed=name == "moved"))
    drawn = changes(
        t("execution.drawn"),
        [float("nan") if cents is None else cents / 100 for cents in rows["moved"]],
        words=lambda amount: compact_euro(amount, ctx.language),
    )
    cells = {**cells_of(rows, ctx.language), "row": list(range(len(rows["moved"])))}
    show(
        ctx,
        Table(tuple(columns), cells, mark="row").beside("moved", drawn),
        key=key,
        on_row=(lambda row: on_open(int(row))) if on_open else None,
    )


def _delays(ctx: Context, comparison: Comparison) -> None:
    t, language = ctx.t, ctx.language
    table = delays_table(comparison, t, language)
    if comparison.no_deadline:
        prose.info(t("execution.late_no_deadline", year=comparison.found.year), "event_busy")
    if not len(table):
        if not comparison.no_deadline:
            prose.info(t("execution.late_none"), "check")
        return
    prose.note(t("execution.late_words", day=day(ctx.version.as_of, language)))
    show(
        ctx,
        table,
        key="execution_delays",
        on_row=lambda code: change(place=code, intervention=""),
    )
