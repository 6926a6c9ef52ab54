"""Funnel plot: how far from the benchmark chance alone can take a district of a given size.

Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional performance, Statistics in Medicine
24:1185-1202. A district is outside if, were its true value the benchmark, a count at least as far out on its
side would have a binomial (shares) or Poisson (rates) probability under the nominal one: 2.5 % a side for the
95 % limits, 0.1 % for the 99.8 % ones. Counts are whole, so the true share of false alarms lies at or under
that, never over it.

The lines drawn are where that probability, made continuous by the incomplete beta and gamma functions, is the
nominal one: smooth, and every point beyond a line is outside. The paper's own interpolation goes back from
the exact quantile by up to one case and would flag more than the nominal share above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import bdtrik, betainc, betaincc, gammainc, gammaincc, pdtrik

from data_access.measures import Measure

LEVELS = {"95": 0.025, "998": 0.001}
"""Nominal probability of each side of the limits."""

POINTS = 80
WINSOR = 0.10
SIMULATIONS = 2_000
FEWEST = 5
"""Districts below which their spread says nothing."""

OUTSIDE = ("above_998", "above_95", "inside", "below_95", "below_998", "none")
"""Where a district lies; ``none``: it has no value."""


@dataclass(frozen=True)
class Spread:
    """How many times farther from the benchmark districts are than chance alone would put them.

    ``times`` is 1 on average under chance; between ``low`` and ``high`` lie 95 % of the values it then takes.
    All NaN with fewer than five districts or a benchmark of 0 or 100 %.
    """

    times: float
    low: float
    high: float

    @property
    def beyond_chance(self) -> bool:
        """Whether chance alone does not explain the spread."""
        return self.times > self.high


def applies(measure: Measure) -> bool:
    """Say whether a funnel can be drawn: a share or a rate of counts, with its denominators."""
    return measure.has_denominator and measure.interval_method in ("wilson", "byar")


def limits(benchmark: float, denominators: NDArray, *, method: str, scale: float) -> pd.DataFrame:
    """Return the control limits around a benchmark.

    Args:
        benchmark: the value all districts are held against, in the measure's unit (after ``scale``).
        denominators: positive sizes, shape (n,).
        method: ``wilson`` (a share: binomial) or ``byar`` (a rate: Poisson).
        scale: the measure's scale.

    Returns:
        One row a size: ``denominator, lower_95, upper_95, lower_998, upper_998`` in the measure's unit.
    """
    sizes = np.asarray(denominators, dtype=float)
    rate = _rate(benchmark, method, scale)
    columns = {"denominator": sizes}
    for name, tail in LEVELS.items():
        for side, counts in zip(("lower", "upper"), _line(rate, sizes, tail, method), strict=True):
            columns[f"{side}_{name}"] = counts / sizes * scale
    return pd.DataFrame(columns)


def grid(denominators: NDArray, points: int = POINTS) -> NDArray[np.float64]:
    """Return sizes to draw limits at, evenly on the square root, a little beyond the smallest and largest."""
    known = denominators[~np.isnan(denominators)]
    if not len(known):
        return np.array([])
    low, high = max(float(known.min()) * 0.8, 1.0), float(known.max()) * 1.05
    return np.unique(np.rint(np.linspace(np.sqrt(low), np.sqrt(high), points) ** 2))


def outside(values: pd.DataFrame, benchmark: float, *, method: str, scale: float) -> pd.Series:
    """Say where each district lies, by the probability of its own count at its own size.

    Args:
        values: *values* of the districts.
        benchmark, method, scale: as in :func:`limits`.

    Returns:
        One of :data:`OUTSIDE` for each row, on the same index.
    """
    known = _known(values) & (benchmark == benchmark)
    place = pd.Series("none", index=values.index, name="funnel")
    if not known.any():
        return place
    own = values[known]
    at_least, at_most = _tails(
        own["numerator"].to_numpy(dtype=float),
        own["denominator"].to_numpy(dtype=float),
        _rate(benchmark, method, scale),
        method,
    )
    conditions = [side < LEVELS[level] for side in (at_least, at_most) for level in ("998", "95")]
    place[known] = np.select(conditions, ["above_998", "above_95", "below_998", "below_95"], default="inside")
    return place


def overdispersion(values: pd.DataFrame, benchmark: float, *, method: str, scale: float) -> Spread:
    """Return how much more districts vary than chance explains.

    The measure is Spiegelhalter's phi: the mean of the squared z-scores, after the 10 % lowest and highest
    were drawn in to the 10 % and 90 % quantiles (winsorised), which leaves phi at about two thirds under
    chance alone. So it is held against what chance alone gives for districts of these very sizes, in 2,000
    simulations; ``times`` is the root of their ratio.
    """
    known = values[_known(values)]
    rate = _rate(benchmark, method, scale)
    sizes = known["denominator"].to_numpy(dtype=float)
    variance = rate * (1 - rate) if method == "wilson" else rate
    if len(known) < FEWEST or not variance > 0:
        return Spread(np.nan, np.nan, np.nan)
    card = _phi(known["numerator"].to_numpy(dtype=float)[None, :], sizes, rate, variance)[0]
    # Always the same simulations: the same districts give the same figures.
    rng = np.random.default_rng(0)
    shape = (SIMULATIONS, len(sizes))
    whole = np.maximum(np.rint(sizes), 1).astype(np.int64)
    counts = rng.binomial(whole, rate, shape) if method == "wilson" else rng.poisson(rate * sizes, shape)
    chance = _phi(counts.astype(float), whole if method == "wilson" else sizes, rate, variance)
    low, high = np.quantile(chance, [0.025, 0.975])
    times, *ends = np.sqrt(np.array([card, low, high]) / chance.mean()).tolist()
    return Spread(times, *ends)


def _known(values: pd.DataFrame) -> pd.Series:
    return (values["denominator"] > 0) & values["value"].notna()


def _rate(benchmark: float, method: str, scale: float) -> float:
    """The benchmark as a probability or as events by unit of the denominator."""
    rate = benchmark / scale
    return min(max(rate, 0.0), 1.0) if method == "wilson" else max(rate, 0.0)


def _phi(counts: NDArray, sizes: NDArray, rate: float, variance: float) -> NDArray[np.float64]:
    """Mean winsorised squared z-score of each row of counts."""
    z = (counts - rate * sizes) / np.sqrt(variance * sizes)
    low, high = np.quantile(z, [WINSOR, 1 - WINSOR], axis=1)
    return np.asarray(np.mean(np.clip(z, low[:, None], high[:, None]) ** 2, axis=1))


def _tails(
    counts: NDArray, sizes: NDArray, rate: float, method: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Probability of at least, and of at most, so many events."""
    if method == "byar":
        some = np.maximum(counts, 1e-9)
        return np.where(counts > 0, gammainc(some, rate * sizes), 1.0), gammaincc(counts + 1, rate * sizes)
    some, less = np.maximum(counts, 1e-9), np.maximum(sizes - counts, 1e-9)
    at_least = np.where(counts > 0, betainc(some, sizes - counts + 1, rate), 1.0)
    at_most = np.where(counts < sizes, betaincc(counts + 1, less, rate), 1.0)
    return at_least, at_most


def _line(
    rate: float, sizes: NDArray, tail: float, method: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The counts at which the probability of so few, and of so many, is the nominal one."""
    if method == "wilson" and rate in (0.0, 1.0):
        return rate * sizes, rate * sizes
    if rate == 0:
        return np.zeros_like(sizes), np.zeros_like(sizes)
    if method == "wilson":
        lower, below = bdtrik(tail, sizes, rate), bdtrik(1 - tail, sizes, rate)
        none = (1 - rate) ** sizes
    else:
        lower, below = pdtrik(tail, rate * sizes), pdtrik(1 - tail, rate * sizes)
        none = np.exp(-rate * sizes)
    # At least x is the opposite of at most x - 1. Where a single event is already too many, the line lies
    # under it, by linear interpolation from none.
    upper = np.where(none > 1 - tail, (1 - tail) / np.maximum(none, 1 - tail), 1 + below)
    if method == "wilson":
        upper = np.minimum(upper, sizes)
    return np.where(none >= tail, 0.0, lower), upper
