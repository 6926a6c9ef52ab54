"""The charts of *Scheda indicatore*, each with its table; or why one does not apply."""

from __future__ import annotations

from collections import Counter
from math import isnan, nan

import numpy as np
import pandas as pd

from dashboard.judging.recent_trend import POINTS
from dashboard.judging.words import benchmark_name
from dashboard.locale.formats import measured, number
from dashboard.locale.words import interval_words, period_name, place_name, ratio_words
from dashboard.measure.caveats import caveats
from dashboard.measure.choropleth import value_words
from dashboard.parts import prose
from dashboard.parts.plot import plot
from dashboard.parts.small_multiples import Small, small_multiples
from dashboard.screen.downloads import asked
from dashboard.screen.session import Context
from dashboard.tables.spans import Spans, spans
from dashboard.topics.indicators.one import charts as charts
from dashboard.topics.indicators.one import funnel
from dashboard.topics.indicators.one.compute import Indicator, history, not_apart_from, years_table
from dashboard.topics.indicators.one.rows_screen import show_rows
from dashboard.topics.indicators.one.tables import (
    distribution_table,
    indicator_table,
    spread_words,
    values_by_period,
)
from data_access.values import periods_of, trend
from data_access.version import REGION

LIMIT_POINTS = 40
RANKS = ("rank_low", "rank_high", "all_low", "all_high")
"""The columns of the two kinds of rank intervals."""

NAMED = 2
"""Points of a funnel named on each side: those farthest out."""


def ranking(ctx: Context, card: Indicator) -> None:
    """Every district with its value on its interval, and how sure its position is."""
    t, version, own = ctx.t, ctx.version, ctx.own
    against = f"against_{card.against.kind}"
    table = indicator_table(asked(ctx), card, (card.against.kind,))
    values = card.values.loc[table.rows["code"]]
    if values["value"].isna().all():
        prose.info(t("indicator.nothing"), "info")
        return
    table = table.only("district", "value", against, "rank", "same", "lower", "upper", *RANKS)
    table = table.beside("value", _value_spans(ctx, card, values))
    if card.ranked:
        table = table.beside("rank", _rank_spans(ctx, card, values))
    show_rows(ctx, table, key="ranking_rows", height=900)
    name = benchmark_name(version, own, card.against, t)
    prose.note(t("indicator.value_marks", name=name))
    if not card.ranked:
        prose.info(t("indicator.no_ranks"), "info")
        return
    if own:
        others = not_apart_from(card, own)
        place = place_name(version, own, t)
        named = ", ".join(place_name(version, code, t) for code in others)
        key = "indicator.not_apart_words" if others else "indicator.all_apart_words"
        prose.text(t(key, name=place, n=len(others), names=named))
        prose.note(t("indicator.rank_marks", name=place))
    prose.note(t("indicator.ranks_words"))


def _value_spans(ctx: Context, card: Indicator, values: pd.DataFrame) -> Spans:
    """Values on their 95 % intervals against the benchmark, each with the sign of its judgement."""
    value, lower, upper, benchmark = (
        values[name].tolist() for name in ("value", "lower", "upper", "benchmark")
    )
    return spans(
        ctx.t("indicator.value_drawn"),
        value,
        lower,
        upper,
        benchmark,
        values["judgement"].tolist(),
        words=lambda value: measured(card.measure, value, ctx.language),
    )


def _rank_spans(ctx: Context, card: Indicator, values: pd.DataFrame) -> Spans:
    """Ranks on their 90 % intervals against one's own; who cannot be told apart from it has another sign."""
    rank, low, high = (values[name].tolist() for name in ("rank", "rank_low", "rank_high"))
    # A rank that has no interval is not drawn.
    rank = [nan if isnan(lowest) else position for position, lowest in zip(rank, low, strict=True)]
    same = {ctx.own, *not_apart_from(card, ctx.own)} if ctx.own else set()
    mine = float(values.at[ctx.own, "rank"]) if ctx.own else nan
    return spans(
        ctx.t("indicator.rank_drawn"),
        rank,
        low,
        high,
        [mine] * len(rank),
        ["similar" if code in same else "not_compared" for code in values.index],
        words=lambda position: number(position, 0, ctx.language),
        ends=(1, len(rank)),
    )


def funnel_plot(ctx: Context, card: Indicator) -> None:
    """Values against denominators, between what chance explains; or why there is no funnel."""
    t, version, measure, language = ctx.t, ctx.version, card.measure, ctx.language
    if not card.has_funnel:
        key = (
            "no_denominator"
            if not measure.has_denominator
            else "no_counts"
            if not funnel.applies(measure)
            else "no_centre"
        )
        prose.info(t(f"indicator.funnel_{key}"), "info")
        return
    known = {code: row for code, row in card.rows.items() if not isnan(row["value"])}
    far = [code for code, row in known.items() if row["funnel"].endswith("998")]
    far.sort(key=lambda code: known[code]["value"])
    named = {*far[:NAMED], *far[-NAMED:], ctx.own}
    points = [
        {
            "denominator": row["denominator"],
            "value": row["value"],
            "kind": "own"
            if code == ctx.own
            else "inside"
            if row["funnel"] == "inside"
            else f"outside_{row['funnel'].rpartition('_')[2]}",
            "above": row["value"] > card.centre,
            "words": _funnel_words(ctx, card, code),
            "label": place_name(version, code, t) if code in named else "",
        }
        for code, row in known.items()
    ]
    limits = funnel.limits(
        card.centre,
        funnel.grid(np.array([row["denominator"] for row in known.values()]), LIMIT_POINTS),
        method=measure.interval_method,
        scale=measure.scale,
    )
    whose = (
        place_name(version, card.centred_on, t)
        if card.centred_on in version.places.index
        else t(f"benchmark.{card.centred_on}")
    )
    plot(
        charts.funnel_plot(
            points,
            limits,
            card.centre,
            centre_words=f"{whose} {measured(measure, card.centre, language)}",
            kinds={
                "inside": t("indicator.funnel_inside"),
                "outside_95": t("indicator.funnel_outside_95"),
                "outside_998": t("indicator.funnel_outside_998"),
                "own": place_name(version, ctx.own, t) if ctx.own else "",
            },
            limit_words=(t("indicator.limit_95"), t("indicator.limit_998")),
            axes=(measure.denominator.in_(language), f"{measure.unit.in_(language)}"),
        ),
        key="indicator_funnel",
        alt=t("indicator.funnel_alt", title=measure.title.in_(language)),
    )
    counts = Counter(row["funnel"] for row in known.values())
    prose.text(
        t(
            "indicator.funnel_counts",
            inside=counts["inside"],
            near=counts["above_95"] + counts["below_95"],
            far=counts["above_998"] + counts["below_998"],
        )
    )
    if card.spread.times == card.spread.times:
        prose.note(spread_words(card, t, language))
    prose.note(t("indicator.funnel_words"))
    table = indicator_table(asked(ctx), card, (card.against.kind,))
    narrow = table.only("district", "value", "numerator", "denominator", "funnel")
    show_rows(ctx, narrow, key="funnel_rows", height=320)


def years(ctx: Context, card: Indicator) -> None:
    """The distribution in each period, one's own district in it, and the recent trend."""
    t, version, measure, language = ctx.t, ctx.version, card.measure, ctx.language
    boxes, own = boxes_and_own(ctx, card)
    if boxes["median"].isna().all():
        prose.info(t("indicator.nothing"), "info")
        return
    names = [period_name(version, p, t) for p in periods_of(version, measure)]
    series = history(version, measure, ctx.viewer, card.filters)
    values = series["value"].to_numpy(dtype=float)
    n = len(version.districts)
    at = [i for i, value in enumerate(values.tolist()) if value == value]
    places = [place_name(version, code, t) for code in version.districts]
    points = pd.DataFrame(
        {
            "at": [i // n for i in at],
            "value": values[at],
            "words": [f"{places[i % n]}: {measured(measure, values[i], language)}" for i in at],
        }
    )
    region = [
        f"{place_name(version, REGION, t)}, {name}: {value_words(measure, value, status, language)}"
        for name, value, status in zip(names, boxes["region"], boxes["region_status"], strict=True)
    ]
    if own is not None:
        own = own.assign(
            words=[
                f"{place_name(version, ctx.own, t)}, {name}: {value_words(measure, v, s, language)} "
                f"{interval_words(measure, low, high, t, language)}"
                for name, v, s, low, high in zip(
                    names, own["value"], own["status"], own["lower"], own["upper"], strict=True
                )
            ]
        )
    plot(
        charts.years(
            boxes.assign(region_words=region),
            points,
            own,
            ticks=[name.replace(" ", "\n", 1) for name in names],
            names={
                "box": t("indicator.box"),
                "point": t("indicator.point"),
                "region": place_name(version, REGION, t),
                "own": place_name(version, ctx.own, t) if ctx.own else "",
            },
        ),
        key="indicator_years",
        alt=t("indicator.years_alt", title=measure.title.in_(language)),
    )
    prose.note(" ".join([t("indicator.years_caption"), *caveats(version, measure, t, language)]))
    _trend_words(ctx, card)
    show_rows(ctx, distribution_table(asked(ctx), card, boxes, own), key="years_rows")


def _trend_words(ctx: Context, card: Indicator) -> None:
    """The recent trend of one's own district and of all; or why there is none."""
    t, version = ctx.t, ctx.version
    if card.measure.periods != "year":
        prose.info(t("indicator.no_trend_editions"), "info")
        return
    if card.measure.interval_method == "none":
        prose.info(t("indicator.no_trend_interval"), "info")
        return
    if len(version.years) < POINTS:
        prose.info(t("indicator.no_trend_years", n=len(version.years)), "info")
        return
    counts = card.values["trend"].value_counts()
    parts = [f"{t(f'trend_word.{word}')}: **{n}**" for word, n in counts.items()]
    if ctx.own:
        name = place_name(version, ctx.own, t)
        word = t(f"trend_word.{card.values.at[ctx.own, 'trend']}")
        prose.text(f"{t('indicator.trend')}, **{name}**: **{word}**")
    prose.text(f"{t('indicator.trends_all')}: {' · '.join(parts)}")
    prose.note(t("trend_word.rule"))


def boxes_and_own(ctx: Context, card: Indicator) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """The distribution in each period, and the series of one's own district if there is one."""
    boxes = years_table(ctx.version, ctx.viewer, card)
    if not ctx.own:
        return boxes, None
    return boxes, trend(ctx.version, card.measure, ctx.own, ctx.viewer, card.filters)


def multiples(ctx: Context, card: Indicator) -> None:
    """All districts over time, side by side on one scale."""
    t, version, measure, language = ctx.t, ctx.version, card.measure, ctx.language
    periods = periods_of(version, measure)
    names = [period_name(version, p, t) for p in periods]
    series = history(version, measure, ctx.viewer, card.filters)
    values = series["value"].to_numpy(dtype=float).reshape(len(periods), -1)
    status = series["status"].to_numpy().reshape(len(periods), -1)
    region = trend(version, measure, REGION, ctx.viewer, card.filters)["value"].tolist()
    if np.isnan([*values.ravel(), *region]).all():
        prose.info(t("indicator.nothing"), "info")
        return
    smalls = []
    for i, code in enumerate(version.districts):
        line = values[:, i].tolist()
        words = [value_words(measure, v, s, language) for v, s in zip(line, status[:, i], strict=True)]
        last = next((j for j in range(len(line) - 1, -1, -1) if line[j] == line[j]), len(line) - 1)
        smalls.append(Small(place_name(version, code, t), line, words[last], code == ctx.own))
    prose.note(t("indicator.multiples_words", first=names[0], last=names[-1]))
    small_multiples(smalls, region, key="indicator_multiples")
    show_rows(ctx, values_by_period(asked(ctx), card), key="history_rows", height=320)
    prose.note(" ".join([t("indicator.history_words"), *caveats(version, measure, t, language)]))


def _funnel_words(ctx: Context, card: Indicator, code: str) -> str:
    """One district in a funnel: value, what it is made of, and on which side of the limits it lies."""
    measure, row = card.measure, card.rows[code]
    lines = [
        f"**{place_name(ctx.version, code, ctx.t)}**",
        value_words(measure, row["value"], row["status"], ctx.language),
        ratio_words(measure, row["numerator"], row["denominator"], ctx.t, ctx.language),
        ctx.t(f"indicator.funnel_{row['funnel']}"),
    ]
    return "\n".join(line for line in lines if line)
