"""Cases: who sees how many people, how long they wait, and what the figures rest on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from server import Running, running
from test_accessibility import RULES, _too_wide, _violations
from visit import DESK, PHONE, Visit

VIEWS = (
    ("presa_in_carico", {"luogo": "RO-RIM"}, "Chi sono", "Per categoria"),
    ("tempi", {"luogo": "RO-RIM"}, "Entro 30, 60, 90 giorni", "Quota dei casi il cui passo"),
    ("tempi", {"luogo": "RO-RIM"}, "Distretti simili", "Chi somiglia al distretto"),
    ("forniture", {}, "Righe scartate", "Righe con un problema"),
)


def test_from_the_region_to_a_district_and_its_file(
    visitor: Callable[..., Visit], case_site: Running
) -> None:
    visit = visitor(case_site)
    page = visit.open("presa_in_carico")
    expect(visit.value("Persone in carico")).to_have_text(re.compile(r"^[\d.]+$"))
    region = visit.value("Persone in carico").inner_text()
    # One group a line drawn: a line with a gap (a hidden year) has several paths.
    drawn = page.locator(".plot .scatterlayer .trace")
    expect(drawn.first).to_be_attached()
    visit.settle()
    shown = drawn.count()
    page.get_by_role("button", name="Disabili", pressed=True).click()
    expect(drawn).to_have_count(shown - 1)
    visit.choose("Luogo", "Rimini (RN)")
    expect(visit.value("Persone in carico")).not_to_have_text(region)
    people = visit.value("Persone in carico").inner_text()
    assert "luogo=RO-RIM" in page.url
    expect(drawn).to_have_count(shown - 1)
    page.get_by_role("tab", name="Comuni", exact=True).click()
    expect(page.get_by_text("Solo il proprio distretto")).to_be_visible()

    book = visit.excel()
    headline = {row[0].value: row[1].value for row in book["Cifre principali"].iter_rows(min_row=6)}
    assert headline["Persone in carico"] == people
    assert "Comuni" in book.sheetnames
    by_category = [row[1].value for row in book["Per categoria"].iter_rows(min_row=6) if row[0].value]
    assert not {1, 2, 3, 4} & set(by_category)
    by_load = [row[1].value for row in book["Carico di lavoro"].iter_rows(min_row=6) if row[0].value]
    assert "riservato" in by_load, (book.sheetnames, by_load)
    assert not {1, 2} & set(by_load)

    visit.menu("Tempi")
    expect(page.get_by_text("Mediane a confronto")).to_be_visible()
    assert "luogo=RO-RIM" in page.url, "the place stays when the page changes"


def test_a_district_sees_its_own_comuni_and_no_one_elses(
    visitor: Callable[..., Visit], case_site: Running
) -> None:
    visit = visitor(case_site)
    page = visit.open("presa_in_carico", luogo="RO-RIM")
    visit.choose("Profilo (solo dimostrazione)", "Coordinamento Faenza (RA)")
    page.get_by_role("tab", name="Comuni", exact=True).click()
    expect(page.get_by_text("I Comuni si vedono solo per il proprio distretto")).to_be_visible()
    assert "Comuni" not in visit.excel().sheetnames


def test_without_a_mart_the_pages_wait_calmly(visit: Visit) -> None:
    for path, *_ in VIEWS:
        page = visit.open(path)
        expect(page.get_by_text("I dati dei casi sono in preparazione")).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_on_cases_can_be_read_by_everybody(
    visitor: Callable[..., Visit], case_site: Running, screen: dict
) -> None:
    visit, axe, found = visitor(case_site, viewport=screen), Axe(), []
    for path, params, tab, words in VIEWS:
        visit.page.emulate_media(color_scheme="light")
        page = visit.open(path, **params)
        page.get_by_role("tab", name=tab, exact=True).click()
        expect(page.get_by_text(words).first).to_be_attached()
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme)
            visit.settle()
            found += [f"/{path} {scheme}: {fault}" for fault in _violations(axe, page, rules)]
        found += [f"/{path}: {element} is too wide" for element in _too_wide(page)]
    assert not found, "\n".join(found)


def test_case_measures_are_on_the_map(visitor: Callable[..., Visit], case_site: Running) -> None:
    visit = visitor(case_site)
    visit.open("mappa", misura="median_access_taken")
    assert len(visit.ranking()) == 38
    expect(visit.page.get_by_text("Definizione proposta").first).to_be_visible()


def test_the_pages_open_by_themselves_when_the_facts_come(
    visitor: Callable[..., Visit], demo_sqlite_url: str, case_site: Running, tmp_path: Path
) -> None:
    mart = tmp_path / "mart.sqlite"
    with running(demo_sqlite_url, tmp_path, poll_seconds=1, mart_url=f"sqlite:///{mart}") as server:
        visit = visitor(server)
        page = visit.open("tempi")
        expect(page.get_by_text("in preparazione")).to_be_visible()
        made = case_site.log.parent / "mart.sqlite"
        mart.write_bytes(made.read_bytes())
        expect(page.get_by_text("Mediane a confronto")).to_be_visible(timeout=180_000)
