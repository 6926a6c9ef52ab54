"""Facts of the hand-made zone against answers worked out by hand, and against plain SQL of our own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from zone import TODAY, hand_made

from data_access.cases import mart
from data_access.cases.cells import NEVER, Coded, age_bands, count, day_numbers, months, pairs_of, quarters
from data_access.cases.facts import months_kept, zone_facts
from data_access.cases.overlaps import Held, overlapping
from data_access.cases.readers import Zone, read_zone
from data_access.cases.siso import Off
from data_access.engines import reading_engine

KEY = b"a key for tests"


def read(url: str) -> Zone:
    engine = reading_engine(url)
    with engine.connect() as connection:
        zone = read_zone(connection, zone="RO-RIM", key=KEY, today=pd.Timestamp(TODAY))
    engine.dispose()
    return zone


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    return hand_made(f"sqlite:///{tmp_path_factory.mktemp('zone') / 'RO-RIM.sqlite'}").render_as_string()


@pytest.fixture(scope="module")
def zone(url) -> Zone:
    return read(url)


@pytest.fixture(scope="module")
def facts(zone) -> dict[str, pd.DataFrame]:
    return zone_facts(zone)[0].facts


def cells(frame: pd.DataFrame, *columns: str) -> dict:
    """Sum n over everything but the columns."""
    return frame.groupby(list(columns))["n"].sum().to_dict()


def test_people_in_charge(facts):
    stock = facts["stock"]
    in_charge = cells(stock[stock["state"] == "in_charge"], "month")
    # 1003 and 1005; with Bruno (1002) until he is closed in September 2018 and again from February 2019.
    assert in_charge[201812] == 2
    assert in_charge[201808] == 3
    assert in_charge[201901] == 2
    assert in_charge[201903] == 3
    # Anna's second file (1008) is open from 1 to 20 August, over no month's end; 1007 since July.
    assert cells(stock[stock["month"] == 201807], "state") == {"in_charge": 3, "waiting": 1}
    assert cells(stock[stock["month"] == 201802], "category", "state") == {
        ("ANZ", "in_charge"): 1,
        ("ADU", "waiting"): 1,
    }


def test_category_follows_the_day(facts):
    """Bruno is an adult until the end of 2018 and of the family category after it."""
    stock = facts["stock"]
    men = stock[(stock["sex"] == "M") & (stock["age_band"] == "18-64")]
    assert cells(men, "month", "category")[201808, "ADU"] == 1
    assert cells(men, "month", "category")[201903, "FAM"] == 1


def test_municipality_of_residence(facts, zone):
    elsewhere = zone_facts(replace(zone, zone="RO-RIC"))[0].facts["stock_by_municipality"]
    assert set(elsewhere["municipality"]) == {"region", "outside", "unknown"}
    by_place = facts["stock_by_municipality"]
    assert cells(by_place[by_place["month"] == 201806], "municipality") == {
        "099014": 1,
        "outside": 1,
    }


def test_open_cases_are_those_that_plain_sql_counts(url, facts):
    """The last step by id up to the day, unless it closes; no step counts before one with a smaller id."""
    query = text(
        """
        with dated as (
          select i.id, i.caso_id, i.cfg_it_stato_id,
                 case when d.dt_amministrativa between '1990' and '2019-10' then d.dt_amministrativa
                      else d.dt_ins end as day
          from cs_it_step i
          join cs_a_soggetto s on s.caso_id = i.caso_id and s.anagrafica_id <> 999
          left join cs_d_diario d on d.id = i.diario_id
        ),
        reached as (
          select id, caso_id, cfg_it_stato_id, max(day) over (partition by caso_id order by id) as day
          from dated
        )
        select count(*) from (
          select caso_id, cfg_it_stato_id, row_number() over (partition by caso_id order by id desc) as back
          from reached where day <= :day
        ) where back = 1 and cfg_it_stato_id <> 2
        """
    )
    counted = cells(facts["stock"], "month")
    with create_engine(url).connect() as connection:
        for month, end in (
            (201801, "2018-01-31"),
            (201806, "2018-06-30"),
            (201812, "2018-12-31"),
            (201909, TODAY),
        ):
            assert counted[month] == connection.execute(query, {"day": end}).scalar(), month


def test_flow(facts):
    flow = facts["flow"]
    assert cells(flow, "event") == {"opened": 7, "taken": 6, "reopened": 1, "closed": 4}
    closed = flow[flow["event"] == "closed"]
    assert cells(closed, "reason") == {"": 3, "obiettivi-raggiunti": 1}
    # What was opened and not closed is what is open at the end (nobody has two open files then).
    n = cells(flow, "event")
    assert n["opened"] + n["reopened"] - n["closed"] == cells(facts["stock"], "month")[201909]


def test_workload(facts):
    load = facts["workload"]
    # Today: 1002 is worker 32's, 1003 worker 31's; 1004, still flagged as 31's, is closed.
    assert load[load["month"] == 201909].set_index("cases")["n"].to_dict() == {1: 2}


def test_accesses(facts):
    access = facts["access"]
    assert cells(access, "month") == {201801: 1, 201802: 1, 201804: 1, 201903: 1}
    assert cells(access, "kind") == {"new": 4}
    assert cells(facts["access_by_municipality"], "municipality") == {"099014": 2, "099001": 1, "unknown": 1}
    assert cells(access, "age_band") == {"18-64": 3, "75-79": 1}


def test_conversion(facts):
    assert cells(facts["conversion"], "month", "band") == {
        (201801, "0-30"): 1,
        (201802, "0-30"): 1,
        (201804, "0-30"): 1,
        (201903, "none"): 1,
    }


def test_waits_by_hand(facts):
    wait = facts["wait"]
    days = {step: sorted(rows["days"]) for step, rows in wait.groupby("step")}
    assert days == {
        "access_taken": [5, 15, 18],
        "taken_active": [12, 61],
        "active_delivered": [9],
        "access_delivered": [34, 36, 374],
    }
    assert cells(wait, "step", "quarter")["access_taken", 20181] == 2
    out = facts["wait_excluded"]
    assert cells(out[out["step"] == "access_taken"], "reason") == {"no_start": 2}
    assert cells(facts["wait_by_category"], "step") == cells(wait, "step")


def test_needs_and_coverage(facts):
    assert cells(facts["need"], "need_class") == {"bisogni-economici": 4, "non-autosufficienza": 1}
    # Bruno's only support begins a year later; the lone person's delivery is not closed: a year more.
    assert cells(facts["coverage"], "year", "status") == {
        (2018, "answered"): 2,
        (2018, "unanswered"): 1,
        (2019, "answered"): 1,
    }
    by_class = facts["coverage_by_class"]
    assert cells(by_class[by_class["year"] == 2018], "need_class", "status") == {
        ("bisogni-economici", "answered"): 2,
        ("bisogni-economici", "unanswered"): 1,
        ("non-autosufficienza", "answered"): 1,
    }


def test_a_need_whose_days_are_not_over_is_pending(zone):
    """Where the data end on 28 April 2018, nobody can say yet what becomes of the needs of the spring."""
    until = pd.Timestamp("2018-04-28")
    early = replace(
        zone,
        data_until=until,
        requests=zone.requests.iloc[:0],
        deliveries=zone.deliveries.iloc[:0],
        lines=zone.lines.iloc[:0],
        beneficiaries=zone.beneficiaries.iloc[:0],
    )
    coverage = zone_facts(early)[0].facts["coverage"]
    # Anna's 90 days from 5 January are over; Bruno's and Carla's are not.
    assert cells(coverage, "status") == {"unanswered": 1, "pending": 2}


def test_who_cannot_be_followed_yet_counts_neither_where_answered_nor_where_not(zone):
    """Carla gets a support a day after her access, but 90 days before the data end she cannot be compared."""
    found = zone_facts(replace(zone, data_until=pd.Timestamp("2018-06-15")))[0].facts
    # Anna of 5 January and Bruno of 20 February could be followed for 90 days; Carla of April could not.
    assert cells(found["coverage"], "status") == {"answered": 1, "unanswered": 1, "pending": 1}
    assert cells(found["coverage_by_class"], "need_class", "status") == {
        ("bisogni-economici", "answered"): 1,
        ("bisogni-economici", "unanswered"): 1,
        ("bisogni-economici", "pending"): 1,
        ("non-autosufficienza", "answered"): 1,
    }


def test_requests(facts, zone):
    request = facts["request"]
    assert request["n"].sum() == len(zone.requests)
    assert cells(request, "outcome") == {"closed": 2, "ranked": 1, "refused": 1}


def test_deliveries_and_money_to_the_cent(facts, zone):
    delivery = facts["delivery"]
    assert (
        delivery["cents"].sum()
        == zone.deliveries["spend"].sum()
        == 119950 + 30000 + 8000 + 5000 + 4000 + 9000
    )
    assert delivery["cents_typed"].sum() == 30000 + 8000
    assert delivery["lines"].sum() == len(zone.lines)
    assert delivery["started"].sum() == len(zone.deliveries)
    owners = delivery.groupby("owner_kind")["cents"].sum().to_dict()
    assert owners == {"municipality": 141950, "health": 30000, "other": 4000}


def test_a_typed_total_is_shared_over_its_lines_without_losing_a_cent(zone):
    deliveries = zone.deliveries.iloc[[0]].assign(spend=100, spend_from="header")
    lines = pd.concat([zone.lines[zone.lines["delivery"] == 501]] * 1).assign(spend=0)
    assert len(lines) == 3
    some = replace(zone, deliveries=deliveries, lines=lines)
    delivery = zone_facts(some)[0].facts["delivery"]
    assert delivery["cents"].sum() == 100
    assert delivery["cents_typed"].sum() == 100
    assert sorted(delivery["cents"]) == [33, 33, 34]


def test_recipients(facts):
    assert cells(facts["recipient"], "year") == {2017: 1, 2018: 3, 2019: 2}
    assert cells(facts["recipient_by_kind"], "year", "support_kind") == {
        (2017, "a2-07"): 1,
        (2018, "a1-04"): 2,
        (2018, "a2-07"): 1,
        (2019, "a1-04"): 2,
    }


def test_overlap_of_comune_and_ausl(facts):
    assert facts["overlap"].to_dict("records") == [
        {
            "year": 2018,
            "support_kind": "a2-07",
            "body_kind_1": "health",
            "body_kind_2": "municipality",
            "zone_service": 1,
            "n": 1,
            "cents": 119950 + 9000 + 30000,
            "cents_smaller": 30000,
            "other_zone": "RO-RIM",
        }
    ]
    assert cells(facts["overlap_person"], "year") == {2018: 1}


def test_overlap_touches_by_a_day_and_not_before():
    def pairs(second_start: str, second_owner: int = 2) -> pd.DataFrame:
        day = day_numbers(pd.Series(pd.to_datetime(["2019-01-01", second_start])))
        end = day_numbers(pd.Series(pd.to_datetime(["2019-03-31", "2019-12-31"])))
        return overlapping(
            Held(
                person=np.array([7, 7]),
                identified=np.array([True, True]),
                kind=Coded(np.array([0, 0]), ["A1"]),
                start=day,
                end=end,
                owner=np.array([1, second_owner]),
                body_kind=np.array([0, 2]),
                service=np.array([False, False]),
                cents=np.array([500, 300]),
            )
        )

    assert pairs("2019-04-01").empty
    assert pairs("2019-03-31", second_owner=1).empty
    found = pairs("2019-03-31")
    assert found[["year", "month", "cents", "cents_smaller"]].to_numpy().tolist() == [
        [2019, 201903, 800, 300]
    ]


@pytest.mark.parametrize("feature", list(mart.MISSING_WITHOUT))
def test_a_feature_that_is_off_leaves_no_rows_of_its_facts(zone, feature):
    found = zone_facts(replace(zone, off=(Off(feature, ("CS_X",)),)))[0].facts
    for table in mart.MISSING_WITHOUT[feature]:
        if table in found:
            assert found[table].empty, table
    assert set(found) == {table.name for table in mart.ZONE_FACTS}


def test_sums_over_any_partition_are_the_whole(facts, zone):
    """The marginal tables tell of the same people and sheets as the full ones."""
    stock, by_place = facts["stock"], facts["stock_by_municipality"]
    at_quarters = cells(stock[stock["month"] % 100 % 3 == 0], "month", "state", "category")
    assert at_quarters == cells(by_place, "month", "state", "category")
    access, by_office = facts["access"], facts["access_by_municipality"]
    assert cells(access, "month", "kind") == cells(by_office, "month", "kind")
    new = access[access["kind"] == "new"]
    assert cells(new, "month") == cells(facts["conversion"], "month")


def test_no_cell_is_there_twice(facts):
    for name, frame in facts.items():
        counted = {"n", "lines", "started", "cents", "cents_typed", "cents_smaller"}
        dimensions = [column for column in frame.columns if column not in counted]
        assert not frame.duplicated(dimensions).any(), name
        assert (frame.drop(columns=dimensions).sum(axis=1) > 0).all(), name


codes = st.integers(0, 3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(codes, codes, codes, st.integers(-(10**9), 10**9)), max_size=60))
def test_counting_in_cells_is_counting(rows):
    array = np.array(rows, dtype=np.int64).reshape(-1, 4)
    dimensions = {name: Coded(array[:, i], [10, 20, 30, 40]) for i, name in enumerate("abc")}
    counted = count(dimensions)
    assert counted["n"].sum() == len(rows)
    for name in "abc":
        by_hand = pd.Series(np.array([10, 20, 30, 40])[dimensions[name].positions]).value_counts().to_dict()
        assert counted.groupby(name)["n"].sum().to_dict() == by_hand
    summed = count(dimensions, {"cents": array[:, 3]})
    assert summed["cents"].sum() == array[:, 3].sum()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 6), max_size=12), st.lists(st.integers(0, 6), max_size=12))
def test_pairs_of_are_all_pairs(left, right):
    i, j = pairs_of(np.array(left, np.int64), np.array(right, np.int64))
    expected = [(a, b) for a, x in enumerate(left) for b, y in enumerate(right) if x == y]
    assert list(zip(i.tolist(), j.tolist(), strict=True)) == expected


def test_calendar():
    days = day_numbers(pd.Series(pd.to_datetime(["1999-12-31", "2019-09-30", "2020-01-01", None])))
    assert months(days).tolist() == [199912, 201909, 202001, 0]
    assert quarters(days).tolist() == [19994, 20193, 20201, 0]
    assert days[3] == NEVER
    assert months_kept(int(days[1])) == (201410, 201909)
    bands = age_bands(np.array([1999, 1939, 0, 1890]), np.full(4, days[1]))
    assert [bands.labels[p] for p in bands.positions] == ["18-64", "80+", "unknown", "unknown"]
