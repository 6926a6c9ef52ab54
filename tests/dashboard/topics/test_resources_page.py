"""The page of the money: clicks as changes of the view, cells that add up, tables and workbook alike."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard.address.cross_filter import (
    HEEDED,
    REGIONAL,
    chips,
    chosen_codes,
    heeded,
    marks_of,
    narrowed,
    shortened,
    toggled,
)
from dashboard.address.view import default_view, parse, to_params
from dashboard.excel.request import FileRequest
from dashboard.locale.texts import catalogue, texts
from dashboard.tables.table import Column, Table
from dashboard.topics.money.compute import Cell, carried, curve_points, holding, treemap_cells
from dashboard.topics.money.tables import (
    breakdown_table,
    cells,
    choices_table,
    counting,
    coverage,
    districts_table,
    flows_table,
    looked_at,
)
from dashboard.topics.money.workbook import resources_workbook
from data_access.planning.schema import SOURCE_LEVELS
from data_access.resources import DIMENSIONS, concentration
from data_access.values import Filters
from data_access.viewer import Viewer

REGION = Viewer("region")
FIRST_ROW = 6
NO_HEADLINE = Table((Column("label", "Cifra"),), {"label": ["Risorse"]})


def asked(version, viewer=REGION, **fields) -> FileRequest:
    view = replace(default_view(version), **fields)
    return FileRequest(version, viewer, view, "it", texts("it"), "http://localhost:8501/risorse?luogo=ER")


def looked(question):
    return looked_at(question.version, question.view, question.viewer)


def test_bars_add_and_take_off_flows_and_cells_narrow(demo):
    view = default_view(demo)
    two = toggled(toggled(view, demo, ("area", "A")), demo, ("area", "B"))
    assert two.filters.areas == ("A", "B")
    assert toggled(two, demo, ("area", "A")).filters.areas == ("B",)
    only = narrowed(two, demo, (("area", "A"),))
    assert only.filters.areas == ("A",)
    assert narrowed(only, demo, (("area", "A"),)) == view
    link = marks_of("source:FRNA|area:A", demo)
    both = narrowed(view, demo, link)
    assert (both.filters.sources, both.filters.areas) == (("FRNA",), ("A",))
    # A flow that is all there is stays: taking off two filters at once is nobody's wish.
    assert narrowed(both, demo, link) == both
    assert narrowed(view, demo, (("district", "RO-RIM"), ("area", "B"))).place == "RO-RIM"
    assert narrowed(view, demo, marks_of("sheet:39|rest", demo)).filters.sheets == (39,)


def test_a_level_is_its_sources_and_nothing_else_in_the_address(demo):
    view = narrowed(default_view(demo), demo, (("level", "eu"),))
    assert set(view.filters.sources) == set(demo.sources.index[demo.sources["level"] == "eu"])
    assert chosen_codes(view, demo, "level") == ("eu",)
    assert parse(to_params(view, demo), demo) == (view, [])
    t = texts("it")
    assert [chip.key for chip in chips(view, demo, t)] == ["level_eu"]
    part = toggled(view, demo, ("source", "FSE"))
    assert chosen_codes(part, demo, "level") == ()
    assert {chip.key for chip in chips(part, demo, t)} == {f"source_{s}" for s in part.filters.sources}
    assert toggled(toggled(view, demo, ("level", "state")), demo, ("level", "state")) == view


def test_every_filter_has_a_chip_that_takes_off_just_that(demo):
    view = replace(
        default_view(demo),
        place="080114",
        filters=Filters(("A", "B"), (5,), ("ANZ",), ("FRNA", "AUSL")),
    )
    every = chips(view, demo, texts("it"))
    assert len(every) == 7
    for chip in every:
        remaining = {other.key for other in chips(chip.without(view), demo, texts("it"))}
        assert remaining == {other.key for other in every} - {chip.key}
    for chip in every:
        view = chip.without(view)
    assert view == default_view(demo)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_what_a_browser_sends_is_read_or_left_out(demo, word):
    known = {(d, c) for d, c in marks_of(word, demo)}
    assert all(d in (*DIMENSIONS, "intervention") for d, _ in known)


def test_marks_that_mean_nothing_are_left_out(demo):
    assert marks_of("sheet:x|area:Z|level:|district:BO|area:B", demo) == (("area", "B"),)
    assert marks_of("intervention:RO-RIM-0048", demo) == (("intervention", "RO-RIM-0048"),)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**10), st.integers(1, 6)), max_size=80),
    st.integers(0, 30),
)
def test_cells_add_up_at_every_level(rows, limit):
    table = pd.DataFrame(
        [(f"X-{i}", "", sheet, "AB"[sheet % 2], cents) for i, (cents, sheet) in enumerate(rows)],
        columns=["code", "title", "sheet", "area", "cents"],
    ).sort_values("cents", ascending=False, kind="stable")
    nested = pd.DataFrame(
        treemap_cells({name: table[name].to_numpy() for name in table}, limit), columns=Cell._fields
    )
    total, paid = table["cents"].sum(), int((table["cents"] > 0).sum())
    kinds = {kind: nested[nested["kind"] == kind] for kind in ("area", "sheet", "intervention", "rest")}
    assert kinds["area"]["cents"].sum() == kinds["sheet"]["cents"].sum() == total
    leaves = pd.concat([kinds["intervention"], kinds["rest"]])
    assert leaves["cents"].sum() == total
    assert leaves["interventions"].sum() == paid
    by_sheet = leaves.groupby("sheet")["cents"].sum().to_dict()
    assert by_sheet == dict(zip(kinds["sheet"]["sheet"], kinds["sheet"]["cents"], strict=True))
    assert (kinds["rest"]["interventions"] > 1).all()
    assert len(kinds["intervention"]) <= limit + nested["sheet"].nunique()


def test_cells_and_flows_carry_marks_and_add_up(demo):
    question = asked(demo)
    seen = looked(question)
    named = pd.DataFrame(cells(question, seen.found))
    assert named["id"].is_unique
    parents = set(named["parent"]) - {""}
    assert parents <= set(named["id"])
    sums = named[named["parent"] != ""].groupby("parent")["cents"].sum()
    own = named.set_index("id")["cents"]
    assert sums.to_dict() == own[list(sums.index)].to_dict()
    links = flows_table(question, seen.found).frame
    assert all(len(marks_of(word, demo)) == 2 for word in links["mark"])
    assert all(len(marks_of(word, demo)) == 1 for word in (*links["source"], *links["target"]))
    into = links[links["area"] == links["target"]]
    assert round(into["euro"].sum() * 100) == seen.found.total


def test_what_the_filter_leaves_out_stands_below_what_it_chooses(demo):
    question = asked(demo, by="source", filters=Filters(sources=("FSE", "FNPS")))
    seen = looked(question)
    rows = choices_table(question, seen).frame
    chosen = rows[rows["chosen"]].drop(columns="chosen")
    inside = breakdown_table(question, seen.found, "source").frame
    assert chosen.to_dict("records") == inside.to_dict("records")
    everything = breakdown_table(question, looked(asked(demo, by="source")).found, "source").frame
    left_out = rows[~rows["chosen"]]
    assert sorted(rows["code"]) == sorted(everything["code"])
    euro = everything.set_index("code")["euro"]
    assert left_out.set_index("code")["euro"].to_dict() == euro[left_out["code"]].to_dict()
    assert set(left_out["share"]) == {texts("it")("resources.left_out")}


def test_a_few_interventions_carry_most():
    cumulative = np.array([0, 60, 90, 95, 98, 100, 100, 100, 100, 100, 100])
    table = carried(cumulative)
    assert table.set_index("percent")["count"].to_dict() == {1: 1, 5: 1, 10: 1, 20: 2, 50: 5, 100: 10}
    assert table.set_index("percent")["share"].to_dict() == {1: 60, 5: 60, 10: 60, 20: 90, 50: 100, 100: 100}
    assert (holding(cumulative, 50), holding(cumulative, 80), holding(cumulative, 90)) == (1, 2, 2)
    assert curve_points(cumulative).iloc[-1].tolist() == [100, 100]
    assert carried(np.array([0])).empty


def test_the_tenth_of_the_demo(demo):
    found = looked(asked(demo)).found
    row = carried(concentration(found)).set_index("percent").loc[10]
    assert row["count"] == 178
    largest = sorted(found.cents.tolist(), reverse=True)[:178]
    assert row["cents"] == sum(largest)


def test_workbook_has_the_rows_of_the_screen(demo):
    question = asked(demo, by="source", place="080114", filters=Filters(areas=("B",)))
    seen = looked(question)
    book = load_workbook(BytesIO(resources_workbook(question, seen, NO_HEADLINE)))
    assert len(book.sheetnames) == 2 + len(DIMENSIONS) + 4 + 1
    rows = breakdown_table(question, seen.found, "source").frame
    written = [
        r for r in book["Per fonte"].iter_rows(min_row=FIRST_ROW, values_only=True) if r[1] is not None
    ]
    assert [r[0] for r in written[: len(rows)]] == rows["code"].tolist()
    assert round(sum(r[2] for r in written[: len(rows)]) * 100) == seen.found.total
    assert sum(round(r[3] * 1000) for r in written[: len(rows)]) == 1000
    listed = [r for r in book["Mappa ad albero"].iter_rows(min_row=FIRST_ROW, values_only=True) if r[1]]
    assert len(listed) == seen.found.interventions


def test_comparison_says_restricted_and_hides_the_figure(demo):
    stranger = Viewer("district", "RO-RIM")
    question = asked(demo, stranger, place="RO-RIM")
    seen = looked(question)
    rows = districts_table(question, seen.everywhere).frame
    hidden = rows[rows["status"] == "hidden"]
    assert len(rows) == 38
    assert len(hidden) == seen.everywhere.hidden.sum() > 3
    assert hidden["euro"].isna().all()
    book = load_workbook(BytesIO(resources_workbook(question, seen, NO_HEADLINE)))
    cells_of = {cell for sheet in book for row in sheet.values for cell in row}
    everything = districts_table(asked(demo), looked(asked(demo)).everywhere).frame.set_index("code")
    assert "riservato" in cells_of
    assert not {everything.at[code, "euro"] for code in hidden["code"]} & cells_of
    assert any("riservato" in sentence for sentence in coverage(question, seen.everywhere))


def test_bars_around_a_choice_stay_to_be_added(demo):
    question = asked(demo, filters=Filters(areas=("B",), targets=("FAM",)))
    seen = looked(question)
    assert seen.found.total < seen.around.total
    assert len(breakdown_table(question, seen.around, "area").frame["code"]) > 1
    assert len(breakdown_table(question, seen.found, "area").frame["code"]) == 1
    assert looked(asked(demo, filters=Filters(targets=("FAM",)))).around.total == seen.around.total


def test_every_dimension_and_level_has_its_words(demo):
    known = catalogue("it").keys()
    assert {f"by.{by}" for by in DIMENSIONS} <= known
    assert {f"level.{level}" for level in SOURCE_LEVELS} <= known
    assert set(demo.sources["level"]) <= set(SOURCE_LEVELS)


def test_what_counts_once_is_said_with_its_amount(tiny):
    question = asked(tiny, edition="2019-implementing")
    assert "15 B/A" in counting(question, looked(question).found, "area")[0]
    assert "200,00 €" in counting(question, looked(question).found, "area")[0]


@pytest.mark.parametrize(
    ("words", "short"), [("breve", "breve"), ("uno due tre quattro cinque", "uno due tre…")]
)
def test_long_words_are_cut_at_a_space(words, short):
    assert shortened(words, 17) == short


def test_a_page_gets_only_the_filters_that_its_figures_heed(demo):
    """What another page was filtered by is not named on it, nor in its files."""
    every = Filters(areas=("B",), sheets=(1,), targets=("ANZ",), sources=("FRNA",))
    view = replace(default_view(demo), place="RO-RIM", filters=every)
    assert heeded(view, "risorse") == view
    assert heeded(view, "completezza") == replace(view, filters=Filters(areas=("B",), sheets=(1,)))
    assert heeded(view, "tempi") == replace(view, filters=Filters())
    assert heeded(view, "quadro_regionale") == replace(view, place="ER", filters=Filters())
    pages = {path.stem for path in (Path(__file__).parents[3] / "pages").glob("*.py")}
    assert pages >= {*HEEDED, *REGIONAL}
    # A page that lets choose filters heeds some.
    choosing = ("budget_filters", "target_select", "filter_chips")
    for path in (Path(__file__).parents[3] / "pages").glob("*.py"):
        if any(f"{piece}(" in path.read_text() for piece in choosing):
            assert path.stem in HEEDED
