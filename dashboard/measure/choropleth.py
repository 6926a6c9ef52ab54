"""One measure in one period, ready to be drawn: values, classes, legend, ranking and words.

Screen, picture and Excel take the same :class:`Choropleth`, so they cannot disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
import pandas as pd

from dashboard.address.view import View, measure_of, period_of
from dashboard.charts.palette import colors
from dashboard.locale.formats import HIDDEN, MISSING, Language, day, measured
from dashboard.locale.texts import Translate
from dashboard.locale.words import districts_of, interval_words, period_name, ratio_words
from dashboard.measure.classes import Classes, classify
from data_access.measures import Measure
from data_access.stages import NO_DOCUMENT, stages
from data_access.territory import ground_in
from data_access.values import Filters, all_periods, district_values, is_real, rolled_up
from data_access.version import REGION, Version
from data_access.viewer import Viewer
from geodata.ground import Ground

MISSING_CLASS, HIDDEN_CLASS = -1, -2
"""Class numbers of places without a value and of places the viewer may not see; both are hatched."""


def ground_of(version: Version, period: str) -> Ground:
    """Return the ground on which the values of a period are drawn."""
    _, year = version.periods[period] if period in version.periods else ("", int(period))
    return ground_in(version, year)


@dataclass(frozen=True)
class Place:
    """What a map says of one place: its class and lines of text, the value first."""

    index: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A row of the ranking; ``at``, ``low`` and ``high`` in thousandths of the scale's width."""

    code: str
    position: str
    at: int | None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Ranking:
    """The list beside the map, in the order given; ``benchmark`` in thousandths of the scale's width."""

    caption: str
    scale: str
    rows: tuple[Row, ...]
    benchmark: int | None = None


@dataclass(frozen=True, eq=False)
class Choropleth:
    """See the module's docstring.

    Attributes:
        measure, period: what and when.
        values: districts' *values* with ``rank`` (1 = highest), highest first, places without a value last.
        rolled: *values* of the region and the AUSL.
        classes: the scale.
        own_scale: whether one scale for all periods was asked for and one of this period alone is shown,
            because all districts would be in one class of the other.
        palette: one colour a class.
        places: by district.
        legend: class number, words, number of districts.
        ranking: the districts of the place looked at.
        facts: lines that hold for every district: regional value, source, date.
    """

    measure: Measure
    period: str
    values: pd.DataFrame
    rolled: pd.DataFrame
    classes: Classes
    own_scale: bool
    palette: tuple[str, ...]
    places: dict[str, Place]
    legend: tuple[tuple[int, str, int], ...]
    ranking: Ranking
    facts: tuple[str, ...]


def choropleth(version: Version, view: View, viewer: Viewer, language: Language, t: Translate) -> Choropleth:
    """Compute everything a map of the view's measure says."""
    measure, period = measure_of(version, view), period_of(version, view)
    filters = view.filters if measure.filtered else Filters()
    values = district_values(version, measure, period, viewer, filters)
    rolled = rolled_up(version, measure, values, period)
    region = float(rolled.at[REGION, "value"])
    scale = all_periods(version, measure, viewer, filters) if view.fixed else values["value"]
    classes = classify(scale, view.method, view.classes, region)
    known = values["value"].dropna().to_numpy()
    own_scale = view.fixed and len(set(known)) > 1 and len(set(classes.index(known))) == 1
    if own_scale:
        classes = classify(known, view.method, view.classes, region)
    palette = colors(classes.count, diverging=classes.diverging)
    values = _ranked(values, classes)
    return Choropleth(
        measure=measure,
        period=period,
        values=values,
        rolled=rolled,
        classes=classes,
        own_scale=own_scale,
        palette=palette,
        places=_places(measure, values, language, t),
        legend=_legend(measure, values, classes, language, t),
        ranking=_ranking(version, measure, values, region, view.place, language, t),
        facts=_facts(version, measure, period, rolled, language, t),
    )


def _ranked(values: pd.DataFrame, classes: Classes) -> pd.DataFrame:
    # In numpy, because it is part of every click: pandas takes ten times longer to sort 38 rows by two keys.
    value, codes = values["value"].to_numpy(), values.index.to_numpy(dtype=str)
    above = (value > value[:, np.newaxis]).sum(axis=1)
    index = np.where(values["status"].to_numpy() == "hidden", HIDDEN_CLASS, classes.index(value))
    values = values.assign(index=index, rank=np.where(np.isnan(value), np.nan, above + 1.0))
    return values.take(np.lexsort((codes, -value)))


def value_words(measure: Measure, value: float, status: str, language: Language) -> str:
    """A value, or the word for missing or for hidden."""
    if status == "hidden":
        return HIDDEN[language]
    return MISSING[language] if status == "missing" else measured(measure, value, language)


def _places(measure: Measure, values: pd.DataFrame, language: Language, t: Translate) -> dict[str, Place]:
    return {
        code: Place(
            index,
            (
                value_words(measure, value, status, language),
                interval_words(measure, lower, upper, t, language),
                ratio_words(measure, numerator, denominator, t, language),
            ),
        )
        for code, index, value, lower, upper, status, numerator, denominator in _rows(
            values, "index", "value", "lower", "upper", "status", "numerator", "denominator"
        )
    }


def _rows(values: pd.DataFrame, *columns: str) -> Iterator[tuple]:
    """The code and some columns of each row; ``itertuples`` makes a class for every frame."""
    return zip(values.index.tolist(), *(values[column].tolist() for column in columns), strict=True)


def _legend(
    measure: Measure, values: pd.DataFrame, classes: Classes, language: Language, t: Translate
) -> tuple[tuple[int, str, int], ...]:
    counts = Counter(values["index"].tolist())
    edges = [measured(measure, edge, language) for edge in classes.edges]
    entries = [
        # A class of one value is that value; its neighbour begins above it.
        (
            i,
            edges[i] if classes.edges[i] == classes.edges[i + 1] else f"{edges[i]} – {edges[i + 1]}",
            counts[i],
        )
        for i in range(classes.count)
    ]
    hidden = t("legend.hidden" if measure.periods == "edition" else "legend.hidden_case")
    for index, words in ((MISSING_CLASS, t("legend.missing")), (HIDDEN_CLASS, hidden)):
        if counts[index]:
            entries.append((index, words, counts[index]))
    return tuple(entries)


def _ranking(
    version: Version,
    measure: Measure,
    values: pd.DataFrame,
    region: float,
    place: str,
    language: Language,
    t: Translate,
) -> Ranking:
    wanted = set(version.districts if place in version.district_position else districts_of(version, place))
    low, high, scale = _scale(measure, values, language, t)

    def at(value: float) -> int | None:
        return None if isnan(value) else round(1000 * (value - low) / (high - low))

    rows = tuple(
        Row(code, "" if isnan(rank) else str(int(rank)), at(value), at(lower), at(upper))
        for code, rank, value, lower, upper in _rows(values, "rank", "value", "lower", "upper")
        if code in wanted
    )
    # Totals are not compared with the region's total: only ratios have a regional line.
    benchmark = at(region) if measure.has_denominator else None
    return Ranking(t("ranking.caption"), scale, rows, benchmark)


def _scale(
    measure: Measure, values: pd.DataFrame, language: Language, t: Translate
) -> tuple[float, float, str]:
    """Ends of the ranking's scale and its heading: bars start at zero, dots with intervals need not."""
    if values["upper"].notna().any():
        low, high = float(values["lower"].min()), float(values["upper"].max())
        words = t(
            "ranking.with_interval",
            low=measured(measure, low, language),
            high=measured(measure, high, language),
        )
        room = (high - low) * 0.04 or 1.0
        return low - room, high + room, words
    high = float(values["value"].max())
    return 0.0, high if high > 0 else 1.0, t("ranking.from_zero")


def _facts(
    version: Version, measure: Measure, period: str, rolled: pd.DataFrame, language: Language, t: Translate
) -> tuple[str, ...]:
    region = rolled.loc[REGION]
    words = value_words(measure, region["value"], region["status"], language)
    if region["covered"] < region["of"]:
        words = t("value.covered", value=words, covered=region["covered"], of=region["of"])
    return (
        t("fact.region", value=words),
        t("fact.when", period=period_name(version, period, t), day=day(version.as_of, language)),
        t("fact.source", source=source_words(measure, version, t)),
    )


def source_words(measure: Measure, version: Version, t: Translate) -> str:
    """Where a measure's figures come from, honest about demonstration data and proposed definitions."""
    kind, _, where = measure.source.partition("|")
    source = where or kind
    if version.origin == "demo":
        source = t("source.real" if is_real(version, measure) else "source.demo", source=source)
    return source


def status_choropleth(
    version: Version, period: str, statuses: Sequence[str], language: Language, t: Translate
) -> tuple[dict[str, Place], tuple[tuple[int, str, int], ...], tuple[str, ...]]:
    """The map of how far each district's edition has come (stato dei piani).

    Returns:
        Places by district, legend, and palette: one colour a status, the farther the darker.
    """
    reached = stages(version, period)
    columns = (reached.index.tolist(), reached["status"].tolist(), reached["since"].tolist())
    stood = {
        code: (status, since) for code, status, since in zip(*columns, strict=True) if status != NO_DOCUMENT
    }
    places, counts = {}, dict.fromkeys(range(MISSING_CLASS, len(statuses)), 0)
    for code in version.districts:
        if code not in stood:
            places[code] = Place(MISSING_CLASS, (t("status.none"), ""))
            counts[MISSING_CLASS] += 1
            continue
        status, since = stood[code]
        index = statuses.index(status)
        places[code] = Place(index, (t(f"status.{status}"), t("status.since", day=day(since, language))))
        counts[index] += 1
    legend = [(i, t(f"status.{status}"), counts[i]) for i, status in enumerate(statuses)]
    if counts[MISSING_CLASS]:
        legend.append((MISSING_CLASS, t("status.none"), counts[MISSING_CLASS]))
    return places, tuple(legend), colors(len(statuses), diverging=False)
