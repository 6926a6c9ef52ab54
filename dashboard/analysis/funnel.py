"""Funnel plot: how far from the benchmark chance alone can take a district of a given size.

Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional performance, Statistics in Medicine
24:1185-1202. Limits are the exact quantiles of the binomial (shares) or Poisson (rates) distribution around
the benchmark, with the interpolation of its appendix A.1, which keeps the lines smooth at small counts.
The public-health agencies draw the same two limits: 95 % (2 standard deviations) and 99.8 % (3).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import bdtr, bdtrik, pdtr, pdtrik

from data_access.measures import Measure

LEVELS = (0.95, 0.998)
POINTS = 80
WINSOR = 0.10

OUTSIDE = ("above_998", "above_95", "inside", "below_95", "below_998", "none")
"""Where a district lies; ``none``: it has no value."""


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
    columns = {"denominator": sizes}
    for level, name in zip(LEVELS, ("95", "998"), strict=True):
        tail = (1 - level) / 2
        for side, probability in (("lower", tail), ("upper", 1 - tail)):
            count = _quantile(benchmark / scale, sizes, probability, method)
            share = count / sizes
            columns[f"{side}_{name}"] = np.clip(share, 0, 1 if method == "wilson" else None) * scale
    return pd.DataFrame(columns)


def grid(denominators: NDArray, points: int = POINTS) -> NDArray[np.float64]:
    """Return sizes to draw limits at, evenly on the square root, a little beyond the smallest and largest."""
    known = denominators[~np.isnan(denominators)]
    if not len(known):
        return np.array([])
    low, high = max(float(known.min()) * 0.8, 1.0), float(known.max()) * 1.05
    return np.unique(np.rint(np.linspace(np.sqrt(low), np.sqrt(high), points) ** 2))


def outside(values: pd.DataFrame, benchmark: float, *, method: str, scale: float) -> pd.Series:
    """Say where each district lies, by the limits at its own size.

    Args:
        values: *values* of the districts.
        benchmark, method, scale: as in :func:`limits`.

    Returns:
        One of :data:`OUTSIDE` for each row, on the same index.
    """
    known = (values["denominator"] > 0) & values["value"].notna() & (benchmark == benchmark)
    place = pd.Series("none", index=values.index, name="funnel")
    if not known.any():
        return place
    own = values[known]
    drawn = limits(benchmark, own["denominator"].to_numpy(), method=method, scale=scale)
    value = own["value"].to_numpy()
    place[known] = np.select(
        [
            value > drawn["upper_998"],
            value > drawn["upper_95"],
            value < drawn["lower_998"],
            value < drawn["lower_95"],
        ],
        ["above_998", "above_95", "below_998", "below_95"],
        default="inside",
    )
    return place


def overdispersion(values: pd.DataFrame, benchmark: float, *, method: str, scale: float) -> float:
    """Return how much more districts vary than chance explains: 1 is chance alone, 4 twice its spread.

    Spiegelhalter's phi: the mean of the squared z-scores, after the 10 % lowest and highest were drawn in to
    the 10 % and 90 % quantiles (winsorised). NaN with fewer than five districts or a benchmark of 0 or 100 %.
    """
    known = values[(values["denominator"] > 0) & values["value"].notna()]
    rate = benchmark / scale
    variance = rate * (1 - rate) if method == "wilson" else rate
    if len(known) < 5 or not variance > 0:
        return float("nan")
    z = (known["value"].to_numpy() / scale - rate) / np.sqrt(variance / known["denominator"].to_numpy())
    low, high = np.quantile(z, [WINSOR, 1 - WINSOR])
    return float(np.mean(np.clip(z, low, high) ** 2))


def _quantile(rate: float, sizes: NDArray, probability: float, method: str) -> NDArray[np.float64]:
    """Interpolated quantile of the count: r - (F(r) - p) / (F(r) - F(r - 1)), r the exact quantile."""
    whole = np.rint(sizes)
    if method == "wilson":
        rate = min(max(rate, 0.0), 1.0)
        if rate in (0.0, 1.0):
            return rate * sizes
        start = np.ceil(np.nan_to_num(bdtrik(probability, whole, rate)))

        def cumulated(count: NDArray) -> NDArray:
            return np.where(count < 0, 0.0, bdtr(np.clip(count, 0, whole), whole.astype(np.int64), rate))
    else:
        mean = rate * sizes
        if rate <= 0:
            return np.zeros_like(sizes)
        start = np.ceil(np.nan_to_num(pdtrik(probability, mean)))

        def cumulated(count: NDArray) -> NDArray:
            return np.where(count < 0, 0.0, pdtr(np.maximum(count, 0), mean))

    # The inverse is continuous and may be a hair too high or too low: settle on the exact integer.
    exact = np.maximum(start, 0)
    exact = np.where(cumulated(exact - 1) >= probability, exact - 1, exact)
    exact = np.where(cumulated(exact) < probability, exact + 1, exact)
    here, before = cumulated(exact), cumulated(exact - 1)
    step = np.where(here > before, (here - probability) / np.where(here > before, here - before, 1), 0.0)
    return np.maximum(exact - step, 0.0)
