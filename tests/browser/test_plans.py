"""The state of all plans, one district's plan, and the search for an intervention."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from spreadsheet import rows
from visit import Visit

PRESENTED = "('presented', 'integration_requested', 'presented_again', 'acknowledged')"
OWN_NAME = "Faenza (RA)"


def test_every_plan_stands_in_the_table_and_leads_to_its_page(visit: Visit, sql: Callable) -> None:
    page = visit.open("stato_piani")
    (presented,) = sql(f"""select count(*) from edition
                           where kind = 'implementing' and year = 2019 and status in {PRESENTED}""")[0]
    expect(visit.value("Presentati")).to_have_text(f"{presented} di 38")
    names = dict(sql("select display_name, code from district"))
    first = [row["Distretto"] for row in visit.grid("Distretto", count=38)]
    on_file = rows(visit.excel()["Stato dei piani"])
    assert [row["Distretto"] for row in on_file][: len(first)] == first
    assert {row["Distretto"] for row in on_file} == names.keys()
    days = sql("""
        select p.district_code, s.status, min(s.changed_on) from status_change s
        join edition e on e.id = s.edition_id join plan p on p.id = e.plan_id
        where e.kind = 'implementing' and e.year = 2019 group by 1, 2
    """)
    told = {
        (row["Codice"], column): row[column].date().isoformat()
        for row in on_file
        for column in ("Bozza", "Presentata alla Regione")
        if isinstance(row[column], datetime.datetime)
    }
    words = {"draft": "Bozza", "presented": "Presentata alla Regione"}
    assert told == {(code, words[status]): day for code, status, day in days if status in words}

    visit.open_row(0)
    expect(page.get_by_role("heading", level=1, name="Il piano del distretto")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=first[0])).to_be_visible()
    expect(page).to_have_url(re.compile(f"luogo={names[first[0]]}"))
    visit.settle()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Stato dei piani")).to_be_visible()
    visit.settle()
    visit.click_area("RO-RIM")
    expect(page.get_by_role("heading", level=2, name="Rimini (RN)")).to_be_visible()
    visit.settle()


def test_a_plan_tells_its_steps_what_is_late_and_finds_its_interventions(visit: Visit, sql: Callable) -> None:
    page = visit.open("piano_distretto", luogo="RO-RIM")
    steps = sql("""
        select s.changed_on, u.function, coalesce(s.act_number, '–') from status_change s
        join app_user u on u.id = s.user_id
        join edition e on e.id = s.edition_id join plan p on p.id = e.plan_id
        where p.district_code = 'RO-RIM' and e.kind = 'implementing' and e.year = 2019 order by s.changed_on
    """)
    log = page.locator("[data-part=plan_log] tbody tr")
    expect(log).to_have_count(len(steps))
    told = log.evaluate_all("rows => rows.map(row => [0, 2, 3].map(i => row.cells[i].innerText.trim()))")
    day = "{2}/{1}/{0}".format
    assert told == [[day(*on.split("-")), function, act] for on, function, act in steps]
    # The term was 31/07/2019, extended; the data are of 30/09/2019, and the plan is only approved.
    expect(visit.value("Ritardo (gg)")).to_have_text("61")
    for late in (
        "Programma attuativo 2019 non ancora presentato: 61 giorni oltre la scadenza.",
        "Rendicontazione 2018 assente o non presentata: 94 giorni oltre la scadenza.",
    ):
        expect(page.get_by_text(late)).to_be_visible()

    mine = sql("""
        select i.code, v.title from intervention_version v join intervention i on i.id = v.intervention_id
        join edition e on e.id = v.edition_id join plan p on p.id = e.plan_id
        where p.district_code = 'RO-RIM' and e.kind = 'implementing' and e.year = 2019
    """)
    code = next(code for code, title in mine if "telesoccorso" in title.lower())
    _search(visit, "Cerca tra gli interventi di questo piano", "telesocorso")
    expect(page.get_by_text(re.compile(rf"\d+ su {len(mine)} hanno parole simili"))).to_be_visible()
    _search(visit, "Cerca tra gli interventi di questo piano", "TELESOCCORSO")
    expect(
        page.get_by_text(re.compile(rf"^\d+ interventi? su {len(mine)} contengono «TELESOCCORSO»"))
    ).to_be_visible()
    visit.settle()
    expect(visit.cell(code)).to_be_attached()


@pytest.fixture(scope="module")
def hidden(sql: Callable) -> tuple[str, str]:
    """An intervention that stands in no presented edition, and its district is not the own one."""
    return sql(f"""
        select i.code, v.title from intervention i join plan p on p.id = i.plan_id
        join intervention_version v on v.intervention_id = i.id join edition e on e.id = v.edition_id
        where p.district_code <> 'RO-FAE' group by i.id having sum(e.status in {PRESENTED}) = 0
        order by i.id desc limit 1
    """)[0]


def test_search_forgives_and_opens_what_it_finds(visit: Visit, sql: Callable) -> None:
    page = visit.open("interventi")
    label = "Cerca tra tutti gli interventi"
    count = page.get_by_text(re.compile(r"^[\d.]+ interventi in \d+ distretti per "))
    _search(visit, label, "solidarietà")
    # Until the new page is whole, the old count may still stand beside the new one.
    expect(count.filter(has_text="«solidarietà»")).to_be_visible()
    visit.settle()
    exact = count.inner_text()
    _search(visit, label, "solidarieta")
    expect(count.filter(has_text="«solidarieta»")).to_be_visible()
    visit.settle()
    assert count.inner_text().split(" per ")[0] == exact.split(" per ")[0], "an accent changes nothing"
    _search(visit, label, "solidareità")
    expect(page.get_by_text("Nessun intervento contiene esattamente «solidareità»")).to_be_visible()
    visit.settle()
    assert any("solidarietà" in row["Titolo"] for row in visit.grid("Codice"))
    _search(visit, label, "rorim12")
    expect(count.filter(has_text="«rorim12»")).to_be_visible()
    visit.settle()
    visit.settle()
    expect(visit.cell("RO-RIM-0012")).to_be_attached()
    found = visit.grid("Codice")[0]
    assert found["Codice"] == "RO-RIM-0012"
    visit.tick_row(0)
    expect(page.get_by_role("heading", level=2, name=found["Titolo"])).to_be_visible()
    visit.settle()
    expect(page).to_have_url(re.compile("intervento=RO-RIM-0012"))
    page.go_back()
    expect(count.filter(has_text="«rorim12»")).to_be_visible()
    visit.settle()
    visit.settle()


def test_search_does_not_find_what_another_district_has_not_presented(
    visit: Visit, hidden: tuple[str, str]
) -> None:
    code, title = hidden
    page = visit.open("interventi", cerca=code)
    expect(page.get_by_text(re.compile("^1 interventi in 1 distretti"))).to_be_visible()
    assert [row["Codice"] for row in visit.grid("Codice", count=1)] == [code]
    visit.choose("Profilo (solo dimostrazione)", f"Coordinamento {OWN_NAME}")
    # Codes alike are offered instead, and there are some in the same district's presented editions.
    expect(page.get_by_text(f"Nessun intervento contiene esattamente «{code}»")).to_be_visible()
    visit.settle()
    expect(visit.cell(code)).to_have_count(0)
    visit.frames.clear()
    _search(visit, "Cerca tra tutti gli interventi", title)
    expect(page.get_by_text(f"«{title}»").first).to_be_visible()
    visit.settle()
    assert not visit.received([code.encode()]), "the code never leaves the server"


def _search(visit: Visit, label: str, words: str) -> None:
    box = visit.page.get_by_role("textbox", name=label)
    box.fill(words)
    box.press("Enter")
