"""Turns events into cells: days as numbers, codes as positions, rows counted by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.mart import MART_AGE_BANDS, SEXES, UNKNOWN
from data_access.planning.schema import AGE_BANDS

Ints = NDArray[np.int64]

NEVER = np.int64(2**40)
"""Day number of what has not happened (yet): later than every day."""

_FIRST_AGE = np.array([int(band.split("-")[0].rstrip("+")) for band in AGE_BANDS])
_OLDEST = 115


class Coded(NamedTuple):
    """A dimension: a position in ``labels`` for each row."""

    positions: Ints
    labels: Sequence | NDArray

    def of(self, rows: NDArray) -> Coded:
        """Return the dimension of some of the rows (a mask or positions)."""
        return Coded(self.positions[rows], self.labels)


def coded(values: NDArray | pd.Series) -> Coded:
    """Return a dimension from its values, labels in their order."""
    labels, positions = np.unique(np.asarray(values), return_inverse=True)
    return Coded(positions.astype(np.int64), labels)


def coded_words(values: pd.Series) -> Coded:
    """Return a dimension from text, quicker where few words repeat."""
    positions, labels = pd.factorize(values.to_numpy(object), sort=True)
    return Coded(positions.astype(np.int64), labels)


def among(values: pd.Series, codes: Mapping[str, str], labels: Sequence[str], otherwise: str) -> Coded:
    """Return a dimension of fixed labels: each word's code, or ``otherwise`` for a word that has none."""
    words = coded_words(values)
    at = [labels.index(codes.get(word, otherwise)) for word in words.labels]
    return Coded(np.array(at, dtype=np.int64)[words.positions] if at else words.positions, labels)


def count(dimensions: Mapping[str, Coded], sums: Mapping[str, Ints] | None = None) -> pd.DataFrame:
    """Count rows in cells; only cells that hold a row are returned, in the order of the dimensions.

    Args:
        dimensions: by name, all of one length.
        sums: amounts to add up by name, instead of the count ``n``; whole numbers, exact up to 2**53.
    """
    sizes = tuple(max(1, len(d.labels)) for d in dimensions.values())
    rows = len(next(iter(dimensions.values())).positions)
    if rows:
        flat = np.ravel_multi_index([d.positions for d in dimensions.values()], sizes)
        cells, inverse = np.unique(flat, return_inverse=True)
    else:
        cells, inverse = np.empty(0, np.int64), np.empty(0, np.int64)
    at = np.unravel_index(cells, sizes)
    frame = {name: np.asarray(d.labels)[i] for (name, d), i in zip(dimensions.items(), at, strict=True)}
    wanted = {"n": None} if sums is None else sums
    for name, weights in wanted.items():
        totals = np.bincount(inverse, weights=weights, minlength=len(cells))
        frame[name] = np.round(totals).astype(np.int64)
    return pd.DataFrame(frame)


def day_numbers(days: pd.Series) -> Ints:
    """Return days since 1970-01-01, ``NEVER`` where there is none."""
    numbers = days.to_numpy("datetime64[D]").astype(np.int64)
    return np.where(days.isna().to_numpy(), NEVER, numbers)


def months(numbers: Ints) -> Ints:
    """Return the month, as 201909, of day numbers; ``NEVER`` gives 0."""
    month = np.where(numbers == NEVER, 0, numbers).astype("datetime64[D]").astype("datetime64[M]")
    index = month.astype(np.int64)
    return np.where(numbers == NEVER, 0, (1970 + index // 12) * 100 + index % 12 + 1)


def years(numbers: Ints) -> Ints:
    """Return the year of day numbers; ``NEVER`` gives 0."""
    return months(numbers) // 100


def quarters(numbers: Ints) -> Ints:
    """Return the quarter, as 20193, of day numbers; ``NEVER`` gives 0."""
    month = months(numbers)
    return np.where(month == 0, 0, month // 100 * 10 + (month % 100 + 2) // 3)


def age_bands(birth_years: NDArray, at: Ints) -> Coded:
    """Return the band of the age reached during the year of the day; birth year 0 is unknown."""
    born = np.asarray(birth_years, dtype=np.int64)
    age = years(at) - born
    known = (born > 0) & (age >= 0) & (age <= _OLDEST)
    band = np.searchsorted(_FIRST_AGE, np.where(known, age, 0), side="right") - 1
    return Coded(np.where(known, band, len(AGE_BANDS)), MART_AGE_BANDS)


def sexes(values: pd.Series) -> Coded:
    """Return F, M or unknown."""
    return among(values, {"F": "F", "M": "M"}, SEXES, UNKNOWN)


def pairs_of(keys: Ints, among_keys: Ints) -> tuple[Ints, Ints]:
    """Return all pairs (i, j) with ``keys[i] == among_keys[j]``, by i; within one i by j."""
    order = np.argsort(among_keys, kind="stable")
    ordered = among_keys[order]
    first = np.searchsorted(ordered, keys, side="left")
    times = np.searchsorted(ordered, keys, side="right") - first
    left = np.repeat(np.arange(len(keys)), times)
    within = np.arange(len(left)) - np.repeat(np.cumsum(times) - times, times)
    return left, order[first[left] + within]


def earliest(keys: Ints, days: Ints, of: Ints) -> Ints:
    """Return, for each of ``of`` (sorted, unique), the smallest day of its key, else ``NEVER``."""
    smallest = np.full(len(of), NEVER)
    at = np.searchsorted(of, keys)
    inside = at < len(of)
    inside[inside] = of[at[inside]] == keys[inside]
    np.minimum.at(smallest, at[inside], days[inside])
    return smallest
