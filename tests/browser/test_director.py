"""A director goes from the region's figures down to one intervention and back, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

from italian import decimal, euro, whole
from playwright.sync_api import Page, expect
from visit import Visit

EDITION = "e.kind = 'implementing' and e.year = 2019"

LINES = f"""
    from budget_line b
    join intervention_version v on v.id = b.intervention_version_id
    join edition e on e.id = v.edition_id
    join plan p on p.id = e.plan_id
    join intervention i on i.id = v.intervention_id
    where {EDITION}
"""
CENTS = "sum(cast(round(b.amount * 100) as integer))"


def test_headline_figures_are_those_of_the_database(visit: Visit, sql: Callable) -> None:
    visit.open()
    (cents,) = sql(f"select {CENTS} {LINES}")[0]
    (interventions,) = sql(f"""
        select count(*) from intervention_version v join edition e on e.id = v.edition_id where {EDITION}
    """)[0]
    (districts,) = sql("select count(*) from district")[0]
    (involved,) = sql("select count(*) from municipality where involved")[0]
    reported, regional = (
        sql(
            """select count(*) from indicator_value v join indicator i on i.code = v.indicator_code
               where i.level = ? and v.year = 2019 and v.numerator is not null""",
            level,
        )[0][0]
        for level in ("district", "region")
    )
    (presented,) = sql(f"""
        select count(*) from edition e where {EDITION} and
        e.status in ('presented', 'integration_requested', 'presented_again', 'acknowledged')
    """)[0]
    (residents,) = sql("select sum(residents) from population where year = 2019")[0]

    assert (districts, involved, interventions) == (38, 264, 1776)
    expect(visit.value("Distretti")).to_have_text(whole(districts))
    expect(visit.value("Comuni coinvolti")).to_have_text(whole(involved))
    expect(visit.value("Interventi")).to_have_text(whole(interventions))
    expect(visit.value("Valore")).to_have_text(f"{decimal(cents / 1e8, 1)} mln €")
    expect(visit.tile("Valore")).to_contain_text(f"{decimal(cents / 100 / residents, 2)} € per residente")
    expect(visit.value("Indicatori distrettuali")).to_have_text(f"{whole(reported)} su 2.166")
    expect(visit.value("Indicatori regionali")).to_have_text(f"{whole(regional)} su 146")
    expect(visit.value("Piani presentati")).to_have_text(f"{presented} su 38")

    visit.tile("Valore").get_by_role("button", name="Definizione: Valore").hover()
    tooltip = visit.tile("Valore").locator(".about")
    expect(tooltip).to_be_visible()
    expect(tooltip).to_contain_text(euro(cents))
    for words in ("Definizione", "Fonte: Piattaforma regionale dei Piani di zona", "30/09/2019"):
        expect(tooltip).to_contain_text(words)


def test_from_the_region_to_one_intervention_and_back_up(visit: Visit, sql: Callable) -> None:
    page = visit.open()
    visit.click_area("RO-RIM")
    expect(page.get_by_role("heading", level=1, name="Mappa")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/mappa\?.*luogo=RO-RIM"))
    visit.settle()

    comuni = {code for (code,) in sql("select istat_code from municipality where district_code = 'RO-RIM'")}
    expect(page.locator(".inset path.area")).to_have_count(len(comuni))
    assert set(page.locator(".inset path.area").evaluate_all("all => all.map(a => a.dataset.code)")) == comuni

    n, cents = sql(f"select count(distinct v.id), {CENTS} {LINES} and p.district_code = 'RO-RIM'")[0]
    scope = page.get_by_text(re.compile(rf"^{n} interventi · Programma attuativo 2019 · "))
    expect(scope).to_contain_text(euro(cents))

    code, title, largest = sql(f"""
        select i.code, v.title, {CENTS} as cents {LINES} and p.district_code = 'RO-RIM'
        group by v.id order by cents desc limit 1
    """)[0]
    visit.tick_row(0)
    expect(page.get_by_role("heading", level=1, name="Interventi")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()
    visit.settle()
    expect(page).to_have_url(re.compile(f"intervento={code}"))
    expect(page.get_by_test_id("stGrid").get_by_text(euro(largest), exact=True)).to_be_visible()
    editions = sql(
        """select count(*) from intervention_version v join intervention i on i.id = v.intervention_id
           where i.code = ?""",
        code,
    )[0][0]
    assert len(_cells(page, "thead th")) == editions + 1
    assert euro(largest) in _cells(page, "tbody tr:last-child td")

    visit.up("Rimini (RN)")
    expect(page.get_by_text(re.compile(rf"^{n} interventi · "))).to_contain_text(euro(cents))
    visit.settle()
    visit.menu("Mappa")
    visit.up("AUSL Romagna")
    expect(visit.tile("AUSL Romagna")).to_be_visible()
    expect(page.locator(".ranking tbody tr")).to_have_count(8)
    visit.up("Regione Emilia-Romagna")
    expect(page.locator(".ranking tbody tr")).to_have_count(38)
    expect(page).to_have_url(re.compile("luogo=ER"))
    visit.settle()


def test_the_same_way_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit.open("mappa")
    expect(page.locator(".ranking tbody tr")).to_have_count(38)
    focused = """() => {
        const focus = document.activeElement;
        return (focus.shadowRoot?.activeElement ?? focus).dataset.code ?? "";
    }"""

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.locator(f"{selector}:focus").count():
                return
        raise AssertionError(f"Tab never reaches {selector}")

    tab_to("path.area")
    start = page.evaluate(focused)
    page.keyboard.press("ArrowRight")
    there = page.evaluate(focused)
    assert there
    assert there != start
    name = visit.area(there).get_attribute("aria-label").split(",")[0]
    expect(page.locator(".tip")).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"luogo={there}"))
    expect(page.get_by_role("heading", level=2, name=f"Interventi di {name}")).to_be_visible()
    visit.settle()

    tab_to(".ranking button")
    at = page.evaluate(focused)
    assert at == there, "the ranking is entered at the district looked at"
    page.keyboard.press("ArrowDown")
    below = page.evaluate(focused)
    assert below != at
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"luogo={below}"))
    visit.settle()

    page.get_by_role("combobox", name="Luogo").focus()
    page.keyboard.type("AUSL Imola")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("luogo=080106"))
    expect(visit.tile("AUSL Imola")).to_be_visible()
    visit.settle()


def _cells(page: Page, selector: str) -> list[str]:
    return [text.strip() for text in page.get_by_test_id("stTable").locator(selector).all_inner_texts()]
