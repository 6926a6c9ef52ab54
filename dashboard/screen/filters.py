"""The choices above every view: place, measure, period, parts of the budget, classes. Same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.address.codes import CLASS_COUNTS
from dashboard.address.cross_filter import names_of
from dashboard.address.view import View, measure_of, period_of, year_choice, years_for
from dashboard.locale.words import districts_of, period_name, place_name
from dashboard.measure.classes import METHODS
from dashboard.parts.box import opened_box
from dashboard.parts.choice import choice, choices
from dashboard.parts.prose import note
from dashboard.parts.strip import button, toggles
from dashboard.screen.session import Context, change, change_with, reset_filters
from data_access.version import REGION


def row_with_button() -> DeltaGenerator:
    """A row for choices and, beside them, a button of Streamlit's."""
    return st.container(horizontal=True, vertical_alignment="bottom")


def select(
    label: str,
    options: Sequence[Any],
    value: Any,
    *,
    key: str,
    words: Callable[[Any], str],
    make: Callable[[View, Any], View],
    help: str | None = None,
) -> None:
    """A choice that shows ``value`` and writes what is chosen into the address."""
    choice(
        label,
        [words(option) for option in options],
        options.index(value) if value in options else None,
        key=key,
        on_pick=lambda nth: change_with(lambda view: make(view, options[nth])),
        help=help,
    )


def place_select(ctx: Context) -> None:
    """Region, AUSL or district: the same drill as on the map, for keyboard and phone."""
    codes = [REGION]
    for ausl in dict.fromkeys(ctx.version.ausl_of.values()):
        codes += [ausl, *districts_of(ctx.version, ausl)]
    select(
        ctx.t("filter.place"),
        codes,
        ctx.view.place,
        key="place",
        words=lambda code: place_name(ctx.version, code, ctx.t, indent=True),
        make=lambda view, code: replace(view, place=code, intervention=""),
    )


def district_select(ctx: Context, district: str) -> None:
    """A district where there must be one; without one yet, of those of the place looked at."""
    codes = list(ctx.version.districts) if district else districts_of(ctx.version, ctx.view.place)
    choice(
        ctx.t("plan.choose"),
        [place_name(ctx.version, code, ctx.t) for code in codes],
        codes.index(district) if district else None,
        key="district",
        # What was chosen for one district, its neighbours or one of its interventions, is nothing to another.
        on_pick=lambda nth: change(
            place=codes[nth], intervention="", search="", peers=(), pinned=(), dropped=()
        ),
        placeholder=ctx.t("plan.choose_placeholder"),
    )


def measure_select(ctx: Context) -> None:
    """Any measure of the catalogue, budget first."""
    measures = ctx.version.measures

    def words(code: str) -> str:
        title = measures[code].title.in_(ctx.language)
        return title if measures[code].kind != "indicator" else f"{title} ({code})"

    select(
        ctx.t("filter.measure"),
        list(measures),
        ctx.view.measure,
        key="measure",
        words=words,
        make=lambda view, code: replace(view, measure=code),
        help=ctx.t("filter.measure_help"),
    )


def period_select(ctx: Context) -> None:
    """Edition or year, whichever the measure has."""
    measure = measure_of(ctx.version, ctx.view)
    if measure.periods == "edition":
        edition_select(ctx)
        return
    ctx.shown["al"] = period_of(ctx.version, ctx.view)
    select(
        ctx.t("filter.year"),
        years_for(ctx.version, measure),
        period_of(ctx.version, ctx.view),
        key="year",
        words=str,
        make=lambda view, year: replace(view, year=year_choice(ctx.version, measure, year)),
    )


def edition_select(ctx: Context) -> None:
    """An edition of the plans, newest first."""
    select(
        ctx.t("filter.edition"),
        list(ctx.version.periods)[::-1],
        ctx.view.edition,
        key="edition",
        words=lambda period: period_name(ctx.version, period, ctx.t),
        make=lambda view, period: replace(view, edition=period),
    )


def budget_filters(ctx: Context, *, disabled: bool = False) -> None:
    """Area, sheet, target group and funding source, behind one button."""
    t, filters = ctx.t, ctx.view.filters
    on = sum(map(len, (filters.areas, filters.sheets, filters.targets, filters.sources)))
    with opened_box(t("filter.filters"), "filter_alt", "filters") as is_open:
        if not is_open:
            return
        if disabled:
            note(t("filter.not_here"))
        names = names_of(ctx.version)
        several(t("filter.area"), "areas", names["area"], ctx)
        sheets = {int(number): title for number, title in names["sheet"].items()}
        several(t("filter.sheet"), "sheets", sheets, ctx)
        several(t("filter.target"), "targets", names["target"], ctx)
        several(t("filter.source"), "sources", names["source"], ctx)
        if on:
            button(t("filter.reset"), key="filters_reset", on_pick=reset_filters)


def several(label: str, field: str, options: Mapping[Any, str], ctx: Context) -> None:
    """A choice of several codes of one of the view's filters (:class:`data_access.values.Filters`)."""

    def chosen(codes: tuple[Any, ...]) -> None:
        change_with(lambda view: replace(view, filters=replace(view.filters, **{field: codes})))

    codes_choice(
        label,
        options,
        getattr(ctx.view.filters, field),
        key=f"filter_{field}",
        on_codes=chosen,
        placeholder=ctx.t("filter.all"),
    )


def some(
    label: str,
    field: str,
    options: Mapping[Any, str],
    ctx: Context,
    *,
    placeholder: str = "",
    limit: int | None = None,
) -> None:
    """A choice of several codes that the view keeps in a field of its own."""
    codes_choice(
        label,
        options,
        getattr(ctx.view, field),
        key=f"some_{field}",
        on_codes=lambda codes: change(**{field: codes}),
        placeholder=placeholder or ctx.t("filter.all"),
        limit=limit,
    )


def codes_choice(
    label: str,
    options: Mapping[Any, str],
    chosen: Sequence[Any],
    *,
    key: str,
    on_codes: Callable[[tuple[Any, ...]], None],
    placeholder: str = "",
    limit: int | None = None,
    help: str | None = None,
) -> None:
    """A choice of several codes with their words; ``on_codes`` is called, as a callback, with all chosen."""
    codes = list(options)
    choices(
        label,
        list(options.values()),
        [codes.index(code) for code in chosen if code in options],
        key=key,
        on_pick=lambda places: on_codes(tuple(codes[nth] for nth in places)),
        placeholder=placeholder,
        limit=limit,
        help=help,
    )


def class_choice(ctx: Context) -> None:
    """How the map is cut into classes."""
    t = ctx.t
    with opened_box(t("filter.classes"), "palette", "class_choice") as is_open:
        if not is_open:
            return
        select(
            t("classes.method"),
            METHODS,
            ctx.view.method,
            key="method",
            words=lambda method: t(f"classes.{method}"),
            make=lambda view, method: replace(view, method=method),
            help=t("classes.help"),
        )
        select(
            t("classes.count"),
            CLASS_COUNTS,
            ctx.view.classes,
            key="class_count",
            words=str,
            make=lambda view, n: replace(view, classes=n),
        )
        toggles(
            "",
            [t("classes.fixed")],
            [0] if ctx.view.fixed else [],
            key="fixed",
            help=t("classes.fixed_help"),
            on_pick=lambda on: change(fixed=bool(on)),
        )
