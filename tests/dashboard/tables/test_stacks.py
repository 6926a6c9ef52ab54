"""Bars in cells: on one scale, adding up, never longer than the cell, and with a sign beside their colour."""

from __future__ import annotations

from math import isnan, nan

from hypothesis import given
from hypothesis import strategies as st

from dashboard.tables.stacks import Step, changes, stacks, waterfall

AMOUNTS = st.one_of(st.just(nan), st.floats(0, 1e9))
CENTS = st.integers(-(10**12), 10**12)
PARTS = (("A", "#fff"), ("B", "#fff"), ("C", "#fff"))


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1), AMOUNTS)
def test_parts_add_up_to_their_bar_and_no_bar_leaves_the_cell(rows, line):
    found = stacks("x", PARTS, rows, [line] * len(rows), words=str)
    longest = max([x for x in (*found.order, line) if not isnan(x)], default=0) or 1
    for parts, total in zip(found.rows, found.order, strict=True):
        assert (parts == []) == isnan(total)
        assert all(part >= 0 for part in parts)
        assert parts == [] or sum(parts) == round(1000 * total / longest) <= 1000
    assert {at is None for at in found.lines} == {isnan(line)}


def test_nothing_known_is_no_bar_and_zero_is_a_bar_of_no_length():
    found = stacks("x", PARTS, [(nan, nan, nan), (0, nan, 0), (2, 1, 1)], [nan, 2, 2], words=str)
    assert found.rows == [[], [0, 0, 0, 0], [0, 500, 250, 250]]
    assert found.lines == [None, 500, 500]
    assert found.ends == ("0", "4")


@given(CENTS, st.lists(CENTS, min_size=1))
def test_each_step_starts_where_the_one_before_ended_and_the_last_is_the_sum(first, moves):
    steps = [Step("a", first), *(Step("m", cents) for cents in moves), Step("z", first + sum(moves))]
    found = waterfall("x", steps, words=str)
    assert found.rows[0] == found.rows[-1] == []
    assert found.lines[1:-1] == [None] * len(moves)
    at = found.lines[0]
    for move, (start, less, more) in zip(moves, found.rows[1:-1], strict=True):
        assert start > 0
        assert start + less + more < 1000
        assert (less > 0, more > 0) == (move < 0, move > 0)
        # To a thousandth, or the one that a small step is given.
        assert abs((start + less if move < 0 else start) - at) <= 1
        at = start if move < 0 else start + more
    assert abs(found.lines[-1] - at) <= 1


def test_less_and_more_lie_on_both_sides_of_zero_and_differ_in_sign():
    found = changes("x", [-50.0, 100.0, 0.0, nan], words=str)
    (start, less, _), (zero, _, more), none, missing = found.rows
    assert found.lines == [zero] * 4
    assert start + less == zero
    assert abs(more - 2 * less) <= 2
    assert none == [zero, 0, 0]
    assert missing == []
    assert len({letters for letters, _ in found.parts}) == 2
