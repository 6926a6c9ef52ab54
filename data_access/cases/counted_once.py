"""Counts once, at every place, what lies in several districts: a person, a pair of supports.

A district's figure is of all that involve it, so an AUSL's or the region's is less than the sum of its
districts'. The sums are what the small cells are protected by, since they add up; a figure counted once is
told beside its sum, where neither it nor what the two together say is small.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.privacy import Axis


def at_every_place(rows: pd.DataFrame, ausl_of: Mapping[str, str], region: str) -> pd.DataFrame:
    """Give each thing a row at every place it lies in, once.

    Args:
        rows: one row a thing and zone; ``thing`` tells things apart, ``zone`` is a district's code.
        ausl_of: the AUSL of each district.
        region: the code of the region.
    """
    levels = (rows["zone"], rows["zone"].map(ausl_of), region)
    places = pd.concat([rows.assign(zone=level) for level in levels], ignore_index=True)
    return places.drop_duplicates(["thing", "zone"])


def told_once(
    once: NDArray[np.int64], sums: NDArray[np.int64], place: Axis, least: int
) -> NDArray[np.float64]:
    """Return the figures counted once, NaN where one would tell a small count.

    Three differences could: how many lie in two districts of one AUSL (its sum less its figure), how many in
    more than two of the region (the sum less twice the figure), and, where every AUSL's figure is told, how
    many lie in two AUSL and how many do not. Of the last kind, the two least AUSL are not told.

    Args:
        once: counted once, place first; things lie in at least two zones or are the zone's own.
        sums: the same cells as sums of the districts.
        place: region, AUSL and perhaps districts.
        least: the least count told.
    """
    region, ausl = 0, np.array(place.children().get(0, []), dtype=np.int64)

    def small(n: NDArray[np.int64]) -> NDArray[np.bool_]:
        return (n > 0) & (n < least)

    quiet = small(once)
    quiet[ausl] |= small(sums[ausl] - once[ausl])
    quiet[region] |= small(sums[region] - 2 * once[region])
    together = once[ausl].sum(axis=0)
    tells = ~quiet[ausl].any(axis=0) & (small(together - once[region]) | small(2 * once[region] - together))
    # Zeros last: an AUSL without any is told as such.
    order = np.argsort(np.where(once[ausl] > 0, once[ausl], np.iinfo(np.int64).max), axis=0, kind="stable")
    for rank in range(min(2, len(ausl))):
        at = ausl[order[rank]]
        np.put_along_axis(quiet, at[None], np.take_along_axis(quiet, at[None], 0) | tells[None], 0)
    return np.where(quiet, np.nan, once)
