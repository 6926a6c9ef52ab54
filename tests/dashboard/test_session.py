"""What comes from a browser is checked before a page believes it."""

from math import inf, nan

import pytest

from dashboard.ui.session import places_among


@pytest.mark.parametrize(
    ("said", "places"),
    [
        (0, [0]),
        (2.0, [2]),
        ([2, 0], [2, 0]),
        ([], []),
        (3, []),
        (-1, []),
        ([0, 3], []),
        ("1", []),
        (None, []),
        ([nan], []),
        ([inf], []),
        ({"0": 1}, []),
        ([[0]], []),
    ],
)
def test_only_places_that_there_are_are_picked(said, places):
    assert places_among(said, 3) == places
