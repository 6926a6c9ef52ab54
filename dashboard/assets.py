"""Boundary layers and the map's script over HTTP, at addresses that carry a digest and so never change."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geodata.layers import Served, UnknownLayer, served, served_geojson

FOREVER = "public, max-age=31536000, immutable"
MAP_FILES = {"map.js": "text/javascript; charset=utf-8", "map.css": "text/css; charset=utf-8"}

_MAP = Path(__file__).parent / "ui" / "region_map"


def layer_address(layer: str, within: str = "") -> str:
    """Return the address of ``districts``, ``districts_small`` or the ``municipalities`` of a district."""
    part = f"/{within}" if within else ""
    return f"/geo/{served(layer, within or None).digest}/{layer}{part}.json"


def geojson_address(layer: str, within: str = "") -> str:
    """Return the address of the same areas as GeoJSON in degrees: ``districts`` or ``municipalities``."""
    part = f"/{within}" if within else ""
    return f"/geojson/{served_geojson(layer, within or None).digest}/{layer}{part}.json"


def map_address(name: str) -> str:
    """Return the address of ``map.js`` or ``map.css``."""
    return f"/map/{_map_file(name).digest}/{name}"


@cache
def _map_file(name: str) -> Served:
    body = (_MAP / name).read_bytes()
    return Served(body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:12])


async def geometry(request: Request) -> Response:
    """Serve a layer."""
    layer, within = request.path_params["layer"], request.path_params.get("within")
    try:
        found = served(layer, within)
    except UnknownLayer as unknown:
        return JSONResponse({"error": str(unknown)}, status_code=404)
    if request.path_params["digest"] != found.digest:
        return JSONResponse(
            {"error": f"This layer is at {layer_address(layer, within or '')}."}, status_code=404
        )
    return _answer(request, found, "application/json")


async def geojson(request: Request) -> Response:
    """Serve a layer as GeoJSON."""
    layer, within = request.path_params["layer"], request.path_params.get("within")
    try:
        found = served_geojson(layer, within)
    except UnknownLayer as unknown:
        return JSONResponse({"error": str(unknown)}, status_code=404)
    if request.path_params["digest"] != found.digest:
        return JSONResponse(
            {"error": f"This layer is at {geojson_address(layer, within or '')}."}, status_code=404
        )
    return _answer(request, found, "application/json")


async def map_file(request: Request) -> Response:
    """Serve the map's script or style."""
    name = request.path_params["name"]
    if name not in MAP_FILES or _map_file(name).digest != request.path_params["digest"]:
        return JSONResponse({"error": f"There is no {name} here."}, status_code=404)
    return _answer(request, _map_file(name), MAP_FILES[name])


def _answer(request: Request, found: Served, content_type: str) -> Response:
    headers = {"cache-control": FOREVER, "vary": "accept-encoding", "content-type": content_type}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.gzip, headers={**headers, "content-encoding": "gzip"})
    return Response(found.body, headers=headers)


ROUTES = (
    Route("/geo/{digest}/{layer}.json", geometry),
    Route("/geo/{digest}/{layer}/{within}.json", geometry),
    Route("/geojson/{digest}/{layer}.json", geojson),
    Route("/geojson/{digest}/{layer}/{within}.json", geojson),
    Route("/map/{digest}/{name}", map_file),
)
