"""Choices from a list and words side by side, by mouse and by key alone."""

import re

from playwright.sync_api import expect
from visit import Visit


def test_a_list_is_searched_without_accents_and_left_as_it_was(visit: Visit) -> None:
    page = visit.open("risorse")
    field, options = (
        page.get_by_role("combobox", name="Luogo"),
        page.get_by_role("listbox").get_by_role("option"),
    )
    field.click()
    expect(options).to_have_count(1 + 8 + 38)
    expect(options.and_(page.get_by_role("option", selected=True))).to_have_text(["Regione Emilia-Romagna"])
    page.keyboard.type("citta di b")
    expect(options).to_have_text(["Città di Bologna (BO)"])
    page.keyboard.type("xyz")
    expect(page.get_by_text("Nessuna voce con queste lettere")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(field).to_have_value("Regione Emilia-Romagna")
    expect(options).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/risorse\?.*luogo=ER"))


def test_a_list_is_walked_by_key_and_closes_when_one_goes_on(visit: Visit) -> None:
    page = visit.open("risorse")
    field, options = (
        page.get_by_role("combobox", name="Luogo"),
        page.get_by_role("listbox").get_by_role("option"),
    )
    field.focus()
    # The first one opens the list and goes on from what is chosen.
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("luogo=080101"))
    expect(field).to_have_value("AUSL Piacenza")
    visit.settle()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(options).to_have_count(0)
    expect(field).to_have_value("AUSL Piacenza")
    page.go_back()
    expect(field).to_have_value("Regione Emilia-Romagna")
    visit.settle()


def test_several_are_taken_from_one_list_and_given_back(visit: Visit) -> None:
    page = visit.open("risorse")
    page.get_by_role("button", name="Filtri").click()
    field = page.get_by_role("dialog", name="Filtri").get_by_role("button", name=re.compile("^Destinatari"))
    field.click()
    page.get_by_role("checkbox", name="Anziani").click()
    expect(page).to_have_url(re.compile(r"target=ANZ(&|$)"))
    visit.settle()
    page.get_by_role("checkbox", name="Disabili").press("Space")
    expect(page).to_have_url(re.compile(r"target=ANZ(%2C|,)DIS"))
    visit.settle()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"target=ANZ(&|$)"))
    visit.settle()
    page.keyboard.press("Escape")
    expect(field).to_have_text("Anziani")
    expect(page.get_by_role("checkbox")).to_have_count(0)
    page.get_by_role("button", name="Destinatari: Anziani").click()
    expect(page).not_to_have_url(re.compile("target="))
    visit.settle()


def test_a_long_list_of_several_is_searched_too(visit: Visit) -> None:
    page = visit.open("risorse")
    page.get_by_role("button", name="Filtri").click()
    page.get_by_role("dialog", name="Filtri").get_by_role("button", name=re.compile("^Fonte")).click()
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(29)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("regionale per la non autosuff")
    expect(boxes.first).to_have_accessible_name(re.compile("(FRNA)"))
    expect(boxes).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("fonti=FRNA"))
    visit.settle()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    page.keyboard.type("xyz")
    expect(page.get_by_text("Nessuna voce con queste lettere")).to_be_visible()
    # The field gives up its words first, as the browser has it; then the list closes.
    page.keyboard.press("Escape")
    expect(boxes).to_have_count(29)
    page.keyboard.press("Escape")
    expect(boxes).to_have_count(0)
    visit.settle()


def test_tabs_and_words_side_by_side_by_key(visit: Visit) -> None:
    page = visit.open("scheda_indicatore", misura="DST041")
    page.get_by_role("tab", name="Mappa", selected=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Graduatoria")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Mappa")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel", name="Graduatoria")).to_contain_text("Valore")
    visit.settle()
    page = visit.open("risorse")
    page.get_by_role("radio", name="Area", checked=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Scheda", checked=True)).to_be_focused()
    expect(page).to_have_url(re.compile("per=sheet"))
    expect(page.locator(".rows thead th").first).to_contain_text("Scheda")
    visit.settle()


def test_several_words_are_chosen_and_left_again(visit: Visit) -> None:
    page = visit.open("profilo", luogo="RO-RIM")
    first, second = (page.get_by_role("button", name=re.compile(f"^{area} · ")) for area in "AB")
    second.click()
    expect(page).to_have_url(re.compile("aree=B"))
    visit.settle()
    first.click()
    expect(page).to_have_url(re.compile(r"aree=A(%2C|,)B"))
    visit.settle()
    for button in (first, second):
        expect(button).to_have_attribute("aria-pressed", "true")
        button.click()
        visit.settle()
    expect(page).not_to_have_url(re.compile("aree="))


VEIL = """() => {
    const { content, opacity } = getComputedStyle(document.querySelector("[data-testid=stMain]"), "::after");
    return content === "none" ? "none" : opacity;
}"""


def test_only_an_answer_that_is_slow_lays_a_veil_over_the_page(visit: Visit) -> None:
    page = visit.open("indicatori")
    assert page.evaluate(VEIL) == "none"
    running = "document.querySelector('[data-testid=stApp]').dataset.testScriptState"
    page.evaluate(f"{running} = 'running'")
    assert page.evaluate(VEIL) == "0", "most answers come before anybody would notice a wait"
    page.wait_for_timeout(1200)
    assert page.evaluate(VEIL) == "1"
    page.evaluate(f"{running} = 'notRunning'")
    assert page.evaluate(VEIL) == "none"
