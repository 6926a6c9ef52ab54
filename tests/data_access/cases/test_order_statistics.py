"""Medians and quartiles from histograms of days, and what they tell of the bands."""

from __future__ import annotations

import numpy as np

from data_access.cases.order_statistics import order_statistics


def histogram(*days):
    return np.bincount(days, minlength=732)


def test_a_quartile_is_the_first_day_within_which_a_quarter_of_the_cases_are():
    """32 of 43 within 22 days are 74.4 %, too few: the third quartile is 25."""
    days = [*([10] * 20), *([22] * 12), *([25] * 11)]
    found = order_statistics(histogram(*days)).figures
    assert found["q3"] == 25
    assert found["q1"] == 10
    random = np.random.default_rng(3)
    for n in range(20, 60):
        days = random.integers(0, 90, n)
        found = order_statistics(histogram(*days)).figures
        assert found["q3"] == np.quantile(days, 0.75, method="inverted_cdf")
        assert found["q1"] == np.quantile(days, 0.25, method="inverted_cdf")
        assert found["median"] == np.median(days)


def test_a_quartile_bounds_the_cases_within_thirty_days():
    """91 cases, third quartile 32 days: the 69th waited 32, so at most 68 waited up to 30."""
    days = [*([12] * 67), 31, *([32] * 3), *([70] * 20)]
    found = order_statistics(histogram(*days))
    assert found.figures["q3"] == 32
    assert found.most[0] == 68
    assert found.true[0] == 67


def test_a_middle_between_two_days_splits_the_cases_exactly():
    """A median of 30.5 of 10 cases: five up to 30 days and five beyond."""
    found = order_statistics(histogram(5, 6, 7, 8, 30, 31, 50, 51, 52, 53))
    assert (found.least[0], found.true[0], found.most[0]) == (5, 5, 5)


def test_what_is_told_is_never_wrong():
    random = np.random.default_rng(5)
    for _ in range(300):
        found = order_statistics(
            histogram(*random.integers(0, random.choice([40, 80, 130]), random.integers(1, 60)))
        )
        assert (found.least <= found.true).all()
        assert (found.true <= found.most).all()
