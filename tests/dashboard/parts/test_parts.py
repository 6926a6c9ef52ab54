"""Parts drawn together: what is sent, who hears of a click, and that nothing else stands among them."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from dashboard import parts
from dashboard.address.view import default_view
from dashboard.locale.texts import texts
from dashboard.parts import prose, strip
from dashboard.parts.contract import PAYLOADS, Placed
from dashboard.parts.heat_table import heat_table
from dashboard.parts.small_multiples import Small, small_multiples
from dashboard.screen.grid import show_list
from dashboard.tables.table import Column, Table
from dashboard.topics.indicators.heat.compute import heat
from data_access import observatory
from data_access.cases.published import publish
from data_access.observatory import State
from data_access.privacy import Thresholds
from data_access.version import with_cases
from data_access.viewer import Viewer
from tests.components import parts as given
from tests.components import parts_of
from tests.contract import faults
from tests.mart_of import reading

ROOT = Path(__file__).parents[3]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


@pytest.fixture
def sent(monkeypatch):
    """What reaches the browser: key, parts and the callback of every element."""
    elements = []

    def component(*, key, data, on_picked_change):
        _, *lines = data.decode().split("\n")
        elements.append((key, [json.loads(line) for line in lines], on_picked_change))

    monkeypatch.setattr(parts, "_COMPONENT", component)
    return elements


def test_parts_of_a_block_are_one_element_in_their_order(sent):
    with parts.together("all"):
        prose.heading("Uno")
        with parts.side_by_side("row"):
            parts.part("select.js", "year", {"label": "Anno"})
        prose.note("Due\n\nTre")
    parts.part("tiles.js", "figures", {})
    (key, drawn, _), (alone, last, _) = sent
    assert (key, alone) == ("all", "figures")
    assert [(d["key"], d["within"]) for d in drawn[1:3]] == [("row", ""), ("year", "row")]
    assert [d.get("words") for d in drawn] == ["Uno", None, None, "Due\n\nTre"]
    assert len({d["key"] for d in drawn}) == 4
    assert [d["key"] for d in last] == ["figures"]


def test_two_parts_of_an_element_have_two_keys(sent):
    def drawn():
        with parts.together("all"):
            parts.part("tiles.js", "figures", {})
            parts.part("tiles.js", "figures", {})

    with pytest.raises(ValueError, match="figures"):
        drawn()


def told(part, picked, stamp=""):
    """An answer as the browser sends it."""
    return {"part": part, "picked": picked, "stamp": stamp}


def test_a_click_reaches_the_part_it_was_made_on_and_no_other(sent, monkeypatch):
    heard = []
    with parts.together("all"):
        for name in "ab":
            parts.part("strip.js", name, {}, lambda said, name=name: heard.append((name, said)))
    (_, _, clicked), *_ = sent
    for said in (
        told("b", 2),
        told("c", 1),
        None,
        "b",
        ["b", 1, ""],
        {"part": "b"},
        {"part": "b", "picked": 1},
        {**told("b", 1), "stamp": None},
        told(["b"], 1),
        told("a", None),
    ):
        monkeypatch.setattr(st, "session_state", {"all": type("State", (), {"picked": said})})
        clicked()
    assert heard == [("b", 2), ("a", None)]


def test_a_click_on_what_is_no_longer_there_is_not_heard(sent, monkeypatch):
    """The element is gone, or its names are others: a second quick click was made on the old ones."""
    chips, heard = ["Area: A", "Area: B", "Fonte: FRNA"], []
    parts.part("strip.js", "chips", {}, heard.append, names=chips)
    parts.part("strip.js", "chips", {}, heard.append, names=chips[1:])
    (_, [before], _), (_, [now], clicked) = sent
    monkeypatch.setattr(st, "session_state", {})
    clicked()
    for drawn in (before, now):
        said = told("chips", 0, drawn["stamp"])
        monkeypatch.setattr(st, "session_state", {"chips": SimpleNamespace(picked=said)})
        clicked()
    assert heard == [0]
    monkeypatch.setattr(st, "session_state", {"chips": object()})
    clicked()


def test_a_tick_in_a_list_that_is_gone_or_shorter_is_not_heard(monkeypatch):
    heard, drawn = [], {}
    monkeypatch.setattr(st, "dataframe", lambda data, **given: drawn.update(given))
    table = Table((Column("code", "Codice"),), {"code": ["A1", "A2"]}, mark="code")
    show_list(table, key="rows", on_row=heard.append)
    for state in (
        {},
        {"rows": {}},
        {"rows": {"selection": {"rows": []}}},
        {"rows": {"selection": {"rows": [2]}}},
        {"rows": {"selection": {"rows": [1]}}},
    ):
        monkeypatch.setattr(st, "session_state", state)
        drawn["on_select"]()
    assert heard == ["A2"]


def test_a_block_that_fails_draws_nothing_and_leaves_the_next_one_alone(sent):
    def drawn():
        with parts.together("all"):
            prose.note("x")
            raise LookupError

    with pytest.raises(LookupError):
        drawn()
    prose.note("y")
    assert [lines[0]["words"] for _, lines, _ in sent] == ["y"]


def broken_by(script, sent):
    """What in a payload is not as the contract says."""
    placed = {name: sent.pop(name) for name in Placed.__annotations__}
    return (*faults(placed, Placed), *faults(sent, PAYLOADS[script]))


def _a_page() -> None:
    import streamlit as st

    from dashboard import parts
    from dashboard.parts.contract import Row
    from dashboard.parts.prose import note

    st.write("Sopra")
    below = st.container()
    with parts.together("well"):
        note("Uno")
        # Where it stands is its own place, not one among the parts.
        below.write("Sotto")
    for key, draw in {
        "first": lambda: st.write("x"),
        "container": lambda: st.container().write("x"),
        "within": lambda: parts.part("row.js", "side", Row(kind="side")),
    }.items():
        try:
            with parts.together(key):
                note("Due")
                draw()
                if key == "container":
                    note("Tre")
        except parts.OutOfPlaceError as out:
            st.write(f"{key}: {out}")


def test_streamlits_element_among_parts_is_refused():
    app = AppTest.from_function(_a_page).run()
    assert not app.exception
    told = [element.value for element in app.markdown]
    assert told[:2] == ["Sopra", "Sotto"]
    refused = [words for words in told if "stand among parts" in words]
    assert [words.split(":")[0] for words in refused] == ["first", "container"]
    assert "at the end of 'first'" in refused[0]
    assert "before the part 'prose.js'" in refused[1]


def test_small_lines_share_one_scale(sent):
    nan = float("nan")
    lines = [Small("A", [0.0, nan, 10.0], "10", own=True), Small("B", [5.0] * 3, "5")]
    small_multiples(lines, [5.0, 5.0, 7.5], key="smalls")
    small_multiples([Small("A", [3.0], "3")], [nan], key="one")
    (_, [drawn], _), (_, [alone], _) = sent
    assert drawn["benchmark"] == [500, 500, 750]
    assert [small["at"] for small in drawn["smalls"]] == [[0, None, 1000], [500] * 3]
    assert [small["own"] for small in drawn["smalls"]] == [True, False]
    assert (alone["benchmark"], alone["smalls"][0]["at"]) == ([None], [0]), "one value alone has no scale"


def test_a_click_on_the_heat_table_is_followed_where_its_codes_exist(sent, monkeypatch, demo):
    followed, drawn = [], heat(demo, default_view(demo), Viewer("region"))
    heat_table(
        demo,
        Viewer("region"),
        drawn,
        language="it",
        t=texts("it"),
        label="",
        benchmark="",
        sort="",
        values=False,
        on_pick=lambda *codes: followed.append(codes),
        on_sort=followed.append,
    )
    (_, _, clicked), *_ = sent
    pick = {"act": "picked", "measure": "DST041", "district": "RO-RIM"}
    for said in (
        pick,
        {**pick, "district": ""},
        {**pick, "measure": ""},
        {**pick, "district": "XX"},
        {**pick, "measure": "XX"},
        {"act": "picked", "measure": "DST041"},
        ["picked", "DST041", "RO-RIM"],
        {"act": "sorted", "order": "-DST041"},
        {"act": "sorted", "order": None},
        None,
    ):
        monkeypatch.setattr(st, "session_state", {"heat": SimpleNamespace(picked=told("heat", said))})
        clicked()
    assert followed == [("DST041", "RO-RIM"), ("DST041", ""), ("", "RO-RIM"), ("DST041", ""), "-DST041"]


@pytest.fixture(scope="module")
def everything(demo):
    """The demo's plans and some cases, as the pages ask for them."""
    mart = reading(demo.places, demo.municipalities, people=2000)
    version = with_cases(demo, publish(mart, demo.places, demo.municipalities, Thresholds()))
    state = State(version, None, datetime.now(UTC))
    return SimpleNamespace(current=lambda: state, refresh=lambda: state)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_streamlits_stands_among_parts(page, monkeypatch, everything):
    """It would come before all of them. Every tab of every page, for the region and for a district; and what
    parts are sent is what the contract with their scripts says."""
    monkeypatch.setattr(observatory, "_shared", everything)
    enqueue, among, tabs = DeltaGenerator._enqueue, [], {}

    def watched(self, kind, *args, **kwargs):
        if parts._GROUP.get() is not None:
            among.append(kind)
        return enqueue(self, kind, *args, **kwargs)

    sections = strip.sections

    def noted(of, *args, key, **kwargs):
        tabs[key] = list(of)
        return sections(of, *args, key=key, **kwargs)

    monkeypatch.setattr(DeltaGenerator, "_enqueue", watched)
    for module in list(sys.modules.values()):
        if getattr(module, "sections", None) is sections:
            monkeypatch.setattr(module, "sections", noted)
    for place in ("ER", "RO-RIM"):
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120)
        app.query_params["luogo"] = place
        app.run().switch_page(f"../pages/{page}.py").run()
        for names in list(tabs.values()):
            for name in names:
                app.query_params["aperta"] = name
                app.run()
                assert not app.exception
                assert among == []
                broken = [
                    f"{script}{fault}" for script, sent in parts_of(app) for fault in broken_by(script, sent)
                ]
                assert broken == []
        assert list(given(app, "strip.js"))
