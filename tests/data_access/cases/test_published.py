"""What is published of the cases: right where it is shown, and no hidden cell to be had from all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from mart_of import reading
from scipy.optimize import linprog

from data_access.case_values import case_values
from data_access.cases.measures import CASE_MEASURES
from data_access.cases.published import HIDDEN, MISSING, OK, case_counts, publish
from data_access.privacy import TOTAL, Thresholds
from data_access.values import by_period, district_values, rolled_up, trend
from data_access.version import with_cases
from data_access.viewer import Viewer

REGION, UNO = Viewer("region"), Viewer("district", "AA-UNO")


@pytest.fixture(scope="module")
def mart(tiny):
    return reading(tiny.places, tiny.municipalities)


@pytest.fixture(scope="module")
def tables(tiny, mart):
    return publish(mart, tiny.places, tiny.municipalities, Thresholds())


@pytest.fixture(scope="module")
def version(tiny, tables):
    return with_cases(tiny, tables)


def test_figures_shown_are_the_marts_sums(tables, mart):
    stock = mart.frames["stock"]
    here = stock[(stock["state"] == "in_charge") & (stock["month"] == 201909)]
    cells = case_counts(tables, "people_by_category", REGION, time="2019-09", state="in_charge")
    shown = cells[cells["status"] == "ok"].set_index(["place", "category"])["n"]
    assert shown["ER", TOTAL] == here["n"].sum()
    for (place, category), n in shown.items():
        rows = here if category == TOTAL else here[here["category"] == category]
        if place in set(here["zone"]):
            assert n == rows.loc[rows["zone"] == place, "n"].sum()
    access = mart.frames["access"]
    assert case_counts(tables, "accesses", REGION, place="ER", time="2018")["n"].tolist() == [
        access.loc[access["month"] // 100 == 2018, "n"].sum()
    ]


def test_no_cell_from_one_to_the_threshold_is_shown(tables):
    for code, table in tables.tables.items():
        shown = table.counts[table.status == OK]
        assert not ((shown > 0) & (shown < table.threshold)).any(), code
        assert np.isnan(table.counts[table.status != OK]).all(), code
        for amount in table.amounts.values():
            assert np.isnan(amount[table.status != OK]).all(), code
    assert any((table.status == HIDDEN).any() for table in tables.tables.values())


def test_pairs_that_two_places_count_are_not_told_by_half(tables):
    for code in ("overlaps", "overlaps_by_kind", "overlaps_by_bodies", "overlaps_by_service"):
        shown = tables.tables[code]
        few = (shown.counts > 0) & (shown.counts < 2 * Thresholds().sensitive)
        assert not (few & (shown.status == OK)).any(), code


def test_no_hidden_cell_can_be_had_from_all_tables_together(tables):
    """The attack: every table anyone can see, keyed by what its cells mean, and what they add up to."""
    value: dict[frozenset, float] = {}
    least: dict[frozenset, int] = {}
    sums: list[tuple[frozenset, list[frozenset]]] = []
    group = {code: _family(code) for code in tables.tables}
    for code, table in tables.tables.items():
        if code.startswith("median"):
            continue
        keys = np.empty(table.counts.shape, dtype=object)
        for at in np.ndindex(keys.shape):
            named = zip(table.axes, at, strict=True)
            parts = {(a.name, a.nodes[i]) for a, i in named if a.nodes[i] != TOTAL}
            keys[at] = frozenset({("family", group[code]), *parts})
            value.setdefault(keys[at], table.counts[at])
            least[keys[at]] = max(least.get(keys[at], 0), table.threshold)
        for dimension, axis in enumerate(table.axes):
            lines = np.moveaxis(keys, dimension, 0)
            for node, children in axis.children().items():
                for rest in np.ndindex(lines.shape[1:]):
                    sums.append((lines[(node, *rest)], [lines[(c, *rest)] for c in children]))
    unknown = [key for key, n in value.items() if np.isnan(n)]
    at = {key: i for i, key in enumerate(unknown)}
    rows, right = [], []
    for whole, parts in sums:
        row, known = np.zeros(len(unknown)), 0.0
        for key, sign in ((whole, -1.0), *((p, 1.0) for p in parts)):
            if key in at:
                row[at[key]] += sign
            else:
                known += sign * value[key]
        if row.any():
            rows.append(row)
            right.append(-known)
    assert len(unknown) > 100
    random = np.random.default_rng(7)
    for key in [unknown[i] for i in random.choice(len(unknown), 60, replace=False)]:
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(unknown))
            cost[at[key]] = sign
            found = linprog(cost, A_eq=np.array(rows), b_eq=right, bounds=(1, 10**4))
            assert found.success
            ends.append(sign * found.fun)
        assert np.floor(ends[1] + 1e-6) - np.ceil(ends[0] - 1e-6) >= least[key] - 1, key


def _family(code: str) -> str:
    for family in ("people", "accesses", "coverage_by_class", "coverage", "recipients_by_kind", "recipients"):
        if code.startswith(family):
            return family
    return {"open_cases": "people", "conversion": "accesses", "closings_by_reason": "events"}.get(
        code, code.split("_by_")[0]
    )


def test_comuni_are_for_the_region_and_their_own_district(tables):
    for code in ("people_by_comune", "accesses_by_comune"):
        every = case_counts(tables, code, REGION)["place"]
        own = case_counts(tables, code, UNO)["place"]
        assert {p.split("/")[0] for p in every if "/" in p} == {"AA-UNO", "AA-DUE", "BB-TRE"}
        assert {p.split("/")[0] for p in own if "/" in p} == {"AA-UNO"}
        assert {p for p in own if "/" not in p} == {p for p in every if "/" not in p}
    foreign = next(
        p for p in case_counts(tables, "people_by_comune", REGION)["place"] if p.startswith("BB-TRE/")
    )
    assert case_counts(tables, "people_by_comune", UNO, place=foreign).empty


def test_a_zone_never_read_is_missing_and_not_zero(tiny, mart):
    frames = dict(mart.frames)
    supply = frames["supply"].copy()
    supply.loc[supply["zone"] == "BB-TRE", ["state", "refreshed_at", "data_until"]] = ["never", pd.NaT, None]
    frames["supply"] = supply
    for name, frame in frames.items():
        if "zone" in frame and name != "supply":
            keep = frame["zone"] != "BB-TRE"
            frames[name] = (
                frame[keep & (frame["other_zone"] != "BB-TRE")] if "other_zone" in frame else frame[keep]
            )
    tables = publish(replace(mart, frames=frames), tiny.places, tiny.municipalities, Thresholds())
    cells = case_counts(tables, "accesses", REGION, time="2018").set_index("place")
    assert cells.at["BB-TRE", "status"] == "missing"
    assert cells.at["080102", "status"] == "missing"
    assert cells.at["ER", "status"] == "ok"
    version = with_cases(tiny, tables)
    region = case_values(version, "accesses", "2018").loc["ER"]
    assert (region["covered"], region["of"]) == (2, 3)
    assert region["denominator"] == 1000 + 3000, "residents of the districts whose data are in the numerator"


def test_months_before_a_zone_recorded_anything_are_missing_and_not_zero(tiny, mart):
    frames = {
        name: frame[~((frame["zone"] == "AA-UNO") & (frame["month"] < 201807))] if "month" in frame else frame
        for name, frame in mart.frames.items()
    }
    tables = publish(replace(mart, frames=frames), tiny.places, tiny.municipalities, Thresholds())
    cells = case_counts(tables, "accesses", REGION, place="AA-UNO").set_index("time")["status"]
    assert (cells["2018-06"], cells["2018"]) == ("missing", "ok")
    assert cells["2018-07"] != "missing"
    assert tables.observed[0].tolist() == [
        0.5 if district == "AA-UNO" else 1.0 for district in tiny.districts
    ], "its residents count for half of 2018"


def test_a_feature_switched_off_is_missing_there(tiny, mart):
    off = pd.DataFrame({"zone": ["AA-DUE"], "feature": ["workload"], "reason": ["missing"], "detail": ["X"]})
    tables = publish(
        replace(mart, frames={**mart.frames, "supply_feature": off}),
        tiny.places,
        tiny.municipalities,
        Thresholds(),
    )
    status = tables.tables["workers"].status[tables.tables["workers"].axes[0].nodes.index("AA-DUE")]
    assert (status == MISSING).all()
    cells = case_counts(tables, "accesses", REGION, place="AA-DUE", time="2018")
    assert cells["status"].tolist() == ["ok"]


def test_rates_of_a_year_that_is_not_over_are_per_year(version, mart):
    access = mart.frames["access"]
    n = access.loc[access["month"] // 100 == 2019, "n"].sum()
    region = case_values(version, "accesses", "2019").loc["ER"]
    assert region["numerator"] == n
    assert region["denominator"] == pytest.approx(5500 * 9 / 12)
    assert region["value"] == pytest.approx(n / (5500 * 9 / 12) * 1000)


def test_medians_are_those_of_the_days(version, mart):
    """2019's, of which no band of days is small. 2018's is hidden: two people waited 61 to 90 days, and its
    first quartile, 59 days at the eighth of 32, would tell that eight at least waited no more than 60.
    """
    wait = mart.frames["wait"]
    rows = wait[
        (wait["step"] == "access_taken") & (wait["quarter"] // 10 == 2019) & (wait["zone"] == "AA-UNO")
    ]
    days = np.repeat(rows["days"], rows["n"])
    row = case_values(version, "median_access_taken", "2019").loc["AA-UNO"]
    assert row["value"] == np.median(days)
    assert days.min() < row["lower"] <= row["value"] <= row["upper"] < days.max()
    assert row["denominator"] == len(days)
    assert np.isnan(case_values(version, "median_access_taken", "2018").loc["AA-UNO", "value"])


def test_ratios_with_a_hidden_part_are_hidden_and_intervals_hold(version):
    for made in CASE_MEASURES:
        for year in version.cases.years:
            values = case_values(version, made.measure.code, year)
            seen = values[values["status"] == "ok"]
            assert values.loc[values["status"] != "ok", ["numerator", "value", "lower"]].isna().all(axis=None)
            known = seen.dropna(subset=["lower"])
            assert (
                (known["lower"] <= known["value"] + 1e-9) & (known["value"] <= known["upper"] + 1e-9)
            ).all()


def test_case_measures_speak_like_any_other(version):
    measure = version.measures["needs_unanswered"]
    values = district_values(version, measure, "2018", REGION)
    assert list(values.index) == list(version.districts)
    assert rolled_up(version, measure, values, "2018").at["ER", "of"] == 3
    assert trend(version, measure, "ER", REGION).index.tolist() == ["2018", "2019"]
    assert by_period(version, measure, REGION).shape == (2, 3)
    assert set(district_values(version, measure, "1999", REGION)["status"]) == {"missing"}


def test_thresholds_may_be_higher(tiny, mart):
    tables = publish(mart, tiny.places, tiny.municipalities, Thresholds(12, 8))
    for table in tables.tables.values():
        shown = table.counts[table.status == OK]
        assert not ((shown > 0) & (shown < table.threshold)).any()
    assert tables.until == date(2019, 9, 30)
