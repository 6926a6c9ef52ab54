"""Every page in Firefox too: it is drawn, goes to another place, and answers to keys where it has its own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from server import CHECKOUT, Running
from visit import Visit

PAGES = sorted(path.stem for path in (CHECKOUT / "pages").glob("*.py"))


@pytest.fixture
def browser(firefox: Browser) -> Browser:
    return firefox


def _map(page: Page) -> None:
    start, here = page.locator(".map path[tabindex='0']"), page.locator(".map path:focus")
    code = start.get_attribute("data-code")
    start.focus()
    page.keyboard.press("ArrowDown")
    expect(here).to_have_attribute("aria-label", re.compile(r"\w"))
    assert here.get_attribute("data-code") != code


def _heat_table(page: Page) -> None:
    page.locator(".pane td[tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert page.locator(".pane canvas").evaluate("canvas => canvas.width * canvas.height") > 0


def _nested_cells(page: Page) -> None:
    page.get_by_role("tab", name="Mappa ad albero").click()
    cells = page.locator(".nested button")
    cells.first.focus()
    page.keyboard.press("ArrowRight")
    expect(cells.nth(1)).to_be_focused()


def _spine(page: Page) -> None:
    expect(page.locator(".spine .graphic .dot").first).to_be_visible()


OWN = {
    "quadro_regionale": _map,
    "mappa": _map,
    "indicatori": _heat_table,
    "risorse": _nested_cells,
    "profilo": _spine,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn_and_answers_in_firefox(
    name: str, visitor: Callable[..., Visit], case_site: Running
) -> None:
    visit = visitor(case_site)
    page = visit.open("" if name == "quadro_regionale" else name, luogo="RO-RIM")
    expect(page.locator("[data-testid=stMain] [data-part]").first).to_be_attached()
    place = page.get_by_role("combobox", name=re.compile("^(Luogo|Distretto)$"))
    if place.count():
        visit.choose(place.first.evaluate("field => field.labels[0].textContent"), "Imola (BO)")
        expect(page).to_have_url(re.compile("luogo=IM-IMO"))
        visit.settle()
    sign = page.locator("[data-testid=stMain] .sign")
    if sign.count():
        sign.first.click()
        expect(page.locator(".about:popover-open p").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".about:popover-open")).to_have_count(0)
    if own := OWN.get(name):
        own(page)
        visit.settle()
    # Streamlit's own script tries WebAssembly, which the page's policy forbids, and goes on without it.
    visit.complaints[:] = [fault for fault in visit.complaints if "blocked WebAssembly" not in fault]
