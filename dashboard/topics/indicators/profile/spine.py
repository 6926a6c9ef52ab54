"""One district over all indicators: where it stands between the worst and the best, around the benchmark.

The spine chart of the area profiles: one scale a row, the benchmark in the middle, worse to the left and
better to the right (for a neutral measure lower and higher), the longer side reaching the end.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_POINTS = ("value", "lower", "upper", "worst", "low", "high", "best", "target")


def quartiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return minimum, 25 % and 75 % quantile and maximum of each row, NaN where it has no value.

    Args:
        values: shape (indicators, districts), NaN where there is none.

    Returns:
        Shape (4, indicators).
    """
    found = np.full((4, len(values)), np.nan)
    known = ~np.isnan(values).all(axis=1)
    found[:, known] = np.nanquantile(values[known], [0, 0.25, 0.75, 1], axis=1)
    return found


def spine(
    judged: pd.DataFrame, place: str, polarity: dict[str, str], quantiles: NDArray[np.float64]
) -> pd.DataFrame:
    """Return one row an indicator: the district's figures, the distribution, and positions on the row.

    Args:
        judged: as :func:`dashboard.judging.judgement.all_judged` gives it.
        place: a district.
        polarity: of each measure by code.
        quantiles: :func:`quartiles` of the districts' values.

    Returns:
        Indexed by ``measure`` in the same order: the district's columns of ``judged``; ``worst, low, high,
        best``: minimum, 25 % and 75 % quantile and maximum of the districts' values, turned by polarity so
        that ``best`` is always on the good side (the highest for a neutral measure); ``spread``: distance of
        the district from the benchmark in widths of the middle half, positive on the good side; and
        ``at_<name>`` from 0 (left) to 1 (right), the benchmark at 0.5, for each of those figures. NaN where
        there is nothing to draw.
    """
    names = judged["measure"].cat.categories
    places = list(judged["place"].cat.categories)
    rows = judged.iloc[places.index(place) :: len(places)].drop(columns="measure")
    rows.index = pd.Index(list(names), name="measure")
    turned = np.array([polarity[str(name)] == "lower_better" for name in names])
    order = np.where(turned, quantiles[::-1], quantiles)
    rows = rows.assign(**dict(zip(("worst", "low", "high", "best"), order, strict=True)))
    sign = np.where(turned, -1.0, 1.0)
    benchmark = rows["benchmark"].to_numpy()
    width = quantiles[2] - quantiles[1]
    apart = sign * (rows["value"].to_numpy() - benchmark)
    rows["spread"] = np.divide(apart, width, out=np.full(len(rows), np.nan), where=width > 0)
    ends = np.abs(np.vstack([quantiles[0], quantiles[3]]) - benchmark)
    reach = np.where(np.isnan(ends).all(axis=0), np.nan, np.fmax(ends[0], ends[1]))
    at = {}
    for name in _POINTS:
        offset = sign * (rows[name].to_numpy() - benchmark)
        share = np.divide(offset, reach, out=np.full(len(rows), np.nan), where=reach > 0)
        at[f"at_{name}"] = np.clip(0.5 + 0.5 * share, 0, 1)
    return rows.assign(**at)


def strongest(rows: pd.DataFrame, n: int = 3) -> list[str]:
    """Return the indicators judged better that stand farthest from the benchmark, by ``spread``."""
    return _first(rows, "better", -rows["spread"].to_numpy(), n)


def weakest(rows: pd.DataFrame, n: int = 3) -> list[str]:
    """Return the indicators judged worse that stand farthest from the benchmark, by ``spread``."""
    return _first(rows, "worse", rows["spread"].to_numpy(), n)


def _first(rows: pd.DataFrame, judgement: str, order: NDArray[np.float64], n: int) -> list[str]:
    at = np.flatnonzero((rows["judgement"] == judgement).to_numpy())
    return rows.index[at[np.argsort(order[at], kind="stable")][:n]].tolist()
