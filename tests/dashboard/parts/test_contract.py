"""The contract with the browser: the scripts' copy is not stale, and a payload that breaks it is found."""

from dashboard.parts.contract import Checks, HeatLines, Plot, Prose, Select
from tests.contract import WRITTEN, faults, typescript


def test_the_scripts_contract_is_the_one_of_python():
    assert WRITTEN.read_text(encoding="utf-8") == typescript(), (
        "contract.d.ts is stale: run python -m tests.contract"
    )


def test_a_payload_that_breaks_the_contract_is_found():
    words: dict = {"kind": "text", "words": "Uno", "tags": ["a"]}
    assert list(faults(words, Prose)) == []
    assert list(faults({"kind": "text"}, Prose)) == [".words is missing"]
    assert list(faults({**words, "tag": "a"}, Prose)) == [".tag is not in Prose"]
    assert list(faults({**words, "tags": ["a", None]}, Prose)) == [".tags[1]: None is no str"]
    assert "none of" in " ".join(faults({**words, "kind": "h4"}, Prose))
    chosen = dict.fromkeys(("label", "help", "about", "placeholder"), "")
    for value in (None, 1):
        assert list(faults({**chosen, "options": ["A"], "value": value}, Select)) == []
    for value in ("1", ["1"], [1], True):
        assert len(list(faults({**chosen, "options": ["A"], "value": value}, Select))) == 1
    several = {**chosen, "options": ["A"], "limit": None, "search": "", "nothing": ""}
    assert list(faults({**several, "value": [1, 2]}, Checks)) == []
    for value in (None, 1, ["1"]):
        assert len(list(faults({**several, "value": value}, Checks))) == 1
    lines = {"at": [0], "judged": ["ab"], "trend": [0], "note": [""], "why": [""]}
    for held in (None, 1, [1, None]):
        assert list(faults({**lines, "benchmark": [held]}, HeatLines)) == []
    for held in ("1", ["1"], True):
        assert len(list(faults({**lines, "benchmark": [held]}, HeatLines))) == 1
    assert ".figure: [] is no object" in list(faults({"figure": []}, Plot))


def test_what_may_be_absent_may_be_absent_for_the_scripts_too():
    assert "  symbol?: string;\n" in typescript()
    assert "  value: number | null;\n" in typescript()
    assert "  benchmark: (number | (number | null)[] | null)[];\n" in typescript()
