"""Tables on screen: how a file's cells are written, what they are ordered by, and their bars."""

from __future__ import annotations

from datetime import date
from math import nan
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard.locale.formats import HIDDEN, MISSING
from dashboard.locale.texts import texts
from dashboard.tables import screen as rows
from dashboard.tables.spans import spans
from dashboard.tables.table import Column

COLUMNS = (
    Column("name", "Nome"),
    Column("n", "Persone", "integer"),
    Column("share", "Quota", "percent", 1),
    Column("moved", "Differenza", "euro", 2),
    Column("since", "Dal", "date"),
)
TABLE = pd.DataFrame(
    {
        "mark": ["a", "b", "c", "d"],
        "name": ["<b>Uno</b>", "Due", "Tre", "Quattro"],
        "n": [0, 1200, HIDDEN["it"], None],
        "share": [0.0, 12.345, HIDDEN["it"], float("nan")],
        "moved": [-3.5, 1234.567, 0.0, None],
        "since": [date(2019, 9, 30), None, pd.NaT, date(2018, 1, 2)],
    }
)


@pytest.fixture
def drawn(monkeypatch):
    """Draw the table; returns its columns by title and what else was asked of the component."""

    def draw(**options):
        asked = {}
        monkeypatch.setattr(rows, "table", lambda columns, **rest: asked.update(rest, columns=columns))
        ctx = SimpleNamespace(t=texts("it"), language="it")
        rows.show(ctx, (COLUMNS, TABLE), key="k", **options)
        return {column.title: column for column in asked["columns"]}, asked

    return draw


def test_zero_hidden_and_missing_are_three_different_words(drawn):
    shown, _ = drawn(signed=("moved",))
    assert shown["Persone"].words == ["0", "1.200", HIDDEN["it"], MISSING["it"]]
    assert shown["Quota"].words == ["0,0%", "12,3%", HIDDEN["it"], MISSING["it"]]
    assert shown["Differenza"].words == ["-3,50 €", "+1.234,57 €", "0,00 €", MISSING["it"]]
    assert shown["Dal"].words == ["30/09/2019", "", "", "02/01/2018"]


def test_cells_are_ordered_by_what_is_read_and_words_have_no_place_among_figures(drawn):
    shown, _ = drawn()
    assert shown["Persone"].keys == [0, 1200, None, None]
    assert shown["Quota"].keys == [0.0, 12.3, None, None]
    assert shown["Dal"].keys[0] > shown["Dal"].keys[3]
    assert not shown["Nome"].keys


def test_bars_show_the_part_of_the_largest_and_none_where_a_figure_is_hidden(drawn):
    shown, _ = drawn(bars=("n",))
    assert shown["Persone"].shares == [0.0, 1.0, None, None]
    assert not shown["Quota"].shares


def test_a_row_leads_where_its_mark_says(drawn):
    seen = []
    _, asked = drawn(on_row=seen.append, mine=("c",), without=("share",))
    asked["on_row"](1)
    assert seen == ["b"]
    assert asked["mine"] == [2]
    assert [column.title for column in asked["columns"]] == ["Nome", "Persone", "Differenza", "Dal"]


def test_values_on_their_intervals_stand_behind_their_column_and_order_the_rows(drawn):
    known = spans(
        "Su intervallo", [1.0, nan], [0.5, nan], [2.0, nan], [1.0, 1.0], ["higher", "similar"], words=str
    )
    shown, _ = drawn(drawn={"share": known})
    titles = list(shown)
    assert titles.index("Su intervallo") == titles.index("Quota") + 1
    assert shown["Su intervallo"].keys == [1.0, None]
    nothing = spans("Vuota", [nan], [nan], [nan], [1.0], ["similar"], words=str)
    assert "Vuota" not in drawn(drawn={"share": nothing})[0]
