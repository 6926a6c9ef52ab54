"""The page and the workbook of a comparison: same figures on both, and nothing hidden in either."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dashboard.address.codes import FIELDS
from dashboard.address.view import default_view
from dashboard.excel.request import FileRequest
from dashboard.locale.texts import texts
from dashboard.topics.editions.compute import chosen_rows, compare, source_differences
from dashboard.topics.editions.workbook import comparison_workbook
from data_access.observatory import Observatory
from data_access.values import Filters
from data_access.viewer import Viewer
from tests.components import parts, prose, tiles

ROOT = Path(__file__).parents[3]
REGION = Viewer("region")
FIRST_ROW = 6
BEFORE, AFTER = "2018-implementing", "2019-implementing"


def workbook_of(version, viewer=REGION, **fields):
    view = replace(default_view(version), **fields)
    asked = FileRequest(version, viewer, view, "it", texts("it"), "http://localhost:8501/confronto_edizioni")
    found = compare(version, BEFORE, AFTER, version.districts, viewer, view.filters)
    return found, load_workbook(BytesIO(comparison_workbook(asked, found)), data_only=True)


def rows(sheet):
    every = sheet.iter_rows(min_row=FIRST_ROW, values_only=True)
    return [row for row in every if row[0] is not None and row[0] != "Totale righe visibili"]


def cents(column):
    return [round(cell * 100) for cell in column if not isinstance(cell, str)]


def test_workbook_reconciles_to_the_cent(demo):
    found, book = workbook_of(demo, filters=Filters(areas=("B",)))
    summary = [round(row[2] * 100) for row in rows(book["Sintesi"])]
    totals = found.totals
    assert summary[0] + sum(summary[1:5]) == summary[5] == totals.after
    assert summary[6] == totals.moved
    for name, first in (("Per fonte", 1), ("Per distretto", 2)):
        table = rows(book[name])
        assert sum(cents(row[first] for row in table)) == totals.before
        # The live difference carries the value it has now.
        assert sum(cents(row[-1] for row in table)) == totals.moved
    listed = rows(book["Interventi"])
    assert [row[0] for row in listed] == found.rows["code"].tolist()
    assert sum(cents(row[-1] for row in listed)) == totals.moved
    added = [row for row in listed if row[1] == "Nuovo"]
    assert len(added) == found.counts["added"]
    assert {row[9] for row in added} == {"non c'è"}
    by_source = rows(book["Importi cambiati per fonte"])
    assert len(by_source) == len(source_differences(demo, found, chosen_rows(found, ())))
    assert sum(cents(row[-1] for row in by_source)) == totals.moved


def test_workbook_lists_what_the_view_shows(demo):
    found, book = workbook_of(demo, show=("changed", "title"))
    listed = rows(book["Interventi"])
    assert len(listed) == int(found.fields[:, FIELDS.index("title")].sum())
    assert {row[3] for row in rows(book["Campi cambiati"])} >= {"Titolo"}
    assert round(rows(book["Sintesi"])[0][2] * 100) == found.totals.before


def test_hidden_districts_are_in_no_sheet_but_the_one_that_says_so(demo):
    found, book = workbook_of(demo, Viewer("district", "RO-RIM"))
    hidden = [code for code, (_, after) in found.apart.items() if after == "hidden"]
    assert len(hidden) > 3
    cells = {
        str(cell)
        for sheet in book
        if sheet.title != "Distretti non confrontati"
        for row in sheet.values
        for cell in row
    }
    for code in hidden:
        assert not any(cell.startswith(code) for cell in cells)
    told = {row[0]: row[3] for row in rows(book["Distretti non confrontati"])}
    assert {told[code] for code in hidden} == {"riservato (non ancora presentato)"}


@pytest.fixture
def page(demo_sqlite_url, monkeypatch):
    """The page opened with an address, as somebody."""
    monkeypatch.setattr("data_access.observatory._shared", Observatory(demo_sqlite_url))

    def open_page(viewer=REGION, **params):
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        app.session_state["viewer"] = viewer
        app.run()
        for key, value in {"luogo": "ER", **params}.items():
            app.query_params[key] = value
        app.switch_page("../pages/confronto_edizioni.py").run()
        assert not app.exception
        return app

    return open_page


def said(app) -> str:
    return "\n".join((*prose(app), *(str(e.value) for e in (*app.markdown, *app.caption, *app.info))))


def test_page_compares_with_the_same_edition_of_the_year_before(demo, page):
    found = compare(demo, BEFORE, AFTER, demo.districts, REGION)
    app = page()
    shown = {label: value for label, value, *_ in tiles(app)}
    assert shown["+ Nuovi"] == str(found.counts["added"])
    assert shown["≠ Modificati"] == f"{found.counts['changed']:,}".replace(",", ".")
    assert "38 di 38 distretti" in said(app)
    listed = next(frame.value for frame in app.dataframe if "kind" in frame.value)
    assert listed["code"].tolist() == found.rows["code"].tolist()


def test_page_says_which_districts_stand_apart(demo, page):
    stranger = Viewer("district", "RO-RIM")
    found = compare(demo, BEFORE, AFTER, demo.districts, stranger)
    app = page(stranger)
    assert f"{len(found.districts)} di 38 distretti" in said(app)
    fold = next(sent for sent in parts(app, "row.js") if sent["kind"] == "fold")
    assert fold["label"].startswith(str(38 - len(found.districts)))


def test_one_intervention_has_its_differences_and_its_whole_history(demo, page):
    found = compare(demo, BEFORE, AFTER, demo.districts, REGION)
    code = found.rows["code"][found.fields[:, FIELDS.index("title")]][0]
    words = said(page(intervento=code))
    assert "Cambiano: Titolo" in words
    assert ":green-background[**" in words
    for period in ("Piano originale 2018", "Programma attuativo 2018", "Programma attuativo 2019"):
        assert f"**{period}**" in words


def test_an_edition_that_may_not_be_seen_is_not_called_dropped(demo, page):
    stranger = Viewer("district", "RO-RIM")
    apart = compare(demo, BEFORE, AFTER, demo.districts, stranger).apart
    district = next(code for code, (_, after) in apart.items() if after == "hidden")
    old = demo.interventions
    code = old[(old["district_code"] == district) & (old["period"] == BEFORE)]["code"].iloc[0]
    words = said(page(stranger, intervento=code))
    assert "riservato (non ancora presentato)" in words
    assert "Uscito" not in words


def test_an_address_with_the_same_edition_twice_falls_back_to_the_usual_one(page):
    app = page(prima="2018-original", edizione="2018-original")
    assert "Da «Programma attuativo 2018» a «Piano originale 2018»" in said(app)
