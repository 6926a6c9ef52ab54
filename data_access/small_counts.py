"""Indicators that count people: small counts are hidden before anything of a version can be read.

A record with a threshold counts people. Its numerators in the districts, the AUSL and the region are counts
that add up, one system a year, and what :func:`data_access.privacy.suppress` hides of them is hidden whole:
numerator, denominator, value and interval, for every viewer alike, one's own district too; it is safe even
where any two coordinators tell one another what they know of their own districts. Of a share the
people left over (denominator less numerator) and the denominator itself are counts of the same system, for
98 of 100 tells of two.

The sums of AUSL and region hold what is hidden of the districts, so they are published here and never summed
from what is shown. Sums over other groups of districts (peers) hold only what is shown.

A district that has reported nothing counts as nobody in its sums, as it does in the figures shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.tables import places_axis
from data_access.measures import Measure
from data_access.privacy import Axis, added_up, linked, separate_axis, suppress, total_axis, unsafe_cells
from data_access.privacy.counts import LOWEST_THRESHOLD

INSIDERS = 2
"""Coordinators, each of whom knows the own district's counts, that may put together what they know."""

_WHOLE = 0
"""Where the denominator stands among the parts of a share."""


@dataclass(frozen=True, eq=False)
class Sums:
    """Published sums of an indicator; arrays have shape (years, region and AUSL), figures NaN where hidden.

    ``covered`` and ``of``: districts behind a sum, hidden ones among them, and those there are.
    """

    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64]
    hidden: NDArray[np.bool_]
    real: NDArray[np.bool_]
    covered: NDArray[np.int64]
    of: NDArray[np.int64]


def hide_small_counts(
    measure: Measure,
    numerator: NDArray,
    denominator: NDArray,
    real: NDArray[np.bool_],
    places: pd.DataFrame,
    key: bytes = b"",
) -> tuple[NDArray[np.bool_], Sums]:
    """Return what is hidden of an indicator's districts, and its sums.

    Args:
        measure: with a threshold.
        numerator, denominator, real: shape (years, districts), NaN where nothing was reported.
        places: as in :class:`data_access.version.Version`.
        key: see :mod:`data_access.privacy.hiding_key`.
    """
    axis = places_axis(places)
    first = len(places) - numerator.shape[1]
    given = ~np.isnan(numerator)
    if measure.has_denominator:
        given &= denominator > 0
    tops, bases = (_with_sums(axis, first, np.where(given, a, 0.0)) for a in (numerator, denominator))
    hidden = cells_to_hide(
        axis, tops, bases if measure.interval_method == "wilson" else None, measure.threshold, key
    )
    covered = _with_sums(axis, first, given.astype(float))[:, :first].astype(np.int64)
    of = _with_sums(axis, first, np.ones(given.shape))[:, :first].astype(np.int64)
    feigned = _with_sums(axis, first, (given & ~real).astype(float))[:, :first]
    unseen = hidden[:, :first] | (covered == 0)
    sums = Sums(
        np.where(unseen, np.nan, tops[:, :first]),
        np.where(unseen | (not measure.has_denominator), np.nan, bases[:, :first]),
        hidden[:, :first] & (covered > 0),
        (feigned == 0) & (covered > 0),
        covered,
        of,
    )
    return hidden[:, first:] & given, sums


def cells_to_hide(
    axis: Axis, counts: NDArray, wholes: NDArray | None, threshold: int | None, key: bytes = b""
) -> NDArray[np.bool_]:
    """Return which counts to hide, shape (years, places) like the counts, which must add up over the axis.

    Args:
        axis: the places.
        counts: numerators.
        wholes: denominators of a share, or None where the denominator counts something else.
        threshold: the least count shown.
        key: see :mod:`data_access.privacy.hiding_key`.
    """
    least = max(threshold or LOWEST_THRESHOLD, LOWEST_THRESHOLD)
    years = separate_axis("year", [str(year) for year in range(len(counts))])
    # A part of a person is a person: nothing between 0 and 1 is shown as nobody.
    people = _whole(counts)
    rest = np.zeros_like(people) if wholes is None else _whole(wholes - counts)
    if wholes is None or not _small(np.stack([rest, people + rest]), least).any():
        if not _small(people, least).any():
            return np.zeros(counts.shape, dtype=bool)
        cells, (at,) = linked([added_up((axis, years), people.T, least)])
        return suppress(cells, insiders=INSIDERS, key=key)[at].T
    part = total_axis("part", ("counted", "rest"))
    parts = np.stack([people + rest, people, rest], axis=-1).transpose(1, 0, 2)
    cells, (at,) = linked([added_up((axis, years, part), parts, least)])
    hidden = suppress(cells, insiders=INSIDERS, key=key)
    # A denominator is often known from elsewhere: what is hidden must be safe without hiding it.
    known = at[..., _WHOLE][~cells.primary[at[..., _WHOLE]]]
    without = hidden.copy()
    without[known] = False
    unsafe = np.any(unsafe_cells(cells, without, insiders=INSIDERS)[at], axis=(0, 2))
    return np.asarray((hidden[at].any(axis=2) | unsafe[np.newaxis]).T)


def hide_regional(
    rows: pd.DataFrame, measures: Mapping[str, Measure], sums: Mapping[str, Sums], years: tuple[int, ...]
) -> pd.DataFrame:
    """Hide values of the region's indicators that are small, or that are a district indicator's hidden sum.

    Args:
        rows: ``code, year, numerator, denominator, standard_error`` and more.
        measures: the region's, by code.
        sums: of the district indicators that count people, by code.
        years: of the sums.

    Returns:
        The rows with one more column, ``hidden``; the figures of those are NaN.
    """
    hidden = np.zeros(len(rows), dtype=bool)
    for i, row in enumerate(rows.itertuples()):
        measure = measures.get(str(row.code))
        if measure is None or row.numerator != row.numerator:
            continue
        if measure.threshold is not None:
            counts = [row.numerator]
            if measure.interval_method == "wilson":
                counts += [row.denominator - row.numerator, row.denominator]
            hidden[i] = _small(_whole(np.array(counts)), max(measure.threshold, LOWEST_THRESHOLD)).any()
        if (fed := sums.get(measure.fed_by)) is not None and row.year in years:
            hidden[i] |= fed.hidden[years.index(row.year), 0]
    figures = {name: rows[name].mask(hidden) for name in ("numerator", "denominator", "standard_error")}
    return rows.assign(**figures, hidden=hidden)


def _small(counts: NDArray, least: int) -> NDArray[np.bool_]:
    return np.asarray((counts > 0) & (counts < least))


def _whole(counts: NDArray) -> NDArray[np.int64]:
    return np.ceil(np.round(counts, 6)).astype(np.int64)


def _with_sums(axis: Axis, first: int, districts: NDArray) -> NDArray[np.float64]:
    """Put the sums of the AUSL and the region before the districts' figures; shape (years, places)."""
    parents = np.array(axis.parents[first:])
    every = np.zeros((len(districts), first + districts.shape[1]))
    every[:, first:] = districts
    every[:, 0] = districts.sum(axis=1)
    for ausl in range(1, first):
        every[:, ausl] = districts[:, parents == ausl].sum(axis=1)
    return every
