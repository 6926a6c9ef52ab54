"""The viewer and what they may see: the editions of a plan, the Comuni of a district.

Every read takes a :class:`Viewer`; there is no way around it.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data_access.planning.schema import PRESENTED_STATUSES


@dataclass(frozen=True)
class Viewer:
    """The role of the person looking and, for a district user, the district."""

    role: Literal["region", "district"]
    district: str | None = None

    def __post_init__(self) -> None:
        if (self.role == "district") != (self.district is not None):
            raise ValueError("A district viewer needs a district and a regional viewer has none.")


def sees_editions(viewer: Viewer, districts: NDArray, statuses: NDArray) -> NDArray[np.bool_]:
    """Say which editions the viewer may see.

    The region sees every edition in every status; a district its own in every status and the others'
    from ``presented`` (presentata alla Regione) on.

    Args:
        viewer: who asks.
        districts: district code of each edition, shape (n,).
        statuses: status of each edition, shape (n,).

    Returns:
        Booleans, shape (n,).
    """
    if viewer.role == "region":
        return np.ones(len(statuses), dtype=bool)
    return np.isin(statuses, PRESENTED_STATUSES) | (districts == viewer.district)


@dataclass(frozen=True)
class Permission:
    """The answer whether something may be seen, with the reason: a code that the screen puts into words."""

    granted: bool
    reason: str


REGIONAL, OWN_DISTRICT = Permission(True, "regional"), Permission(True, "own_district")
OTHER_DISTRICT, NO_DISTRICT = Permission(False, "other_district"), Permission(False, "no_district")


def sees_comuni(viewer: Viewer, place: str, districts: Container[str]) -> Permission:
    """Say whether the viewer may see the case figures of a place's Comuni, and why.

    The region sees the Comuni of every district, a district only its own. A place that is no district has no
    Comuni to show: AUSL and region are shown by district.

    Args:
        viewer: who asks.
        place: code of a district, an AUSL or the region.
        districts: codes of all districts.
    """
    if place not in districts:
        return NO_DISTRICT
    if viewer.role == "region":
        return REGIONAL
    return OWN_DISTRICT if place == viewer.district else OTHER_DISTRICT


def sees_places(viewer: Viewer, places: NDArray) -> NDArray[np.bool_]:
    """Say which places of a case table the viewer may see; a Comune is written ``district/code``.

    Args:
        viewer: who asks.
        places: codes of region, AUSL, districts and Comuni, shape (n,).

    Returns:
        Booleans, shape (n,).
    """
    if viewer.role == "region":
        return np.ones(len(places), dtype=bool)
    districts = [place.split("/")[0] if "/" in place else "" for place in places]
    seen = {district: sees_comuni(viewer, district, districts).granted for district in set(districts)}
    return np.array([not district or seen[district] for district in districts], dtype=bool)
