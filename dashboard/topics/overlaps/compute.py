"""The same support from several bodies at once: what *Sovrapposizioni* shows of a place and a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.address.view import View
from dashboard.cases.coverage import against
from dashboard.cases.rows import (
    Shared,
    year_of,
)
from data_access.cases.published import CaseTables, case_counts
from data_access.values import district_values, rolled_up
from data_access.version import REGION, Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

SCOPES = ("inside", "across")


MONEY = ("cents", "cents_smaller")


@dataclass(frozen=True, eq=False)
class Overlaps:
    """Overlaps of a view; ``wider`` is the place whose pairs are told by kind: an AUSL for a district.

    Attributes:
        pairs, people: by scope ``n, status`` (pairs also the amounts), at the place looked at.
        kinds, bodies, service: by scope at ``wider``: code, ``n, status`` and amounts, most pairs first.
        compared: by code the people in overlaps per 1,000 residents (*values*), ``pairs``, the ``region``'s
            value and where each interval lies to it (``told``).
    """

    tables: CaseTables
    year: str
    wider: str
    pairs: pd.DataFrame
    people: pd.DataFrame
    kinds: dict[str, pd.DataFrame]
    bodies: dict[str, pd.DataFrame]
    service: dict[str, pd.DataFrame]
    compared: Shared

    @property
    def districts(self) -> pd.DataFrame:
        """The rows of ``compared``."""
        return self.compared.rows


def overlaps_of(version: Version, view: View, viewer: Viewer, tables: CaseTables) -> Overlaps:
    """Choose the overlaps of a view."""
    return _overlaps_of(version, viewer, tables, view.place, year_of(tables, view))


@version_cached(maxsize=256)
def _overlaps_of(version: Version, viewer: Viewer, tables: CaseTables, place: str, year: str) -> Overlaps:
    wider = version.ausl_of.get(place, place)
    at = {"time": year, "place": place}
    pairs = _once(case_counts(tables, "overlaps", viewer, **at).set_index("scope"))
    people = _once(case_counts(tables, "overlapping_people", viewer, **at).set_index("scope"))
    return Overlaps(
        tables,
        year,
        wider,
        pairs,
        people,
        _told(tables, viewer, year, wider, "overlaps_by_kind"),
        _told(tables, viewer, year, wider, "overlaps_by_bodies"),
        _told(tables, viewer, year, wider, "overlaps_by_service"),
        _districts(version, viewer, tables, year),
    )


@version_cached(maxsize=128)
def _told(tables: CaseTables, viewer: Viewer, year: str, wider: str, code: str) -> dict[str, pd.DataFrame]:
    overlaps = {}
    for scope in SCOPES:
        rows = _once(case_counts(tables, code, viewer, time=year, place=wider, scope=scope))
        overlaps[scope] = rows.sort_values("n", ascending=False, kind="stable", ignore_index=True)
    return overlaps


@version_cached(maxsize=16)
def _districts(version: Version, viewer: Viewer, tables: CaseTables, year: str) -> Shared:
    inside = case_counts(
        tables, "overlaps", viewer, time=year, place=list(version.districts), scope="inside"
    ).set_index("place")
    measure = version.measures["overlaps_inside"]
    values = district_values(version, measure, year, viewer)
    whole = rolled_up(version, measure, values, year).loc[REGION]
    region = np.full(len(values), whole["value"] if whole["status"] == "ok" else np.nan)
    lower, upper = (values[name].to_numpy(dtype=float) for name in ("lower", "upper"))
    rows = values.assign(
        pairs=inside["n"],
        pairs_status=inside["status"],
        smaller=inside["cents_smaller"],
        region=region,
        told=against(lower, upper, region),
    )
    return Shared(rows.sort_values("value", ascending=False, kind="stable", na_position="last"))


def _once(cells: pd.DataFrame) -> pd.DataFrame:
    """Take each person or pair once instead of once a district; who then cannot be told is hidden."""
    quiet = (cells["status"] == "ok") & cells["once"].isna()
    return cells.assign(n=cells["once"], status=cells["status"].mask(quiet, "hidden"))
