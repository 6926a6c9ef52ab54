"""An address that is kept says all; a link of other data says so; a click made twice is heard once."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect
from visit import Visit


def test_the_address_bar_says_what_is_shown_and_takes_no_step_back(visit: Visit) -> None:
    page = visit.open("mappa")
    expect(page).to_have_url(re.compile("dati="))
    asked = {key: value[0] for key, value in parse_qs(urlsplit(page.url).query).items()}
    assert re.fullmatch(r"2019-09-30\.[0-9a-f]{8}(\.[0-9a-f]{8})?", asked.pop("dati"))
    assert asked == {
        "luogo": "ER",
        "misura": "euro_per_resident",
        "edizione": "2019-implementing",
        "ordina": "ausl",
        "aperta": "trend",
    }
    first = page.url
    page.get_by_role("tab", name="Tabella").click()
    expect(page).to_have_url(re.compile("aperta=table"))
    expect(page.get_by_role("tab", name="Tabella")).to_have_attribute("aria-selected", "true")
    visit.settle()
    page.go_back()
    expect(page).to_have_url(first)
    expect(page.get_by_role("tab", name="Tabella")).to_have_attribute("aria-selected", "false")


def test_a_link_of_other_data_shows_its_year_and_says_so_once(visit: Visit) -> None:
    page = visit.open("mappa", misura="DST041", al="2018", dati="2018-09-30.00000000")
    said = page.get_by_text("Il collegamento è stato fatto con altri dati, al 30/09/2018")
    expect(said).to_be_visible()
    expect(page.get_by_role("combobox", name="Anno")).to_have_value("2018")
    visit.choose("Luogo", "AUSL Romagna")
    expect(page).to_have_url(re.compile("luogo=080114"))
    expect(said).to_have_count(0)
    expect(page.get_by_role("combobox", name="Anno")).to_have_value("2018")


def test_the_second_of_two_clicks_takes_nothing_else_off(visit: Visit) -> None:
    page = visit.open("mappa", luogo="RO-RIM", aree="A", target="ANZ")
    on = page.get_by_role("group", name="Filtri attivi").get_by_role("button")
    expect(on).to_have_count(4)
    on.filter(has_text="Area: A").dblclick()
    expect(on).to_have_text([re.compile("^Distretto: Rimini"), "Destinatari: Anziani", "Togli tutti"])
    visit.settle()
    expect(on).to_have_count(3)


def test_two_clicks_on_a_row_open_it_once(visit: Visit) -> None:
    page = visit.open("stato_piani")
    page.locator(".rows.pick tbody tr").first.dblclick()
    expect(page.get_by_role("heading", level=1, name="Il piano del distretto")).to_be_visible()
    visit.settle()
    visit.open("mappa")
    page.mouse.dblclick(*visit.point_on("RO-RIM"))
    expect(page).to_have_url(re.compile("luogo=RO-RIM"))
    visit.settle()


def test_nonsense_in_an_address_costs_a_sentence_each_and_no_page(visit: Visit) -> None:
    page = visit.open(
        "preventivo_consuntivo", edizione="1999-account", aperta="segreta", anno="%00", dati="<b>"
    )
    expect(page.get_by_text("Nel collegamento «edizione» vale «1999-account»")).to_be_visible()
    expect(page.get_by_text("Nel collegamento «aperta» vale «segreta»")).to_be_visible()
