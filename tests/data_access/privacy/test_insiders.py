"""Small cells against coordinators who know their own districts: each attack as arithmetic one can follow."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np

from data_access.privacy import (
    Axis,
    Link,
    added_up,
    feasible,
    joined,
    linked,
    separate_axis,
    suppress,
    suppress_and_audit,
    suppression,
    total_axis,
    unsafe_cells,
)
from data_access.privacy import audit as audit_module

DISTRICTS = tuple(f"d{i}" for i in range(1, 9))
PLACES = Axis("place", ("A", *DISTRICTS), (-1, *(0,) * 8), (-1, *range(1, 9)))
KIND = total_axis("kind", "xyz")


def of(counts):
    """A table of eight districts of one AUSL by three kinds."""
    leaves = np.zeros((9, 4), dtype=int)
    leaves[1:, 1:] = counts
    return linked([added_up((PLACES, KIND), leaves, 5)])


COUNTS = [
    [2, 20, 30],
    [25, 20, 30],
    [25, 21, 30],
    [26, 20, 30],
    [25, 20, 31],
    [27, 20, 30],
    [25, 22, 30],
    [28, 9, 30],
]


def test_two_coordinators_subtract_what_they_know_from_the_sum():
    """d1 has 2. Hidden with it only in d2: d2's coordinator knows 25, and 206 - 25 - the others is 2."""
    cells, (at,) = of(COUNTS)
    hidden = np.zeros(len(cells.counts), dtype=bool)
    hidden[at[1:3, 1:3]] = True
    assert not unsafe_cells(cells, hidden).any(), "to the public it is wide enough"
    assert unsafe_cells(cells, hidden, insiders=1)[at[1, 1]], "d2 alone knows it"
    hidden = suppress(cells, insiders=2, key=b"k")
    assert not unsafe_cells(cells, hidden, insiders=2).any()
    for known in combinations(range(1, 9), 2):
        open_ = [d for d in range(1, 9) if hidden[at[d, 1]] and d not in known]
        if 1 not in known:
            assert len(open_) >= 2, f"{known} can tell d1"


def test_every_table_that_two_coordinators_can_think_of():
    """All whole-number tables with the same shown cells: the audit says no more than they do."""
    places = Axis("place", ("A", "a", "b", "c", "d"), (-1, 0, 0, 0, 0), (-1, 1, 2, 3, 4))
    leaves = np.zeros((5, 3), dtype=int)
    leaves[1:, 1:] = [[2, 6], [3, 5], [4, 4], [2, 7]]
    cells, (at,) = linked([added_up((places, total_axis("kind", "xy")), leaves, 3)])
    hidden = np.zeros(len(cells.counts), dtype=bool)
    hidden[at[1:, 1:]] = True
    low, high = feasible(cells, hidden, insiders=2)
    for cell, kind in product(range(1, 5), (1, 2)):
        for known in combinations([d for d in range(1, 5) if d != cell], 2):
            (other,) = set(range(1, 5)) - {cell, *known}
            mine, theirs = leaves[cell], leaves[other]
            # Whoever moves in one of the two open districts moves the other way in the other.
            steps = [
                s for s in range(-9, 10)
                if min(mine[1] + s, mine[2] - s, theirs[1] - s, theirs[2] + s) >= 1
            ]  # fmt: skip
            width = max(steps) - min(steps)
            assert high[at[cell, kind]] - low[at[cell, kind]] <= max(width, 2)


def test_the_key_decides_what_goes_and_the_same_key_the_same():
    cells, _ = of(COUNTS)
    patterns = {suppress(cells, insiders=2, key=bytes([k])).tobytes() for k in range(8)}
    assert len(patterns) > 1, "who knows the rule cannot tell the pattern"
    assert (suppress(cells, insiders=2, key=b"a") == suppress(cells, insiders=2, key=b"a")).all()


def of_twelve(random):
    """A table of twelve districts in two AUSL by three kinds, and some of its cells hidden."""
    parents = (-1, 0, 0, *(1,) * 6, *(2,) * 6)
    places = Axis(
        "place",
        ("ER", "A", "B", *(f"d{i}" for i in range(1, 13))),
        parents,
        (-1, -1, -1, *range(1, 13)),
    )
    leaves = np.zeros((15, 4), dtype=int)
    leaves[3:, 1:] = random.integers(1, 9, (12, 3))
    cells, (at,) = linked([added_up((places, KIND), leaves, 3)])
    hidden = np.zeros(len(cells.counts), dtype=bool)
    hidden[at[3:, 1:][random.random((12, 3)) < 0.7]] = True
    hidden[at[1, 1]] = hidden[at[2, 1]] = True
    return cells, hidden, at


def test_of_many_insiders_the_audit_finds_what_each_two_of_them_find(monkeypatch):
    """Looking for four at once first finds neither more nor less than asking every two."""
    found = 0
    for seed in range(3):
        cells, hidden, _ = of_twelve(np.random.default_rng(seed))
        faults = unsafe_cells(cells, hidden, insiders=2)
        with monkeypatch.context() as every:
            every.setattr(audit_module, "_PAIRS_OF", 99)
            assert (faults == unsafe_cells(cells, hidden, insiders=2)).all(), seed
        found += faults.sum()
    assert found > 3, "there was something to find"


def test_what_only_four_together_could_tell_is_no_fault():
    """x is hidden in d1 to d5 of twelve: d1 to d4 together know d5's, but no two of them."""
    cells, hidden, at = of_twelve(np.random.default_rng(0))
    hidden[:] = False
    hidden[at[3:, 2:]] = hidden[at[3:8, 1]] = True
    hidden[at[1, 2:]] = hidden[at[2, 2:]] = True
    cells.counts[at[3:, 1:]] = 9
    for node, parts in ((at[1], at[3:9]), (at[2], at[9:])):
        cells.counts[node[1:]] = cells.counts[parts[:, 1:]].sum(axis=0)
    cells.counts[at[0, 1:]] = cells.counts[at[1:3, 1:]].sum(axis=0)
    cells.counts[at[:, 0]] = cells.counts[at[:, 1:]].sum(axis=1)
    assert np.all(cells.sums @ cells.counts == 0)
    assert unsafe_cells(cells, hidden, insiders=4)[at[7, 1]]
    assert not unsafe_cells(cells, hidden, insiders=2).any()


def test_where_many_districts_hang_together_every_two_are_reckoned_with():
    for seed in range(3):
        cells, _, _ = of_twelve(np.random.default_rng(seed))
        hidden, said = suppress_and_audit(cells, insiders=2, key=b"k")
        assert (said.faults, said.insiders) == (0, 2)
        assert not unsafe_cells(cells, hidden, insiders=2).any(), "an audit that begins anew says the same"


def test_a_fault_that_gentle_rounds_leave_is_closed_with_all_that_is_beside_it(monkeypatch):
    monkeypatch.setattr(suppression, "_ROUNDS", 0)
    cells, _, _ = of_twelve(np.random.default_rng(1))
    hidden, said = suppress_and_audit(cells, insiders=2, key=b"k")
    assert said.faults == 0
    assert not unsafe_cells(cells, hidden, insiders=2).any()


def test_a_bound_from_another_table_is_reckoned_with():
    """39 + 5 + 5 = 48 + x + 0 gives x = 1: two tables count the same first deliveries."""
    one = linked([added_up((total_axis("reason", "pq"),), np.array([0, 5, 5]), 3)], "left out of one")[0]
    other = linked([added_up((total_axis("reason", "pq"),), np.array([0, 1, 30]), 3)], "left out of other")[0]
    waits = linked([added_up((separate_axis("step", ["one", "other"]),), np.array([39, 18]), 3)], "waits")[0]
    at = {"left": 0, "other": 3, "waits": 6}
    tie = Link(
        (at["waits"], 1, 2, at["waits"] + 1, at["other"] + 1, at["other"] + 2),
        (1.0, 1.0, 1.0, -1.0, -1.0, -1.0),
        exact=True,
    )
    cells, _ = joined([one, other, waits], [tie])
    hidden = np.zeros(len(cells.counts), dtype=bool)
    hidden[[at["other"], at["other"] + 1]] = True
    assert unsafe_cells(cells, hidden)[at["other"] + 1], "39 + 5 + 5 - 18 - 30 is 1"
    hidden = suppress(cells)
    assert not unsafe_cells(cells, hidden).any()


def test_people_are_at_most_pairs():
    """People hidden, pairs shown as 3: whoever knows that people are no more than pairs knows 1 to 3."""
    people = linked([added_up((total_axis("scope", "io"),), np.array([0, 3, 20]), 5)], "people")[0]
    pairs = linked([added_up((total_axis("scope", "io"),), np.array([0, 3, 40]), 3)], "pairs")[0]
    cells, _ = joined([people, pairs], [Link((1, 4), (1.0, -1.0))])
    hidden = np.array([False, True, True, False, False, False])
    assert unsafe_cells(cells, hidden)[1]
    hidden = suppress(cells)
    assert hidden[4]
    assert not unsafe_cells(cells, hidden).any()


def test_a_series_is_hidden_in_all_of_its_months():
    """4, 5, 5 in three months of a year: shown about it, the 4 would be filled in."""
    months = separate_axis("month", ["1", "2", "3", "4"], [1, 1, 1, 2])
    leaves = np.zeros((4, 4), dtype=int)
    leaves[:, 1:] = [[4, 30, 40], [5, 31, 40], [5, 30, 41], [5, 32, 42]]
    cells, (at,) = linked([added_up((months, KIND), leaves, 5)])
    hidden = suppress(cells)[at]
    assert hidden[:3, 1].all()
    assert (hidden[:3] == hidden[0]).all()
    assert not hidden[3].any()


def smooth(true, shown, sums):
    """What an attacker fills in, shape (kinds, months): lines between the neighbours shown, scaled to what
    the sum of each month leaves.
    """
    at = np.arange(true.shape[1])
    filled = np.array(
        [np.interp(at, at[s], t[s]) if s.any() else np.ones(len(t)) for t, s in zip(true, shown, strict=True)]
    )
    left = sums - np.where(shown, true, 0).sum(axis=0)
    of_gaps = np.where(shown, 0, filled).sum(axis=0)
    filled *= np.where(of_gaps > 0, left / np.maximum(of_gaps, 1e-9), 1.0)
    return np.rint(filled)


def test_smoothly_filled_small_months_are_right_no_oftener_than_guessed():
    """A stock of six kinds that changes slowly, under a sum that is shown every month.

    Kinds are hidden in whole years, of which only the December before and the January after may be known:
    the line between hits less often than hidden month by month, and no oftener than one guess in four.
    """
    random, hit, small = np.random.default_rng(5), {"months": 0, "years": 0}, 0
    kinds, nodes = total_axis("kind", "uvwxyz"), [f"{y}-{m:02}" for y in range(3) for m in range(1, 13)]
    for _ in range(15):
        around = np.array([5, 6, 7, 12, 20, 30])[:, None]
        stock = np.clip(around + np.cumsum(random.choice([-1, *[0] * 8, 1], (6, 36)), axis=1), 1, None)
        leaves = np.zeros((36, 7), dtype=int)
        leaves[:, 1:] = stock.T
        small += (stock < 5).sum()
        for way in hit:
            months = separate_axis("month", nodes, [i // 12 for i in range(36)] if way == "years" else ())
            cells, (at,) = linked([added_up((months, kinds), leaves, 5)])
            hidden = suppress(cells, key=b"k")[at]
            assert not hidden[:, 0].any(), "the sums are shown"
            filled = smooth(stock, ~hidden[:, 1:].T, stock.sum(axis=0))
            hit[way] += (filled == stock)[stock < 5].sum()
    assert small > 200
    assert hit["years"] < hit["months"]
    assert hit["years"] < 0.25 * small, "any of 1 to 4 is right one time in four"
