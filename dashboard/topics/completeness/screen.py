"""The pieces of *Completezza*: headline, choices, the work list, who has reported how much, the rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd

from dashboard.address.codes import REASONS
from dashboard.address.cross_filter import names_of
from dashboard.locale.formats import MISSING, day, number, percent
from dashboard.locale.words import districts_of, place_name
from dashboard.parts import prose
from dashboard.parts.box import opened_box
from dashboard.parts.strip import button, sections
from dashboard.parts.tiles import figures
from dashboard.screen.filters import select, several, some
from dashboard.screen.grid import show_list
from dashboard.screen.session import Context, open_page, reset_filters
from dashboard.tables.screen import show
from dashboard.tables.table import Column, Table
from dashboard.topics.completeness.compute import (
    FEWEST_CHANGES,
    TOO_FAR,
    by_area,
    by_year,
    due_day,
    indicators,
    not_published,
)
from dashboard.topics.completeness.tables import (
    REASON_SYMBOLS,
    chosen_findings,
    completeness_year,
    findings_table,
    place_findings,
    review_table,
)


def year_select(ctx: Context) -> None:
    """The year whose values are looked at."""
    years = [int(year) for year in ctx.version.years][::-1]
    ctx.shown["al"] = str(completeness_year(ctx.version, ctx.view))
    select(
        ctx.t("filter.year"),
        years,
        completeness_year(ctx.version, ctx.view),
        key="completeness_year",
        words=str,
        make=lambda view, year: replace(view, year="" if year == years[0] else str(year)),
    )


def reason_select(ctx: Context) -> None:
    """Why a value is listed; without a choice all that is still to be done."""
    t = ctx.t
    some(
        t("completeness.reasons"),
        "reasons",
        {reason: f"{REASON_SYMBOLS[reason]} {t(f'completeness.reason.{reason}')}" for reason in REASONS},
        ctx,
        placeholder=t("completeness.to_do"),
    )


def filters(ctx: Context) -> None:
    """Area and sheet, behind one button."""
    t, chosen = ctx.t, ctx.view.filters
    on = len(chosen.areas) + len(chosen.sheets)
    with opened_box(t("filter.filters"), "filter_alt", "completeness_filters") as is_open:
        if not is_open:
            return
        names = names_of(ctx.version)
        sheets = {int(number): title for number, title in names["sheet"].items()}
        several(t("filter.area"), "areas", names["area"], ctx)
        several(t("filter.sheet"), "sheets", sheets, ctx)
        if on:
            button(t("filter.reset"), key="filters_reset", on_pick=reset_filters)


def headline(ctx: Context) -> None:
    """How much has come for the year and place, how much is missing, how much to look at again."""
    t, version, language = ctx.t, ctx.version, ctx.language
    year = completeness_year(version, ctx.view)
    places, chosen = districts_of(version, ctx.view.place), ctx.view.filters
    given = int(by_year(version, chosen).loc[places, str(year)].sum())
    expected = len(places) * len(indicators(version, chosen))
    count = Counter(place_findings(version, ctx.view)["reason"].tolist())
    term = due_day(version, year)
    when = f"{t('note.as_of')}: {day(version.as_of, language)}"
    due = t("completeness.due", day=day(term, language)) if term else t("completeness.no_term")
    below = {
        "missing": t("completeness.days_late", n=max((version.as_of - term).days, 0)) if term else None,
        "sent_late": due,
    }
    share = percent(100 * given / expected, 1, language) if expected else MISSING[language]
    words = {"far": number(TOO_FAR, 0, language), "fewest": FEWEST_CHANGES}
    tiles: list[tuple[str, str, str | None, str]] = [
        (
            t("completeness.reported", year=year),
            share,
            t("value.of", n=given, of=expected),
            f"{t('completeness.reported_definition')}\n\n{when}",
        )
    ]
    for reason in ("missing", "out_of_range", "jump", "sent_late", "left_out"):
        n = count[reason]
        if reason == "left_out" and not n:
            continue
        tiles.append(
            (
                f"{REASON_SYMBOLS[reason]} {t(f'completeness.reason.{reason}')}",
                number(n, 0, language),
                below.get(reason),
                f"{t(f'completeness.rule.{reason}', **words)}\n\n{when}",
            )
        )
    figures(tiles)
    if unpublished := not_published(version, year, chosen):
        names = ", ".join(f"{m.title.in_(language)} ({m.code})" for m in unpublished)
        sentences = [t("completeness.unpublished_words", names=names, year=year)]
        if possible := expected - len(unpublished) * len(places):
            part = percent(100 * given / possible, 1, language)
            sentences.append(t("completeness.without_them", n=given, of=possible, share=part))
        prose.note(" ".join(sentences))


def work_list(ctx: Context) -> None:
    """What a person should send, correct or confirm; a row opens the indicator at that district and year."""
    t, version, view = ctx.t, ctx.version, ctx.view
    year = completeness_year(version, view)
    found = chosen_findings(version, view, ctx.viewer)
    prose.heading(t("completeness.list_count", n=len(found)))
    if found.empty:
        prose.info(t("completeness.nothing"), "check")
        return
    own = ctx.viewer.district
    mine = f" {t('completeness.own_first', name=place_name(version, own, t))}" if own else ""
    prose.note(t("completeness.choose") + mine)
    rows = findings_table(version, found, year, t, ctx.language)

    def opened(nth: str) -> None:
        row = found.iloc[int(nth)]
        open_page(
            "scheda_indicatore",
            measure=version.measures[str(row["code"])].code,
            place=str(row["district"]),
            year="" if pd.isna(row["value"]) else str(year),
        )

    columns = (
        Column("district", t("column.district"), room=150),
        Column("title", t("column.indicator"), room=270),
        Column("reason", t("column.reason"), room=120),
        Column("days", t("completeness.days"), "integer", room=110, help=t("completeness.days_help")),
        Column("shown", t("completeness.value", year=year), room=140),
        Column("before_shown", t("completeness.value", year=year - 1), room=140),
        Column("why", t("completeness.explained"), room=420),
        Column("code", t("column.code"), room=75),
        Column("ausl", t("column.ausl"), room=130),
    )
    rows = rows.assign(days=rows["days"].astype("Int64"), nth=range(len(rows)))
    show_list(Table.of(columns, rows, mark="nth"), key="work_list", on_row=opened, height=420)


def tables(ctx: Context) -> None:
    """Who has reported how much by year and by area, the records to review, the rules: one at a time."""
    parts = {"by_year": _by_year, "by_area": _by_area, "records": _records, "rules": _rules}
    sections(
        parts,
        ctx,
        key="completeness_tab",
        words=lambda name: ctx.t(f"completeness.{name}"),
    )


def _rules(ctx: Context) -> None:
    words = {"far": number(TOO_FAR, 0, ctx.language), "fewest": FEWEST_CHANGES}
    sentences = [
        f"**{REASON_SYMBOLS[reason]} {ctx.t(f'completeness.reason.{reason}')}.** "
        + ctx.t(f"completeness.rule.{reason}", **words)
        for reason in REASONS
    ]
    prose.text("\n\n".join(sentences))


def _by_year(ctx: Context) -> None:
    n = len(indicators(ctx.version, ctx.view.filters))
    if not n:
        prose.info(ctx.t("completeness.no_indicators"), "search_off")
        return
    counts = by_year(ctx.version, ctx.view.filters)
    prose.note(ctx.t("completeness.of", n=n))
    _matrix(ctx, counts / n, {str(c): str(c) for c in counts}, "by_year")


def _by_area(ctx: Context) -> None:
    year = completeness_year(ctx.version, ctx.view)
    counts, of = by_area(ctx.version, year, ctx.view.filters)
    if not of:
        prose.info(ctx.t("completeness.no_indicators"), "search_off")
        return
    prose.note(ctx.t("completeness.by_area_words", year=year))
    shares = counts / pd.Series(of)
    _matrix(ctx, shares, {c: ctx.t("completeness.area_of", code=c, n=of[c]) for c in counts}, "by_area")


def _matrix(ctx: Context, shares: pd.DataFrame, titles: dict[str, str], key: str) -> None:
    """Districts by columns, each cell the share reported as a bar with its figure."""
    t, version = ctx.t, ctx.version
    shares = shares.loc[districts_of(version, ctx.view.place)]
    codes = shares.index.astype(str).tolist()
    columns = (
        Column("district", t("column.district")),
        *(Column(str(name), title, "percent", 0, bar=100) for name, title in titles.items()),
    )
    rows = {
        "code": codes,
        "district": [place_name(version, code, t) for code in codes],
        **{str(name): (100 * shares[name]).tolist() for name in titles},
    }
    show(
        ctx,
        Table(columns, rows, mark="code", mine=(ctx.view.place,)),
        key=f"completeness_{key}",
        label=t(f"completeness.{key}"),
        height=900,
    )


def _records(ctx: Context) -> None:
    t = ctx.t
    rows = review_table(ctx.version, ctx.view.filters, t, ctx.language)
    if rows.empty:
        prose.info(t("completeness.records_none"), "check")
        return
    prose.note(t("completeness.records_words", n=len(rows)))
    columns = (
        Column("code", t("column.code")),
        Column("title", t("column.indicator")),
        Column("owner", t("column.owner")),
        Column("what", t("completeness.what")),
    )
    show(ctx, Table.of(columns, rows), key="completeness_records")
