"""A map's classes, legend and ranks where values tie and where a year differs from all others."""

from dataclasses import replace

import numpy as np

from dashboard.address.view import default_view
from dashboard.locale.texts import texts
from dashboard.measure.choropleth import choropleth
from dashboard.topics.indicators.one.compute import indicator
from data_access.viewer import Viewer

REGION = Viewer("region")


def with_counts(version, code, numerator, denominator):
    """The version with the last year's figures of an indicator as given, the rest missing."""
    facts = version.indicators[code]
    top, base = (np.full(facts.numerator.shape, np.nan) for _ in range(2))
    top[-1, : len(numerator)], base[-1, : len(numerator)] = numerator, denominator
    changed = replace(facts, numerator=top, denominator=base)
    return replace(version, indicators={**version.indicators, code: changed})


def drawn(version, **fields):
    view = replace(default_view(version), **fields)
    return choropleth(version, view, REGION, "it", texts("it"))


def test_equal_shares_have_one_rank_on_the_map_and_on_the_indicators_page(demo):
    # Four estimates of 12.2 % times residents: divided again, doubles give 12.2 and 12.200000000000001.
    sizes = [107_913, 72_140, 33_534, 157_702, 41, 41]
    version = with_counts(demo, "DST010", [n * 0.122 for n in sizes[:4]] + [9, 1], sizes)
    view = {"measure": "DST010", "year": str(version.years[-1]), "benchmark": "region"}
    ranks = drawn(version, **view).values["rank"].dropna()
    assert sorted(ranks) == [1, 2, 2, 2, 2, 6]
    found = indicator(version, replace(default_view(version), **view), REGION)
    assert sorted(found.values["rank"].dropna()) == [1, 2, 2, 2, 2, 6]


def test_a_year_unlike_all_others_is_drawn_in_its_own_classes_and_says_so(demo):
    # Of 2019 fewer indicators are known than of any other year: one class of the scale of all years.
    apart = drawn(demo, measure="reported", year="2019", fixed=True)
    assert apart.own_scale
    assert max(count for _, _, count in apart.legend) < len(demo.districts)
    assert apart.classes == drawn(demo, measure="reported", year="2019", fixed=False).classes
    for other in (drawn(demo, measure="reported", year="2018"), drawn(demo, measure="DST010", year="2019")):
        assert not other.own_scale


def test_a_class_of_one_value_is_written_as_that_value(demo):
    version = with_counts(demo, "DST010", [1, 1, 1, 2, 2], [10] * 5)
    legend = drawn(version, measure="DST010", year=str(version.years[-1])).legend
    assert [(words, count) for _, words, count in legend[:2]] == [("10,0%", 3), ("10,0% – 20,0%", 2)]
