"""Values drawn in the cells of a table: where they lie, what is not drawn, a sign beside each colour."""

from __future__ import annotations

from itertools import pairwise
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.cases.coverage import against
from dashboard.cases.needs_screen import TOLD
from dashboard.judging.signs import LOOKS
from dashboard.tables.spans import spans
from dashboard.topics.indicators.sides.differences import DIFFERENCES
from dashboard.topics.indicators.sides.screen import SIGNS

FIGURES = st.one_of(st.just(nan), st.integers(-1000000, 1000000).map(float))


def drawn(rows, **options):
    value, lower, upper, line = zip(*rows, strict=True)
    return spans("x", value, lower, upper, line, ["similar"] * len(rows), words=str, **options)


@given(st.lists(st.tuples(FIGURES, FIGURES, FIGURES, FIGURES), min_size=1))
def test_every_figure_has_its_place_on_one_scale_in_the_order_of_the_figures(rows):
    found = drawn(rows)
    placed = [
        (figure, place)
        for row, places in zip(rows, found.rows, strict=True)
        for figure, place in zip(row, places, strict=True)
    ]
    assert all((place is None) == isnan(figure) for figure, place in placed)
    known = sorted((figure, place) for figure, place in placed if place is not None)
    assert all(0 < place < 1000 for _, place in known)
    assert all(one[1] <= other[1] for one, other in pairwise(known))


def test_given_ends_are_the_ends():
    found = drawn([(1, 1, 2, nan), (3, 2, 3, nan)], ends=(1, 3))
    assert found.rows == [[0, 0, 500, None], [1000, 500, 1000, None]]
    assert found.ends == ("1", "3")


def test_equal_figures_and_none_at_all_are_drawn_without_a_division_by_zero():
    assert drawn([(5, 5, 5, 5)]).rows == [[500] * 4]
    assert drawn([(nan, nan, nan, nan)]).rows == [[None] * 4]


@pytest.mark.parametrize("looks", [TOLD, SIGNS])
def test_each_word_has_its_own_sign(looks):
    signs = [LOOKS[look].sign for look in looks.values()]
    assert len(set(signs)) == len(signs)


def test_every_word_has_a_look():
    assert set(SIGNS) == set(DIFFERENCES)
    lower, upper, region = [1, 3, 1, nan], [2, 4, 4, nan], [2.5] * 4
    assert set(against(np.array(lower), np.array(upper), np.array(region))) == set(TOLD)
