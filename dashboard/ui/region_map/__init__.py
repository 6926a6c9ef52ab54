"""The map of the districts with its ranking: one geometry, drawn in the browser (components v2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dashboard.assets import script_address
from dashboard.choropleth import Place, Ranking
from dashboard.locale.texts import Translate
from dashboard.ui.parts import part


def region_map(
    *,
    key: str,
    t: Translate,
    label: str,
    layer: str,
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
        layer: address of the districts' geometry.
        places: by code, districts and (with ``inset``) Comuni.
        palette: one colour a class.
        legend: class number, words, number of places.
        facts: lines under every tooltip (regional value, source, date).
        parents: name of the AUSL by its code.
        ranking: the linked list; without one the map takes the whole width.
        inset: address of the Comuni of the selected district, drawn in its place.
        focus: districts to look at closely; the others turn pale.
        selected: the district outlined.
        compact: for many small maps on a page: no tooltips, names, buttons or legend.
        on_pick: called with the code of a district that was clicked or chosen by keyboard.
    """
    data = {
        "style": script_address("map.css"),
        "geo": layer,
        "inset": inset,
        "label": label,
        "areas": {code: [place.index, *place.lines] for code, place in places.items()},
        "palette": list(palette),
        "legend": [list(entry) for entry in legend],
        "facts": list(facts),
        "parents": dict(parents or {}),
        "rank": ranking
        and {
            "caption": ranking.caption,
            "place": t("map.district"),
            "scale": ranking.scale,
            "value": t("map.value"),
            "benchmark": ranking.benchmark,
            "rows": [[row.code, row.position, row.at, row.low, row.high] for row in ranking.rows],
        },
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
