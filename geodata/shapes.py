"""Polygons to SVG path strings and back: what the committed layers and redrawn districts share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import numpy as np
import shapely
from shapely import Geometry

ToPicture = Callable[[float, float], tuple[int, int]]


def united(shapes: Iterable[Geometry]) -> Geometry:
    """Unite areas that share their borders exactly."""
    return shapely.normalize(shapely.coverage_union_all(list(shapes)))


def label_point(shape: Geometry) -> tuple[int, int]:
    """Return a point well inside the largest part: the centre of its largest inscribed circle."""
    largest = max(shapely.get_parts(shape), key=shapely.area)
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=10))[0]
    return round(x), round(y)


def path_string(shape: Geometry, to_picture: ToPicture) -> str:
    """Return the SVG path data of a polygon: `m x,y l dx dy … z` for each ring, all relative, whole metres.

    Holes are rings like the others: draw with `fill-rule="evenodd"`.
    """
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    text: list[str] = []
    pen = (0, 0)
    for ring in rings:
        points = [to_picture(x, y) for x, y in ring.coords[:-1]]
        text.append("m" + _pairs([pen, points[0]]) + "l" + _pairs(points) + "z")
        pen = points[0]  # after z the pen is back where the ring began
    return "".join(text)


def polygon(path: str) -> Geometry:
    """Return the area that the path data of :func:`path_string` fill."""
    pen, area = np.zeros(2), shapely.Polygon()
    for move, line in re.findall(r"m([-\d ]+)l([-\d ]+)z", path):
        pen = pen + np.array(re.findall(r"-?\d+", move), dtype=int)
        steps = np.array(re.findall(r"-?\d+", line), dtype=int).reshape(-1, 2)
        ring = np.vstack([pen, pen + np.cumsum(steps, axis=0), pen])
        area = shapely.symmetric_difference(area, shapely.Polygon(ring))
    return area


def _pairs(points: list[tuple[int, int]]) -> str:
    """Write differences from point to point; a minus sign is separator enough."""
    steps = np.diff(np.array(points), axis=0).ravel().tolist()
    return "".join(f" {step}" if step >= 0 else str(step) for step in steps).lstrip()
