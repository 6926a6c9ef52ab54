"""Intervals against published worked examples and scipy's own."""

import numpy as np
import pytest
from scipy.stats import binomtest, chi2

from dashboard.judging.judgement import judge
from data_access.intervals import byar, wilson


def test_wilson_published_example():
    # Newcombe (1998), Statistics in Medicine 17:857, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    lower, upper = wilson(np.array([81.0, 15, 0, 1]), np.array([263.0, 148, 20, 29]))
    assert lower == pytest.approx([0.2553, 0.0624, 0.0, 0.0061], abs=1e-4)
    assert upper == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=1e-4)


def test_wilson_agrees_with_scipy():
    counts, sizes = np.array([0, 1, 7, 50, 100]), np.array([3, 1, 9, 120, 100])
    lower, upper = wilson(counts.astype(float), sizes.astype(float))
    for i, (k, n) in enumerate(zip(counts, sizes, strict=True)):
        expected = binomtest(int(k), int(n)).proportion_ci(method="wilson")
        assert (lower[i], upper[i]) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_nobody_and_everybody_are_exactly_none_and_all():
    sizes = np.arange(1.0, 2000)
    assert (wilson(np.zeros(len(sizes)), sizes)[0] == 0).all()
    assert (wilson(sizes, sizes)[1] == 1).all()
    # So 10 of 10 is not below a target of 100 %, nor 0 of 3 above one of 0 %.
    words = judge(
        np.array([100.0, 0.0]),
        wilson(np.array([10, 0]), np.array([10, 3]))[0] * 100,
        wilson(np.array([10, 0]), np.array([10, 3]))[1] * 100,
        np.array([100.0, 0.0]),
        "higher_better",
    )
    assert words.tolist() == ["similar", "similar"]


def test_what_is_no_share_and_no_count_is_refused():
    with pytest.raises(ValueError, match="not 12 of 10"):
        wilson(np.array([3.0, 12.0]), np.array([10.0, 10.0]))
    with pytest.raises(ValueError, match="not -1 of 10"):
        wilson(np.array([-1.0]), np.array([10.0]))
    with pytest.raises(ValueError, match="not negative: -2"):
        byar(np.array([4.0, -2.0]))


def test_what_is_not_known_has_no_limits():
    nan = float("nan")
    for low, high in (wilson(np.array([nan, 3, 0]), np.array([5.0, nan, 0])), byar(np.array([nan]))):
        assert np.isnan(low).all()
        assert np.isnan(high).all()


@pytest.mark.parametrize(
    ("count", "size", "limits"),
    # PHStatsMethods 0.1.16 (Department of Health and Social Care), confidence_intervals.wilson.
    [
        (0, 3, (0.0, 0.5614970317550455)),
        (1, 29, (0.006113214292762663, 0.17175521879320285)),
        (7, 9, (0.4525889691069889, 0.9367748928821532)),
        (10, 10, (0.7224672001371107, 1.0)),
        (65, 100, (0.5525444329688797, 0.7363575175690247)),
        (456, 1300, (0.3253024155833995, 0.3771153919075969)),
    ],
)
def test_wilson_agrees_with_the_public_health_agencies_own_package(count, size, limits):
    low, high = wilson(np.array([float(count)]), np.array([float(size)]))
    assert (low[0], high[0]) == pytest.approx(limits, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("count", "limits"),
    # The same package: exact_lower, exact_upper under 10, byars_lower, byars_upper from 10 on.
    [
        (1, (0.025317807984289897, 5.571643390938898)),
        (4, (1.089865373626325, 10.241588675403694)),
        (9, (4.115373097378334, 17.084803451419166)),
        (10, (4.787449913967563, 18.391458605756473)),
        (65, (50.16318771045943, 82.84913854593984)),
        (400, (361.75544167923874, 441.18731692111396)),
        (12345, (12128.180767458693, 12564.722341331742)),
    ],
)
def test_byar_agrees_with_the_public_health_agencies_own_package(count, limits):
    low, high = byar(np.array([float(count)]))
    assert (low[0], high[0]) == pytest.approx(limits, rel=1e-9)


def test_byar_published_example():
    # APHO Technical Briefing 3 (2008), worked example of Byar's method: 65 deaths give 50.17 to 82.85.
    lower, upper = byar(np.array([65.0]))
    assert (lower[0], upper[0]) == pytest.approx((50.17, 82.85), abs=0.01)


def test_small_counts_are_exact_poisson():
    counts = np.arange(0, 10, dtype=float)
    lower, upper = byar(counts)
    assert lower[0] == 0
    assert lower[1:] == pytest.approx(chi2.ppf(0.025, 2 * counts[1:]) / 2)
    assert upper == pytest.approx(chi2.ppf(0.975, 2 * counts + 2) / 2)


def test_the_two_methods_meet():
    lower, upper = byar(np.array([10.0, 400.0]))
    assert lower == pytest.approx(chi2.ppf(0.025, 2 * np.array([10, 400])) / 2, rel=0.01)
    assert upper == pytest.approx(chi2.ppf(0.975, 2 * np.array([10, 400]) + 2) / 2, rel=0.01)
