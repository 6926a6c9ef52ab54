"""Long lists on screen: which columns of a table they show, and how each is described to Streamlit."""

from __future__ import annotations

import streamlit as st

from dashboard.screen.grid import show_list
from dashboard.tables.table import Column, Table

TABLE = Table(
    (
        Column("code", "Codice", width=14),
        Column("sheet", "Scheda", "integer", room="small", help="Di quale scheda"),
        Column("lead", "Capofila", screen=False),
        Column("euro", "Importo", "euro", 2),
    ),
    {"code": ["A1", "A2"], "sheet": [3, 12], "lead": ["Comune", "AUSL"], "euro": [1.5, None]},
    mark="code",
)


def test_a_list_shows_the_columns_of_a_screen_each_as_what_it_is(monkeypatch):
    drawn = {}
    monkeypatch.setattr(st, "dataframe", lambda data, **given: drawn.update(given, data=data))
    show_list(TABLE, key="rows", empty="–")
    assert drawn["data"].to_pydict() == {"code": ["A1", "A2"], "sheet": [3, 12], "euro": [1.5, None]}
    described = drawn["column_config"]
    assert [described[key]["label"] for key in described] == ["Codice", "Scheda", "Importo"]
    assert described["sheet"]["type_config"]["format"] == "%d"
    assert (described["sheet"]["width"], described["sheet"]["help"]) == ("small", "Di quale scheda")
    assert described["euro"]["type_config"]["format"] == "euro"
    assert "on_select" not in drawn
    assert not described["code"].get("pinned")


def test_what_a_row_is_stays_in_sight_where_rows_are_chosen(monkeypatch):
    drawn = {}
    monkeypatch.setattr(st, "dataframe", lambda data, **given: drawn.update(given))
    show_list(TABLE, key="rows", on_row=lambda _: None, height=420)
    assert [bool(one.get("pinned")) for one in drawn["column_config"].values()] == [True, False, False]
    assert (drawn["height"], drawn["selection_mode"]) == (420, "single-row")
