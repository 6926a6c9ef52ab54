"""The difference of two values that do not share people, with its 95 % interval.

For two shares this is Newcombe, R. G. (1998), Statistics in Medicine 17:873-890, method 10: a square and add
of the two Wilson intervals. Zou, G. Y. and Donner, A. (2008), Statistics in Medicine 27:1693-1702, show that
the same step holds for any two estimates from their own intervals ("method of variance estimates recovery"),
so for rates it takes Byar's limits and for means the normal ones.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DIFFERENCES = ("higher", "lower", "no_difference", "not_computable")


def difference(
    value: NDArray, lower: NDArray, upper: NDArray, other: NDArray, other_lower: NDArray, other_upper: NDArray
) -> pd.DataFrame:
    """Return value minus other with its interval, in their unit.

    Args:
        value, lower, upper: values and their 95 % intervals, shape (n,).
        other, other_lower, other_upper: the same of what they are compared with, independent of them.

    Returns:
        ``difference, low, high, sign``; the interval is NaN and the sign ``not_computable`` where either
        value has no interval. ``sign`` is ``no_difference`` where the interval holds 0.
    """
    apart = np.asarray(value, dtype=float) - other
    low = apart - np.sqrt((value - lower) ** 2 + (other_upper - other) ** 2)
    high = apart + np.sqrt((upper - value) ** 2 + (other - other_lower) ** 2)
    sign = np.select(
        [np.isnan(low) | np.isnan(high), low > 0, high < 0],
        ["not_computable", "higher", "lower"],
        default="no_difference",
    )
    return pd.DataFrame({"difference": apart, "low": low, "high": high, "sign": sign})
