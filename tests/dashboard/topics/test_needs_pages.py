"""Tables and files of the pages on needs: figures that agree with the mart, and no small count in any."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from itertools import product

import numpy as np
import openpyxl
import pandas as pd
import pytest
from mart_of import reading

from dashboard import parts
from dashboard.address.view import default_view, parse, to_params
from dashboard.excel.request import FileRequest
from dashboard.locale.formats import HIDDEN, MISSING
from dashboard.locale.texts import texts
from dashboard.parts.ground import ground_map
from dashboard.tables.cells import cell_words
from dashboard.tables.table import Column, Table
from dashboard.topics.case_map.compute import CaseMap, case_map
from dashboard.topics.case_map.deck import Pillar, deck
from dashboard.topics.case_map.tables import pillars, places_table
from dashboard.topics.case_map.workbook import case_map_workbook
from dashboard.topics.equity.needs_and_money import needs_and_money
from dashboard.topics.equity.quadrant import quadrant
from dashboard.topics.equity.tables import districts_table as equity_table
from dashboard.topics.equity.workbook import equity_workbook
from dashboard.topics.needs.compute import needs_of
from dashboard.topics.needs.tables import classes_table
from dashboard.topics.needs.tables import districts_table as needs_table
from dashboard.topics.needs.workbook import needs_workbook
from dashboard.topics.overlaps.compute import overlaps_of
from dashboard.topics.overlaps.tables import bodies_table, matrix_table
from dashboard.topics.overlaps.workbook import overlaps_workbook
from data_access.cases.published import publish
from data_access.privacy import Thresholds
from data_access.values import Filters
from data_access.version import with_cases
from data_access.viewer import Viewer, sees_comuni

REGION, UNO = Viewer("region"), Viewer("district", "AA-UNO")
VIEWERS = (REGION, UNO, Viewer("district", "BB-TRE"))
PLACES = ("ER", "080101", "AA-UNO", "BB-TRE")
HEADLINE = Table((Column("label", "Cifra"),), {"label": ["x"]})


@pytest.fixture(scope="module", autouse=True)
def answering():
    """Of the two sheets of tests/tiny.py, 15 answers a registered need and 1 does not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.topics.equity.answers._NOT_ANSWERING", {(2018, 2020): frozenset({1})})
        yield


@pytest.fixture(scope="module")
def mart(tiny):
    return reading(tiny.places, tiny.municipalities)


@pytest.fixture(scope="module")
def version(tiny, mart):
    return with_cases(tiny, publish(mart, tiny.places, tiny.municipalities, Thresholds()))


@pytest.fixture(scope="module")
def large_mart(tiny):
    """So many people that little is hidden."""
    return reading(tiny.places, tiny.municipalities, people=3000)


@pytest.fixture(scope="module")
def large(tiny, large_mart):
    return with_cases(tiny, publish(large_mart, tiny.places, tiny.municipalities, Thresholds()))


def asked(version, viewer=REGION, **view):
    made = replace(default_view(version), **view)
    return FileRequest(version, viewer, made, made.language, texts(made.language), "http://localhost/")


def files(a: FileRequest) -> dict[str, bytes]:
    version, tables = a.version, a.version.cases
    looked = (version, a.view, a.viewer, tables)
    return {
        "needs": needs_workbook(a, needs_of(*looked), HEADLINE),
        "overlaps": overlaps_workbook(a, overlaps_of(*looked), HEADLINE),
        "equity": equity_workbook(a, needs_and_money(*looked)),
        "map": case_map_workbook(a, case_map(*looked)),
    }


def columns(file: bytes, *titles: str) -> list:
    """Every cell of the columns with these titles, on all sheets."""
    found = []
    for sheet in openpyxl.load_workbook(io.BytesIO(file)).worksheets:
        head = next((r for r in sheet.iter_rows() if r[0].value and any(c.value in titles for c in r)), None)
        for cell in head or ():
            if cell.value in titles:
                found += [
                    row[cell.column - 1].value
                    for row in sheet.iter_rows(min_row=cell.row + 1)
                    if row[0].value
                ]
    return found


@pytest.mark.parametrize(("viewer", "place"), list(product(VIEWERS, PLACES)))
def test_no_small_count_stands_in_any_file(version, viewer, place):
    made = files(asked(version, viewer, place=place))
    counts = {
        "needs": ("Persone senza sostegno", "Persone seguite 90 giorni", "Bisogni registrati"),
        "overlaps": ("Persone", "Coppie di sostegni"),
        "equity": ("Persone con un bisogno",),
        "map": ("Persone in carico",),
    }
    least = {"map": 3}
    for name, titles in counts.items():
        cells = columns(made[name], *titles)
        assert cells, name
        figures = [cell for cell in cells if isinstance(cell, int | float)]
        assert not [n for n in figures if 0 < n < least.get(name, 5)], name
    own = viewer.role == "region" or viewer.district == place
    seen = "Comune" in str(openpyxl.load_workbook(io.BytesIO(made["map"])).worksheets[0]["A6"].value)
    if place in version.district_position:
        assert sees_comuni(viewer, place, version.district_position).granted == own
        names = case_map(version, replace(default_view(version), place=place), viewer, version.cases).rows
        assert any("Comune" in name for name in names["name"]) == own, seen


def test_shares_are_the_marts_own_sums(large, large_mart):
    """The region's share comes from the mart's people, not from districts' shares."""
    found = needs_of(large, asked(large).view, REGION, large.cases)
    people = large_mart.frames["coverage"].query("year == 2019").groupby("status")["n"].sum()
    row = found.whole.iloc[0]
    assert row["asked"] == people["answered"] + people["unanswered"]
    assert row["value"] == pytest.approx(people["unanswered"] / row["asked"] * 100)
    by_class = large_mart.frames["coverage_by_class"].query("year == 2019 and need_class == 'casa'")
    by_class = by_class.groupby("status")["n"].sum()
    table = classes_table(asked(large), found).frame.set_index("mark")
    assert table.at["casa", "unanswered"] == by_class["unanswered"]
    assert table.at["casa", "name"] == "Casa"
    order = [n for n in table["unanswered"] if not isinstance(n, str)]
    assert order == sorted(order, reverse=True)


def test_category_and_need_of_the_address_choose_what_districts_are_compared_on(version):
    view, ignored = parse({"target": "ANZ", "bisogno": "casa"}, version)
    assert not ignored
    assert view.need == "casa"
    assert to_params(view, version)["bisogno"] == "casa"
    assert [i.key for i in parse({"bisogno": "nulla"}, version)[1]] == ["bisogno"]
    chosen = needs_of(version, view, REGION, version.cases)
    other = needs_of(version, replace(view, need=""), REGION, version.cases)
    assert chosen.districts["asked"].tolist() != other.districts["asked"].tolist()
    assert HIDDEN["it"] in set(needs_table(asked(version), other).frame["unanswered"])


def test_a_pair_or_a_person_across_districts_counts_once_in_the_region(large, large_mart):
    found = overlaps_of(large, asked(large).view, REGION, large.cases)
    rows = large_mart.frames["overlap"].query("year == 2019 and zone != other_zone")
    row = found.pairs.loc["across"]
    assert row["n"] == rows["n"].sum() >= 5
    assert row["cents_smaller"] == rows["cents_smaller"].sum()
    people = large_mart.frames["overlap_person_across"].query("year == 2019")["n"].sum()
    assert found.people.at["across", "n"] == people >= 5
    inside = large_mart.frames["overlap"].query("year == 2019 and zone == other_zone")
    assert found.pairs.at["inside", "n"] == inside["n"].sum()
    matrix = matrix_table(asked(large), found, "inside")
    column = next(column for column in matrix.written if column.title == "Comune")
    assert matrix.rows[column.key][matrix.rows["name"].index("Azienda USL")] == inside["n"].sum()
    assert cell_words(matrix, matrix.written[1], "it")[0] == "0"
    assert bodies_table(asked(large), found, "inside").frame["pairs"].sum() == inside["n"].sum()


def test_the_quadrant_sets_the_plans_money_against_the_same_peoples_need(large, large_mart):
    view = replace(asked(large).view, edition="2019-implementing", filters=Filters(targets=("ANZ",)))
    found = needs_and_money(large, view, REGION, large.cases)
    people = large_mart.frames["coverage"].query("year == 2019 and category == 'ANZ' and zone == 'AA-UNO'")
    n = people[people["status"].isin(["answered", "unanswered"])]["n"].sum()
    row = found.quadrant.districts.loc["AA-UNO"]
    followed = 183 / 365  # 30 September less 90 days is 2 July: 183 days of 2019.
    assert row["status"] == "ok"
    assert row["people"] == n
    # A3 (one cent) answers to sheet 1. Of the 1,000 residents 100 are 65 or over.
    assert row["per_person"] == pytest.approx(200.00 * followed / n)
    assert row["need"] == pytest.approx(n / (100 * followed) * 1000)
    # B1 (330.00) answers to sheet 1 too.
    assert found.allotted["ANZ"] == 200_00
    assert found.total == 530_01
    assert found.allotted_share == pytest.approx(200 / 530.01 * 100)
    table = equity_table(asked(large), found).frame.set_index("mark")
    # BB-TRE has no such edition: its money is not known, its people are.
    people = large_mart.frames["coverage"].query("year == 2019 and category == 'ANZ' and zone == 'BB-TRE'")
    assert (
        table.at["BB-TRE", "people"] == people[people["status"].isin(["answered", "unanswered"])]["n"].sum()
    )
    assert table.at["BB-TRE", "per_person"] == MISSING["it"]
    # A plan that is not presented yet is hidden from another district, and so is what is made of it.
    others = needs_and_money(large, view, UNO, large.cases)
    assert others.quadrant.districts.at["AA-DUE", "status"] == "hidden"
    assert needs_and_money(large, replace(view, edition="2018-implementing"), REGION, large.cases)


def test_the_map_says_in_its_json_what_the_table_says_and_nothing_else(version, monkeypatch):
    rows = pd.DataFrame(
        {"name": ["Rimini", "Verucchio", "Cattolica"], "n": [120.0, np.nan, 0.0]},
        index=["099014", "099020", "099002"],
    ).assign(status=["ok", "hidden", "ok"])
    a = asked(version)
    total = pd.Series({"n": 120.0, "status": "ok"})
    found = CaseMap(version.cases, "2019", "people_in_charge", "comune", rows, rows.iloc[:0], total)
    drawn = pillars(a, found)
    assert [p.words for p in drawn] == ["120 persone in carico", HIDDEN["it"], "0 persone in carico"]
    described = deck(drawn, "/geojson/x/municipalities/RO-RIM.json", (12.1, 43.7, 12.8, 44.2))
    sent = []
    monkeypatch.setattr(parts, "_COMPONENT", lambda *, data, **_: sent.append(data.decode()))
    ground_map(described, key="case_map", alt="", width=560, without="")
    _, made = sent[0].split("\n")
    assert "\n" not in made
    assert "  " not in made
    assert "http" not in made
    ground, columns_ = json.loads(made)["deck"]["layers"]
    assert (ground["id"], columns_["id"]) == ("ground", "cases")
    heights = [row["height"] for row in columns_["data"]]
    assert heights[0] > 0
    assert heights[1:] == [0, 0]
    assert columns_["data"][1]["color"] != columns_["data"][2]["color"]
    assert places_table(a, found).frame["n"].tolist() == [120.0, HIDDEN["it"], 0.0]
    assert Pillar("x", "x", "x", 1.0, 1.0, 1.0) not in drawn


def test_the_quadrant_holds_up_to_plotlys_own_check(version):
    import plotly.graph_objects as go

    found = needs_and_money(version, asked(version).view, REGION, version.cases)
    districts = found.quadrant.districts.query("status == 'ok'").assign(label="x", words="x")
    drawn = quadrant(
        districts,
        need=1.0,
        per_person=np.nan,
        names=dict.fromkeys(("none", "short", "ample"), "x"),
        axes=("x", "y"),
        region="Regione",
    )
    go.Figure(drawn.to_dict())
