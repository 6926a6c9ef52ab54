"""The audit of hidden cells: what an attacker can conclude of them who sees everything else.

The attacker knows every published figure, how all of them hang together, that a count is whole and that a
hidden count is at least 1 where a zero would be shown; and may be in a coalition with any two insiders, who
know all of their own cells. Of every hidden cell the audit looks for solutions of that system, beginning at
the true one: how far up and down the cell can go while everything published, and everything the insiders
know, stays as it is. Only solutions in whole numbers count, so that integer programming finds no more than
this.

Where the cells of many insiders hang together, more of them than a coalition has are reckoned with first: a
cell that is safe from four is safe from every two of them. Only what is not is tried with each two by
themselves, so that a fault is always what a real coalition can tell.

The system falls apart into components that share no unknown. Each is tried with every set of its insiders
that must be reckoned with, and the components side by side, one set of each at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse.csgraph import connected_components

from data_access.privacy.counts import Cells

_Steps = dict[int, dict[bytes, tuple[NDArray[np.int64], NDArray[np.int16]]]]

_RANDOM_STEPS = 3
_ROOM = 3
"""How far beyond the required width the audit searches; farther is of no interest."""

_PAIRS_OF = 9
"""Up to so many insiders in a component every coalition is tried at once; of more, larger sets come first."""

_REMEMBERED, _TOUCHED = 3000, 12
"""Steps found for one coalition serve every other that they do not touch: so many are kept."""

_SHORT = 0.01
"""What a step costs beside what it is after, so that it moves as few cells as it can."""

_SECONDS_A_CELL = 2.0


@dataclass(frozen=True)
class AuditResult:
    """The interval in which an attacker must leave each cell (of a cell shown, its count), and the faults.

    ``low`` and ``high`` are of the worst of the coalitions tried, and no wider than the audit searches.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    faults: NDArray[np.bool_]


@dataclass(frozen=True)
class Report:
    """The figures of one version's audit.

    Attributes:
        cells: published cells that are not zero.
        hidden: of these, how many are not shown.
        narrowest: the least width of a hidden cell's interval less the required width: under 0 is a fault.
        faults: hidden cells that can be told too closely.
        insiders: how many may be in a coalition.
        seconds: that it took.
    """

    cells: int
    hidden: int
    narrowest: int
    faults: int
    insiders: int
    seconds: float


@dataclass(frozen=True, eq=False)
class _Coalition:
    """Insiders who put together what they know, and the cells to try, of everybody else if None.

    ``wide``: they are more than a coalition has.
    """

    members: tuple[int, ...] = ()
    only: NDArray[np.bool_] | None = None
    wide: bool = False


class Audit:
    """An auditor of one system of cells, who remembers the components already audited."""

    def __init__(self, cells: Cells, *, insiders: int = 0, enough: int | None = None) -> None:
        """Take the cells.

        Args:
            cells: the system.
            insiders: how many may be in a coalition.
            enough: once a component has so many faults it is not audited farther.
        """
        self.cells, self.insiders, self.enough = cells, insiders, enough
        self.known: dict[bytes, tuple[NDArray, NDArray]] = {}
        # Coalitions that once told too much are tried first: the rest is in vain if they still do.
        self.hard: dict[tuple[int, ...], None] = {}
        # Steps of earlier checks, by the first cell they move: where more is hidden they can still be taken.
        self.steps: _Steps = {}
        self.width = np.where(cells.unseen, 0, cells.thresholds - 1).clip(min=0)
        self.random = np.random.default_rng(0)

    def check(self, hidden: NDArray[np.bool_]) -> AuditResult:
        """Find between what figures the hidden cells can lie."""
        cells = self.cells
        low, high = cells.counts.astype(float), cells.counts.astype(float)
        told = np.ones(len(cells.bounds), dtype=bool)
        stated = cells.told_by >= 0
        told[stated] = ~hidden[cells.told_by[stated]]
        at = np.flatnonzero((hidden & ~cells.statistics) | cells.unseen)
        rows = _Rows(cells, at, told)
        new: list[_Component] = []
        for inside in rows.components():
            if not (hidden[at[inside]] & (self.width[at[inside]] > 0)).any():
                continue
            component = _Component(at[inside], rows, inside, self, hidden)
            if component.name in self.known:
                component.low, component.high = self.known[component.name]
            else:
                component.recall(self.steps)
                new.append(component)
            low[component.cells], high[component.cells] = component.low, component.high
        # Components of one shape, such as the months of a stock, have steps in common.
        shapes: dict[bytes, _Component] = {}
        first = [c for c in new if shapes.setdefault(c.shape, c) is c]
        self._solve(first)
        for component in new:
            component.borrow(shapes[component.shape])
        self._solve([c for c in new if shapes[c.shape] is not c])
        for component in new:
            self.known[component.name] = (component.low, component.high)
            component.keep(self.steps)
            low[component.cells], high[component.cells] = component.low, component.high
        faults = hidden & (np.rint(high - low) < self.width) & (cells.counts > 0)
        return AuditResult(low, high, faults)

    def _solve(self, components: list[_Component]) -> None:
        waiting = [(component, component.coalitions()) for component in components]
        while waiting:
            now = []
            for component, turn in waiting:
                for coalition in turn:
                    component.begin(coalition)
                    if component.open.any():
                        now.append((component, turn))
                        break
                    component.end()
            _explore([component for component, _ in now], self.random)
            for component, _ in now:
                component.end()
            waiting = now


class _Rows:
    """The sums and bounds that hold the unknown cells."""

    def __init__(self, cells: Cells, at: NDArray[np.int64], told: NDArray[np.bool_]) -> None:
        self.equal = _used(sparse.csr_matrix(cells.sums[:, at]))[0]
        limits, which = _used(sparse.csr_matrix(cells.at_most[told][:, at]))
        self.limits = limits
        self.slack = (cells.bounds[told] - cells.at_most[told] @ cells.counts)[which]
        self.size = len(at)

    def components(self) -> list[NDArray[np.int64]]:
        ties = sparse.vstack([self.equal, self.limits])
        if not self.size:
            return []
        part = connected_components(abs(ties.T) @ abs(ties), directed=False)[1]
        order = np.argsort(part, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(part[order])) + 1)


def _used(matrix: sparse.csr_matrix) -> tuple[sparse.csr_matrix, NDArray[np.int64]]:
    rows = np.flatnonzero(np.diff(matrix.indptr))
    return matrix[rows], rows


class _Component:
    """Unknown cells that hang together, as steps away from their true counts."""

    def __init__(
        self,
        at: NDArray[np.int64],
        rows: _Rows,
        inside: NDArray[np.int64],
        audit: Audit,
        hidden: NDArray[np.bool_],
    ) -> None:
        cells = audit.cells
        self.cells = at
        self.counts = cells.counts[at].astype(float)
        self.insiders = cells.insiders[at]
        self.width = np.where(hidden[at] & (self.counts > 0), audit.width[at], 0)
        self.equal, _ = _used(sparse.csr_matrix(rows.equal[:, inside]))
        self.limits, which = _used(sparse.csr_matrix(rows.limits[:, inside]))
        self.slack = rows.slack[which]
        self.name = at.tobytes() + which.tobytes()
        self.reach = float(_ROOM * self.width.max() + 1)
        # A count that is hidden though it is zero may be anything from zero up.
        floor = np.where(hidden[at] & ~cells.unseen[at], np.minimum(1, self.counts), 0)
        self.least = np.maximum(floor - self.counts, -self.reach)
        self.coalition = audit.insiders
        self.low, self.high = self.counts - self.reach, self.counts + self.reach
        self.low[self.width == 0] = self.high[self.width == 0] = self.counts[self.width == 0]
        self.down, self.up = np.zeros(len(at)), np.zeros(len(at))
        self.moves = np.ones(len(at), dtype=bool)
        self.wanted = self.width > 0
        self.tried_alone = np.zeros(len(at), dtype=bool)
        self.enough, self.hard = audit.enough, audit.hard
        self.now = _Coalition()
        self.left = np.zeros(len(at), dtype=bool)
        self.ties = sparse.csr_matrix(abs(sparse.vstack([self.equal, self.limits])))
        self.bit = {int(n): 1 << i for i, n in enumerate(sorted({int(n) for n in self.insiders if n >= 0}))}
        self.bits = np.array([self.bit.get(int(n), 0) for n in self.insiders], dtype=np.uint64)
        self.steps = np.zeros((16, len(at)), dtype=np.int16)
        self.touched = np.zeros(16, dtype=np.uint64)
        self.number = 0

    @property
    def shape(self) -> bytes:
        """Alike in components that differ in nothing but their counts."""
        return (
            b"".join(
                part.tobytes() for m in (self.equal, self.limits) for part in (m.indptr, m.indices, m.data)
            )
            + self.insiders.tobytes()
        )

    def borrow(self, other: _Component) -> None:
        """Take over the steps of a component of the same shape that can be taken here."""
        if other is not self:
            self._take_over(other.steps[: other.number])

    def recall(self, known: _Steps) -> None:
        """Take over the steps of earlier checks that can be taken here; see :attr:`Audit.steps`."""
        if not self.coalition:
            return
        where = {cell: i for i, cell in enumerate(self.cells.tolist())}
        fitting = []
        for first in where:
            for cells, values in known.get(first, {}).values():
                at = [where.get(cell, -1) for cell in cells.tolist()]
                if min(at) >= 0:
                    step = np.zeros(len(self.cells), dtype=np.int16)
                    step[at] = values
                    fitting.append(step)
        if fitting:
            self._take_over(np.array(fitting))

    def keep(self, known: _Steps) -> None:
        """Keep the steps found here for later checks."""
        for step in self.steps[: self.number]:
            moved = np.flatnonzero(step)
            cells, values = self.cells[moved], step[moved]
            name = cells.tobytes() + values.tobytes()
            known.setdefault(int(cells[0]), {})[name] = (cells, values)

    def _take_over(self, steps: NDArray[np.int16]) -> None:
        steps = steps[-_REMEMBERED:]
        fits = (steps >= self.least).all(axis=1)
        for matrix, most in ((self.limits, self.slack), (self.equal, 0.0), (-self.equal, 0.0)):
            if matrix.shape[0]:
                fits &= (matrix @ steps.T <= np.reshape(most, (-1, 1)) + 1e-9).all(axis=0)
        steps = steps[fits]
        if len(steps):
            self.number = len(steps)
            self.steps = steps
            self.touched = np.array(
                [np.bitwise_or.reduce(self.bits[np.flatnonzero(step)]) for step in steps], dtype=np.uint64
            )

    def coalitions(self) -> Iterator[_Coalition]:
        """Yield the sets of insiders to be reckoned with, until there are enough faults."""
        for coalition in self._coalitions():
            if self.enough is not None and self.faults >= self.enough:
                return
            yield coalition

    @property
    def faults(self) -> int:
        """Return how many cells are known to be told too closely."""
        return int(((self.high - self.low < self.width) & (self.width > 0)).sum())

    def _coalitions(self) -> Iterator[_Coalition]:
        members = sorted({int(n) for n in self.insiders if n >= 0})
        if self.coalition == 0 or not members or ((self.width > 0) & (self.insiders < 0)).any():
            yield _Coalition()
        if self.coalition == 0 or not members:
            return
        if len(members) <= self.coalition:
            yield from (_Coalition(tuple(m for m in members if m != spared)) for spared in members)
            return
        if self.enough is not None:
            yield from (_Coalition(hard) for hard in list(self.hard) if set(hard) <= set(members))
        if len(members) <= _PAIRS_OF:
            yield from map(_Coalition, combinations(members, self.coalition))
            return
        tried: dict[tuple[int, ...], NDArray[np.bool_]] = {}
        for wide in self._wide(members):
            yield wide
            if not (left := self.left).any():
                continue
            for pair in combinations(wide.members, self.coalition):
                before = tried.get(pair, np.zeros_like(left))
                tried[pair] = before | left
                yield _Coalition(pair, left & ~before)

    def _wide(self, members: Sequence[int]) -> Iterator[_Coalition]:
        """Larger sets: each cell is tried with one at least that holds any two others' insiders."""
        blocks = [tuple(members[i : i + 2]) for i in range(0, len(members), 2)]
        for both in combinations(blocks, self.coalition):
            yield _Coalition(tuple(m for block in both for m in block), wide=True)
        # There the cells of one half of a block were never tried by a coalition with the other half.
        for block in blocks:
            others = [other for other in blocks if other != block]
            for one, mate in permutations(block, 2):
                own = self.insiders == one
                if not (self.width[own] > 0).any():
                    continue
                for rest in combinations(others, self.coalition - 1):
                    yield _Coalition((mate, *(m for other in rest for m in other)), own, wide=True)

    def begin(self, coalition: _Coalition) -> None:
        """Begin with a coalition: its cells do not move."""
        self.now = coalition
        self.moves = ~np.isin(self.insiders, coalition.members)
        self.down, self.up = np.zeros(len(self.cells)), np.zeros(len(self.cells))
        # A sum of which a coalition knows a part is no secret of another: its parts are tried.
        self.wanted = (self.width > 0) & self.moves & ((self.insiders >= 0) | (not coalition.members))
        if coalition.only is not None:
            self.wanted &= coalition.only
        at = np.flatnonzero(self.wanted)
        self.down[at], self.up[at] = self._known(coalition.members, at)
        if coalition.wide and len(at := np.flatnonzero(self.open)):
            # What every real coalition among them is known to leave open need not be tried with all of them.
            left = np.zeros(len(at), dtype=bool)
            for members in combinations(coalition.members, self.coalition):
                down, up = self._known(members, at)
                left |= up - down < self.width[at]
            self.wanted[at] = left
        self.tried_alone = ~self.wanted

    def _known(self, members: tuple[int, ...], at: NDArray[np.int64]) -> tuple[NDArray, NDArray]:
        """Return how far down and up the cells go by steps that touch no insider of a coalition."""
        fixed = np.uint64(sum(self.bit[member] for member in members))
        free = (self.touched[: self.number] & fixed) == 0
        known = self.steps[: self.number][np.ix_(free, at)]
        return known.min(axis=0, initial=0), known.max(axis=0, initial=0)

    def end(self) -> None:
        """Keep what the coalition leaves of the intervals."""
        low, high = self.counts + self.down, self.counts + self.up
        narrower = self.wanted & (high - low < self.high - self.low)
        # What more than a coalition can tell is no fault, and what was not tried is not known to be one.
        self.left = self.open
        narrower &= ~self.left if self.now.wide else self.tried_alone | ~self.left
        if self.left.any() and not self.now.wide:
            self.hard[self.now.members] = None
        self.low[narrower], self.high[narrower] = low[narrower], high[narrower]

    @property
    def open(self) -> NDArray[np.bool_]:
        """Return the cells whose interval is not yet shown to be wide enough."""
        return self.wanted & (self.up - self.down < self.width)

    @property
    def next(self) -> int:
        """Return the next cell to try by itself, or -1."""
        left = self.open & ~self.tried_alone
        enough = self.enough is not None and not self.now.wide
        if not left.any() or (enough and (self.open & self.tried_alone).sum() >= self.enough):
            return -1
        return int(left.argmax())

    def take(self, step: NDArray[np.float64]) -> bool:
        """Learn from a solution, if it is in whole numbers."""
        whole = np.rint(step)
        if np.abs(step - whole).max(initial=0.0) > 1e-6:
            return False
        self.down, self.up = np.minimum(self.down, whole), np.maximum(self.up, whole)
        moved = np.flatnonzero(whole)
        if len(moved) and self.coalition:
            # Parts of the step that share no sum are steps by themselves, and touch fewer insiders.
            ties = self.ties[:, moved]
            number, part = connected_components(ties.T @ ties, directed=False)
            for piece in range(number):
                self._remember(moved[part == piece], whole)
        return True

    def _remember(self, cells: NDArray[np.int64], step: NDArray[np.float64]) -> None:
        touched = np.bitwise_or.reduce(self.bits[cells])
        if self.number >= _REMEMBERED or int(touched).bit_count() > _TOUCHED:
            return
        if self.number == len(self.steps):
            more = self.number + 16
            self.steps = np.concatenate([self.steps, np.zeros((more, len(step)), dtype=np.int16)])
            self.touched = np.concatenate([self.touched, np.zeros(more, dtype=np.uint64)])
        self.steps[self.number] = 0
        self.steps[self.number, cells] = step[cells]
        self.touched[self.number] = touched
        self.number += 1


def _explore(components: list[_Component], random: np.random.Generator) -> None:
    """Move all components at once, in any direction first; then one cell of each at a time."""
    before = np.inf
    for round_ in range(_RANDOM_STEPS + 3):
        # With a coalition, the short steps of cells tried one by one serve the next coalitions as well.
        active = [c for c in components if not c.now.members and c.open.any()]
        left = sum(int(c.open.sum()) for c in active)
        if not active or (round_ >= _RANDOM_STEPS and left > 0.8 * before):
            break
        before = left
        way = [
            (random.random(len(c.cells)) + 0.1) * c.open * random.choice([-1, 1], len(c.cells))
            for c in active
        ]
        _step(active, way)
        _step(
            [c for c in active if c.open.any()],
            [-w for c, w in zip(active, way, strict=True) if c.open.any()],
        )
    while chosen := [(c, c.next) for c in components if c.next >= 0]:
        way = []
        for component, cell in chosen:
            component.tried_alone[cell] = True
            direction = np.zeros(len(component.cells))
            direction[cell] = 1.0
            way.append(direction)
        _step([c for c, _ in chosen], way, surely=True)
        shut = [(c, -w) for (c, cell), w in zip(chosen, way, strict=True) if c.open[cell]]
        _step([c for c, _ in shut], [w for _, w in shut], surely=True)


def _step(components: list[_Component], ways: list[NDArray], *, surely: bool = False) -> None:
    """Go as far as possible one way."""
    if not components:
        return
    moves = [c.moves for c in components]
    equal = sparse.block_diag([c.equal[:, m] for c, m in zip(components, moves, strict=True)], "csr")
    limits = sparse.block_diag([c.limits[:, m] for c, m in zip(components, moves, strict=True)], "csr")
    low = np.concatenate([c.least[m] for c, m in zip(components, moves, strict=True)])
    high = np.concatenate([np.full(int(m.sum()), c.reach) for c, m in zip(components, moves, strict=True)])
    goal = np.concatenate([w[m] for w, m in zip(ways, moves, strict=True)])
    if surely:
        # To go no farther than need be keeps the step short: it starts where nothing moves.
        equal, limits = sparse.hstack([equal, -equal], "csr"), sparse.hstack([limits, -limits], "csr")
        goal = np.concatenate([goal - _SHORT, -goal - _SHORT])
        low, high = np.zeros(len(goal)), np.concatenate([high, -low])
    solution = linprog(
        -goal,
        A_eq=equal if equal.shape[0] else None,
        b_eq=np.zeros(equal.shape[0]) if equal.shape[0] else None,
        A_ub=limits if limits.shape[0] else None,
        b_ub=np.concatenate([c.slack for c in components]) if limits.shape[0] else None,
        bounds=np.column_stack([low, high]),
        method="highs",
    )
    if not solution.success:
        raise RuntimeError(f"The audit of small cells could not be computed: {solution.message}")
    moved = np.subtract(*np.split(solution.x, 2)) if surely else solution.x
    begin = 0
    for c, m, way in zip(components, moves, ways, strict=True):
        size = int(m.sum())
        step = np.zeros(len(c.cells))
        step[m] = moved[begin : begin + size]
        begin += size
        if not c.take(step) and surely:
            _take_whole(c, m, way)


def _take_whole(component: _Component, moves: NDArray[np.bool_], way: NDArray) -> None:
    """Go as far as possible one way in whole numbers, where the plain way ends between them."""
    constraints = [LinearConstraint(component.equal[:, moves], 0, 0)]
    if component.limits.shape[0]:
        constraints.append(LinearConstraint(component.limits[:, moves], -np.inf, component.slack))
    solution = milp(
        -way[moves],
        constraints=constraints,
        integrality=np.ones(int(moves.sum())),
        bounds=Bounds(component.least[moves], component.reach),
        options={"time_limit": _SECONDS_A_CELL},
    )
    if solution.x is not None:
        step = np.zeros(len(component.cells))
        step[moves] = solution.x
        component.take(np.rint(step))


def unsafe_cells(cells: Cells, hidden: NDArray[np.bool_], *, insiders: int = 0) -> NDArray[np.bool_]:
    """Return the hidden cells of which the other cells tell too much."""
    return Audit(cells, insiders=insiders).check(hidden).faults


def feasible(cells: Cells, hidden: NDArray[np.bool_], *, insiders: int = 0) -> tuple[NDArray, NDArray]:
    """Find between what figures an attacker must leave each hidden cell.

    Args:
        cells: the system.
        hidden: what is not shown.
        insiders: how many of those who know their own cells are in a coalition with the attacker.

    Returns:
        Lowest and highest possible value of each cell; of a cell shown, its count twice. Where the interval
        is at least as wide as the threshold less one, the true interval may be wider still.
    """
    result = Audit(cells, insiders=insiders).check(hidden)
    return result.low, result.high


def report_of(
    cells: Cells, hidden: NDArray[np.bool_], result: AuditResult, *, insiders: int, seconds: float
) -> Report:
    """Put what was found in a few figures."""
    published = ~cells.unseen & ~cells.statistics & (cells.counts > 0)
    wanted = published & hidden & (cells.thresholds > 0)
    spare = (result.high - result.low - cells.thresholds + 1)[wanted]
    return Report(
        cells=int(published.sum()),
        hidden=int((published & hidden).sum()),
        narrowest=int(spare.min()) if len(spare) else 0,
        faults=int(result.faults.sum()),
        insiders=insiders,
        seconds=seconds,
    )
