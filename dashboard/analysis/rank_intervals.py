"""How sure a position in a ranking is: rank intervals simulated from the intervals of the values.

Each value is drawn many times within its own uncertainty, every draw is ranked, and the middle 90 % of a
district's ranks is its rank interval (Goldstein and Spiegelhalter 1996, JRSS A 159:385-443; Marshall and
Spiegelhalter 1998, BMJ 316:1701-1705). A draw comes from a two-piece normal distribution whose median is the
value and whose 2.5 % and 97.5 % quantiles are the limits of its 95 % interval: it needs nothing but the
interval, whatever its method, and follows it where it is lopsided.

Draws belong to the district's code, so neither the order of rows nor a missing neighbour moves a result.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.analysis.judgement import figures_of
from data_access.intervals import Z
from data_access.kept import kept
from data_access.version import Version
from data_access.viewer import Viewer

DRAWS = 2_000
LEVEL = 0.90
"""Share of the draws that a rank interval holds, and how sure an order of two must be to tell them apart."""


def rank_intervals(values: pd.DataFrame, *, draws: int = DRAWS) -> pd.DataFrame:
    """Return rank and 90 % rank interval of each place; 1 is the highest value.

    Args:
        values: ``value, lower, upper``, indexed by place code; a row without value or interval is not ranked.
        draws: how many simulated rankings.

    Returns:
        Same index: ``rank`` (of the values themselves, ties share the better rank), ``rank_low``,
        ``rank_high`` (the interval, ``rank_low <= rank_high``) and ``of``, the number of places ranked;
        NaN where not ranked.
    """
    columns = _ranked(*_arrays(values), _draws(tuple(map(str, values.index)), draws))
    return pd.DataFrame({name: column[0] for name, column in columns.items()}, index=values.index)


def told_apart(values: pd.DataFrame, *, draws: int = DRAWS) -> pd.DataFrame:
    """Say of each two places whether their order is sure: one is above the other in 90 % of the draws.

    Args:
        values: as in :func:`rank_intervals`.

    Returns:
        Booleans, places by places, symmetric; false on the diagonal and for a place that is not ranked.
    """
    simulated, known = _simulated(*_arrays(values), _draws(tuple(map(str, values.index)), draws))
    drawn = simulated[0]
    above = (drawn[:, None, :] > drawn[None, :, :]).mean(axis=2)
    sure = (above >= LEVEL) | (above.T >= LEVEL)
    sure &= known[0][:, None] & known[0][None, :]
    return pd.DataFrame(sure, index=values.index, columns=values.index)


def all_rank_intervals(version: Version, period: str, viewer: Viewer) -> pd.DataFrame:
    """Return the rank intervals of all district indicators; shared and computed once: do not write to it.

    Returns:
        ``measure, place, rank, rank_low, rank_high, of``, rows as in
        :func:`dashboard.analysis.judgement.all_judged` (where ``period`` is explained too).
    """
    return _all_rank_intervals(version, period, viewer)


@kept(maxsize=64)
def _all_rank_intervals(version: Version, period: str, viewer: Viewer) -> pd.DataFrame:
    figures = figures_of(version, period, viewer)
    columns = _ranked(figures.value, figures.lower, figures.upper, _draws(version.districts, DRAWS))
    codes, places = [measure.code for measure in figures.measures], list(version.districts)
    return pd.DataFrame(
        {
            "measure": pd.Categorical.from_codes(np.repeat(np.arange(len(codes)), len(places)), codes),
            "place": pd.Categorical.from_codes(np.tile(np.arange(len(places)), len(codes)), places),
            **{name: column.ravel() for name, column in columns.items()},
        }
    )


@kept(maxsize=8)
def _draws(places: tuple[str, ...], draws: int) -> NDArray[np.float32]:
    """Standard normal draws, shape (places, draws), each row from a seed of the place's own."""
    drawn = np.array(
        [
            np.random.default_rng(crc32(place.encode())).standard_normal(draws, dtype=np.float32)
            for place in places
        ],
        dtype=np.float32,
    ).reshape(len(places), draws)
    drawn.setflags(write=False)
    return drawn


def _arrays(values: pd.DataFrame) -> tuple[NDArray, NDArray, NDArray]:
    """Value and interval as arrays of one measure."""
    value, lower, upper = (
        values[name].to_numpy(dtype=float)[None, :] for name in ("value", "lower", "upper")
    )
    return value, lower, upper


def _simulated(
    value: NDArray, lower: NDArray, upper: NDArray, draws: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Drawn values, shape (measures, places, draws), and which places have a value and an interval."""
    known = ~(np.isnan(value) | np.isnan(lower) | np.isnan(upper))
    middle, low, high = (np.where(known, array, 0.0) for array in (value, lower, upper))
    # Single precision ranks as well as double, in half the time: scale to the measure's own spread first.
    span = np.maximum((high - low).max(axis=1, keepdims=True), 1e-300)
    centre = np.where(known.any(axis=1, keepdims=True), middle.mean(axis=1, keepdims=True), 0.0)
    at = ((middle - centre) / span).astype(np.float32)
    up = ((high - middle) / span / Z).astype(np.float32)
    down = ((middle - low) / span / Z).astype(np.float32)
    positive, negative = np.maximum(draws, 0), np.minimum(draws, 0)
    simulated = at[:, :, None] + up[:, :, None] * positive + down[:, :, None] * negative
    return simulated, known


def _ranked(
    value: NDArray, lower: NDArray, upper: NDArray, draws: NDArray[np.float32]
) -> dict[str, NDArray[np.float64]]:
    """Rank, limits and number ranked, each of shape (measures, places)."""
    shape = value.shape
    low_rank, high_rank, rank, of = (np.full(shape, np.nan) for _ in range(4))
    for row in range(shape[0]):
        simulated, known = _simulated(value[row : row + 1], lower[row : row + 1], upper[row : row + 1], draws)
        at = np.flatnonzero(known[0])
        if not len(at):
            continue
        order = np.argsort(-simulated[0][at], axis=0)
        # How often each place (rows) stood at each rank (columns), without a second sort.
        counts = np.zeros((len(at), len(at)), dtype=np.int64)
        for position in range(len(at)):
            counts[:, position] = np.bincount(order[position], minlength=len(at))
        below = counts.cumsum(axis=1)
        tail = (1 - LEVEL) / 2 * draws.shape[1]
        low_rank[row, at] = 1 + (below > tail).argmax(axis=1)
        high_rank[row, at] = 1 + (below >= draws.shape[1] - tail).argmax(axis=1)
        values = value[row, at]
        rank[row, at] = 1 + (values[None, :] > values[:, None]).sum(axis=1)
        of[row, at] = len(at)
    return {"rank": rank, "rank_low": low_rank, "rank_high": high_rank, "of": of}
