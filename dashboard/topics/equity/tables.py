"""Needs beside resources: the quadrant of a target group and the districts it names, as tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.view import View, default_view
from dashboard.cases.coverage import coverage
from dashboard.cases.rows import case_notes, figures_or_words, targets_of
from dashboard.cases.words import Wording
from dashboard.excel.book import book
from dashboard.excel.request import Asked, Table
from dashboard.excel.workbook import Sheet
from dashboard.locale.formats import written
from dashboard.locale.texts import Translate
from dashboard.locale.words import period_name
from dashboard.tables.table import Column
from dashboard.topics.equity.answers import POPULATION_OF, answers
from dashboard.topics.equity.compute import Equity, equity
from data_access.cases.mart import SUPPORT_DAYS, TARGET_GROUP_OF
from data_access.cases.published import CaseTables
from data_access.kept import kept
from data_access.planning.schema import AGE_BANDS
from data_access.resources import by_district, resources
from data_access.values import Filters
from data_access.version import REGION, Version
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


@kept(maxsize=64)
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


def need_words(t: Translate, target: str) -> str:
    """What need is a rate of: ``Bisogno per 1.000 residenti di 65 anni e oltre``."""
    return t("equity.need", of=t(f"equity.of_{target}"))


def allotted_words(asked: Asked, found: NeedsAndMoney) -> str:
    """Say how much of the plan is divided by the people with a need, and what is not."""
    t, language = asked.t, asked.language
    return t(
        "equity.allotted_words",
        euro=written(found.allotted[found.target] / 100, "euro", 0, language),
        share=written(found.allotted_share, "percent", 1, language),
        all=written(found.all_allotted_share, "percent", 1, language),
        edition=period_name(asked.version, found.edition, t),
    )


def districts_table(asked: Asked, found: NeedsAndMoney) -> Table:
    """Every district of the quadrant, those named first."""
    return _districts_table(Wording(asked.version, asked.language), found)


@kept(maxsize=64)
def _districts_table(asked: Wording, found: NeedsAndMoney) -> Table:
    t, language, version = asked.t, asked.language, asked.version
    districts = found.quadrant.districts
    rank = [_RANKS[verdict] for verdict in districts["verdict"].tolist()]
    order = np.lexsort((-districts["need"].to_numpy(), rank))
    # Every frame has the districts in one order.
    rows = districts.iloc[order].to_dict("list")
    without = found.coverage.iloc[order].to_dict("list")
    codes = districts.index[order]
    shown = {
        name: figures_or_words(rows[name], rows["need_status" if name in _OF_NEED else "status"], language)
        for name in (*_OF_NEED, "per_person", "per_person_lower", "per_person_upper")
    }
    for kind, money in found.money.items():
        euro, status = (money[name].to_numpy()[order].tolist() for name in ("per_person", "status"))
        shown[kind] = figures_or_words(euro, status, language)
    table = pd.DataFrame(
        {
            "mark": codes,
            "name": [version.place_names[code] for code in codes],
            "verdict": [t(f"equity.{verdict or 'unknown'}") for verdict in rows["verdict"]],
            **shown,
            "share": figures_or_words(without["value"], without["status"], language),
            "share_lower": figures_or_words(without["lower"], without["status"], language),
            "share_upper": figures_or_words(without["upper"], without["status"], language),
        }
    )

    need = need_words(t, found.target)

    def bound(of: str, end: str) -> str:
        return f"{of}, {t(f'column.{end}')}"

    columns = (
        Column("name", t("column.district"), width=30),
        Column("verdict", t("equity.verdict"), width=30),
        Column("people", t("equity.people"), "integer", 0, 12),
        Column("need", need, "decimal", 2, 14),
        Column("per_person", t("equity.per_person"), "euro", 2, 18),
        Column("implementing", t("equity.planned"), "euro", 2, 18),
        Column("account", t("equity.spent"), "euro", 2, 18),
        Column("share", t("needs.share"), "percent", 1, 12),
        Column("need_lower", bound(need, "lower"), "decimal", 2, 12),
        Column("need_upper", bound(need, "upper"), "decimal", 2, 12),
        Column("per_person_lower", bound(t("equity.per_person"), "lower"), "euro", 2, 16),
        Column("per_person_upper", bound(t("equity.per_person"), "upper"), "euro", 2, 16),
        Column("share_lower", bound(t("needs.share"), "lower"), "percent", 1, 12),
        Column("share_upper", bound(t("needs.share"), "upper"), "percent", 1, 12),
    )
    return columns, table


def named_table(asked: Asked, found: NeedsAndMoney) -> Table:
    """All districts the rule names, in every target group."""
    t, version = asked.t, asked.version
    rows = [
        (
            t(f"equity.{verdict}"),
            version.targets.at[of, "name"],
            version.place_names[str(code)],
            str(code),
            of,
        )
        for verdict in ("short", "ample")
        for of, quadrant in found.quadrants.items()
        for code in quadrant.districts.index[quadrant.districts["verdict"] == verdict]
    ]
    columns = (
        Column("verdict", t("equity.verdict"), width=34),
        Column("target", t("column.target"), width=38),
        Column("name", t("column.district"), width=30),
    )
    return columns, pd.DataFrame(rows, columns=["verdict", "target", "name", "mark", "of"])


def region_table(asked: Asked, found: NeedsAndMoney) -> Table:
    """The region's two values by target group, recomputed from sums."""
    t, version, language = asked.t, asked.version, asked.language

    def shown(values: list[float]) -> list[float | str]:
        return figures_or_words(values, ["ok"] * len(values), language)

    of = list(found.quadrants)
    each = list(found.quadrants.values())
    rows = pd.DataFrame(
        {
            "target": [version.targets.at[code, "name"] for code in of],
            "among": [t(f"equity.of_{code}") for code in of],
            "allotted": shown([found.allotted[code] / 100 for code in of]),
            "need": shown([quadrant.need for quadrant in each]),
            "per_person": shown([quadrant.per_person for quadrant in each]),
            "compared": [quadrant.compared for quadrant in each],
            **{
                verdict: [int((quadrant.districts["verdict"] == verdict).sum()) for quadrant in each]
                for verdict in ("short", "ample")
            },
        }
    )
    columns = (
        Column("target", t("column.target"), width=40),
        Column("among", t("equity.among"), width=30),
        Column("need", t("equity.need_each"), "decimal", 2, 16),
        Column("allotted", t("equity.allotted"), "euro", 2, 20),
        Column("per_person", t("equity.per_person"), "euro", 2, 18),
        Column("compared", t("equity.compared"), "integer", 0, 14),
        Column("short", t("equity.short"), "integer", 0, 18),
        Column("ample", t("equity.ample"), "integer", 0, 18),
    )
    return columns, rows


def equity_workbook(asked: Asked, found: NeedsAndMoney) -> bytes:
    """The workbook of the page: the quadrant's districts, those named, the region, notes with the rule."""
    t, version = asked.t, asked.version
    target = version.targets.at[found.target, "name"]
    subtitle = f"{target} · {period_name(version, found.edition, t)}"
    title = t("page.bisogni_e_risorse")
    sheets = (
        (t("equity.districts_sheet"), subtitle, districts_table(asked, found)),
        (t("equity.named_sheet"), period_name(version, found.edition, t), named_table(asked, found)),
        (t("equity.region_sheet"), period_name(version, found.edition, t), region_table(asked, found)),
    )
    return book(
        asked,
        sheets=[Sheet(name, f"{title} · {name}", sub, *table) for name, sub, table in sheets],
        notes=[
            (t("equity.rule"), t("equity.rule_words")),
            (need_words(t, found.target), t("equity.need_definition", of=t(f"equity.of_{found.target}"))),
            (t("equity.per_person"), t("equity.per_person_definition")),
            (t("equity.allotted"), allotted_words(asked, found)),
            (t("needs.share"), t("needs.share_definition")),
            (t("note.interval"), t("equity.interval_words")),
            (t("equity.caution"), t("equity.caution_words")),
            *case_notes(asked, found.tables),
        ],
    )
