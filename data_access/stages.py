"""The stage each district's edition has reached (*stato dei piani*): dates, terms and days late.

That an edition stands at a stage, since when, and how late it is, is public: the Region publishes it and the
districts compare themselves by it. Who made each step and the number of the act are details of the log: a
district sees them of its own editions and of others' from *presentata* on, like the editions themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.planning.schema import PRESENTED_STATUSES, STATUSES
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer, sees_editions

NO_DOCUMENT = "none"
"""What stands for a status where a district has no such edition."""


@dataclass(frozen=True)
class Term:
    """The days from which an edition may be begun and by which it must be presented."""

    opens: date
    due: date
    extended_to: date | None

    @property
    def last_day(self) -> date:
        """Return the day after which an edition is late."""
        return self.extended_to or self.due


@version_cached(maxsize=32)
def term(version: Version, period: str) -> Term | None:
    """Return the term of an edition; None where the cycle sets none."""
    if period not in version.periods:
        return None
    kind, year = version.periods[period]
    rows = version.deadlines[(version.deadlines["kind"] == kind) & (version.deadlines["year"] == year)]
    if rows.empty:
        return None
    row = rows.iloc[0]
    extended = None if pd.isna(row["extended_to"]) else row["extended_to"].date()
    return Term(row["opens"].date(), row["due"].date(), extended)


@version_cached(maxsize=32)
def stages(version: Version, period: str) -> pd.DataFrame:
    """Return one row a district, in the order of ``version.districts``; not to be written to.

    Returns:
        ``status``: the stage the edition stands at, ``none`` without an edition; ``since``: from which day.
        One column a status of ``STATUSES``: the day it was reached, the last time if more than once, NaT if
        never. ``has``: whether the Region has it; ``presented_on``: since which day, NaT where not or
        not known. ``days_late``: days after the term, negative before it, at the presentation or, if there
        was none, on the day the data speak of; NaN without a term or without the day.
    """
    districts = pd.Index(version.districts, name="district")
    editions = version.editions[version.editions["period"] == period].set_index("district_code")
    log = version.status_log[version.status_log["period"] == period]
    # Two changes of one day keep the order in which they were written.
    last = log.drop_duplicates(["district_code", "status"], keep="last")
    reached = last.pivot_table(index="district_code", columns="status", values="changed_on", aggfunc="last")
    table = reached.reindex(index=districts, columns=list(STATUSES)).astype("datetime64[us]")
    status = editions["status"].reindex(districts)
    since = editions["status_date"].reindex(districts).astype("datetime64[us]")
    for stage in STATUSES:
        # An edition whose log is incomplete still says which stage it stands at, and since when.
        table[stage] = table[stage].where(table[stage].notna() | (status != stage), since)
    presented = status.isin(PRESENTED_STATUSES)
    on = table["presented"].where(presented)
    until = on.where(presented, pd.Timestamp(version.as_of))
    limit = term(version, period)
    days_late = (until - pd.Timestamp(limit.last_day)).dt.days if limit else pd.Series(np.nan, districts)
    table.insert(0, "status", status.fillna(NO_DOCUMENT))
    table.insert(1, "since", since)
    return table.assign(has=presented, presented_on=on, days_late=days_late.astype(float))


@version_cached(maxsize=6)
def account_days(version: Version, year: int) -> pd.DataFrame:
    """Return when each district presented its account of a year, against the cycle's deadline.

    That an account is not presented is public; what is in it is not: there is no viewer here. The frame is
    cached and shared: do not write to it.

    Returns:
        Index: district. ``status``: of the account, empty where there is none; ``presented_on``: the first
        time it was presented (presentata) by the status log, NaT where it is not; ``due``: the deadline or
        its extension, NaT where the cycle has none; ``days``: first presented minus ``due``, or the day of
        the data minus ``due`` where it still is not presented (``Int64``: negative before, NA without
        ``due``); ``late``: days > 0.
    """
    period = f"{year}-account"
    editions = version.editions[version.editions["period"] == period].set_index("district_code")
    log = version.status_log
    log = log[(log["period"] == period) & (log["status"] == "presented")]
    first = log.groupby("district_code")["changed_on"].min()
    # A log that does not reach back to the presentation: the date of the status is the best that is known.
    done = editions["status"].isin(PRESENTED_STATUSES)
    first = first.reindex(editions.index).fillna(editions["status_date"]).where(done)
    deadline = version.deadlines
    deadline = deadline[(deadline["kind"] == "account") & (deadline["year"] == year)]
    due = deadline["extended_to"].fillna(deadline["due"]).iloc[0] if len(deadline) else pd.NaT
    frame = pd.DataFrame(
        {
            "status": editions["status"].reindex(list(version.districts)).fillna("").astype("str"),
            "presented_on": pd.to_datetime(first.reindex(list(version.districts))),
        }
    ).assign(due=due)
    days = (frame["presented_on"].fillna(pd.Timestamp(version.as_of)) - frame["due"]).dt.days
    return frame.assign(days=days.astype("Int64"), late=(days > 0).to_numpy()).rename_axis("district")


def stage_log(version: Version, period: str, district: str, viewer: Viewer) -> dict[str, list]:
    """Return every change of status of a district's edition, oldest first.

    Returns:
        Columns ``status``, ``changed_on``, ``function`` (of the person; no names are kept), ``act_number``
        (None where the step needs none) and ``details``: false where the viewer may not see function and
        act, which are then None.
    """
    log, editions = version.status_log, version.editions
    in_log, in_editions = _rows_of(version)
    nothing = np.zeros(0, dtype=np.int64)
    edition = in_editions.get((period, district), nothing)
    owners, statuses = (editions[name].to_numpy()[edition] for name in ("district_code", "status"))
    details = bool(sees_editions(viewer, owners, statuses).all())
    at = in_log.get((period, district), nothing)

    def if_seen(name: str) -> list[str | None]:
        words = log[name].to_numpy()[at].tolist()
        return [word if details and isinstance(word, str) else None for word in words]

    return {
        "status": log["status"].to_numpy()[at].tolist(),
        "changed_on": list(log["changed_on"].array[at]),
        "function": if_seen("function"),
        "act_number": if_seen("act_number"),
        "details": [details] * len(at),
    }


# Comparing thousands of codes as texts takes longer than all the rest.
@version_cached(maxsize=2)
def _rows_of(version: Version) -> tuple[dict[tuple[str, str], NDArray], dict[tuple[str, str], NDArray]]:
    """Return where each edition's rows stand in the log of statuses and among the editions."""
    names = ["period", "district_code"]
    log, editions = (frame.groupby(names).indices for frame in (version.status_log, version.editions))
    return dict(log), dict(editions)
