"""Boundary layers over HTTP, at addresses that carry a digest of the content and so never change."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geodata.layers import UnknownLayer, served

FOREVER = "public, max-age=31536000, immutable"


def layer_address(layer: str, within: str = "") -> str:
    """Return the address of ``districts``, ``districts_small`` or the ``municipalities`` of a district."""
    part = f"/{within}" if within else ""
    return f"/geo/{served(layer, within or None).digest}/{layer}{part}.json"


async def geometry(request: Request) -> Response:
    """Serve a layer, compressed where the browser takes it."""
    layer, within = request.path_params["layer"], request.path_params.get("within")
    try:
        found = served(layer, within)
    except UnknownLayer as unknown:
        return JSONResponse({"error": str(unknown)}, status_code=404)
    if request.path_params["digest"] != found.digest:
        return JSONResponse(
            {"error": f"This layer is at {layer_address(layer, within or '')}."}, status_code=404
        )
    headers = {"cache-control": FOREVER, "vary": "accept-encoding", "content-type": "application/json"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.gzip, headers={**headers, "content-encoding": "gzip"})
    return Response(found.body, headers=headers)


ROUTES = (
    Route("/geo/{digest}/{layer}.json", geometry),
    Route("/geo/{digest}/{layer}/{within}.json", geometry),
)
