"""Classes of a choropleth: where to cut a scale, and in which class each value falls.

Quantiles and equal steps are one line of numpy; natural breaks (Fisher-Jenks) are mapclassify's, which is
imported only when somebody asks for them, because it brings 80 MB with it.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data_access.version_cache import version_cached

Method = Literal["quantile", "equal", "natural", "diverging"]
METHODS: tuple[Method, ...] = ("quantile", "equal", "natural", "diverging")


_DIGITS = 12
"""Significant digits of an edge that is computed: at 0.30000000000000004 the value 0.3 would stand beside its
own edge rather than on it."""


@dataclass(frozen=True)
class Classes:
    """Edges of k classes, ascending, k + 1 numbers; each class holds its upper edge.

    Strictly ascending but for the first two: they are equal where the lowest value fills a class of its own.
    """

    edges: tuple[float, ...]
    diverging: bool = False

    @property
    def count(self) -> int:
        """Number of classes; 0 when there was no value at all."""
        return max(len(self.edges) - 1, 0)

    def index(self, values: ArrayLike) -> NDArray[np.int64]:
        """Return the class of each value, 0 to k - 1; -1 for NaN. Values outside the scale go to its ends."""
        array = np.asarray(values, dtype=float)
        if not self.count:
            return np.full(array.shape, -1)
        found = np.searchsorted(np.array(self.edges[1:-1]), array, side="left")
        return np.where(np.isnan(array), -1, found)


def classify(values: ArrayLike, method: Method, k: int, benchmark: float | None = None) -> Classes:
    """Cut the scale of some values into at most k classes.

    Args:
        values: what the scale must hold, NaN ignored; all periods of a measure for a scale fixed over time.
        method: ``quantile`` (as many values in each), ``equal`` steps, ``natural`` breaks, or ``diverging``:
            equal steps on both sides of the benchmark, as many below as above.
        k: classes wanted, 2 to 7. Fewer come back where there are not enough distinct values.
        benchmark: the regional value, for ``diverging``; without one it falls back to quantiles.

    Returns:
        At most k classes; no edge for no value, and one class from v to v when all values are equal to v.
    """
    array = np.asarray(values, dtype=float)
    array = array[~np.isnan(array)]
    distinct = np.unique(array)
    if len(distinct) == 0:
        return Classes(())
    if len(distinct) == 1:
        return Classes((float(distinct[0]), float(distinct[0])))
    low, high = float(distinct[0]), float(distinct[-1])
    if method == "diverging" and benchmark is not None and not np.isnan(benchmark):
        return _diverging(array, low, high, k, benchmark)
    k = min(k, len(distinct))
    if method == "equal":
        inner = _rounded(np.linspace(low, high, k + 1)[1:-1])
    elif method == "natural" and k < len(distinct):
        inner = _natural_breaks(array.tobytes(), k)
    elif method == "natural":
        inner = distinct[:-1]
    else:
        # The upper edge is a value that occurs, so that no class is empty on the data it was cut on: the one
        # at rank n * i / k, rounded up in whole numbers (0.6 of 10 is the sixth, not the seventh).
        ordered = np.sort(array)
        inner = ordered[[-(-len(array) * i // k) - 1 for i in range(1, k)]]
    inner = np.unique(inner)
    inner = inner[(inner >= low) & (inner < high)]
    return Classes((low, *(float(x) for x in inner), high))


@version_cached(maxsize=512)
def _natural_breaks(values: bytes, k: int) -> NDArray:
    # The exact algorithm takes 40 ms on 228 values, and a scale fixed over time asks for the same again.
    from mapclassify import FisherJenks

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Numba not installed")
        return np.asarray(FisherJenks(np.frombuffer(values), k=k).bins, dtype=float)[:-1]


def _diverging(array: NDArray, low: float, high: float, k: int, benchmark: float) -> Classes:
    # The farthest 5 % do not stretch the scale: they fall in the outermost class.
    reach = float(np.quantile(np.abs(array - benchmark), 0.95)) or float(np.max(np.abs(array - benchmark)))
    if reach == 0:
        return Classes((low, high))
    edges = _rounded(benchmark + np.linspace(-reach, reach, k + 1))
    if k % 2 == 0:
        edges[k // 2] = benchmark
    edges[0], edges[-1] = min(low, edges[0]), max(high, edges[-1])
    return Classes(tuple(float(x) for x in edges), diverging=True)


def _rounded(edges: NDArray) -> NDArray[np.float64]:
    return np.array([float(f"{edge:.{_DIGITS}g}") for edge in edges.tolist()])
