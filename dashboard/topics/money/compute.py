"""What pictures of the money need beyond sums: cells that fit, shares that the largest carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

TREEMAP_LEAVES = 260
"""Interventions that get a cell of their own: smaller ones could not be read."""

STEPS = (1, 5, 10, 20, 50, 100)
"""Per cent of the interventions, largest first, whose share of the money is stated."""


class Cell(NamedTuple):
    """A cell of the treemap.

    ``kind``: area, sheet, intervention or rest; ``title``: of an intervention, else empty; ``sheet``: 0 for
    an area; ``interventions``: how many.
    """

    kind: str
    code: str
    title: str
    area: str
    sheet: int
    interventions: int
    cents: int


def treemap_cells(interventions: Mapping[str, NDArray], limit: int = TREEMAP_LEAVES) -> list[Cell]:
    """Nest interventions in sheets in areas; the small ones of a sheet become one cell.

    The ``limit`` largest interventions keep a cell; so does one that would be alone in its sheet's rest.

    Args:
        interventions: ``code, title, sheet, area, cents``, largest first.
        limit: how many may have a cell of their own.

    Returns:
        Areas first, then sheets, then interventions, then rests, each kind largest first. Cells under a
        parent add to it exactly; without money there is no cell.
    """
    paid = interventions["cents"] > 0
    names = ("code", "title", "area", "sheet", "cents")
    code, title, area, sheet, cents = (interventions[name][paid] for name in names)
    small = np.arange(len(cents)) >= limit
    of_sheet = pd.factorize(sheet)[0]
    alone = small & (np.bincount(of_sheet, weights=small)[of_sheet] == 1)
    own, rest = np.flatnonzero(~small | alone), small & ~alone
    cells = _gathered("area", area, area, sheet, cents) + _gathered("sheet", sheet, area, sheet, cents)
    columns = (array[own].tolist() for array in (code, title, area, sheet, cents))
    cells += [
        Cell("intervention", c, words, a, s, 1, part) for c, words, a, s, part in zip(*columns, strict=True)
    ]
    return cells + _gathered("rest", *(array[rest] for array in (sheet, area, sheet, cents)))


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


def _gathered(kind: str, by: NDArray, area: NDArray, sheet: NDArray, cents: NDArray[np.int64]) -> list[Cell]:
    """One cell for each value of ``by``, largest first; an area has no sheet."""
    group, codes = pd.factorize(by)
    _, first = np.unique(group, return_index=True)
    # In doubles, but exact: every sum is a whole number of cents under 2**53.
    sums = np.bincount(group, weights=cents, minlength=len(codes)).astype(np.int64)
    counts = np.bincount(group, minlength=len(codes))
    return [
        Cell(
            kind,
            str(codes[i]),
            "",
            str(area[first[i]]),
            0 if kind == "area" else int(sheet[first[i]]),
            int(counts[i]),
            int(sums[i]),
        )
        for i in np.argsort(-sums, kind="stable")
    ]
