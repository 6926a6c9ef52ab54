"""Finds two zones that point to one schema, where every person would count twice.

Nothing in the rows of a S.I.SO schema stops it, and the sums look well: what lies across zones even looks
interesting. A zone that coincides with another is therefore not written, and neither is the other, since
nobody knows which of the two is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from data_access.cases.places import district_of
from data_access.cases.readers import Zone

_FEWEST_BODIES = 2
_FEWEST_PEOPLE = 100
"""Fewer coincide by chance, or by families on a border."""


@dataclass(frozen=True, eq=False)
class Identity:
    """The signs by which a zone's database is known again.

    ``persons``, keys of identified people, stay in memory.
    """

    name: str
    bodies: frozenset[str]
    persons: NDArray[np.int64]
    strangers: tuple[str, ...]
    """Comuni among its bodies that lie in another district."""


def identity(zone: Zone) -> Identity:
    """Return who a zone is."""
    bodies = zone.bodies
    comuni = bodies[(bodies["kind"] == "municipality") & (bodies["municipality"] != "")]
    elsewhere = [district_of().get(code) != zone.zone for code in comuni["municipality"]]
    known = zone.people["identified"].to_numpy(bool)
    return Identity(
        name=plain(zone.name),
        bodies=frozenset(
            f"{plain(n)}|{m}" for n, m in zip(bodies["name"], bodies["municipality"], strict=True)
        ),
        persons=np.unique(zone.people["person"].to_numpy(np.int64)[known]),
        strangers=tuple(sorted(comuni["name"][elsewhere])),
    )


def plain(name: str) -> str:
    """Return a name without what two ways of typing it differ in."""
    return " ".join(str(name).casefold().split())


def coinciding(zones: Mapping[str, Identity], named: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return the zones that coincide with another, with the other's code and the sign of it.

    Args:
        zones: identities of the zones that were read, by code.
        named: the names, as :func:`plain` gives them, of zones that were read before and not this time.
    """
    same: dict[str, list[tuple[str, str]]] = {}
    for one, other in combinations(sorted(zones), 2):
        if sign := _sign(zones[one], zones[other]):
            same.setdefault(one, []).append((other, sign))
            same.setdefault(other, []).append((one, sign))
    for one, other in ((one, other) for one in zones for other in named if other not in zones):
        if zones[one].name and zones[one].name == named[other]:
            same.setdefault(one, []).append((other, "name"))
    return same


def _sign(one: Identity, other: Identity) -> str:
    """Say what coincides: the name in CS_O_ZONA_SOC, all bodies, or most of the smaller zone's people."""
    if one.name and one.name == other.name:
        return "name"
    if len(one.bodies) >= _FEWEST_BODIES and one.bodies == other.bodies:
        return "bodies"
    fewer = min(len(one.persons), len(other.persons))
    both = len(np.intersect1d(one.persons, other.persons, assume_unique=True))
    return "people" if fewer >= _FEWEST_PEOPLE and both > fewer / 2 else ""


def same_address(addresses: Iterable[tuple[str, object]]) -> dict[str, Sequence[str]]:
    """Return the zones that share their address with others, with the codes of those."""
    by_address: dict[object, list[str]] = {}
    for zone, address in addresses:
        by_address.setdefault(address, []).append(zone)
    return {
        zone: [other for other in zones if other != zone]
        for zones in by_address.values()
        if len(zones) > 1
        for zone in zones
    }
