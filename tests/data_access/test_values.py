"""Values and roll-ups against cases computed by hand (tests/tiny.py has the table)."""

import numpy as np
import pytest

from data_access.intervals import wilson
from data_access.interventions import UnknownIntervention, amounts_by_source, history, interventions
from data_access.values import (
    EVERYTHING,
    Filters,
    all_periods,
    district_values,
    latest_period,
    periods_of,
    rolled_up,
    trend,
)
from data_access.viewer import Viewer

REGION = Viewer("region")
UNO, DUE, TRE = Viewer("district", "AA-UNO"), Viewer("district", "AA-DUE"), Viewer("district", "BB-TRE")
P18, P19 = "2018-implementing", "2019-implementing"


def values(version, code, period, viewer=REGION, filters=EVERYTHING):
    return district_values(version, version.measures[code], period, viewer, filters)


def region(version, code, period, viewer=REGION, filters=EVERYTHING):
    return rolled_up(version, version.measures[code], values(version, code, period, viewer, filters), period)


def test_euro_per_resident_by_hand(tiny):
    frame = values(tiny, "euro_per_resident", P18)
    assert frame["value"].to_dict() == pytest.approx({"AA-UNO": 0.18, "AA-DUE": 0.1, "BB-TRE": 0.0202})
    rolled = region(tiny, "euro_per_resident", P18)
    # Sums over sums, not the average of the districts' ratios (0.1001).
    assert rolled.at["ER", "value"] == pytest.approx(490.10 / 4500)
    assert rolled.at["080101", "value"] == pytest.approx(480 / 4000)
    assert rolled.loc["ER", ["covered", "of"]].tolist() == [3, 3]


def test_money_is_exact_in_cents(tiny):
    frame = values(tiny, "euro", P19)
    assert frame["numerator"].tolist()[:2] == [33000.0, 20001.0]
    assert region(tiny, "euro", P19).at["ER", "numerator"] == 53001.0


def test_an_edition_that_is_not_there_is_missing_and_not_zero(tiny):
    frame = values(tiny, "euro", P19)
    assert frame.at["BB-TRE", "status"] == "missing"
    assert np.isnan(frame.at["BB-TRE", "value"])
    rolled = region(tiny, "euro_per_resident", P19)
    assert rolled.loc["ER", ["covered", "of"]].tolist() == [2, 3]
    assert rolled.at["ER", "denominator"] == 5000
    assert rolled.at["080102", "status"] == "missing"


def test_a_filter_that_matches_nothing_is_zero_and_not_missing(tiny):
    frame = values(tiny, "euro", P18, filters=Filters(sources=("FRNA",)))
    assert frame["numerator"].to_dict() == {"AA-UNO": 5000, "AA-DUE": 30000, "BB-TRE": 0}
    assert set(frame["status"]) == {"ok"}


@pytest.mark.parametrize(
    ("filters", "cents", "count"),
    [
        (Filters(areas=("A",)), 45000, 2),
        (Filters(areas=("B",)), 4010, 2),
        (Filters(sheets=(15,)), 4010, 2),
        (Filters(targets=("ANZ",)), 45000, 2),
        (Filters(sources=("COM",)), 14010, 3),
        (Filters(areas=("A",), sources=("COM",)), 10000, 1),
        (Filters(areas=("A", "B"), targets=("ANZ", "MIN")), 49010, 4),
    ],
)
def test_filters_by_hand(tiny, filters, cents, count):
    # Sheet 15 lies in areas B and A: its money is counted once, in the first.
    assert region(tiny, "euro", P18, filters=filters).at["ER", "numerator"] == cents
    assert region(tiny, "interventions", P18, filters=filters).at["ER", "numerator"] == count
    listed = interventions(tiny, P18, list(tiny.districts), REGION, filters).rows
    assert (listed["cents"].sum(), len(listed)) == (cents, count)


def test_shares_roll_up_with_the_interval_of_the_sum(tiny):
    frame = values(tiny, "DST101", "2019")
    assert frame.at["BB-TRE", "status"] == "missing"
    rolled = region(tiny, "DST101", "2019")
    assert rolled.at["ER", "value"] == pytest.approx(25.0)
    low, high = wilson(np.array([100.0]), np.array([400.0]))
    assert rolled.loc["ER", ["lower", "upper"]].tolist() == pytest.approx([low[0] * 100, high[0] * 100])
    assert rolled.loc["ER", ["covered", "of"]].tolist() == [2, 3]


def test_a_rate_of_zero_is_zero_with_an_upper_limit(tiny):
    frame = values(tiny, "DST102", "2019")
    due = frame.loc["AA-DUE"]
    assert (due["value"], due["lower"], due["status"]) == (0, 0, "ok")
    assert due["upper"] == pytest.approx(3.688879 / 4000 * 1000)


def test_share_of_indicators_reported(tiny):
    assert values(tiny, "reported", "2019")["value"].to_dict() == {"AA-UNO": 100, "AA-DUE": 100, "BB-TRE": 50}
    assert region(tiny, "reported", "2019").at["ER", "value"] == pytest.approx(100 * 5 / 6)


def test_an_unknown_period_is_missing(tiny):
    assert set(values(tiny, "DST101", "1999")["status"]) == {"missing"}
    assert set(values(tiny, "euro", "1999-account")["status"]) == {"missing"}


def test_a_draft_is_hidden_from_other_districts_and_from_their_totals(tiny):
    for viewer in (UNO, TRE):
        frame = values(tiny, "euro", P19, viewer)
        assert frame.at["AA-DUE", "status"] == "hidden"
        assert frame.loc["AA-DUE", ["numerator", "value", "lower", "upper"]].isna().all()
        rolled = region(tiny, "euro", P19, viewer)
        assert rolled.at["ER", "numerator"] == 20001
        assert rolled.loc["ER", ["covered", "of"]].tolist() == [1, 3]
        assert 33000 / 100 not in all_periods(tiny, tiny.measures["euro"], viewer)
        assert "B1" not in set(interventions(tiny, P19, list(tiny.districts), viewer).rows["code"])
        assert list(history(tiny, "B1", viewer)["period"]) == [P18]
    assert values(tiny, "euro", P19, DUE).at["AA-DUE", "numerator"] == 33000
    assert values(tiny, "euro", P19).at["AA-DUE", "numerator"] == 33000


def test_trend_has_every_period_oldest_first(tiny):
    measure = tiny.measures["euro_per_resident"]
    assert periods_of(tiny, measure) == (P18, P19)
    line = trend(tiny, measure, "ER", REGION)
    assert line["value"].tolist() == pytest.approx([490.10 / 4500, 530.01 / 5000])
    assert trend(tiny, tiny.measures["DST102"], "AA-UNO", REGION)["value"].tolist() == [4.0, 5.0]
    assert latest_period(tiny, measure) == P18, "only one of three districts has presented 2019"
    assert latest_period(tiny, tiny.measures["DST101"]) == "2019"


def test_history_of_an_intervention(tiny):
    rows = history(tiny, "A1", REGION)
    assert list(zip(rows["period"], rows["sheet"], rows["cents"], strict=True)) == [
        (P18, 1, 15000),
        (P19, 15, 20000),
    ]
    table = amounts_by_source(tiny, rows)
    assert table.loc["COM"].tolist() == [10000, 20000]
    assert table.at["FRNA", P18] == 5000
    assert np.isnan(table.at["FRNA", P19])
    with pytest.raises(UnknownIntervention):
        history(tiny, "Z9", REGION)


def test_viewer_needs_a_district_exactly_when_it_is_one():
    with pytest.raises(ValueError, match="needs a district"):
        Viewer("district")
    with pytest.raises(ValueError, match="none"):
        Viewer("region", "AA-UNO")
