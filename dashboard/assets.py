"""Boundaries and scripts, ours and others', over HTTP at addresses with a digest: they never change."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geodata.layers import Served, UnknownLayer, served, served_geojson

FOREVER = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}

_UI = Path(__file__).parent / "ui"
# A script may stand on another, which then goes before it: one piece to fetch.
_ABOUT, _LIBRARY, _MARKUP = _UI / "about.js", _UI / "library.js", _UI / "markup.js"
_FILES = {
    "map.js": _UI / "region_map" / "map.js",
    "map.css": _UI / "region_map" / "map.css",
    "heat.js": _UI / "heat_table" / "heat.js",
    "heat.css": _UI / "heat_table" / "heat.css",
    "spine.js": _UI / "spine" / "spine.js",
    "spine.css": _UI / "spine" / "spine.css",
    "flows.js": (_MARKUP, _UI / "flows" / "flows.js"),
    "choice.js": (_ABOUT, _UI / "choice" / "choice.js"),
    "box.js": (_ABOUT, _UI / "box" / "box.js"),
    "parts.js": _UI / "parts" / "parts.js",
    "plot.js": (_LIBRARY, _UI / "plot" / "plot.js"),
    "prose.js": (_ABOUT, _UI / "prose" / "prose.js"),
    "ground.js": (_LIBRARY, _MARKUP, _UI / "ground" / "ground.js"),
    "panel.js": _UI / "parts" / "panel.js",
    "row.js": _UI / "parts" / "row.js",
    "search.js": (_ABOUT, _UI / "search" / "search.js"),
    "strip.js": (_ABOUT, _UI / "strip" / "strip.js"),
    "table.js": (_MARKUP, _UI / "table" / "table.js"),
    "tiles.js": (_ABOUT, _UI / "tiles" / "tiles.js"),
    "treemap.js": (_MARKUP, _UI / "treemap" / "treemap.js"),
    "plotly.js": files("plotly") / "package_data" / "plotly.min.js",
    "deck.js": files("pydeck") / "nbextension" / "static" / "index.js",
}


def layer_address(layer: str, within: str = "") -> str:
    """Return the address of ``districts``, ``districts_small`` or the ``municipalities`` of a district."""
    part = f"/{within}" if within else ""
    return f"/geo/{served(layer, within or None).digest}/{layer}{part}.json"


def script_address(name: str) -> str:
    """Return the address of a component's script or style: ``map.js``, ``heat.css``."""
    return f"/script/{_file(name).digest}/{name}"


def geojson_address(layer: str, within: str = "") -> str:
    """Return the address of the same areas as GeoJSON in degrees, all or those of a district or AUSL."""
    part = f"/{within}" if within else ""
    return f"/geojson/{served_geojson(layer, within or None).digest}/{layer}{part}.json"


@cache
def _file(name: str) -> Served:
    files = _FILES[name]
    body = b"\n".join(file.read_bytes() for file in (files if isinstance(files, tuple) else (files,)))
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


async def script_file(request: Request) -> Response:
    """Serve a component's script or style."""
    name = request.path_params["name"]
    if name not in _FILES or _file(name).digest != request.path_params["digest"]:
        return JSONResponse({"error": f"There is no {name} here."}, status_code=404)
    return _answer(request, _file(name), TYPES[Path(name).suffix])


def _answer(request: Request, found: Served, content_type: str) -> Response:
    headers = {"cache-control": FOREVER, "vary": "accept-encoding", "content-type": content_type}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.gzip, headers={**headers, "content-encoding": "gzip"})
    return Response(found.body, headers=headers)


ROUTES = (
    Route("/geo/{digest}/{layer}.json", geometry),
    Route("/geo/{digest}/{layer}/{within}.json", geometry),
    Route("/script/{digest}/{name}", script_file),
    Route("/geojson/{digest}/{layer}.json", geojson),
    Route("/geojson/{digest}/{layer}/{within}.json", geojson),
)
