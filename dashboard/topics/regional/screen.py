"""The pieces of *Indicatori regionali*: headline, choices, tables area by area, one indicator at length."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.address.codes import STATUSES
from dashboard.address.cross_filter import Chip
from dashboard.address.view import View
from dashboard.charts.trend import Series, year_lines
from dashboard.locale.formats import MISSING, day, measured
from dashboard.locale.words import escaped, interval_words, threshold_words, value_with_unit
from dashboard.parts.box import opened_box
from dashboard.parts.plot import plot
from dashboard.parts.strip import button
from dashboard.parts.tiles import figures
from dashboard.screen.chips import filter_chips
from dashboard.screen.filters import several, some
from dashboard.screen.session import Context, change, open_page, reset_filters
from dashboard.tables.lines import Lines
from dashboard.tables.screen import show
from dashboard.tables.table import Column, Table
from dashboard.topics.regional.compute import Regional, regional_indicators, roll_up
from dashboard.topics.regional.tables import chosen_regional, regional_table, status_words
from data_access.measures import Measure

NAMED = ("reached", "nearing", "standing", "leaving")


def headline(ctx: Context) -> None:
    """How many of those searched and filtered for have a value, a target, and where they stand against it."""
    t, every = ctx.t, chosen_regional(ctx.version, replace(ctx.view, regional_statuses=()))
    when = f"{t('note.as_of')}: {day(ctx.version.as_of, ctx.language)}"
    statuses = [r.status for r in every]
    aimed = sum(status in NAMED for status in statuses)
    valued = sum(bool(r.year) for r in every)
    tiles: list[tuple[str, str, str | None, str]] = [
        (t("regional.with_value"), t("value.of", n=valued, of=len(every)), None, "with_value")
    ]
    tiles += [(status_words(s, t), str(statuses.count(s)), t("regional.of_aimed", n=aimed), s) for s in NAMED]
    figures(
        [
            (label, value, below, f"{t(f'regional.definition.{key}')}\n\n{when}")
            for label, value, below, key in tiles
        ]
    )


def filters(ctx: Context) -> None:
    """Area, sheet and status, behind one button."""
    t, version, view = ctx.t, ctx.version, ctx.view
    on = len(view.filters.areas) + len(view.filters.sheets) + len(view.regional_statuses)
    with opened_box(t("filter.filters"), "filter_alt", "regional_filters") as is_open:
        if not is_open:
            return
        several(
            t("filter.area"),
            "areas",
            {code: f"{code} · {name}" for code, name in version.areas["name"].items()},
            ctx,
        )
        several(
            t("filter.sheet"),
            "sheets",
            {number: f"{number} · {title}" for number, title in version.sheets["title"].items()},
            ctx,
        )
        some(
            t("column.status"),
            "regional_statuses",
            {status: status_words(status, t) for status in STATUSES},
            ctx,
        )
        if on:
            button(t("filter.reset"), key="filters_reset", on_pick=_reset)


def _reset() -> None:
    change(regional_statuses=())
    reset_filters()


def chips(ctx: Context) -> None:
    """The filters that are on."""

    def without(status: str) -> Chip:
        words = status_words(status, ctx.t)

        def taken_off(view: View) -> View:
            kept = tuple(s for s in view.regional_statuses if s != status)
            return replace(view, regional_statuses=kept)

        return Chip(f"esito_{status}", words, words, taken_off)

    filter_chips(ctx, [without(status) for status in ctx.view.regional_statuses])


def indicators_by_area(ctx: Context) -> None:
    """A table an area; a row opens the indicator above."""
    t, version = ctx.t, ctx.version
    chosen = chosen_regional(version, ctx.view)
    every = regional_indicators(version)
    if not chosen:
        words = (
            t("regional.nothing", text=escaped(ctx.view.search)) if ctx.view.search else t("regional.none")
        )
        st.info(words, icon=":material/search_off:")
        return
    st.caption(f"{t('regional.count', n=len(chosen), of=len(every))} {t('regional.choose')}")
    for area, name in version.areas["name"].items():
        own = [r for r in chosen if r.measure.area == area]
        if own:
            st.subheader(escaped(f"{area} · {name}"), anchor=False)
            _table(ctx, own, key=f"regional_{area}", label=str(name))


def _table(ctx: Context, own: list[Regional], *, key: str, label: str) -> None:
    t = ctx.t
    rows, years = regional_table(ctx.version, own, t, ctx.language), ctx.version.years
    sheets = zip(rows["sheet"], rows["sheet_title"], strict=True)
    trend_help = t("regional.trend_help", first=str(years[0]), last=str(years[-1]))
    columns = (
        Column("title", t("column.title")),
        Column("shown", t("regional.value")),
        Column("year", t("regional.year")),
        Lines(t("regional.trend"), rows["years"].tolist(), help=trend_help),
        Column("target_shown", t("regional.target")),
        Column("status", t("column.status")),
        Column("fed_by", t("regional.fed_by")),
        Column("named_sheet", t("column.sheet")),
        Column("code", t("column.code")),
    )
    rows = rows.assign(named_sheet=[f"{sheet} · {name}" if sheet else name for sheet, name in sheets])
    show(
        ctx,
        replace(Table.of(columns, rows, mark="code"), mine=(ctx.view.regional,)),
        key=key,
        label=label,
        on_row=lambda code: change(regional=code),
        height=2000,
    )


def one_indicator(ctx: Context) -> None:
    """The indicator chosen: value, target, years, definition, and the districts' sum."""
    if not ctx.view.regional:
        return
    t, language = ctx.t, ctx.language
    regional = regional_indicators(ctx.version)[ctx.view.regional]
    m = regional.measure
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(escaped(m.title.in_(language)), anchor=False, width="content")
            st.button(
                t("regional.close"),
                key="regional_close",
                icon=":material/close:",
                on_click=change,
                kwargs={"regional": ""},
            )
        picture, words = st.columns([1.2, 1], gap="medium")
        with picture:
            plot(
                _years(ctx, regional),
                key="regional_years",
                alt=t("regional.chart_alt", title=m.title.in_(language)),
            )
        with words:
            value = escaped(value_with_unit(m, regional.value, language, hidden=regional.status == "hidden"))
            st.markdown(
                f"**{value}** ({regional.year or MISSING[language]}) "
                f":gray-badge[{status_words(regional.status, t)}]"
            )
            if interval := interval_words(m, *regional.interval, t, language):
                st.caption(f"{interval} ({t(f'interval.{m.interval_method}')})")
            if regional.target:
                goal = measured(m, regional.target.value, language)
                st.markdown(
                    t(
                        "regional.target_line",
                        value=escaped(goal),
                        year=regional.target.year,
                        source=escaped(regional.target.source),
                    )
                )
            st.markdown(f"**{t('column.why')}:** {escaped(m.why_it_matters.in_(language))}")
            st.markdown(_definition(ctx, regional))
        _feeding(ctx, regional)


def _years(ctx: Context, regional: Regional) -> object:
    t, m, language = ctx.t, regional.measure, ctx.language
    index = pd.Index([str(year) for year in ctx.version.years])

    def series(name: str, values: np.ndarray, hidden: np.ndarray) -> Series:
        frame = pd.DataFrame({"value": values, "lower": np.nan, "upper": np.nan}, index=index)
        words = (value_with_unit(m, v, language, hidden=h) for v, h in zip(values, hidden, strict=True))
        return Series(name, frame, tuple(words))

    goal = None
    if regional.target:
        name = t("regional.target_of", year=regional.target.year)
        goal = series(name, np.full(len(index), regional.target.value), np.zeros(len(index), dtype=bool))
    return year_lines(series(t("regional.region"), regional.values, regional.hidden), goal, None)


def _definition(ctx: Context, regional: Regional) -> str:
    t, m, language = ctx.t, regional.measure, ctx.language
    source = m.source if regional.real else t("source.demo", source=m.source)
    lines = [
        (t("column.numerator"), m.numerator.in_(language)),
        (t("column.denominator"), m.denominator.in_(language) or t("note.absolute")),
        (t("column.polarity"), t(f"polarity.{m.polarity}")),
        (t("column.source"), source),
        (t("column.status"), t("note.official") if m.official else t("note.proposed")),
        (t("column.owner"), m.owner),
        (t("column.checked"), m.checked_by or t("completeness.unchecked")),
    ]
    if m.threshold is not None:
        lines.append((t("indicator.threshold"), threshold_words(m, t)))
    if m.next_review:
        lines.append((t("column.review"), day(m.next_review, language)))
    return "\n".join(f"- {label}: {escaped(words)}" for label, words in lines if words)


def _feeding(ctx: Context, regional: Regional) -> None:
    """What the districts add up to, and the way to them."""
    t, m, language = ctx.t, regional.measure, ctx.language
    if not m.fed_by or m.fed_by not in ctx.version.measures:
        st.caption(t("regional.not_fed"))
        return
    source: Measure = ctx.version.measures[m.fed_by]
    if regional.year and (total := roll_up(ctx.version, m, regional.year, ctx.viewer)):
        shown = escaped(value_with_unit(m, total.value, language, hidden=total.status == "hidden"))
        words = {"n": total.covered, "of": total.of, "sum": shown, "year": regional.year}
        st.markdown(
            t(
                "regional.sum_line" if total.covered else "regional.sum_none",
                title=escaped(source.title.in_(language)),
                published=escaped(value_with_unit(m, regional.value, language)),
                **words,
            )
        )
    st.button(
        t("regional.open_source", title=escaped(source.title.in_(language)), code=source.code),
        key="regional_source",
        icon=":material/arrow_forward:",
        on_click=open_page,
        args=("scheda_indicatore",),
        kwargs={"measure": source.code, "search": ""},
    )
