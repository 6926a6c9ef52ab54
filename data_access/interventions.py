"""Single interventions: lists, one intervention's amounts by source, its history across editions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_access.resources import Coverage, code_rank, resources
from data_access.values import EVERYTHING, Filters
from data_access.version import Version
from data_access.viewer import Viewer, sees_editions


class UnknownIntervention(LookupError):
    """Raised where no intervention has this code, or none that the viewer may see."""


@dataclass(frozen=True, eq=False)
class Interventions:
    """The interventions of an edition in some districts, and how many of these the list speaks of.

    ``rows``: one an intervention, largest amount first (index: version id), with code, title, district_code,
    sheet, area, target, lead_body, municipality, status, and ``cents``: with a filter on sources, only those
    sources' part; 0 where an intervention has no line.
    """

    rows: pd.DataFrame
    coverage: Coverage

    @property
    def count(self) -> int | None:
        """Return how many there are; None where there is no edition that the viewer may see."""
        return len(self.rows) if self.coverage.covered else None

    @property
    def cents(self) -> int | None:
        """Return their sum in cents; None where there is no edition that the viewer may see."""
        return int(self.rows["cents"].sum()) if self.coverage.covered else None


def interventions(
    version: Version, period: str, districts: list[str], viewer: Viewer, filters: Filters = EVERYTHING
) -> Interventions:
    """List the interventions of an edition; other districts' editions that are not presented are left out."""
    budget = resources(version, period, viewer, districts, filters)
    at = budget.items["version"]
    order = np.lexsort((code_rank(version)[at], -budget.cents))
    rows = version.interventions.iloc[at[order]].assign(cents=budget.cents[order])
    return Interventions(rows, budget.coverage)


def history(version: Version, code: str, viewer: Viewer) -> pd.DataFrame:
    """Return one intervention in every edition the viewer may see, oldest first.

    Returns:
        One row an edition (index: version id): the columns of ``version.interventions`` and ``cents``.

    Raises:
        UnknownIntervention: there is none with this code, or the viewer may see no edition of it.
    """
    rows = version.interventions[version.interventions["code"] == code]
    rows = rows[sees_editions(viewer, rows["district_code"].to_numpy(), rows["status"].to_numpy())]
    if rows.empty:
        raise UnknownIntervention(code)
    lines = version.lines[version.lines["version_id"].isin(rows.index)]
    cents = lines.groupby("version_id")["cents"].sum().reindex(rows.index, fill_value=0)
    order = {key: i for i, key in enumerate(version.periods)}
    return rows.assign(cents=cents).sort_values("period", key=lambda p: p.map(order))


def amounts_by_source(version: Version, history_rows: pd.DataFrame) -> pd.DataFrame:
    """Return the cents of one intervention by source (rows) and edition (columns, in time order).

    Args:
        version: the data.
        history_rows: what :func:`history` returned.

    Returns:
        Index: source code, in the catalogue's order; a column for each period; missing where the source
        is not used in that edition.
    """
    lines = version.lines[version.lines["version_id"].isin(history_rows.index)]
    periods = lines["version_id"].map(history_rows["period"])
    table = lines.assign(period=periods).pivot_table(
        index="source", columns="period", values="cents", aggfunc="sum"
    )
    return table.reindex(
        index=[s for s in version.sources.index if s in table.index], columns=list(history_rows["period"])
    )
