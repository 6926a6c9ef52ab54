"""Spreads simulated figures: over neighbouring districts, and in whole parts of an exact total."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Vector = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

_REACH_KM = 60.0
"""Distance at which the likeness of two districts has fallen to 1/e."""


def generator(seed: int, topic: str) -> np.random.Generator:
    """Return the random numbers of one topic, so that a change in one topic moves no other."""
    return np.random.default_rng([seed, *topic.encode()])


def smooth_fields(rng: np.random.Generator, districts: pd.DataFrame, count: int) -> Vector:
    """Return ``count`` standardised fields over the districts, shape (count, districts).

    Each mixes a Gaussian field (exponential covariance over the distance of the districts), what hills
    and cities have in common, and a part that is each district's own. Rounded, so that the last bit of
    a linear-algebra library never decides a figure.
    """
    latitude = districts["latitude"].to_numpy(float)
    east = districts["longitude"].to_numpy(float) * 111.32 * np.cos(np.radians(44.5))
    north = latitude * 110.57
    distance = np.hypot(east[:, None] - east, north[:, None] - north)
    root = np.linalg.cholesky(np.exp(-distance / _REACH_KM) + 1e-9 * np.eye(len(districts)))
    size = len(districts)
    field = rng.standard_normal((count, size)) @ root.T + 0.3 * rng.standard_normal((count, size))
    field += rng.normal(0, 0.5, (count, 1)) * districts["hills"].to_numpy(float)
    field += rng.normal(0, 0.5, (count, 1)) * districts["urban"].to_numpy(float)
    field -= field.mean(axis=1, keepdims=True)
    field /= field.std(axis=1, keepdims=True)
    return np.round(field, 6)


def apportion(total: int, weights: Vector) -> Whole:
    """Split a whole total in proportion to the weights, by largest remainders: the parts sum exactly."""
    exact = total * weights / weights.sum()
    parts = np.floor(exact).astype(np.int64)
    short = int(total - parts.sum())
    order = np.argsort(-np.round(exact - parts, 9), kind="stable")
    parts[order[:short]] += 1
    return parts


def offset_for(mean: float, weights: Vector, field: Vector, low: float, high: float) -> float:
    """Return the offset that gives ``low + (high - low) * sigmoid(field + offset)`` this weighted mean."""
    share = weights / weights.sum()
    below, above = -15.0, 15.0
    for _ in range(50):
        middle = (below + above) / 2
        reached = float(share @ (low + (high - low) / (1 + np.exp(-(field + middle)))))
        below, above = (middle, above) if reached < mean else (below, middle)
    return round((below + above) / 2, 6)
