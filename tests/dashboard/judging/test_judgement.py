"""Districts against a benchmark: by interval and polarity, the benchmark recomputed from sums."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dashboard.judging.judgement import (
    Against,
    all_judged,
    figures_of,
    indicators_of,
    judge,
    judged,
    pooled,
    reached,
    targets_of,
)
from data_access.values import rolled_up
from data_access.viewer import Viewer

REGION = Viewer("region")
NAN = float("nan")
POLARITIES = ("higher_better", "lower_better", "neutral")


def test_a_side_is_taken_by_the_whole_interval_and_its_meaning_by_polarity():
    value = np.array([10, 20, 30, 20, NAN, 20.0])
    lower = np.array([8, 18, 28, NAN, NAN, 20.0])
    upper = np.array([12, 22, 32, NAN, NAN, 23.0])
    words = {p: judge(value, lower, upper, np.full(6, 20.0), p).tolist() for p in POLARITIES}
    rest = ["not_compared", "missing", "similar"]
    assert words["higher_better"] == ["worse", "similar", "better", *rest]
    assert words["lower_better"] == ["better", "similar", "worse", *rest]
    assert words["neutral"] == ["lower", "similar", "higher", *rest]
    assert set(judge(value, lower, upper, np.full(6, NAN), "neutral")) == {"not_compared", "missing"}


def test_a_target_is_reached_on_its_good_side_and_a_neutral_measure_has_none():
    value = np.array([1.0, 2.0, 3.0, NAN])
    assert reached(value, np.full(4, 2.0), "higher_better").tolist() == [
        "not_reached",
        "reached",
        "reached",
        "",
    ]
    assert reached(value, np.full(4, 2.0), "lower_better").tolist() == [
        "reached",
        "reached",
        "not_reached",
        "",
    ]
    assert set(reached(value, np.full(4, 2.0), "neutral")) == {""}
    assert set(reached(value, np.full(4, NAN), "higher_better")) == {""}


def test_benchmarks_come_from_sums_of_the_districts_with_a_value(tiny):
    share = tiny.measures["DST101"]
    region = judged(tiny, share, "2019", REGION)
    # 10 of 100 and 90 of 300: 25 %, not the 20 % that the mean of 10 % and 30 % would be.
    assert region["benchmark"].unique().tolist() == [25.0]
    assert region["covered"].unique().tolist() == [2]
    # Wilson: 10 of 100 is 5.5 to 17.4 %, 90 of 300 is 25.1 to 35.4 %; higher is better.
    assert region["judgement"].to_dict() == {"AA-UNO": "worse", "AA-DUE": "better", "BB-TRE": "missing"}
    peers = judged(tiny, share, "2019", REGION, Against("peers", ("AA-DUE",)))
    assert peers.at["AA-UNO", "benchmark"] == pytest.approx(30.0)
    assert (peers.at["AA-DUE", "judgement"], peers.at["AA-DUE", "reason"]) == ("not_compared", "alone")
    rate = tiny.measures["DST102"]
    of_ausl = judged(tiny, rate, "2019", REGION, Against("ausl"))
    assert of_ausl.at["AA-UNO", "benchmark"] == pytest.approx(5 / 5000 * rate.scale)
    assert (of_ausl.at["BB-TRE", "judgement"], of_ausl.at["BB-TRE", "reason"]) == ("not_compared", "alone")


def test_what_is_not_compared_says_why(demo):
    every = all_judged(demo, "2018", REGION)
    not_compared = every[every["judgement"] == "not_compared"]
    methods = {m.code: m.interval_method for m in indicators_of(demo)}
    assert len(not_compared)
    assert set(not_compared["reason"]) == {"no_interval"}
    assert {methods[code] for code in not_compared["measure"]} == {"none"}
    assert set(every.loc[every["judgement"] != "not_compared", "reason"]) == {""}
    absolute = judged(demo, demo.measures["interventions"], "2019-implementing", REGION)
    assert set(absolute["reason"]) == {"no_denominator"}
    assert absolute["benchmark"].isna().all()
    nobody = all_judged(demo, "2018", REGION, Against("peers", ()))
    assert set(nobody["judgement"]) <= {"not_compared", "missing", "hidden"}


def test_hidden_stays_hidden(demo):
    other = next(d for d in demo.districts if d != "RO-RIM")
    rows = judged(demo, demo.measures["euro_per_resident"], "2019-implementing", Viewer("district", other))
    hidden = rows[rows["status"] == "hidden"]
    assert len(hidden)
    assert set(hidden["judgement"]) == {"hidden"}
    assert hidden[["value", "numerator"]].isna().all(axis=None)


@pytest.mark.parametrize("kind", ["region", "ausl", "target"])
def test_all_at_once_is_one_by_one(demo, kind):
    every = all_judged(demo, "2018", REGION, Against(kind))
    assert len(every) == len(indicators_of(demo)) * len(demo.districts)
    for measure in indicators_of(demo)[::9]:
        one = judged(demo, measure, "2018", REGION, Against(kind))
        rows = every[every["measure"] == measure.code]
        assert rows["place"].tolist() == list(one.index)
        for name in ("value", "lower", "benchmark", "target"):
            np.testing.assert_allclose(rows[name].to_numpy(), one[name].to_numpy(), rtol=1e-12)
        for name in ("judgement", "reason", "status", "reached"):
            assert rows[name].tolist() == one[name].tolist()
        if kind == "region":
            sums = rolled_up(demo, measure, one.assign(standard_error=np.nan), "2018")
            assert one["benchmark"].iloc[0] == pytest.approx(sums.at["ER", "value"], nan_ok=True)


def test_without_a_year_each_indicator_speaks_of_its_last(demo):
    every = all_judged(demo, "", REGION)
    last = every.groupby("measure", observed=True)["period"].first().astype(str)
    assert last["DST001"] == "2018"  # poverty is published to 2018 only
    assert (last == "2019").sum() > 50
    before = figures_of(demo, "2018", REGION, back=1)
    assert set(before.periods) == {"2017"}
    assert np.isnan(figures_of(demo, "2014", REGION, back=1).value).all()


def test_targets_are_those_of_the_registry(demo):
    measure = next(m for m in indicators_of(demo) if m.targets)
    found = targets_of(demo, measure, "2019")
    assert (found == measure.targets[0].value).all()
    assert np.isnan(targets_of(demo, demo.measures["euro"], "2019-implementing")).all()


figures = hnp.arrays(float, (2, 6), elements=st.integers(1, 10**6).map(float))


@settings(deadline=None)
@given(figures, st.integers(2, 50), st.permutations(range(6)), st.sets(st.integers(0, 5), max_size=4))
def test_pooling_takes_no_notice_of_order_scale_or_missing_districts(bases, factor, order, gone):
    tops = bases / 3
    members = np.ones((1, 6), dtype=bool)
    whole, counts = pooled(tops, bases, members)
    np.testing.assert_allclose(pooled(tops * factor, bases * factor, members)[0], whole)
    np.testing.assert_allclose(pooled(tops[:, order], bases[:, order], members)[0], whole)
    assert counts.tolist() == [[6], [6]]
    holes = tops.copy()
    holes[:, list(gone)] = np.nan
    kept = [i for i in range(6) if i not in gone]
    np.testing.assert_allclose(
        pooled(holes, bases, members)[0], pooled(tops[:, kept], bases[:, kept], members[:, kept])[0]
    )


def test_shared_frames_are_computed_once(demo):
    assert all_judged(demo, "2018", REGION) is all_judged(demo, "2018", REGION)
    assert isinstance(all_judged(demo, "2018", REGION), pd.DataFrame)
