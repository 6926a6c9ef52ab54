"""Suppression of small cells: properties over random tables, audited by a linear programme of its own."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linprog

from data_access.privacy import (
    TOTAL,
    Axis,
    Cells,
    Thresholds,
    added_up,
    feasible,
    linked,
    separate_axis,
    suppress,
    suppression,
    thresholds,
    total_axis,
)

PLACES = Axis(
    "place",
    ("ER", "A", "B", "a1", "a2", "a3", "b1"),
    (-1, 0, 0, 1, 1, 1, 2),
)
MONTHS = separate_axis("month", ["m1", "m2"])
KIND, AGE, SEX = total_axis("kind", "xyz"), total_axis("age", "pq"), total_axis("sex", "FM")


def tables_of(base, threshold=5):
    """Three tables that share their margin; ``base``: people by district, month, kind, age, sex."""
    made = []
    for axis, others, limit in ((KIND, (3, 4), threshold), (AGE, (2, 4), 3), (SEX, (2, 3), 3)):
        leaves = np.zeros([len(a.nodes) for a in (PLACES, MONTHS, axis)], dtype=int)
        leaves[3:, :, 1:] = base.sum(axis=others)
        made.append(added_up((PLACES, MONTHS, axis), leaves, limit))
    return made


def people(draw_from):
    shape = (4, 2, 3, 2, 2)
    return st.lists(draw_from, min_size=96, max_size=96).map(lambda n: np.array(n).reshape(shape))


SPARSE = people(st.sampled_from([0] * 12 + [1, 1, 2, 3, 7, 40]))
DENSE = people(st.integers(0, 9))


def attack(tables, places, hidden):
    """What can be concluded of each hidden cell, from the keys of the cells alone."""
    found: dict[tuple, int] = {}
    shown: dict[tuple, bool] = {}
    children: dict[tuple, set] = {}
    for table, at in zip(tables, places, strict=True):

        def key(nodes, table=table):
            return tuple((a.name, n) for a, n in zip(table.axes, nodes, strict=True) if n != TOTAL)

        for nodes in product(*(a.nodes for a in table.axes)):
            where = tuple(a.nodes.index(n) for a, n in zip(table.axes, nodes, strict=True))
            found[key(nodes)], shown[key(nodes)] = int(table.counts[where]), not hidden[at[where]]
            for i, axis in enumerate(table.axes):
                if (up := axis.parents[where[i]]) >= 0:
                    parent = (*nodes[:i], axis.nodes[up], *nodes[i + 1 :])
                    children.setdefault((key(parent), axis.name), set()).add(key(nodes))
    unknown = [k for k in found if not shown[k]]
    at = {k: i for i, k in enumerate(unknown)}
    rows, right = [], []
    for (parent, _), parts in children.items():
        row, known = np.zeros(len(unknown)), 0
        for part, sign in ((parent, -1), *((c, 1) for c in parts)):
            if part in at:
                row[at[part]] += sign
            else:
                known += sign * found[part]
        if row.any():
            rows.append(row)
            right.append(-known)
    spans = {}
    for k in unknown:
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(unknown))
            cost[at[k]] = sign
            answer = linprog(
                cost, A_eq=np.array(rows) if rows else None, b_eq=right or None, bounds=(1, 10**6)
            )
            ends.append(sign * answer.fun)
        spans[k] = (np.ceil(ends[0] - 1e-6), np.floor(ends[1] + 1e-6), found[k])
    return spans


@settings(max_examples=25, deadline=None)
@given(base=st.one_of(SPARSE, DENSE))
def test_no_hidden_cell_can_be_had_by_any_reckoning_over_all_tables(base):
    tables = tables_of(base)
    cells, places = linked(tables)
    hidden = suppress(cells)
    for key, (low, high, true) in attack(tables, places, hidden).items():
        least = 5 if not {"age", "sex"} & {name for name, _ in key} else 3
        assert low <= true <= high
        assert high - low >= least - 1, f"{key} is known to lie between {low} and {high}"


@settings(max_examples=40, deadline=None)
@given(base=st.one_of(SPARSE, DENSE), threshold=st.integers(3, 9))
def test_small_cells_are_hidden_and_zeros_and_the_rest_stay_right(base, threshold):
    tables = tables_of(base, threshold)
    cells, places = linked(tables)
    hidden = suppress(cells)
    assert hidden[(cells.counts > 0) & (cells.counts < cells.thresholds)].all()
    assert not hidden[cells.counts == 0].any(), "a zero is a figure and is shown"
    for table, at in zip(tables, places, strict=True):
        assert (cells.counts[at] == table.counts).all()
    if base.min() >= threshold:
        assert not hidden.any()


@settings(max_examples=25, deadline=None)
@given(base=st.one_of(SPARSE, DENSE))
def test_a_higher_threshold_never_shows_what_a_lower_one_calls_small(base):
    low, _ = linked(tables_of(base, 3))
    high, _ = linked(tables_of(base, 7))
    assert (high.primary | ~low.primary).all()
    assert suppress(high)[low.primary].all()


def test_suppression_by_hand():
    # 2 of 42 is small; hiding it alone would tell it as 42 - 40, so another goes with it.
    table = added_up((total_axis("kind", "xyz"),), np.array([0, 2, 15, 25]), 5)
    cells, (at,) = linked([table])
    hidden = suppress(cells)[at]
    assert hidden.tolist() == [False, True, True, False]
    low, high = feasible(cells, suppress(cells))
    assert high[at][1] - low[at][1] >= 4


def test_two_ones_that_make_two_are_not_protected_by_each_other():
    table = added_up((total_axis("kind", "xyz"),), np.array([0, 1, 1, 30]), 3)
    cells, (at,) = linked([table])
    assert suppress(cells)[at].tolist() == [False, True, True, True]


def test_a_district_alone_in_its_ausl_hides_the_ausl_too():
    leaves = np.zeros((7, 4), dtype=int)
    leaves[3:, 1:] = [[20, 20, 20], [20, 20, 20], [20, 20, 20], [2, 20, 20]]
    cells, (at,) = linked([added_up((PLACES, KIND), leaves, 5)])
    hidden = suppress(cells)[at]
    assert hidden[PLACES.nodes.index("b1"), 1]
    assert hidden[PLACES.nodes.index("B"), 1]
    assert not hidden[PLACES.nodes.index("ER"), 1]


def test_the_audit_finds_what_secondary_suppression_would_have_missed():
    table = added_up((total_axis("kind", "xyz"),), np.array([0, 2, 15, 25]), 5)
    cells, (at,) = linked([table])
    only_primary = cells.primary
    low, high = feasible(cells, only_primary)
    assert (low[at][1], high[at][1]) == (2, 2)


def test_tables_that_disagree_are_refused():
    one = added_up((total_axis("kind", "xy"),), np.array([0, 7, 7]), 5)
    two = added_up((total_axis("age", "pq"),), np.array([0, 7, 8]), 5)
    with pytest.raises(ValueError, match="disagrees"):
        linked([one, two])


def test_thresholds_come_from_the_environment_and_are_never_under_three():
    assert thresholds({}) == Thresholds(5, 3)
    given = {"OSSERVATORIO_THRESHOLD": "4", "OSSERVATORIO_THRESHOLD_SENSITIVE": "10"}
    assert thresholds(given) == Thresholds(10, 4)
    for bad in ("2", "0", "-5", "tre"):
        with pytest.raises(ValueError, match="OSSERVATORIO_THRESHOLD"):
            thresholds({"OSSERVATORIO_THRESHOLD": bad})
    with pytest.raises(ValueError, match="under 3"):
        Thresholds(5, 2)


def test_a_fault_with_nothing_left_beside_it_is_mended_from_farther_out():
    """38 districts with 60 people each met it: all was hidden but three sums away."""
    # 1 = 2 + 3 within 4 = 1 + 5 within 6 = 4 + 7, where only the last sum still shows anything.
    rows = np.zeros((3, 8))
    for row, (whole, *parts) in enumerate(((1, 2, 3), (4, 1, 5), (6, 4, 7))):
        rows[row, whole], rows[row, parts] = -1, 1
    counts = np.array([0, 2, 1, 1, 3, 1, 7, 4])
    none = np.zeros(8, dtype=np.int64)
    book = suppression._Book(Cells(counts, none + 5, sparse.csr_matrix(rows), none))
    book.hide([1, 2, 3, 4, 5])
    assert book.widen(np.array([2]), thorough=True)
    assert book.hidden[6] or book.hidden[7]
    book.hide([6, 7])
    assert not book.widen(np.array([2]), thorough=True)
