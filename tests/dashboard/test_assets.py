"""Scripts over HTTP: all of ours under one digest, kept for ever; an address of another day is gone."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import Request

from dashboard.assets import script_address, script_file


def answer(path: str, **headers: str):
    """What is answered to an address."""
    _, _, digest, name = path.split("/", 3)
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "path_params": {"digest": digest, "name": name},
        "headers": [(key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()],
    }
    # In a thread of its own: a browser's tests may have left a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, script_file(Request(scope))).result()


def test_scripts_that_import_one_another_have_one_digest_and_never_change():
    digests = {script_address(name).split("/")[2] for name in ("map.js", "dom.js", "heat.css")}
    assert len(digests) == 1
    assert script_address("plotly.js").split("/")[2] not in digests
    for name, kind in (("map.js", "text/javascript"), ("heat.css", "text/css")):
        plain, packed = answer(script_address(name)), answer(script_address(name), accept_encoding="gzip")
        assert plain.status_code == 200
        assert plain.headers["content-type"].startswith(kind)
        assert "immutable" in plain.headers["cache-control"]
        assert packed.headers["content-encoding"] == "gzip"
        assert len(packed.body) < len(plain.body)
    assert answer(script_address("vendor/d3-hierarchy.js")).status_code == 200


@pytest.mark.parametrize("name", ["nothing.js", "../package.json", "vendor", "part.d.ts", ""])
def test_what_is_no_script_is_not_served(name):
    digest = script_address("map.js").split("/")[2]
    assert answer(f"/script/{digest}/{name}").status_code == 404


def test_an_address_of_another_day_is_gone():
    assert answer("/script/0123456789ab/map.js").status_code == 404
    assert answer("/script/0123456789ab/plotly.js").status_code == 404
