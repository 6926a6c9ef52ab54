"""The boundary layers as the product reads them: path strings for pictures, GeoJSON for deck.gl.

Every layer stands on a ground (:mod:`geodata.ground`): that of a year, with districts as a register has them.
Maps need path strings only, so shapely is imported only where a register holds a Comune in another district
than the boundaries: it costs more memory than all the layers together. The files in `data/` are made by
`geodata.build`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypedDict

from geodata.ground import TODAY, YEARS, Ground, members

DATA = Path(__file__).parent / "data"
GEOJSON_LAYERS = ("districts", "districts_small", "municipalities")
DISTRICT_FRAME = 0.03
"""Free space around a district drawn alone, as a share of its longer side."""


class UnknownLayer(LookupError):
    """Raised where there is no such layer, or no such place in it; the message says what there is."""


class Area(TypedDict):
    """One area. Coordinates in metres from the layer's upper left corner, y growing downwards.

    `d` is SVG path data to fill with the even-odd rule; `label` a point inside; `bbox` x, y, width,
    height; `parent` the AUSL of a district or the district of a Comune; `full` the name that is unique
    in the region, as "Sud-Est (PR)".
    """

    code: str
    name: str
    full: str
    parent: str
    d: str
    label: list[int]
    bbox: list[int]
    km2: float


class Layer(TypedDict):
    viewBox: list[int]
    areas: list[Area]
    borders: list[Area]
    attribution: str


@dataclass(frozen=True)
class Served:
    """A layer as the browser gets it: JSON, the same compressed, and a short hash of the content."""

    body: bytes
    gzip: bytes
    digest: str


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / "paths.json").read_bytes())
    return content


@lru_cache(maxsize=16)
def paths(layer: str, ground: Ground = TODAY) -> Layer:
    """Return a layer of path strings: `districts`, `districts_small`, `municipalities` or `ausl`.

    All are in one coordinate system, so they can be drawn over each other. `borders` holds the outlines
    of the AUSL for `districts` and is empty for the others. Shared by all callers: read, do not change.
    Raises UnknownLayer.
    """
    content = _content()
    if layer not in content["layers"]:
        raise UnknownLayer(f"No boundary layer {layer!r}; there are {', '.join(content['layers'])}.")
    return {
        "viewBox": content["viewBox"],
        "areas": _areas(layer, ground),
        "borders": _areas("ausl", ground) if layer == "districts" else [],
        "attribution": content["attribution"],
    }


@lru_cache(maxsize=32)
def _areas(layer: str, ground: Ground) -> list[Area]:
    """Return a layer's areas: today's, the year's own in the place of those that differ, then what moved."""
    content = _content()
    areas: list[Area] = content["layers"][layer]
    if layer == "municipalities":
        district = members(ground)
        return [{**area, "parent": district[area["code"]]} for area in areas if area["code"] in district]
    if ground.year != YEARS[-1]:
        differing = {area["code"]: area for area in content["earlier"][str(ground.year)][layer]}
        areas = [differing.get(area["code"], area) for area in areas]
    return _redrawn(layer, areas, ground) if ground.moved else areas


def _redrawn(layer: str, areas: list[Area], ground: Ground) -> list[Area]:
    """Return the areas that gain or lose a Comune, united anew from their Comuni."""
    from geodata.shapes import label_point, path_string, polygon, united

    before, after = members(Ground(ground.year)), members(ground)
    ausl = {area["code"]: area["parent"] for area in _content()["layers"]["districts"]}

    def area_of(district: str) -> str:
        return ausl[district] if layer == "ausl" else district

    changed = {area_of(of[code]) for code, _ in ground.moved for of in (before, after)}
    comuni = {area["code"]: area for area in _areas("municipalities", ground)}
    redrawn = []
    for area in areas:
        inside = [comuni[code] for code, district in after.items() if area_of(district) == area["code"]]
        if area["code"] in changed and not inside:
            continue
        if area["code"] in changed:
            shape = united(polygon(comune["d"]) for comune in inside)
            left, top, right, bottom = (round(metre) for metre in shape.bounds)
            area = {
                **area,
                "d": path_string(shape, lambda x, y: (round(x), round(y))),
                "label": list(label_point(shape)),
                "bbox": [left, top, right - left, bottom - top],
                "km2": round(sum(comune["km2"] for comune in inside), 2),
            }
        redrawn.append(area)
    return redrawn


def frame(areas: list[Area], margin: float = DISTRICT_FRAME) -> list[int]:
    """Return the viewBox [x, y, width, height] in metres that shows these areas with a margin around them.

    `margin` is a share of the longer side. `areas` must not be empty.
    """
    left = min(area["bbox"][0] for area in areas)
    top = min(area["bbox"][1] for area in areas)
    right = max(area["bbox"][0] + area["bbox"][2] for area in areas)
    bottom = max(area["bbox"][1] + area["bbox"][3] for area in areas)
    space = round(margin * max(right - left, bottom - top))
    return [left - space, top - space, right - left + 2 * space, bottom - top + 2 * space]


def within_district(district: str, ground: Ground = TODAY) -> Layer:
    """Return the Comuni of one district (`RO-RIM`), framed; coordinates as in the regional layers.

    Raises UnknownLayer where there is no such district.
    """
    municipalities = paths("municipalities", ground)
    areas = [area for area in municipalities["areas"] if area["parent"] == district]
    if not areas:
        raise UnknownLayer(f"No district {district!r} in the boundaries.")
    return {**municipalities, "viewBox": frame(areas), "areas": areas}


@lru_cache(maxsize=64)
def served(layer: str, within: str | None = None, ground: Ground = TODAY) -> Served:
    """Return the JSON the browser draws: `{"viewBox", "areas", "borders", "attribution"}`.

    `within` narrows `municipalities` to those of one district. Same content, same `digest`: an address
    that carries it never changes. Raises UnknownLayer.
    """
    if within is None:
        content = paths(layer, ground)
    elif layer == "municipalities":
        content = within_district(within, ground)
    else:
        raise UnknownLayer(f"Layer {layer!r} cannot be narrowed to {within!r}; only 'municipalities' can.")
    document = {
        "viewBox": content["viewBox"],
        "areas": [
            {key: area[key] for key in ("code", "name", "full", "parent", "d", "label", "bbox")}
            for area in content["areas"]
        ],
        "borders": [
            {key: border[key] for key in ("code", "name", "d", "bbox")} for border in content["borders"]
        ],
        "attribution": content["attribution"],
    }
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Served(body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:12])


def area_km2(ground: Ground = TODAY) -> dict[str, float]:
    """Return code of a district, Comune or AUSL → area in km² on the ellipsoid, before simplification.

    The areas of districts and AUSL are the sums of those of their Comuni.
    """
    return {
        area["code"]: area["km2"]
        for layer in ("districts", "municipalities", "ausl")
        for area in paths(layer, ground)["areas"]
    }


@lru_cache(maxsize=64)
def served_geojson(layer: str, within: str | None = None, ground: Ground = TODAY) -> Served:
    """Return the areas as GeoJSON in degrees, for layers that project by themselves; see :func:`served`.

    `within` narrows to the areas of one district or AUSL. Features carry their `id` and nothing else. Raises
    UnknownLayer.
    """
    features = [f for f in _features_on(layer, ground) if within is None or within in _around(f)]
    if not features:
        raise UnknownLayer(f"No area of layer {layer!r} lies in {within!r}.")
    kept = [{"type": "Feature", "id": f["id"], "properties": {}, "geometry": f["geometry"]} for f in features]
    body = json.dumps({"type": "FeatureCollection", "features": kept}, separators=(",", ":")).encode()
    return Served(body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:12])


@lru_cache(maxsize=8)
def points(layer: str, ground: Ground = TODAY) -> dict[str, tuple[float, float]]:
    """Return code → longitude and latitude of a point inside the area. Raises UnknownLayer."""
    return {
        f["id"]: (f["properties"]["label_lon"], f["properties"]["label_lat"])
        for f in _features_on(layer, ground)
    }


@lru_cache(maxsize=64)
def bounds(layer: str, within: str = "", ground: Ground = TODAY) -> tuple[float, float, float, float]:
    """Return west, south, east, north in degrees of a layer's areas, or of those of one district or AUSL.

    Raises UnknownLayer.
    """
    longitudes: list[float] = []
    latitudes: list[float] = []
    for feature in _features_on(layer, ground):
        if within in ("", feature["id"], *_around(feature)):
            for longitude, latitude in _corners(feature["geometry"]["coordinates"]):
                longitudes.append(longitude)
                latitudes.append(latitude)
    if not longitudes:
        raise UnknownLayer(f"No area of layer {layer!r} lies in {within!r}.")
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _around(feature: dict[str, Any]) -> tuple[str | None, str]:
    """Return the district, where the area is a Comune, and the AUSL it lies in."""
    return feature["properties"].get("district_code"), feature["properties"]["ausl_code"]


def _corners(coordinates: list[Any]) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], float | int):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _corners(part)


@lru_cache(maxsize=8)
def _features_on(layer: str, ground: Ground) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON layer on a ground. Raises UnknownLayer."""
    features = _features(layer)
    if layer == "municipalities":
        district = members(ground)
        ausl = {f["id"]: f["properties"]["ausl_code"] for f in _features("districts")}
        return [
            {
                **f,
                "properties": {
                    **f["properties"],
                    "district_code": district[f["id"]],
                    "ausl_code": ausl[district[f["id"]]],
                },
            }
            for f in features
            if f["id"] in district
        ]
    if ground.year != YEARS[-1]:
        differing = {f["id"]: f for f in _features(f"{layer}_{ground.year}")}
        features = [differing.get(f["id"], f) for f in features]
    return _redrawn_features(features, ground) if ground.moved else features


def _redrawn_features(features: list[dict[str, Any]], ground: Ground) -> list[dict[str, Any]]:
    """Return the districts that gain or lose a Comune, united anew from their Comuni."""
    from shapely import orient_polygons
    from shapely.geometry import mapping, shape

    from geodata.shapes import united

    before, after = members(Ground(ground.year)), members(ground)
    changed = {of[code] for code, _ in ground.moved for of in (before, after)}
    comuni = {f["id"]: shape(f["geometry"]) for f in _features("municipalities")}
    redrawn = []
    for feature in features:
        inside = [comuni[code] for code, district in after.items() if district == feature["id"]]
        if feature["id"] in changed and not inside:
            continue
        if feature["id"] in changed:
            area = united(inside)
            label = area.representative_point()
            feature = {
                **feature,
                "properties": {**feature["properties"], "label_lon": label.x, "label_lat": label.y},
                "geometry": mapping(orient_polygons(area)),
            }
        redrawn.append(feature)
    return redrawn


@lru_cache(maxsize=8)
def _features(layer: str) -> list[dict[str, Any]]:
    if layer.removesuffix(f"_{YEARS[0]}") not in GEOJSON_LAYERS:
        raise UnknownLayer(f"No GeoJSON layer {layer!r}; there are {', '.join(GEOJSON_LAYERS)}.")
    features: list[dict[str, Any]] = json.loads((DATA / f"{layer}.geojson").read_bytes())["features"]
    return features
