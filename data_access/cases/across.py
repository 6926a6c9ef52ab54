"""Facts across zones, which need all zones together: overlaps, and needs answered in another zone.

It works on person keys in memory and returns counts. Nothing here is written but those counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np
import pandas as pd

from data_access.cases.cells import Coded, Ints, coded, coded_words, count
from data_access.cases.facts import Keys
from data_access.cases.mart import SUPPORT_DAYS
from data_access.cases.overlaps import Held, overlap_cells, overlapping


def across_facts(keys: Mapping[str, Keys]) -> dict[str, pd.DataFrame]:
    """Return the facts across the zones given, by table name, with all columns of the tables.

    Args:
        keys: of every zone that was read in this run, by zone; all made with one person key.
    """
    zones = sorted(keys)
    pairs, kinds = _pairs(keys, zones)
    labels = np.array(zones, dtype=object)
    elsewhere, by_class = _elsewhere(keys, zones)
    return {
        "overlap": overlap_cells(
            pairs,
            kinds,
            zone=Coded(pairs["zone_1"].to_numpy(np.int64), labels),
            other_zone=Coded(pairs["zone_2"].to_numpy(np.int64), labels),
        ),
        "overlap_person_across": _people(pairs, zones),
        "coverage_elsewhere": elsewhere,
        "coverage_elsewhere_by_class": by_class,
    }


def _pairs(keys: Mapping[str, Keys], zones: Sequence[str]) -> tuple[pd.DataFrame, list[str]]:
    parts = [keys[zone].held for zone in zones]
    kinds = sorted({str(label) for part in parts for label in part.kind.labels})
    shared = [
        np.array([kinds.index(str(label)) for label in part.kind.labels], np.int64)[part.kind.positions]
        for part in parts
    ]
    joined = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(Held)
        if field.name != "kind"
    }
    everything = Held(**joined, kind=Coded(np.concatenate(shared), kinds))
    pairs = overlapping(everything, _zone_of([len(part.person) for part in parts]))
    first = np.array([keys[zone].months[0] for zone in zones])
    last = np.array([keys[zone].months[1] for zone in zones])
    one, two = pairs["zone_1"].to_numpy(np.int64), pairs["zone_2"].to_numpy(np.int64)
    month = pairs["month"].to_numpy(np.int64)
    # An overlap is told only of the months that both zones have facts of.
    in_range = (month >= np.maximum(first[one], first[two])) & (month <= np.minimum(last[one], last[two]))
    return pairs[in_range], kinds


def _people(pairs: pd.DataFrame, zones: Sequence[str]) -> pd.DataFrame:
    """Count the people of the pairs once a year, by all zones in which they have one."""
    sides = [
        pairs[["person", "year", f"zone_{side}"]].set_axis(["person", "year", "zone"], axis=1)
        for side in (1, 2)
    ]
    held = pd.concat(sides).drop_duplicates().sort_values("zone")
    named = held.assign(zone=[zones[position] for position in held["zone"]])
    together = named.groupby(["person", "year"])["zone"].agg(" ".join).reset_index(name="zones")
    return count({"year": coded(together["year"]), "zones": coded_words(together["zones"])})


def _elsewhere(keys: Mapping[str, Keys], zones: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Look for each zone's unanswered people among the supports of the others."""
    people, classes = [], []
    supports = {zone: keys[zone].supports for zone in zones}
    known = {zone: np.unique(supports[zone].person) for zone in zones}
    for zone in zones:
        needs = keys[zone].needs
        helped = np.zeros(len(needs.person), bool)
        for other in zones:
            # Few people are known in two zones: most are out after this one look.
            some = np.flatnonzero(_among(needs.person, known[other])) if other != zone else np.empty(0, int)
            if len(some):
                day = needs.day[some]
                helped[some] |= supports[other].touch(needs.person[some], day, day + SUPPORT_DAYS)
        person, pair = helped & (needs.need_class < 0), helped & (needs.need_class >= 0)
        people.append(
            count(
                {
                    "year": coded(needs.year[person]),
                    "category": needs.category.of(person),
                    "age_band": needs.age_band.of(person),
                }
            ).assign(zone=zone)
        )
        classes.append(
            count(
                {
                    "year": coded(needs.year[pair]),
                    "need_class": Coded(needs.need_class[pair], needs.classes),
                }
            ).assign(zone=zone)
        )
    return pd.concat(people, ignore_index=True), pd.concat(classes, ignore_index=True)


def _among(values: Ints, ordered: Ints) -> Ints:
    if not len(ordered):
        return np.zeros(len(values), bool)
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return ordered[at] == values


def _zone_of(sizes: Sequence[int]) -> Ints:
    return np.repeat(np.arange(len(sizes)), sizes)
