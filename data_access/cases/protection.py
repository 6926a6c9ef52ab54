"""Protects all tables of the case facts as one system: joined, hidden and audited together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.order_statistics import EDGES, OrderStatistics, order_statistics
from data_access.cases.tables import Declaration, Declared
from data_access.cases.ties import Positions, ties
from data_access.privacy import Cells, Link, Report, joined, linked, suppress_and_audit

COALITION = 2
"""So many coordinators, who know all of their own districts, are reckoned with at once."""

_WITH_MEDIANS = ("waits", "waits_by_category")


@dataclass(frozen=True, eq=False)
class Protected:
    """The tables that are published, and the cells of them that are hidden.

    Attributes:
        declared: the tables by code.
        order_statistics: the medians and quartiles by the code of the table they are drawn from.
        at: positions of each table's cells in the system; ``median_…`` those of the statistics.
        cells, hidden: the system.
        insiders: how many coordinators may be in a coalition.
        report: what the audit says.
    """

    declared: Mapping[str, Declared]
    order_statistics: Mapping[str, OrderStatistics]
    at: Mapping[str, NDArray[np.int64]]
    cells: Cells
    hidden: NDArray[np.bool_]
    insiders: int
    report: Report


def unpublished(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """Return the amounts delivered in the first year, cell by cell: they are published nowhere and hardly
    change from one night to the next.
    """
    delivery = frames["delivery"]
    first = delivery[delivery["month"] // 100 == delivery["month"].min() // 100]
    first = first.sort_values(
        [c for c in first.columns if c not in ("lines", "started", "cents", "cents_typed")]
    )
    return first.to_csv(index=False).encode()


def coalition_size(districts: Sequence[str]) -> int:
    """Return how many coordinators may be in a coalition: two, or fewer where few districts are left."""
    return max(0, min(COALITION, len(districts) - 4))


def protect(declaration: Declaration, key: bytes, *, insiders: int) -> Protected:
    """Join all tables, and hide what must be hidden."""
    families = declaration.families()
    declared = {table.code: table for family in families.values() for table in family}
    figures = {code: order_statistics(declaration.histograms(code)[1]) for code in _WITH_MEDIANS}
    systems, at = [], {}
    begin = 0
    for name, family in families.items():
        cells, places = linked([table.table for table in family], name)
        for table, where in zip(family, places, strict=True):
            at[table.code] = where + begin
        systems.append(cells)
        begin += len(cells.counts)
    names: list[str] = []
    for code in _WITH_MEDIANS:
        shape = declared[code].table.counts.shape
        at[f"median_{code}"] = begin + len(names) + np.arange(np.prod(shape)).reshape(shape)
        names += [f"median_{code} {number}" for number in range(int(np.prod(shape)))]
    links = ties(Positions(declared, at), declaration.calendar, declaration.matured_time)
    links += _told_by_medians(declared, figures, at)
    cells, _ = joined(systems, links, names)
    hidden, report = suppress_and_audit(cells, insiders=insiders, key=key)
    for code in _WITH_MEDIANS:
        hidden[at[f"median_{code}"]] |= _too_telling(code, declared, figures[code], at, hidden)
    return Protected(declared, figures, at, cells, hidden, insiders, report)


def _bands(declared: Mapping[str, Declared], at: Mapping[str, NDArray]) -> NDArray[np.int64]:
    """Return the positions of the cells up to each edge, shape (places, years, steps, edges)."""
    bands = declared["waits_by_band"].table.axes[3].nodes
    return at["waits_by_band"][..., [bands.index(edge) for edge in EDGES]]


def _told_by_medians(
    declared: Mapping[str, Declared], figures: Mapping[str, OrderStatistics], at: Mapping[str, NDArray]
) -> list[Link]:
    """Return what the medians and quartiles of a year tell of its bands, as links."""
    bands = _bands(declared, at)
    years = declared["waits_by_band"].table.axes[1].nodes
    rows = [declared["waits"].table.axes[1].nodes.index(year) for year in years]
    statistics = figures["waits"]
    n = declared["waits"].table.counts[:, rows]
    statistic = at["median_waits"][:, rows]
    links = []
    for sign, bound in ((-1.0, statistics.least[:, rows]), (1.0, statistics.most[:, rows])):
        says = (bound > 0) if sign < 0 else (bound < n[..., None])
        for where in zip(*np.nonzero(says), strict=True):
            links.append(
                Link(
                    (int(bands[where]),),
                    (sign,),
                    sign * float(bound[where]),
                    told_by=int(statistic[where[:3]]),
                )
            )
    return links


def _too_telling(
    code: str,
    declared: Mapping[str, Declared],
    statistics: OrderStatistics,
    at: Mapping[str, NDArray],
    hidden: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Return which medians of quarters and of categories to hide.

    Their histograms are not published, so that whoever moves from one band to another may be of any quarter
    and category: a median says nothing as long as the bound it tells is farther away than anybody need move.
    """
    table = declared[code].table
    place, time = table.axes[:2]
    bands = hidden[_bands(declared, at)]
    threshold = declared["waits_by_band"].table.threshold
    years = declared["waits_by_band"].table.axes[1].nodes
    year_of = [years.index(node[:4]) for node in time.nodes]
    below = bands.copy()
    for node in range(len(place.nodes) - 1, 0, -1):
        if place.parents[node] >= 0:
            below[place.parents[node]] |= below[node]
    far = (
        np.where(np.array([node in set(place.parents) for node in range(len(place.nodes))]), 2, 1) * threshold
    )
    moving = below[:, year_of]
    if table.counts.ndim == 4:
        moving = moving[:, :, :, None, :]
    far = far.reshape(-1, *(1 for _ in range(moving.ndim - 1)))
    n = table.counts[..., None]
    close = ((statistics.least > 0) & (statistics.true - statistics.least < far)) | (
        (statistics.most < n) & (statistics.most - statistics.true < far)
    )
    telling = np.asarray((close & moving).any(axis=-1))
    # Those of whole years are in the system, and hidden with it.
    if code == "waits":
        telling[:, [i for i, node in enumerate(time.nodes) if len(node) == 4]] = False
    return telling


__all__ = ["Protected", "coalition_size", "protect", "unpublished"]
