"""Who has a need and who got a support: shares out of published counts, and where they stand to the region.

A figure made of several counts is missing where one of them is, else hidden where one of them is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.published import CaseTables, case_counts
from data_access.intervals import wilson
from data_access.measures import ratio
from data_access.viewer import Viewer

FOLLOWED = ("asked", "unanswered", "unfollowed")
"""What followed a need, where a table tells it; ``asked`` is the denominator of a share."""


def coverage(tables: CaseTables, code: str, viewer: Viewer, **at: str | Sequence[str]) -> pd.DataFrame:
    """Return one of the ``coverage_*`` tables with a share.

    Args:
        tables: the published cases.
        code: of the table; ``coverage`` alone tells all of :data:`FOLLOWED`.
        viewer: who asks.
        at: as in :func:`data_access.cases.published.case_counts`, without ``status``.

    Returns:
        One row a cell: the axes that are not fixed; for each of :data:`FOLLOWED` its count and
        ``<name>_status``; ``value, lower, upper``, the share without support in per cent with
        its 95 % interval (Wilson), and ``status``. A share of nobody is missing.
    """
    given = next(axis.nodes for axis in tables.tables[code].axes if axis.name == "status")
    parts = {
        node: case_counts(tables, code, viewer, **{**at, "status": node})
        for node in FOLLOWED
        if node in given
    }
    # One frame made once: putting in column after column costs more than all the rest.
    columns = {
        name: parts["asked"][name].to_numpy() for name in parts["asked"] if name not in ("n", "status")
    }
    for node, cells in parts.items():
        columns[node] = cells["n"].to_numpy()
        columns[f"{node}_status"] = cells["status"].to_numpy(dtype=object)
    status = worst(columns["asked_status"], columns["unanswered_status"])
    status = np.where((status == "ok") & (columns["asked"] == 0), "missing", status)
    return pd.DataFrame({**columns, **share(columns["unanswered"], columns["asked"], status)})


def share(part: NDArray, whole: NDArray, status: NDArray) -> dict[str, NDArray]:
    """Return ``value, lower, upper`` (per cent, Wilson) and ``status``; NaN where it is not ``ok``."""
    ok = status == "ok"
    value, lower, upper = (np.full(len(status), np.nan) for _ in range(3))
    n, of = part[ok], whole[ok]
    value[ok] = ratio(n, of, 100)
    low, high = wilson(n, of)
    lower[ok], upper[ok] = low * 100, high * 100
    return {"value": value, "lower": lower, "upper": upper, "status": status}


def worst(*statuses: NDArray) -> NDArray:
    """Return ``missing`` where any status is, else ``hidden`` where any is, else ``ok``."""
    both = np.array(statuses, dtype=object)
    return np.where(
        (both == "missing").any(axis=0),
        "missing",
        np.where((both == "hidden").any(axis=0), "hidden", "ok"),
    ).astype(object)


def against(lower: NDArray, upper: NDArray, benchmark: NDArray) -> NDArray:
    """Say where intervals lie: ``above`` or ``below`` the benchmark, ``similar``, or nothing if unknown."""
    told = np.where(lower > benchmark, "above", np.where(upper < benchmark, "below", "similar"))
    return np.where(np.isnan(lower) | np.isnan(benchmark), "", told).astype(object)
