"""One measure of a district beside those of its peers, with differences and intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.judging.benchmark import Peers
from dashboard.topics.indicators.sides.differences import difference
from data_access.measures import Measure
from data_access.values import district_values, everywhere, grouped, latest_period, periods_of
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

POOLED = "peers"
"""The row of all other districts together."""


@dataclass(frozen=True, eq=False)
class Sides:
    """What the page shows.

    Attributes:
        peers: the district and those it stands beside.
        measure: the indicator looked at closely.
        period: its year.
        year: the year asked for, empty for the last of each indicator.
        differences: by code, the others and :data:`POOLED`: ``value, lower, upper, status`` of the other and
            ``difference, low, high, sign`` of the district minus the other.
        own: the district's own values of the measure.
        history: the measure's values, periods by codes, the district first; ``absent``: the status of each.
    """

    peers: Peers
    measure: Measure
    period: str
    year: str
    differences: pd.DataFrame
    own: pd.Series
    history: pd.DataFrame
    absent: pd.DataFrame


@version_cached(maxsize=64)
def sides_of(version: Version, peers: Peers, measure: Measure, year: str, viewer: Viewer) -> Sides:
    """Compare a district with its peers on one indicator."""
    years = list(periods_of(version, measure))
    year = year if year in {*years, *map(str, version.years)} else ""
    period = year or latest_period(version, measure)
    values = district_values(version, measure, period, viewer)
    own = values.loc[peers.place]
    others = values.loc[list(peers.codes)]
    if peers.codes:
        others = pd.concat([others, grouped(measure, values, {POOLED: peers.codes})])
    columns = [np.full(len(others), float(own[name])) for name in ("value", "lower", "upper")]
    columns += [others[name].to_numpy(dtype=float) for name in ("value", "lower", "upper")]
    apart = difference(*columns).set_index(others.index)
    every = everywhere(version, measure, viewer)
    codes = [peers.place, *peers.codes]
    at = [version.district_position[code] for code in codes]

    def by_year(name: str) -> pd.DataFrame:
        shaped = every[name].to_numpy().reshape(len(years), len(version.districts))
        return pd.DataFrame(shaped[:, at], index=years, columns=codes)

    return Sides(
        peers,
        measure,
        period,
        year,
        pd.concat([others[["value", "lower", "upper", "status"]], apart], axis=1),
        own,
        by_year("value"),
        by_year("status"),
    )
