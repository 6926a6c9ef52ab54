"""The dashboard below a path: a proxy cuts the path off, or the server knows it; everything is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from proxy import proxied
from server import CHECKOUT, Running, running
from visit import Visit

PAGES = sorted(path.stem for path in (CHECKOUT / "pages").glob("*.py"))

LINK = "Vista nell'Osservatorio"


@pytest.fixture(scope="module", params=["cut off by the proxy", "known to the server"])
def below(
    request: pytest.FixtureRequest, site: Running, demo_sqlite_url: str, tmp_path_factory
) -> Iterator[Running]:
    if request.param.startswith("cut"):
        with proxied(site.address, "/piani") as address:
            yield Running(address, site.log)
        return
    with running(demo_sqlite_url, tmp_path_factory.mktemp("below"), below="/welfare/piani") as server:
        yield server


def test_map_charts_fonts_and_links_are_there(visitor: Callable[..., Visit], below: Running) -> None:
    visit = visitor(below)
    page = visit.open("mappa", luogo="RO-RIM")
    expect(page.locator(".inset path.area").first).to_be_attached()
    page.locator(".js-plotly-plot").first.wait_for()
    assert page.evaluate("[...document.fonts].some(f => /Titillium/.test(f.family) && f.status == 'loaded')")
    visit.menu("Indicatori distrettuali")
    assert urlsplit(page.url).path == f"{urlsplit(below.address).path}/indicatori"
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Mappa")).to_be_visible()
    visit.settle()
    visit.menu("Quadro regionale")
    visit.click_area("RO-RIM")
    expect(page.get_by_role("heading", level=1, name="Mappa")).to_be_visible()
    assert page.url.startswith(f"{below.address}/mappa?")


def test_the_link_in_every_file_leads_back_to_its_page(
    visitor: Callable[..., Visit], case_site: Running
) -> None:
    with proxied(case_site.address, "/piani") as address:
        visit = visitor(Running(address, case_site.log))
        for name in PAGES:
            # The front page has no name of its own in an address.
            path = "" if name == "quadro_regionale" else name
            visit.open(path, luogo="RO-RIM", misura="DST041", bisogno="")
            cover = visit.excel().worksheets[0]
            link = next(str(b.value) for a, b, *_ in cover.iter_rows() if a.value == LINK)
            asked = parse_qs(urlsplit(link).query)
            assert link.split("?")[0] == f"{address}/{path}"
            assert asked["edizione"] == ["2019-implementing"]
            assert asked["dati"][0].startswith("2019-09-30.")
        visit.page.goto("about:blank")
    bare = visitor(case_site)
    bare.open("bisogni_e_risorse")
    cover = bare.excel().worksheets[0]
    link = next(str(b.value) for a, b, *_ in cover.iter_rows() if a.value == LINK)
    assert link.startswith(f"{case_site.address}/bisogni_e_risorse?")
    bare.page.goto(link)
    expect(bare.page.get_by_role("heading", level=1, name="Bisogni e risorse")).to_be_visible()
    bare.settle()
