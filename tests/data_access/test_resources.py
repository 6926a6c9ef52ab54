"""Every breakdown of the money against SQL written apart from it, and against sums made by hand."""

import sqlite3
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.interventions import interventions
from data_access.planning.schema import PRESENTED_STATUSES
from data_access.resources import (
    DIMENSIONS,
    MANY_TO_ONE,
    PLACES,
    Coverage,
    breakdown,
    by_district,
    by_intervention,
    concentration,
    flow_start,
    flows,
    resources,
    shares,
    sheets_in_two_areas,
)
from data_access.values import Filters, district_values
from data_access.version import BudgetFacts
from data_access.viewer import Viewer

REGION = Viewer("region")
KEYS = {
    "area": "sa.area_code",
    "sheet": "iv.sheet_number",
    "target": "iv.target_group_code",
    "source": "b.funding_source_code",
    "level": "fs.level",
    "district": "p.district_code",
    "ausl": "d.ausl_code",
}


def rows_by(found, by):
    return pd.DataFrame(breakdown(found, by)).set_index("code")


def lines_by_sql(path, period, viewer, districts, filters):
    """(intervention version, cents or None, key by dimension) of every line, and of interventions without."""
    year, kind = period.split("-")
    where, values = ["e.year = ?", "e.kind = ?"], [int(year), kind]
    for column, wanted in (
        ("p.district_code", districts),
        ("sa.area_code", filters.areas),
        ("iv.sheet_number", filters.sheets),
        ("iv.target_group_code", filters.targets),
        ("b.funding_source_code", filters.sources),
    ):
        if wanted:
            where.append(f"{column} IN ({','.join('?' * len(wanted))})")
            values += wanted
    if viewer.role == "district":
        where.append(f"(e.status IN ({','.join('?' * len(PRESENTED_STATUSES))}) OR p.district_code = ?)")
        values += [*PRESENTED_STATUSES, viewer.district]
    query = f"""
        SELECT iv.id, CAST(ROUND(b.amount * 100) AS INTEGER), {", ".join(KEYS[k] for k in DIMENSIONS)}
        FROM intervention_version iv
        JOIN edition e ON e.id = iv.edition_id
        JOIN plan p ON p.id = e.plan_id
        JOIN district d ON d.code = p.district_code
        JOIN sheet_area sa ON sa.sheet_number = iv.sheet_number AND sa.position = 1
            AND sa.cycle_code = p.cycle_code
        LEFT JOIN budget_line b ON b.intervention_version_id = iv.id
        LEFT JOIN funding_source fs ON fs.code = b.funding_source_code
        WHERE {" AND ".join(where)}
    """
    with sqlite3.connect(path) as connection:
        return connection.execute(query, values).fetchall()


@pytest.fixture(scope="session")
def questions(demo):
    def some(codes):
        return st.lists(st.sampled_from(list(codes)), unique=True, max_size=4).map(tuple)

    return st.tuples(
        st.sampled_from(list(demo.periods)),
        st.one_of(st.just(REGION), st.sampled_from(demo.districts).map(lambda d: Viewer("district", d))),
        st.one_of(
            st.just(list(demo.districts)),
            st.lists(st.sampled_from(demo.districts), min_size=1, max_size=6, unique=True),
        ),
        st.builds(
            Filters,
            areas=some(demo.areas.index),
            sheets=some(int(n) for n in demo.sheets.index),
            targets=some(demo.targets.index),
            sources=some(demo.sources.index),
        ),
    )


def test_every_breakdown_is_what_sql_says(demo, demo_sqlite_url, questions):
    assert demo.problems.empty
    path = demo_sqlite_url.removeprefix("sqlite:///")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(questions)
    def agrees(question):
        period, viewer, districts, filters = question
        found = resources(demo, period, viewer, districts, filters)
        lines = lines_by_sql(path, period, viewer, districts, filters)
        if found.total is None:
            assert not lines
            return
        assert found.total == sum(line[1] or 0 for line in lines)
        assert found.interventions == len({line[0] for line in lines})
        for at, by in enumerate(DIMENSIONS, start=2):
            cents, interventions = defaultdict(int), defaultdict(set)
            for line in lines:
                if line[at] is not None:
                    cents[line[at]] += line[1] or 0
                    interventions[line[at]].add(line[0])
            table = rows_by(found, by)
            counted = table[table["interventions"] > 0]
            assert counted["cents"].to_dict() == dict(cents), by
            assert counted["interventions"].to_dict() == {k: len(v) for k, v in interventions.items()}, by
            assert table["cents"].sum() == found.total
            assert table.loc[table["status"] == "ok", "cents"].is_monotonic_decreasing
            if by not in MANY_TO_ONE:
                assert table["interventions"].sum() == found.interventions
            if found.total:
                assert round(table["share"].sum(), 6) == 100.0

    agrees()


def test_flows_and_lists_keep_the_total(demo, questions):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(questions)
    def conserved(question):
        found = resources(demo, *question)
        links = pd.DataFrame(flows(found))
        into, out = links[links["to_kind"] == "area"], links[links["from_kind"] == "area"]
        areas = rows_by(found, "area")["cents"]
        paid = areas[areas > 0].to_dict()
        assert into.groupby("to_code")["cents"].sum().to_dict() == paid
        assert out.groupby("from_code")["cents"].sum().to_dict() == paid
        starts = rows_by(found, flow_start(found))["cents"]
        assert into.groupby("from_code")["cents"].sum().to_dict() == starts[starts > 0].to_dict()
        targets = rows_by(found, "target")["cents"]
        assert out.groupby("to_code")["cents"].sum().to_dict() == targets[targets > 0].to_dict()
        total = found.total or 0
        assert by_intervention(found)["cents"].sum() == concentration(found)[-1] == total
        table = by_district(found, "area")
        assert table["cents"].sum() == total

    conserved()


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**12), max_size=60))
def test_shares_add_to_exactly_100(cents):
    amounts = np.array(cents, dtype=np.int64)
    given_shares = shares(amounts)
    total = sum(cents)
    if not total:
        assert np.isnan(given_shares).all()
        return
    tenths = np.rint(given_shares * 10).astype(int)
    assert tenths.sum() == 1000
    assert (tenths / 10 == given_shares).all()
    assert all(abs(share - c / total * 100) < 0.1 for share, c in zip(given_shares, cents, strict=True))


def test_by_hand_for_the_region(tiny):
    found = resources(tiny, "2019-implementing", REGION, list(tiny.districts))
    assert (found.total, found.interventions) == (53001, 3)
    # 530.01 euro for the 1,000 + 4,000 residents of the two districts with an edition.
    assert found.euro_per_resident == pytest.approx(0.106002)
    assert (found.covered.sum(), found.hidden.sum(), found.presented.sum()) == (2, 0, 1)
    areas = rows_by(found, "area")
    assert areas["cents"].to_dict() == {"A": 33001, "B": 20000}
    assert areas["share"].tolist() == [62.3, 37.7]
    assert areas["per_resident"].tolist() == pytest.approx([0.066002, 0.04])
    assert rows_by(found, "sheet")["cents"].to_dict() == {1: 33001, 15: 20000}
    assert rows_by(found, "target")["share"].to_dict() == {"ANZ": 100.0}
    levels = rows_by(found, "level")
    assert levels["cents"].to_dict() == {"region": 33001, "municipality": 20000}
    assert levels["interventions"].to_dict() == {"region": 2, "municipality": 1}
    places = rows_by(found, "district")
    assert places["status"].to_dict() == {"AA-DUE": "ok", "AA-UNO": "ok", "BB-TRE": "missing"}
    assert places["per_resident"].dropna().to_dict() == pytest.approx({"AA-DUE": 0.0825, "AA-UNO": 0.20001})
    ausl = rows_by(found, "ausl")
    assert ausl["per_resident"].dropna().to_dict() == pytest.approx({"080101": 0.106002})
    assert ausl["covered"].to_dict() == {"080101": 2, "080102": 0}
    assert ausl["of"].to_dict() == {"080101": 2, "080102": 1}
    assert concentration(found).tolist() == [0, 33000, 53000, 53001]
    assert flow_start(found) == "source"
    assert list(zip(*flows(found).values(), strict=True)) == [
        ("source", "FRNA", "area", "A", 33001),
        ("source", "COM", "area", "B", 20000),
        ("area", "A", "target", "ANZ", 33001),
        ("area", "B", "target", "ANZ", 20000),
    ]
    # Sheet 15 lies in B and in A: it counts in B, and only there.
    assert sheets_in_two_areas(found) == {15: ("B/A", 20000, 1)}


def test_what_is_not_presented_is_hidden_from_others_and_shown_to_its_own(tiny):
    everywhere = list(tiny.districts)
    stranger = resources(tiny, "2019-implementing", Viewer("district", "BB-TRE"), everywhere)
    assert (stranger.total, stranger.interventions) == (20001, 2)
    assert stranger.euro_per_resident == pytest.approx(0.20001)
    table = by_district(stranger, "area")
    assert dict(zip(table["district"], table["status"], strict=True)) == {
        "AA-UNO": "ok",
        "AA-DUE": "hidden",
        "BB-TRE": "missing",
    }
    assert stranger.coverage == Coverage(covered=1, hidden=1, requested=3)
    places = rows_by(stranger, "district")
    assert places["status"].to_dict() == {"AA-UNO": "ok", "AA-DUE": "hidden", "BB-TRE": "missing"}
    assert places.at["AA-DUE", "cents"] == places.at["AA-DUE", "interventions"] == 0, "nothing gets out"
    assert not set(by_intervention(stranger)["code"]) & {"B1"}
    owner = resources(tiny, "2019-implementing", Viewer("district", "AA-DUE"), everywhere)
    assert owner.total == 53001


def test_a_district_covered_but_filtered_to_nothing_is_zero_not_missing(tiny):
    found = resources(
        tiny, "2018-implementing", REGION, list(tiny.districts), Filters(areas=("B",), targets=("MIN",))
    )
    assert rows_by(found, "district")["cents"].to_dict() == {"AA-UNO": 3000, "BB-TRE": 1010, "AA-DUE": 0}
    assert found.euro_per_resident == pytest.approx(40.10 / 4500)


def test_a_period_that_does_not_exist_has_nothing(tiny):
    found = resources(tiny, "1999-account", REGION, list(tiny.districts))
    assert found.total is None
    assert found.interventions is None
    assert np.isnan(found.euro_per_resident)
    assert all(rows_by(found, by).empty for by in DIMENSIONS if by not in PLACES)
    assert all(set(rows_by(found, by)["status"]) == {"missing"} for by in PLACES)
    assert not flows(found)["cents"]


OWNER, STRANGER = Viewer("district", "AA-DUE"), Viewer("district", "BB-TRE")


@pytest.mark.parametrize(
    ("district", "viewer", "status"),
    [
        ("AA-DUE", REGION, "ok"),
        ("AA-DUE", OWNER, "ok"),
        ("AA-DUE", STRANGER, "hidden"),
        ("BB-TRE", REGION, "missing"),
        ("BB-TRE", STRANGER, "missing"),
    ],
)
def test_absent_not_visible_and_zero_are_three_things(tiny, district, viewer, status):
    """The draft of AA-DUE without its one intervention is a visible zero; BB-TRE has no edition at all."""
    facts = tiny.budgets["2019-implementing"]
    emptied = BudgetFacts(
        *(
            {
                name: array[part["district"] != tiny.district_position["AA-DUE"]]
                for name, array in part.items()
            }
            for part in (facts.lines, facts.versions)
        )
    )
    version = replace(tiny, budgets={**tiny.budgets, "2019-implementing": emptied})
    found = resources(version, "2019-implementing", viewer, [district])
    listed = interventions(version, "2019-implementing", [district], viewer)
    values = district_values(version, version.measures["euro"], "2019-implementing", viewer).loc[district]
    assert found.coverage.status == listed.coverage.status == values["status"] == status
    nothing = 0 if status == "ok" else None
    assert (found.total, found.interventions, listed.cents, listed.count) == (nothing,) * 4
    assert rows_by(found, "district")["status"].tolist() == [status]
