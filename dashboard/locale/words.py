"""Names of places, periods, filters and figures in the words of the screen and of the files."""

from __future__ import annotations

import re

import numpy as np

from dashboard.locale.formats import HIDDEN, MISSING, Language, counted, measured, number
from dashboard.locale.texts import Translate
from data_access.measures import Measure
from data_access.privacy.counts import LOWEST_THRESHOLD
from data_access.resources import Coverage
from data_access.territory import territory_of
from data_access.values import Filters
from data_access.version import REGION, Version
from geodata.ground import Ground

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|<>~$:&=^-])")


def place_name(version: Version, code: str, t: Translate, *, indent: bool = False) -> str:
    """``Regione Emilia-Romagna``, ``AUSL Romagna`` or ``Rimini (RN)``; indented by level for a list."""
    name = version.place_names[code]
    if code == REGION:
        return t("place.region", name=name)
    return f"\u2003{name}" if indent and code in version.district_position else name


def boundary_words(version: Version, ground: Ground, t: Translate) -> str:
    """Say which year's boundaries a map shows, and which districts are on one side of it alone."""
    territory = territory_of(version)
    sentences = [t("map.boundaries", year=ground.year)]
    if territory.undrawn:
        names = ", ".join(version.place_names[code] for code in territory.undrawn)
        sentences.append(t("map.undrawn", names=names))
    if territory.unregistered:
        sentences.append(t("map.unregistered", codes=", ".join(territory.unregistered)))
    return " ".join(sentences)


def ausl_names(version: Version) -> dict[str, str]:
    """Return the name of each AUSL by its code."""
    return {code: version.place_names[code] for code in dict.fromkeys(version.ausl_of.values())}


def districts_of(version: Version, place: str) -> list[str]:
    """Return the districts of a place: all, those of an AUSL, or the district itself."""
    if place == REGION:
        return list(version.districts)
    if place in version.district_position:
        return [place]
    return [code for code, ausl in version.ausl_of.items() if ausl == place]


def period_name(version: Version, period: str, t: Translate) -> str:
    """``Programma attuativo 2019`` for an edition; a year stays a year."""
    if period not in version.periods:
        return period
    kind, year = version.periods[period]
    return t(f"edition.{kind}", year=year)


def filter_words(version: Version, filters: Filters, t: Translate, *, short: bool = False) -> str:
    """Say in words what part of the budget is chosen, one filter after the other; empty for everything."""
    parts = []
    for label, codes, catalogue, name in (
        ("filter.area", filters.areas, version.areas, "name"),
        ("filter.sheet", filters.sheets, version.sheets, "title"),
        ("filter.target", filters.targets, version.targets, "name"),
        ("filter.source", filters.sources, version.sources, "name"),
    ):
        if codes:
            names = [str(code) if short else f"{code} {catalogue.at[code, name]}" for code in codes]
            parts.append(f"{t(label)}: {', '.join(names)}")
    return "; ".join(parts)


def absence_word(status: str, language: Language) -> str:
    """The word that stands for a figure that is ``hidden`` or ``missing``."""
    return HIDDEN[language] if status == "hidden" else MISSING[language]


def coverage_words(coverage: Coverage, t: Translate) -> str:
    """``27 di 38 distretti`` of a sum that speaks of fewer districts than its place has; else empty."""
    if not coverage.partial or coverage.requested == 1:
        return ""
    return t("value.coverage", covered=coverage.covered, of=coverage.requested)


def left_out_words(coverage: Coverage, t: Translate) -> list[str]:
    """Say how many of the districts asked for are not in a sum, and why."""
    absent = (("hidden", coverage.hidden), ("missing", coverage.missing))
    return [t(f"resources.{key}", n=n) for key, n in absent if n]


def interval_words(measure: Measure, lower: float, upper: float, t: Translate, language: Language) -> str:
    """``IC 95%: 10,1%–12,3%``; empty where no interval applies."""
    if lower != lower:
        return ""
    return t(
        "value.interval", low=measured(measure, lower, language), high=measured(measure, upper, language)
    )


def threshold_words(measure: Measure, t: Translate) -> str:
    """From how many people on an indicator's figures are shown; that it counts no people, where it does."""
    if measure.threshold is None:
        return t("indicator.counts_no_people")
    return t("indicator.threshold_words", n=max(measure.threshold, LOWEST_THRESHOLD))


def ratio_words(
    measure: Measure, numerator: float, denominator: float, t: Translate, language: Language
) -> str:
    """``1.234 su 45.678``; empty for an absolute figure or without a value."""
    if numerator != numerator or denominator != denominator:
        return ""
    return t(
        "value.ratio",
        numerator=counted(measure, numerator, language),
        denominator=number(denominator, 0 if denominator == round(denominator) else 1, language),
    )


def escaped(text: str) -> str:
    """Text from the database as Markdown of Streamlit that shows it letter by letter, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


_SHORT_UNITS = ("euro", "%", "n.")


def value_with_unit(
    measure: Measure, value: float, language: Language, *, hidden: bool | np.bool_ = False
) -> str:
    """``12,3%``, ``1.234 €``, ``14,0 per 100.000 ab.``; counts without a unit; ``riservato`` where hidden."""
    if hidden:
        return HIDDEN[language]
    words = measured(measure, value, language)
    unit = measure.unit.in_(language)
    if np.isnan(value) or unit in _SHORT_UNITS:
        return words
    return (
        f"{words}{unit.removeprefix('%')}" if unit.startswith("%") else f"{words} {unit.removeprefix('n. ')}"
    )
