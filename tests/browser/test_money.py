"""From a mark of a chart down to one intervention and back; and what was planned against what was spent."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from italian import decimal, euro, whole
from playwright.sync_api import expect
from spreadsheet import cents, rows
from visit import Visit

LINES = """
    from budget_line b
    join intervention_version v on v.id = b.intervention_version_id
    join intervention i on i.id = v.intervention_id
    join edition e on e.id = v.edition_id
    join plan p on p.id = e.plan_id
    join sheet_area a on a.cycle_code = p.cycle_code and a.sheet_number = v.sheet_number and a.position = 1
"""
CENTS = "sum(cast(round(b.amount * 100) as integer))"
PLAN_2019 = "e.kind = 'implementing' and e.year = 2019"
AREA, TARGET, TARGET_NAME = "A", "ANZ", "Anziani"


def test_clicks_on_marks_narrow_down_to_one_intervention_and_back(visit: Visit, sql: Callable) -> None:
    page = visit.open("risorse")

    def shows(where: str) -> None:
        amount, count = sql(f"select {CENTS}, count(distinct v.id) {LINES} where {PLAN_2019} and {where}")[0]
        expect(visit.tile("Risorse")).to_contain_text(euro(amount))
        expect(visit.value("Interventi")).to_have_text(whole(count))
        visit.settle()

    shows("true")
    areas = sql(f"""select a.area_code, {CENTS} as cents {LINES} where {PLAN_2019}
                    group by a.area_code order by cents desc""")
    table = visit.grid("Area")
    assert [(row["Area"][0], row["Importo"]) for row in table] == [(code, euro(c)) for code, c in areas]

    page.get_by_role("rowheader", name=next(r["Area"] for r in table if r["Area"][0] == AREA)).click()
    expect(page).to_have_url(re.compile(rf"aree={AREA}\b"))
    shows(f"a.area_code = '{AREA}'")
    page.locator(".flows").get_by_role("button", name=TARGET_NAME).click()
    expect(page).to_have_url(re.compile(rf"target={TARGET}\b"))
    chosen = f"a.area_code = '{AREA}' and v.target_group_code = '{TARGET}'"
    shows(chosen)

    code, title, largest = sql(f"""
        select i.code, v.title, {CENTS} as cents {LINES} where {PLAN_2019} and {chosen}
        group by v.id order by cents desc limit 1
    """)[0]
    page.get_by_role("tab", name="Mappa ad albero").click()
    cells = page.locator(".nested [data-id^='intervention:']")
    expect(cells.first).to_be_visible()
    drawn = dict(cells.evaluate_all("all => all.map((e) => [e.dataset.id, e.offsetWidth * e.offsetHeight])"))
    # Each as large as its amount, but for the edges of the frames around it.
    amounts = dict(
        sql(f"select 'intervention:' || i.code, {CENTS} {LINES} where {PLAN_2019} and {chosen} group by 1")
    )
    pixels = sum(drawn.values()) / sum(amounts[mark] for mark in drawn)
    assert drawn[f"intervention:{code}"] == pytest.approx(largest * pixels, rel=0.15)
    cells.and_(page.locator(f"[data-id='intervention:{code}']")).click()
    expect(page.get_by_role("heading", level=1, name="Interventi", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()
    visit.settle()
    expect(page).to_have_url(re.compile(f"intervento={code}"))
    history = sql(
        f"""select e.kind, e.year, {CENTS} {LINES} where i.code = ? group by e.id""",
        code,
    )
    told = page.get_by_test_id("stTable").locator("tbody tr:last-child td").all_inner_texts()
    assert sorted(told) == sorted(euro(amount) for *_, amount in history)
    assert euro(largest) in told

    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Risorse e interventi")).to_be_visible()
    shows(chosen)

    book = visit.excel()
    for sheet, column, key in (
        ("Per fonte", "b.funding_source_code", "Codice"),
        ("Per scheda", "v.sheet_number", "Codice"),
        ("Per distretto", "p.district_code", "Codice"),
        ("Mappa ad albero", "i.code", "Codice"),
    ):
        on_file = {str(row[key]): cents(row["Importo"]) for row in rows(book[sheet])}
        asked = sql(f"select {column}, {CENTS} {LINES} where {PLAN_2019} and {chosen} group by {column}")
        assert on_file == {str(part): amount for part, amount in asked}, sheet

    chip = page.get_by_role("button", name=f"Destinatari: {TARGET_NAME}")
    page.get_by_role("button", name=re.compile("^Area: A ")).focus()
    page.keyboard.press("Tab")
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    shows(f"a.area_code = '{AREA}'")


def test_planned_against_spent_compares_like_with_like(visit: Visit, sql: Callable) -> None:
    plans, accounts = (
        dict(
            sql(
                f"select p.district_code, {CENTS} {LINES} where e.kind = ? and e.year = 2018 group by 1",
                kind,
            )
        )
        for kind in ("implementing", "account")
    )
    without = plans.keys() - accounts.keys()
    assert without
    planned = sum(amount for code, amount in plans.items() if code in accounts)
    spent = sum(accounts.values())
    apart = sum(plans[code] for code in without)
    names = dict(sql("select code, display_name from district"))

    page = visit.open("preventivo_consuntivo", per="district")
    told = page.get_by_text(re.compile("^Confronto su "))
    for words in (
        f"{len(accounts)} di 38 rendicontazioni",
        euro(planned),
        euro(spent),
        f"({decimal(100 * spent / planned, 1)}%)",
    ):
        expect(told).to_contain_text(words)
    expect(visit.value("Speso")).to_have_text(f"{decimal(spent / 1e8, 1)} mln €")
    expect(visit.value("Senza rendicontazione")).to_have_text(f"{decimal(apart / 1e8, 1)} mln €")

    book = visit.excel()
    sheet = book["Distretto"]
    by_name = {row["Distretto"]: row for row in rows(sheet)}
    assert len(by_name) == 38
    for code, name in names.items():
        row = by_name[name]
        if code in without:
            assert (row["Preventivo confrontato"], row["Speso"]) == ("n.d.", "n.d."), "missing is not zero"
            assert cents(row["Senza rendicontazione"]) == plans[code]
            continue
        assert cents(row["Preventivo confrontato"]) == plans[code]
        assert cents(row["Speso"]) == accounts[code]
        assert re.fullmatch(r"=ROUND\(E\d+-B\d+,2\)", row["Differenza"])
        assert re.fullmatch(r"=E\d+/B\d+", row["Quota spesa"])
    last = 5 + len(by_name)
    totals = {c.column_letter: c.value for line in sheet.iter_rows(min_row=last + 1) for c in line if c.value}
    assert totals["B"] == f"=SUBTOTAL(109,B6:B{last})"
    assert totals["E"] == f"=SUBTOTAL(109,E6:E{last})"

    page.get_by_role("tab", name=re.compile(r"^In ritardo o assenti")).click()
    expect(visit.cell("Nessuna rendicontazione").first).to_be_visible()
    late = {row["Distretto"]: row for row in visit.grid("Distretto")}
    for code in without:
        assert late[names[code]]["Stato della rendicontazione"] == "Nessuna rendicontazione"
        assert late[names[code]]["Giorni di ritardo"] == "94"  # from 28/06/2019 to 30/09/2019

    one = min(without)
    visit.choose("Luogo", names[one])
    expect(visit.value("Speso")).to_have_text("n.d.")
    expect(visit.value("Quota spesa")).to_have_text("n.d.")
    expect(page.get_by_text("lo speso manca, non è zero")).to_be_visible()
    expect(visit.value("Preventivo")).to_have_text(f"{decimal(plans[one] / 1e8, 1)} mln €")
    visit.settle()
