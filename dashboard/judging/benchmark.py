"""What a view compares a district with, and who its peers are: the same on every page and in every file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.view import View
from dashboard.judging.judgement import REGION_VALUE, Against
from dashboard.judging.peers import contributions, distances, nearest, standardised
from data_access.structure import Structure, structure
from data_access.territory import ground_in
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer
from geodata.layers import area_km2


@dataclass(frozen=True, eq=False)
class Peers:
    """The peers of a district and the reasons.

    Attributes:
        place: the district.
        by_hand: whether they were chosen rather than found.
        found: by code, nearest first: ``distance, position, pinned``.
        shares: the same rows by variable: share of the squared distance.
        weights: of the variables.
    """

    place: str
    by_hand: bool
    found: pd.DataFrame
    shares: pd.DataFrame
    weights: Mapping[str, float]

    @property
    def codes(self) -> tuple[str, ...]:
        """The peers' codes, nearest first."""
        return tuple(map(str, self.found.index))


@version_cached(maxsize=2)
def structure_of(version: Version) -> Structure:
    """Return the structural variables of every district, with the areas of the data's year."""
    return structure(version, area_km2(ground_in(version, version.as_of.year)))


@version_cached(maxsize=2)
def standardised_structure(version: Version) -> pd.DataFrame:
    """Return the z-scores of the structural variables: districts by variables."""
    known = structure_of(version)
    return standardised(known.values, [v.code for v in known.variables if v.logarithm])


def district_of(view: View, viewer: Viewer, version: Version) -> str:
    """Return the district a view speaks of: the place, or else the viewer's own; empty without either."""
    return view.place if view.place in version.district_position else viewer.district or ""


def peers_of(version: Version, view: View, viewer: Viewer) -> Peers | None:
    """Return the peers of the view's district, chosen by hand or nearest; None without a district."""
    place = district_of(view, viewer, version)
    if not place:
        return None
    by_hand = tuple(code for code in view.peers if code != place)
    if by_hand:
        return _peers(version, place, True, len(by_hand), view.weights, by_hand, ())
    pinned = tuple(code for code in view.pinned if code != place)
    return _peers(version, place, False, view.neighbours, view.weights, pinned, view.dropped)


# Every page of indicators asks who the peers are, at every click.
@version_cached(maxsize=128)
def _peers(
    version: Version,
    place: str,
    by_hand: bool,
    k: int,
    weighted: tuple[tuple[str, float], ...],
    pinned: tuple[str, ...],
    dropped: tuple[str, ...],
) -> Peers:
    z, weights = standardised_structure(version), dict(weighted)
    found = nearest(z, place, k=k, weights=weights, pinned=pinned, dropped=dropped)
    return Peers(place, by_hand, found, contributions(z, place, list(found.index), weights), weights)


def likeness(version: Version, view: View, place: str) -> NDArray[np.float64]:
    """Return how far each of ``version.districts`` is from one in structure; from itself it is 0 away."""
    far = distances(standardised_structure(version), place, dict(view.weights))
    return far.reindex(list(version.districts)).fillna({place: 0.0}).to_numpy()


def against(version: Version, view: View, viewer: Viewer) -> Against:
    """Return what the view's districts are compared with; the region where peers are asked of no district."""
    if view.benchmark != "peers":
        return Against(view.benchmark)
    peers = peers_of(version, view, viewer)
    # In one order, so that the same peers are the same benchmark however they were found.
    return Against("peers", tuple(sorted(peers.codes))) if peers and peers.codes else REGION_VALUE
