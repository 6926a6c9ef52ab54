"""The heat table in the browser (components v2): figures once a year, then only places and judgements.

It goes where a click with ``st.dataframe`` costs half as much (``tests/bench/parts.py``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import groupby
from math import isnan

from dashboard.assets import script_address
from dashboard.judging.judgement import all_judged, indicators_of
from dashboard.judging.recent_trend import TRENDS
from dashboard.judging.signs import LOOKS
from dashboard.locale.formats import HIDDEN, MISSING, Language
from dashboard.locale.texts import Translate, catalogue, texts
from dashboard.locale.words import place_name
from dashboard.parts import part
from dashboard.parts.contract import HeatCount, HeatFigures, HeatGroup, HeatLines, HeatTable, Judgement, Trend
from dashboard.topics.indicators.heat.compute import Heat
from data_access.measures import Measure
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

LETTERS = {name: chr(ord("a") + i) for i, name in enumerate(LOOKS)}
"""A letter a judgement: a row of 38 travels as 38 bytes."""
TREND_SIGNS = {"rising": "↗", "falling": "↘", "no_change": "→", "not_computable": ""}


def heat_table(
    version: Version,
    viewer: Viewer,
    drawn: Heat,
    *,
    language: Language,
    t: Translate,
    label: str,
    benchmark: str,
    sort: str,
    values: bool,
    on_pick: Callable[[str, str], None],
    on_sort: Callable[[str], None],
    key: str = "heat",
) -> None:
    """Draw the table.

    Args:
        version: the data.
        viewer: who looks.
        drawn: rows, columns and judgements.
        language: of figures.
        t: words of the screen.
        label: what a screen reader says of the whole table.
        benchmark: the name of what districts are compared with.
        sort: the order of the districts, as in the view.
        values: whether cells show figures.
        on_pick: called with the indicator's and the district's code; one of them is empty for a heading.
        on_sort: called with an order.
        key: identity on the page.
    """
    stamp, _ = _figures(version, viewer, drawn.period, language)
    lines, counts = _lines(version, drawn, t)
    sent: HeatTable = {
        "style": script_address("heat.css"),
        "figures": stamp,
        "rows": lines,
        "order": list(drawn.columns),
        "groups": _groups(version, drawn),
        "areas": drawn.found is None,
        "mine": version.district_position.get(drawn.own, -1),
        "looks": [
            Judgement(name=name, fill=look.fill, ink=look.ink, sign=look.sign, words=t(f"judgement.{name}"))
            for name, look in LOOKS.items()
        ],
        "legend": [HeatCount(look=i, count=counts[name]) for i, name in enumerate(LOOKS) if counts[name]],
        "trends": [Trend(sign=_trend_sign(word), words=t(f"trend_word.{word}")) for word in TRENDS],
        "words": {"corner": t("heat.corner"), "sort": t("heat.sort"), "empty": t("heat.empty")},
        "label": label,
        "benchmark": benchmark,
        "sort": sort,
        "values": values,
    }

    def picked(said: object) -> None:
        # It comes from a browser: only codes that exist are followed.
        match said:
            case {"act": "sorted", "order": str() as order}:
                on_sort(order)
            case {"act": "picked", "measure": str() as measure, "district": str() as district}:
                if measure in version.measures or (not measure and district in version.district_position):
                    on_pick(measure, district if district in version.district_position else "")

    part("heat.js", key, sent, picked)


def heat_figures(version: Version, viewer: Viewer, drawn: Heat, *, language: Language) -> None:
    """Send the table's figures: an element of its own, which does not travel again with another picture."""
    part("heat_figures.js", "heat_figures", _figures(version, viewer, drawn.period, language)[1])


@version_cached(maxsize=32)
def _figures(version: Version, viewer: Viewer, period: str, language: Language) -> tuple[str, str]:
    """Titles and figures of every indicator in a year, and their stamp; figures are whole units of the last
    decimal, limits of intervals their distance from the value."""
    t = texts(language)
    judged = all_judged(version, period, viewer)
    every, n = indicators_of(version), len(version.districts)
    columns = {name: judged[name].tolist() for name in ("value", "lower", "upper")}
    periods = judged["period"].astype(str).tolist()
    areas = list(version.areas.index)
    around = [_around(measure, language) for measure in every]

    def units(name: str) -> list[list[int | None]]:
        return [
            [_unit(figure, measure.decimals) for figure in columns[name][i * n : (i + 1) * n]]
            for i, measure in enumerate(every)
        ]

    value, lower, upper = units("value"), units("lower"), units("upper")
    figures: HeatFigures = {
        "stamp": f"{version.token}{period}{language}",
        "language": language,
        "districts": {
            "code": list(version.ausl_of),
            "name": [place_name(version, code, t) for code in version.ausl_of],
            "full": [
                f"{place_name(version, code, t)}, {version.place_names[ausl]}"
                for code, ausl in version.ausl_of.items()
            ],
        },
        "areas": [f"{code} · {name}" for code, name in version.areas["name"].items()],
        "rows": {
            "code": [measure.code for measure in every],
            "title": [measure.title.in_(language) for measure in every],
            "unit": [measure.unit.in_(language) for measure in every],
            "decimals": [measure.decimals for measure in every],
            "prefix": [prefix for prefix, _ in around],
            "suffix": [suffix for _, suffix in around],
            "values": value,
            "below": [_distances(*row) for row in zip(value, lower, strict=True)],
            "above": [_distances(*row) for row in zip(upper, value, strict=True)],
            "area": [areas.index(measure.area) if measure.area in areas else 0 for measure in every],
            "period": periods[::n],
            # What is written is rounded: districts that differ by less would stand in another order.
            "ranks": [_ranks(columns["value"][i * n : (i + 1) * n]) for i in range(len(every))],
        },
        "words": {
            "missing": MISSING[language],
            "hidden": HIDDEN[language],
            "interval": catalogue(language)["value.interval"],
        },
    }
    return figures["stamp"], json.dumps(figures, ensure_ascii=False, separators=(",", ":"))


def _lines(version: Version, drawn: Heat, t: Translate) -> tuple[HeatLines, Counter[str]]:
    """The lines with their judgements, and how many cells have each judgement."""
    n = len(version.districts)
    judgements = drawn.judged["judgement"].astype(str).to_numpy().reshape(-1, n)
    reasons = drawn.judged["reason"].astype(str).to_numpy().reshape(-1, n)
    benchmarks = drawn.judged["benchmark"].to_numpy().reshape(-1, n)
    covered = drawn.judged["covered"].to_numpy().reshape(-1, n)
    letters: list[str] = []
    held_against: list[int | list[int | None] | None] = []
    notes: list[str] = []
    whys: list[str] = []
    counts = Counter[str]()
    for row, measure in zip(drawn.rows, drawn.measures, strict=True):
        judged = judgements[row].tolist()
        counts.update(judged)
        held = [_unit(figure, measure.decimals) for figure in benchmarks[row].tolist()]
        same = len(set(held)) == 1
        note = ""
        if drawn.against.kind == "region" and 0 < covered[row, 0] < n:
            note = f" ({t('value.coverage', covered=covered[row, 0], of=n)})"
        why = next((r for r in reasons[row].tolist() if r), "")
        letters.append("".join(LETTERS[name] for name in judged))
        held_against.append(held[0] if same else held)
        notes.append(note)
        whys.append(t(f"judgement.reason.{why}") if why else "")
    lines: HeatLines = {
        "at": list(drawn.rows),
        "judged": letters,
        "benchmark": held_against,
        "trend": [TRENDS.index(word) for word in drawn.trends],
        "note": notes,
        "why": whys,
    }
    return lines, counts


def _groups(version: Version, drawn: Heat) -> list[HeatGroup]:
    """Name, first column and width of each AUSL, where the districts stand by AUSL."""
    if list(drawn.columns) != list(range(len(version.districts))):
        return []
    groups: list[HeatGroup] = []
    start = 0
    for ausl, members in groupby(version.ausl_of.values()):
        size = len(list(members))
        name = version.place_names[ausl].removeprefix("AUSL ")
        groups.append(HeatGroup(name=name, start=start, size=size))
        start += size
    return groups


def _trend_sign(word: str) -> str:
    return TREND_SIGNS.get(word, TREND_SIGNS.get(word.partition("_")[0], ""))


def _unit(figure: float, decimals: int) -> int | None:
    """A figure in whole units of its last decimal, rounded as it is written in words."""
    return None if isnan(figure) else int(f"{figure:.{decimals}f}".replace(".", ""))


def _ranks(values: list[float]) -> list[int | None]:
    """The place of each value among the different ones, from the lowest, 0."""
    places = {value: place for place, value in enumerate(sorted({v for v in values if not isnan(v)}))}
    return [places.get(value) for value in values]


def _distances(highs: list[int | None], lows: list[int | None]) -> list[int | None]:
    """How far each figure lies above another."""
    return [
        None if high is None or low is None else high - low for high, low in zip(highs, lows, strict=True)
    ]


def _around(measure: Measure, language: Language) -> tuple[str, str]:
    """What stands before and after a figure: the signs of :func:`dashboard.locale.formats.measured`."""
    if measure.unit.it == "euro":
        return ("", " €") if language == "it" else ("€", "")
    return ("", "%") if measure.unit.it.startswith("%") else ("", "")
