"""The address holds the view: a pasted link, the menu, Back and Forward all show the same thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect
from server import Running
from visit import Visit


def _params(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def _seen(visit: Visit) -> tuple:
    """What the map page says: legend, ranking, headline."""
    visit.page.locator(".tile").first.wait_for()
    tiles = visit.page.locator(".tile").all_inner_texts()
    return visit.legend(), visit.ranking(), [" ".join(tile.split()) for tile in tiles]


def test_a_pasted_link_shows_the_same_view(visitor: Callable[..., Visit], site: Running) -> None:
    visit = visitor(site)
    page = visit.open("mappa")
    visit.choose("Misura", "Euro in totale")
    expect(page.get_by_text(re.compile("^Euro in totale · "))).to_be_visible()
    visit.settle()
    visit.choose("Edizione", "Programma attuativo 2018")
    expect(page.get_by_text(re.compile("· Programma attuativo 2018$"))).to_be_visible()
    visit.settle()
    visit.choose("Luogo", "AUSL Romagna")
    expect(visit.tile("AUSL Romagna")).to_be_visible()
    visit.settle()
    page.get_by_role("button", name="Classi").click()
    visit.choose("Metodo", "Intervalli uguali")
    expect(page).to_have_url(re.compile("classi=equal"))
    visit.settle()
    visit.choose("Numero di classi", "4")
    expect(page.locator(".legend .item")).to_have_count(4)
    visit.settle()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Filtri").click()
    visit.tick("Fonte di finanziamento", "Comuni - risorse proprie")
    page.keyboard.press("Escape")
    on = page.get_by_role("group", name="Filtri attivi")
    expect(on.get_by_role("button", name=re.compile("^Fonte.*Comuni"))).to_be_visible()
    visit.settle()
    expect(page.locator(".ranking tbody tr")).to_have_count(8)

    params = _params(page)
    assert params | {"misura": "euro", "edizione": "2018-implementing", "luogo": "080114"} == params
    assert params | {"classi": "equal", "n": "4"} == params
    assert params["fonti"] == "COM"

    pasted = visitor(site)
    pasted.page.goto(page.url)
    expect(pasted.page.locator(".ranking tbody tr")).to_have_count(8)
    pasted.settle()
    assert _seen(pasted) == _seen(visit)
    assert _params(pasted.page) == params


def test_filters_stay_when_the_page_changes(visit: Visit) -> None:
    page = visit.open("mappa", luogo="RO-RIM", edizione="2018-implementing", aree="A", target="ANZ")
    on = page.get_by_role("group", name="Filtri attivi").get_by_role("button")
    two = [re.compile("^Distretto: Rimini"), re.compile("^Area: A"), "Destinatari: Anziani", "Togli tutti"]
    expect(on).to_have_text(two)
    scope = page.get_by_text(re.compile(r"^\d+ interventi · Programma attuativo 2018"))
    listed = scope.inner_text()
    visit.choose("Misura", "Euro in totale")
    expect(page.get_by_text(re.compile("^Euro in totale · "))).to_be_visible()
    visit.settle()
    page.get_by_role("button", name="Filtri").click()
    chosen = page.get_by_role("dialog", name="Filtri").locator(".field")
    expect(
        page.get_by_role("button", name=re.compile("^Area A · Politiche per la prossimità"))
    ).to_be_visible()
    expect(chosen.nth(0)).to_have_text(re.compile("^A · Politiche per la prossimità"))
    expect(chosen.nth(2)).to_have_text("Anziani")
    page.keyboard.press("Escape")
    visit.menu("Interventi")
    expect(on).to_have_text(two)
    expect(scope).to_have_text(listed)
    assert _params(page)["luogo"] == "RO-RIM"
    visit.menu("Quadro regionale")
    visit.menu("Mappa")
    expect(on).to_have_text(two)
    expect(scope).to_have_text(listed)


def test_back_and_forward_restore_each_step(visit: Visit) -> None:
    page = visit.open("mappa", luogo="ER")
    expect(page.locator(".ranking tbody tr")).to_have_count(38)
    steps: list[tuple[str, str, tuple]] = []

    def arrived(heading: str, words: str | re.Pattern) -> None:
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        expect(page.get_by_text(words).first).to_be_visible()
        visit.settle()

    def look(heading: str, words: str) -> None:
        arrived(heading, words)
        steps.append((heading, words, page.url))

    look("Mappa", "Euro per residente · Programma attuativo 2019")
    visit.choose("Misura", "Interventi")
    look("Mappa", "Interventi · Programma attuativo 2019")
    visit.click_area("RO-RIM")
    look("Mappa", "Interventi di Rimini (RN)")
    visit.menu("Interventi")
    look("Interventi", "Scegliere una riga per aprire l'intervento.")
    visit.choose("Luogo", "AUSL Imola")
    look("Interventi", "AUSL Imola")

    for heading, words, url in reversed(steps[:-1]):
        page.go_back()
        expect(page).to_have_url(url)
        arrived(heading, words)
    for heading, words, url in steps[1:]:
        page.go_forward()
        expect(page).to_have_url(url)
        arrived(heading, words)


def test_a_link_with_unknown_parts_falls_back_and_says_so(visit: Visit) -> None:
    page = visit.open("mappa", misura="felicita", luogo="XX-YYY", anno="1899", n="99")
    for key, value in {"misura": "felicita", "luogo": "XX-YYY", "anno": "1899", "n": "99"}.items():
        expect(
            page.get_by_text(f"Nel collegamento «{key}» vale «{value}», che qui non esiste")
        ).to_be_visible()
    expect(page.get_by_text("Euro per residente · Programma attuativo 2019")).to_be_visible()
    expect(page.locator(".ranking tbody tr")).to_have_count(38)
    visit.choose("Misura", "Interventi")
    expect(page.get_by_text("Nel collegamento")).to_have_count(0)
