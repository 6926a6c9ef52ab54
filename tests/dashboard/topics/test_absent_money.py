"""Money of an edition that is absent, not visible or empty, on every page that adds it up."""

import re
import sqlite3
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dashboard.address.view import default_view
from dashboard.excel.request import FileRequest
from dashboard.locale.texts import texts
from dashboard.locale.words import districts_of
from dashboard.screen.session import Context
from dashboard.topics.interventions.workbook import interventions_workbook
from dashboard.topics.money.screen import headline_table
from dashboard.topics.money.tables import looked_at
from dashboard.topics.money.workbook import resources_workbook
from data_access import observatory
from data_access.interventions import interventions
from data_access.planning.contract import open_and_read
from data_access.version import assemble
from data_access.viewer import Viewer
from tests.components import prose, tables, tiles

REGION, STRANGER = Viewer("region"), Viewer("district", "RO-RIM")
P19, ACCOUNT = "2019-implementing", "2018-account"
ABSENT = ("RO-RIM", ACCOUNT, REGION, "n.d.")
HIDDEN = ("IM-IMO", P19, STRANGER, "riservato")
EMPTY = ("IM-IMO", P19, REGION, "0")
PAGES = (
    ("risorse", {}),
    ("interventi", {}),
    ("mappa", {"misura": "euro"}),
    ("piano_distretto", {}),
    ("scheda_indicatore", {"misura": "interventions"}),
)
APP = Path(__file__).parents[3] / "dashboard" / "app.py"
ZERO = re.compile(r"(?<![\d.,])0(,00)? €|(?<![\d.,])0 interventi\b")


@pytest.fixture(scope="module")
def emptied(demo_sqlite_url, tmp_path_factory):
    """The demo with Imola's draft of 2019 as on its first day: an edition without an intervention."""
    path = tmp_path_factory.mktemp("emptied") / "planning.sqlite"
    path.write_bytes(Path(demo_sqlite_url.removeprefix("sqlite:///")).read_bytes())
    draft = """SELECT v.id FROM intervention_version v JOIN edition e ON e.id = v.edition_id
        JOIN plan p ON p.id = e.plan_id
        WHERE p.district_code = 'IM-IMO' AND e.year = 2019 AND e.kind = 'implementing'"""
    with sqlite3.connect(path) as connection:
        connection.execute(f"DELETE FROM budget_line WHERE intervention_version_id IN ({draft})")
        connection.execute(f"DELETE FROM intervention_version WHERE id IN ({draft})")
    connection.close()
    return f"sqlite:///{path}"


@pytest.mark.parametrize(("page", "params"), PAGES, ids=lambda value: str(value))
def test_each_page_says_which_of_the_three_it_is(page, params, emptied, monkeypatch):
    monkeypatch.setenv("OSSERVATORIO_PLANNING_URL", emptied)
    monkeypatch.setattr(observatory, "_shared", None)
    for place, edition, viewer, word in (ABSENT, HIDDEN, EMPTY):
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.session_state["viewer"] = viewer
        app.query_params.update({"luogo": place, "edizione": edition, **params})
        app.run().switch_page(f"../pages/{page}.py").run()
        assert not app.exception
        said = [element.value for kind in (app.markdown, app.caption, app.info) for element in kind]
        said += [*prose(app), *(" ".join(map(str, tile)) for tile in tiles(app))]
        own = "\n".join(map(str, said))
        assert "nan" not in own.split()
        if word == "0":
            assert ZERO.search(own) or "0" in [tile[1] for tile in tiles(app)], own
        else:
            assert word in own, own
            assert not ZERO.search(own), own


def test_the_files_say_it_too_and_add_up_nothing(emptied):
    version = assemble(open_and_read(emptied))
    for place, edition, viewer, word in (ABSENT, HIDDEN, EMPTY):
        view = replace(default_view(version), place=place, edition=edition, by="district")
        t = texts("it")
        asked = FileRequest(version, viewer, view, "it", t, "http://localhost/")
        looked = looked_at(version, view, viewer)
        headline = headline_table(Context(version, None, viewer, view, (), "it", t), looked)
        book = load_workbook(BytesIO(resources_workbook(asked, looked, headline)))
        rows = {row[1]: row for row in book["Per distretto"].values if row[1]}
        told = rows[version.place_names[place]][2]
        assert told == (0 if word == "0" else word)
        for name in ("Flussi", "Per fonte"):
            head = str(book[name]["A2"].value).lower()
            said = {w for w in ("n.d.", "riservato") if w in head}
            assert said == {word} - {"0"}, "an empty sheet says why"
        tile = {row[0]: row[1] for row in book["Cifre principali"].values}
        assert tile["Risorse"] == ("0 €" if word == "0" else word)
        assert tile["Interventi"] == word
        listed = interventions(version, edition, districts_of(version, place), viewer)
        sheet = load_workbook(BytesIO(interventions_workbook(asked, listed)))["Interventi"]
        subtitle = str(sheet["A2"].value)
        assert {w for w in ("n.d.", "riservato") if w in subtitle.lower()} == {word} - {"0"}


@pytest.mark.parametrize(("viewer", "edition", "covered"), [(STRANGER, P19, 27), (REGION, ACCOUNT, 35)])
def test_a_sum_of_fewer_districts_than_its_place_has_says_so(viewer, edition, covered, demo):
    """To a coordinator the drafts of others are no part of the region; three districts have no account."""
    t, words = texts("it"), f"{covered} di 38 distretti"
    view = replace(default_view(demo), edition=edition, by="ausl")
    context = Context(demo, None, viewer, view, (), "it", t)
    looked = looked_at(demo, view, viewer)
    headline = headline_table(context, looked)
    below = headline.frame.set_index("label")["below"]
    assert words in below["Risorse"]
    assert words in below["Interventi"]
    asked = FileRequest(demo, viewer, view, "it", t, "http://localhost/")
    book = load_workbook(BytesIO(resources_workbook(asked, looked, headline)))
    assert words in str([row[0] for row in book["Per AUSL"].iter_rows(max_row=4, values_only=True)])
    shown = [str(row[-1]) for row in book["Per AUSL"].values]
    parts = [tuple(map(int, cell.split(" di "))) for cell in shown if re.fullmatch(r"\d+ di \d+", cell)]
    assert (sum(n for n, _ in parts), sum(of for _, of in parts)) == (covered, 38)
    listed = interventions(demo, edition, list(demo.districts), viewer)
    sheet = load_workbook(BytesIO(interventions_workbook(asked, listed)))["Interventi"]
    assert words in str([row[0] for row in sheet.iter_rows(max_row=4, values_only=True)])


def test_a_table_of_the_page_names_the_district_that_keeps_its_edition_back(
    demo, demo_sqlite_url, monkeypatch
):
    monkeypatch.setenv("OSSERVATORIO_PLANNING_URL", demo_sqlite_url)
    monkeypatch.setattr(observatory, "_shared", None)
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.session_state["viewer"] = STRANGER
    app.query_params.update({"luogo": "ER", "per": "district"})
    app.run().switch_page("../pages/risorse.py").run()
    rows = tables(app)[0].set_index("Distretto")
    assert len(rows) == 38
    assert rows.at["Imola (BO)", "Importo"] == "riservato"
