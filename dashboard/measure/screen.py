"""One measure on screen: headline, map with ranking, trend, table, definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.trend import Series, edition_bars, year_lines
from dashboard.excel.file_notes import measure_notes
from dashboard.locale.formats import Language, day, measured
from dashboard.locale.texts import texts
from dashboard.locale.words import (
    ausl_names,
    districts_of,
    filter_words,
    interval_words,
    period_name,
    place_name,
)
from dashboard.measure.caveats import caveats
from dashboard.measure.choropleth import (
    MISSING_CLASS,
    Choropleth,
    Place,
    ground_of,
    source_words,
    value_words,
)
from dashboard.measure.tables import districts_table
from dashboard.parts import prose
from dashboard.parts.plot import plot
from dashboard.parts.region_map import region_map
from dashboard.parts.tiles import figures
from dashboard.screen.downloads import asked
from dashboard.screen.session import Context, change
from dashboard.tables.screen import show
from data_access.measures import Measure
from data_access.territory import territory_of
from data_access.values import Filters, by_period, is_real, periods_of, trend
from data_access.version import REGION, Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer
from geodata.ground import members

INVOLVED, NOT_INVOLVED = "#8abdee", "#e3e7eb"
"""Comuni involved in the plan and not: a light and a lighter fill, told apart in the legend and in words."""


def headline(ctx: Context, drawn: Choropleth) -> None:
    """The value of the place looked at, beside AUSL, region and rank; with definition, source and date."""
    t, version, measure = ctx.t, ctx.version, drawn.measure
    explained = explanation(ctx, measure, drawn.period)
    place = ctx.view.place
    tiles = []
    steps = [place] if place == REGION else [place, REGION]
    if place in version.district_position:
        steps.insert(1, str(version.places.at[place, "ausl"]))
    for code in steps:
        frame = drawn.rolled if code in drawn.rolled.index else drawn.values
        row = frame.loc[code]
        below = [interval_words(measure, row["lower"], row["upper"], t, ctx.language)]
        if code in drawn.rolled.index and row["covered"] < row["of"]:
            below.append(t("value.coverage", covered=row["covered"], of=row["of"]))
        tiles.append(
            (
                t("place.short") if code == REGION else place_name(version, code, t),
                value_words(measure, row["value"], row["status"], ctx.language),
                " · ".join(part for part in below if part) or None,
                explained,
            )
        )
    ok = drawn.values[drawn.values["status"] == "ok"]
    if place in version.district_position:
        rank = drawn.values.at[place, "rank"]
        words = (
            t("headline.rank_of", rank=int(rank), of=len(ok))
            if rank == rank
            else value_words(measure, float("nan"), str(drawn.values.at[place, "status"]), ctx.language)
        )
        tiles.append((t("headline.rank"), words, t("headline.from_highest"), explained))
    elif len(ok):
        inside = ok[ok.index.isin(districts_of(version, place))]
        for label, end in (("headline.highest", "max"), ("headline.lowest", "min")) if len(inside) else ():
            value = inside["value"].agg(end)
            there = inside.index[inside["value"] == value]
            words = (
                place_name(version, str(there[0]), t) if len(there) == 1 else t("headline.tied", n=len(there))
            )
            tiles.append((t(label), measured(measure, value, ctx.language), words, explained))
    figures(tiles)


def measure_line(ctx: Context, measure: Measure, period: str) -> None:
    """What is shown, in which unit and when, in one line; whether it is proposed and whether it is real."""
    t = ctx.t
    unit = measure.unit.in_(ctx.language)
    parts = [f"**{measure.title.in_(ctx.language)}**"]
    if measure.kind == "indicator":
        parts.append(unit)
    parts.append(period_name(ctx.version, period, t))
    if measure.filtered and (chosen := filter_words(ctx.version, ctx.view.filters, t)):
        parts.append(chosen)
    tags = [] if measure.official else [t("map.proposed")]
    if is_real(ctx.version, measure) and ctx.version.origin == "demo":
        tags.append(t("map.real"))
    prose.text(" · ".join(parts), tags=tags)


def explanation(ctx: Context, measure: Measure, period: str) -> str:
    """Definition, source and date of a measure in a few lines of Markdown, for a tooltip."""
    t = ctx.t
    definition_words = measure.numerator.in_(ctx.language)
    if measure.has_denominator:
        definition_words += f" / {measure.denominator.in_(ctx.language)}"
    proposed = "" if measure.official else f"\n\n{t('note.proposed_words')}"
    caution = "".join(f"\n\n{words}" for words in caveats(ctx.version, measure, t, ctx.language))
    return (
        f"**{measure.title.in_(ctx.language)}**\n\n{t('note.definition')}: {definition_words}\n\n"
        f"{t('note.period')}: {period_name(ctx.version, period, t)}\n\n"
        f"{t('note.source')}: {source_words(measure, ctx.version, t)}\n\n"
        f"{t('note.as_of')}: {day(ctx.version.as_of, ctx.language)}{proposed}{caution}"
    )


def draw_map(
    ctx: Context, drawn: Choropleth, *, key: str, on_pick: Callable[[str], None], ranked: bool = True
) -> None:
    """The map with its ranking, at the level of the place looked at; at district level with its Comuni."""
    t, version, place = ctx.t, ctx.version, ctx.view.place
    places, palette, legend = dict(drawn.places), list(drawn.palette), list(drawn.legend)
    inset = None
    ground = ground_of(version, drawn.period)
    if place in version.district_position and place in members(ground).values():
        inset = place
        comuni = territory_of(version).comuni
        comuni = comuni[comuni["district_code"] == place]
        first = len(palette)
        palette += [INVOLVED, NOT_INVOLVED]
        for code, involved in comuni[comuni["registered"]]["involved"].items():
            words = t("comune.involved") if involved else t("comune.not_involved")
            places[str(code)] = Place(first if involved else first + 1, (words,))
        for code in comuni.index[~comuni["registered"]]:
            places[str(code)] = Place(MISSING_CLASS, (t("map.no_register"),))
        counts = comuni[comuni["registered"]]["involved"].value_counts()
        legend = [
            (first, t("comune.legend_involved"), int(counts.get(True, 0))),
            (first + 1, t("comune.legend_not_involved"), int(counts.get(False, 0))),
            *legend,
        ]
    when = period_name(version, drawn.period, t)
    region_map(
        key=key,
        t=t,
        label=t(
            "map.label",
            measure=drawn.measure.title.in_(ctx.language),
            period=when,
            place=place_name(version, place, t),
        ),
        version=version,
        ground=ground,
        places=places,
        palette=palette,
        legend=legend,
        facts=drawn.facts,
        parents=ausl_names(version),
        ranking=drawn.ranking if ranked else None,
        inset=inset,
        focus=None if place == REGION else districts_of(version, place),
        selected=place if inset else "",
        on_pick=on_pick,
    )
    if drawn.own_scale:
        prose.note(t("classes.own_scale"))


def trend_chart(ctx: Context, drawn: Choropleth) -> None:
    """The place looked at over all periods, beside the region and the districts' middle half."""
    t, measure = ctx.t, drawn.measure
    filters = ctx.view.filters if measure.filtered else Filters()
    figure = _trend(ctx.version, ctx.viewer, measure.code, ctx.view.place, filters, ctx.language)
    plot(figure, key="trend", alt=t("trend.alt", measure=measure.title.in_(ctx.language)))
    words = [t("trend.editions" if measure.periods == "edition" else "trend.caption")]
    prose.note(" ".join(words + caveats(ctx.version, measure, t, ctx.language)))


# The same whatever period and classes are chosen.
@version_cached(maxsize=256)
def _trend(
    version: Version, viewer: Viewer, code: str, place: str, filters: Filters, language: Language
) -> go.Figure:
    measure, t = version.measures[code], texts(language)

    def series(of: str) -> Series:
        values = trend(version, measure, of, viewer, filters)
        words = []
        for row in values.itertuples():
            interval = interval_words(measure, row.lower, row.upper, t, language)
            value = value_words(measure, row.value, row.status, language)
            covered = ""
            if getattr(row, "covered", None) is not None and row.covered < row.of:
                covered = f"({t('value.coverage', covered=row.covered, of=row.of)})"
            words.append(" ".join(part for part in (value, interval, covered) if part))
        return Series(place_name(version, of, t), values, tuple(words))

    main = series(place)
    # A district's total beside the region's total would only show that the region is larger.
    benchmark = series(REGION) if place != REGION and measure.has_denominator else None
    if measure.periods == "year":
        return year_lines(main, benchmark, _middle_half(version, measure, viewer))
    periods = periods_of(version, measure)
    return edition_bars(
        main,
        benchmark,
        ticks=[period_name(version, p, t) for p in periods],
        spent=[version.periods[p][0] == "account" for p in periods],
        legend=(t("trend.planned"), t("trend.spent")),
    )


def _middle_half(version: Version, measure: Measure, viewer: Viewer) -> pd.DataFrame:
    values = by_period(version, measure, viewer)
    known = ~np.isnan(values).all(axis=1)
    quartiles = np.full((len(values), 2), np.nan)
    quartiles[known] = np.nanpercentile(values[known], [25, 75], axis=1).T
    return pd.DataFrame(quartiles, columns=["low", "high"])


def district_table(ctx: Context, drawn: Choropleth) -> None:
    """Every district with its figures, in the order of the ranking; a row opens the district."""
    t, version, place = ctx.t, ctx.version, ctx.view.place
    inside = (
        districts_of(version, place) if version.places.at[place, "level"] == "ausl" else version.districts
    )
    table = districts_table(asked(ctx), drawn, inside)
    # What a row is comes first: it stays in sight, and leads on.
    columns = tuple(sorted(table.written, key=lambda column: column.key != "district"))
    prose.note(t("table.open"))
    show(
        ctx,
        replace(table, columns=columns, mine=(place,)),
        key="districts",
        on_row=lambda code: change(place=code, intervention=""),
    )


def definition(ctx: Context, measure: Measure) -> None:
    """What the measure is, label by label."""
    for label, words in measure_notes(
        asked(ctx), measure, ctx.view.edition if measure.periods == "edition" else ctx.view.year
    ):
        if words:
            prose.text(f"**{label}**: {words}")
