"""Boundaries and scripts, ours and others', over HTTP at addresses with a digest: they never change.

Addresses given to a browser begin with the path below which it reaches the app: nothing, or what a proxy puts
before it. The visitor's own address says which (:mod:`dashboard.screen.session`).
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geodata.ground import TODAY, Ground, UnknownGround, ground_of
from geodata.layers import Served, UnknownLayer, served, served_geojson

FOREVER = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}

_SCRIPTS = Path(__file__).parent / "parts" / "frontend" / "src"
_LIBRARIES = {
    "plotly.js": files("plotly") / "package_data" / "plotly.min.js",
    "deck.js": files("pydeck") / "nbextension" / "static" / "index.js",
}


BASE: ContextVar[str] = ContextVar("base", default="")
"""What stands before every path of the app in the address of the visitor now served: ``""`` or ``/piani``."""


def layer_address(layer: str, within: str = "", ground: Ground = TODAY) -> str:
    """Return the address of ``districts``, ``districts_small`` or the ``municipalities`` of a district."""
    return _address("geo", served(layer, within or None, ground), layer, within, ground)


def geojson_address(layer: str, within: str = "", ground: Ground = TODAY) -> str:
    """Return the address of the same areas as GeoJSON in degrees, all or those of a district or AUSL."""
    return _address("geojson", served_geojson(layer, within or None, ground), layer, within, ground)


def _address(kind: str, served_file: Served, layer: str, within: str, ground: Ground) -> str:
    part = f"/{within}" if within else ""
    return f"{BASE.get()}/{kind}/{served_file.digest}/{ground.text}/{layer}{part}.json"


def script_address(name: str) -> str:
    """Return the address of a script or style: ``map.js``, ``heat.css``, ``plotly.js``, ``deck.js``.

    Our scripts import one another by names beside their own, so all of them stand under one digest.
    """
    return f"{BASE.get()}/script/{_file(name).digest}/{name}"


def _file(name: str) -> Served:
    return _library(name) if name in _LIBRARIES else _ours()[name]


@cache
def _ours() -> dict[str, Served]:
    paths = sorted(path for path in _SCRIPTS.rglob("*") if path.suffix in TYPES)
    bodies = {path.relative_to(_SCRIPTS).as_posix(): path.read_bytes() for path in paths}
    digest = _digest(b"\0".join(part for name, body in bodies.items() for part in (name.encode(), body)))
    return {name: Served(body, _packed(body), digest) for name, body in bodies.items()}


@cache
def _library(name: str) -> Served:
    body = _LIBRARIES[name].read_bytes()
    return Served(body, _packed(body), _digest(body))


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]


async def geometry(request: Request) -> Response:
    """Serve a layer."""
    return _layer(request, served, layer_address)


async def geojson(request: Request) -> Response:
    """Serve a layer as GeoJSON."""
    return _layer(request, served_geojson, geojson_address)


def _layer(
    request: Request, layer_of: Callable[..., Served], address_of: Callable[[str, str, Ground], str]
) -> Response:
    asked = request.path_params
    layer, within = asked["layer"], asked.get("within")
    try:
        ground = ground_of(asked["ground"])
        found = layer_of(layer, within, ground)
    except (UnknownGround, UnknownLayer) as unknown:
        return JSONResponse({"error": str(unknown)}, status_code=404)
    if asked["digest"] != found.digest:
        return JSONResponse(
            {"error": f"This layer is at {address_of(layer, within or '', ground)}."}, status_code=404
        )
    return _answer(request, found, "application/json")


async def script_file(request: Request) -> Response:
    """Serve a script or style."""
    name = request.path_params["name"]
    known = name in _LIBRARIES or name in _ours()
    if not known or _file(name).digest != request.path_params["digest"]:
        return JSONResponse({"error": f"There is no {name} here."}, status_code=404)
    return _answer(request, _file(name), TYPES[Path(name).suffix])


def _answer(request: Request, served_file: Served, content_type: str) -> Response:
    headers = {"cache-control": FOREVER, "vary": "accept-encoding", "content-type": content_type}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(served_file.gzip, headers={**headers, "content-encoding": "gzip"})
    return Response(served_file.body, headers=headers)


ROUTES = (
    Route("/geo/{digest}/{ground}/{layer}.json", geometry),
    Route("/geo/{digest}/{ground}/{layer}/{within}.json", geometry),
    Route("/script/{digest}/{name:path}", script_file),
    Route("/geojson/{digest}/{ground}/{layer}.json", geojson),
    Route("/geojson/{digest}/{ground}/{layer}/{within}.json", geojson),
)
