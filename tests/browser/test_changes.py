"""A coordinator finds what changed in the own plan since the edition before, and takes it away in Excel."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from italian import euro, whole
from playwright.sync_api import Locator, expect
from spreadsheet import cents, rows
from visit import Visit

OWN, OWN_NAME = "RO-FAE", "Faenza (RA)"
KINDS = {"added": "Nuovo", "dropped": "Uscito", "changed": "Modificato", "same": "Uguale"}
SYMBOLS = {"added": "+", "dropped": "−", "changed": "≠", "same": "="}
STORED = ("sheet_number", "target_group_code", "title", "description", "lead_body", "municipality_code")

Edition = dict[str, tuple[tuple, dict[str, int]]]


def _edition(sql: Callable, year: int) -> Edition:
    """By code of an intervention of the district's plan of a year: stored fields, and cents by source."""
    where = "e.kind = 'implementing' and e.year = ? and p.district_code = ?"
    joins = """join intervention i on i.id = v.intervention_id join edition e on e.id = v.edition_id
               join plan p on p.id = e.plan_id"""
    stored = sql(
        f"select i.code, {', '.join(f'v.{name}' for name in STORED)} from intervention_version v {joins} "
        f"where {where}",
        year,
        OWN,
    )
    paid = sql(
        f"""select i.code, b.funding_source_code, sum(cast(round(b.amount * 100) as integer))
            from budget_line b join intervention_version v on v.id = b.intervention_version_id {joins}
            where {where} group by 1, 2""",
        year,
        OWN,
    )
    return {
        code: (tuple(fields), {source: amount for of, source, amount in paid if of == code})
        for code, *fields in stored
    }


@pytest.fixture
def editions(sql: Callable) -> tuple[Edition, Edition]:
    """The district's implementing plans of 2018 and 2019."""
    return _edition(sql, 2018), _edition(sql, 2019)


def test_a_coordinator_finds_what_changed_and_downloads_it(
    visit: Visit, editions: tuple[Edition, Edition]
) -> None:
    before, after = editions
    kinds = {
        code: "added"
        if code not in before
        else "dropped"
        if code not in after
        else "same"
        if before[code] == after[code]
        else "changed"
        for code in before | after
    }
    totals = [sum(sum(paid.values()) for _, paid in edition.values()) for edition in editions]
    counts = {kind: sum(1 for found in kinds.values() if found == kind) for kind in KINDS}
    assert all(counts.values()), counts

    page = visit.open()
    visit.choose("Profilo (solo dimostrazione)", f"Coordinamento {OWN_NAME}")
    expect(visit.tile("Valore")).to_contain_text("di 38 distretti")
    visit.settle()
    visit.menu("Confronto tra edizioni")
    if not page.get_by_text("1 di 1 distretti").count():
        visit.choose("Luogo", OWN_NAME)
    expect(page.get_by_text("1 di 1 distretti")).to_be_visible()
    expect(page.get_by_text("al centesimo")).to_contain_text(euro(totals[0]))
    expect(page.get_by_text("al centesimo")).to_contain_text(euro(totals[1]))
    for kind, label in (
        ("added", "Nuovi"),
        ("dropped", "Usciti"),
        ("changed", "Modificati"),
        ("same", "Uguali"),
    ):
        expect(visit.value(f"{SYMBOLS[kind]} {label}")).to_have_text(whole(counts[kind]))

    for kind, label in (("dropped", "Usciti"), ("added", "Nuovi")):
        _pill(visit, label).click()
        expect(page.get_by_text(re.compile(rf"^{counts[kind]} interventi su {len(kinds)}"))).to_be_visible()
        visit.settle()
        # As many may have gone as came: the number of rows does not tell that the table is the new one.
        expect(visit.cell(min(_of(kinds, kind)))).to_be_attached()
        assert {row["Codice"] for row in visit.grid("Codice", count=counts[kind])} == _of(kinds, kind)
        _pill(visit, label).click()
        expect(page.get_by_text(re.compile(rf"^{len(kinds)} interventi su {len(kinds)}"))).to_be_visible()
        visit.settle()

    _pill(visit, "Modificati").click()
    expect(page.get_by_text(re.compile(rf"^{counts['changed']} interventi su "))).to_be_visible()
    visit.settle()
    shown = visit.grid("Codice", count=counts["changed"])
    assert {row["Codice"] for row in shown} <= _of(kinds, "changed")
    assert _moved(shown[0]["Codice"], before, after) == max(
        (_moved(code, before, after) for code in _of(kinds, "changed")), key=abs
    )

    book = visit.excel()
    on_file = {row["Codice"]: row for row in rows(book["Interventi"])}
    assert list(on_file)[: len(shown)] == [row["Codice"] for row in shown]
    assert on_file.keys() == _of(kinds, "changed")
    for row in shown:
        same = on_file[row["Codice"]]
        assert row["Esito"] == f"≠ {same['Esito']}"
        assert [row[c] for c in ("Titolo", "Che cosa è cambiato")] == [
            same[c] for c in ("Titolo", "Che cosa è cambiato")
        ]
        assert [cents(float(row[c])) for c in ("Prima", "Dopo")] == [
            cents(same[c]) for c in ("Prima", "Dopo")
        ]
    for code, row in on_file.items():
        assert cents(row["Prima"]) == sum(before[code][1].values())
        assert cents(row["Dopo"]) == sum(after[code][1].values())
        assert re.fullmatch(r"=ROUND\(K\d+-J\d+,2\)", row["Differenza"])
    summary = {row["Voce"]: row for row in rows(book["Sintesi"])}
    assert [cents(summary[side]["Importo"]) for side in ("Prima", "Dopo")] == totals
    assert sum(cents(r["Importo"]) for r in list(summary.values())[:5]) == totals[1]

    code = shown[0]["Codice"]
    visit.tick_row(0)
    expect(page.get_by_role("heading", level=2, name=re.compile(f"^{code} · "))).to_be_visible()
    expect(page.get_by_role("strong").filter(has_text="≠ Modificato")).to_be_visible()
    visit.settle()
    table = page.get_by_test_id("stTable").first.locator("tr").all_inner_texts()
    total = re.split(r"\s*\t\s*", table[-1].strip())
    assert total[1:3] == [euro(sum(edition[code][1].values())) for edition in editions]
    assert len(table) - 2 == len(before[code][1] | after[code][1]), "a row for every source of either edition"

    page.go_back()
    expect(page.get_by_text(re.compile(rf"^{counts['changed']} interventi su "))).to_be_visible()
    visit.settle()


def _pill(visit: Visit, label: str) -> Locator:
    return visit.page.get_by_role("button", name=re.compile(rf"{label} \(\d+\)$"))


def _of(kinds: dict[str, str], kind: str) -> set[str]:
    return {code for code, found in kinds.items() if found == kind}


def _moved(code: str, before: Edition, after: Edition) -> int:
    return sum(after[code][1].values()) - sum(before[code][1].values())
