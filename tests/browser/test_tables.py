"""A table on screen: ordered by its titles, its rows reached by mouse and by key."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect
from visit import Visit


def _column(table: Locator, nth: int) -> list[str]:
    return table.locator(f"tbody tr > :nth-child({nth})").all_inner_texts()


def test_a_title_orders_the_rows_and_what_has_no_figure_comes_last(visit: Visit) -> None:
    page = visit.open("mappa", misura="DST041", luogo="ER")
    page.get_by_role("tab", name="Tabella").click()
    table = page.locator(".rows table")
    expect(table.locator("tbody tr")).to_have_count(38)
    as_it_came = _column(table, 1)
    title = table.get_by_role("button", name="Adesione allo screening mammografico")
    values = 4
    for way, turned in (("descending", True), ("ascending", False)):
        title.click()
        expect(table.locator("[aria-sort]")).to_have_attribute("aria-sort", way)
        words = _column(table, values)
        known = [float(word.rstrip("%").replace(",", ".")) for word in words if word != "n.d."]
        assert known == sorted(known, reverse=turned)
        assert 0 < len(known) < 38
        assert words[len(known) :] == ["n.d."] * (38 - len(known))
    title.click()
    expect(table.locator("[aria-sort]")).to_have_count(0)
    assert _column(table, 1) == as_it_came
    table.get_by_role("button", name="Distretto", exact=True).click()
    assert _column(table, 1) == sorted(as_it_came, key=str.casefold)


def test_a_row_is_opened_by_key_also_when_ordered_anew(visit: Visit) -> None:
    page = visit.open("mappa", misura="DST041", luogo="ER")
    page.get_by_role("tab", name="Tabella").click()
    table = page.locator(".rows table")
    table.get_by_role("button", name="Distretto", exact=True).press("Enter")
    expect(table.locator("[aria-sort=ascending]")).to_have_text("Distretto")
    expect(table.get_by_role("button", name="Distretto", exact=True)).to_be_focused()
    first = table.locator("tbody button").first
    name = first.inner_text()
    first.press("Enter")
    expect(page).to_have_url(re.compile("luogo=BO-APP"))
    visit.settle()
    assert name == "Appennino Bolognese (BO)"
    expect(table.locator("tr.mine th")).to_have_text(name)
