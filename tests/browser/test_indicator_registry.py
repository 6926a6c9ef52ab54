"""The region's indicators against their targets, and the work list of what is missing or implausible."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from spreadsheet import rows
from visit import Visit

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def violations(visit: Visit) -> list[str]:
    found = Axe().run(visit.page, options={"runOnly": RULES}).response["violations"]
    return [f"{fault['id']}: {node['target']}" for fault in found for node in fault["nodes"]]


def test_an_indicator_of_the_region_leads_to_the_districts_that_feed_it(visit: Visit, sql: Callable) -> None:
    page = visit.open("indicatori_regionali")
    (valued,) = sql("""select count(distinct i.code) from indicator i join indicator_value v
                       on v.indicator_code = i.code where i.level = 'region' and v.numerator is not null""")[
        0
    ]
    expect(visit.value("Con un valore")).to_have_text(f"{valued} di 146")
    visit.page.get_by_role("textbox", name="Cerca un indicatore regionale").fill("anziani tratati in ADI")
    visit.page.keyboard.press("Enter")
    # The list held this indicator before, too: only the figure says that the search has been carried out.
    expect(visit.value("Con un valore")).to_have_text("1 di 1")
    visit.settle()
    visit.open_row(0)
    expect(page.get_by_role("heading", name="Anziani trattati in ADI")).to_be_visible()
    expect(page).to_have_url(re.compile("regionale=REG008"))
    expect(page.get_by_text("Obiettivo: 6,0% entro il 2020")).to_be_visible()
    ((top, bottom, n),) = sql("""select sum(numerator), sum(denominator), count(*) from indicator_value
        where indicator_code = 'DST013' and year = 2019 and numerator is not null""")
    sum_words = f"{100 * top / bottom:.1f}".replace(".", ",")
    words = page.get_by_text("Dai distretti:").locator("xpath=..")
    expect(words).to_contain_text(f"somma a {sum_words}%")
    expect(words).to_contain_text(f"({n} distretti su 38)")
    visit.settle()
    assert violations(visit) == []
    file = visit.excel()
    assert [row["Codice"] for row in rows(file["Stato"])] == ["REG008"]
    page.get_by_role("button", name="Apri l'indicatore distrettuale").click()
    expect(page).to_have_url(re.compile("scheda_indicatore.*misura=DST013"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    visit.settle()


def test_the_work_list_names_what_is_wrong_and_leads_to_it(visit: Visit, sql: Callable) -> None:
    page = visit.open("completezza", motivi="out_of_range")
    (given,) = sql("""select count(*) from indicator_value v join indicator i on i.code = v.indicator_code
                      where i.level = 'district' and v.year = 2019 and v.numerator is not null""")[0]
    expect(visit.tile("Inviati 2019")).to_contain_text(f"{given:,}".replace(",", ".") + " di 2.166")
    # Out of the plausible range of the record, reckoned by the database.
    outside = sql("""
        select d.display_name, v.indicator_code from indicator_value v
        join indicator i on i.code = v.indicator_code join district d on d.code = v.place_code
        where v.year = 2019 and v.numerator is not null and (
            v.numerator / v.denominator * i.scale < i.plausible_min
            or v.numerator / v.denominator * i.scale > i.plausible_max)
    """)
    assert len(outside) > 5
    on_file = rows(visit.excel()["Da completare"])
    assert {(row["Distretto"], row["Codice"]) for row in on_file} == set(outside)
    first = on_file[0]
    assert visit.grid("Distretto", count=len(outside))
    assert violations(visit) == []
    visit.tick_row(0)
    expect(page).to_have_url(re.compile(f"scheda_indicatore.*misura={first['Codice']}"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    visit.settle()


def test_a_district_finds_its_own_rows_on_top(visit: Visit) -> None:
    page = visit.open("completezza")
    visit.choose("Profilo (solo dimostrazione)", "Coordinamento Rubicone (FC)")
    expect(page.get_by_text("In alto le righe di Rubicone (FC)")).to_be_visible()
    visit.settle()
    on_file = rows(visit.excel()["Da completare"])
    districts = [row["Distretto"] for row in on_file]
    mine = districts.count("Rubicone (FC)")
    assert mine > 10
    assert districts[:mine] == ["Rubicone (FC)"] * mine


@pytest.mark.parametrize("tab", ["Per area", "Schede da rivedere", "Come sono scelti"])
def test_every_tab_can_be_read(visit: Visit, tab: str) -> None:
    page = visit.open("completezza", anno="2018")
    page.get_by_role("tab", name=tab).click()
    expect(page.get_by_role("tabpanel", name=tab)).to_be_visible()
    visit.settle()
    assert violations(visit) == []
