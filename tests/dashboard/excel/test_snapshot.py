"""Workbooks of views, opened again: the same rows, figures and words as on screen."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dashboard.address.view import default_view
from dashboard.excel.request import FileRequest
from dashboard.locale.texts import texts
from dashboard.measure.choropleth import choropleth
from dashboard.measure.workbook import map_vector, map_workbook
from dashboard.topics.interventions.workbook import history_workbook, interventions_workbook
from data_access.interventions import amounts_by_source, history, interventions
from data_access.values import Filters
from data_access.viewer import Viewer

FIRST_ROW = 6
REGION = Viewer("region")
LINK = "http://localhost:8501/mappa?luogo=ER"


def asked(version, viewer=REGION, **fields) -> FileRequest:
    return FileRequest(version, viewer, replace(default_view(version), **fields), "it", texts("it"), LINK)


def drawn(question: FileRequest):
    return choropleth(question.version, question.view, question.viewer, question.language, question.t)


def rows(sheet):
    return [row for row in sheet.iter_rows(min_row=FIRST_ROW, values_only=True) if row[0] is not None]


def notes(book) -> dict[str, str]:
    return {row[0]: row[1] for row in book["Note"].iter_rows(values_only=True) if row[0]}


def test_map_workbook_has_the_rows_of_the_ranking(demo):
    question = asked(demo, measure="DST013", year="2019")
    picture = drawn(question)
    book = load_workbook(BytesIO(map_workbook(question, picture)))
    table = rows(book["Distretti"])
    assert [row[1] for row in table] == [row.code for row in picture.ranking.rows]
    by_code = {row[1]: row for row in table}
    for code, value in picture.values["value"].items():
        written = by_code[code][4]
        # Percent cells hold the share, so that Excel shows the same words as the screen.
        assert written == ("n.d." if value != value else pytest.approx(value / 100))
    assert {row[4] for row in table if isinstance(row[4], str)} == {"n.d."}
    assert book["Distretti"]["E6"].number_format == "#,##0.0%"
    said = notes(book)
    assert said["Vista nell'Osservatorio"] == LINK
    assert said["Dati al"] == "30/09/2019"
    assert "Wilson" in said["Incertezza"]
    assert all("DIMOSTRATIVI" in str([c.value for c in sheet["A"]][:4]) for sheet in book)


def test_interventions_workbook_totals_to_the_cent(demo):
    question = asked(demo, place="RO-RIM", filters=Filters(areas=("B",)))
    listed = interventions(demo, question.view.edition, ["RO-RIM"], REGION, question.view.filters)
    book = load_workbook(BytesIO(interventions_workbook(question, listed)))
    table = [row for row in rows(book["Interventi"]) if str(row[0]).startswith("RO-RIM")]
    assert [row[0] for row in table] == listed.rows["code"].tolist()
    assert round(sum(row[-1] for row in table) * 100) == listed.cents
    assert "Area: B" in notes(book)["Filtri"]


def test_history_workbook_has_each_source_in_each_edition(demo):
    question = asked(demo, place="RO-RIM", intervention="RO-RIM-0048")
    found = history(demo, "RO-RIM-0048", REGION)
    amounts = amounts_by_source(demo, found)
    book = load_workbook(BytesIO(history_workbook(question, found, amounts)))
    table = rows(book["Importi per fonte ed edizione"])
    figures = [[cell if isinstance(cell, str) else round(cell * 100) for cell in row[1:]] for row in table]
    expected = [["" if c != c else int(c) for c in row] for row in amounts.to_numpy().tolist()]
    assert [[("" if c is None else c) for c in row] for row in figures[: len(expected)]] == expected


def test_what_a_viewer_may_not_see_is_in_no_file(demo):
    stranger = Viewer("district", "RO-RIM")
    question = asked(demo, stranger)
    picture = drawn(question)
    hidden = picture.values.index[picture.values["status"] == "hidden"]
    assert len(hidden) > 3
    everything = drawn(asked(demo)).values["value"]
    cells = {
        cell
        for sheet in load_workbook(BytesIO(map_workbook(question, picture)))
        for row in sheet.values
        for cell in row
    }
    for code in hidden:
        assert everything[code] not in cells
    assert "riservato" in cells
    assert map_vector(question, picture).count('fill="url(#map-hidden)"') == len(hidden)


def test_the_same_view_gives_the_same_bytes(demo):
    question = asked(demo)
    assert map_workbook(question, drawn(question)) == map_workbook(question, drawn(question))


@pytest.mark.parametrize(("measure", "named"), [("DST013", False), ("euro", True)])
def test_a_file_names_the_filters_that_its_figures_depend_on_and_no_other(demo, measure, named):
    question = asked(demo, measure=measure, filters=Filters(areas=("B",)))
    book = load_workbook(BytesIO(map_workbook(question, drawn(question))))
    assert ("Area: B" in notes(book)["Filtri"]) == named
    assert (
        any("Area: B" in str(row[0]) for row in book["Distretti"].iter_rows(max_row=4, values_only=True))
        == named
    )
    assert ("Area: B" in map_vector(question, drawn(question))) == named
