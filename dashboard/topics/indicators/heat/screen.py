"""The pieces of *Indicatori distrettuali*: choices, filters, what was found, the heat table."""

from __future__ import annotations

from dataclasses import replace

from dashboard.address.codes import POLARITIES, TREND_GROUPS
from dashboard.address.cross_filter import Chip
from dashboard.address.view import View
from dashboard.locale.words import place_name
from dashboard.parts import prose, side_by_side
from dashboard.parts.box import opened_box
from dashboard.parts.heat_table import heat_figures, heat_table
from dashboard.parts.search import search_box
from dashboard.parts.strip import toggles
from dashboard.screen.benchmark import benchmark_select
from dashboard.screen.chips import filter_chips
from dashboard.screen.filters import place_select, select, several, some
from dashboard.screen.session import Context, change, change_with, open_page
from dashboard.topics.indicators.heat.compute import Heat, heat, year_of
from data_access.values import Filters
from data_access.version import REGION


def choices(ctx: Context) -> None:
    """Place, year, benchmark, order of the districts."""
    with side_by_side():
        place_select(ctx)
        _year_select(ctx)
        benchmark_select(ctx)
        _order_select(ctx)


def _year_select(ctx: Context) -> None:
    select(
        ctx.t("filter.year"),
        ["", *(str(year) for year in reversed(ctx.version.years))],
        year_of(ctx.version, ctx.view),
        key="heat_year",
        words=lambda year: year or ctx.t("heat.latest"),
        make=lambda view, year: replace(view, year=year),
        help=ctx.t("heat.latest_help"),
    )


def _order_select(ctx: Context) -> None:
    t, view, version = ctx.t, ctx.view, ctx.version
    own = ctx.own
    indicators = [code for code, measure in version.measures.items() if measure.kind == "indicator"]
    options = ["", "name", *(["distance"] if own else []), *indicators]
    current = view.order if view.order != "distance" or own else ""
    if current not in options:
        options.append(current)

    def words(order: str) -> str:
        if order == "distance":
            return t("heat.order_distance", name=place_name(version, own, t))
        if order in ("", "name"):
            return t(f"heat.order_{order or 'ausl'}")
        title = version.measures[order.removeprefix("-")].title.in_(ctx.language)
        return t("heat.order_lowest" if order.startswith("-") else "heat.order_highest", title=title)

    select(
        t("heat.order"),
        options,
        current,
        key="heat_order",
        words=words,
        make=lambda seen, order: replace(seen, order=order),
        help=t("heat.order_help"),
    )


def filters(ctx: Context) -> None:
    """Search, filters of indicators, figures on demand; and what is on as chips."""
    t, view = ctx.t, ctx.view
    with side_by_side("filters_row"):
        search_box(
            ctx, t("heat.search"), placeholder=t("heat.search_placeholder"), help=t("heat.search_help")
        )
        _filter_box(ctx)
        toggles(
            "",
            [t("heat.values")],
            [0] if view.values else [],
            key="heat_values",
            on_pick=lambda on: change(values=bool(on)),
        )
    # The place is a choice here, and what an indicator is not made of filters nothing.
    own = Filters(areas=view.filters.areas, sheets=view.filters.sheets)
    filter_chips(replace(ctx, view=replace(view, place=REGION, filters=own)), _chips(ctx))


def _filter_box(ctx: Context) -> None:
    t, version, view = ctx.t, ctx.version, ctx.view
    with opened_box(t("filter.filters"), "filter_alt", "heat_filters") as is_open:
        if not is_open:
            return
        used = sorted({measure.sheet for measure in version.measures.values() if measure.sheet})
        several(t("filter.area"), "areas", {c: f"{c} · {n}" for c, n in version.areas["name"].items()}, ctx)
        several(
            t("filter.sheet"),
            "sheets",
            {n: f"{n} · {version.sheets.at[n, 'title']}" for n in used if n in version.sheets.index},
            ctx,
        )
        some(t("column.polarity"), "polarities", {p: t(f"polarity.{p}") for p in POLARITIES}, ctx)
        some(
            t("heat.trend_of", name=place_name(version, view.place, t)),
            "trends",
            {group: t(f"heat.trend_{group}") for group in TREND_GROUPS},
            ctx,
        )


def _chips(ctx: Context) -> list[Chip]:
    t, chips = ctx.t, []

    def without(field: str, code: str) -> Chip:
        word = t(f"polarity.{code}") if field == "polarities" else t(f"heat.trend_{code}")
        label = t("column.polarity") if field == "polarities" else t("indicator.trend")

        def taken_off(view: View) -> View:
            kept = tuple(c for c in getattr(view, field) if c != code)
            return replace(view, **{field: kept})  # type: ignore[arg-type]

        return Chip(f"{field}_{code}", f"{label}: {word}", f"{label}: {word}", taken_off)

    for field in ("polarities", "trends"):
        chips += [without(field, code) for code in getattr(ctx.view, field)]
    return chips


def drawn_heat(ctx: Context) -> Heat:
    """Choose rows and columns of the view and judge its cells."""
    return heat(ctx.version, ctx.view, ctx.viewer)


def figures(ctx: Context, drawn: Heat) -> None:
    """Send the figures of the year, if there is something to draw."""
    if drawn.measures:
        heat_figures(ctx.version, ctx.viewer, drawn, language=ctx.language)


def found_words(ctx: Context, drawn: Heat) -> None:
    """What the search found and how; nothing without a search."""
    if drawn.found is None:
        return
    t, text = ctx.t, ctx.view.search
    if not drawn.found.words:
        prose.info(t("heat.no_words", text=text), "search_off")
    elif not drawn.found.codes:
        prose.info(t("heat.none", text=text), "search_off")
    elif not drawn.found.exact:
        prose.info(t("heat.alike", text=text), "spellcheck")


def table(ctx: Context, drawn: Heat) -> None:
    """The heat table; a title opens the indicator, a district its profile, a cell both at once."""
    t = ctx.t
    n = len(drawn.measures)
    scope = drawn.period or t("heat.latest_each")
    benchmark = benchmark_words(ctx, drawn.against.kind)
    prose.text(t("heat.scope", n=n, districts=len(drawn.columns), period=scope, benchmark=benchmark))

    def picked(measure: str, district: str) -> None:
        if measure:
            place = {"place": district} if district else {}
            open_page("scheda_indicatore", measure=measure, search="", **place)
        else:
            open_page("profilo", place=district, search="")

    heat_table(
        ctx.version,
        ctx.viewer,
        drawn,
        language=ctx.language,
        t=t,
        label=t("heat.label", n=n, districts=len(drawn.columns)),
        benchmark=benchmark,
        sort=ctx.view.order,
        values=ctx.view.values,
        on_pick=picked,
        on_sort=lambda order: change_with(lambda view: _sorted(view, order, ctx)),
    )
    prose.note(f"{t('heat.how')} {t('judgement.rule')} {t('trend_word.rule')}")


def benchmark_words(ctx: Context, kind: str) -> str:
    """What districts are compared with, in words."""
    return ctx.t(f"benchmark.{kind}")


def _sorted(view: View, order: str, ctx: Context) -> View:
    known = ctx.version.measures.get(order.removeprefix("-"))
    return replace(view, order=order) if known and known.kind == "indicator" else view
