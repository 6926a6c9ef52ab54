"""How sure a position in a ranking is: rank intervals by comparing every two places.

A place's rank is not estimated: it follows from who is surely above it and who is surely below it. Its rank
interval goes from 1 + those surely above to the number of places - those surely below (Mogstad, M., Romano,
J. P., Shaikh, A. M. and Wilhelm, D. (2024), Inference for ranks with applications to mobility across
neighborhoods and academic achievement across countries, Review of Economic Studies 91:476-518; the package
csranks). Intervals cut out of simulated rankings (Goldstein and Spiegelhalter 1996) are narrower, but near
ties they hold the true rank far less often than they say.

Surely means by more than chance makes of the largest of all comparisons looked at, 90 times of 100, so there
are two kinds:

``rank_low, rank_high``  of one place: its comparisons with every other; for who looks at one place
``all_low, all_high``    of all places together: every comparison of any two; for who reads the whole ranking

How large that is, is simulated: a place's value errs by a two-piece normal distribution whose 2.5 % and
97.5 % quantiles are the limits of its 95 % interval, so nothing is needed but the interval, whatever its
method, and it is followed where it is lopsided. The error of a difference is made of the two sides that face
each other, as in :mod:`dashboard.topics.indicators.sides.differences`. Equal values are never told apart.

Draws belong to the place's code, so neither the order of rows nor a missing neighbour moves a result.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.judging.judgement import figures_of
from data_access.intervals import Z
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

DRAWS = 1_000
LEVEL = 0.90
"""How sure a rank interval is."""

COLUMNS = ("rank", "rank_low", "rank_high", "all_low", "all_high", "of")


def rank_intervals(values: pd.DataFrame, *, draws: int = DRAWS) -> pd.DataFrame:
    """Return rank and 90 % rank intervals of each place; 1 is the highest value.

    Args:
        values: ``value, lower, upper``, indexed by place code; a row without value or interval is not ranked,
            and a value without an interval is told apart from nobody.
        draws: how many simulations.

    Returns:
        Same index: ``rank`` (of the values themselves, ties share the better rank), ``rank_low, rank_high``
        and ``all_low, all_high`` (see the module's docstring; the rank is always inside) and ``of``, the
        number of places with a value; NaN where not ranked.
    """
    columns = _ranked(*_arrays(values), _draws(tuple(map(str, values.index)), draws))
    return pd.DataFrame({name: column[0] for name, column in columns.items()}, index=values.index)


def told_apart(values: pd.DataFrame, *, draws: int = DRAWS) -> pd.DataFrame:
    """Say of each place (rows) from which others (columns) it is surely apart, looked at by itself.

    Those it is not told apart from are as many as its rank interval is wide. Of two places one may be told
    apart from the other and not the reverse, because each stands among its own comparisons.

    Args:
        values: as in :func:`rank_intervals`.

    Returns:
        Booleans; false on the diagonal and for a place that is not ranked.
    """
    sure = np.zeros((len(values), len(values)), dtype=bool)
    value, lower, upper = (array[0] for array in _arrays(values))
    at = np.flatnonzero(~np.isnan(value + lower + upper))
    if len(at):
        drawn = _draws(tuple(map(str, values.index)), draws)[at]
        apart, single, _ = _compared(value[at], lower[at], upper[at], drawn)
        sure[np.ix_(at, at)] = np.abs(apart) > single[:, None]
    return pd.DataFrame(sure, index=values.index, columns=values.index)


def all_rank_intervals(version: Version, period: str, viewer: Viewer) -> pd.DataFrame:
    """Return the rank intervals of all district indicators; shared and computed once: do not write to it.

    Returns:
        ``measure, place`` and :data:`COLUMNS`, rows as in
        :func:`dashboard.judging.judgement.all_judged` (where ``period`` is explained too).
    """
    return _all_rank_intervals(version, period, viewer)


@version_cached(maxsize=64)
def _all_rank_intervals(version: Version, period: str, viewer: Viewer) -> pd.DataFrame:
    figures = figures_of(version, period, viewer)
    arrays = (figures.value, figures.lower, figures.upper)
    columns = _ranked_once(*(array.tobytes() for array in arrays), version.districts)
    codes, places = [measure.code for measure in figures.measures], list(version.districts)
    return pd.DataFrame(
        {
            "measure": pd.Categorical.from_codes(np.repeat(np.arange(len(codes)), len(places)), codes),
            "place": pd.Categorical.from_codes(np.tile(np.arange(len(places)), len(codes)), places),
            **{name: column.ravel() for name, column in columns.items()},
        }
    )


@version_cached(maxsize=32)
def _ranked_once(
    value: bytes, lower: bytes, upper: bytes, places: tuple[str, ...]
) -> dict[str, NDArray[np.float64]]:
    # A fifth of a second, and the same for every viewer who sees the same figures.
    middle, low, high = (np.frombuffer(array).reshape(-1, len(places)) for array in (value, lower, upper))
    return _ranked(middle, low, high, _draws(places, DRAWS))


@version_cached(maxsize=8)
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


def _compared(
    value: NDArray, lower: NDArray, upper: NDArray, draws: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Compare every two of n places.

    Returns:
        How far the first (rows) is above the second (columns) in standard errors of their difference, shape
        (n, n), infinite where two different values have no error; the largest such distance that chance
        makes 90 times of 100 of each place's comparisons, shape (n,), and of all comparisons.
    """
    up, down = (upper - value) / Z, (value - lower) / Z
    # Of the first above the second: down from the first, up from the second.
    error = np.sqrt(down[:, None] ** 2 + up[None, :] ** 2)
    distance = value[:, None] - value[None, :]
    error = np.where(distance >= 0, error, error.T)
    known = error > 0
    apart = np.where(distance == 0, 0.0, np.copysign(np.inf, distance))
    np.divide(distance, error, out=apart, where=known)

    # Single precision does as well, in half the time: scale to the measure's own spread first.
    unit = max(float(np.sqrt(up**2 + down**2).max()), 1e-300)
    errs = (up / unit)[:, None] * np.maximum(draws, 0) + (down / unit)[:, None] * np.minimum(draws, 0)
    errs = errs.astype(np.float32)
    facing = np.sqrt(down[:, None] ** 2 + up[None, :] ** 2) / unit
    weight = np.divide(1.0, facing, out=np.zeros_like(facing), where=facing > 0).astype(np.float32)
    farthest = np.zeros(errs.shape, dtype=np.float32)
    for place in range(len(value)):
        # The place errs high against each other, and each other against the place.
        against = (errs - errs[place]) * weight[place][:, None]
        np.maximum(farthest[place], against.max(axis=0), out=farthest[place])
        np.maximum(farthest, against, out=farthest)
    single = np.quantile(farthest, LEVEL, axis=1, method="higher")
    return apart, single.astype(float), float(np.quantile(farthest.max(axis=0), LEVEL, method="higher"))


def _ranked(
    value: NDArray, lower: NDArray, upper: NDArray, draws: NDArray[np.float32]
) -> dict[str, NDArray[np.float64]]:
    """:data:`COLUMNS`, each of shape (measures, places)."""
    columns = {name: np.full(value.shape, np.nan) for name in COLUMNS}
    for row in range(value.shape[0]):
        at = np.flatnonzero(~np.isnan(value[row] + lower[row] + upper[row]))
        if not len(at):
            continue
        apart, single, every = _compared(value[row, at], lower[row, at], upper[row, at], draws[at])
        of = (~np.isnan(value[row])).sum()
        columns["rank"][row, at] = 1 + (value[row] > value[row, at][:, None]).sum(axis=1)
        columns["of"][row, at] = of
        for name, least in (("rank", single[:, None]), ("all", every)):
            columns[f"{name}_low"][row, at] = 1 + (apart < -least).sum(axis=1)
            columns[f"{name}_high"][row, at] = of - (apart > least).sum(axis=1)
    return columns
