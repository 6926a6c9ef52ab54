"""The pieces of *Presa in carico*; every picture stands beside its table."""

from __future__ import annotations

import pandas as pd

from dashboard.cases import charts as charts
from dashboard.cases.needs_screen import figure
from dashboard.cases.screen import case_figure, measure_section
from dashboard.cases.words import month_words
from dashboard.measure.caveats import FIRST_ACCESSES, caveats
from dashboard.measure.screen import explanation
from dashboard.parts import folded, prose
from dashboard.parts.plot import plot
from dashboard.parts.strip import sections
from dashboard.parts.tiles import figures
from dashboard.screen.downloads import asked
from dashboard.screen.session import Context
from dashboard.tables.cells import cell_words
from dashboard.tables.screen import show
from dashboard.tables.table import Column, Table
from dashboard.topics.in_charge.tables import (
    IN_CHARGE_MEASURES,
    access_months_table,
    after_table,
    age_table,
    breakdown,
    breakdown_table,
    comuni_table,
    events_table,
    months_table,
)
from data_access.cases.published import CaseTables, case_cells
from data_access.cases.tables import LOAD_BANDS
from data_access.privacy import TOTAL
from data_access.viewer import NO_DISTRICT, sees_comuni


def headline(ctx: Context, tables: CaseTables, year: str) -> Table:
    """The headline figures in words, drawn as tiles; the same rows go into Excel."""
    t, language, measures = ctx.t, ctx.language, ctx.version.measures
    month = month_words(tables.closing[year])

    def count(code: str, **at: str) -> str:
        cell = case_cells(tables, code, ctx.viewer, place=ctx.view.place, **at)
        return figure(cell["n"][0], cell["status"][0], "n", language, 0)

    def rate(code: str) -> str:
        return case_figure(ctx, code, year)[0]

    conversion, interval = case_figure(ctx, "conversion_90", year)
    closing = tables.closing[year]
    rows = [
        (
            "people_in_charge",
            t("cases.people"),
            count("people_by_age", time=closing, state="in_charge", age=TOTAL),
            t("cases.people_below", value=rate("people_in_charge"), month=month),
        ),
        (
            "accesses",
            t("cases.accesses"),
            count("accesses", time=year),
            t("cases.accesses_below", value=rate("accesses")),
        ),
        (
            "new_accesses",
            t("cases.new"),
            count("accesses_by_kind", time=year, kind="new"),
            t("cases.new_below", n=count("accesses_by_kind", time=year, kind="repeated")),
        ),
        (
            "conversion_90",
            t("cases.conversion"),
            conversion,
            t("cases.conversion_below", interval=interval) if interval else "",
        ),
        (
            "cases_per_worker",
            t("cases.load"),
            rate("cases_per_worker"),
            t("cases.load_below", n=count("workers", time=closing, load=TOTAL)),
        ),
    ]
    figures(
        [
            (label, value, below or None, explanation(ctx, measures[code], year))
            for code, label, value, below in rows
        ]
    )
    columns = (
        Column("label", t("column.figure"), width=34),
        Column("value", t("map.value"), width=18),
        Column("below", t("column.note"), width=46),
    )
    return Table.of(columns, pd.DataFrame([row[1:] for row in rows], columns=["label", "value", "below"]))


def in_charge_sections(ctx: Context, tables: CaseTables, year: str) -> None:
    """The tabs of the page."""
    sections(
        {
            "cases.tab_time": lambda: over_time(ctx, tables),
            "cases.tab_who": lambda: who(ctx, tables, year),
            "cases.tab_accesses": lambda: accesses(ctx, tables, year),
            "cases.tab_closings": lambda: closings(ctx, tables, year),
            "cases.tab_load": lambda: workload(ctx, tables, year),
            "cases.tab_map": lambda: measure_section(ctx, IN_CHARGE_MEASURES, year, key="in_charge"),
            "cases.tab_comuni": lambda: comuni(ctx, tables, year),
        },
        key="in_charge_tab",
        words=ctx.t,
    )


def over_time(ctx: Context, tables: CaseTables) -> None:
    """Month by month, in total and by category."""
    table = months_table(asked(ctx), tables)
    series = [_line(table, column, column.title, ctx) for column in table.written[1:]]
    prose.heading(ctx.t("cases.over_time"))
    plot(
        charts.lines(table.rows["month"], series, every=3),
        key="people_months",
        alt=ctx.t("cases.over_time_alt"),
        named=True,
    )
    prose.note(ctx.t("cases.over_time_note"))
    show(ctx, table.backwards(), key="people_months_rows")


def _line(table: Table, column: Column, name: str, ctx: Context) -> charts.Line:
    figures = (v if isinstance(v, int | float) else float("nan") for v in table.rows[column.key])
    return charts.Line(name, tuple(figures), tuple(cell_words(table, column, ctx.language)))


def who(ctx: Context, tables: CaseTables, year: str) -> None:
    """By category, age and sex, at the closing month of the year."""
    month = tables.closing[year]
    a = asked(ctx)
    categories = breakdown(a, tables, "people_by_category", "category", state="in_charge", time=month)
    _part(ctx, "cases.by_category", breakdown_table(a, "category", categories))
    _part(ctx, "cases.by_age", age_table(a, tables, year), note="cases.age_note")
    sexes = breakdown(a, tables, "people_by_sex", "sex", state="in_charge", time=month)
    _part(ctx, "cases.by_sex", breakdown_table(a, "sex", sexes))


def accesses(ctx: Context, tables: CaseTables, year: str) -> None:
    """Month by month; first and repeated; what follows a first access."""
    t, a = ctx.t, asked(ctx)
    table = access_months_table(a, tables)
    line = _line(table, table.written[1], t("cases.accesses"), ctx)
    prose.heading(t("cases.accesses_month"))
    plot(
        charts.lines(table.rows["month"], [line], every=3),
        key="access_months",
        alt=t("cases.accesses_alt"),
    )
    cautions = caveats(ctx.version, ctx.version.measures[FIRST_ACCESSES], t, ctx.language)
    prose.note(" ".join([t("cases.accesses_note"), *cautions]))
    kinds = breakdown(a, tables, "accesses_by_kind", "kind", time=year)
    _part(ctx, "cases.accesses_kind", breakdown_table(a, "kind", kinds, count=t("cases.accesses")))
    prose.heading(t("cases.after"))
    prose.note(t("cases.after_note"))
    show(ctx, after_table(a, tables, year), key="after_rows")
    with folded(t("cases.accesses_month"), "access_months_fold"):
        show(ctx, table.backwards(), key="access_months_rows")


def closings(ctx: Context, tables: CaseTables, year: str) -> None:
    """Movements of the year and why cases were closed."""
    t, a = ctx.t, asked(ctx)
    prose.heading(t("cases.events"))
    show(ctx, events_table(a, tables, year), key="event_rows")
    reasons = breakdown(a, tables, "closings_by_reason", "reason", time=year, event="closed")
    table = breakdown_table(a, "reason", reasons, count=t("waits.cases"))
    _part(ctx, "cases.closings", table, note="cases.closings_note")


def workload(ctx: Context, tables: CaseTables, year: str) -> None:
    """Workers by how many cases they are responsible for."""
    t, a, month = ctx.t, asked(ctx), tables.closing[year]
    loads = breakdown(a, tables, "workers", "load", LOAD_BANDS, time=month)
    value, _ = case_figure(ctx, "cases_per_worker", year)
    if loads.empty or (loads["status"] == "missing").all():
        prose.info(t("cases.load_none"), "info")
        return
    _part(ctx, "cases.tab_load", breakdown_table(a, "load", loads, count=t("cases.workers")))
    prose.note(t("cases.load_note", month=month_words(month), value=value))


def comuni(ctx: Context, tables: CaseTables, year: str) -> None:
    """The Comuni of one's own district."""
    t = ctx.t
    permission = sees_comuni(ctx.viewer, ctx.view.place, ctx.version.district_position)
    if not permission.granted:
        icon = "location_on" if permission == NO_DISTRICT else "lock"
        prose.info(t(f"cases.comuni_{permission.reason}"), icon)
    else:
        show(ctx, comuni_table(asked(ctx), tables, year), key="comuni_rows")
        prose.note(t("cases.comuni_note"))


def _part(ctx: Context, title: str, table: Table, *, note: str = "") -> None:
    """A table of parts of a whole, each with its bar."""
    prose.heading(ctx.t(title))
    show(ctx, table, key=f"rows_{title}", label=ctx.t(title))
    if note:
        prose.note(ctx.t(note))
