"""Describes counts that are published together: axes, tables over them, and one system of their cells."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

LOWEST_THRESHOLD = 3
SENSITIVE_VARIABLE, ORDINARY_VARIABLE = "OSSERVATORIO_THRESHOLD_SENSITIVE", "OSSERVATORIO_THRESHOLD"
TOTAL = "*"
"""The node of an axis that stands for all its others; a cell's key leaves it out."""


class ThresholdError(ValueError):
    """Raised where a threshold of the environment cannot be used; the sentence names the variable."""


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
    """One dimension of a table: its nodes, and for each the position of the node it adds up to, or -1.

    ``insiders`` numbers, node by node, who knows all of it from their own work, as a coordinator the own
    district; -1 is nobody. ``series`` numbers nodes that are shown or hidden together, as the months of a
    stock, which tell one another; -1 stands for itself. Empty is -1 everywhere.
    """

    name: str
    nodes: tuple[str, ...]
    parents: tuple[int, ...]
    insiders: tuple[int, ...] = ()
    series: tuple[int, ...] = ()

    def children(self) -> dict[int, list[int]]:
        """Return the nodes that add up to each other node."""
        children: dict[int, list[int]] = {}
        for node, parent in enumerate(self.parents):
            if parent >= 0:
                children.setdefault(parent, []).append(node)
        return children


def total_axis(name: str, nodes: Sequence[str]) -> Axis:
    """Return an axis whose nodes add up to one total, which comes first."""
    return Axis(name, (TOTAL, *nodes), (-1, *(0 for _ in nodes)))


def separate_axis(name: str, nodes: Sequence[str], series: Sequence[int] = ()) -> Axis:
    """Return an axis whose nodes do not add up, as the months of a stock; ``series``: see :class:`Axis`."""
    return Axis(name, tuple(nodes), tuple(-1 for _ in nodes), series=tuple(series))


@dataclass(frozen=True, eq=False)
class CountTable:
    """Counts over axes, with all margins; made by :func:`added_up`.

    A table that is not ``published`` only says how cells of others hang together: nobody sees its own.
    """

    axes: tuple[Axis, ...]
    counts: NDArray[np.int64]
    threshold: int
    published: bool = True


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
    """All counts that are published together, and all that ties them.

    Attributes:
        counts, thresholds: of each cell.
        sums: ``sums @ counts`` is zero (+1 a part, -1 the sum it belongs to).
        tops: on how many axes a cell is the sum of all: such a cell is hidden last.
        insiders: who knows a cell from their own work, by number; -1 is nobody.
        across: which sums add up what different insiders know.
        series: cells of one number are shown or hidden together; -1 stands for itself.
        unseen: cells nobody sees, which only tie others.
        statistics: cells that stand for a figure drawn from others, such as a median; they add up to nothing.
        at_most, bounds: ``at_most @ counts`` is at most ``bounds``.
        told_by: the statistic that tells such a bound, which goes when it is hidden; -1: it is known anyway.
        labels: what a cell is, as a number that stays the same while the data change.
    """

    counts: NDArray[np.int64]
    thresholds: NDArray[np.int64]
    sums: sparse.csr_matrix
    tops: NDArray[np.int64]
    insiders: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    across: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    series: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    unseen: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    statistics: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    at_most: sparse.csr_matrix = field(default_factory=lambda: sparse.csr_matrix((0, 0)))
    bounds: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    told_by: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    labels: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))

    def __post_init__(self) -> None:
        """Fill in what was not given: nothing ties the cells but their sums, and nobody knows one."""
        cells, rows = len(self.counts), self.sums.shape[0]
        usual = {
            "insiders": np.full(cells, -1),
            "across": np.zeros(rows, dtype=bool),
            "series": np.full(cells, -1),
            "unseen": np.zeros(cells, dtype=bool),
            "statistics": np.zeros(cells, dtype=bool),
            "labels": np.arange(cells, dtype=np.uint64),
        }
        for name, value in usual.items():
            if not len(getattr(self, name)):
                object.__setattr__(self, name, value)
        if not self.at_most.shape[1]:
            object.__setattr__(self, "at_most", sparse.csr_matrix((0, cells)))

    @property
    def primary(self) -> NDArray[np.bool_]:
        """Return the cells that are too small to be shown."""
        return np.asarray((self.counts > 0) & (self.counts < self.thresholds) & ~self.unseen)


@dataclass(frozen=True)
class Link:
    """A tie between cells beyond their sums: ``factors @ counts[cells]`` is at most ``bound``.

    ``exact``: it is exactly ``bound``, which is then zero. ``told_by``: see :class:`Cells`.
    """

    cells: tuple[int, ...]
    factors: tuple[float, ...]
    bound: float = 0.0
    exact: bool = False
    told_by: int = -1


def linked(tables: Sequence[CountTable], family: str = "") -> tuple[Cells, list[NDArray[np.int64]]]:
    """Put tables into one system, in which a cell of two tables is one cell.

    Two cells are the same if they agree in the nodes other than the total. A shared cell has the higher of
    its thresholds.

    Args:
        tables: of one family.
        family: what tells their cells from those of other families.

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
        positions = [position.setdefault(sum(key, ()), len(position)) for key in product(*labels)]
        places.append(np.array(positions, dtype=np.int64).reshape(table.counts.shape))
    cells = len(position)
    counts = np.full(cells, -1, dtype=np.int64)
    least, tops = np.zeros(cells, dtype=np.int64), np.zeros(cells, dtype=np.int64)
    insiders, series = np.full(cells, -1), np.full(cells, -1)
    unseen = np.ones(cells, dtype=bool)
    sums = _Sums()
    chains: dict[tuple, int] = {}
    for table, at in zip(tables, places, strict=True):
        known = counts[at]
        if ((known >= 0) & (known != table.counts)).any():
            axes = ", ".join(axis.name for axis in table.axes)
            raise ValueError(f"The table by {axes} disagrees with another on a margin they share.")
        counts[at] = table.counts
        least[at] = np.maximum(least[at], table.threshold if table.published else 0)
        unseen[at] &= not table.published
        top = np.zeros(table.counts.shape, dtype=np.int64)
        for dimension, axis in enumerate(table.axes):
            summits = set(axis.children()).intersection(np.flatnonzero(np.array(axis.parents) < 0).tolist())
            np.moveaxis(top, dimension, 0)[sorted(summits)] += 1
            lines = np.moveaxis(at, dimension, 0).reshape(len(axis.nodes), -1)
            if axis.insiders:
                insiders[lines] = np.array(axis.insiders)[:, None]
            for node, children in axis.children().items():
                # A sum over the desks of one insider is none across insiders.
                across = bool(axis.insiders) and axis.insiders[node] < 0
                sums.add(lines[node], lines[children], across=across)
        tops[at] = np.maximum(tops[at], top)
        if table.published:
            _number_series(table, at, series, chains)
    matrix, across_rows = sums.matrix(cells)
    names = np.fromiter((_hash(family, *key) for key in position), dtype=np.uint64, count=cells)
    return (
        Cells(
            counts,
            least,
            matrix,
            tops,
            insiders=insiders,
            across=across_rows,
            series=series,
            unseen=unseen,
            labels=names,
        ),
        places,
    )


def _number_series(
    table: CountTable, at: NDArray[np.int64], series: NDArray[np.int64], chains: dict[tuple, int]
) -> None:
    """Give the cells that are shown or hidden together one number."""
    for dimension, axis in enumerate(table.axes):
        if not axis.series:
            continue
        lines = np.moveaxis(at, dimension, 0).reshape(len(axis.nodes), -1)
        for group in sorted({number for number in axis.series if number >= 0}):
            members = [node for node, number in enumerate(axis.series) if number == group]
            for line in lines[members].T:
                # The same cells may stand in several tables.
                number = next((int(n) for n in series[line] if n >= 0), len(chains))
                chains.setdefault((number,), number)
                series[line] = number


class _Sums:
    """Sums on their way into one matrix."""

    def __init__(self) -> None:
        self.rows: list[NDArray[np.int64]] = []
        self.columns: list[NDArray[np.int64]] = []
        self.signs: list[NDArray[np.float64]] = []
        self.across: list[NDArray[np.bool_]] = []
        self.row = 0

    def add(self, whole: NDArray[np.int64], parts: NDArray[np.int64], *, across: bool) -> None:
        """Add sums, one a column: ``whole`` shape (n,), ``parts`` shape (parts, n)."""
        number = self.row + np.arange(len(whole))
        for part, sign in ((whole, -1.0), *((part, 1.0) for part in parts)):
            self.rows.append(number)
            self.columns.append(part)
            self.signs.append(np.full(len(number), sign))
        self.across.append(np.full(len(number), across))
        self.row += len(number)

    def matrix(self, cells: int) -> tuple[sparse.csr_matrix, NDArray[np.bool_]]:
        if not self.rows:
            return sparse.csr_matrix((0, cells)), np.zeros(0, dtype=bool)
        at = (np.concatenate(self.rows), np.concatenate(self.columns))
        sums = sparse.csr_matrix((np.concatenate(self.signs), at), shape=(self.row, cells))
        # Two tables that share two margins tell the sum between them twice.
        _, once = np.unique(
            [hash((tuple(sums.indices[a:b]), tuple(sums.data[a:b]))) for a, b in _spans(_sorted(sums))],
            return_index=True,
        )
        once.sort()
        return sums[once], np.concatenate(self.across)[once]


def _sorted(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    matrix.sort_indices()
    return matrix


def _spans(matrix: sparse.csr_matrix) -> list[tuple[int, int]]:
    return list(zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), strict=True))


def _hash(*words: object) -> int:
    return int.from_bytes(blake2b(repr(words).encode(), digest_size=8).digest(), "big")


def joined(
    systems: Sequence[Cells], links: Sequence[Link] = (), statistics: Sequence[str] = ()
) -> tuple[Cells, list[int]]:
    """Put systems side by side into one.

    Args:
        systems: of families that share no cell.
        links: ties between cells, which stand at the positions of the result.
        statistics: names of figures drawn from the cells; they come last, in this order.

    Returns:
        The one system, and the position at which each system begins, then the statistics.
    """
    sizes = [len(system.counts) for system in systems]
    begins = np.concatenate([[0], np.cumsum(sizes)]).astype(int).tolist()
    extra = len(statistics)
    total = begins[-1] + extra

    def rows_of(kind: list[Link]) -> sparse.csr_matrix:
        row = np.repeat(np.arange(len(kind)), [len(link.cells) for link in kind]).astype(int)
        column = np.array([cell for link in kind for cell in link.cells], dtype=int)
        factor = np.array([f for link in kind for f in link.factors], dtype=float)
        return sparse.csr_matrix((factor, (row, column)), shape=(len(kind), total))

    def column(name: str, more: object) -> NDArray:
        parts = [getattr(system, name) for system in systems]
        return np.concatenate([*parts, np.full(extra, more, dtype=parts[0].dtype if parts else None)])

    series, number = [], 0
    for system in systems:
        series.append(np.where(system.series >= 0, system.series + number, -1))
        number += int(system.series.max(initial=-1)) + 1
    # A tie that does not hold in the data, as between zones read on different days, tells nobody the truth.
    counts = column("counts", 0)
    checked = [(link, float(np.dot(link.factors, counts[list(link.cells)]))) for link in links]
    exact = [link for link, is_ in checked if link.exact and is_ == link.bound]
    at_most = [link for link, is_ in checked if not link.exact and is_ <= link.bound]
    own = sparse.block_diag([*(system.sums for system in systems), sparse.csr_matrix((0, extra))], "csr")
    before = sparse.block_diag(
        [*(system.at_most for system in systems), sparse.csr_matrix((0, extra))], "csr"
    )
    told = [np.where(s.told_by >= 0, s.told_by + b, -1) for s, b in zip(systems, begins, strict=False)]
    system = Cells(
        counts,
        column("thresholds", 0),
        sparse.csr_matrix(sparse.vstack([own, rows_of(exact)])),
        column("tops", 0),
        insiders=column("insiders", -1),
        across=np.concatenate([*(s.across for s in systems), np.zeros(len(exact), dtype=bool)]),
        series=np.concatenate([*series, np.full(extra, -1)]),
        unseen=column("unseen", False),
        statistics=column("statistics", True),
        at_most=sparse.csr_matrix(sparse.vstack([before, rows_of(at_most)])),
        bounds=np.concatenate([*(s.bounds for s in systems), [float(k.bound) for k in at_most]]),
        told_by=np.concatenate([*told, [k.told_by for k in at_most]]).astype(np.int64),
        labels=np.concatenate(
            [*(s.labels for s in systems), np.array([_hash(n) for n in statistics], dtype=np.uint64)]
        ),
    )
    return system, begins
