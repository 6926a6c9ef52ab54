"""Recent trend: is a district really moving, or only up and down.

The rule of the English public-health agencies (Fingertips, technical guidance, "recent trends"): a straight
line through the last five points, each weighted by the inverse of its variance, here taken from the width of
its interval. The trend is significant when the squared slope over its variance exceeds 9.55 (chi-square, one
degree of freedom, 99.8 %) and no single year carries it: with each of the five left out in turn the slope
keeps its sign.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.judging.judgement import figures_of, indicators_of
from data_access.intervals import Z
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

POINTS = 5
CRITICAL = 9.55

TRENDS = (
    "rising_better",
    "rising_worse",
    "rising",
    "falling_better",
    "falling_worse",
    "falling",
    "no_change",
    "not_computable",
)
"""Direction, and for a measure with a good side whether that is the better one; ``not_computable``: fewer
than five years in a row with a value and an interval."""


def recent_trend(
    value: NDArray, lower: NDArray, upper: NDArray, polarity: str = "neutral"
) -> dict[str, NDArray]:
    """Judge the last five points of many series.

    Args:
        value, lower, upper: values and 95 % intervals, oldest first, shape (years, series), years at equal
            distances; only the last five rows are looked at.
        polarity: whether higher is better.

    Returns:
        ``trend`` (:data:`TRENDS`), ``slope`` (unit of the value a year) and ``chi2``, shape (series,); slope
        and chi-square are NaN where the trend is not computable.
    """
    series = value.shape[1:]
    empty = {
        "trend": np.full(series, "not_computable", dtype="<U14"),
        "slope": np.full(series, np.nan),
        "chi2": np.full(series, np.nan),
    }
    if len(value) < POINTS:
        return empty
    y = value[-POINTS:]
    error = (upper[-POINTS:] - lower[-POINTS:]) / (2 * Z)
    known = (~np.isnan(y) & (error > 0)).all(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = 1 / error**2
        slope, information = _slope(y, weight)
        chi2 = slope**2 * information
        without = np.array(
            [_slope(np.delete(y, out, 0), np.delete(weight, out, 0), out)[0] for out in range(POINTS)]
        )
        # A slope that is nothing but rounding has no sign.
        least = 1e-12 * np.abs(y).max(axis=0)
        steady = ((np.sign(without) == np.sign(slope)) & (np.abs(without) > least)).all(axis=0)
    significant = known & steady & (chi2 > CRITICAL)
    better = {"higher_better": ("_better", "_worse"), "lower_better": ("_worse", "_better")}
    up, down = better.get(polarity, ("", ""))
    words = np.where(slope > 0, f"rising{up}", f"falling{down}")
    return {
        "trend": np.where(~known, "not_computable", np.where(significant, words, "no_change")),
        "slope": np.where(known, slope, np.nan),
        "chi2": np.where(known, chi2, np.nan),
    }


def all_trends(version: Version, period: str, viewer: Viewer) -> pd.DataFrame:
    """Return the recent trend of all district indicators up to a period; shared: do not write to it.

    Args:
        version: the data.
        period: the last of the five years, or empty for the last year each indicator has any value in.
        viewer: who asks.

    Returns:
        ``measure, place, trend`` (categories), ``slope, chi2``; rows as in
        :func:`dashboard.judging.judgement.all_judged`.
    """
    return _all_trends(version, period, viewer)


@version_cached(maxsize=64)
def _all_trends(version: Version, period: str, viewer: Viewer) -> pd.DataFrame:
    back = [figures_of(version, period, viewer, back=n) for n in reversed(range(POINTS))]
    measures, places = indicators_of(version), list(version.districts)
    codes = np.zeros((len(measures), len(places)), dtype=np.int8)
    slope, chi2 = np.full(codes.shape, np.nan), np.full(codes.shape, np.nan)
    for row, measure in enumerate(measures):
        value, lower, upper = (
            np.array([getattr(figures, name)[row] for figures in back])
            for name in ("value", "lower", "upper")
        )
        found = recent_trend(value, lower, upper, measure.polarity)
        codes[row] = [TRENDS.index(word) for word in found["trend"]]
        slope[row], chi2[row] = found["slope"], found["chi2"]
    names = [measure.code for measure in measures]
    return pd.DataFrame(
        {
            "measure": pd.Categorical.from_codes(np.repeat(np.arange(len(names)), len(places)), names),
            "place": pd.Categorical.from_codes(np.tile(np.arange(len(places)), len(names)), places),
            "trend": pd.Categorical.from_codes(codes.ravel(), list(TRENDS)),
            "slope": slope.ravel(),
            "chi2": chi2.ravel(),
        }
    )


def _slope(y: NDArray, weight: NDArray, left_out: int | None = None) -> tuple[NDArray, NDArray]:
    """Weighted least-squares slope over the years 0..4 and the information it rests on (1 / variance)."""
    x = np.arange(POINTS, dtype=float)
    if left_out is not None:
        x = np.delete(x, left_out)
    x = x.reshape(-1, *[1] * (y.ndim - 1))
    total = weight.sum(axis=0)
    mean_x, mean_y = (weight * x).sum(axis=0) / total, (weight * y).sum(axis=0) / total
    information = (weight * (x - mean_x) ** 2).sum(axis=0)
    return (weight * (x - mean_x) * (y - mean_y)).sum(axis=0) / information, information
