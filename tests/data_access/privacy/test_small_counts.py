"""Indicators that count people: what is hidden cannot be reached, nor reckoned from what is shown."""

from dataclasses import replace
from io import BytesIO
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from scipy.optimize import linprog
from sqlalchemy import text
from tiny import build as build_tiny

from dashboard.address.view import default_view
from dashboard.excel.request import FileRequest
from dashboard.judging.judgement import all_judged
from dashboard.locale.texts import texts
from dashboard.measure.choropleth import HIDDEN_CLASS, choropleth
from dashboard.topics.completeness.compute import by_year, findings
from dashboard.topics.indicators.one.compute import indicator, years_table
from dashboard.topics.indicators.one.workbook import indicator_workbook
from dashboard.topics.regional.compute import regional_indicators, roll_up
from data_access.cases.tables import places_axis
from data_access.engines import writing_engine
from data_access.measures import Measure, Text, indicator_measures
from data_access.planning.contract import check, open_and_read
from data_access.planning.quality import clean
from data_access.privacy import added_up, linked, separate_axis, unsafe_cells
from data_access.small_counts import hide_regional, hide_small_counts
from data_access.values import district_values, everywhere, grouped, rolled_up, trend
from data_access.version import assemble
from data_access.viewer import Viewer

REGION = Viewer("region")
NAN = float("nan")

PLACES = pd.DataFrame(
    [
        ("ER", "region", ""),
        ("A", "ausl", "A"),
        ("B", "ausl", "B"),
        *((code, "district", ausl) for ausl in "AB" for code in (f"{ausl}1", f"{ausl}2", f"{ausl}3")),
    ],
    columns=["code", "level", "ausl"],
).set_index("code")


def counting(method="byar", threshold=5, **more) -> Measure:
    words = Text("persone", "people")
    return Measure(
        "DST900", "indicator", "year", words, words, words, words, 100.0, 1, "neutral", method, "x", True,
        threshold=threshold, **more,
    )  # fmt: skip


def hidden_of(counts, sizes=1000.0, **measure):
    top = np.array([counts], dtype=float)
    base = np.broadcast_to(np.asarray(sizes, float), top.shape)
    hidden, sums = hide_small_counts(counting(**measure), top, base, np.zeros(top.shape, bool), PLACES)
    return hidden[0].tolist(), sums


def test_a_small_count_is_hidden_with_another_of_its_sum():
    hidden, sums = hidden_of([3, 40, 60, 50, 70, 80])
    assert hidden[0]
    # Two coordinators in a coalition know two of the region's counts: a third keeps them from the first.
    assert sum(hidden) >= 4
    assert not sums.hidden[0, 0]
    assert sums.numerator[0, 0] == 303
    assert np.isnan(sums.numerator[sums.hidden]).all()
    assert sums.covered[0].tolist() == [6, 3, 3]
    assert not any(hidden_of([30, 40, 60, 50, 70, 80])[0])


def test_nobody_is_shown_as_nobody_and_what_is_not_reported_is_not_hidden():
    assert hidden_of([0, 40, 60, 50, NAN, 80])[0] == [False] * 6
    hidden, sums = hidden_of([2, NAN, NAN, 50, 70, 80])
    assert hidden[:3] == [True, False, False]
    # The AUSL's sum is that one district: it goes too, and another with it for the region's sake.
    assert sums.hidden[0].tolist()[1]
    assert np.isnan(sums.numerator[0, 1])
    nothing = hidden_of([NAN] * 6)[1]
    assert np.isnan(nothing.numerator).all()
    assert not nothing.hidden.any()


def test_a_part_of_a_person_is_a_person():
    assert hidden_of([0.4, 40, 60, 50, 70, 80])[0][0]


def test_of_a_share_the_people_left_over_are_counted_too():
    hidden, _ = hidden_of([98, 40, 60, 50, 70, 80], [100, 90, 100, 100, 100, 100], method="wilson")
    assert hidden[0]
    assert sum(hidden) >= 4
    # The same figures as a rate: who is not counted is nobody's business.
    assert not any(hidden_of([98, 40, 60, 50, 70, 80], [100, 90, 100, 100, 100, 100])[0])
    # Of 4 people all or none tells of every one of them.
    assert hidden_of([0, 40, 60, 50, 70, 80], [4, 90, 100, 100, 100, 100], method="wilson")[0][0]


def test_a_record_may_not_bring_the_threshold_under_three():
    assert hidden_of([2, 40, 60, 50, 70, 80], threshold=0)[0][0]


some_counts = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 400)), min_size=6, max_size=6)


def by_district(places):
    """The axis of the places, each district known to its own coordinator."""
    own = [i if level == "district" else -1 for i, level in enumerate(places["level"])]
    return replace(places_axis(places), insiders=tuple(own))


def with_sums(figures):
    """Districts in the order of PLACES, with room for the region and the AUSL."""
    return np.concatenate([np.zeros(3, int), np.array(figures)])


@settings(deadline=None, max_examples=20)
@given(some_counts)
def test_hidden_counts_do_not_follow_from_the_rest(counts):
    hidden, sums = hidden_of(counts)
    cells, (at,) = linked([added_up((by_district(PLACES),), with_sums(counts), 5)])
    gone = np.zeros(len(cells.counts), dtype=bool)
    gone[at] = np.concatenate([sums.hidden[0], hidden])
    gone &= cells.counts > 0
    assert gone[cells.primary].all()
    assert not unsafe_cells(cells, gone, insiders=2).any()


@settings(deadline=None, max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(some_counts, st.lists(st.integers(0, 12), min_size=6, max_size=6))
def test_small_parts_of_a_share_do_not_follow_for_who_knows_the_denominators(counts, rest):
    counts = np.array(counts)
    whole = np.maximum(counts + rest, 1)
    hidden, sums = hidden_of(counts, whole, method="wilson")
    # What such a person can still believe, in a coalition with any two coordinators: what is shown and what
    # those two know is as it is, any other count from nobody to everybody.
    added = np.array([[1] * 6, [1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]])[~sums.hidden[0]]
    known = {"A_eq": added, "b_eq": added @ counts} if len(added) else {}
    for place, (n, w) in enumerate(zip(counts, whole, strict=True)):
        if not (w >= 5 and (0 < n < 5 or 0 < w - n < 5)):
            continue
        for coalition in combinations([other for other in range(6) if other != place], 2):
            unknown = [hidden[i] and i not in coalition for i in range(6)]
            bounds = [(0, w) if u else (n, n) for n, w, u in zip(counts, whole, unknown, strict=True)]
            way = np.eye(6)[place]
            low, high = (linprog(sign * way, bounds=bounds, **known).fun * sign for sign in (1, -1))
            assert high - low >= 4


# --- the demo, whole ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def raw(demo_sqlite_url):
    """The figures as they stand in the database, by code, year and place."""
    reading = open_and_read(demo_sqlite_url)
    values = clean(reading.frames, reading.problems)["indicator_value"]
    return values.set_index(["indicator_code", "year", "place_code"])["numerator"]


def counted_people(version):
    return [m for m in version.measures.values() if m.threshold is not None]


def test_no_small_count_can_be_reached_in_the_demo(demo, raw):
    assert len(counted_people(demo)) > 30
    tried = 0
    for measure in counted_people(demo):
        small = raw.loc[measure.code]
        small = small[(small > 0) & (small < measure.threshold)]
        frame = everywhere(demo, measure, REGION)
        for year, place in small.index:
            row = frame.loc[(str(year), place)]
            assert row["status"] == "hidden"
            assert row[["numerator", "denominator", "value", "lower", "upper"]].isna().all()
            at = demo.years.index(year), demo.district_position[place]
            facts = demo.indicators[measure.code]
            for field in ("numerator", "denominator", "standard_error"):
                assert np.isnan(getattr(facts, field)[at])
            tried += 1
        for sums in ("ER", *demo.places.index[demo.places["level"] == "ausl"]):
            shown = trend(demo, measure, sums, REGION)["numerator"].dropna()
            assert not ((shown > 0) & (shown < measure.threshold)).any()
    assert tried >= 11


def test_hidden_counts_of_the_demo_do_not_follow_from_sums(demo, raw):
    axis = by_district(demo.places)
    first = len(demo.places) - len(demo.districts)
    for measure in counted_people(demo):
        facts = demo.indicators[measure.code]
        if not facts.hidden.any():
            continue
        counts = np.zeros((len(demo.places), len(demo.years)), dtype=int)
        for (year, place), n in raw.loc[measure.code].dropna().items():
            if place in demo.district_position:
                counts[first + demo.district_position[place], demo.years.index(year)] = n
        cells, (at,) = linked(
            [added_up((axis, separate_axis("year", list(map(str, demo.years)))), counts, measure.threshold)]
        )
        gone = np.zeros(len(cells.counts), dtype=bool)
        gone[at] = np.concatenate([facts.sums.hidden, facts.hidden], axis=1).T
        assert gone[cells.primary].all()
        assert not unsafe_cells(cells, gone, insiders=2).any()


def hidden_place(version):
    """An indicator with hidden districts, its year and one of them."""
    for measure in counted_people(version):
        years, places = np.nonzero(version.indicators[measure.code].hidden)
        if len(years):
            return measure, str(version.years[years[-1]]), version.districts[places[-1]]
    raise AssertionError("The demo has no small count.")


def test_sums_hold_what_is_hidden_and_groups_of_ones_own_do_not(demo, raw):
    measure, year, place = hidden_place(demo)
    values = district_values(demo, measure, year, REGION)
    rolled = rolled_up(demo, measure, values, year)
    of_year = raw.loc[measure.code].loc[int(year)].dropna()
    districts = of_year[of_year.index.isin(demo.districts)]
    assert rolled.at["ER", "numerator"] == districts.sum()
    assert rolled.at["ER", "covered"] == len(districts)
    assert trend(demo, measure, "ER", REGION).at[year, "numerator"] == districts.sum()
    assert rolled_up(demo, measure, values, "1999")["status"].eq("missing").all()
    other = next(code for code in demo.districts if values.at[code, "status"] == "ok")
    pair = grouped(measure, values, {"both": [place, other], "alone": [place]})
    assert pair.at["both", "numerator"] == values.at[other, "numerator"]
    assert pair.at["alone", "status"] == "hidden"


def test_every_view_says_restricted_and_none_says_the_number(demo, raw):
    measure, year, place = hidden_place(demo)
    view = replace(default_view(demo), measure=measure.code, year=year, place=place, benchmark="region")
    drawn = choropleth(demo, view, REGION, "it", texts("it"))
    assert drawn.places[place].index == HIDDEN_CLASS
    assert drawn.places[place].lines == ("riservato", "", "")
    assert np.isnan(drawn.values.at[place, "rank"])
    assert ("Riservato: poche persone", True) in [(words, n > 0) for _, words, n in drawn.legend]
    judged = all_judged(demo, year, REGION).set_index(["measure", "place"]).loc[(measure.code, place)]
    assert judged["judgement"] == "hidden"
    assert judged["benchmark"] == drawn.rolled.at["ER", "value"]
    for viewer in (REGION, Viewer("district", place)):
        found = indicator(demo, view, viewer)
        assert found.rows[place]["status"] == "hidden"
        assert found.rows[place]["funnel"] == "none"
        boxes, own = years_table(demo, viewer, found), trend(demo, measure, place, viewer)
        asked = FileRequest(demo, viewer, view, "it", texts("it"), "http://x/")
        book = load_workbook(BytesIO(indicator_workbook(asked, found, drawn, boxes, own, "")))
        words = [
            cell
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            if place in row
            for cell in row
            if cell is not None
        ]
        assert "riservato" in words
        assert raw.loc[measure.code, int(year), place] not in words


def test_a_hidden_value_was_reported(demo):
    measure, year, place = hidden_place(demo)
    at = demo.years.index(int(year))
    given = sum(facts.given[at, demo.district_position[place]] for facts in demo.indicators.values())
    reported = district_values(demo, demo.measures["reported"], year, REGION)
    assert reported.at[place, "numerator"] == given == by_year(demo).at[place, year]
    rows = findings(demo, int(year))
    own = rows[(rows["district"] == place) & (rows["code"] == measure.code)]
    assert set(own["reason"]) <= {"sent_late"}
    assert own["value"].isna().all()


def test_regional_values_are_hidden_by_their_own_count_or_by_the_sum_they_are():
    rows = pd.DataFrame(
        {
            "code": ["REG901", "REG901", "REG902", "REG903", "REG903", "REG904"],
            "year": [2018, 2019, 2019, 2018, 2019, 2019],
            "numerator": [3.0, 50, 97, 303, 303, 2],
            "denominator": [NAN, NAN, 100, NAN, NAN, NAN],
            "standard_error": NAN,
        }
    )
    measures = {
        "REG901": counting("none"),
        "REG902": counting("wilson"),
        "REG903": counting("none", fed_by="DST900"),
        "REG904": counting("none", threshold=None),
    }
    _, sums = hidden_of([3, 40, 60, 50, 70, 80])
    unseen = replace(sums, hidden=np.array([[True, False, False]]))
    found = hide_regional(rows, measures, {"DST900": unseen}, (2018,))
    assert found["hidden"].tolist() == [True, False, True, True, False, False]
    assert found.loc[found["hidden"], "numerator"].isna().all()


def test_a_regional_indicator_that_is_hidden_says_so(demo):
    code = next(c for c, m in demo.regional_measures.items() if m.threshold is not None)
    rows = demo.regional.copy()
    own = rows["code"] == code
    rows.loc[own, ["numerator", "denominator", "standard_error"]] = np.nan
    rows.loc[own, "hidden"] = True
    found = regional_indicators(replace(demo, regional=rows))[code]
    assert found.status == "hidden"
    assert found.hidden.sum() == own.sum()
    assert regional_indicators(demo)[code].status != "hidden"


def test_the_districts_sum_of_a_regional_indicator_is_the_published_one(demo, raw):
    fed = [m for m in demo.regional_measures.values() if m.fed_by and m.threshold is not None]
    assert len(fed) > 20
    for regional in fed:
        source = demo.measures[regional.fed_by]
        assert source.threshold == regional.threshold, regional.code
    regional = next(m for m in fed if m.fed_by == "DST024")
    total = roll_up(demo, regional, "2017", REGION)
    of_year = raw.loc["DST024"].loc[2017].dropna()
    assert total.value == of_year[of_year.index.isin(demo.districts)].sum() * regional.scale
    assert total.status == "ok"


# --- the record and the database ------------------------------------------------------------------


def test_a_record_without_a_threshold_hides_nothing_and_a_database_can_carry_one(tmp_path):
    url = f"sqlite:///{tmp_path / 'tiny.sqlite'}"
    build_tiny(url)
    without = assemble(open_and_read(url))
    assert without.measures["DST101"].threshold is None
    assert without.indicators["DST101"].sums is None
    engine = writing_engine(url)
    with engine.begin() as connection:
        connection.execute(text("update indicator set threshold = 11 where code = 'DST101'"))
    engine.dispose()
    assert check(url).ok
    version = assemble(open_and_read(url))
    # 10 of 100 and 90 of 300: of two districts either the other goes with it or the sums they make.
    values = district_values(version, version.measures["DST101"], "2019", REGION)
    assert values.at["AA-UNO", "status"] == "hidden"
    assert values.at["BB-TRE", "status"] == "missing"
    rolled = rolled_up(version, version.measures["DST101"], values, "2019")
    assert values.at["AA-DUE", "status"] == "hidden" or set(rolled.loc[["ER", "080101"], "status"]) == {
        "hidden"
    }


@pytest.mark.parametrize("threshold", ["'molte'", "x'00'"])
def test_a_threshold_that_cannot_be_read_leaves_the_indicator_out(own_sqlite, threshold):
    url = own_sqlite()
    engine = writing_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"update indicator set threshold = {threshold} where code = 'DST024'"))
    engine.dispose()
    reading = open_and_read(url)
    assert ("indicator", "DST024") in set(
        zip(reading.problems["table"], reading.problems["row"], strict=True)
    )
    assert "DST024" not in assemble(reading).measures


def test_the_list_of_wrong_rows_tells_no_small_count(own_sqlite):
    url = own_sqlite()
    engine = writing_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into indicator_value"
                " (indicator_code, place_code, year, numerator, denominator, origin)"
                " select indicator_code, place_code, year, 2, denominator, origin from indicator_value"
                " where indicator_code in ('DST024', 'DST016') and year = 2019 and place_code = 'RO-RIM'"
            )
        )
    engine.dispose()
    details = open_and_read(url).problems["detail"]
    assert any(detail == "DST024 RO-RIM 2019: * / *" for detail in details)
    # Beds are no people.
    assert any(detail.startswith("DST016 RO-RIM 2019: 2 / ") for detail in details)


def test_measures_read_the_threshold_of_their_record(demo_sqlite_url):
    frames = open_and_read(demo_sqlite_url).frames
    measures = {m.code: m for m in indicator_measures(frames["indicator"], frames["indicator_target"])}
    assert measures["DST024"].threshold == 5
    assert measures["DST016"].threshold is None
