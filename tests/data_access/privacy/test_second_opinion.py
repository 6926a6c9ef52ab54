"""Small cells audited by another's engine: Tau-Argus, which statistical offices use, in its open form.

It is handed our systems whole, as the cells and sums of its own file format, and says between what figures
each hidden cell lies. It knows no bounds from above and no coalitions: ties are sums here, and what two
coordinators know is handed over as shown.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from pytauargus._tauargus import audit_jj

from data_access.privacy import Axis, Cells, Link, added_up, feasible, joined, linked, suppress, total_axis

PLACES = Axis(
    "place",
    ("ER", "A", "B", *(f"d{i}" for i in range(1, 9))),
    (-1, 0, 0, *(1,) * 4, *(2,) * 4),
    (-1, -1, -1, *range(1, 9)),
)
KINDS = total_axis("kind", "xyz")


def places_by_kind(random):
    """People by place and category."""
    leaves = np.zeros((11, 4), dtype=int)
    leaves[3:, 1:] = random.integers(0, 30, (8, 3))
    return linked([added_up((PLACES, KINDS), leaves, 5)])[0]


def two_tables(random):
    """Accesses by kind and by sex, which share their margin."""
    base = random.integers(0, 12, (8, 3, 2))
    leaves = [np.zeros((11, n), dtype=int) for n in (4, 3)]
    leaves[0][3:, 1:], leaves[1][3:, 1:] = base.sum(axis=2), base.sum(axis=1)
    return linked(
        [
            added_up((PLACES, axis), n, 3)
            for axis, n in zip((KINDS, total_axis("sex", "FM")), leaves, strict=True)
        ]
    )[0]


def months_in_a_year(random):
    """Accesses of a year, month by month, each shown or hidden with the others."""
    time = Axis("time", ("y", *(f"m{i}" for i in range(12))), (-1, *(0,) * 12), series=(-1, *(0,) * 12))
    leaves = np.zeros((11, 13), dtype=int)
    leaves[3:, 1:] = random.integers(2, 30, (8, 12))
    return linked([added_up((PLACES, time), leaves, 3)])[0]


def two_steps(random):
    """Waits within 30, 60 and 90 days of two steps that end in the same first delivery."""
    band = Axis("band", ("*", "in_60", "in_30", "31_60", "over"), (-1, 0, 1, 1, 0))
    counts = random.integers(1, 20, (2, 8, 3))
    counts[1, :, 2] = counts[0].sum(axis=1) - counts[1, :, :2].sum(axis=1) + 40
    counts[0, :, 2] += 40
    systems, at = [], []
    for step, of in enumerate(counts):
        leaves = np.zeros((11, 5), dtype=int)
        leaves[3:, 2:] = of
        cells, (where,) = linked([added_up((PLACES, band), leaves, 5)], str(step))
        at.append(where + sum(len(s.counts) for s in systems))
        systems.append(cells)
    ties = [
        Link((int(a), int(b)), (1.0, -1.0), exact=True) for a, b in zip(at[0][:, 0], at[1][:, 0], strict=True)
    ]
    return joined(systems, ties)[0]


def tau_argus(cells: Cells, hidden, folder):
    """Return the intervals of the hidden cells as Tau-Argus finds them, by cell."""
    top = int(cells.counts.max()) * 2 + 100
    lines = ["0", str(len(cells.counts))]
    for i, (n, gone) in enumerate(zip(cells.counts.tolist(), hidden.tolist(), strict=True)):
        least = min(1, n) if gone else n
        room = f"{least} {top} 1 1 0" if gone else f"{n} {n} 0 0 0"
        lines.append(f"{i} {n} {n} {'u' if gone else 's'} {room}")
    sums = cells.sums.tocsr()
    lines.append(str(sums.shape[0]))
    for a, b in zip(sums.indptr[:-1], sums.indptr[1:], strict=True):
        parts = zip(sums.indices[a:b].tolist(), sums.data[a:b].tolist(), strict=True)
        lines.append(f"0 {b - a} : " + " ".join(f"{cell} ({int(sign)})" for cell, sign in parts))
    file = folder / "cells.jj"
    file.write_text("\n".join(lines) + "\n")
    return {row["cell"]: (row["min"], row["max"]) for row in audit_jj(str(file))}


@pytest.mark.parametrize("made", [places_by_kind, two_tables, months_in_a_year, two_steps])
def test_another_audit_leaves_every_hidden_cell_as_open_as_ours(made, tmp_path):
    cells = made(np.random.default_rng(3))
    hidden = suppress(cells, insiders=2, key=b"k")
    assert hidden.any()
    for coalition in [(), *combinations(range(1, 9), 2)]:
        theirs = np.isin(cells.insiders, coalition)
        found = tau_argus(cells, hidden & ~theirs, tmp_path)
        assert set(found) == set(np.flatnonzero(hidden & ~theirs).tolist())
        for cell, (low, high) in found.items():
            assert low <= cells.counts[cell] <= high
            if cells.insiders[cell] >= 0 or not coalition:
                assert high - low >= cells.thresholds[cell] - 1, (coalition, cell)


def test_both_audits_find_the_same_interval(tmp_path):
    """206 less what is shown leaves 2 + 5 to two districts: 1 to 6, and nothing at all of the third."""
    leaves = np.zeros((11, 4), dtype=int)
    leaves[3:, 1:] = 20
    leaves[3:5, 1:3] = [[2, 5], [5, 2]]
    cells, (at,) = linked([added_up((PLACES, KINDS), leaves, 5)])
    hidden = np.zeros(len(cells.counts), dtype=bool)
    hidden[at[3:5, 1:3]] = hidden[at[7, 3]] = True
    low, high = feasible(cells, hidden)
    assert {c: (low[c], high[c]) for c in np.flatnonzero(hidden)} == tau_argus(cells, hidden, tmp_path)
    assert (low[at[3, 1]], high[at[3, 1]]) == (1, 6)
    assert low[at[7, 3]] == high[at[7, 3]] == 20
