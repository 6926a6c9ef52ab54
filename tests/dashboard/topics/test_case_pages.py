"""Tables and files of the pages on cases: who sees what, in words and figures that are published."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import product

import numpy as np
import openpyxl
import pandas as pd
import plotly.graph_objects as go
import pytest
from mart_of import reading

from dashboard.address.view import default_view
from dashboard.cases import charts as charts
from dashboard.excel.request import FileRequest
from dashboard.judging.benchmark import peers_of
from dashboard.locale.formats import HIDDEN, MISSING
from dashboard.locale.texts import catalogue, texts
from dashboard.tables.cells import cell_words
from dashboard.tables.table import Column, Table
from dashboard.topics.in_charge.tables import breakdown, comuni_table, months_table
from dashboard.topics.in_charge.workbook import in_charge_workbook
from dashboard.topics.supply.tables import rejects_table, shares_table, zones_table
from dashboard.topics.supply.workbook import supply_workbook
from dashboard.topics.waits.tables import compared_table, medians, peers_table
from dashboard.topics.waits.workbook import waits_workbook
from data_access.cases.published import publish
from data_access.privacy import TOTAL, Thresholds
from data_access.version import with_cases
from data_access.viewer import Viewer, sees_comuni

REGION = Viewer("region")
VIEWERS = (REGION, Viewer("district", "AA-UNO"), Viewer("district", "BB-TRE"))
PLACES = ("ER", "080101", "AA-UNO", "BB-TRE")
HEADLINE = Table((Column("label", "Cifra"),), {"label": ["x"]})


@pytest.fixture(scope="module")
def version(tiny):
    mart = reading(tiny.places, tiny.municipalities)
    return with_cases(tiny, publish(mart, tiny.places, tiny.municipalities, Thresholds()))


def asked(version, viewer=REGION, place="ER", language="it"):
    view = replace(default_view(version), place=place, language=language)
    return FileRequest(version, viewer, view, language, texts(language), "http://localhost/")


def cells(file: bytes) -> dict[str, list[list]]:
    book = openpyxl.load_workbook(io.BytesIO(file))
    return {s.title: [[c.value for c in row] for row in s.iter_rows(min_row=6)] for s in book.worksheets}


@pytest.mark.parametrize(("viewer", "place"), list(product(VIEWERS, PLACES)))
def test_every_count_in_a_file_is_a_published_one(version, viewer, place):
    """Roles × places × files: what is written is in the published tables, and no small count is."""
    a, tables = asked(version, viewer, place), version.cases
    known = {float(n) for t in tables.tables.values() for n in t.counts.ravel() if n == n}
    files = {
        "in_charge": cells(in_charge_workbook(a, tables, "2019", HEADLINE)),
        "waits": cells(waits_workbook(a, tables, "2019")),
        "supply": cells(supply_workbook(a, tables)),
    }
    own = viewer.role == "region" or viewer.district == place
    named = any(
        "Comune 1" in str(row) or "Comune 3" in str(row)
        for sheets in files.values()
        for name, rows in sheets.items()
        for row in rows
        if name != "Note"
    )
    assert named == (own and place in version.district_position)
    for name in ("Nel tempo", "Accessi per mese", "Chiusure per motivo", "Movimenti dell'anno"):
        for row in files["in_charge"][name]:
            for figure in row[1:] if name != "Chiusure per motivo" else row[1:2]:
                if isinstance(figure, int | float):
                    assert figure in known
                    assert figure == 0 or figure >= 3


def test_hidden_missing_and_zero_are_three_things(version):
    rows = months_table(asked(version, place="AA-UNO"), version.cases).frame
    every = {v for column in rows.columns[1:] for v in rows[column]}
    assert HIDDEN["it"] in every
    assert 0 in every
    assert MISSING["it"] not in every
    assert not {1, 2, 3, 4} & {v for c in rows.columns[2:] for v in rows[c]}


def test_a_share_of_a_hidden_cell_is_hidden(version):
    found = breakdown(
        asked(version, place="AA-UNO"),
        version.cases,
        "people_by_category",
        "category",
        state="in_charge",
        time="2019-09",
    )
    assert (found["status"] == "hidden").any()
    assert found.loc[found["status"] == "hidden", ["n", "share"]].isna().all(axis=None)
    assert (found.loc[found["status"] == "hidden", "share_status"] == "hidden").all()


@pytest.mark.parametrize("whole", ["hidden", "missing"])
def test_a_share_says_why_there_is_no_whole(version, monkeypatch, whole):
    cells = {
        "n": np.array([float("nan"), 12.0]),
        "status": np.array([whole, "ok"], dtype=object),
        "category": np.array([TOTAL, "elderly"], dtype=object),
    }
    monkeypatch.setattr("dashboard.topics.in_charge.tables.case_cells", lambda *_, **__: cells)
    found = breakdown(asked(version), version.cases, "people_by_category", "category")
    assert found[["node", "n", "share_status"]].to_numpy().tolist() == [["elderly", 12.0, whole]]
    assert found["share"].isna().all()


def test_comuni_only_where_the_viewer_may(version):
    for viewer, place, reason in (
        (REGION, "AA-UNO", "regional"),
        (VIEWERS[1], "AA-UNO", "own_district"),
        (VIEWERS[2], "AA-UNO", "other_district"),
        (REGION, "ER", "no_district"),
    ):
        permission = sees_comuni(viewer, place, version.district_position)
        assert (permission.granted, permission.reason) == (reason in ("regional", "own_district"), reason)
        if not permission.granted:
            assert catalogue("it")[f"cases.comuni_{reason}"]
    assert comuni_table(asked(version, VIEWERS[2], "AA-UNO"), version.cases, "2019").frame.empty


def test_waits_beside_ausl_and_region(version):
    table = compared_table(asked(version, place="AA-UNO"), version.cases, "2019")
    columns, rows = table.written, table.frame
    assert len(rows) == 4 * 3
    assert {c.key for c in columns} >= {"median", "lower", "upper", "n", "excluded"}


def test_waits_stand_beside_each_of_the_districts_most_alike(tiny):
    mart = reading(tiny.places, tiny.municipalities, people=3000)
    large = with_cases(tiny, publish(mart, tiny.places, tiny.municipalities, Thresholds()))
    a = asked(large, place="AA-UNO")
    peers = peers_of(large, a.view, REGION)
    table = peers_table(a, peers, "2019")
    columns, rows = table.written, table.frame
    assert len(rows) == 4 * len(peers.codes) > 0
    own = medians(a, large.cases, "AA-UNO", "2019")["median"].to_numpy(float)
    for code in peers.codes:
        beside = rows[rows["code"] == code]
        assert beside["value"].tolist() == medians(a, large.cases, code, "2019")["median"].tolist()
        # A difference is written in whole days.
        assert beside["difference"].tolist() == pytest.approx(own - beside["value"].to_numpy(float), abs=0.5)
        assert (beside["low"] < beside["difference"]).all()
        assert (beside["difference"] < beside["high"]).all()
    # A year of the plans that the cases have nothing of changes nothing: the page says which year it shows.
    elsewhere = replace(a, view=replace(a.view, year="2014"))
    assert peers_table(elsewhere, peers, "2019").frame.equals(rows)
    file = cells(waits_workbook(elsewhere, large.cases, "2019"))
    assert any(row[1] and "Newcombe" in row[1] for row in file["Note"])
    # A median has no numerators to add up.
    rolled = [row[1] for row in file["Note"] if row[0] == "Regione e AUSL"]
    assert ["istogrammi" in words for words in rolled] == [True] * 4 + [False] * 3
    sheet = file["Distretti simili"]
    at = [column.title for column in columns].index("Differenza")
    assert [row[at] for row in sheet if isinstance(row[at], int | float)] == rows["difference"].tolist()
    assert "Distretti simili" not in cells(waits_workbook(asked(large), large.cases, "2019"))


def test_supply_names_what_was_left_out(version):
    a = asked(version)
    zones = zones_table(a, version.cases).frame
    assert len(zones) == 3
    assert zones["state"].str.startswith("✓").all()
    rejects = rejects_table(a, version.cases).frame
    assert rejects["reason"].tolist() == ["Chiave doppia"]
    assert rejects_table(asked(version, place="BB-TRE"), version.cases).frame.empty


@pytest.fixture(scope="module")
def partly_read(tiny):
    """A staged roll-out: one zone was never read, another left out one row in twenty, more or less."""
    mart = reading(tiny.places, tiny.municipalities)
    frames = dict(mart.frames)
    supply = frames["supply"].set_index("zone").astype({"refreshed_at": object, "data_until": object})
    supply.loc["BB-TRE", ["refreshed_at", "data_until"]] = pd.NaT
    supply.loc["BB-TRE", ["state", "problem", "in_across"]] = ["never", "unreachable", 0]
    # Half past midnight in Italy is still the day before in UTC.
    supply.loc["AA-UNO", "refreshed_at"] = pd.Timestamp("2019-10-01 22:30")
    frames["supply"] = supply.reset_index().astype({"refreshed_at": "datetime64[us]"})
    frames["supply_reject"] = frames["supply_reject"].assign(rows=51)
    whole = replace(mart, frames=frames)
    return with_cases(tiny, publish(whole, tiny.places, tiny.municipalities, Thresholds()))


def test_a_zone_never_read_leaves_its_row_and_no_page_down(partly_read):
    a, tables = asked(partly_read), partly_read.cases
    table = zones_table(a, tables)
    columns, rows = table.written, table.frame
    never = rows.iloc[0]
    assert never["state"].startswith("✕")
    words = {c.key: cell_words(table, c, "it") for c in columns}
    assert words["until"][0] == words["refreshed"][0] == words["read"][0] == "n.d."
    assert "non risponde" in words["problem"][0]
    assert "02/10/2019" in words["refreshed"]
    assert cells(supply_workbook(a, tables))["Zone"]


def test_a_share_left_out_above_the_limit_is_named_on_screen_and_in_the_file(partly_read):
    a, tables = asked(partly_read), partly_read.cases
    assert "CS_IT_STEP 5,1%" in set(zones_table(a, tables).frame["much"])
    share = shares_table(a, tables).frame.iloc[0]
    assert (share["out"], share["read"], share["verdict"]) == (51, 1000, "✕ troppe")
    written = cells(supply_workbook(a, tables))["Quota scartata per tabella"]
    assert pytest.approx(0.051) in [row[2] for row in written if row[1] == "CS_IT_STEP"]


def test_same_question_same_bytes(version):
    one, two = (in_charge_workbook(asked(version), version.cases, "2019", HEADLINE) for _ in range(2))
    assert one == two


def test_plotly_accepts_the_charts(monkeypatch):
    nan = float("nan")
    line = charts.Line("Rimini", (1.0, nan), ("1", "riservato"), (0.5, nan), (2.0, nan))
    monkeypatch.setattr(charts, "figure", lambda *, data, layout: go.Figure(data=data, layout=layout))
    bars = charts.bars(["a", "b"], [3.0, nan], ["3", "riservato"])
    assert list(bars.data[0].x) == [3.0, 0]
    assert list(bars.data[0].text) == ["3", "riservato"]
    whole = charts.Line("Regione", (1.0, 2.0), ("1", "2"))
    lines = charts.lines(["01/2019", "02/2019"], [line, whole], every=2)
    assert list(lines.data[0].y) == [1.0, None]
    assert not lines.data[0].connectgaps
    # A month between two gaps would not be seen without its mark.
    assert [trace.marker.maxdisplayed for trace in lines.data] == [0, 1]
    assert len(charts.dots(["a", "b"], [line, line], unit="giorni").data) == 2
    assert charts.stacked(["a", "b"], [line, line]).layout.barmode == "stack"
