"""Intervals against published worked examples and scipy's own."""

import numpy as np
import pytest
from scipy.stats import binomtest, chi2

from data_access.intervals import byar, wilson


def test_wilson_published_example():
    # Newcombe (1998), Statistics in Medicine 17:857, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    lower, upper = wilson(np.array([81.0, 15, 0, 1]), np.array([263.0, 148, 20, 29]))
    assert lower == pytest.approx([0.2553, 0.0624, 0.0, 0.0061], abs=1e-4)
    assert upper == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=1e-4)


def test_wilson_agrees_with_scipy():
    counts, sizes = np.array([0, 1, 7, 50, 100]), np.array([3, 1, 9, 120, 100])
    lower, upper = wilson(counts.astype(float), sizes.astype(float))
    for i, (k, n) in enumerate(zip(counts, sizes, strict=True)):
        expected = binomtest(int(k), int(n)).proportion_ci(method="wilson")
        assert (lower[i], upper[i]) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_byar_published_example():
    # APHO Technical Briefing 3 (2008), worked example of Byar's method: 65 deaths give 50.17 to 82.85.
    lower, upper = byar(np.array([65.0]))
    assert (lower[0], upper[0]) == pytest.approx((50.17, 82.85), abs=0.01)


def test_small_counts_are_exact_poisson():
    counts = np.arange(0, 10, dtype=float)
    lower, upper = byar(counts)
    assert lower[0] == 0
    assert lower[1:] == pytest.approx(chi2.ppf(0.025, 2 * counts[1:]) / 2)
    assert upper == pytest.approx(chi2.ppf(0.975, 2 * counts + 2) / 2)


def test_the_two_methods_meet():
    lower, upper = byar(np.array([10.0, 400.0]))
    assert lower == pytest.approx(chi2.ppf(0.025, 2 * np.array([10, 400])) / 2, rel=0.01)
    assert upper == pytest.approx(chi2.ppf(0.975, 2 * np.array([10, 400]) + 2) / 2, rel=0.01)
