"""Rank intervals, funnel limits, recent trends and differences, against published examples and libraries."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from dashboard.judging.rank_intervals import all_rank_intervals, rank_intervals, told_apart
from dashboard.judging.recent_trend import CRITICAL, all_trends, recent_trend
from dashboard.topics.indicators.one.funnel import applies, grid, limits, outside, overdispersion
from dashboard.topics.indicators.sides.differences import difference
from data_access.intervals import Z, byar, wilson
from data_access.viewer import Viewer

REGION = Viewer("region")
NAN = float("nan")


def values(middle, half, codes=None) -> pd.DataFrame:
    middle, half = np.asarray(middle, float), np.asarray(half, float)
    frame = pd.DataFrame({"value": middle, "lower": middle - half, "upper": middle + half})
    return frame.set_axis(codes or [f"D{i:02}" for i in range(len(middle))])


# --- ranks ---------------------------------------------------------------------------------------


def test_districts_far_apart_have_one_rank_each():
    ranks = rank_intervals(values([50, 10, 40, 20, 30], [1] * 5))
    assert ranks["rank"].tolist() == [1, 5, 2, 4, 3]
    assert (ranks["rank_low"] == ranks["rank"]).all()
    assert (ranks["rank_high"] == ranks["rank"]).all()
    apart = told_apart(values([50, 10, 40, 20, 30], [1] * 5))
    assert apart.to_numpy().sum() == 20
    assert not np.diag(apart).any()


def test_districts_that_are_the_same_may_stand_anywhere():
    same = values([20] * 20, [5] * 20)
    ranks = rank_intervals(same)
    # Uniform ranks: the middle 90 % of 1..20 is 2..19 or 1..20, give or take the draws.
    assert (ranks["rank_low"] <= 3).all()
    assert (ranks["rank_high"] >= 18).all()
    assert not told_apart(same).any(axis=None)


@pytest.mark.parametrize("gap", [1.0, 2.0, 2.7, 4.0])
def test_telling_two_apart_agrees_with_the_normal_distribution(gap):
    two = values([gap, 0], [Z, Z])
    # Either could have been the higher: 90 % leaves 5 % on each side.
    assert told_apart(two).iloc[0, 1] == (stats.norm.sf(gap / np.sqrt(2)) < 0.05)


def test_equal_values_share_their_ranks_with_and_without_uncertainty():
    for half in ([0, 0, 0], [2, 0, 1]):
        ranks = rank_intervals(values([5, 5, 5], half))
        assert ranks["rank"].tolist() == [1, 1, 1]
        for name in ("rank", "all"):
            assert ranks[f"{name}_low"].tolist() == [1, 1, 1]
            assert ranks[f"{name}_high"].tolist() == [3, 3, 3]
    without = rank_intervals(values([7, 5, 5, 1], [0] * 4))
    assert without["rank_low"].tolist() == [1, 2, 2, 4]
    assert without["rank_high"].tolist() == [1, 3, 3, 4]


def test_a_value_without_an_interval_is_told_apart_from_nobody():
    frame = values([9, 5, 1], [NAN, 0.1, 0.1])
    ranks = rank_intervals(frame)
    assert ranks["rank"].tolist()[1:] == [2, 3]
    assert ranks["rank_low"].tolist()[1:] == [1, 2]
    assert ranks["rank_high"].tolist()[1:] == [2, 3]
    assert ranks["of"].tolist()[1:] == [3, 3]
    assert ranks.iloc[0].isna().all()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(12, 15)), min_size=2, max_size=9))
def test_a_rank_lies_inside_its_own_intervals_and_both_follow_the_values(parts):
    count, size = np.array(parts, dtype=float).T
    low, high = wilson(count, size)
    frame = pd.DataFrame({"value": count / size, "lower": low, "upper": high})
    ranks = rank_intervals(frame, draws=200)
    assert (ranks["all_low"] <= ranks["rank_low"]).all()
    assert (ranks["rank_low"] <= ranks["rank"]).all()
    assert (ranks["rank"] <= ranks["rank_high"]).all()
    assert (ranks["rank_high"] <= ranks["all_high"]).all()
    alike = (~told_apart(frame, draws=200)).sum(axis=1)
    assert (alike == ranks["rank_high"] - ranks["rank_low"] + 1).all()


@pytest.mark.parametrize(
    ("true", "errors"),
    [
        (np.arange(10) * 0.05, np.linspace(0.5, 2, 10)),
        (np.array([0, 0.01, 0.02, 0.03, 3, 3.01, 6, 6.02]), np.ones(8)),
    ],
)
def test_near_ties_the_intervals_hold_the_true_ranks_as_often_as_they_say(true, errors):
    rng = np.random.default_rng(3)
    ranks = 1 + (true[None, :] > true[:, None]).sum(axis=1)
    one, every, times = np.zeros(len(true)), 0, 300
    for _ in range(times):
        found = rank_intervals(values(rng.normal(true, errors), Z * errors), draws=300)
        one += ((found["rank_low"] <= ranks) & (ranks <= found["rank_high"])).to_numpy()
        every += int(((found["all_low"] <= ranks) & (ranks <= found["all_high"])).all())
    # 90 % and not less, but for what 300 repetitions leave open.
    assert (one / times).min() > 0.88
    assert every / times > 0.88


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(12)), st.sets(st.integers(0, 11), max_size=5), st.floats(0.01, 1000))
def test_order_scale_and_missing_neighbours_change_no_rank_they_should_not(order, gone, factor):
    rng = np.random.default_rng(4)
    frame = values(rng.normal(50, 8, 12), rng.uniform(1, 9, 12))
    ranks = rank_intervals(frame, draws=400)
    pd.testing.assert_frame_equal(rank_intervals(frame.iloc[list(order)], draws=400).loc[ranks.index], ranks)
    scaled = rank_intervals(frame * factor, draws=400)
    assert (scaled["rank"] == ranks["rank"]).all()
    assert (abs(scaled - ranks) <= 1).all(axis=None)  # a draw or two may round across a boundary
    holes = frame.copy()
    holes.iloc[list(gone)] = np.nan
    kept = [i for i in range(12) if i not in gone]
    pd.testing.assert_frame_equal(
        rank_intervals(holes, draws=400).iloc[kept], rank_intervals(frame.iloc[kept], draws=400)
    )
    assert rank_intervals(holes, draws=400).iloc[list(gone)].isna().all(axis=None)


def test_ranks_of_all_indicators_are_those_of_each(demo):
    from dashboard.judging.judgement import judged

    every = all_rank_intervals(demo, "2018", REGION)
    for code in ("DST010", "DST017", "DST033"):
        one = rank_intervals(judged(demo, demo.measures[code], "2018", REGION))
        rows = every[every["measure"] == code].set_index("place")
        np.testing.assert_array_equal(rows[list(one.columns)].to_numpy(), one.to_numpy())
        ok = one.dropna()
        assert len(ok) > 30
        assert ((ok["rank_low"] <= ok["rank"]) & (ok["rank"] <= ok["rank_high"])).all()


# --- funnel --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "benchmark", "scale"), [("wilson", 12.5, 100.0), ("byar", 3.2, 1000.0)])
def test_limits_part_the_counts_whose_tail_is_under_the_nominal_one(method, benchmark, scale):
    sizes = np.array([40, 150, 1000, 25_000, 400_000])
    found = limits(benchmark, sizes, method=method, scale=scale)
    share = benchmark / scale
    law = stats.binom(sizes, share) if method == "wilson" else stats.poisson(sizes * share)
    for level, name in ((0.95, "95"), (0.998, "998")):
        tail = (1 - level) / 2
        lower, upper = (found[f"{side}_{name}"].to_numpy() / scale * sizes for side in ("lower", "upper"))
        # The highest and the lowest count that chance gives with at least the nominal probability.
        assert (np.floor(upper) == law.ppf(1 - tail)).all()
        assert (np.ceil(lower) == law.ppf(tail)).all()
        assert (law.sf(np.floor(upper)) < tail).all()
        assert (law.cdf(np.ceil(lower) - 1) < tail).all()
    wide = found.iloc[-1]
    spread = np.sqrt(share * (1 - share if method == "wilson" else 1) / sizes[-1]) * scale
    assert wide["upper_95"] == pytest.approx(benchmark + 1.96 * spread, rel=1e-3)
    assert wide["lower_998"] == pytest.approx(benchmark - 3.09 * spread, rel=1e-3)
    assert (found["lower_998"] <= found["lower_95"]).all()
    assert (found["upper_95"] <= found["upper_998"]).all()


def test_exact_poisson_limits_of_a_published_table():
    # A mean of 10: P(X <= 4) = 0.0293, P(X <= 3) = 0.0103, P(X <= 16) = 0.9730, P(X <= 17) = 0.9857
    # (tables of the Poisson distribution, e.g. Pearson and Hartley, Biometrika Tables I, table 7).
    found = limits(10.0, np.array([1.0]), method="byar", scale=1.0).iloc[0]
    assert 3 < found["lower_95"] < 4
    assert 17 < found["upper_95"] < 18


def counted(counts, sizes, scale=1.0):
    counts, sizes = np.broadcast_arrays(np.asarray(counts, float), np.asarray(sizes, float))
    return pd.DataFrame({"numerator": counts, "denominator": sizes, "value": counts / sizes * scale})


@pytest.mark.parametrize(("count", "expected"), [(3, 0.9), (85, 67.918)])
def test_a_count_that_chance_gives_often_enough_is_inside(count, expected):
    # P(X >= 3 | 0.9) = 6.3 %, P(X >= 85 | 67.918) = 2.52 %: both over 2.5 %. One more is outside.
    found = outside(counted([count, count + 1], 1.0), expected, method="byar", scale=1.0)
    assert found.tolist() == ["inside", "above_95"]


@pytest.mark.parametrize(
    ("count", "level", "high_under", "low_over"),
    # PHStatsMethods 0.1.16 (Department of Health and Social Care), utils_funnel.poisson_funnel: the
    # expectations at which a count reaches either limit.
    [
        (3, "95", 0.61867, 8.76727),
        (3, "998", 0.190533, 13.0622),
        (10, "95", 4.79539, 18.3904),
        (85, "95", 67.89497, 105.1038),
        (85, "998", 59.3306, 117.527),
    ],
)
def test_a_count_is_outside_where_the_public_health_agencies_own_package_says(
    count, level, high_under, low_over
):
    def found(expected):
        return outside(counted([count], 1.0), expected, method="byar", scale=1.0).iloc[0]

    beyond = ("998",) if level == "998" else ("95", "998")
    assert found(high_under * 0.9999) in {f"above_{name}" for name in beyond}
    assert found(high_under * 1.0001) not in {f"above_{name}" for name in beyond}
    assert found(low_over * 1.0001) in {f"below_{name}" for name in beyond}
    assert found(low_over * 0.9999) not in {f"below_{name}" for name in beyond}


@pytest.mark.parametrize("method", ["wilson", "byar"])
@pytest.mark.parametrize("rate", [0.01, 0.04, 0.1, 0.35, 0.5, 0.8, 0.97])
def test_chance_flags_no_more_than_the_nominal_share_on_either_side_and_the_lines_agree(method, rate):
    for expected in np.arange(2, 10.5, 0.5):
        size = np.rint(expected / rate)
        law = stats.binom(size, rate) if method == "wilson" else stats.poisson(rate * size)
        counts = np.arange(0, size + 1 if method == "wilson" else law.ppf(1 - 1e-9) + 1)
        frame = counted(counts, size)
        found = outside(frame, rate, method=method, scale=1.0).to_numpy()
        often = law.pmf(counts)
        for side in ("above", "below"):
            beyond = np.char.startswith(found.astype(str), side)
            assert often[beyond].sum() < 0.025
            assert often[found == f"{side}_998"].sum() < 0.001
        drawn = limits(rate, frame["denominator"], method=method, scale=1.0)
        outer = [frame["value"] > drawn[f"upper_{n}"] for n in ("998", "95")]
        inner = [frame["value"] < drawn[f"lower_{n}"] for n in ("998", "95")]
        names = ["above_998", "above_95", "below_998", "below_95"]
        assert np.select(outer + inner, names, "inside").tolist() == found.tolist()


def test_funnels_around_nobody_and_everybody():
    found = outside(counted([0, 1], 50), 0.0, method="wilson", scale=1.0)
    assert found.tolist() == ["inside", "above_998"]
    found = outside(counted([50, 49], 50), 1.0, method="wilson", scale=1.0)
    assert found.tolist() == ["inside", "below_998"]
    assert outside(counted([0, 1], 50), 0.0, method="byar", scale=1.0).tolist() == ["inside", "above_998"]


def test_a_district_lies_outside_by_the_limits_at_its_own_size():
    sizes = np.array([100, 100, 100, 10_000, 10_000, 100.0])
    tops = np.array([20, 29, 40, 2_100, 1_850, NAN])
    frame = counted(tops, sizes, 100).set_axis(list("abcdef"))
    assert outside(frame, 20.0, method="wilson", scale=100.0).tolist() == [
        "inside",
        "above_95",
        "above_998",
        "above_95",
        "below_998",
        "none",
    ]


def test_overdispersion_is_one_by_chance_and_grows_with_the_spread():
    rng = np.random.default_rng(11)
    sizes = rng.integers(500, 20_000, 38)
    asked = {"method": "wilson", "scale": 100.0}
    found = [overdispersion(counted(rng.binomial(sizes, 0.2), sizes, 100), 20.0, **asked) for _ in range(300)]
    # The mean square is 1; winsorised but not set right it was 0.66.
    assert np.mean([spread.times**2 for spread in found]) == pytest.approx(1, abs=0.03)
    assert np.mean([spread.beyond_chance for spread in found]) < 0.06
    assert np.mean([spread.low <= spread.times <= spread.high for spread in found]) > 0.9
    alone = counted(rng.binomial(sizes, 0.2), sizes, 100)
    once = overdispersion(alone, 20.0, **asked)
    apart = alone.assign(numerator=0.2 * sizes + 2 * (alone["numerator"] - 0.2 * sizes))
    twice = overdispersion(apart, 20.0, **asked)
    assert twice.times == pytest.approx(2 * once.times)
    assert twice.beyond_chance
    rates = overdispersion(counted(rng.poisson(0.003 * sizes), sizes, 1000), 3.0, method="byar", scale=1000.0)
    assert rates.low < 1 < rates.high
    few = overdispersion(alone.head(3), 20.0, **asked)
    assert np.isnan(few.times)
    assert not few.beyond_chance


def test_a_funnel_needs_a_share_or_a_rate_of_counts(demo):
    assert applies(demo.measures["DST010"])
    assert not applies(demo.measures["euro_per_resident"])
    assert not applies(demo.measures["interventions"])
    sizes = grid(np.array([100.0, NAN, 2_000.0]))
    assert sizes[0] <= 100
    assert sizes[-1] >= 2_000
    assert grid(np.array([NAN])).size == 0


# --- trend ---------------------------------------------------------------------------------------


def trend_of(series, half, polarity="higher_better"):
    middle, apart = np.array(series, float)[:, None], np.array(half, float)[:, None]
    found = recent_trend(middle, middle - apart, middle + apart, polarity)
    return str(found["trend"][0]), float(found["slope"][0]), float(found["chi2"][0])


def test_slope_and_chi_square_are_those_of_weighted_least_squares():
    series, half = [10.0, 11.5, 11.0, 14.0, 16.5], np.array([2.0, 1.0, 3.0, 1.5, 2.5])
    _, slope, chi2 = trend_of(series, half)
    fit = sm.WLS(series, sm.add_constant(np.arange(5)), weights=(Z / half) ** 2).fit(cov_type="fixed scale")
    assert slope == pytest.approx(fit.params[1])
    assert chi2 == pytest.approx((fit.params[1] / fit.bse[1]) ** 2)
    assert pytest.approx(stats.chi2.ppf(0.998, 1), abs=0.01) == CRITICAL


def test_constructed_series():
    up = [10, 12, 14, 16, 18]
    assert trend_of(up, [1] * 5)[0] == "rising_better"
    assert trend_of(up, [1] * 5, "lower_better")[0] == "rising_worse"
    assert trend_of(up, [1] * 5, "neutral")[0] == "rising"
    assert trend_of(up[::-1], [1] * 5, "lower_better")[0] == "falling_better"
    assert trend_of(up, [8] * 5)[0] == "no_change"  # within the noise
    # One year alone makes the slope: without the last it turns, so it is no trend.
    spike = [12, 11.8, 11.6, 11.4, 30]
    assert trend_of(spike, [1] * 5)[2] > CRITICAL
    assert trend_of(spike, [1] * 5)[0] == "no_change"
    assert trend_of(up[:4], [1] * 4)[0] == "not_computable"
    assert trend_of([10, NAN, 14, 16, 18], [1] * 5)[0] == "not_computable"
    assert trend_of(up, [NAN] * 5)[0] == "not_computable"
    # Only the last five points count.
    assert trend_of([90, *up], [1] * 6)[0] == "rising_better"


@settings(deadline=None)
@given(
    st.lists(st.floats(1, 100), min_size=5, max_size=5),
    st.lists(st.floats(0.5, 10), min_size=5, max_size=5),
    st.floats(0.1, 10),
)
# Without its fourth point this one is flat: what sign its slope has is a matter of rounding.
@example([1.0, 1.0, 1.0, 4.0, 1.0], [1.0, 1.0, 0.5625, 1.0, 8.0], 3.0)
def test_another_unit_changes_no_trend(series, half, factor):
    word, slope, chi2 = trend_of(series, half)
    again = trend_of(np.array(series) * factor, np.array(half) * factor)
    assert again[1] == pytest.approx(slope * factor, rel=1e-6, abs=1e-9)
    assert again[2] == pytest.approx(chi2, rel=1e-6, abs=1e-9)
    if abs(chi2 - CRITICAL) > 1e-6 and chi2 > 1e-6:
        assert again[0] == word


def test_all_trends_are_those_of_each_series(demo):
    every = all_trends(demo, "2018", REGION)
    code, place = "DST017", "RO-RIM"
    from data_access.values import trend

    one = trend(demo, demo.measures[code], place, REGION).loc["2014":"2018"]
    arrays = [one[name].to_numpy()[:, None] for name in ("value", "lower", "upper")]
    expected = recent_trend(*arrays, demo.measures[code].polarity)
    row = every[(every["measure"] == code) & (every["place"] == place)].iloc[0]
    assert (row["trend"], row["chi2"]) == (
        expected["trend"][0],
        pytest.approx(expected["chi2"][0], nan_ok=True),
    )
    assert set(all_trends(demo, "2016", REGION)["trend"]) == {"not_computable"}  # 2012 is not there


# --- differences ---------------------------------------------------------------------------------


def shares(x, n):
    low, high = wilson(np.array([x]), np.array([n]))
    return np.array([x / n]), low, high


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [
        # Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10.
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ],
)
def test_difference_of_shares_is_newcombes(first, second, published):
    row = difference(*shares(*first), *shares(*second)).iloc[0]
    assert (row["low"], row["high"]) == pytest.approx(published, abs=5e-4)
    assert (row["low"], row["high"]) == pytest.approx(
        confint_proportions_2indep(*first, *second, method="newcomb"), abs=1e-6
    )


def test_difference_of_rates_is_the_normal_one_where_counts_are_large():
    counts, bases = np.array([4_000.0, 3_600.0]), np.array([100_000.0, 110_000.0])
    low, high = byar(counts)
    rate, low, high = counts / bases, low / bases, high / bases
    row = difference(rate[:1], low[:1], high[:1], rate[1:], low[1:], high[1:]).iloc[0]
    error = Z * np.sqrt((counts / bases**2).sum())
    assert row["low"] == pytest.approx(row["difference"] - error, rel=5e-3)
    assert row["sign"] == "higher"


def test_a_difference_without_an_interval_says_so():
    found = difference(
        *(np.array([v, v]) for v in (5.0, 4.0, 6.0)),
        np.array([5, 9]),
        *(np.array([NAN, v]) for v in (8.5, 9.5)),
    )
    assert found["sign"].tolist() == ["not_computable", "lower"]
    assert found["difference"].tolist() == [0.0, -4.0]
