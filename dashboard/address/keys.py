"""The keys of an address, a row each: what stands in it, how it is read and written, what it means.

Reading an address, writing one, and the test that every view survives its address all follow from
:data:`KEYS`. A new choice is a field of :class:`dashboard.address.view.View` and a row here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from dashboard.address.codes import (
    BREAKDOWNS,
    BY_AUSL,
    CLASS_COUNTS,
    DEFAULT_MEASURE,
    FIELDS,
    KINDS,
    NEIGHBOURS,
    ORDERS,
    POLARITIES,
    REASONS,
    SEARCH_LENGTH,
    STATUSES,
    TREND_GROUPS,
)
from dashboard.judging.judgement import BENCHMARKS
from dashboard.judging.peers import WEIGHTS
from dashboard.measure.classes import METHODS
from data_access.structure import VARIABLES
from data_access.version import Version

Allowed = Callable[[Version], Collection[str]]
"""The texts that a key may have in a version of the data."""


@dataclass(frozen=True)
class Codec:
    """How the text of a key becomes a value and back.

    ``read`` gives the value, None where the text means nothing here, and the parts that were not understood.
    ``allowed`` gives the texts that are understood, None where any text of some form is.
    """

    read: Callable[[str, Version], tuple[object | None, tuple[str, ...]]]
    write: Callable[[object], str]
    allowed: Allowed | None = None
    several: bool = False


@dataclass(frozen=True)
class Key:
    """A key of the address: ``name`` stands in the address, ``field`` in the view or in its filters.

    ``of_its_page`` keys are not taken over to another page: what was opened or searched for there.
    """

    name: str
    field: str
    codec: Codec
    help: str
    of_its_page: bool = False


def one(allowed: Allowed, value: Callable[[str], object] = str, text: Callable[[object], str] = str) -> Codec:
    """Return the codec of one code of several."""

    def read(words: str, version: Version) -> tuple[object | None, tuple[str, ...]]:
        return (value(words), ()) if words in allowed(version) else (None, (words,))

    return Codec(read, text, allowed)


def several(
    allowed: Allowed,
    value: Callable[[str], object] = str,
    text: Callable[[object], str] = str,
    *,
    at_most: int | None = None,
) -> Codec:
    """Return the codec of some codes with commas between them, each at most once, in their order."""

    def read(words: str, version: Version) -> tuple[object | None, tuple[str, ...]]:
        given, known = [part for part in words.split(",") if part], allowed(version)
        understood = list(dict.fromkeys(part for part in given if part in known))
        unknown = tuple(part for part in given if part not in known)
        return tuple(value(part) for part in understood[:at_most]), unknown

    def write(values: object) -> str:
        return ",".join(text(part) for part in values)  # type: ignore[attr-defined]

    return Codec(read, write, allowed, several=True)


def flag(word: str, *, when: bool = True) -> Codec:
    """Return the codec of a switch: ``word`` stands in the address where the value is ``when``."""
    return one(lambda _: {word}, lambda _: when, lambda value: word if value is when else "")


def _typed(words: str, _: Version) -> tuple[object | None, tuple[str, ...]]:
    return words[:SEARCH_LENGTH], ()


def _tab(words: str, _: Version) -> tuple[object | None, tuple[str, ...]]:
    return (words if re.fullmatch(r"[a-z0-9_.]{1,40}", words) else None), ()


def _weight(words: str) -> tuple[str, float]:
    name, _, weight = words.partition(":")
    return name, float(weight)


def _years(version: Version) -> set[str]:
    return {str(year) for year in (*version.years, *(year for _, year in version.periods.values()))}


def _orders(version: Version) -> set[str]:
    codes = [code for code, measure in version.measures.items() if measure.kind == "indicator"]
    return {BY_AUSL, *ORDERS, *codes, *(f"-{code}" for code in codes)}


def _needs(version: Version) -> Collection[str]:
    return version.cases.labels.get("need_class", {}) if version.cases else ()


YEARS = one(_years)
"""The codec of a year, which is also read where an address says what was shown (``al``)."""

KEYS = (
    Key("luogo", "place", one(lambda v: v.places.index), "Region, AUSL or district looked at."),
    Key("misura", "measure", one(lambda v: v.measures), "Measure on the map and in its page."),
    Key("anno", "year", YEARS, "Year, where it is not the last with values."),
    Key("edizione", "edition", one(lambda v: v.periods), "Edition of the plans, by year and kind."),
    Key("aree", "areas", several(lambda v: v.areas.index), "Areas of the plan the money is narrowed to."),
    Key(
        "schede",
        "sheets",
        several(lambda v: {str(number) for number in v.sheets.index}, int),
        "Sheets (schede attuative) the money is narrowed to.",
    ),
    Key("target", "targets", several(lambda v: v.targets.index), "Target groups (destinatari) of the money."),
    Key("fonti", "sources", several(lambda v: v.sources.index), "Funding sources of the money."),
    Key("classi", "method", one(lambda _: METHODS), "How the map's classes are cut."),
    Key("n", "classes", one(lambda _: {str(n) for n in CLASS_COUNTS}, int), "Number of the map's classes."),
    Key("scala", "fixed", flag("periodo", when=False), "The map's scale is of the period alone."),
    Key(
        "intervento",
        "intervention",
        one(lambda v: v.intervention_codes),
        "Intervention opened.",
        of_its_page=True,
    ),
    Key("prima", "before", one(lambda v: v.periods), "Edition compared with, where not the usual one."),
    Key("per", "by", one(lambda _: BREAKDOWNS), "What the money is broken down by."),
    Key("cambi", "show", several(lambda _: (*KINDS, *FIELDS)), "Kinds of change and changed fields shown."),
    Key("cerca", "search", Codec(_typed, str), "What was typed into the search box.", of_its_page=True),
    Key(
        "ordina",
        "order",
        one(_orders, lambda order: "" if order == BY_AUSL else order),
        "Order of the heat table's districts: by name, distance or an indicator (minus: lowest first).",
    ),
    Key("valori", "values", flag("1"), "The heat table's cells show figures."),
    Key("verso", "polarities", several(lambda _: POLARITIES), "Indicators shown, by what is better."),
    Key("tende", "trends", several(lambda _: TREND_GROUPS), "Indicators shown, by their recent trend."),
    Key("colori", "by_class", flag("classi"), "The map shows classes of values instead of judgements."),
    Key("rif", "benchmark", one(lambda _: BENCHMARKS), "What districts are compared with."),
    Key(
        "pari",
        "peers",
        several(lambda v: v.district_position, at_most=max(NEIGHBOURS)),
        "Peers chosen by hand.",
    ),
    Key(
        "vicini",
        "neighbours",
        one(lambda _: {str(n) for n in NEIGHBOURS}, int),
        "Number of nearest districts that are peers.",
    ),
    Key(
        "fissi",
        "pinned",
        several(lambda v: v.district_position, at_most=max(NEIGHBOURS)),
        "Districts that are peers whatever their distance.",
    ),
    Key("tolti", "dropped", several(lambda v: v.district_position), "Districts that are never peers."),
    Key(
        "pesi",
        "weights",
        several(
            lambda _: {f"{name}:{weight:g}" for name in VARIABLES for weight in WEIGHTS},
            _weight,
            lambda pair: f"{pair[0]}:{pair[1]:g}",  # type: ignore[index]
        ),
        "Weights of the variables by which peers are found.",
    ),
    Key("motivi", "reasons", several(lambda _: REASONS), "Reasons for which values are listed."),
    Key("regionale", "regional", one(lambda v: v.regional_measures), "Indicator of the region opened."),
    Key("esiti", "regional_statuses", several(lambda _: STATUSES), "Indicators of the region, by status."),
    Key("bisogno", "need", one(_needs), "Class of needs compared."),
    Key("vista", "home_map", one(lambda _: ("status", DEFAULT_MEASURE)), "Map of the front page."),
    Key("aperta", "tab", Codec(_tab, str), "Open tab.", of_its_page=True),
    Key("lingua", "language", one(lambda _: ("it", "en")), "Language of the screen."),
)
