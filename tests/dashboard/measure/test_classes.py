"""Cutting a scale into classes, at the ends of what can happen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.measure.classes import METHODS, classify

NAN = float("nan")


@pytest.mark.parametrize("method", METHODS)
def test_no_value_gives_no_class(method):
    classes = classify([NAN, NAN], method, 5, benchmark=1.0)
    assert classes.count == 0
    assert list(classes.index([NAN, 3.0])) == [-1, -1]


@pytest.mark.parametrize("method", ["quantile", "equal", "natural"])
def test_one_distinct_value_gives_one_class(method):
    classes = classify([7.0, 7.0, NAN], method, 5)
    assert classes.edges == (7.0, 7.0)
    assert list(classes.index([7.0, NAN])) == [0, -1]


@pytest.mark.parametrize("method", ["quantile", "equal", "natural"])
def test_two_distinct_values_give_two_classes(method):
    classes = classify([1.0, 1.0, 9.0], method, 5)
    assert classes.count == 2
    assert list(classes.index([1.0, 9.0])) == [0, 1]


@pytest.mark.parametrize("n", range(5, 60, 5))
def test_quintiles_of_a_multiple_of_five_hold_as_many_values_each(n):
    classes = classify(np.arange(1.0, n + 1), "quantile", 5)
    assert np.bincount(classes.index(np.arange(1.0, n + 1))).tolist() == [n // 5] * 5


def test_the_lowest_value_may_fill_a_class_of_its_own():
    classes = classify([1, 1, 1, 2, 2], "quantile", 5)
    assert classes.edges == (1.0, 1.0, 2.0)
    assert classes.index([1, 2]).tolist() == [0, 1]


@pytest.mark.parametrize("tenths", range(2, 8))
def test_a_value_on_the_edge_of_equal_steps_is_in_the_class_that_holds_the_edge(tenths):
    values = np.array([i / 10 for i in range(tenths + 1)])
    assert classify(values, "equal", tenths).index(values).tolist() == [0, *range(tenths)]
    on_both_sides = np.array([i / 10 for i in range(-tenths, tenths + 1)]) + 12.2
    classes = classify(np.repeat(on_both_sides, 3), "diverging", 2, benchmark=12.2)
    assert classes.edges[1] == 12.2


def test_an_outlier_fills_quantiles_but_not_equal_steps():
    values = [*range(1, 38), 1000]
    by_quantile = np.bincount(classify(values, "quantile", 4).index(values))
    assert by_quantile.min() >= 9
    by_step = np.bincount(classify(values, "equal", 4).index(values), minlength=4)
    assert list(by_step) == [37, 0, 0, 1]
    assert classify(values, "natural", 2).index([37.0, 1000.0]).tolist() == [0, 1]


def test_diverging_has_the_benchmark_in_the_middle_and_one_outlier_does_not_stretch_it():
    values = [90, 95, 98, 100, 102, 105, 110] * 5 + [400]
    classes = classify(values, "diverging", 4, benchmark=100)
    assert classes.diverging
    assert classes.edges[2] == 100
    assert classes.edges[3] < 120
    assert classes.edges[-1] == 400
    assert classes.index([99.9, 100.1]).tolist() == [1, 2]


def test_diverging_needs_a_benchmark():
    assert not classify([1, 2, 3, 4], "diverging", 4, benchmark=None).diverging


def test_values_outside_a_fixed_scale_go_to_its_ends():
    classes = classify([10, 20, 30, 40], "equal", 3)
    assert classes.index([-5.0, 99.0]).tolist() == [0, 2]


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60),
    method=st.sampled_from(["quantile", "equal"]),
    k=st.integers(2, 7),
)
def test_classes_follow_the_order_of_values(values, method, k):
    classes = classify(values, method, k)
    index = classes.index(np.sort(values))
    assert (np.diff(index) >= 0).all()
    assert index.min() >= 0
    assert index.max() < classes.count <= k
    assert list(classes.edges) == sorted(classes.edges)
