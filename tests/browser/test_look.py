"""Two languages and two schemes."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from visit import Visit


def test_english_changes_every_text_and_the_pages_language(visit: Visit) -> None:
    page = visit.open("mappa", luogo="RO-RIM")
    expect(page.locator("html")).to_have_attribute("lang", "it")
    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Map")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    visit.settle()
    expect(page.get_by_text("Euro per resident · Implementing plan 2019")).to_be_visible()
    assert visit.value("Rimini (RN)").inner_text().startswith("€")
    visit.menu("Interventions")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("radio", name="Italiano").click()
    expect(page.get_by_role("heading", level=1, name="Interventi")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "it")


def test_dark_scheme_is_dark_on_page_and_map(visit: Visit) -> None:
    page = visit.open("mappa")
    paper = page.get_by_test_id("stApp"), page.locator(".ranking th").first
    for element in paper:
        expect(element).to_have_css("background-color", re.compile(r"rgb\(2\d\d, 2\d\d, 2\d\d\)"))
    page.emulate_media(color_scheme="dark")
    # The map is drawn again meanwhile: asked once, the heading may just have gone.
    for element in paper:
        expect(element).to_have_css("background-color", re.compile(r"rgb\([1-5]?\d, [1-5]?\d, [1-5]?\d\)"))
