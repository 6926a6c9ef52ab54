"""Peers: constructed districts, and what must not move them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from dashboard.address.view import default_view
from dashboard.judging.benchmark import against, likeness, peers_of, standardised_structure, structure_of
from dashboard.judging.peers import contributions, distances, nearest, standardised
from dashboard.topics.indicators.sides.screen import weighted
from data_access.structure import FOREIGNERS, structure
from data_access.version import Version
from data_access.viewer import Viewer
from geodata.ground import Ground
from geodata.layers import area_km2

REGION = Viewer("region")
TOWNS = pd.DataFrame(
    {"size": [100.0, 110.0, 200.0, 105.0, 900.0], "old": [20.0, 21.0, 20.0, 35.0, 30.0]},
    index=["mine", "twin", "larger", "older", "other"],
)


def test_constructed_districts_stand_in_the_order_a_person_would_say():
    z = standardised(TOWNS)
    assert distances(z, "mine").idxmin() == "twin"
    assert list(nearest(z, "mine", k=2).index) == ["twin", "larger"]
    # By size alone the older one comes next, by age alone the larger one comes first.
    assert list(nearest(z, "mine", k=2, weights={"old": 0}).index) == ["older", "twin"]
    assert list(nearest(z, "mine", k=1, weights={"size": 0}).index) == ["larger"]
    shares = contributions(z, "mine", ["larger", "older"])
    assert shares.sum(axis=1).tolist() == pytest.approx([1, 1])
    assert shares.at["larger", "size"] == pytest.approx(1)
    assert shares.at["older", "old"] > 0.99


def test_distances_are_euclidean_on_z_scores():
    z = standardised(TOWNS)
    expected = cdist(TOWNS, TOWNS, "seuclidean", V=TOWNS.var(ddof=0)) / np.sqrt(2)
    np.testing.assert_allclose(distances(z, "mine"), expected[0, 1:])


def test_pins_stay_and_drops_go():
    z = standardised(TOWNS)
    assert list(nearest(z, "mine", k=2, pinned=["other"]).index) == ["twin", "other"]
    assert list(nearest(z, "mine", k=2, dropped=["twin"]).index) == ["larger", "older"]
    assert "twin" not in nearest(z, "mine", k=2, pinned=["twin"], dropped=["twin"]).index
    found = nearest(z, "mine", k=1, pinned=["other", "older"])
    assert list(found.index) == ["older", "other"]
    assert found["pinned"].all()
    assert found["position"].tolist() == [3, 4]


def test_a_missing_value_leaves_out_only_its_own_variable():
    holes = TOWNS.copy()
    holes.loc["twin", "old"] = np.nan
    z = standardised(holes)
    far = distances(z, "mine")
    assert far["twin"] == pytest.approx(abs(z.at["twin", "size"] - z.at["mine", "size"]))
    unknown = holes.assign(old=np.nan, size=[100, np.nan, 200, 105, 900])
    assert np.isnan(distances(standardised(unknown), "mine")["twin"])
    assert "twin" not in nearest(standardised(unknown), "mine", k=4).index
    same = standardised(TOWNS.assign(flat=7.0))
    assert (same["flat"] == 0).all()


@settings(deadline=None)
@given(
    st.permutations(list(TOWNS.index)),
    st.floats(0.01, 100),
    st.floats(-50, 50),
    st.floats(0.5, 4),
)
def test_order_units_and_the_size_of_weights_move_no_peer(order, factor, shift, weight):
    before = nearest(standardised(TOWNS), "mine", k=3)
    other_units = TOWNS.assign(size=TOWNS["size"] * factor, old=TOWNS["old"] + shift).loc[list(order)]
    weights = {"size": weight, "old": weight}
    after = nearest(standardised(other_units), "mine", k=3, weights=weights)
    assert list(after.index) == list(before.index)
    np.testing.assert_allclose(after["distance"], before["distance"], rtol=1e-6)
    logged = standardised(TOWNS, ["size"])
    np.testing.assert_allclose(standardised(TOWNS.assign(size=TOWNS["size"] * factor), ["size"]), logged)


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        distances(standardised(TOWNS), "mine", {"size": -1})


# --- structure -----------------------------------------------------------------------------------


def test_structure_is_counted_from_the_population(demo: Version, demo_sqlite_url):
    import sqlite3

    known = structure_of(demo)
    assert [v.code for v in known.variables] == [
        "population",
        "density",
        "old_age_index",
        "minors",
        "aged_75",
    ]
    assert {v.year for v in known.variables} == {2019}
    assert not any(v.real for v in known.variables)  # 2019 is estimated in the demonstration
    connection = sqlite3.connect(demo_sqlite_url.removeprefix("sqlite:///"))
    bands = dict(
        connection.execute(
            "select age_band, residents from population where district_code = 'RO-RIM' and year = 2019"
        )
    )
    own, everyone = known.values.loc["RO-RIM"], sum(bands.values())
    assert own["population"] == everyone
    assert own["minors"] == pytest.approx(100 * (bands["0-2"] + bands["3-14"] + bands["15-17"]) / everyone)
    assert own["aged_75"] == pytest.approx(100 * (bands["75-79"] + bands["80+"]) / everyone)
    old = bands["65-74"] + bands["75-79"] + bands["80+"]
    assert own["old_age_index"] == pytest.approx(100 * old / (bands["0-2"] + bands["3-14"]))
    assert own["density"] == pytest.approx(everyone / area_km2(Ground(2019))["RO-RIM"])


def test_variables_without_a_source_stay_out_and_say_so(demo, tiny):
    assert structure_of(demo).left_out == {"mountain": "no_source", "foreigners": "simulated"}
    facts = demo.indicators[FOREIGNERS]
    real = replace(facts, real=np.ones_like(facts.real))
    known = structure(replace(demo, indicators={**demo.indicators, FOREIGNERS: real}), area_km2())
    assert known.left_out == {"mountain": "no_source"}
    foreigners = next(v for v in known.variables if v.code == "foreigners")
    assert foreigners.real
    assert foreigners.year < 2019  # the last year that every district reported
    at = demo.years.index(foreigners.year)
    expected = 100 * facts.numerator[at] / facts.denominator[at]
    np.testing.assert_allclose(known.values["foreigners"], expected)
    # A district that is not in our boundaries has no density; nothing is made up.
    assert structure(tiny, area_km2()).values["density"].isna().all()


# --- the view's peers ----------------------------------------------------------------------------


def test_peers_follow_the_address(demo):
    view = replace(default_view(demo), place="RO-RIM")
    found = peers_of(demo, view, REGION)
    assert len(found.codes) == 6
    assert "RO-RIM" not in found.codes
    assert not found.by_hand
    chosen = peers_of(demo, replace(view, peers=("BO-CIT", "RO-RIM", "MO-MOD")), REGION)
    assert set(chosen.codes) == {"BO-CIT", "MO-MOD"}
    assert chosen.by_hand
    first = found.codes[0]
    without = peers_of(demo, replace(view, dropped=(first,)), REGION)
    assert set(found.codes) - {first} < set(without.codes)
    assert first not in without.codes
    other = peers_of(demo, weighted(view, "density", 0.0), REGION)
    assert other.codes != found.codes
    assert weighted(weighted(view, "density", 0.0), "density", 1.0) == view


def test_the_benchmark_of_peers_needs_a_district(demo):
    view = replace(default_view(demo), benchmark="peers")
    assert against(demo, view, REGION).kind == "region"
    own = against(demo, view, Viewer("district", "RO-RIM"))
    assert own.kind == "peers"
    assert own == against(demo, replace(view, place="RO-RIM"), REGION)


def test_likeness_is_in_the_order_of_the_districts(demo):
    view = default_view(demo)
    far = likeness(demo, view, "RO-RIM")
    expected = distances(standardised_structure(demo), "RO-RIM")
    assert far[demo.district_position["RO-RIM"]] == 0
    assert far[demo.district_position["BO-CIT"]] == expected["BO-CIT"]
