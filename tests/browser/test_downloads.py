"""Every page's Excel file, opened again: rows, order and figures as on screen, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

from italian import decimal, euro
from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import expect
from spreadsheet import rows
from visit import Visit


def test_excel_of_the_map_is_the_ranking_on_screen(visit: Visit) -> None:
    visit.open("mappa", misura="DST010", luogo="080105")
    expect(visit.tile("AUSL Bologna")).to_be_visible()
    ranking = visit.ranking()
    assert len(ranking) == 6
    assert ranking[-1][2] == "n.d."
    book = visit.excel()
    found = rows(book["Distretti"])
    on_file = [
        (
            "–" if row["Posizione"] == "n.d." else str(row["Posizione"]),
            row["Distretto"],
            value if isinstance(value := _figure(row), str) else f"{decimal(100 * value, 1)}%",
        )
        for row in found
    ]
    assert on_file == ranking
    for row in found:
        if isinstance(value := _figure(row), float):
            assert abs(value - row["Numeratore"] / row["Denominatore"]) < 1e-12
    assert book["Distretti"].freeze_panes
    assert [table.autoFilter is not None for table in book["Distretti"].tables.values()] == [True]
    rolled = {row["Luogo"]: row for row in rows(book["Regione e AUSL"])}
    assert f"{decimal(100 * _figure(rolled['AUSL Bologna']), 1)}%" == visit.value("AUSL Bologna").inner_text()
    _check_notes(visit, book, place="AUSL Bologna", period="2019")


def test_excel_of_the_interventions_is_the_list_of_the_database(visit: Visit, sql: Callable) -> None:
    page = visit.open("interventi", luogo="RO-RIM", fonti="COM")
    expect(page.get_by_role("button", name=re.compile("^Fonte.*Comuni"))).to_be_visible()
    expected = sql("""
        select i.code, sum(cast(round(b.amount * 100) as integer)) as cents
        from budget_line b
        join intervention_version v on v.id = b.intervention_version_id
        join edition e on e.id = v.edition_id
        join plan p on p.id = e.plan_id
        join intervention i on i.id = v.intervention_id
        where e.kind = 'implementing' and e.year = 2019 and p.district_code = 'RO-RIM'
        and b.funding_source_code = 'COM'
        group by v.id order by cents desc, i.code
    """)
    scope = page.get_by_text(re.compile(rf"^{len(expected)} interventi · "))
    expect(scope).to_contain_text(euro(sum(cents for _, cents in expected)))
    book = visit.excel()
    assert [(row["Codice"], round(100 * row["Importo"])) for row in rows(book["Interventi"])] == expected
    sheet = book["Interventi"]
    total = next(c.value for row in sheet for c in row if str(c.value).startswith("=SUBTOTAL(109,"))
    assert f":K{5 + len(expected)})" in total
    notes = _check_notes(visit, book, place="Rimini (RN)", period="Programma attuativo 2019")
    assert notes["Filtri"] == "Fonte di finanziamento: COM Comuni - risorse proprie"


def test_excel_of_one_intervention_is_its_table_on_screen(visit: Visit) -> None:
    page = visit.open("interventi", intervento="RO-RIM-0001")
    table = page.get_by_test_id("stTable")
    header, *body = (
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()]
        for row in table.locator("tr").all()
    )
    book = visit.excel()
    found = rows(book["Importi per fonte ed edizione"])
    assert list(found[0]) == header
    on_file = [[_amount(value) for value in row.values()] for row in found]
    assert on_file == body[:-1]
    assert [row["Edizione"] for row in rows(book["Storia dell'intervento"])] == header[1:]
    _check_notes(visit, book)


def test_excel_of_the_overview_holds_its_figures(visit: Visit, sql: Callable) -> None:
    page = visit.open()
    tiles = page.locator(".tiles").first.locator(".tile")
    expect(tiles).to_have_count(7)
    shown = [
        (tile.locator(".label").inner_text(), tile.locator(".value").inner_text()) for tile in tiles.all()
    ]
    assert len(shown) == 7
    buttons = page.get_by_role("button", name=re.compile(r"\) ›$")).all_inner_texts()
    named = [words.removesuffix(" ›") for words in buttons]
    book = visit.excel()
    figures = rows(book["Cifre principali"])
    assert [(row["Cifra"], row["Come sullo schermo"]) for row in figures] == shown
    (cents,) = sql("""
        select sum(cast(round(b.amount * 100) as integer)) from budget_line b
        join intervention_version v on v.id = b.intervention_version_id
        join edition e on e.id = v.edition_id where e.kind = 'implementing' and e.year = 2019
    """)[0]
    assert round(100 * next(row["Cifra esatta"] for row in figures if row["Cifra"] == "Valore")) == cents
    reasons = rows(book["Da guardare"])
    assert list(dict.fromkeys(row["Distretto"] for row in reasons))[: len(named)] == named
    first = [row["Motivo"] for row in reasons if row["Distretto"] == named[0]]
    for sentence in first:
        expect(page.get_by_text(sentence, exact=True).first).to_be_visible()
    _check_notes(visit, book, place="Regione Emilia-Romagna")


def test_excel_of_the_definitions_has_every_measure(visit: Visit, sql: Callable) -> None:
    visit.open("dati_e_definizioni")
    book = visit.excel()
    found = rows(book["Misure"])
    indicators = sql("select code from indicator where level = 'district' order by code")
    codes = ["euro_per_resident", "euro", "interventions", "reported", *(code for (code,) in indicators)]
    assert [row["Codice"] for row in found] == codes
    assert all(row["Numeratore"] and row["Fonte"] for row in found)
    _check_notes(visit, book)


def test_map_downloads_as_png_and_svg(visit: Visit) -> None:
    visit.open("mappa", misura="DST010")
    png = visit.download("PNG")
    assert png.suggested_filename.endswith("_2019-09-30.png")
    picture = Image.open(Path(png.path()))
    assert picture.format == "PNG"
    assert picture.width > 1000
    assert len(picture.convert("RGB").getcolors(10**6)) > 10
    svg = visit.download("SVG")
    root = ElementTree.parse(svg.path()).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join(root.itertext())
    for part in ("DATI DIMOSTRATIVI", "CC BY 4.0", "30/09/2019", "Dato mancante"):
        assert part in words
    for edge, _ in visit.legend()[:5]:
        assert edge in words


def _amount(value: object) -> str:
    """A cell of the amounts by source as on screen; an empty one is a source that is not used."""
    if isinstance(value, str) and value:
        return value
    return euro(round(100 * value)) if value else "–"


def _figure(row: dict[str, object]) -> float | str:
    """The measure's value: the column after place and AUSL, whatever the measure is called."""
    return next(value for title, value in row.items() if title.startswith("Programmi L.R. 14/2015"))


def _check_notes(visit: Visit, book: Workbook, *, place: str = "", period: str = "") -> dict[str, str]:
    """Every sheet says that data are for demonstration; the notes say what, when and where to look again."""
    for sheet in book:
        assert sheet["A3"].value.startswith("DATI DIMOSTRATIVI al 30/09/2019"), sheet.title
    lines = book["Note"].iter_rows(min_row=5, max_col=2, values_only=True)
    notes = {label: words for label, words in lines if label}
    assert notes["Dati al"] == "30/09/2019"
    assert notes["Filtri"]
    if place:
        assert notes["Luogo"] == place
    if period:
        assert notes["Periodo"] == period
        assert notes["Fonte"]
        assert notes["Numeratore"]
    link, here = urlsplit(notes["Vista nell'Osservatorio"]), urlsplit(visit.page.url)
    assert (link.scheme, link.netloc, link.path) == (here.scheme, here.netloc, here.path)
    asked = {key: value for key, value in parse_qs(here.query).items() if key != "embed"}
    assert asked.items() <= parse_qs(link.query).items()
    return notes
