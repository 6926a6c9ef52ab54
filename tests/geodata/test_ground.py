"""The ground of a year and of a register: whole, gapless, and only what can be drawn is drawn."""

import json

import pytest
import shapely

from geodata import layers
from geodata.ground import TODAY, YEARS, Ground, UnknownGround, ground, ground_of, members
from geodata.shapes import polygon

THEN = Ground(2019)
RICCIONE = "099013"
MOVED = Ground(2019, ((RICCIONE, "RO-RIM"),))


def shapes(layer, on):
    return {area["code"]: polygon(area["d"]) for area in layers.paths(layer, on)["areas"]}


@pytest.mark.parametrize(
    ("year", "first"), [(2014, 2019), (2019, 2019), (2020, 2019), (2021, 2021), (2030, 2021)]
)
def test_a_year_stands_on_the_last_ground_before_it(year, first):
    assert ground(year) == Ground(first)
    assert ground(year).year in YEARS


@pytest.mark.parametrize("on", [TODAY, THEN, MOVED])
@pytest.mark.parametrize("layer", ["districts", "municipalities", "ausl"])
def test_every_ground_is_whole(on, layer):
    drawn = shapes(layer, on)
    comuni = shapes("municipalities", on)
    assert set(comuni) == set(members(on))
    assert shapely.coverage_is_valid(list(drawn.values()))
    assert shapely.equals(shapely.union_all(list(drawn.values())), shapely.union_all(list(comuni.values())))


@pytest.mark.parametrize("on", [THEN, MOVED])
def test_a_district_is_what_its_comuni_make_it(on):
    drawn, comuni = shapes("districts", on), shapes("municipalities", on)
    for area in layers.paths("districts", on)["areas"]:
        code = area["code"]
        inside = [comuni[c] for c, district in members(on).items() if district == code]
        assert shapely.equals(drawn[code], shapely.coverage_union_all(inside)), code
        assert drawn[code].contains(shapely.Point(area["label"]))
        x, y, w, h = area["bbox"]
        assert drawn[code].bounds == (x, y, x + w, y + h)
    assert {a["code"] for a in layers.within_district("RO-RIM", on)["areas"]} == {
        c for c, district in members(on).items() if district == "RO-RIM"
    }
    km2 = layers.area_km2(on)
    assert km2["RO-RIM"] == pytest.approx(sum(km2[c] for c, d in members(on).items() if d == "RO-RIM"))


def test_2019_differs_in_two_districts_and_no_other():
    then, today = shapes("districts", THEN), shapes("districts", TODAY)
    assert {c for c in then if not shapely.equals(then[c], today[c])} == {"RO-RIM", "RO-RIC"}
    assert len(shapes("municipalities", THEN)) == 328


@pytest.mark.parametrize("on", [THEN, MOVED])
def test_degrees_are_on_the_same_ground(on):
    for layer, areas in (("municipalities", 328), ("districts", 38), ("districts_small", 38)):
        features = json.loads(layers.served_geojson(layer, None, on).body)["features"]
        assert len(features) == areas
    inside = json.loads(layers.served_geojson("municipalities", "RO-RIM", on).body)["features"]
    assert {f["id"] for f in inside} == {c for c, d in members(on).items() if d == "RO-RIM"}
    assert set(layers.points("municipalities", on)) == set(members(on))


def test_a_ground_s_text_is_read_again_and_others_are_refused():
    for on in (TODAY, THEN, MOVED):
        assert ground_of(on.text) == on
    for text in (
        "2018",
        "x",
        "",
        "2019,099013",
        "2019,099013:XX-XXX",
        "2019,099030:RO-RIM",  # not of the region in 2019
        "2019,099013:RO-RIC",  # where it is anyway
        "2019,099014:RO-RIC,099013:RO-RIM",  # not in order
    ):
        with pytest.raises(UnknownGround):
            ground_of(text)
