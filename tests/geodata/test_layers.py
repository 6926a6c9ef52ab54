"""The committed boundaries: complete, gapless, the same in GeoJSON and in path strings.

Path strings and the polygons they come from are on whole metres, and Comuni, districts and AUSL share
their vertices, so equalities there are exact. GeoJSON is rounded to 5 decimals of a degree, which moves a
vertex by at most 0.7 m: areas then agree within the length of the border times that.
"""

import csv
import gzip
import json
import re
import subprocess
import sys

import geopandas
import numpy as np
import pytest
import shapely

from geodata import build, layers

VERTEX_ROUNDING_M = 0.7

# Districts that are in several parts or have holes, from the 2023 boundaries: (parts, holes).
# Modena lies in the holes of Carpi, Tuscany (Ca' Raffaello) in that of Rimini.
SPLIT_DISTRICTS = {
    "MO-CAR": (1, 2),
    "MO-MOD": (3, 0),
    "MO-SAS": (2, 0),
    "PC-PON": (3, 0),
    "RO-RIC": (2, 0),
    "RO-RIM": (1, 1),
    "RO-RUB": (2, 0),
}
CA_RAFFAELLO = shapely.Point(12.203, 43.793)
POLYGON_LAYERS = ("districts", "districts_small", "municipalities", "ausl")


def polygon(d: str) -> shapely.Geometry:
    """An SVG path of relative `m`, `l`, `z` as the even-odd area it fills."""
    assert re.fullmatch(r"(m[-\d ]+l[-\d ]+z)+", d)
    pen, rings = np.zeros(2), []
    for move, line in re.findall(r"m([-\d ]+)l([-\d ]+)z", d):
        start = pen + [int(n) for n in re.findall(r"-?\d+", move)]
        steps = np.array([int(n) for n in re.findall(r"-?\d+", line)]).reshape(-1, 2)
        rings.append(np.vstack([start, start + np.cumsum(steps, axis=0), start]))
        pen = start
    area = shapely.Polygon()
    for ring in rings:
        area = shapely.symmetric_difference(area, shapely.Polygon(ring))
    return area


@pytest.fixture(scope="module")
def drawn() -> dict[str, dict[str, shapely.Geometry]]:
    """Layer → code → polygon in picture metres, from the path strings."""
    return {
        layer: {area["code"]: polygon(area["d"]) for area in layers.paths(layer)["areas"]}
        for layer in POLYGON_LAYERS
    }


@pytest.fixture(scope="module")
def maps():
    """Layer → areas by code, in degrees, as geographic software reads the GeoJSON files."""
    files = {
        layer: json.loads((layers.DATA / f"{layer}.geojson").read_bytes()) for layer in layers.GEOJSON_LAYERS
    }
    return {
        layer: geopandas.GeoDataFrame.from_features(document, crs="EPSG:4326").set_index("code")
        for layer, document in files.items()
    }


def holes(area: shapely.Geometry) -> list[shapely.Polygon]:
    return [shapely.Polygon(ring) for part in shapely.get_parts(area) for ring in part.interiors]


def members(layer: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for area in layers.paths(layer)["areas"]:
        groups.setdefault(area["parent"], []).append(area["code"])
    return groups


def test_38_districts_330_municipalities_8_ausl_in_every_form(drawn, maps):
    assert {layer: len(areas) for layer, areas in drawn.items()} == {
        "districts": 38,
        "districts_small": 38,
        "municipalities": 330,
        "ausl": 8,
    }
    for layer, frame in maps.items():
        assert frame.index.is_unique
        assert set(frame.index) == set(drawn[layer])
    assert maps["districts"]["display_name"].is_unique
    assert set(drawn["districts_small"]) == set(drawn["districts"])


def test_every_municipality_is_in_exactly_one_district(maps):
    with (layers.DATA / "municipality_district.csv").open(encoding="utf-8") as file:
        link = [(row["istat_code"], row["district_code"]) for row in csv.DictReader(file)]
    assert len(dict(link)) == len(link) == 330
    assert set(dict(link).values()) == set(maps["districts"].index)
    assert dict(link) == maps["municipalities"]["district_code"].to_dict()
    assert dict(link) == {area["code"]: area["parent"] for area in layers.paths("municipalities")["areas"]}


@pytest.mark.parametrize("layer", POLYGON_LAYERS)
def test_paths_leave_no_gap_and_no_overlap(drawn, layer):
    areas = np.array(list(drawn[layer].values()))
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)
    region = shapely.coverage_union_all(areas)
    assert shapely.area(region) == shapely.area(areas).sum()
    assert len(holes(region)) == 1


@pytest.mark.parametrize("layer", layers.GEOJSON_LAYERS)
def test_geojson_leaves_no_gap_and_no_overlap(maps, layer):
    areas = maps[layer].geometry.to_numpy()
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)
    region = shapely.coverage_union_all(areas)
    [hole] = holes(region)
    assert shapely.contains(hole, CA_RAFFAELLO)
    assert shapely.area(region) == pytest.approx(shapely.area(areas).sum(), rel=1e-12)


def test_geojson_rings_follow_rfc_7946(maps):
    for frame in maps.values():
        parts = shapely.get_parts(frame.geometry.to_numpy())
        assert shapely.is_ccw(shapely.get_exterior_ring(parts)).all()
        assert not any(shapely.is_ccw(hole) for part in parts for hole in part.interiors)


def test_districts_and_ausl_are_exactly_their_members(drawn, maps):
    for parents, children in (("districts", "municipalities"), ("ausl", "districts")):
        for parent, codes in members(children).items():
            union = shapely.coverage_union_all([drawn[children][code] for code in codes])
            assert shapely.equals(union, drawn[parents][parent]), parent
    for district, codes in members("municipalities").items():
        union = shapely.coverage_union_all(maps["municipalities"].geometry[codes].to_numpy())
        assert shapely.equals(union, maps["districts"].geometry[district]), district


@pytest.mark.parametrize("layer", layers.GEOJSON_LAYERS)
def test_paths_and_geojson_draw_the_same_shapes(drawn, maps, layer):
    for code, shape in maps[layer].to_crs(build.PROJECTION).geometry.items():
        path = drawn[layer][code]
        assert abs(path.area - shape.area) <= VERTEX_ROUNDING_M * shape.length, code
        assert shapely.get_num_coordinates(path) == shapely.get_num_coordinates(shape), code


@pytest.mark.parametrize("layer", POLYGON_LAYERS)
def test_bbox_holds_the_path_and_the_label_lies_inside(drawn, layer):
    left, top, width, height = layers.paths(layer)["viewBox"]
    view = shapely.box(left, top, left + width, top + height)
    for area in layers.paths(layer)["areas"]:
        shape = drawn[layer][area["code"]]
        x, y, w, h = area["bbox"]
        assert shape.bounds == (x, y, x + w, y + h), area["code"]
        assert shapely.contains_properly(shape, shapely.Point(area["label"])), area["code"]
        assert shapely.contains_properly(view, shape), area["code"]


def test_geojson_labels_lie_inside_and_north_is_up(maps):
    for frame in maps.values():
        points = shapely.points(frame["label_lon"], frame["label_lat"])
        assert shapely.contains_properly(frame.geometry.to_numpy(), points).all()
    bbox = {area["code"]: area["bbox"] for area in layers.paths("districts")["areas"]}
    assert bbox["FE-CNO"][1] < bbox["RO-RIM"][1]  # Ferrara above Rimini
    assert bbox["PC-PON"][0] < bbox["RO-RIM"][0]  # Piacenza left of Rimini


@pytest.mark.parametrize("layer", ["districts", "districts_small"])
def test_genuine_exclaves_and_holes_are_kept(drawn, layer):
    def parts_and_holes(shape):
        parts = shapely.get_parts(shape)
        return len(parts), int(shapely.get_num_interior_rings(parts).sum())

    found = {code: parts_and_holes(shape) for code, shape in drawn[layer].items()}
    assert {code: found[code] for code in found if found[code] != (1, 0)} == SPLIT_DISTRICTS


def test_areas_agree_with_the_published_surfaces():
    """ISTAT: Emilia-Romagna 22,502 km² with the two Comuni of 2021, Comune di Bologna 140.86 km²."""
    km2 = layers.area_km2()
    districts = members("municipalities")
    assert sum(km2[code] for code in districts) == pytest.approx(22_502, rel=0.001)
    assert km2["037006"] == pytest.approx(140.86, rel=0.001)
    assert km2["BO-CIT"] == km2["037006"]
    for district, codes in districts.items():
        assert km2[district] == pytest.approx(sum(km2[code] for code in codes), abs=1e-6)


@pytest.mark.parametrize(
    ("layer", "within", "areas", "borders"),
    [("districts", None, 38, 8), ("districts_small", None, 38, 0), ("municipalities", "RO-RIM", 13, 0)],
)
def test_served_json_and_its_compressed_copy(layer, within, areas, borders):
    served = layers.served(layer, within)
    assert gzip.decompress(served.gzip) == served.body
    document = json.loads(served.body)
    assert set(document) == {"viewBox", "areas", "borders", "attribution"}
    assert (len(document["areas"]), len(document["borders"])) == (areas, borders)
    assert set(document["areas"][0]) == {"code", "name", "full", "parent", "d", "label", "bbox"}
    assert "CC BY 4.0" in document["attribution"]


@pytest.mark.parametrize(
    ("layer", "within", "areas"),
    [("districts_small", None, 38), ("districts", "080114", 8), ("municipalities", "RO-RIM", 13)],
)
def test_served_geojson_holds_the_areas_of_a_place_and_nothing_about_them(layer, within, areas):
    served = layers.served_geojson(layer, within)
    assert gzip.decompress(served.gzip) == served.body
    features = json.loads(served.body)["features"]
    assert len(features) == areas
    assert not any(feature["properties"] for feature in features)
    with pytest.raises(layers.UnknownLayer, match="XX-XXX"):
        layers.served_geojson(layer, "XX-XXX")


def test_digest_is_stable_and_tells_contents_apart():
    before = layers.served("municipalities", "RO-RIM")
    layers.served.cache_clear()
    assert layers.served("municipalities", "RO-RIM") == before
    everything = [layers.served("municipalities", code) for code in members("municipalities")]
    everything += [layers.served(layer) for layer in POLYGON_LAYERS]
    assert len({served.digest for served in everything}) == len(everything)


def test_a_district_is_drawn_in_the_coordinates_of_the_region():
    document = json.loads(layers.served("municipalities", "RO-RIM").body)
    [rimini] = [area for area in layers.paths("districts")["areas"] if area["code"] == "RO-RIM"]
    left, top, width, height = document["viewBox"]
    x, y, w, h = rimini["bbox"]
    assert left < x
    assert top < y
    assert left + width > x + w
    assert top + height > y + h
    assert width < 2 * w
    assert {area["parent"] for area in document["areas"]} == {"RO-RIM"}


@pytest.mark.parametrize(
    ("layer", "within", "named"),
    [
        ("provinces", None, "provinces"),
        ("municipalities", "XX-XXX", "XX-XXX"),
        ("districts", "RO-RIM", "districts"),
    ],
)
def test_unknown_places_are_refused_by_name(layer, within, named):
    with pytest.raises(layers.UnknownLayer, match=named):
        layers.served(layer, within)
    assert issubclass(layers.UnknownLayer, LookupError)


def test_maps_cost_no_geographic_library():
    code = (
        "import sys; from geodata import layers; layers.served('districts');"
        "sys.exit(any(name in sys.modules for name in ('geopandas', 'shapely', 'pandas', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_build_gives_the_committed_bytes():
    for name, content in build.build().items():
        assert content == (layers.DATA / name).read_bytes(), name
