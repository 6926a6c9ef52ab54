"""The pieces of *Scheda indicatore*: one indicator in all districts, a section at a time."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.excel.file_notes import measure_notes
from dashboard.judging.signs import LOOKS
from dashboard.judging.words import benchmark_name, judgement_words
from dashboard.locale.formats import measured
from dashboard.locale.words import ausl_names, interval_words, period_name, place_name
from dashboard.measure.choropleth import Choropleth, choropleth, ground_of, value_words
from dashboard.measure.picture import map_png
from dashboard.measure.screen import explanation
from dashboard.measure.workbook import map_vector
from dashboard.parts import prose, strip, together
from dashboard.parts.region_map import region_map
from dashboard.parts.tiles import figures
from dashboard.screen.downloads import asked, picture_buttons
from dashboard.screen.session import Context, change
from dashboard.topics.indicators.one import charts_screen as charts
from dashboard.topics.indicators.one.compute import (
    Indicator,
    indicator,
    judged_map,
)
from dashboard.topics.indicators.one.rows_screen import show_rows
from dashboard.topics.indicators.one.tables import indicator_table, out_of_range
from dashboard.topics.indicators.one.workbook import registry_notes
from data_access.version import REGION

Tile = tuple[str, str, str | None, str]


def look(ctx: Context) -> Indicator:
    """Compute the view's indicator."""
    return indicator(ctx.version, ctx.view, ctx.viewer)


def compared_with(ctx: Context, card: Indicator) -> str:
    """What districts are compared with, in words."""
    return benchmark_name(ctx.version, ctx.own, card.against, ctx.t)


def shown_map(ctx: Context, card: Indicator) -> Choropleth:
    """The map as on screen: by judgement where there is one, or by class of value if that is asked for."""
    drawn = choropleth(ctx.version, ctx.view, ctx.viewer, ctx.language, ctx.t)
    return judged_map(drawn, card, ctx.t) if by_judgement(ctx, card) else drawn


def by_judgement(ctx: Context, card: Indicator) -> bool:
    """Whether the map shows judgements; never where nothing can be compared."""
    return card.compared and not ctx.view.by_class


def why(ctx: Context, card: Indicator) -> None:
    """Why the indicator matters; nothing where the registry does not say."""
    if words := card.measure.why_it_matters.in_(ctx.language):
        prose.text(words)


def headline(ctx: Context, card: Indicator) -> None:
    """The district looked at: value, judgement, rank, trend, target; without one, the judgements counted."""
    figures(_own_tiles(ctx, card) if ctx.own else _tiles(ctx, card))


def _own_tiles(ctx: Context, card: Indicator) -> list[Tile]:
    t, measure, language, row = ctx.t, card.measure, ctx.language, card.values.loc[ctx.own]
    defined = explanation(ctx, measure, card.period)
    benchmark = compared_with(ctx, card)
    if row["benchmark"] == row["benchmark"]:
        benchmark += f": {measured(measure, row['benchmark'], language)}"
    interval = interval_words(measure, row["lower"], row["upper"], t, language)
    ranked = row["rank_low"] == row["rank_low"]
    tiles = [
        (
            place_name(ctx.version, ctx.own, t),
            value_words(measure, row["value"], row["status"], language),
            interval or None,
            defined,
        ),
        (
            t("indicator.rule_judgement"),
            judgement_words(row["judgement"], t),
            t(f"judgement.reason.{row['reason']}") if row["reason"] else benchmark,
            t("judgement.rule"),
        ),
        (
            t("headline.rank"),
            t("headline.rank_of", rank=int(row["rank"]), of=int(card.values["rank"].notna().sum()))
            if row["rank"] == row["rank"]
            else value_words(measure, float("nan"), row["status"], language),
            t("indicator.rank_from_to", low=int(row["rank_low"]), high=int(row["rank_high"]))
            if ranked
            else None,
            t("indicator.ranks_words"),
        ),
        (t("indicator.trend"), t(f"trend_word.{row['trend']}"), None, t("trend_word.rule")),
    ]
    if row["target"] == row["target"]:
        reached = t(f"reached.{row['reached'] or 'none'}")
        tiles.append(
            (
                t("indicator.target_value"),
                measured(measure, row["target"], language),
                reached or None,
                defined,
            )
        )
    return tiles


def _tiles(ctx: Context, card: Indicator) -> list[Tile]:
    t, measure, language = ctx.t, card.measure, ctx.language
    place = ctx.view.place if ctx.view.place in card.rolled.index else REGION
    row = card.rolled.loc[place]
    defined = explanation(ctx, measure, card.period)
    below = [interval_words(measure, row["lower"], row["upper"], t, language)]
    if not measure.adds_up:
        below.append(t("value.ready_made"))
    elif row["covered"] < row["of"]:
        below.append(t("value.coverage", covered=row["covered"], of=row["of"]))
    tiles = [
        (
            place_name(ctx.version, place, t),
            value_words(measure, row["value"], row["status"], language),
            " · ".join(part for part in below if part) or None,
            defined,
        )
    ]
    counts = card.values["judgement"].value_counts()
    against = t("indicator.against", what=compared_with(ctx, card))
    return tiles + [
        (
            judgement_words(name, t),
            t("value.of", n=counts[name], of=len(card.values)),
            against,
            t("judgement.rule"),
        )
        for name in LOOKS
        if counts.get(name) and name not in ("missing", "hidden")
    ]


def sections(ctx: Context, card: Indicator) -> None:
    """Map, ranking, funnel, years, small multiples, table, definition: only the open one is sent."""
    parts: dict[str, Callable[[Context, Indicator], None]] = {
        "map": draw_map,
        "ranking": charts.ranking,
        "funnel": charts.funnel_plot,
        "years": charts.years,
        "multiples": charts.multiples,
        "table": table,
        "definition": definition,
    }
    strip.sections(
        parts,
        ctx,
        card,
        key="indicator_tab",
        words=lambda name: ctx.t(f"indicator.tab_{name}"),
        apart=("map",),
    )


def draw_map(ctx: Context, card: Indicator) -> None:
    """The map by judgement, or by class, with its ranking; a district clicked is the one looked at."""
    t = ctx.t
    drawn = shown_map(ctx, card)
    with together("indicator_map_parts"):
        _map_parts(ctx, card, drawn)
    with st.container(horizontal=True):
        name = f"mappa {card.measure.title.it} {card.period}"
        picture_buttons(ctx, name, lambda wanted: map_vector(wanted, drawn), map_png)
    prose.note(t("judgement.rule") if by_judgement(ctx, card) else t("indicator.classes_words"))
    if drawn.own_scale:
        prose.note(t("classes.own_scale"))


def _map_parts(ctx: Context, card: Indicator, drawn: Choropleth) -> None:
    t, version = ctx.t, ctx.version
    if card.compared:
        strip.segments(
            t("indicator.colors"),
            [t("indicator.by_judgement"), t("indicator.by_class")],
            int(ctx.view.by_class),
            key="map_colors",
            on_pick=lambda nth: change(by_class=nth == 1),
        )
    else:
        prose.note(t("indicator.only_classes", why=_no_comparison(ctx, card)))
    region_map(
        key="indicator_map",
        t=t,
        label=t(
            "map.label",
            measure=card.measure.title.in_(ctx.language),
            period=period_name(version, card.period, t),
            place=place_name(version, REGION, t),
        ),
        version=version,
        ground=ground_of(version, card.period),
        places=drawn.places,
        palette=drawn.palette,
        legend=drawn.legend,
        facts=(*drawn.facts, t("indicator.against", what=compared_with(ctx, card))),
        parents=ausl_names(version),
        ranking=drawn.ranking,
        selected=ctx.own,
        on_pick=lambda code: change(place=code),
    )


def table(ctx: Context, card: Indicator) -> None:
    """Every district with all judgement columns; a row opens the district's profile."""
    prose.note(ctx.t("indicator.open_profile"))
    show_rows(ctx, indicator_table(asked(ctx), card), key="indicator_rows", height=560)


def definition(ctx: Context, card: Indicator) -> None:
    """Numerator, denominator, source, who answers for it; and what is wrong with the values."""
    t, version, measure = ctx.t, ctx.version, card.measure
    wanted = asked(ctx)
    notes = [*measure_notes(wanted, measure, card.period), *registry_notes(wanted, card)]
    for label, words in notes:
        if words:
            prose.text(f"**{label}**: {words}")
    prose.heading(t("indicator.quality"))
    missing = [str(c) for c in card.values.index[card.values["status"] == "missing"]]
    kept_back = [str(c) for c in card.values.index[card.values["status"] == "hidden"]]
    odd = out_of_range(card)
    problems = version.problems[
        version.problems["detail"].astype(str).str.contains(measure.code, regex=False)
    ]
    lines = []
    if missing:
        named = ", ".join(place_name(version, code, t) for code in missing)
        lines.append(t("indicator.quality_missing", n=len(missing), names=named))
    if kept_back:
        named = ", ".join(place_name(version, code, t) for code in kept_back)
        lines.append(t("indicator.quality_hidden", n=len(kept_back), names=named))
    if odd:
        values = card.values["value"]
        named = ", ".join(
            f"{place_name(version, code, t)} ({measured(measure, values[code], ctx.language)})"
            for code in odd
        )
        lines.append(t("indicator.quality_odd", n=len(odd), names=named))
    for place, code, detail in zip(problems["place"], problems["code"], problems["detail"], strict=True):
        name = place_name(version, place, t) if place in version.places.index else place
        lines.append(f"{name}: {t(f'quality.{code}', detail=detail)}")
    prose.text("\n".join(f"- {line}" for line in lines) if lines else t("indicator.quality_fine"))


def _no_comparison(ctx: Context, card: Indicator) -> str:
    reason = next((r for r in card.values["reason"] if r), "no_benchmark")
    return ctx.t(f"judgement.reason.{reason}")
