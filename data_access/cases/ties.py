"""Lists what ties tables of the case facts beyond shared cells, so that they are protected together.

Each function names one thing that follows from what the mart's tables count, as an attacker could reckon
with it. A tie that does not hold in the data tells nothing and is left out when the tables are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from data_access.cases.tables import LOAD_BANDS, LOADS, Calendar, Declared, month_name
from data_access.privacy import TOTAL, Link

_ENDED = ("no_start", "out_of_order")


class Positions:
    """The positions of each table's cells in the one system."""

    def __init__(self, tables: Mapping[str, Declared], at: Mapping[str, NDArray[np.int64]]) -> None:
        self.tables, self.at = tables, at

    def of(self, code: str, **nodes: str) -> NDArray[np.int64]:
        """Return the positions of one cell in every place of its table."""
        return self._cut(code, self.at[code], nodes)

    def amount(self, code: str, name: str, **nodes: str) -> NDArray:
        """Return an amount of one cell in every place."""
        return self._cut(code, self.tables[code].amounts[name], nodes)

    def nodes(self, code: str, axis: str) -> tuple[str, ...]:
        """Return the nodes of an axis but the total."""
        axis_of_name = next(a for a in self.tables[code].table.axes if a.name == axis)
        return tuple(node for node in axis_of_name.nodes if node != TOTAL)

    def _cut(self, code: str, cells: NDArray, nodes: Mapping[str, str]) -> NDArray:
        axes = self.tables[code].table.axes
        where: list = [slice(None)]
        where += [a.nodes.index(nodes.get(a.name, TOTAL)) for a in axes[1:]]
        return np.asarray(cells[tuple(where)])


def ties(positions: Positions, calendar: Calendar, matured: Mapping[str, str]) -> list[Link]:
    """Return every tie between the tables of the case facts."""
    links = list(_overlapping(positions))
    for year in (str(y) for y in calendar.years):
        links += _first_deliveries(positions, year)
        links += _taken(positions, year)
        links += _recipients(positions, year)
        links += _needs(positions, year)
        links += _followed(positions, calendar, year, matured[year])
    for month in calendar.closing.values():
        links += _workers(positions, month_name(month))
    return links


def _links(parts: Sequence[tuple[float, NDArray[np.int64]]], *, exact: bool = False) -> Iterator[Link]:
    """Yield one link a place: the sum of the parts is at most, or exactly, zero."""
    factors = tuple(factor for factor, _ in parts)
    for cells in zip(*(at.tolist() for _, at in parts), strict=True):
        yield Link(cells, factors, exact=exact)


def _first_deliveries(at: Positions, year: str) -> Iterator[Link]:
    """Two steps end in the first delivery: each such case has a wait of the step, or is left out of it."""
    parts = [
        (sign, cells)
        for sign, step in ((1.0, "active_delivered"), (-1.0, "access_delivered"))
        for cells in (
            at.of("waits", time=year, step=step),
            *(at.of("excluded", time=year, step=step, reason=reason) for reason in _ENDED),
        )
    ]
    return _links(parts, exact=True)


def _taken(at: Positions, year: str) -> Iterator[Link]:
    """Cases taken in charge for the first time are among those taken in charge."""
    first = [
        at.of("waits", time=year, step="access_taken"),
        *(at.of("excluded", time=year, step="access_taken", reason=reason) for reason in _ENDED),
    ]
    return _links([*((1.0, cells) for cells in first), (-1.0, at.of("events", time=year, event="taken"))])


def _recipients(at: Positions, year: str) -> Iterator[Link]:
    """Whoever received something received one kind at least, and each kind at most once."""
    people = at.of("recipients_by_category", time=year)
    yield from _links([(1.0, people), (-1.0, at.of("recipients_by_kind", time=year))])
    for kind in at.nodes("recipients_by_kind", "support_kind"):
        yield from _links([(1.0, at.of("recipients_by_kind", time=year, support_kind=kind)), (-1.0, people)])


def _needs(at: Positions, year: str) -> Iterator[Link]:
    """People with a need are at most the accesses, and at least and at most what their classes allow."""
    followed, unfollowed = (at.of("coverage", time=year, status=s) for s in ("asked", "unfollowed"))
    yield from _links([(1.0, followed), (1.0, unfollowed), (-1.0, at.of("accesses", time=year))])
    yield from _links([(1.0, unfollowed), (-1.0, at.of("accesses_by_kind", time=year, kind="unknown"))])
    classes = at.nodes("coverage_by_class", "need_class")
    registered = set(at.nodes("needs", "need_class"))
    for name in classes:
        pairs = at.of("coverage_by_class", time=year, need_class=name, status="asked")
        yield from _links([(1.0, pairs), (-1.0, followed)])
        if name in registered:
            yield from _links([(1.0, pairs), (-1.0, at.of("needs", time=year, need_class=name))])
    for status in ("answered", "unanswered"):
        parts = [
            (-1.0, at.of("coverage_by_class", time=year, need_class=name, status=status)) for name in classes
        ]
        yield from _links([(1.0, at.of("coverage", time=year, status=status)), *parts])


def _followed(at: Positions, calendar: Calendar, year: str, matured: str) -> Iterator[Link]:
    """The people followed for 90 days are among the new ones; the others came in the months after."""
    if matured == year:
        return
    new = at.of("accesses_by_kind", time=year, kind="new")
    followed = at.of("conversion", time=matured, kind="new")
    yield from _links([(1.0, followed), (-1.0, new)])
    young = [m for m in calendar.months if m // 100 == int(year) and m > calendar.matured]
    parts = [(-1.0, at.of("accesses", time=month_name(month))) for month in young]
    yield from _links([(1.0, new), (-1.0, followed), *parts])


def _overlapping(at: Positions) -> Iterator[Link]:
    """Each person overlaps in one pair at least; and no district has more than its AUSL counts once."""
    for year in at.nodes("overlaps", "time"):
        for scope in at.nodes("overlaps", "scope"):
            of = {"time": year, "scope": scope}
            people, pairs = at.of("overlapping_people", **of), at.of("overlaps", **of)
            yield from _links([(1.0, people), (-1.0, pairs)])
            for code, cells in (("overlapping_people", people), ("overlaps", pairs)):
                once = at.amount(code, "once", **of)
                place = at.tables[code].table.axes[0]
                for node, parent in enumerate(place.parents):
                    if parent >= 0 and not np.isnan(once[parent]):
                        yield Link(
                            (int(cells[node]),), (1.0,), float(once[parent]), told_by=int(cells[parent])
                        )


def _workers(at: Positions, month: str) -> Iterator[Link]:
    """All cases lie between what the workers of each band have at least and at most."""
    whole = at.of("workers", time=month)
    cases = at.amount("workers", "cases", time=month)
    bands = [at.of("workers", time=month, load=band) for band in LOAD_BANDS]
    for factors, sign in (([low for low, _ in LOADS], 1.0), ([high for _, high in LOADS], -1.0)):
        for place, total in enumerate(cases.tolist()):
            yield Link(
                tuple(int(band[place]) for band in bands),
                tuple(sign * factor for factor in factors),
                sign * total,
                told_by=int(whole[place]),
            )


__all__ = ["Positions", "ties"]
