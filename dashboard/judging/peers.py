"""Peers: the districts most alike in structure, and why.

Nearest statistical neighbours, as public-finance and public-health bodies draw them (CIPFA's "nearest
neighbours" of English authorities): variables standardised to z-scores, weighted Euclidean distance. It is
divided by the root of the weights in use, so 1 means "one standard deviation apart on a typical variable",
whatever the number of variables; a variable unknown for one of two districts is left out of their distance.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

K = 6
WEIGHTS = (0.0, 0.5, 1.0, 2.0, 3.0)


def standardised(variables: pd.DataFrame, logarithm: Collection[str] = ()) -> pd.DataFrame:
    """Return z-scores over the places (population standard deviation), NaN where a value is missing.

    Args:
        variables: places by variables.
        logarithm: variables taken as natural logarithms first, so that distances are ratios; their values
            must be positive, others become missing.

    Returns:
        Same shape; a variable that is the same everywhere is 0.
    """
    values = variables.astype(float).copy()
    for name in logarithm:
        values[name] = np.log(values[name].where(values[name] > 0))
    spread = values.std(ddof=0)
    # Rounding leaves a trace of spread in a constant; its size against the values tells it from a real one.
    constant = spread <= 1e-12 * values.abs().max().clip(lower=1e-300)
    centred = values - values.mean()
    return (centred / spread.where(~constant, 1.0)).where(~constant | values.isna(), 0.0)


def distances(z: pd.DataFrame, place: str, weights: Mapping[str, float] | None = None) -> pd.Series:
    """Return the distance of every other place from one.

    Args:
        z: places by variables, standardised.
        place: one of its index.
        weights: by variable; 1 where not given, 0 leaves a variable out.

    Returns:
        By place without ``place`` itself; NaN where no variable in use is known for both.
    """
    squares, used = _squares(z, place, weights)
    total = used.sum(axis=1)
    squared = np.divide(np.nansum(squares, axis=1), total, out=np.full(len(z), np.nan), where=total > 0)
    return pd.Series(np.sqrt(squared), index=z.index, name="distance").drop(place)


def nearest(
    z: pd.DataFrame,
    place: str,
    *,
    k: int = K,
    weights: Mapping[str, float] | None = None,
    pinned: Collection[str] = (),
    dropped: Collection[str] = (),
) -> pd.DataFrame:
    """Return the peers of a place, nearest first.

    Args:
        z, place, weights: as in :func:`distances`.
        k: how many peers, those pinned included (all pinned ones stay, even if they are more).
        pinned: peers whatever their distance.
        dropped: never peers; what is both is dropped.

    Returns:
        By place: ``distance``, ``position`` among all other places (1 is the nearest), ``pinned``. Equal
        distances are in the order of the codes, so the order of rows never decides.
    """
    every = distances(z, place, weights).rename_axis("place").reset_index()
    every = every.sort_values(["distance", "place"], na_position="last").set_index("place")
    every["position"] = np.arange(1, len(every) + 1)
    every["pinned"] = every.index.isin(list(pinned))
    kept = every[~every.index.isin(list(dropped)) & (every["distance"].notna() | every["pinned"])]
    held = kept[kept["pinned"]]
    rest = kept[~kept["pinned"]].head(max(k - len(held), 0))
    return kept.loc[kept.index.isin([*held.index, *rest.index])]


def contributions(
    z: pd.DataFrame, place: str, others: Collection[str], weights: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Return which share of the squared distance each variable makes; rows add up to 1.

    Returns:
        ``others`` by variables; 0 where two places are the same, NaN for a variable that is not known.
    """
    squares, _ = _squares(z, place, weights)
    table = pd.DataFrame(squares, index=z.index, columns=z.columns).loc[list(others)]
    total = table.sum(axis=1)
    return table.div(total.where(total > 0, 1.0), axis=0)


def _squares(
    z: pd.DataFrame, place: str, weights: Mapping[str, float] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weighted squared differences from a place, and the weights in use; both places by variables."""
    given = weights or {}
    weight = np.array([float(given.get(str(name), 1.0)) for name in z.columns])
    if (weight < 0).any():
        raise ValueError("A weight is negative; weights of variables must be 0 or more.")
    apart = z.to_numpy(dtype=float) - z.loc[place].to_numpy(dtype=float)
    return weight * apart**2, np.where(np.isnan(apart), 0.0, weight)
