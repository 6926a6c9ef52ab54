"""95 % intervals of shares, counts and rates, in the forms public-health agencies publish.

The method belongs to the measure (:class:`data_access.measures.Measure`), never to the screen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

Z = 1.959963984540054
"""97.5 % quantile of the standard normal distribution."""

EXACT_BELOW = 10
"""Byar's approximation is poor for small counts: below this the exact Poisson interval is used."""


def wilson(numerator: NDArray, denominator: NDArray) -> tuple[NDArray, NDArray]:
    """Return the Wilson score interval of a share.

    Wilson, E. B. (1927), JASA 22:209-212; the form in the Fingertips technical guidance (APHO,
    Technical Briefing 3, 2008).

    Args:
        numerator: counts, 0 <= numerator <= denominator, shape (n,).
        denominator: sizes, shape (n,).

    Returns:
        Lower and upper limits as shares between 0 and 1, shape (n,) each: exactly 0 below nobody, exactly 1
        above everybody, NaN where a figure is NaN or the size is 0.

    Raises:
        ValueError: a count is negative or above its size: that is no share.
    """
    count, size = (np.asarray(figures, dtype=float) for figures in (numerator, denominator))
    wrong = (count < 0) | (count > size)
    if wrong.any():
        which = ", ".join(f"{c:g} of {n:g}" for c, n in zip(count[wrong], size[wrong], strict=True))
        raise ValueError(f"A share is between none and all of its denominator, not {which}.")
    size = np.where(size > 0, size, np.nan)
    share = count / size
    z2 = Z * Z
    centre = share + z2 / (2 * size)
    half = Z * np.sqrt(share * (1 - share) / size + z2 / (4 * size**2))
    scale = 1 + z2 / size
    # At the ends the formula gives 0 and 1 but for rounding, which would put 10 of 10 below 100 %.
    lower = np.where((count == 0) & (size > 0), 0.0, (centre - half) / scale)
    upper = np.where((count == size) & (size > 0), 1.0, (centre + half) / scale)
    return lower, upper


def byar(count: NDArray) -> tuple[NDArray, NDArray]:
    """Return Byar's interval of a count, exact Poisson below :data:`EXACT_BELOW`.

    Breslow, N. E. and Day, N. E. (1987), Statistical methods in cancer research II, IARC, p. 69;
    exact limits by the gamma quantile (Garwood 1936).

    Args:
        count: non-negative counts, shape (n,).

    Returns:
        Lower and upper limits as counts, shape (n,) each; NaN for NaN. Divide both by the denominator for a
        rate.

    Raises:
        ValueError: a count is negative.
    """
    count = np.asarray(count, dtype=float)
    if (count < 0).any():
        raise ValueError(f"A count is not negative: {', '.join(f'{c:g}' for c in count[count < 0])}.")
    safe = np.where(count == 0, 1.0, count)
    above = count + 1
    lower = np.where(count == 0, 0.0, count * (1 - 1 / (9 * safe) - Z / (3 * np.sqrt(safe))) ** 3)
    upper = above * (1 - 1 / (9 * above) + Z / (3 * np.sqrt(above))) ** 3
    small = count < EXACT_BELOW
    if small.any():
        lower = np.where(small, np.where(count == 0, 0.0, gammaincinv(safe, 0.025)), lower)
        upper = np.where(small, gammaincinv(above, 0.975), upper)
    return lower, upper


def normal(value: NDArray, standard_error: NDArray) -> tuple[NDArray, NDArray]:
    """Return the normal interval of a mean or an estimate whose standard error is published.

    Value ± 1.96 standard errors; the form small-area estimates are published with (Rao, J. N. K. and
    Molina, I. (2015), Small area estimation, Wiley, ch. 1). None of our quantities can be negative, so the
    lower limit is not below 0.

    Args:
        value: estimates, shape (n,).
        standard_error: their standard errors in the same unit, NaN where none is published, shape (n,).

    Returns:
        Lower and upper limits, shape (n,) each; NaN without a standard error.
    """
    half = Z * standard_error
    return np.maximum(value - half, 0), value + half


def combined_error(standard_error: NDArray, weight: NDArray) -> NDArray:
    """Return the standard error of a weighted sum of estimates: the root of Σ (weight · error)².

    A region's rate is the mean of its districts' rates weighted by their denominators (weight =
    denominator / Σ denominator), a region's count their plain sum (weight = 1). The formula takes the
    districts' errors as independent. Small-area estimates of one survey share a model, so their errors are
    usually a little alike, and the true interval of the region is then wider than this one.

    Args:
        standard_error: shape (..., n), in the measure's unit; weight 0 leaves an estimate out.
        weight: same shape.

    Returns:
        Shape (...); NaN where an estimate that counts has no standard error, for then nothing is known of it.
    """
    counted = np.where(weight > 0, weight * standard_error, 0.0)
    return np.sqrt(np.square(counted).sum(axis=-1))
