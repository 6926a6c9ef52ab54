"""The one division every value is made by: equal ratios are equal numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.measures import ratio

NAN = float("nan")


@pytest.mark.parametrize(
    ("numerator", "denominator", "scale", "value"),
    [
        (7, 100, 100, 7.0),  # 7 / 100 * 100 is 7.000000000000001
        (29, 100, 100, 29.0),  # 28.999999999999996
        (126_771_958_266, 1, 0.01, 1_267_719_582.66),
        (0, 5, 100, 0.0),
        (NAN, 5, 100, NAN),
    ],
)
def test_a_value_is_the_number_it_is_written_as(numerator, denominator, scale, value):
    assert float(ratio(numerator, denominator, scale)) == pytest.approx(value, rel=0, abs=0, nan_ok=True)


@given(
    st.integers(0, 10**6),
    st.integers(1, 10**6),
    st.lists(st.integers(1, 1000), min_size=2, max_size=5),
    st.sampled_from([0.01, 1.0, 100.0, 1000.0, 10_000.0]),
)
def test_equal_ratios_are_equal_and_others_are_not(numerator, denominator, factors, scale):
    times = np.array(factors, dtype=float)
    assert len(set(ratio(numerator * times, denominator * times, scale))) == 1
    assert ratio(numerator + 1, denominator, scale) > ratio(numerator, denominator, scale)


@given(st.integers(1, 9999), st.lists(st.integers(1_000, 900_000), min_size=2, max_size=5))
def test_estimates_multiplied_by_residents_tie_when_divided_again(tenths, residents):
    people = np.array(residents, dtype=float)
    assert set(ratio(people * (tenths / 10) / 100, people, 100)) == {tenths / 10}
