"""The demo is believable: registers, indicators and plans tell of one region, in the size that is published.

Three zones are built at a fifth of the usual number of people; what is counted of people is taken five times.
Every bound is on a ratio, so that registers, indicators and plans cannot drift apart.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import pandas as pd
import pytest
from sqlalchemy import make_url

from dashboard.topics.equity.answers import answers
from data_access.cases.facts import zone_facts
from data_access.cases.readers import Zone, read_zone
from data_access.cases.zones import Source
from data_access.demo import PEOPLE
from data_access.demo.cases.build import build_zones
from data_access.demo.catalogues import facts
from data_access.planning.contract import open_and_read
from data_access.planning.schema import AGE_BANDS

ZONES = ("BO-CIT", "RO-RIM", "FE-CNO")
USUAL = 60_000
TIMES = PEOPLE / USUAL
MINORS, ELDERS = AGE_BANDS[:3], AGE_BANDS[4:]


@dataclass
class Demo:
    """The three zones, their facts together, and the plans."""

    zones: list[Zone]
    facts: dict[str, pd.DataFrame]
    plans: dict[str, pd.DataFrame]

    def residents(self, bands: tuple[str, ...] = AGE_BANDS) -> float:
        rows = self.plans["population"].query("year == 2018")
        rows = rows[rows["district_code"].isin(ZONES) & rows["age_band"].isin(bands)]
        return float(rows["residents"].sum())

    def indicator(self, code: str) -> float:
        """Numerators of 2018 of the three districts."""
        rows = self.plans["indicator_value"].query("indicator_code == @code and year == 2018")
        return float(rows[rows["place_code"].isin(ZONES)]["numerator"].sum())

    def euro(self, kind: str) -> pd.DataFrame:
        """Budget lines of an edition of 2018 of the three districts."""
        plan = self.plans["plan"].set_index("id")["district_code"]
        edition = self.plans["edition"].query("kind == @kind and year == 2018")
        edition = edition[edition["plan_id"].map(plan).isin(ZONES)]
        rows = self.plans["intervention_version"]
        rows = rows[rows["edition_id"].isin(edition["id"])]
        return self.plans["budget_line"].merge(
            rows.rename(columns={"id": "version"}), left_on="intervention_version_id", right_on="version"
        )

    def in_charge_in_2018(self) -> pd.DataFrame:
        """People in charge on any day of 2018, with age."""
        found = []
        for zone in self.zones:
            steps = zone.steps.sort_values(["case", "order"])
            until = steps.groupby("case")["day"].shift(-1).fillna(pd.Timestamp("2020-01-01"))
            then = (
                (steps["state"] == "in_charge")
                & (steps["day"] <= pd.Timestamp("2018-12-31"))
                & (until >= pd.Timestamp("2018-01-01"))
            )
            people = zone.people[zone.people["case"].isin(steps.loc[then, "case"])]
            found.append(people.drop_duplicates("person").assign(age=2018 - people["birth_year"]))
        return pd.concat(found)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, demo_sqlite_url: str) -> Demo:
    zones = []
    for path in build_zones(tmp_path_factory.mktemp("size"), people=USUAL, processes=1, districts=ZONES):
        with Source(path.stem, make_url(f"sqlite:///{path}")).connect() as connection:
            zones.append(read_zone(connection, zone=path.stem, key=b"k"))
    every = [zone_facts(zone)[0].facts for zone in zones]
    return Demo(
        zones,
        {name: pd.concat([one[name] for one in every]) for name in every[0]},
        open_and_read(demo_sqlite_url).frames,
    )


def test_minors_in_charge_are_those_of_the_demos_indicator(demo: Demo) -> None:
    people = demo.in_charge_in_2018()
    minors = (people["age"] <= 17).sum() * TIMES
    assert 0.85 < minors / demo.indicator("DST029") < 1.15
    # Published for 2012: 53,200 in the region, 7.5 in a hundred.
    assert 50 < minors / demo.residents(MINORS) * 1000 < 110


def test_people_in_charge_are_as_many_as_services_have(demo: Demo) -> None:
    people = demo.in_charge_in_2018()
    # ISTAT counts 57 users for 1,000 residents, those without a file too.
    assert 40 < len(people) * TIMES / demo.residents() * 1000 < 65
    assert 40 < (people["age"] >= 65).sum() * TIMES / demo.residents(ELDERS) * 1000 < 75
    assert 20 < people["age"].between(18, 64).sum() * TIMES / demo.residents(("18-64",)) * 1000 < 45


def test_access_sheets_are_a_part_of_the_contacts_at_desks(demo: Demo) -> None:
    sheets = demo.facts["access"].query("201801 <= month <= 201812")["n"].sum() * TIMES
    assert 0.3 < sheets / demo.indicator("DST057") < 0.8
    # In Umbria 45 people for 1,000 residents are in contact with social services in a year.
    assert 25 < sheets / demo.residents() * 1000 < 60


def test_euro_a_person_are_what_a_support_costs_in_a_year(demo: Demo) -> None:
    delivered = demo.facts["delivery"].query("201801 <= month <= 201812").groupby("support_kind")
    people = demo.facts["recipient_by_kind"].query("year == 2018").groupby("support_kind")["n"].sum()
    euro = delivered["cents"].sum() / 100 / people
    bounds = {
        "a1-04": (120, 1_000),  # a contribution or two
        "a1-05": (250, 2_500),
        "a1-11": (1_000, 4_000),  # allowance for care at home
        "a1-14": (4_000, 15_000),  # part of a fee, most of the year
        "a1-22": (2_000, 7_000),
        "a2-02": (1_000, 6_000),
        "a2-07": (1_500, 6_000),
        "a2-08": (1_000, 5_000),
        "a2-09": (800, 5_000),
        "a2-13": (500, 2_500),
        "a2-14": (200, 1_200),
        "a2-28": (700, 4_000),
        "a3-01": (3_000, 11_000),
        "a3-02": (6_000, 24_000),
    }
    assert set(euro.index) == set(bounds)
    assert not [kind for kind, (low, high) in bounds.items() if not low < euro[kind] < high], euro


def test_deliveries_are_about_a_third_of_the_account(demo: Demo) -> None:
    """The rest is paid by no single file: nurseries, health care, staff, contracts for whole services."""
    delivered = demo.facts["delivery"].query("201801 <= month <= 201812")["cents"].sum() * TIMES
    assert 0.2 < delivered / demo.euro("account")["cents"].sum() < 0.5


def test_the_plans_have_for_an_older_person_at_need_what_care_costs(demo: Demo) -> None:
    asked = demo.facts["coverage"].query("year == 2018 and category == 'ANZ'")
    people = asked[asked["status"].isin(["answered", "unanswered"])]["n"].sum() * TIMES
    assert 15 < people / demo.residents(ELDERS) * 1000 < 60
    lines = demo.euro("implementing").query("target_group_code == 'ANZ'")
    answering = lines[[answers(sheet, 2018) for sheet in lines["sheet_number"]]]
    assert 7_000 < answering["cents"].sum() / 100 / people < 22_000


def test_no_intervention_costs_more_than_its_kind_can(demo_sqlite_url: str) -> None:
    kinds = facts("interventions").drop_duplicates("title").set_index("title")["most"]
    with sqlite3.connect(demo_sqlite_url.removeprefix("sqlite:///")) as connection:
        rows = pd.read_sql(
            """select v.title, p.district_code as district, m.istat_code as place, sum(b.amount) as euro
               from intervention_version v
               join edition e on e.id = v.edition_id and e.kind = 'implementing' and e.year = 2019
               join plan p on p.id = e.plan_id
               join budget_line b on b.intervention_version_id = v.id
               left join municipality m on m.istat_code = v.municipality_code
               group by v.id""",
            connection,
        )
    connection.close()
    residents = facts("municipalities").set_index("istat_code")["residents_2023"]
    of_district = facts("municipalities").groupby("district_code")["residents_2023"].sum()
    rows["living"] = rows["place"].map(residents).fillna(rows["district"].map(of_district))
    titles = rows["title"].str.replace(r" \(aggiornato 2019\)$", "", regex=True)
    rows["kind"] = [next(k for k in kinds.index if title.startswith(k)) for title in titles]
    limit = rows["kind"].map(kinds) * rows["living"]
    # Where a district's funds are larger than all its limits, these bend together.
    large = rows[rows["euro"] > 1_000_000]
    assert (large["euro"] <= 2 * limit[large.index]).all()
    costly = rows[rows["euro"] > 8_000_000]
    assert set(costly["kind"]) <= set(kinds[kinds >= 20].index)
    assert rows["euro"].max() < 40_000_000


def test_the_case_della_salute_have_one_figure(demo: Demo) -> None:
    values = demo.plans["indicator_value"]
    region = values[values["place_code"] == "ER"].set_index(["indicator_code", "year"])
    for year in range(2014, 2020):
        centres = region.loc[("REG002", year), "numerator"]
        if ("REG004", year) in region.index:
            assert region.loc[("REG004", year), "denominator"] == centres
    covered = region.loc["REG003"]
    assert covered["numerator"].is_monotonic_increasing
    assert (covered["numerator"] / covered["denominator"]).between(0.4, 0.75).all()
