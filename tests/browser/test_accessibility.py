"""No WCAG 2 A or AA violation on any page, light and dark, at a desk and on a phone; nothing sticks out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from server import CHECKOUT, Running
from visit import DESK, PHONE, Visit

#: All rules of WCAG 2.1 A and AA; nothing is excluded. A change of scheme changes colours alone.
RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "dark": {"type": "rule", "values": ["color-contrast"]},
}

#: Page, its parameters, what to open there, and words that are there when it is complete.
VIEWS = (
    ("", {}, None, "Da guardare"),
    ("mappa", {"misura": "DST010", "anno": "1899"}, ("tab", "Tabella"), "Scegliere una riga"),
    ("mappa", {"luogo": "RO-RIM"}, ("tab", "Definizione e fonte"), "Ricalcolate dalla somma"),
    ("mappa", {"misura": "euro"}, ("button", "Classi"), "Numero di classi"),
    ("risorse", {"aree": "A"}, None, "ad area a destinatari"),
    ("risorse", {}, ("tab", "Mappa ad albero"), "La superficie è l'importo"),
    ("preventivo_consuntivo", {"per": "source"}, ("tab", "In ritardo o assenti"), "Giorni tra la scadenza"),
    ("interventi", {"luogo": "RO-RIM", "fonti": "COM"}, ("button", "Filtri"), "Togli i filtri"),
    ("interventi", {"intervento": "RO-RIM-0001"}, None, "Storia dell'intervento"),
    ("interventi", {"cerca": "anziani"}, None, "Risultati della ricerca"),
    ("confronto_edizioni", {"luogo": "RO-FAE"}, None, "Scegliere una riga per vedere le differenze"),
    ("confronto_edizioni", {"intervento": "PC-CIT-0011"}, None, "barrato"),
    ("piano_distretto", {"luogo": "RO-RIM"}, None, "Indicatori delle schede del piano"),
    ("stato_piani", {}, None, "Passaggi e date"),
    ("profilo", {"luogo": "RO-RIM", "anno": "2018"}, None, "Punti di forza"),
    ("confronto_distretti", {"luogo": "RO-RIM"}, ("button", "Come si cercano"), "Quanti pari"),
    ("indicatori", {"luogo": "RO-RIM", "aree": "C"}, ("button", "Filtri"), "Tendenza (Rimini (RN))"),
    ("scheda_indicatore", {"misura": "DST041", "luogo": "RO-RIM"}, None, "La mappa mostra"),
    ("scheda_indicatore", {"misura": "euro"}, ("tab", "Grafico a imbuto"), "serve un denominatore"),
    ("indicatori_regionali", {"regionale": "REG008"}, None, "Dai distretti"),
    ("completezza", {}, ("tab", "Per area"), "Quota degli indicatori di ogni area"),
    ("dati_e_definizioni", {}, None, "Come leggere le cifre"),
)


#: Looked at on a server that has a mart: test_cases.py and test_needs.py.
ON_CASES = {
    "presa_in_carico",
    "tempi",
    "forniture",
    "bisogni",
    "sovrapposizioni",
    "bisogni_e_risorse",
    "mappa_casi",
}


def test_no_page_is_left_out() -> None:
    pages = {file.stem for file in (CHECKOUT / "pages").glob("*.py")}
    assert {path or "quadro_regionale" for path, *_ in VIEWS} | ON_CASES == pages


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_can_be_read_by_everybody(
    visitor: Callable[..., Visit], site: Running, screen: dict
) -> None:
    visit, axe, found = visitor(site, viewport=screen), Axe(), []
    for path, params, opened, words in VIEWS:
        visit.page.emulate_media(color_scheme="light")
        page = visit.open(path, **params)
        if opened:
            page.get_by_role(opened[0], name=opened[1]).click()
        expect(page.get_by_text(words).first).to_be_attached()
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme)
            visit.settle()
            found += [f"/{path} {params} {scheme}: {fault}" for fault in _violations(axe, page, rules)]
        found += [f"/{path} {params}: {element} is too wide" for element in _too_wide(page)]
    assert not found, "\n".join(found)


def _violations(axe: Axe, page: Page, rules: dict) -> list[str]:
    violations = axe.run(page, options={"runOnly": rules}).response["violations"]
    return [
        f"{violation['id']} at {node['target']}: {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


def _too_wide(page: Page) -> list[str]:
    """Which parts of the page would have to be scrolled sideways."""
    return page.evaluate("""() => ["html", "[data-testid=stMain]"].filter(name => {
        const part = document.querySelector(name);
        return part.scrollWidth > part.clientWidth;
    })""")
