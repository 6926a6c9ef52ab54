"""Search: word forms, accents, slips, codes, hostile input; and never a word of what may not be seen."""

from dataclasses import replace

import pytest

from data_access.planning.schema import PRESENTED_STATUSES
from data_access.search.interventions import search_interventions
from data_access.viewer import Viewer

REGION = Viewer("region")
HOSTILE = [
    "title:* AND (a OR b",
    '"',
    "\\",
    "[1 TO 2}",
    "nido~2^9",
    "+-&&||!(){}",
    "*",
    "' OR 1=1; --",
    "<script>alert(1)</script>",
    "\x00\ud83d",
    "🙂 👩‍👧",
    "a " * 500,
    "x" * 5000,
]


def codes(found):
    return found.rows["code"].tolist()


@pytest.fixture(scope="module")
def library(tiny):
    """The tiny data with titles that put the language to the test."""
    titles = {
        1: "Assistenza domiciliare agli anziani",
        2: "Comunità e povertà",
        3: "Centro diurno",
        4: "Genitori",
        5: "Assistenza domiciliare agli anziani",
        6: "L'allattamento",
        7: "Hospice segreto",
    }
    descriptions = {3: "Accoglie ogni giorno chi ha bisogno di assistenza", 7: "Un progetto riservato"}
    rows = tiny.interventions
    return replace(
        tiny,
        interventions=rows.assign(
            title=[titles[i] for i in rows.index], description=[descriptions.get(i, "") for i in rows.index]
        ),
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # B1 and A3 are for the target group Anziani; A1 says so in its title.
        ("anziano", ["A1", "B1", "A3"]),
        ("domiciliari", ["A1"]),
        ("ANZIANO, assistenze", ["A1", "B1"]),
        ("comunita", ["A2"]),
        ("poverta'", ["A2"]),
        ("povertà", ["A2"]),
        ("allattamenti", ["A3"]),
        ("genitore due", []),
        ("genitore tre", ["C1"]),
        ("scheda 15 nido", []),
    ],
)
def test_word_forms_and_accents_are_the_same_word(library, typed, expected):
    found = search_interventions(library, typed, REGION)
    assert (codes(found), found.exact) == (expected, True)


@pytest.mark.parametrize("typed", ["asistenza domiciliare", "assistenza domicliare", "domici", "anzaini"])
def test_a_slip_or_the_beginning_of_a_word_is_forgiven_and_told(library, typed):
    found = search_interventions(library, typed, REGION)
    assert codes(found)[0] == "A1"
    assert not found.exact


def test_what_is_found_exactly_is_not_mixed_with_what_is_alike(library):
    assert codes(search_interventions(library, "genitori", REGION)) == ["C1"]
    none = search_interventions(library, "xyzzy", REGION)
    assert codes(none) == []
    assert none.words == ("xyzzy",)


def test_the_title_comes_before_the_description_and_the_newest_edition_is_shown(library):
    found = search_interventions(library, "assistenza", REGION)
    assert codes(found) == ["A1", "B1"]
    assert found.rows["period"].tolist() == ["2019-implementing", "2018-implementing"]
    assert found.rows["cents"].tolist() == [20000, 30000]


@pytest.mark.parametrize("typed", ["RO-RIM-0012", "ro rim 12", "rorim12", "Ro-Rim-012 "])
def test_a_code_is_found_however_it_is_written(demo, typed):
    found = search_interventions(demo, typed, REGION)
    assert codes(found) == ["RO-RIM-0012"]
    assert found.exact


def test_a_slip_in_a_code_is_forgiven_but_another_number_is_not_the_same_intervention(demo):
    assert codes(search_interventions(demo, "RO-RIN-0012", REGION))[0] in ("RO-RIM-0012", "RO-RIC-0012")
    assert codes(search_interventions(demo, "RO-RIM-9999", REGION)) == []


@pytest.mark.parametrize("typed", HOSTILE)
def test_no_character_is_a_command(demo, typed):
    every = search_interventions(demo, typed, REGION)
    assert len(every.rows) < len(set(demo.interventions["code"])) / 4
    assert search_interventions(
        demo, f"{typed[:20]} RO-RIM-0012 hospice", Viewer("district", "RO-RIM")
    ).rows.empty


@pytest.mark.parametrize("typed", ["", "   ", "di", "per la", "…!?"])
def test_nothing_to_look_for_finds_nothing_and_says_so(demo, typed):
    found = search_interventions(demo, typed, REGION)
    assert found.rows.empty
    assert found.words == ()


def test_a_hidden_edition_is_neither_found_nor_counted_nor_felt(library):
    # B1 is "Hospice segreto" only in the draft of AA-DUE.
    stranger, owner = Viewer("district", "BB-TRE"), Viewer("district", "AA-DUE")
    for typed in ("hospice", "segreto", "riservato", "hospic", "ospice"):
        assert codes(search_interventions(library, typed, owner)) == ["B1"]
        assert codes(search_interventions(library, typed, stranger)) == []
    # The word is unknown to the stranger, so the forgiving search starts as if the draft were not there.
    seen = search_interventions(library, "centro diurno", stranger)
    assert seen.rows["period"].tolist() == ["2018-implementing"]
    without = replace(library, interventions=library.interventions.drop(index=7))
    for typed in ("assistenza", "centro", "hospise", "progeto", "B1", "b 1", "due"):
        here = search_interventions(library, typed, stranger)
        there = search_interventions(without, typed, stranger)
        assert (codes(here), here.exact) == (codes(there), there.exact), typed


def test_every_viewer_finds_only_what_they_may_see(demo):
    for district in ("RO-RIM", "PC-CIT", "BO-CIT"):
        rows = search_interventions(demo, "anziani", Viewer("district", district)).rows
        assert len(rows) > 100
        assert (rows["status"].isin(PRESENTED_STATUSES) | (rows["district_code"] == district)).all()


def test_search_within_one_plan(demo):
    found = search_interventions(demo, "anziani", REGION, districts=["RO-RIM"], period="2018-original").rows
    assert len(found)
    assert set(found["district_code"]) == {"RO-RIM"}
    assert set(found["period"]) == {"2018-original"}
