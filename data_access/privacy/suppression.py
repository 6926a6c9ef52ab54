"""Secondary suppression: hides further cells beside the small ones, until the audit finds no fault.

Which cells are hidden beside a small one is a matter of price, what is lost with them, and of chance: the
chance comes from a key and from what the cells are, so that every process hides the same, and so that nobody
who knows this rule but not the key can tell from the pattern which tables would have led to it. For the same
reason a little more is hidden than need be.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import count
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from data_access.privacy.audit import Audit, Report, report_of
from data_access.privacy.counts import Cells

_GENTLE_ROUNDS, _ROUNDS = 4, 60
"""Rounds in which one more cell is hidden beside a fault; then one in every sum the fault is part of; and
when even these are over, all that is beside it in those sums, so that there is an end."""

_CHANCE = 3.0
"""How much of a cell's price is chance: as much as what is lost by a cell of twenty."""

_A_LITTLE, _TOO_LITTLE = 1, 2
_ENOUGH = 1

_STATISTIC = 6.0
"""A median costs as much as a cell of four hundred: it goes after smaller cells that would do."""


def suppress(cells: Cells, *, insiders: int = 0, key: bytes = b"") -> NDArray[np.bool_]:
    """Return which cells to hide so that the audit finds no fault; see :func:`suppress_and_audit`."""
    return suppress_and_audit(cells, insiders=insiders, key=key)[0]


def suppress_and_audit(
    cells: Cells, *, insiders: int = 0, key: bytes = b""
) -> tuple[NDArray[np.bool_], Report]:
    """Return which cells to hide, and what the last audit says, which finds no fault.

    Args:
        cells: the system.
        insiders: how many of those who know their own cells may be in a coalition with the attacker.
        key: what chance is drawn from; see :mod:`data_access.privacy.hiding_key`.
    """
    begun = perf_counter()
    book = _Book(cells, insiders, key)
    audit = Audit(cells, insiders=insiders, enough=_ENOUGH)
    book.hide(np.flatnonzero(cells.primary))
    for round_ in count(1):
        book.complement()
        result = audit.check(book.hidden)
        faults = np.flatnonzero(result.faults)
        if not len(faults):
            break
        done = round_ <= _ROUNDS and book.widen(faults, thorough=round_ > _GENTLE_ROUNDS)
        if not done and not book.close(faults):
            raise AssertionError("Everything is hidden and the audit still finds a fault.")
    report = report_of(cells, book.hidden, result, insiders=insiders, seconds=perf_counter() - begun)
    return book.hidden, report


class _Book:
    """The cells hidden so far, and the sums from which they could still be computed."""

    def __init__(self, cells: Cells, insiders: int = 0, key: bytes = b"") -> None:
        self.cells, self.insiders = cells, insiders
        self.hidden = np.zeros(len(cells.counts), dtype=bool)
        self.unknown = cells.unseen.copy()
        by_row, by_cell = cells.sums, cells.sums.tocsc()
        self.parts = np.split(by_row.indices, by_row.indptr[1:-1])
        self.signs = np.split(by_row.data, by_row.indptr[1:-1])
        self.rows = np.split(by_cell.indices, by_cell.indptr[1:-1])
        limits, of_cell = cells.at_most, cells.at_most.tocsc()
        self.limited = np.split(limits.indices, limits.indptr[1:-1])
        self.limits = np.split(of_cell.indices, of_cell.indptr[1:-1])
        self.room = cells.bounds - cells.at_most @ cells.counts
        self.number = np.asarray(abs(cells.sums) @ cells.unseen).astype(np.int64)
        self.waiting: deque[int] = deque()
        self.slack = np.maximum(cells.counts - 1, 0)
        chance = np.array([_chance(label, key) for label in cells.labels.tolist()])
        cost = np.log1p(cells.counts) + 9.0 * cells.tops + _CHANCE * chance
        cost[cells.statistics] = _STATISTIC
        self.members: dict[int, NDArray[np.int64]] = {}
        chained = np.flatnonzero(cells.series >= 0)
        if len(chained):
            order = chained[np.argsort(cells.series[chained], kind="stable")]
            for group in np.split(order, np.flatnonzero(np.diff(cells.series[order])) + 1):
                self.members[int(cells.series[group[0]])] = group
                cost[group] = cost[group].mean()
        self.cost = cost
        # A sum asks for a little more than it must, by chance as well.
        sums = abs(cells.sums).astype(np.uint64) @ cells.labels
        self.more = np.array([_chance(int(label), key + b"sum") for label in sums.tolist()])
        self.across = cells.across if insiders else np.zeros(len(cells.across), dtype=bool)

    def hide(self, which: Iterable[int] | NDArray) -> None:
        """Hide cells, with the series they are in, and remember the sums they are part of."""
        for cell in which:
            series = int(self.cells.series[cell])
            for one in self.members[series].tolist() if series >= 0 else (int(cell),):
                # Of a series too, a zero is a figure and is shown.
                if self.hidden[one] or self.cells.unseen[one] or not (self.cells.counts[one] or one == cell):
                    continue
                self.hidden[one] = self.unknown[one] = True
                self.number[self.rows[one]] += 1
                self.waiting.extend(self.rows[one].tolist())

    def complement(self) -> None:
        """Hide more until no single sum gives a hidden cell away."""
        while self.waiting:
            row = self.waiting.popleft()
            if self.across[row]:
                self._spread(row)
            elif (weak := self._weak(row)) and (
                cell := self._complement_in(row, parts_only=weak == _A_LITTLE)
            ) >= 0:
                self.hide([cell])

    def widen(self, faults: NDArray[np.int64], *, thorough: bool) -> bool:
        """Hide more beside each fault that nothing hidden earlier in this round already helps."""
        helped: set[int] = set()
        done = False
        for fault in faults.tolist():
            rows = self.rows[fault].tolist()
            if helped.intersection(rows):
                continue
            cells = [cell for row in rows if (cell := self._complement_in(row)) >= 0]
            beside = {int(c) for row in rows for c in self.parts[row][self.hidden[self.parts[row]]]}
            cells += sorted({cell for c in {fault, *beside} for cell in self._telling(c)})
            if cells:
                chosen = cells if thorough else [min(cells, key=self._price)]
                self.hide(chosen)
                done = True
                helped.update(row for cell in chosen for row in self.rows[cell].tolist())
                helped.update(rows)
        return done or self._farther_out(faults)

    def _farther_out(self, faults: NDArray[np.int64]) -> bool:
        """Where nothing is left beside any fault, hide something sum by sum farther away."""
        seen = around = {int(fault) for fault in faults}
        while around:
            near = {int(c) for f in around for row in self.rows[f] for c in self.parts[row]}
            near |= {int(c) for f in around for row in self.limits[f] for c in self.limited[row]}
            around = near - seen
            rows = {row for c in around for row in self.rows[c].tolist()}
            cells = [cell for row in rows if (cell := self._complement_in(row)) >= 0]
            cells += [cell for c in around for cell in self._telling(c)]
            if cells:
                self.hide([min(cells, key=self._price)])
                return True
            seen = seen | around
        return False

    def close(self, faults: NDArray[np.int64]) -> bool:
        """Hide all that is beside the faults, and where that is nothing new the zeros among it too."""
        rows = {row for fault in faults.tolist() for row in self.rows[fault].tolist()}
        beside = [int(c) for row in sorted(rows) for c in self.parts[row] if not self.unknown[c]]
        beside += [cell for fault in faults.tolist() for cell in self._telling(fault)]
        chosen = [cell for cell in beside if self.cells.counts[cell] > 0] or beside
        self.hide(chosen)
        return bool(chosen)

    def _telling(self, cell: int) -> list[int]:
        """Return what is shown and bounds a cell closely: a statistic drawn from it, or a count above it."""
        cells: list[int] = []
        for row in self.limits[cell].tolist():
            if self.room[row] > 2 * (self.cells.thresholds[cell] - 1):
                continue
            by = int(self.cells.told_by[row])
            if by >= 0 and self.hidden[by]:
                continue
            if by >= 0:
                cells.append(by)
            else:
                others = self.limited[row]
                cells += [
                    int(c) for c in others if c != cell and not self.unknown[c] and self.cells.counts[c] > 0
                ]
        return cells

    def _weak(self, row: int) -> int:
        """Say whether a sum gives a hidden cell away, or should hide a little more by chance."""
        if self.number[row] == 0:
            return 0
        parts, signs = self.parts[row], self.signs[row]
        inside = self.unknown[parts]
        hidden = parts[inside & self.hidden[parts]]
        if not len(hidden):
            return 0
        if self.number[row] == 1:
            return _TOO_LITTLE
        if (inside & (signs < 0)).any() or self.cells.unseen[parts].any():
            return 0
        return self._lacks(row, hidden, int(self.slack[hidden].sum()))

    def _lacks(self, row: int, hidden: Sequence[int] | NDArray, room: int) -> int:
        """Say whether the hidden parts of a sum can move far enough, and a little farther by chance."""
        least = int(self.cells.thresholds[hidden].max()) - 1
        if room < least:
            return _TOO_LITTLE
        return _A_LITTLE if room < least + int(self.more[row] * (least + 1)) else 0

    def _complement_in(self, row: int, *, parts_only: bool = False) -> int:
        """Return the cell of a sum that costs least to hide, or -1; only what is shown and not zero helps."""
        parts = self.parts[row]
        free = ~self.unknown[parts] & (self.cells.counts[parts] > 0)
        if parts_only:
            free &= self.signs[row] > 0
        return int(min(parts[free], key=self._price)) if free.any() else -1

    def _price(self, cell: int) -> tuple[float, int]:
        """Return what is lost by hiding a cell, and a surcharge for every sum where it would stand alone."""
        rows = self.rows[cell]
        alone = (self.number[rows] == 0) * np.where(self.across[rows], 3.0, 2.0)
        return float(self.cost[cell]) + float(alone.sum()), int(cell)

    def _spread(self, row: int) -> None:
        """Hide more of a sum over insiders, until a coalition leaves enough of the others open."""
        parts, signs = self.parts[row], self.signs[row]
        whole = int(parts[signs < 0][0])
        parts = parts[signs > 0]
        if not self.unknown[parts].any() and not self.hidden[whole]:
            return
        if self.hidden[whole]:
            self.waiting.extend(r for r in self.rows[whole].tolist() if r != row and self.across[r])
            if not self.unknown[parts].any() and (cell := self._complement_in(row)) >= 0:
                self.hide([cell])
            return
        open_ = self._leaves(row, hidden=True)
        lacks = self._lacking(row, open_) if len(open_) else 0
        if not lacks:
            return
        if self._lacking(row, self._leaves(row, hidden=False)) == _TOO_LITTLE:
            self.hide([whole])
            return
        free = [c for c in self._leaves(row, hidden=False, shown_sums=False) if not self.hidden[c]]
        if not free and lacks == _TOO_LITTLE:
            free = [c for c in parts.tolist() if not self.hidden[c] and self.cells.counts[c] > 0]
        if free:
            self.hide([min(free, key=self._price)])
            self.waiting.append(row)

    def _leaves(self, row: int, *, hidden: bool, shown_sums: bool = True) -> list[int]:
        """Return what the insiders know of a sum: the hidden cells, or all that are not zero.

        A part that is itself a sum over insiders stands for its own parts: if hidden only where it is
        hidden, or else everywhere; without ``shown_sums`` never where it is shown.
        """
        leaves: list[int] = []
        parts, signs = self.parts[row], self.signs[row]
        for part in parts[signs > 0].tolist():
            below = self._below(part)
            if below < 0:
                if self.cells.counts[part] > 0 and (self.hidden[part] or not hidden):
                    leaves.append(part)
            elif self.hidden[part] or (not hidden and shown_sums):
                leaves += self._leaves(below, hidden=hidden, shown_sums=shown_sums)
        return leaves

    def _below(self, cell: int) -> int:
        """Return the sum over insiders that a cell is the whole of, or -1."""
        for row in self.rows[cell].tolist():
            if self.across[row] and int(self.parts[row][self.signs[row] < 0][0]) == cell:
                return row
        return -1

    def _lacking(self, row: int, leaves: Sequence[int]) -> int:
        """Say whether some coalition leaves less than two of the cells open, or too little room."""
        left = np.sort(self.slack[leaves])[: max(0, len(leaves) - self.insiders)]
        return _TOO_LITTLE if len(left) < 2 else self._lacks(row, leaves, int(left.sum()))


def _chance(label: int, key: bytes) -> float:
    digest = blake2b(label.to_bytes(8, "big"), key=key[:64], digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
