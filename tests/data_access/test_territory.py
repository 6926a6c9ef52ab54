"""The register against the boundaries: merged, split, moved and renamed, each case one register."""

from datetime import date

import pandas as pd
import pytest

from data_access.planning.boundaries import reconcile
from data_access.territory import uncounted
from geodata import changes
from geodata.ground import Ground, members

DAY = date(2019, 9, 30)
RIMINI, RICCIONE, SORBOLO_MEZZANI, SORBOLO, MEZZANI = "099014", "099013", "034051", "034037", "034021"


@pytest.fixture
def register():
    """The register of 2019, as the boundaries have it."""
    of = members(Ground(2019))
    names = {code: comune.name for code, comune in changes.municipalities_on(DAY).items()}
    return pd.DataFrame(
        {
            "istat_code": list(of),
            "name": [names[code] for code in of],
            "district_code": list(of.values()),
            "involved": True,
        }
    )


def found(territory):
    return [tuple(row) for row in territory.findings.itertuples(index=False)]


DISTRICTS = tuple(dict.fromkeys(members(Ground(2019)).values()))


def test_a_register_like_the_boundaries_has_nothing_to_say(register):
    territory = reconcile(register, DISTRICTS, DAY)
    assert len(territory.comuni) == 328
    assert territory.comuni["registered"].all()
    assert found(territory) == []
    assert uncounted(territory) == frozenset()


def test_comuni_merged_since_stand_in_the_one_that_followed(register):
    old = pd.DataFrame(
        {
            "istat_code": [SORBOLO, MEZZANI],
            "name": ["Sorbolo", "Mezzani"],
            "district_code": "PR-PAR",
            "involved": [True, False],
        }
    )
    register = pd.concat([register[register["istat_code"] != SORBOLO_MEZZANI], old])
    territory = reconcile(register, DISTRICTS, DAY)
    assert territory.comuni.loc[SORBOLO_MEZZANI].to_dict() == {
        "name": "Sorbolo Mezzani",
        "district_code": "PR-PAR",
        "involved": True,
        "registered": True,
    }
    assert territory.unplaced.empty
    assert [code for code, *_ in found(territory)] == ["comune_ceased", "comune_ceased"]
    assert uncounted(territory) == frozenset()


def test_a_split_comune_has_no_value_rather_than_zero(register):
    """Rimini is two new Comuni to the register; boundaries and case databases know the old one alone."""
    parts = pd.DataFrame(
        {
            "istat_code": ["099032", "099033"],
            "name": ["Rimini Nord", "Rimini Sud"],
            "district_code": "RO-RIM",
            "involved": True,
        }
    )
    territory = reconcile(pd.concat([register[register["istat_code"] != RIMINI], parts]), DISTRICTS, DAY)
    assert not territory.comuni.at[RIMINI, "registered"]
    assert list(territory.unplaced.index) == ["099032", "099033"]
    assert uncounted(territory) == {"099032", "099033"}
    assert found(territory) == [
        ("comune_without_boundaries", "RO-RIM", "099032 Rimini Nord"),
        ("comune_without_boundaries", "RO-RIM", "099033 Rimini Sud"),
        ("comune_not_registered", "RO-RIM", f"{RIMINI} Rimini"),
    ]


def test_a_moved_comune_is_counted_and_drawn_in_the_same_district(register):
    register.loc[register["istat_code"] == RICCIONE, "district_code"] = "RO-RIM"
    territory = reconcile(register, DISTRICTS, DAY)
    assert territory.moved == ((RICCIONE, "RO-RIM"),)
    assert territory.comuni.at[RICCIONE, "district_code"] == "RO-RIM"
    assert found(territory) == [("comune_moved", "RO-RIM", f"{RICCIONE} Riccione: RO-RIC → RO-RIM")]
    assert uncounted(territory) == {RICCIONE}


def test_comuni_that_came_later_are_not_of_2019_yet_and_are_of_2022(register):
    later = pd.DataFrame(
        {
            "istat_code": ["099030", "099031"],
            "name": ["Montecopiolo", "Sassofeltrio"],
            "district_code": ["RO-RIM", "RO-RIC"],
            "involved": False,
        }
    )
    territory = reconcile(pd.concat([register, later]), DISTRICTS, DAY)
    assert [code for code, *_ in found(territory)] == ["comune_later", "comune_later"]
    territory = reconcile(pd.concat([register, later]), DISTRICTS, date(2022, 1, 1))
    assert found(territory) == []
    assert len(territory.comuni) == 330


def test_a_renamed_district_is_named_on_both_sides(register):
    register["district_code"] = register["district_code"].replace("RO-RIM", "RN-NOR")
    renamed = ["RN-NOR" if code == "RO-RIM" else code for code in DISTRICTS]
    territory = reconcile(register, renamed, DAY)
    assert (territory.undrawn, territory.unregistered) == (("RN-NOR",), ("RO-RIM",))
    assert found(territory) == [
        ("district_without_boundaries", "RN-NOR", "RN-NOR"),
        ("district_not_registered", "RO-RIM", "RO-RIM"),
    ]


def test_a_register_of_elsewhere_is_one_sentence():
    register = pd.DataFrame(
        {"istat_code": ["000001"], "name": ["Uno"], "district_code": ["AA-UNO"], "involved": [True]}
    )
    assert found(reconcile(register, ["AA-UNO"], DAY)) == [("no_boundaries", "", "")]
