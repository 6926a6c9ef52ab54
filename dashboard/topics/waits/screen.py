"""The pieces of *Tempi*; every picture stands beside its table."""

from __future__ import annotations

import math
from dataclasses import replace

from dashboard.cases import charts as charts
from dashboard.cases.screen import case_figure, measure_section
from dashboard.cases.words import case_word
from dashboard.judging.benchmark import peers_of
from dashboard.locale.formats import HIDDEN, MISSING, number, percent
from dashboard.locale.words import place_name
from dashboard.measure.caveats import caveats, cut_off
from dashboard.measure.choropleth import value_words
from dashboard.measure.screen import explanation
from dashboard.parts import prose
from dashboard.parts.plot import plot
from dashboard.parts.strip import button, sections
from dashboard.parts.tiles import figures
from dashboard.screen.downloads import asked
from dashboard.screen.filters import select
from dashboard.screen.session import Context, open_page
from dashboard.tables.screen import show
from dashboard.topics.indicators.sides.screen import differences
from dashboard.topics.waits.tables import (
    BANDS,
    STEP_OF,
    WAIT_MEASURES,
    band_shares,
    beside_peers,
    category_table,
    cohorts_table,
    compared_table,
    excluded_table,
    marked_quarter,
    medians,
    places_compared,
    step_of,
    trend_table,
    within_table,
)
from data_access.case_values import case_values
from data_access.cases.mart import WAIT_STEPS
from data_access.cases.published import CaseTables, case_counts, quarters
from data_access.version import REGION


def headline(ctx: Context, year: str) -> None:
    """The four medians of the place looked at, with interval and number of cases."""
    t = ctx.t
    tiles = []
    for code, step in STEP_OF.items():
        value, interval = case_figure(ctx, code, year)
        row = case_values(ctx.version, code, year).loc[ctx.view.place]
        n = value_words_n(ctx, row["denominator"], row["status"])
        shown = f"{value} {t('waits.days')}" if row["status"] == "ok" else value
        below = t("waits.tile_below", interval=interval, n=n) if interval else t("waits.tile_none", n=n)
        tiles.append(
            (case_word(ctx, "step", step), shown, below, explanation(ctx, ctx.version.measures[code], year))
        )
    figures(tiles, columns=4)
    if (tables := ctx.version.cases) and cut_off(tables, year):
        # The last year is named where it is chosen: here only that the waits of this one are cut off.
        prose.note(caveats(ctx.version, ctx.version.measures[WAIT_MEASURES[0]], t, ctx.language)[0])


def value_words_n(ctx: Context, n: float, status: str) -> str:
    """A number of cases, or the word for why there is none."""
    if status == "ok":
        return number(n, 0, ctx.language)
    return HIDDEN[ctx.language] if status == "hidden" else MISSING[ctx.language]


def step_select(ctx: Context) -> str:
    """The step that the tabs speak of; it is the view's measure. Return it."""
    step = step_of(ctx.view.measure)
    select(
        ctx.t("waits.step"),
        list(WAIT_STEPS),
        step,
        key="wait_step",
        words=lambda s: case_word(ctx, "step", s),
        make=lambda view, chosen: replace(view, measure=f"median_{chosen}"),
    )
    return step


def wait_sections(ctx: Context, tables: CaseTables, year: str, step: str) -> None:
    """The tabs of the page."""
    a = asked(ctx)

    def excluded() -> None:
        prose.note(ctx.t("waits.excluded_note"))
        show(ctx, excluded_table(a, tables, year), key="excluded_rows")

    def category() -> None:
        prose.note(f"**{case_word(ctx, 'step', step)}** · {ctx.t('waits.category_note')}")
        show(ctx, category_table(a, tables, year, step), key="category_rows")

    sections(
        {
            "waits.tab_compared": lambda: compared(ctx, tables, year),
            "waits.tab_peers": lambda: beside(ctx, year, step),
            "waits.tab_within": lambda: within(ctx, tables, year, step),
            "waits.tab_trend": lambda: over_time(ctx, tables, step),
            "waits.tab_category": category,
            "waits.tab_excluded": excluded,
            "waits.tab_map": lambda: measure_section(ctx, WAIT_MEASURES, year, key="waits"),
        },
        key="wait_tab",
        words=ctx.t,
    )


def compared(ctx: Context, tables: CaseTables, year: str) -> None:
    """The four medians beside those of the AUSL and of the region."""
    t, a = ctx.t, asked(ctx)
    series = []
    for place in places_compared(a):
        found = medians(a, tables, place, year)
        shown = [
            value_words(ctx.version.measures["median_access_taken"], m, s, ctx.language)
            for m, s in zip(found["median"], found["status"], strict=True)
        ]
        low, high = (tuple(found[name].astype(float)) for name in ("lower", "upper"))
        words = tuple(
            f"{value} ({number(one, 0, ctx.language)} – {number(other, 0, ctx.language)})"
            if one == one
            else value
            for value, one, other in zip(shown, low, high, strict=True)
        )
        name = place_name(ctx.version, place, t)
        series.append(charts.Line(name, tuple(found["median"].astype(float)), words, low, high))
    prose.heading(t("waits.compared"))
    plot(
        charts.dots(
            [case_word(ctx, "step", step).replace(" → ", "\n→ ") for step in WAIT_STEPS],
            series,
            unit=t("waits.days"),
        ),
        key="wait_dots",
        alt=t("waits.compared_alt", place=place_name(ctx.version, ctx.view.place, t)),
    )
    prose.note(t("waits.compared_note"))
    show(ctx, compared_table(a, tables, year), key="compared_rows")


def beside(ctx: Context, year: str, step: str) -> None:
    """The median beside those of the districts most alike, and what each difference says."""
    t, peers = ctx.t, peers_of(ctx.version, ctx.view, ctx.viewer)
    prose.heading(case_word(ctx, "step", step))
    if not peers:
        prose.info(t("sides.choose"), "location_on")
        return
    differences(ctx, beside_peers(asked(ctx), peers, step, year))
    prose.note(t("waits.peers_note"))
    button(t("profile.to_peers"), key="to_peers", on_pick=lambda: open_page("confronto_distretti"))


def within(ctx: Context, tables: CaseTables, year: str, step: str) -> None:
    """How soon, in shares of the cases."""
    t, a = ctx.t, asked(ctx)
    places = places_compared(a)
    shares = [band_shares(a, tables, place, year, step) for place in places]
    parts = []
    for band in BANDS:
        values = tuple(float(found.at[band, "share"]) for found in shares)
        words = tuple("" if math.isnan(v) else percent(v, 0, ctx.language) for v in values)
        parts.append(charts.Line(case_word(ctx, "band", band), values, words))
    prose.heading(case_word(ctx, "step", step))
    plot(
        charts.stacked([place_name(ctx.version, place, t) for place in places], parts),
        key="within",
        alt=t("waits.within_alt", step=case_word(ctx, "step", step)),
    )
    prose.note(t("waits.within_note"))
    show(ctx, within_table(a, tables, year, step), key="within_rows")


def over_time(ctx: Context, tables: CaseTables, step: str) -> None:
    """The median by quarter, beside the region's."""
    t, a, when = ctx.t, asked(ctx), quarters(tables)
    series = []
    for place in dict.fromkeys((ctx.view.place, REGION)):
        cells = case_counts(tables, "median_waits", ctx.viewer, place=place, time=when, step=step)
        words = tuple(
            value_words(ctx.version.measures["median_access_taken"], m, s, ctx.language)
            for m, s in zip(cells["median"], cells["status"], strict=True)
        )
        low, high = (tuple(cells[name].astype(float)) for name in ("lower", "upper"))
        with_interval = place == ctx.view.place
        series.append(
            charts.Line(
                place_name(ctx.version, place, t),
                tuple(cells["median"].astype(float)),
                words,
                low if with_interval else (),
                high if with_interval else (),
            )
        )
    prose.heading(case_word(ctx, "step", step))
    plot(
        charts.lines([marked_quarter(t, tables, q) for q in when], series),
        key="wait_trend",
        alt=t("waits.trend_alt", step=case_word(ctx, "step", step)),
        named=True,
    )
    cautions = caveats(ctx.version, ctx.version.measures[f"median_{step}"], t, ctx.language)
    marks = [t("waits.cut_off")] if any(cut_off(tables, q) for q in when) else []
    prose.note(" ".join([t("waits.trend_note"), *marks, *cautions]))
    show(ctx, trend_table(a, tables, step), key="trend_rows")
    prose.heading(t("waits.cohorts"))
    prose.note(t("waits.cohorts_note"))
    show(ctx, cohorts_table(a, tables), key="cohort_rows")
