"""Which districts to look at first, and why: rules that give a reason, not a score without words."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from data_access.planning.schema import PRESENTED_STATUSES
from data_access.values import district_values
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

REPORTED_BELOW = 75.0
"""Share of indicators reported under which a district is named, in percent."""

MONEY_MOVED = 15.0
"""Change against the same edition of the year before from which a district is named, in percent."""


@dataclass(frozen=True)
class Reason:
    """Why to look: ``code`` names the sentence (``attention.<code>``), ``values`` fill it in.

    ``weight`` orders the reasons: about one for each month of delay, or each tenth of a gap.
    """

    district: str
    code: str
    weight: float
    values: dict[str, object] = field(default_factory=dict)


# Every click on a page that names reasons asks for all of them.
@version_cached(maxsize=64)
def attention(version: Version, period: str, year: str, viewer: Viewer) -> list[Reason]:
    """Return every reason to look at a district, the weightiest districts first; not to be written to.

    Rules: an edition not presented by its deadline; an account (rendicontazione) of the year before that is
    missing or not presented; few indicators reported; money that moved much against the year before.

    Args:
        version: the data.
        period: the edition looked at, for instance ``2019-implementing``.
        year: the year of the indicators.
        viewer: who asks. That an edition is not presented is public; what is in it is not.
    """
    reasons = [
        *_late(version, period, "late"),
        *_late(version, f"{version.periods[period][1] - 1}-account", "account_late"),
        *_unreported(version, year, viewer),
        *_moved(version, period, viewer),
    ]
    weight: dict[str, float] = {}
    for reason in reasons:
        weight[reason.district] = weight.get(reason.district, 0.0) + reason.weight
    # Of districts with the same reasons the one with more money at stake comes first.
    money = district_values(version, version.measures["euro"], period, viewer)["numerator"].fillna(0.0)
    return sorted(reasons, key=lambda r: (-weight[r.district], -money[r.district], r.district, -r.weight))


@version_cached(maxsize=32)
def days_late(version: Version, period: str) -> pd.Series:
    """Return, by district, how many days an edition not presented is past its deadline; not to be written to.

    Empty where the edition has no deadline or the deadline is not past; an edition that does not exist
    counts as not presented.
    """
    if period not in version.periods:
        return pd.Series(dtype="int64")
    kind, year = version.periods[period]
    deadline = version.deadlines[(version.deadlines["kind"] == kind) & (version.deadlines["year"] == year)]
    if deadline.empty:
        return pd.Series(dtype="int64")
    due = deadline["extended_to"].fillna(deadline["due"]).iloc[0]
    days = (pd.Timestamp(version.as_of) - due).days
    editions = version.editions[version.editions["period"] == period]
    presented = set(editions.loc[editions["status"].isin(PRESENTED_STATUSES), "district_code"])
    late = [code for code in version.districts if code not in presented] if days > 0 else []
    return pd.Series(days, index=late, dtype="int64")


def _late(version: Version, period: str, code: str) -> list[Reason]:
    return [
        Reason(str(district), code, days / 30, {"days": int(days), "period": period})
        for district, days in days_late(version, period).items()
    ]


def _unreported(version: Version, year: str, viewer: Viewer) -> list[Reason]:
    values = district_values(version, version.measures["reported"], year, viewer)
    few = values[values["value"] < REPORTED_BELOW]
    return [
        Reason(
            str(district),
            "unreported",
            (REPORTED_BELOW - row["value"]) / 10 + 1,
            {"given": int(row["numerator"]), "of": int(row["denominator"]), "year": year},
        )
        for district, row in few.iterrows()
    ]


def _moved(version: Version, period: str, viewer: Viewer) -> list[Reason]:
    kind, year = version.periods[period]
    before = f"{year - 1}-{kind}"
    if before not in version.periods:
        return []
    measure = version.measures["euro"]
    now, then = (district_values(version, measure, p, viewer)["numerator"] for p in (period, before))
    # Of whole cents, and divided last: 115 against 100 is 15 %, not 14.999999999999991 %.
    change = (now - then) * 100 / then
    large = change[change.abs() >= MONEY_MOVED]
    return [
        Reason(
            str(district),
            "money_up" if moved > 0 else "money_down",
            abs(moved) / 10,
            {
                "percent": abs(float(moved)),
                "before": float(then[district]) / 100,
                "after": float(now[district]) / 100,
            },
        )
        for district, moved in large.items()
    ]
