"""Recorded need beside the money that answers it, for a target group: what *Bisogni e risorse* shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.view import View, default_view
from dashboard.cases.coverage import coverage
from dashboard.cases.rows import targets_of
from dashboard.topics.equity.answers import POPULATION_OF, answers
from dashboard.topics.equity.compute import Equity, equity
from data_access.cases.mart import SUPPORT_DAYS, TARGET_GROUP_OF
from data_access.cases.published import CaseTables
from data_access.planning.schema import AGE_BANDS
from data_access.resources import by_district, resources
from data_access.values import Filters
from data_access.version import REGION, Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

OTHER_EDITIONS = ("implementing", "account")


_OF_NEED = ("people", "need", "need_lower", "need_upper")
"""What a district has even where its money is not known."""


_RANKS = {"short": 0, "ample": 1, "none": 2, "": 3}


@dataclass(frozen=True, eq=False)
class NeedsAndMoney:
    """What the page looks at.

    Attributes:
        year, edition, target: the year of both sources, whose budget, whose needs.
        allotted: by target group, cents of the edition that answer its need; ``total``: cents of the whole
            edition. Both of the districts whose edition exists and may be seen.
        quadrants: by target group.
        coverage: of the target group, by district (:func:`dashboard.cases.coverage.coverage`).
        money: by kind of edition (planned, spent) and of the target group: euro per person at need.
    """

    tables: CaseTables
    year: str
    edition: str
    target: str
    quadrants: dict[str, Equity]
    coverage: pd.DataFrame
    money: dict[str, pd.DataFrame]
    allotted: dict[str, int]
    total: int

    @property
    def allotted_share(self) -> float:
        """Per cent of the edition that is divided here, for the target group looked at."""
        return self.allotted[self.target] / self.total * 100 if self.total else np.nan

    @property
    def all_allotted_share(self) -> float:
        """Per cent of the edition that is divided here, for all target groups together."""
        return sum(self.allotted.values()) / self.total * 100 if self.total else np.nan

    @property
    def quadrant(self) -> Equity:
        """Of the target group looked at."""
        return self.quadrants[self.target]


def target_of(version: Version, view: View) -> str:
    """The one target group filtered by, or the first that cases can be told of."""
    known = targets_of(version)
    chosen = view.filters.targets
    return chosen[0] if len(chosen) == 1 and chosen[0] in known else ("ANZ" if "ANZ" in known else known[0])


def needs_and_money(version: Version, view: View, viewer: Viewer, tables: CaseTables) -> NeedsAndMoney | None:
    """Set budgets against needs; None where there are no cases of the edition's year."""
    return _needs_and_money(version, view.edition, target_of(version, view), viewer, tables)


def prepare(version: Version, tables: CaseTables) -> None:
    """Set every edition's budgets against needs before anybody asks: 40 ms each, once a version."""
    for edition in version.periods:
        needs_and_money(version, replace(default_view(version), edition=edition), Viewer("region"), tables)


@version_cached(maxsize=64)
def _needs_and_money(
    version: Version, edition: str, target: str, viewer: Viewer, tables: CaseTables
) -> NeedsAndMoney | None:
    kind, year_number = version.periods[edition]
    year = str(year_number)
    if year not in tables.years or year_number not in version.age_bands:
        return None
    share = _followed(version, tables, year_number)
    people = _people(version, viewer, tables, year)
    budgets = {kind_: _answering(version, viewer, f"{year}-{kind_}") for kind_ in {kind, *OTHER_EDITIONS}}

    def drawn(of: str, kind_: str) -> Equity:
        return _quadrant(people[of], _population(version, of, year_number) * share, budgets[kind_], of, share)

    return NeedsAndMoney(
        tables=tables,
        year=year,
        edition=edition,
        target=target,
        quadrants={of: drawn(of, kind) for of in targets_of(version)},
        coverage=people[target].loc[list(version.districts)],
        money={kind_: drawn(target, kind_).districts for kind_ in OTHER_EDITIONS},
        allotted={of: int(budgets[kind].cents[of].sum()) for of in targets_of(version)},
        total=budgets[kind].total,
    )


def _population(version: Version, target: str, year: int) -> NDArray[np.float64]:
    """Residents among whom the need of a target group arises, by district."""
    bands = version.age_bands[year][[AGE_BANDS.index(band) for band in POPULATION_OF[target]]]
    return np.where(np.isnan(bands).all(axis=0), np.nan, np.nansum(bands, axis=0))


def _people(version: Version, viewer: Viewer, tables: CaseTables, year: str) -> dict[str, pd.DataFrame]:
    """People with a need and what followed, by target group: the region, then every district."""
    categories = {TARGET_GROUP_OF[c]: c for c in TARGET_GROUP_OF}
    wanted = targets_of(version)
    every = coverage(
        tables,
        "coverage_by_category",
        viewer,
        time=year,
        category=[categories[of] for of in wanted],
        place=[REGION, *version.districts],
    ).set_index("place")
    return {of: every[every["category"] == categories[of]] for of in wanted}


def _followed(version: Version, tables: CaseTables, year: int) -> NDArray[np.float64]:
    """Share of the year whose needs could be followed for 90 days, by district: what is counted of each.

    Residents and the year's budget count for that share, so that a year that is not over can be read.
    """
    begin, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1)
    until = pd.to_datetime(tables.supply["data_until"].reindex(list(version.districts)))
    days = (until - pd.Timedelta(days=SUPPORT_DAYS) + pd.Timedelta(days=1) - begin).dt.days.to_numpy(float)
    return np.nan_to_num(np.clip(days / (end - begin).days, 0.0, 1.0))


@dataclass(frozen=True, eq=False)
class _Budget:
    """Cents by target group that answer its need, shape (districts,); of everything; status by district."""

    cents: dict[str, NDArray[np.int64]]
    total: int
    status: NDArray


def _answering(version: Version, viewer: Viewer, period: str) -> _Budget:
    year = int(period.split("-")[0])
    sheets = tuple(int(number) for number in version.sheets.index if answers(int(number), year))
    places = version.districts
    whole = resources(version, period, viewer, places)
    cents = {}
    for of in targets_of(version):
        chosen = resources(version, period, viewer, places, Filters(targets=(of,), sheets=sheets))
        cents[of] = by_district(chosen, "target")["cents"].sum(axis=1)
    return _Budget(cents, whole.total or 0, by_district(whole, "target")["status"])


def _quadrant(
    people: pd.DataFrame,
    residents: NDArray[np.float64],
    budget: _Budget,
    target: str,
    share: NDArray[np.float64],
) -> Equity:
    districts = people.iloc[1:]
    region = people.iloc[0]
    need_status = districts["asked_status"].to_numpy(dtype=object)
    # Residents of districts whose cases were never read are in no count of people either.
    known = need_status != "missing"
    return equity(
        pd.DataFrame(
            {
                "people": districts["asked"],
                "residents": residents,
                "euro": budget.cents[target] * share / 100,
                "need_status": need_status,
                "money_status": budget.status,
            },
            index=districts.index,
        ),
        float(region["asked"]),
        float(np.nansum(residents[known])),
    )
