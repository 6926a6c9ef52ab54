"""Two languages and two schemes."""

from __future__ import annotations

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
    light = _lightness(visit, "[data-testid=stApp]"), _lightness(visit, ".ranking th")
    page.emulate_media(color_scheme="dark")
    visit.settle()
    dark = _lightness(visit, "[data-testid=stApp]"), _lightness(visit, ".ranking th")
    assert min(light) > 200
    assert max(dark) < 60


def _lightness(visit: Visit, selector: str) -> float:
    return visit.page.locator(selector).first.evaluate("""element => {
        const [r, g, b] = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }""")
