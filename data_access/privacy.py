"""Small cells: what is hidden so that no person can be told from the tables that are published.

A *cell* is a count at one place, in one period, of one kind; tables add up along their axes, and tables
that share a margin are protected together, as one system of :class:`Cells`.

Primary suppression hides every count from 1 to the threshold less one. Secondary suppression hides further
cells until the audit is content: for every hidden cell, linear programming finds what an attacker can
conclude who sees all other cells of all tables, knows how they add up, and knows that a hidden cell is at
least 1, since a zero is shown as 0. The interval of what is possible must span at least the threshold less
one; where it does not, more is hidden. A hidden cell is never said to be of the first or of the second kind:
"fewer than 5" would itself narrow the interval.

Thresholds come from the environment and are never under 3.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

LOWEST_THRESHOLD = 3
SENSITIVE_VARIABLE, ORDINARY_VARIABLE = "OSSERVATORIO_THRESHOLD_SENSITIVE", "OSSERVATORIO_THRESHOLD"
TOTAL = "*"
"""The node of an axis that stands for all its others; a cell's key leaves it out."""

_FIRST_LOOKS = 4
_FAULTS_AT_ONCE = 60
"""So many are mended before the rest is looked at: mending one often mends others."""

_GENTLE_ROUNDS = 4
"""Rounds in which one more cell is hidden beside a fault; later one in every sum the fault is part of."""

_ROOM = 4
"""How far beyond the width asked the audit looks; farther is of no interest."""


class ThresholdError(ValueError):
    """A threshold of the environment cannot be used; the sentence names the variable."""


@dataclass(frozen=True)
class Thresholds:
    """The least counts shown: of what says something sensitive of a person, and of anything else."""

    sensitive: int = 5
    ordinary: int = 3

    def __post_init__(self) -> None:
        if min(self.sensitive, self.ordinary) < LOWEST_THRESHOLD:
            raise ValueError(f"No threshold of small cells may be under {LOWEST_THRESHOLD}.")


def thresholds(environment: Mapping[str, str] = os.environ) -> Thresholds:
    """Return the thresholds of the environment, or else 5 and 3.

    Raises:
        ThresholdError: a variable is not a whole number or is under 3; the sentence names it.
    """

    def read(variable: str, usual: int) -> int:
        given = environment.get(variable, "").strip() or str(usual)
        if not given.isdecimal() or int(given) < LOWEST_THRESHOLD:
            raise ThresholdError(
                f"{variable} must be a whole number from {LOWEST_THRESHOLD} up, not {given!r}."
            )
        return int(given)

    return Thresholds(read(SENSITIVE_VARIABLE, 5), read(ORDINARY_VARIABLE, 3))


@dataclass(frozen=True)
class Axis:
    """One dimension of a table: its nodes, and for each the position of the node it adds up to, or -1."""

    name: str
    nodes: tuple[str, ...]
    parents: tuple[int, ...]

    def children(self) -> dict[int, list[int]]:
        """Return the nodes that add up to each other node."""
        found: dict[int, list[int]] = {}
        for node, parent in enumerate(self.parents):
            if parent >= 0:
                found.setdefault(parent, []).append(node)
        return found


def flat(name: str, nodes: Sequence[str]) -> Axis:
    """Nodes that add up to one total, which comes first."""
    return Axis(name, (TOTAL, *nodes), (-1, *(0 for _ in nodes)))


def apart(name: str, nodes: Sequence[str]) -> Axis:
    """Nodes that do not add up, such as the months of a stock."""
    return Axis(name, tuple(nodes), tuple(-1 for _ in nodes))


@dataclass(frozen=True, eq=False)
class CountTable:
    """Counts over axes, with all margins; made by :func:`added_up`."""

    axes: tuple[Axis, ...]
    counts: NDArray[np.int64]
    threshold: int


def added_up(axes: Sequence[Axis], leaves: NDArray, threshold: int) -> CountTable:
    """Fill in the margins.

    Args:
        axes: of the table.
        leaves: counts, shape (nodes of each axis); what stands at a node with children is not looked at.
        threshold: the least count shown.
    """
    counts = np.array(leaves, dtype=np.int64)
    for dimension, axis in enumerate(axes):
        view = np.moveaxis(counts, dimension, 0)
        children = axis.children()
        for node in sorted(children, key=lambda n: -_depth(axis, n)):
            view[node] = view[children[node]].sum(axis=0)
    return CountTable(tuple(axes), counts, threshold)


def _depth(axis: Axis, node: int) -> int:
    depth = 0
    while (node := axis.parents[node]) >= 0:
        depth += 1
    return depth


@dataclass(frozen=True, eq=False)
class Cells:
    """Counts published together: ``sums @ counts`` is zero (+1 a part, -1 the sum it belongs to).

    ``tops`` counts on how many axes a cell is the sum of all: such a cell is hidden last.
    """

    counts: NDArray[np.int64]
    thresholds: NDArray[np.int64]
    sums: sparse.csr_matrix
    tops: NDArray[np.int64]

    @property
    def primary(self) -> NDArray[np.bool_]:
        """The cells that are too small to be shown."""
        return np.asarray((self.counts > 0) & (self.counts < self.thresholds))


def linked(tables: Sequence[CountTable]) -> tuple[Cells, list[NDArray[np.int64]]]:
    """Put tables into one system, in which a cell of two tables is one cell.

    Two cells are the same if they agree in the nodes other than the total. A shared cell has the higher of
    its thresholds.

    Returns:
        The cells, and for each table the positions of its cells, in the table's shape.

    Raises:
        ValueError: tables disagree on a cell they share.
    """
    position: dict[tuple, int] = {}
    places: list[NDArray[np.int64]] = []
    for table in tables:
        labels = [
            [() if node == TOTAL else ((axis.name, node),) for node in axis.nodes] for axis in table.axes
        ]
        found = [position.setdefault(sum(key, ()), len(position)) for key in product(*labels)]
        places.append(np.array(found, dtype=np.int64).reshape(table.counts.shape))
    counts = np.full(len(position), -1, dtype=np.int64)
    least, tops = np.zeros(len(position), dtype=np.int64), np.zeros(len(position), dtype=np.int64)
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    signs: list[NDArray[np.float64]] = []
    row = 0
    for table, at in zip(tables, places, strict=True):
        known = counts[at]
        if ((known >= 0) & (known != table.counts)).any():
            axes = ", ".join(axis.name for axis in table.axes)
            raise ValueError(f"The table by {axes} disagrees with another on a margin they share.")
        counts[at] = table.counts
        least[at] = np.maximum(least[at], table.threshold)
        top = np.zeros(table.counts.shape, dtype=np.int64)
        for dimension, axis in enumerate(table.axes):
            summits = set(axis.children()).intersection(np.flatnonzero(np.array(axis.parents) < 0).tolist())
            np.moveaxis(top, dimension, 0)[sorted(summits)] += 1
            lines = np.moveaxis(at, dimension, 0).reshape(len(axis.nodes), -1)
            number = np.arange(lines.shape[1])
            for node, children in axis.children().items():
                for part, sign in ((node, -1.0), *((child, 1.0) for child in children)):
                    rows.append(row + number)
                    columns.append(lines[part])
                    signs.append(np.full(len(number), sign))
                row += len(number)
        tops[at] = np.maximum(tops[at], top)
    if not rows:
        return Cells(counts, least, sparse.csr_matrix((0, len(counts))), tops), places
    sums = sparse.csr_matrix(
        (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns))), shape=(row, len(counts))
    )
    return Cells(counts, least, sums, tops), places


def suppress(cells: Cells) -> NDArray[np.bool_]:
    """Return which cells to hide so that the audit finds no fault; see the module's docstring."""
    book, audit = _Book(cells), _Audit(cells)
    book.hide(np.flatnonzero(cells.primary))
    for round_ in count(1):
        book.complement()
        faults = np.flatnonzero(audit.narrow(book.hidden, enough=_FAULTS_AT_ONCE))
        if not len(faults):
            break
        if not book.widen(faults, thorough=round_ > _GENTLE_ROUNDS):
            raise AssertionError("Everything is hidden and the audit still finds a fault.")
    return book.hidden


def narrow(cells: Cells, hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the hidden cells of which the other cells tell too much."""
    return _Audit(cells).narrow(hidden)


def feasible(cells: Cells, hidden: NDArray[np.bool_]) -> tuple[NDArray, NDArray]:
    """Find between what figures an attacker must leave each hidden cell.

    Args:
        cells: the system.
        hidden: what is not shown; only cells of at least 1 may be hidden.

    Returns:
        Lowest and highest possible value of each cell; of a cell shown, its count twice. Where the interval
        is at least as wide as the threshold less one, the true interval may be wider still.
    """
    audit = _Audit(cells)
    audit.narrow(hidden)
    return audit.low, audit.high


class _Audit:
    """What someone can conclude who knows all cells but the hidden ones.

    ``low`` and ``high`` span the solutions found so far. Hiding more only adds solutions, so what was once
    found wide enough stays so, and the next audit looks at the rest alone.
    """

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.low, self.high = cells.counts.astype(float), cells.counts.astype(float)
        self.random = np.random.default_rng(0)

    def narrow(self, hidden: NDArray[np.bool_], enough: int | None = None) -> NDArray[np.bool_]:
        """Return the cells that are hidden and not wide enough; not all of them if ``enough`` are found."""
        at = np.flatnonzero(hidden)
        if not len(at):
            return np.zeros(len(hidden), dtype=bool)
        sums = self.cells.sums[:, at]
        part = connected_components(sums.T @ sums, directed=False)[1]
        # Many cells move at once as long as that helps; then each that is left is asked for by itself.
        left = self._open(at)
        for look in count(1):
            self._look(at, part, sums, self.random.normal(size=len(at)) * left)
            before, left = left.sum(), self._open(at)
            if not left.any() or (look >= _FIRST_LOOKS and left.sum() > 0.9 * before):
                break
        asked = np.zeros(len(at), dtype=bool)
        while (left := self._open(at) & ~asked).any():
            if enough is not None and (self._open(at) & asked).sum() >= enough:
                break
            # Parts of the system that share no sum are asked together, one cell of each.
            rows = np.flatnonzero(left)
            _, first = np.unique(part[rows], return_index=True)
            direction = np.zeros(len(at))
            direction[rows[first]] = 1.0
            self._look(at, part, sums, direction)
            asked[rows[first]] = True
        faults = np.zeros(len(hidden), dtype=bool)
        faults[at] = self._open(at) & asked
        return faults

    def _open(self, at: NDArray[np.int64]) -> NDArray[np.bool_]:
        # A count is whole: only the whole numbers of the interval are possible.
        width = np.floor(self.high[at] + 1e-6) - np.ceil(self.low[at] - 1e-6)
        return np.asarray(width < self.cells.thresholds[at] - 1)

    def _look(
        self, at: NDArray[np.int64], part: NDArray, sums: sparse.csr_matrix, direction: NDArray
    ) -> None:
        """Go as far as the sums allow, one way and the other, in the parts that have something to gain."""
        inside = np.isin(part, np.unique(part[direction != 0]))
        if not inside.any():
            return
        cells = at[inside]
        equal = sums[:, np.flatnonzero(inside)]
        equal = equal[np.flatnonzero(np.diff(equal.indptr))]
        true = self.cells.counts[cells].astype(float)
        reach = _ROOM * float((self.cells.thresholds[cells] - 1).max())
        bounds = np.column_stack([np.maximum(1.0, true - reach), true + reach])
        for way in (direction[inside], -direction[inside]):
            found = linprog(way, A_eq=equal, b_eq=equal @ true, bounds=bounds, method="highs")
            if not found.success:
                raise RuntimeError(f"The audit of small cells could not be computed: {found.message}")
            self.low[cells] = np.minimum(self.low[cells], found.x)
            self.high[cells] = np.maximum(self.high[cells], found.x)


class _Book:
    """What is hidden so far, and which sums that leaves too easy to undo."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.hidden = np.zeros(len(cells.counts), dtype=bool)
        by_row, by_cell = cells.sums, cells.sums.tocsc()
        self.parts = np.split(by_row.indices, by_row.indptr[1:-1])
        self.signs = np.split(by_row.data, by_row.indptr[1:-1])
        self.rows = np.split(by_cell.indices, by_cell.indptr[1:-1])
        self.number = np.zeros(cells.sums.shape[0], dtype=np.int64)
        self.waiting: deque[int] = deque()
        self.cost = np.log1p(cells.counts) + 4.0 * cells.tops

    def hide(self, which: Sequence[int] | NDArray) -> None:
        """Hide cells and remember the sums they are part of."""
        for cell in which:
            if self.hidden[cell]:
                continue
            self.hidden[cell] = True
            self.number[self.rows[cell]] += 1
            self.waiting.extend(self.rows[cell].tolist())

    def complement(self) -> None:
        """Hide more until no single sum gives a hidden cell away."""
        while self.waiting:
            row = self.waiting.popleft()
            if self._weak(row) and (cell := self._complement_in(row)) >= 0:
                self.hide([cell])

    def widen(self, faults: NDArray[np.int64], *, thorough: bool) -> bool:
        """Hide more beside each fault that nothing hidden earlier in this round already helps."""
        helped: set[int] = set()
        for fault in faults.tolist():
            rows = self.rows[fault].tolist()
            if helped.intersection(rows):
                continue
            cells = [cell for row in rows if (cell := self._complement_in(row)) >= 0]
            if cells:
                chosen = cells if thorough else [min(cells, key=self._price)]
                self.hide(chosen)
                helped.update(row for cell in chosen for row in self.rows[cell].tolist())
        if not helped:
            # Nothing is left beside any fault: go farther out, sum by sum.
            seen = around = {int(fault) for fault in faults}
            while around:
                around = {int(c) for f in around for row in self.rows[f] for c in self.parts[row]} - seen
                rows = {row for c in around for row in self.rows[c].tolist()}
                cells = [cell for row in rows if (cell := self._complement_in(row)) >= 0]
                if cells:
                    self.hide([min(cells, key=self._price)])
                    return True
                seen = seen | around
            return False
        return True

    def _weak(self, row: int) -> bool:
        if self.number[row] == 0:
            return False
        if self.number[row] == 1:
            return True
        parts, signs = self.parts[row], self.signs[row]
        inside = self.hidden[parts]
        if (inside & (signs < 0)).any():
            return False
        counts, least = self.cells.counts[parts[inside]], self.cells.thresholds[parts[inside]]
        return bool(counts.sum() - len(counts) < least.max() - 1)

    def _complement_in(self, row: int) -> int:
        """The cell of a sum that costs least to hide, or -1: only what is shown and not zero protects."""
        parts = self.parts[row]
        free = parts[~self.hidden[parts] & (self.cells.counts[parts] > 0)]
        return int(min(free, key=self._price)) if len(free) else -1

    def _price(self, cell: int) -> tuple[float, int]:
        """What is lost with a cell, and a surcharge for every other sum in which it would stand alone."""
        alone = int((self.number[self.rows[cell]] == 0).sum())
        return float(self.cost[cell]) + 2.0 * alone, int(cell)
