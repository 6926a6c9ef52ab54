"""Medians, quartiles and the ends of their intervals, and what they tell of the bands of days.

All are order statistics: the day of the case at a rank. Whoever reads that of 91 cases the one at rank 69
waited 32 days knows that at most 68 waited up to 30, and that is a bound on the cases within 30 days,
which may be hidden.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrik

from data_access.cases import mart

EDGES = {"within_30": 30, "within_60": 60, "within_90": 90}
"""The bands that are published, each with its last day."""

_QUARTILES_FROM = 20
"""Quartiles of a handful are the waits of single persons."""


@dataclass(frozen=True, eq=False)
class OrderStatistics:
    """Medians and quartiles of histograms of days, and what they tell of the cases up to each band's end.

    Attributes:
        figures: ``median, lower, upper, q1, q3``, NaN where there is none.
        least, most: how many cases there must be and can be up to each of ``EDGES``, as the figures tell;
            shape (the histograms', edges).
        true: how many there are.
    """

    figures: dict[str, NDArray[np.float64]]
    least: NDArray[np.int64]
    most: NDArray[np.int64]
    true: NDArray[np.int64]


def order_statistics(days: NDArray[np.int64]) -> OrderStatistics:
    """Return the order statistics of histograms of days, shape (…, days 0 to 731).

    The median of an even number is the middle of two; a quartile is the first day within which a quarter, or
    three quarters, of the cases are. ``lower`` and ``upper`` are order statistics that hold the median with a
    probability of at least 95 % whatever the distribution; they are never the shortest or the longest wait,
    so that nobody's own wait is told as an extreme.
    """
    upto = days.cumsum(axis=-1)
    n = upto[..., -1]
    # The binomial quantile; scipy.stats, which has it by that name, weighs 20 MB in every server.
    low = np.ceil(bdtrik(0.025, np.maximum(n, 1), 0.5)).astype(np.int64)
    sure, enough = (n > 0) & (low >= 2), n >= _QUARTILES_FROM
    ranks = {
        "first": ((n + 1) // 2, n > 0),
        "second": (n // 2 + 1, n > 0),
        "lower": (np.maximum(low, 1), sure),
        "upper": (np.maximum(n - low + 1, 1), sure),
        "q1": ((n + 3) // 4, enough),
        "q3": ((3 * n + 3) // 4, enough),
    }
    value = {
        name: np.where(there, (upto < rank[..., None]).sum(axis=-1), -1)
        for name, (rank, there) in ranks.items()
    }
    figures = {name: np.where(ranks[name][1], value[name], np.nan) for name in ("lower", "upper", "q1", "q3")}
    twice = value["first"] + value["second"]
    figures["median"] = np.where(n > 0, twice / 2, np.nan)
    # Of the two in the middle only their mean is told: the first is no higher, the second no lower, and
    # each as far from it as the other, which other figures hold in turn.
    below, above = np.zeros_like(n), np.full_like(n, mart.WAIT_DAYS_MAX + 1)
    for name in ("lower", "upper", "q1", "q3"):
        rank, there = ranks[name]
        below = np.where(there & (rank <= ranks["first"][0]), np.maximum(below, value[name]), below)
        above = np.where(there & (rank >= ranks["second"][0]), np.minimum(above, value[name]), above)
    odd = n % 2 == 1
    told = [
        (ranks["first"][0], np.where(odd, value["first"], np.maximum(below, twice - above)), True),
        (ranks["first"][0], np.where(odd, value["first"], twice // 2), False),
        (ranks["second"][0], np.where(odd, value["second"], (twice + 1) // 2), True),
        (ranks["second"][0], np.where(odd, value["second"], np.minimum(above, twice - below)), False),
    ]
    least = np.zeros((*n.shape, len(EDGES)), dtype=np.int64)
    most = np.broadcast_to(n[..., None], least.shape).copy()
    for i, edge in enumerate(EDGES.values()):
        for name in ("lower", "upper", "q1", "q3"):
            rank, there = ranks[name]
            _bound(least[..., i], most[..., i], rank, value[name], edge, there)
        for rank, day, at_least in told:
            _bound(least[..., i], most[..., i], rank, day, edge, n > 0, at_least=at_least)
    return OrderStatistics(figures, least, most, upto[..., list(EDGES.values())])


def _bound(
    least: NDArray,
    most: NDArray,
    rank: NDArray,
    day: NDArray,
    edge: int,
    there: NDArray,
    *,
    at_least: bool | None = None,
) -> None:
    """Bound the cases up to a day by one of them: it is of this day, or at least or at most of it."""
    if at_least is not True:
        inside = there & (day <= edge)
        least[inside] = np.maximum(least, rank)[inside]
    if at_least is not False:
        beyond = there & (day > edge)
        most[beyond] = np.minimum(most, rank - 1)[beyond]
