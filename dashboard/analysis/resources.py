"""What pictures of the money need beyond sums: cells that fit, shares that the largest carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

TREEMAP_LEAVES = 260
"""Interventions that get a cell of their own; with these a figure stays under 60 kB."""

STEPS = (1, 5, 10, 20, 50, 100)
"""Per cent of the interventions, largest first, whose share of the money is stated."""


def treemap_cells(interventions: pd.DataFrame, limit: int = TREEMAP_LEAVES) -> pd.DataFrame:
    """Nest interventions in sheets in areas; the small ones of a sheet become one cell.

    The ``limit`` largest interventions keep a cell; so does one that would be alone in its sheet's rest.

    Args:
        interventions: ``code, title, sheet, area, cents``, largest first.
        limit: how many may have a cell of their own.

    Returns:
        Columns ``kind`` (area, sheet, intervention, rest), ``code``, ``title`` (of an intervention),
        ``area``, ``sheet``, ``count`` (of interventions) and ``cents``: areas first, then sheets, then
        interventions, then rests, each kind largest first. Cells under a parent add
        to it exactly; without money there is no cell.
    """
    # Plain loops over a few thousand rows: grouping frames four times takes fifteen times longer.
    rows = [row for row in _rows(interventions) if row.cents > 0]
    rest: dict[int, list[_Row]] = {}
    for row in rows[limit:]:
        rest.setdefault(row.sheet, []).append(row)
    alone = {small[0].code for small in rest.values() if len(small) == 1}
    cells = _gathered("area", rows, lambda row: row.area) + _gathered("sheet", rows, lambda row: row.sheet)
    cells += [
        ("intervention", row.code, row.title, row.area, row.sheet, 1, row.cents)
        for i, row in enumerate(rows)
        if i < limit or row.code in alone
    ]
    cells += _gathered("rest", [r for r in rows[limit:] if r.code not in alone], lambda row: row.sheet)
    return pd.DataFrame(cells, columns=["kind", "code", "title", "area", "sheet", "count", "cents"])


def carried(cumulative: NDArray[np.int64]) -> pd.DataFrame:
    """Say what the largest interventions carry.

    Args:
        cumulative: cents of the largest 0, 1, 2, … interventions, as
            :func:`data_access.resources.concentration` gives them.

    Returns:
        One row for each of :data:`STEPS`: ``percent``, ``count`` (that part of the interventions, rounded
        up), ``cents`` and ``share``, per cent. Without money no row.
    """
    n, total = len(cumulative) - 1, int(cumulative[-1])
    if not total:
        return pd.DataFrame({"percent": [], "count": [], "cents": [], "share": []})
    counts = [-(-n * step // 100) for step in STEPS]
    return pd.DataFrame(
        {
            "percent": STEPS,
            "count": counts,
            "cents": cumulative[counts],
            "share": cumulative[counts] / total * 100,
        }
    )


def holding(cumulative: NDArray[np.int64], percent: int) -> int:
    """Return how many of the largest interventions together carry at least so many per cent of the money."""
    return int(np.searchsorted(cumulative * 100, int(cumulative[-1]) * percent))


def curve_points(cumulative: NDArray[np.int64], points: int = 101) -> pd.DataFrame:
    """Return at most so many points of the curve, both columns in per cent: ``interventions, resources``."""
    n = len(cumulative) - 1
    at = np.unique(np.linspace(0, n, points).round().astype(int))
    return pd.DataFrame({"interventions": at / n * 100, "resources": cumulative[at] / cumulative[-1] * 100})


class _Row(NamedTuple):
    code: str
    title: str
    sheet: int
    area: str
    cents: int


def _rows(interventions: pd.DataFrame) -> Iterator[_Row]:
    columns = (interventions[name].tolist() for name in _Row._fields)
    return map(_Row._make, zip(*columns, strict=True))


def _gathered(
    kind: str, rows: Sequence[_Row], by: Callable[[_Row], str | int]
) -> list[tuple[str, str, str, str, int, int, int]]:
    """One cell for each value of ``by``, largest first; an area has no sheet."""
    groups: dict[str | int, list[_Row]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    cells = [
        (
            kind,
            str(code),
            "",
            group[0].area,
            0 if kind == "area" else group[0].sheet,
            len(group),
            sum(row.cents for row in group),
        )
        for code, group in groups.items()
    ]
    return sorted(cells, key=lambda cell: -cell[-1])
