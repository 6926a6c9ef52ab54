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
    found = parts["asked"].drop(columns=["n", "status"])
    for node, cells in parts.items():
        found[node] = cells["n"].to_numpy()
        found[f"{node}_status"] = cells["status"].to_numpy(dtype=object)
    status = worst(found["asked_status"].to_numpy(), found["unanswered_status"].to_numpy())
    status = np.where((status == "ok") & (found["asked"].to_numpy() == 0), "missing", status)
    return with_share(found, "unanswered", "asked", status)


def with_share(frame: pd.DataFrame, part: str, whole: str, status: NDArray) -> pd.DataFrame:
    """Add ``value, lower, upper`` (per cent, Wilson) and ``status``; NaN where the status is not ``ok``."""
    ok = status == "ok"
    value, lower, upper = (np.full(len(frame), np.nan) for _ in range(3))
    n, of = frame[part].to_numpy()[ok], frame[whole].to_numpy()[ok]
    value[ok] = n / of * 100
    low, high = wilson(n, of)
    lower[ok], upper[ok] = low * 100, high * 100
    return frame.assign(value=value, lower=lower, upper=upper, status=status)


def worst(*statuses: NDArray) -> NDArray:
    """Return ``missing`` where any status is, else ``hidden`` where any is, else ``ok``."""
    both = np.array(statuses, dtype=object)
    return np.where(
        (both == "missing").any(axis=0),
        "missing",
        np.where((both == "hidden").any(axis=0), "hidden", "ok"),
    ).astype(object)


def against(lower: NDArray, upper: NDArray, benchmark: float) -> NDArray:
    """Say where an interval lies: ``above`` or ``below`` the benchmark, ``similar``, or nothing."""
    if benchmark != benchmark:
        return np.full(len(lower), "", dtype=object)
    told = np.where(lower > benchmark, "above", np.where(upper < benchmark, "below", "similar"))
    return np.where(np.isnan(lower), "", told).astype(object)
