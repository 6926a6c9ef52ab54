"""What the pages on cases share: the calm text without data, the year, tables in words, the district map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.cases.rows import year_of
from dashboard.cases.words import month_words
from dashboard.locale.formats import day
from dashboard.locale.words import interval_words
from dashboard.measure.choropleth import Choropleth, choropleth, value_words
from dashboard.measure.screen import definition, district_table, draw_map, measure_line
from dashboard.parts import folded, prose
from dashboard.screen.filters import select
from dashboard.screen.session import Context, change, data_state
from data_access.case_values import case_values
from data_access.cases.published import CaseTables

LOOK_AGAIN_SECONDS = 10


def cases_or_calm(ctx: Context) -> CaseTables | None:
    """Return the published tables, with a calm notice where the mart gives nothing, or nothing new."""
    t, problem, tables = ctx.t, ctx.state.cases_problem, ctx.version.cases
    if tables is None:
        if problem is None or problem.calm:
            st.info(t(f"calm.{problem.code if problem else 'preparing'}"), icon=":material/hourglass_top:")
            _look_again(ctx)
        else:
            st.warning(t("calm.fault", code=problem.code), icon=":material/cloud_off:")
        return None
    if problem and not problem.calm:
        st.warning(t("calm.last_good", day=day(tables.until, ctx.language)), icon=":material/cloud_off:")
    given = int(tables.supply["refreshed_at"].notna().sum())
    if given < len(tables.supply):
        st.info(t("calm.partial", n=given, of=len(tables.supply)), icon=":material/info:")
    return tables


def _look_again(ctx: Context) -> None:
    """Redraw the page once the data are there; the server looks for them by itself."""

    @st.fragment(run_every=LOOK_AGAIN_SECONDS)
    def look() -> None:
        version = data_state().version
        if version is not None and version.cases is not None and version is not ctx.version:
            st.rerun()

    look()


def scope_line(ctx: Context, tables: CaseTables) -> None:
    """Until when the data reach and what ``riservato`` means, in one line."""
    prose.note(
        ctx.t(
            "calm.scope",
            day=day(tables.until, ctx.language),
            sensitive=tables.limits.sensitive,
            ordinary=tables.limits.ordinary,
        )
    )


def case_year_select(ctx: Context, tables: CaseTables) -> str:
    """The year looked at; the last one says up to which month it goes. Return it."""
    year = year_of(tables, ctx.view)
    ctx.shown["al"] = year

    def words(option: str) -> str:
        month = tables.closing[option]
        return (
            option
            if month.endswith("-12")
            else ctx.t("cases.year_part", year=option, month=month_words(month))
        )

    select(
        ctx.t("cases.year"),
        list(tables.years)[::-1],
        year,
        key="case_year",
        words=words,
        make=lambda view, chosen: replace(view, year="" if chosen == tables.years[-1] else chosen),
    )
    return year


def case_figure(ctx: Context, code: str, year: str) -> tuple[str, str]:
    """A measure at the view's place: the value in words and its interval."""
    measure = ctx.version.measures[code]
    row = case_values(ctx.version, code, year).loc[ctx.view.place]
    value = value_words(measure, row["value"], row["status"], ctx.language)
    return value, interval_words(measure, row["lower"], row["upper"], ctx.t, ctx.language)


def measure_section(ctx: Context, codes: Sequence[str], year: str, *, key: str) -> None:
    """One of some measures over the districts: map, ranking, table, definition."""
    code = shown_measure(ctx, codes)
    measures = ctx.version.measures
    select(
        ctx.t("filter.measure"),
        list(codes),
        code,
        key=f"{key}_measure",
        words=lambda c: measures[c].title.in_(ctx.language),
        make=lambda view, chosen: replace(view, measure=chosen),
    )
    drawn = drawn_measure(ctx, code, year)
    measure_line(ctx, drawn.measure, drawn.period)
    draw_map(ctx, drawn, key=f"{key}_map", on_pick=lambda place: change(place=place, intervention=""))
    district_table(ctx, drawn)
    with folded(ctx.t("tab.definition"), f"{key}_definition"):
        definition(ctx, drawn.measure)


def shown_measure(ctx: Context, codes: Sequence[str]) -> str:
    """The view's measure if it is one of these, else the first."""
    return ctx.view.measure if ctx.view.measure in codes else codes[0]


def drawn_measure(ctx: Context, code: str, year: str) -> Choropleth:
    """The map of a case measure in a year."""
    view = replace(ctx.view, measure=code, year=year)
    return choropleth(ctx.version, view, ctx.viewer, ctx.language, ctx.t)
