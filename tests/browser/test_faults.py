"""Broken databases and wrong rows: one calm sentence, the last good data, nothing harmful anywhere."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from italian import euro
from playwright.sync_api import expect
from server import Running, running
from visit import Visit

FORMULA, SCRIPT = '=HYPERLINK("http://x","y")', "<script>alert(1)</script>"
RIMINI = """
    from intervention_version v
    join edition e on e.id = v.edition_id
    join plan p on p.id = e.plan_id
    join intervention i on i.id = v.intervention_id
    where e.kind = 'implementing' and e.year = 2019 and p.district_code = 'RO-RIM'
"""


def test_without_data_a_calm_sentence_until_there_are_some(
    visitor: Callable[..., Visit], demo_sqlite_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "piani.sqlite"
    with running(f"sqlite:///{file}", tmp_path) as server:
        status, said = server.ready()
        assert (status, said["database"]) == (503, "missing")
        visit = visitor(server)
        page = visit.open("mappa")
        main = page.get_by_test_id("stMain")
        expect(main).to_contain_text("Il file della base dati non esiste")
        file.touch()
        page.get_by_role("button", name="Riprova").click()
        expect(main).to_contain_text("La base dati è vuota")
        shutil.copyfile(demo_sqlite_url.removeprefix("sqlite:///"), file)
        writer = sqlite3.connect(file, isolation_level=None)
        writer.execute("begin exclusive")
        page.get_by_role("button", name="Riprova").click()
        expect(main).to_contain_text("La base dati è occupata da un altro programma")
        assert "Traceback" not in main.inner_text()
        assert str(tmp_path) not in main.inner_text(), "visitors need no paths"
        writer.rollback()
        writer.close()
        page.get_by_role("button", name="Riprova").click()
        expect(page.locator(".ranking tbody tr")).to_have_count(38)
        visit.settle()


@pytest.fixture(scope="module")
def own(
    demo_sqlite_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Running, Path, Path]]:
    """A server on a copy of the demo that tests may spoil and must restore; the copy, and the original."""
    folder, original = tmp_path_factory.mktemp("own"), Path(demo_sqlite_url.removeprefix("sqlite:///"))
    file = folder / "piani.sqlite"
    shutil.copyfile(original, file)
    with running(f"sqlite:///{file}", folder, poll_seconds=0.5) as server:
        yield server, file, original


def test_who_is_looking_keeps_the_last_good_data(
    visitor: Callable[..., Visit], own: tuple[Running, Path, Path]
) -> None:
    server, file, original = own
    server.becomes(lambda said: said["database"] == "ok")
    visit = visitor(server)
    page = visit.open("mappa", luogo="RO-RIM")
    figure = visit.value("Rimini (RN)").inner_text()
    warning = page.get_by_test_id("stAlert").filter(has_text="La base dati non risponde")
    faults = (
        (lambda: file.write_bytes(b"nothing " * 1000), "not_a_database", "Il file non è una base dati"),
        (file.unlink, "missing", "Il file della base dati non esiste"),
    )
    try:
        for spoil, code, sentence in faults:
            spoil()
            server.becomes(lambda said, code=code: said["database"] == code)
            assert server.ready()[0] == 200, "there are data to show"
            visit.choose("Luogo", "AUSL Imola")
            expect(visit.tile("AUSL Imola")).to_be_visible()
            expect(warning).to_contain_text("si mostrano gli ultimi dati buoni, al 30/09/2019")
            expect(warning).to_contain_text(sentence)
            visit.settle()
            visit.choose("Luogo", "Rimini (RN)")
            expect(visit.value("Rimini (RN)")).to_have_text(figure)
            visit.settle()
        late = visitor(server)
        late.open("interventi", luogo="RO-RIM")
        expect(late.page.get_by_text(re.compile(r"^\d+ interventi · "))).to_be_visible()
    finally:
        shutil.copyfile(original, file)
        server.becomes(lambda said: said["database"] == "ok")
    visit.choose("Luogo", "AUSL Imola")
    expect(visit.tile("AUSL Imola")).to_be_visible()
    expect(warning).to_have_count(0)
    visit.settle()


def test_wrong_rows_are_listed_left_out_and_harmless(
    visitor: Callable[..., Visit], own: tuple[Running, Path, Path]
) -> None:
    server, file, original = own
    server.becomes(lambda said: said["database"] == "ok")
    clean = server.ready()[1]["version"]
    database = sqlite3.connect(file)
    cents, interventions, formula, script = _spoil(database)
    database.close()
    try:
        server.becomes(lambda said: said["version"] == "spoilt")
        visit = visitor(server)
        page = visit.open("interventi", luogo="RO-RIM")
        expect(page.get_by_text("5 righe della base dati hanno un problema")).to_be_visible()
        scope = page.get_by_text(re.compile(rf"^{interventions} interventi · "))
        expect(scope).to_contain_text(euro(cents))

        rows = _rows(visit, "Interventi")
        assert {FORMULA, SCRIPT} <= {cell.value for row in rows for cell in row}
        assert all(cell.data_type != "f" for row in rows for cell in row)
        for code, title in ((formula, FORMULA), (script, SCRIPT)):
            visit.open("interventi", luogo="RO-RIM", intervento=code)
            expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()
            assert page.locator("[data-testid=stMain] :is(script, a[href*='//x'])").count() == 0

        visit.open("mappa", misura="DST010")
        expect(page.locator(".ranking tbody tr")).to_have_count(38)
        for code in ("BO-CIT", "RO-RIM"):
            assert visit.area(code).get_attribute("aria-label").endswith("n.d.")

        visit.open("dati_e_definizioni")
        listed = [[cell.value for cell in row] for row in _rows(visit, "Qualità dei dati")]
        assert len(listed) == 5
        words = "\n".join(" ".join(map(str, row)) for row in listed)
        for sentence in (
            "Importo negativo",
            "Il distretto non esiste nel catalogo (DST010 XX-YYY)",
            "Il numeratore supera il denominatore",
            "Lo stesso valore è dato più volte",
        ):
            assert sentence in words
        grid = page.get_by_test_id("stDataFrame").nth(1)
        expect(grid.locator("td").filter(has_text="Importo negativo")).to_have_count(1)
    finally:
        shutil.copyfile(original, file)
        server.becomes(lambda said: said["version"] == clean)


def _spoil(database: sqlite3.Connection) -> tuple[int, int, str, str]:
    """Put wrong rows into a copy: 1 negative amount, 1 unknown district, 1 share over 1, 2 equal values.

    Returns:
        What Rimini's 2019 plan amounts to without the wrong line (cents), its interventions, and the codes of
        two of them that have a formula and a script for a title.
    """

    def ask(query: str, *values: object) -> list[tuple]:
        return database.execute(query, values).fetchall()

    versions = ask(f"select v.id, i.code {RIMINI} order by v.id")
    (formula_id, formula), (script_id, script) = versions[:2]
    (line,) = ask("select min(id) from budget_line where intervention_version_id = ?", versions[2][0])[0]
    database.execute("update budget_line set amount = -abs(amount) - 1 where id = ?", (line,))
    database.execute("update intervention_version set title = ? where id = ?", (FORMULA, formula_id))
    database.execute("update intervention_version set title = ? where id = ?", (SCRIPT, script_id))
    value = "where indicator_code = 'DST010' and year = 2019 and place_code"
    database.execute(f"update indicator_value set numerator = denominator + 5 {value} = 'BO-CIT'")
    columns = "indicator_code, place_code, year, numerator, denominator, reported_on, origin"
    for place, like in (("'XX-YYY'", "BO-CIT"), ("place_code", "RO-RIM")):
        database.execute(f"""
            insert into indicator_value ({columns})
            select indicator_code, {place}, year, 1, 2, reported_on, origin
            from indicator_value {value} = '{like}'
        """)
    (cents,) = ask(
        f"""select sum(cast(round(b.amount * 100) as integer)) from budget_line b
            where b.id <> ? and b.intervention_version_id in (select v.id {RIMINI})""",
        line,
    )[0]
    database.execute("update data_version set token = 'spoilt'")
    database.commit()
    return cents, len(versions), formula, script


def _rows(visit: Visit, sheet: str) -> list[tuple]:
    """The rows of a sheet's table in the page's Excel file, cell by cell."""
    page = visit.excel()[sheet]
    (table,) = page.tables.values()
    return list(page[table.ref])[1:]
