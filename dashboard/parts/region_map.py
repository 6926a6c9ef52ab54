"""The map of the districts with its ranking: one geometry, drawn in the browser (components v2).

It goes where a click with ``st.vega_lite_chart`` beside ``st.dataframe`` costs half as much
(``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dashboard.assets import layer_address, script_address
from dashboard.locale.texts import Translate
from dashboard.locale.words import boundary_words
from dashboard.measure.choropleth import MISSING_CLASS, Place, Ranking
from dashboard.parts import part, prose
from dashboard.parts.contract import MapClass, RegionMap
from data_access.territory import territory_of
from data_access.version import Version
from geodata.ground import Ground, members


def region_map(
    *,
    key: str,
    t: Translate,
    label: str,
    version: Version,
    ground: Ground,
    places: Mapping[str, Place],
    palette: Sequence[str],
    legend: Sequence[tuple[int, str, int]],
    facts: Sequence[str] = (),
    parents: Mapping[str, str] | None = None,
    ranking: Ranking | None = None,
    inset: str | None = None,
    focus: Sequence[str] | None = None,
    selected: str = "",
    compact: bool = False,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Draw the map.

    Args:
        key: identity on the page.
        t: words of the screen.
        label: what a screen reader says of the whole map.
        version: whose register names the districts.
        ground: whose boundaries are drawn. A district of theirs that the register does not know is hatched.
        places: by code, districts and (with ``inset``) Comuni.
        palette: one colour a class.
        legend: class number, words, number of places.
        facts: lines under every tooltip (regional value, source, date).
        parents: name of the AUSL by its code.
        ranking: the linked list; without one the map takes the whole width.
        inset: the selected district, in whose place its Comuni are drawn.
        focus: districts to look at closely; the others turn pale.
        selected: the district outlined.
        compact: for many small maps on a page: no tooltips, names, buttons or legend.
        on_pick: called with the code of a district that was clicked or chosen by keyboard.
    """
    blank = [code for code in dict.fromkeys(members(ground).values()) if code not in places]
    unknown = [(MISSING_CLASS, t("map.no_register"), len(blank))] if blank else []
    data: RegionMap = {
        "style": script_address("map.css"),
        "geo": layer_address("districts", ground=ground),
        "inset": layer_address("municipalities", inset, ground) if inset else None,
        "label": label,
        "areas": {
            "code": [*places, *blank],
            "index": [place.index for place in places.values()] + [MISSING_CLASS] * len(blank),
            "lines": [
                *([*filter(None, place.lines)] for place in places.values()),
                *[[t("map.no_register")]] * len(blank),
            ],
        },
        "palette": list(palette),
        "legend": [
            MapClass(index=index, label=words, count=count) for index, words, count in (*legend, *unknown)
        ],
        "facts": list(facts),
        "parents": dict(parents or {}),
        "names": {code: version.place_names[code] for code in territory_of(version).undrawn},
        "rank": {
            "caption": ranking.caption,
            "place": t("map.district"),
            "scale": ranking.scale,
            "value": t("map.value"),
            "benchmark": ranking.benchmark,
            "rows": {
                "code": [row.code for row in ranking.rows],
                "position": [row.position for row in ranking.rows],
                "at": [row.at for row in ranking.rows],
                "low": [row.low for row in ranking.rows],
                "high": [row.high for row in ranking.rows],
            },
        }
        if ranking
        else None,
        "focus": list(focus) if focus else None,
        "selected": selected,
        "compact": compact,
        "pickable": on_pick is not None,
        "words": {"nearer": t("map.nearer"), "farther": t("map.farther"), "whole": t("map.whole")},
    }

    def picked(code: object) -> None:
        if on_pick and str(code) in places:
            on_pick(str(code))

    part("map.js", key, data, picked)
    prose.note(boundary_words(version, ground, t))
