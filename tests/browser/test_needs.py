"""Needs beside resources: from the quadrant to a district, the same in Excel, and a map that draws."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from server import Running
from spreadsheet import rows
from visit import DESK, PHONE, Visit

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
PAGES = {
    "bisogni": "Distretti a confronto",
    "sovrapposizioni": "Da verificare.",
    "bisogni_e_risorse": "Regola: un distretto",
    "mappa_casi": "L'altezza delle colonne",
}


def test_the_director_goes_from_the_quadrant_to_a_district(
    visitor: Callable[..., Visit], case_site: Running
) -> None:
    visit = visitor(case_site)
    page = visit.open("bisogni_e_risorse")
    expect(page.get_by_text("Regola: un distretto")).to_be_visible()
    visit.click_mark("quadrant", ".scatterlayer .point >> nth=0")
    expect(page).to_have_url(re.compile(r"luogo=[A-Z]{2}-[A-Z]{3}"))
    visit.settle()
    expect(page.locator(".tile").filter(has_text=re.compile("Bisogno per 1.000"))).to_contain_text("Regione:")
    book = visit.excel()
    assert len(rows(book["Distretti"])) == 38
    visit.menu("Bisogni e copertura")
    expect(page).to_have_url(re.compile(r"luogo=[A-Z]{2}-[A-Z]{3}"))
    small = [
        cell.value
        for sheet in visit.excel().worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int) and 0 < cell.value < 5
    ]
    assert not small


def test_the_map_of_cases_draws_and_has_its_table(visitor: Callable[..., Visit], case_site: Running) -> None:
    visit = visitor(case_site)
    page = visit.open("mappa_casi", misura="accesses")
    picture, tip = page.locator(".ground"), page.locator(".ground .deck-tooltip")
    expect(picture).to_have_attribute("data-drawn", "1")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()

    def met(x: float, y: float) -> bool:
        page.mouse.move(x, y)
        page.wait_for_timeout(30)
        return tip.is_visible()

    # Around the middle of the region columns stand close together.
    middle, top = box["x"] + box["width"] / 2, int(box["y"])
    ways = ((middle + aside, y) for y in range(top, top + int(box["height"]), 8) for aside in (-40, 0, 40))
    x, y = next(at for at in ways if met(*at))
    name, figure = tip.locator("b").inner_text(), tip.inner_text().splitlines()[-1]
    row = page.locator(".rows tbody tr").filter(has_text=name)
    assert figure == f"{row.locator('.figure').inner_text()} accessi"
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile(r"luogo=[A-Z]{2}-[A-Z]{3}"))
    visit.settle()
    expect(page.get_by_text(name).first).to_be_visible()
    expect(page.locator(".rows thead")).to_contain_text("Comune")


def test_a_browser_that_cannot_draw_the_map_of_cases_says_so_and_has_the_table(
    visitor: Callable[..., Visit], case_site: Running
) -> None:
    visit = visitor(case_site)
    visit.page.add_init_script("""
        const given = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
            return kind.startsWith("webgl") ? null : given.call(this, kind, ...more);
        };
    """)
    page = visit.open("mappa_casi")
    expect(page.get_by_text("manca WebGL")).to_be_visible()
    visit.choose("Luogo", "Rimini (RN)")
    expect(page.get_by_text("manca WebGL")).to_be_visible()
    expect(page.locator(".rows thead")).to_contain_text("Comune")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_on_needs_can_be_read_by_everybody(
    visitor: Callable[..., Visit], case_site: Running, screen: dict
) -> None:
    visit, axe, found = visitor(case_site, viewport=screen), Axe(), []
    for path, words in PAGES.items():
        page = visit.open(path)
        expect(page.get_by_text(words).first).to_be_attached()
        violations = axe.run(page, options={"runOnly": RULES}).response["violations"]
        found += [f"/{path}: {v['id']} {[n['target'] for n in v['nodes']]}" for v in violations]
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found += [f"/{path} is too wide"] if wide else []
    assert not found, "\n".join(found)


def test_without_a_mart_the_pages_say_calmly_why(visitor: Callable[..., Visit], site: Running) -> None:
    visit = visitor(site)
    for path in PAGES:
        page = visit.open(path)
        expect(page.get_by_text("in preparazione").first).to_be_visible()
