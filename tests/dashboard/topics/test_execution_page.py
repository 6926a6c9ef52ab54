"""Planned against spent on screen and in Excel: words, ways down, formulas that give the same cents."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.address.codes import BREAKDOWNS
from dashboard.address.view import default_view, parse, to_params
from dashboard.excel.request import FileRequest
from dashboard.locale.texts import texts
from dashboard.topics.execution.compute import band
from dashboard.topics.execution.tables import compared, delays_table, groups_table, interventions_table
from dashboard.topics.execution.workbook import cells_of, execution_workbook
from data_access import execution
from data_access.values import Filters
from data_access.version import Version
from data_access.viewer import Viewer

REGION = Viewer("region")
T = texts("it")


def asked(version: Version, viewer: Viewer = REGION, **fields: object) -> FileRequest:
    return FileRequest(
        version, viewer, replace(default_view(version), **fields), "it", T, "http://localhost/"
    )


@pytest.mark.parametrize(
    ("planned", "spent", "word"),
    [
        (100_00, 100_01, "beyond"),
        (100_00, 100_00, "all"),
        (100_00, 99_99, "nearly_all"),
        (100_00, 90_00, "nearly_all"),
        (100_00, 89_99, "mostly"),
        (100_00, 60_00, "mostly"),
        (100_00, 59_99, "partly"),
        (100_00, 25_00, "partly"),
        (100_00, 24_99, "hardly"),
        (100_00, 0, "nothing"),
        (0, 1, "unplanned"),
        (0, 0, "no_money"),
    ],
)
def test_words_for_the_share_spent(planned, spent, word):
    assert band(planned, spent) == word
    assert T(f"execution.band_{word}")


def test_every_breakdown_of_the_address_can_be_rolled_up():
    assert set(BREAKDOWNS) == set(execution.BREAKDOWNS)


def test_tables_say_missing_and_hidden_apart(tiny_accounts):
    view = replace(default_view(tiny_accounts), by="district")
    own = groups_table(compared(tiny_accounts, view, Viewer("district", "AA-UNO")), T)
    words = dict(zip(own["name"], own["words"], strict=True))
    assert words == {
        "Uno (AA)": "speso in gran parte",
        "Due (AA)": "rendicontazione riservata",
        "Tre (BB)": "rendicontazione assente",
    }
    region = pd.DataFrame(groups_table(compared(tiny_accounts, view, REGION), T), dtype=object).set_index(
        "name"
    )
    assert region.at["Due (AA)", "words"] == "speso oltre il preventivo"
    assert region.at["Tre (BB)", "planned_apart"] == 10_10
    assert region.at["Tre (BB)", "spent"] is None
    listed = pd.DataFrame(interventions_table(compared(tiny_accounts, view, REGION), T)).set_index("code")
    assert listed.at["A2", "words"] == "non presente nel consuntivo"
    assert listed.at["A3", "words"] == "fuori preventivo"
    assert listed.at["C1", "words"] == "rendicontazione assente"


def test_late_accounts_of_a_place(tiny_accounts):
    view = default_view(tiny_accounts)
    late = delays_table(compared(tiny_accounts, view, REGION), T, "it")
    assert late.rows["code"] == ["BB-TRE", "AA-DUE", "AA-UNO"]
    assert late.rows["status"][0] == "Nessuna rendicontazione"
    one = delays_table(compared(tiny_accounts, replace(view, place="080102"), REGION), T, "it")
    assert one.rows["days"] == [94]
    # A year whose account has no deadline and no editions: nobody is late with it.
    assert compared(tiny_accounts, replace(view, year="2019"), REGION).delays.empty


def test_the_year_is_in_the_address(tiny_accounts):
    view, ignored = parse({"anno": "2019", "per": "district"}, tiny_accounts)
    assert not ignored
    assert compared(tiny_accounts, view, REGION).found.year == 2019
    assert to_params(view, tiny_accounts)["anno"] == "2019"
    assert compared(tiny_accounts, default_view(tiny_accounts), REGION).found.year == 2018


class Reckoner:
    """Reckons a sheet's formulas from what its cells hold, as a spreadsheet does."""

    def __init__(self, page: Worksheet) -> None:
        self.page = page

    def value(self, address: str) -> object:
        found = self.page[address].value
        if not (isinstance(found, str) and found.startswith("=")):
            return found
        if match := re.fullmatch(r"=ROUND\((\w+|N\(\w+\))-(\w+|N\(\w+\)),2\)", found):
            return round(self.reckoned(match[1]) - self.reckoned(match[2]), 2)
        if match := re.fullmatch(r"=(\w+)/(\w+)", found):
            return self.number(match[1]) / self.number(match[2])
        if match := re.fullmatch(r"=IF\((\w+)=0,0,(\w+)/\1\)", found):
            return self.number(match[2]) / self.number(match[1]) if self.number(match[1]) else 0
        match = re.fullmatch(r"=SUBTOTAL\(109,([A-Z]+)(\d+):\1(\d+)\)", found)
        assert match, found
        cells = [self.value(f"{match[1]}{row}") for row in range(int(match[2]), int(match[3]) + 1)]
        return sum(cell for cell in cells if isinstance(cell, int | float))

    def reckoned(self, operand: str) -> float:
        """A cell's number; N() makes nothing of a word."""
        if not operand.startswith("N("):
            return self.number(operand)
        value = self.value(operand[2:-1])
        return value if isinstance(value, int | float) else 0.0

    def number(self, address: str) -> float:
        value = self.value(address)
        assert isinstance(value, int | float), address
        return value


@pytest.mark.parametrize(
    "fields",
    [
        {"by": "district"},
        {"by": "source", "filters": Filters(areas=("A", "B"))},
        {"place": "RO-RIM"},
        {"year": "2019", "by": "ausl"},
    ],
    ids=str,
)
def test_formulas_give_the_cents_of_the_screen(demo, fields):
    question = asked(demo, **fields)
    found = compared(demo, question.view, REGION)
    content = execution_workbook(question, found)
    live, shown = load_workbook(BytesIO(content)), load_workbook(BytesIO(content), data_only=True)
    seen = 0
    for page in live.worksheets[1:3]:
        reckoner = Reckoner(page)
        titles = {cell.value: cell.column_letter for cell in page[5]}
        for line in page.iter_rows(min_row=6):
            for cell in line:
                if cell.data_type == "f":
                    value = reckoner.number(cell.coordinate)
                    assert value == pytest.approx(shown[page.title][cell.coordinate].value, rel=1e-12)
                    seen += 1
        for title, key in (
            ("Preventivo confrontato", "planned_compared"),
            ("Speso", "spent_compared"),
            ("Differenza", "moved"),
            ("Impegnato", "committed"),
            ("Aggiornato", "updated"),
        ):
            total = page[f"{titles[title]}{page.max_row}"]
            expected = found.total[key]
            if expected is None:
                # Missing is not zero: there is no sum of nothing.
                assert total.value is None, title
            else:
                assert total.data_type == "f"
                assert round(reckoner.number(total.coordinate) * 100) == expected, title
        share = page[f"{titles['Quota spesa']}{page.max_row}"]
        if found.total["spent_compared"] is not None:
            ratio = found.total["spent_compared"] / found.total["planned_compared"]
            assert reckoner.number(share.coordinate) == pytest.approx(ratio)
    assert seen


def test_what_a_viewer_may_not_see_is_in_no_file(demo):
    stranger = Viewer("district", "RO-RIM")
    states = execution.execution(demo, 2018, demo.districts, stranger).states["account"]
    hidden = [code for code, state in zip(demo.districts, states, strict=True) if state == "hidden"]
    assert len(hidden) == 10
    everything = execution.sums_by(execution.execution(demo, 2018, demo.districts, REGION), "district")
    spent_by = dict(zip(everything["code"], everything["spent"], strict=True))
    question = asked(demo, stranger, by="district")
    book = load_workbook(BytesIO(execution_workbook(question, compared(demo, question.view, stranger))))
    figures = {
        round(cell * 100) for page in book for line in page.values for cell in line if isinstance(cell, float)
    }
    for code in hidden:
        assert int(spent_by[code]) not in figures
    by_code = {line[0]: line for line in book["Distretto"].values}
    spent = list(by_code["Distretto"]).index("Speso")
    for code, state in zip(demo.districts, states, strict=True):
        told = by_code[demo.place_names[code]][spent]
        # Hidden, missing and a figure are three different things.
        expected = {"hidden": "riservato", "missing": "n.d."}.get(state)
        assert told == expected if expected else isinstance(told, float), code
    assert "rendicontazione riservata" in {cell for line in book["Distretto"].values for cell in line}
    assert "25 di 38 rendicontazioni" in {cell for line in book["Note"].values for cell in line}


def test_what_is_not_in_an_edition_says_so_and_is_not_zero(tiny_accounts):
    """A2 is not in the account, A3 not in the plan; both move the sums by their whole amount."""
    question = asked(tiny_accounts)
    listed = interventions_table(compared(tiny_accounts, question.view, REGION), T)
    rows = pd.DataFrame(cells_of(listed, "it")).set_index("code")
    assert rows.loc["A2", ["planned", "spent", "share", "moved"]].tolist() == [
        30.0, "non nel consuntivo", "non nel consuntivo", -30.0
    ]  # fmt: skip
    assert rows.loc["A3", ["planned", "spent", "share", "moved"]].tolist() == [
        "non nel programma", 5.0, "non nel programma", 5.0
    ]  # fmt: skip
    assert rows.at["C1", "spent"] == "n.d."
