"""A coordinator looks at the district, finds its peers, makes them the benchmark and takes the file along."""

from __future__ import annotations

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from italian import decimal
from playwright.sync_api import Page, expect
from server import Running
from spreadsheet import rows
from visit import PHONE, Visit

DISTRICT, NAME = "RO-RIM", "Rimini (RN)"
SIGNS = {"▲": "più alto dell'altro", "▼": "più basso dell'altro", "=": "differenza non dimostrata"}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}

#: The last year each indicator has any value in, and its sums over some districts.
POOLED = """
    with last as (
        select v.indicator_code code, max(v.year) year from indicator_value v
        join indicator i on i.code = v.indicator_code and i.level = 'district'
        where v.numerator is not null and v.place_code <> 'ER' group by 1
    )
    select i.code, i.decimals, i.unit, sum(v.numerator) / sum(v.denominator) * i.scale
    from indicator i
    join last on last.code = i.code
    join indicator_value v on v.indicator_code = i.code and v.year = last.year
    where v.numerator is not null and v.denominator is not null and v.place_code in ({codes})
    group by 1, 2, 3
"""


def test_from_the_profile_to_the_peers_and_their_workbook(visit: Visit, sql: Callable) -> None:
    names = dict(sql("select display_name, code from district"))
    page = visit.open("profilo")
    expect(page.get_by_text("Scegliere un distretto: il profilo dice")).to_be_visible()
    visit.choose("Profilo (solo dimostrazione)", f"Coordinamento {NAME}")
    expect(page.get_by_role("heading", level=2, name=NAME)).to_be_visible()
    visit.settle()

    shown = benchmarks(page)
    assert len(shown) == 57
    assert shown == expected(sql, names.values())

    page.get_by_role("button", name="I distretti simili a questo").click()
    expect(page.get_by_role("heading", level=1, name="Confronto tra distretti")).to_be_visible()
    visit.settle()
    near = [row["Distretto"] for row in visit.grid("Distretto", count=7)]
    assert near[0] == NAME
    assert len(near) == 7

    page.get_by_role("button", name="Come si cercano").click()
    page.get_by_role("button", name="Escludere").click()
    page.get_by_role("searchbox").fill(near[1])
    page.get_by_role("checkbox", name=near[1], exact=True).click()
    expect(page).to_have_url(re.compile(f"tolti={names[near[1]]}"))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    visit.settle()
    expect(visit.cell(near[1])).to_have_count(0)
    without = [row["Distretto"] for row in visit.grid("Distretto", count=7)]
    assert without[1:6] == near[2:]
    assert without[6] not in near

    page.get_by_text("Confronta con il valore di questi distretti").click()
    expect(page).to_have_url(re.compile("rif=peers"))
    visit.choose("Indicatore", "Dimissioni protette con presa in carico entro 72 ore (DST017)")
    expect(page.get_by_text("2019: 54,3%")).to_be_visible()
    visit.settle()

    book = visit.excel()
    on_file = rows(book["Differenze"])
    last = page.locator(".rows table").last
    expect(last).to_have_attribute("aria-rowcount", str(len(on_file) + 1))
    titles, *body = last.evaluate(
        "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    assert len(body) == len(on_file) == 7
    for cells, written in zip(body, on_file, strict=True):
        for title, words in zip(titles, cells, strict=True):
            if title == "Differenza e intervallo":
                assert SIGNS[words] == written["Che cosa dice"]
                continue
            value = written[title]
            if isinstance(value, int | float):
                sign = "+" if title.startswith("Differenza") and value > 0 else ""
                assert words == sign + decimal(value, 1), (title, cells)
            else:
                assert words == value
    assert [row["Distretto"] for row in rows(book["Perché questi distretti"])] == without

    visit.menu("Profilo del distretto")
    assert benchmarks(page) == expected(sql, [names[name] for name in without[1:]])
    expect(page.get_by_text("Confronto: 6 distretti pari")).to_be_visible()

    page.get_by_role("button", name="Dimissioni protette con presa in carico entro 72 ore").click()
    expect(page.get_by_role("heading", level=1, name="Scheda indicatore")).to_be_visible()
    expect(page).to_have_url(re.compile("misura=DST017"))
    visit.settle()


def test_filters_of_the_profile_choose_rows_and_come_back_from_a_link(visit: Visit) -> None:
    page = visit.open("profilo", luogo=DISTRICT, anno="2018")
    page.get_by_role("button", name=re.compile("^B · ")).click()
    expect(page).to_have_url(re.compile("aree=B"))
    visit.settle()
    table = page.get_by_role("table", name=f"Indicatori di {NAME}")
    expect(table.locator("tr.area")).to_have_count(1)
    some = table.locator("tr[data-code]").count()
    assert 0 < some < 57
    visit.choose("Confronto con", "Obiettivo")
    expect(page).to_have_url(re.compile("rif=target"))
    visit.settle()
    again = visit.open("profilo", luogo=DISTRICT, anno="2018", aree="B", rif="target")
    expect(again.get_by_role("table", name=f"Indicatori di {NAME}").locator("tr[data-code]")).to_have_count(
        some
    )
    expect(again.get_by_role("combobox", name="Confronto con")).to_have_value("Obiettivo")


def test_both_pages_can_be_read_by_everybody(visitor: Callable[..., Visit], site: Running) -> None:
    axe, found = Axe(), []
    for screen in ({"width": 1440, "height": 900}, PHONE):
        visit = visitor(site, viewport=screen)
        for path in ("profilo", "confronto_distretti"):
            page = visit.open(path, luogo=DISTRICT, rif="peers", misura="DST017")
            if path == "confronto_distretti":
                page.get_by_role("button", name="Come si cercano").click()
                expect(page.get_by_text("Quanto pesa ogni variabile")).to_be_visible()
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                visit.settle()
                for violation in axe.run(page, options=RULES).response["violations"]:
                    found += [
                        f"/{path} {screen['width']} {scheme}: {violation['id']} at {node['target']}: "
                        f"{node['failureSummary']}"
                        for node in violation["nodes"]
                    ]
            assert page.evaluate(
                "(() => { const m = document.querySelector('[data-testid=stMain]');"
                " return m.scrollWidth <= m.clientWidth; })()"
            ), f"/{path} is too wide at {screen['width']}"
            page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


def benchmarks(page: Page) -> dict[str, str]:
    """The benchmark of every indicator as the profile's table shows it, by code."""
    table = page.get_by_role("table", name=f"Indicatori di {NAME}")
    expect(table.locator("tr[data-code]")).to_have_count(57)
    return dict(
        table.locator("tr[data-code]").evaluate_all(
            "rows => rows.map(row => [row.dataset.code,"
            " row.querySelector('td.benchmark span:not(.narrow)').textContent])"
        )
    )


def expected(sql: Callable, codes) -> dict[str, str]:
    """The same figures, from the database's sums."""
    listed = ",".join(f"'{code}'" for code in codes)
    found = {}
    for code, places, unit, value in sql(POOLED.format(codes=listed)):
        sign = "%" if unit.startswith("%") else " €" if unit == "euro" else ""
        found[code] = decimal(value, places) + sign
    return found
