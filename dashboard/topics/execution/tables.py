"""Planned against spent as tables: the same rows, order and words on screen and in Excel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.view import View
from dashboard.locale.formats import MISSING, Language, euro, percent
from dashboard.locale.texts import Translate
from dashboard.locale.words import districts_of
from dashboard.tables.table import Column, Table
from dashboard.topics.execution.compute import bands, shares
from data_access import execution
from data_access.execution import KINDS, SPENT, Execution
from data_access.planning.schema import STATUSES
from data_access.stages import account_days
from data_access.values import Filters
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

DEFAULT_BY = "area"
_PROGRESS = {status: position for position, status in enumerate(STATUSES)}


@dataclass(frozen=True, eq=False)
class Comparison:
    """A view's plan against its account: ``total`` is the one row of a roll-up, ``groups`` the chosen one.

    ``groups`` are columns, largest difference first. ``delays`` are the late and missing accounts (rows of
    ``stages.account_days``).
    """

    found: Execution
    by: str
    total: dict[str, Any]
    groups: dict[str, list]
    delays: pd.DataFrame
    no_deadline: bool


def compared(version: Version, view: View, viewer: Viewer) -> Comparison:
    """Set plan against account for the place, year, breakdown and filters of a view; not to be written to."""
    year = year_of(version, view)
    return _compared(version, year, viewer, view.place, view.filters, view.by or DEFAULT_BY)


@version_cached(maxsize=32)
def _compared(
    version: Version, year: int, viewer: Viewer, place: str, filters: Filters, by: str
) -> Comparison:
    comparison, total = _execution(version, year, viewer, place, filters)
    groups = execution.sums_by(comparison, by)
    size = [-1 if moved is None else abs(moved) for moved in groups["moved"]]
    order = sorted(range(len(size)), key=lambda row: -size[row])
    days = account_days(version, year)
    return Comparison(
        comparison,
        by,
        total,
        {name: [column[row] for row in order] for name, column in groups.items()},
        _slow(days, comparison.requested),
        bool(days["due"].isna().all()),
    )


# Another breakdown or tab leaves it as it was.
@version_cached(maxsize=32)
def _execution(
    version: Version, year: int, viewer: Viewer, place: str, filters: Filters
) -> tuple[Execution, dict[str, Any]]:
    """The execution and its one row of totals."""
    comparison = execution.execution(version, year, districts_of(version, place), viewer, filters)
    return comparison, {name: column[0] for name, column in execution.sums_by(comparison).items()}


def _slow(days: pd.DataFrame, asked: NDArray[np.bool_]) -> pd.DataFrame:
    """Late and missing accounts; none before the deadline, nor in a year nobody accounts for."""
    status, late = days["status"].to_numpy(), days["late"].to_numpy()
    missing = days["due"].isna().to_numpy() & (status == "") & (status[asked] != "").any()
    rows = np.flatnonzero(asked & (late | missing))
    # Longest delay first; among those still at work the one with the longest way to go.
    order = np.array([_PROGRESS.get(status[row], -1) for row in rows])
    delay = days["days"].to_numpy(float, na_value=np.nan)[rows]
    return days.iloc[rows[np.lexsort((order, -delay))]]


def year_of(version: Version, view: View) -> int:
    """Return the year compared: the view's if it has a plan or an account, else the last accounted for."""
    wanted = int(view.year) if view.year else 0
    return wanted if wanted in execution.years(version) else execution.usual_year(version)


def group_name(version: Version, by: str, code: object, t: Translate) -> str:
    """Return what a group is called: ``A · Name``, or its name alone where codes say nothing."""
    if by in ("district", "ausl"):
        return version.place_names[str(code)]
    if by == "level":
        return t(f"execution.level_{code}")
    catalogue = {
        "area": version.areas,
        "sheet": version.sheets,
        "target": version.targets,
        "source": version.sources,
    }[by]
    name = str(catalogue.at[code, "title" if by == "sheet" else "name"])
    if by in ("area", "sheet"):
        name = f"{code} · {name}"
    return name


def groups_table(comparison: Comparison, t: Translate) -> dict[str, list]:
    """Return the roll-up with names, share and words; money in cents, share in percent, None for missing.

    Columns: name, planned, planned_compared, planned_apart, updated, committed, spent_declared (of the
    interventions that say what was committed), spent (of the compared), moved, share, words, accounts
    (``35 di 38``); and of each of ``KINDS`` whether an edition is hidden (``hidden_<kind>``), so that what is
    not there can say why.
    """
    rows, version, codes = comparison.groups, comparison.found.version, comparison.groups["code"]
    planned, spent = rows["planned_compared"], rows["spent_compared"]
    states = dict(zip(version.districts, comparison.found.states[SPENT].tolist(), strict=True))
    hidden = {kind: hidden_districts(comparison.found, kind) for kind in KINDS}
    if comparison.by == "district":
        without = [states[code] if states[code] != "ok" else "hidden" for code in codes]
        of = [{code} for code in codes]
    else:
        without = ["missing"] * len(codes)
        of = [set(version.districts)] * len(codes)
        if comparison.by == "ausl":
            of = [{d for d, ausl in version.ausl_of.items() if ausl == code} for code in codes]
    return {
        "name": [group_name(version, comparison.by, code, t) for code in codes],
        "planned": rows["planned"],
        "planned_compared": planned,
        "planned_apart": [
            None if whole is None else whole - (compared or 0)
            for whole, compared in zip(rows["planned"], planned, strict=True)
        ],
        "updated": rows["updated"],
        "committed": rows["committed"],
        "spent_declared": rows["spent_declared"],
        "spent": spent,
        "moved": rows["moved"],
        "share": shares(planned, spent),
        "words": [t(f"execution.band_{word}") for word in bands(planned, spent, without)],
        "accounts": [t("value.of", n=n, of=m) for n, m in zip(rows["accounts"], rows["of"], strict=True)],
        **{f"hidden_{kind}": [bool(hidden[kind] & some) for some in of] for kind in KINDS},
    }


def hidden_districts(execution: Execution, kind: str) -> set[str]:
    """Return the districts asked for whose edition of a kind is there and may not be seen."""
    rows = np.flatnonzero(execution.requested & (execution.states[kind] == "hidden"))
    return {execution.version.districts[row] for row in rows.tolist()}


def interventions_table(comparison: Comparison, t: Translate, *, shown: int | None = None) -> dict[str, list]:
    """Return the interventions, largest gap first, with names, share and words.

    Columns: code, title, district, area, sheet, planned, updated, committed, spent, moved, share, words,
    change, ``absent_<kind>`` as in :func:`data_access.execution.interventions` and ``hidden_<kind>`` as in
    :func:`groups_table`. Not to be written to.
    """
    return _interventions_table(comparison.found, t, shown)


@version_cached(maxsize=16)
def _interventions_table(found: Execution, t: Translate, shown: int | None) -> dict[str, list]:
    rows = execution.interventions(found, shown)
    version, districts, changes = found.version, rows.pop("district_code"), rows["change"]
    # In the account but not in the plan it is unplanned; what is not in the account has spent nothing of it.
    named = {"missing": "missing", "hidden": "hidden", "dropped": "absent", "outside": "absent"}
    alone = [named.get(change, "unplanned") for change in changes]
    at = [version.district_position[code] for code in districts]
    return {
        **rows,
        "district": [version.place_names[code] for code in districts],
        "share": shares(rows["planned"], rows["spent"]),
        "words": [t(f"execution.band_{word}") for word in bands(rows["planned"], rows["spent"], alone)],
        "change": [t(f"execution.step_{change}") for change in changes],
        **{f"hidden_{kind}": (found.states[kind][at] == "hidden").tolist() for kind in KINDS},
    }


def delays_table(comparison: Comparison, t: Translate, language: Language) -> Table:
    """Return late and missing accounts, longest delay first, with a word for what is not there."""
    rows, places = comparison.delays, comparison.found.version.places
    codes, status = rows.index.tolist(), rows["status"].tolist()
    columns = (
        Column("code", t("column.code"), width=10, screen=False),
        Column("district", t("column.district"), width=30),
        Column("ausl", t("column.ausl"), width=20),
        Column("status", t("execution.status"), width=34),
        Column("presented_on", t("execution.presented_on"), "date", width=16),
        Column("due", t("execution.due"), "date", width=12),
        Column("days", t("execution.days"), "integer", 0, 12),
    )
    cells = {
        "code": codes,
        "district": [places.at[code, "name"] for code in codes],
        "ausl": [places.at[code, "ausl_name"] for code in codes],
        "status": [t(f"status.{one}") if one else t("execution.status_none") for one in status],
        "presented_on": _or_words(rows["presented_on"], t("execution.not_presented")),
        "due": _or_words(rows["due"], MISSING[language]),
        "days": _or_words(rows["days"], MISSING[language]),
    }
    return Table(columns, cells, mark="code")


def _or_words(values: pd.Series, word: str) -> list[object]:
    return [word if pd.isna(value) else value for value in values]


def sentence(row: Mapping[str, Any], t: Translate, language: Language) -> str:
    """Say in words how much of what was planned is spent, from a row whose account may be seen."""
    planned, spent, moved = (int(row[key]) for key in ("planned_compared", "spent_compared", "moved"))
    (word,) = bands([planned], [spent], [""])
    return t(
        "execution.sentence",
        planned=euro(planned / 100, 2, language),
        spent=euro(spent / 100, 2, language),
        share=percent(spent / planned * 100, 1, language) if planned else "–",
        band=t(f"execution.band_{word}"),
        moved=("+" if moved > 0 else "") + euro(moved / 100, 2, language),
    )
