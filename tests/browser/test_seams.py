"""What scripts and style lean on in Streamlit's page (seams.py of the screen). Failures say what is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect
from visit import PHONE, Visit

from dashboard.screen import seams

DASHBOARD = Path(seams.__file__).parents[1]
SOURCES = [*(DASHBOARD / "parts" / "frontend" / "src").glob("*.[jc]s*"), DASHBOARD / "static" / "page.css"]
_VALUES = "(element, names) => names.map(name => getComputedStyle(element).getPropertyValue(name))"


def test_streamlit_gives_the_theme_in_the_names_that_style_uses(visit: Visit) -> None:
    names = sorted(
        {name for path in SOURCES for name in re.findall(r"--st-[a-z-]+\b", path.read_text("utf-8"))}
    )
    names = [name for name in names if name != "--st-"]
    assert len(names) > 5
    page = visit.open("mappa", luogo="RO-RIM")
    values = page.locator("[data-part]").first.evaluate(_VALUES, names)
    lost = [name for name, value in zip(names, values, strict=True) if not value]
    assert lost == [], "parts have no colour or font where Streamlit no longer gives these"


def test_streamlit_answers_a_step_of_the_history_as_back(visit: Visit) -> None:
    page = visit.open("mappa", luogo="RO-RIM")
    page.evaluate("window.kept = true")
    visit.menu("Interventi")
    assert page.evaluate("window.kept"), "a link of the menu loads the whole app anew"
    assert "luogo=RO-RIM" in page.url, "a link of the menu loses the view"


def test_what_stands_behind_tabs_is_found(visit: Visit) -> None:
    page = visit.open("scheda_indicatore", luogo="RO-RIM", misura="DST041", aperta="map")
    expect(page.get_by_role("tabpanel"), "a screen reader is not told what a tab opens").to_have_count(1)
    tab = page.get_by_role("tabpanel").get_attribute("aria-labelledby")
    expect(page.locator(f"[id='{tab}']")).to_have_attribute("aria-selected", "true")


def test_the_menu_closes_on_a_phone_when_a_page_is_chosen(
    visitor: Callable[..., Visit], site: object
) -> None:
    visit = visitor(site, viewport=PHONE)
    page = visit.open("mappa")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Interventi", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Interventi")).to_be_visible()
    link = page.get_by_test_id("stSidebar").get_by_role("link", name="Mappa", exact=True)
    expect(link, "the menu lies over the page that was chosen").not_to_be_in_viewport()


def test_our_style_comes_after_streamlits(visit: Visit) -> None:
    page = visit.open("mappa")
    block = page.get_by_test_id("stMainBlockContainer")
    expect(block, "page.css no longer sets the page's margins").to_have_css("padding-top", "44px")
    element = page.get_by_test_id("stElementContainer").first
    expect(element, "elements fade at each click").to_have_css("transition", re.compile("none"))
