"""What the server answers to machines: headers, health, geometry."""

from __future__ import annotations

import gzip
import json
import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect
from server import Running
from visit import Visit


def _get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, headers={k.replace("_", "-"): v for k, v in headers.items()})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()


def test_the_page_is_italian_and_locked_down(site: Running) -> None:
    status, headers, body = _get(f"{site.address}/mappa")
    assert status == 200
    assert b'<html lang="it"' in body
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == policy["form-action"] == policy["base-uri"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert not re.search(r"https?:|\*|unsafe-eval", headers["content-security-policy"])
    assert "unsafe-inline" not in policy["script-src"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_geometry_is_compressed_and_kept_for_ever(visit: Visit, site: Running) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.open("mappa", luogo="RO-RIM")
    expect(visit.page.locator(".inset path.area").first).to_be_attached()
    layers = {url for url in asked if "/geo/" in url and url.endswith(".json")}
    assert len(layers) == 2, "the districts and the Comuni of one"
    for url in layers:
        _, headers, body = _get(url, accept_encoding="gzip")
        assert headers["content-encoding"] == "gzip"
        assert headers["x-content-type-options"] == "nosniff"
        assert {"public", "immutable", "max-age=31536000"} <= set(headers["cache-control"].split(", "))
        assert len(body) < len(gzip.decompress(body)) / 2
        assert json.loads(gzip.decompress(body))["areas"]
        old = re.sub(r"/geo/[^/]+/", "/geo/0000/", url)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            _get(old)


def test_health_says_up_and_ready(site: Running) -> None:
    assert json.loads(_get(f"{site.address}/healthz")[2]) == {"status": "ok"}
    status, said = site.ready()
    assert status == 200
    assert said["status"] == "ready"
    assert said["database"] == "ok"
    assert said["as_of"] == "2019-09-30"
    assert said["version"]
    assert said["age_seconds"] >= 0
