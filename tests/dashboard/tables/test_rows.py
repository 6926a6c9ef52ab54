"""Tables on screen: how a file's cells are written, what they are ordered by, and their bars."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import nan
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard.judging.signs import LOOKS
from dashboard.locale.formats import HIDDEN, MISSING
from dashboard.locale.texts import texts
from dashboard.parts import table as component
from dashboard.tables import screen as rows
from dashboard.tables.spans import spans
from dashboard.tables.table import Column, Table

COLUMNS = (
    Column("name", "Nome"),
    Column("n", "Persone", "integer", bar=True),
    Column("share", "Quota", "percent", 1),
    Column("moved", "Differenza", "euro", 2, signed=True),
    Column("since", "Dal", "date"),
)
TABLE = Table(
    COLUMNS,
    {
        "mark": ["a", "b", "c", "d"],
        "name": ["<b>Uno</b>", "Due", "Tre", "Quattro"],
        "n": [0, 1200, HIDDEN["it"], None],
        "share": [0.0, 12.345, HIDDEN["it"], float("nan")],
        "moved": [-3.5, 1234.567, 0.0, None],
        "since": [date(2019, 9, 30), None, pd.NaT, date(2018, 1, 2)],
    },
)


@pytest.fixture
def drawn(monkeypatch):
    """Draw a table; returns its columns by title, all that is sent, and what hears a click."""

    def draw(table=TABLE, **options):
        seen = {}
        monkeypatch.setattr(
            component, "part", lambda _, key, sent, picked, names: seen.update(sent=sent, picked=picked)
        )
        ctx = SimpleNamespace(t=texts("it"), language="it")
        rows.show(ctx, table, key="k", **options)
        return {column["title"]: column for column in seen["sent"]["columns"]}, seen["sent"], seen["picked"]

    return draw


def test_zero_hidden_and_missing_are_three_different_words(drawn):
    shown, *_ = drawn()
    assert shown["Persone"]["words"] == ["0", "1.200", HIDDEN["it"], MISSING["it"]]
    assert shown["Quota"]["words"] == ["0,0%", "12,3%", HIDDEN["it"], MISSING["it"]]
    assert shown["Differenza"]["words"] == ["-3,50 €", "+1.234,57 €", "0,00 €", MISSING["it"]]
    assert shown["Dal"]["words"] == ["30/09/2019", "", "", "02/01/2018"]


def test_cells_are_ordered_by_what_is_read_and_words_have_no_place_among_figures(drawn):
    shown, *_ = drawn()
    assert shown["Persone"]["keys"] == [0, 1200, None, None]
    assert shown["Quota"]["keys"] == [0.0, 12.3, None, None]
    assert shown["Dal"]["keys"][0] > shown["Dal"]["keys"][3]
    assert "keys" not in shown["Nome"]


def test_a_column_may_be_ordered_by_other_cells_than_it_shows(drawn):
    columns = (Column("name", "Stato", order="position"), Column("n", "Persone", "integer"))
    shown, *_ = drawn(replace(TABLE, columns=columns, rows={**TABLE.rows, "position": [2, nan, 0, 1]}))
    assert shown["Stato"]["words"] == TABLE.rows["name"]
    assert shown["Stato"]["keys"] == [2, None, 0, 1]


def test_each_row_has_the_decimals_of_its_unit_and_counts_have_none(drawn):
    table = replace(TABLE, rows={**TABLE.rows, "of_unit": [0, 2, 1, 1]}, decimals="of_unit")
    shown, *_ = drawn(table)
    assert shown["Quota"]["words"][:2] == ["0%", "12,35%"]
    assert shown["Persone"]["words"][:2] == ["0", "1.200"]


def test_bars_show_the_part_of_the_largest_and_none_where_a_figure_is_hidden(drawn):
    shown, *_ = drawn()
    assert shown["Persone"]["shares"] == [0.0, 1.0, None, None]
    assert "shares" not in shown["Quota"]
    of_others = replace(TABLE, columns=(COLUMNS[0], replace(COLUMNS[1], bar=2400)))
    assert drawn(of_others)[0]["Persone"]["shares"] == [0.0, 0.5, None, None]


def test_a_row_leads_where_its_mark_says(drawn):
    seen = []
    columns = tuple(replace(c, screen=False) if c.key == "share" else c for c in COLUMNS)
    table = replace(TABLE, columns=columns, mine=("c",), outside=("a", "d"))
    shown, sent, picked = drawn(table, on_row=seen.append)
    picked(1)
    # Comes from a browser: there is no such row.
    picked(4)
    picked([1, 0])
    assert seen == ["b"]
    assert (sent["mine"], sent["outside"]) == ([2], [0, 3])
    assert list(shown) == ["Nome", "Persone", "Differenza", "Dal"]
    assert table.written == columns


def test_values_on_their_intervals_stand_behind_their_column_and_order_the_rows(drawn):
    known = spans(
        "Su intervallo", [1.0, nan], [0.5, nan], [2.0, nan], [1.0, 1.0], ["higher", "similar"], words=str
    )
    shown, sent, _ = drawn(TABLE.first(2).beside("share", known))
    titles = list(shown)
    assert titles.index("Su intervallo") == titles.index("Quota") + 1
    assert shown["Su intervallo"]["keys"] == [1.0, None]
    at = shown["Su intervallo"]["spans"]
    assert at["low"][0] < at["at"][0] == at["line"][0] < at["high"][0]
    assert at["at"][1] is None
    assert [sent["looks"][look]["sign"] for look in at["looks"]] == [
        LOOKS["higher"].sign,
        LOOKS["similar"].sign,
    ]
    nothing = spans("Vuota", [nan], [nan], [nan], [1.0], ["similar"], words=str)
    shown, sent, _ = drawn(TABLE.beside("share", nothing))
    assert "Vuota" not in shown
    assert sent["looks"] == []


def test_a_table_is_cut_and_turned_by_rows_and_by_columns():
    narrow = TABLE.only("n", "name", "nothing")
    assert [column.key for column in narrow.written] == ["n", "name"]
    assert narrow.first(2).backwards().rows["name"] == ["Due", "<b>Uno</b>"]
    frame = pd.DataFrame({"name": ["Uno"], "n": [1]}, index=["x"])
    assert Table.of(COLUMNS[:2], frame).rows == {"name": ["Uno"], "n": [1]}
