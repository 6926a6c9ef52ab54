"""Searches the indicators by words of title, definition, reason, sheet and area; typing errors are forgiven.

Indicators and their definitions are open to every viewer, so nothing here depends on who asks.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from data_access.measures import Measure
from data_access.search.text_index import TextIndex
from data_access.version import Version
from data_access.version_cache import version_cached

WEIGHTS = {"title": 100.0, "definition": 10.0, "around": 1.0}
"""Where words are looked for and what one weighs there; ``around``: sheet, area, unit, source."""


@dataclass(frozen=True)
class FoundIndicators:
    """The codes of the indicators found, best first.

    ``exact`` is false where only longer or similar words were found.
    """

    codes: tuple[str, ...]
    exact: bool
    words: tuple[str, ...]


def search_indicators(version: Version, text: str, level: str = "district") -> FoundIndicators:
    """Find indicators of a level by words or by code, in either language.

    All words must occur, anywhere in title, numerator, denominator, reason, sheet, area or unit. An exact
    code comes first, then words in the title, then in the definition; ties by code.

    Args:
        version: the data.
        text: what was typed: any characters at all.
        level: ``district``, or ``region`` for the region's own.
    """
    with _building:
        codes, index = _index_of(version, level)
    words = index.words(text)
    queries = index.queries(text, words, lambda query: len(index.hits(query)[0]) > 0)
    for step, query in enumerate(queries):
        positions, scores = index.hits(query)
        if len(positions):
            order = sorted(zip(-scores, positions.tolist(), strict=True))
            return FoundIndicators(tuple(codes[position] for _, position in order), step == 0, words)
    return FoundIndicators((), True, words)


# Two sessions may search first at the same moment: one builds, the other waits.
_building = threading.Lock()


@version_cached(maxsize=4)
def _index_of(version: Version, level: str) -> tuple[tuple[str, ...], TextIndex]:
    catalogue = version.regional_measures if level == "region" else version.measures
    measures = [m for _, m in sorted(catalogue.items()) if m.kind == "indicator"]
    return tuple(m.code for m in measures), TextIndex(_texts(version, measures), WEIGHTS)


def _texts(version: Version, measures: list[Measure]) -> Iterator[tuple[str, dict[str, str]]]:
    sheets, areas = version.sheets["title"].to_dict(), version.areas["name"].to_dict()
    for measure in measures:
        reason = getattr(measure, "why_it_matters", None)
        reasons = (reason.it, reason.en) if reason else ()
        yield (
            measure.code,
            {
                "title": f"{measure.title.it} {measure.title.en}",
                "definition": " ".join((measure.numerator.it, measure.denominator.it, *reasons)),
                "around": " ".join(
                    (
                        measure.code,
                        str(sheets.get(measure.sheet, "")),
                        str(areas.get(measure.area, "")),
                        measure.unit.it,
                    )
                ),
            },
        )
