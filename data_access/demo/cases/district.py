"""Which demo zones there are, how large, and what is particular in each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_access.cases.places import municipalities
from data_access.demo.cases.careers import Pace
from data_access.demo.cases.catalogue import CATEGORIES
from data_access.demo.cases.people import NUMBERS_A_ZONE, Numbers, chance
from data_access.demo.catalogues import facts
from data_access.demo.spread import apportion, generator, smooth_fields

PEOPLE = 60_000
"""People with a file, all zones together."""

_MIX = np.array([0.34, 0.14, 0.27, 0.20, 0.025, 0.025])
_SHARED = 0.02
"""Share of a zone's people who also have a file in the next zone."""

LACKING = {
    "MO-PAV": ("cs_tb_motivo_chiusura_int", ""),
    "FE-SUE": ("cs_a_caso_ope_tipo_ope", "flag_responsabile"),
}
"""Zones on another version of S.I.SO: a table (or one column of it) is not there."""


@dataclass(frozen=True)
class District:
    """One demo zone."""

    code: str
    name: str
    ausl: str
    position: int
    people: int
    shared: int
    """How many of its people the next zone knows too."""
    mix: npt.NDArray[np.float64]
    pace: Pace
    cases_a_worker: float
    municipalities: pd.DataFrame
    """istat_code, name, belfiore, residents: the Comuni, the largest first."""


@lru_cache(maxsize=4)
def all_districts(seed: int, people: int = PEOPLE) -> tuple[District, ...]:
    """Return the 38 zones; people are shared out by residents, a little more in some places."""
    rows = facts("districts").sort_values("code", ignore_index=True)
    field = smooth_fields(generator(seed, "cases: frequency"), rows, 1)[0]
    counts = apportion(people, rows["residents_2018"].to_numpy(float) * np.round(np.exp(0.16 * field), 6))
    mixes = _mixes(seed, rows)
    places = facts("municipalities")
    belfiore = {istat: code for code, istat in municipalities().items() if len(code) == 4}
    places["belfiore"] = places["istat_code"].map(belfiore)
    rng = generator(seed, "cases: pace")
    found = []
    for position, row in enumerate(rows.itertuples(index=False)):
        draw = np.round(rng.random(6), 6)
        own = places[places["district_code"] == row.code]
        found.append(
            District(
                code=str(row.code),
                name=str(row.display_name),
                ausl=str(row.ausl_name),
                position=position,
                people=int(counts[position]),
                shared=int(min(counts[position], counts[(position + 1) % len(counts)]) * _SHARED),
                mix=mixes[position],
                pace=Pace(
                    to_charge=9 + 25 * draw[0],
                    to_decision=6 + 16 * draw[1],
                    to_activation=4 + 10 * draw[2],
                    refused=0.06 + 0.1 * draw[3],
                    unanswered=0.04 + 0.24 * draw[4],
                ),
                cases_a_worker=26 + 30 * draw[5],
                municipalities=own.sort_values(
                    ["residents_2023", "istat_code"], ascending=[False, True], ignore_index=True
                ),
            )
        )
    return tuple(found)


def _mixes(seed: int, rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return each category's share by district: young places have more families, old ones more elders."""
    residents = rows["residents_2022"].to_numpy(float)
    young = rows["aged_0_17_2022"].to_numpy(float) / residents
    elders = rows["aged_65_up_2022"].to_numpy(float) / residents
    tilt = np.ones((len(rows), len(CATEGORIES)))
    tilt[:, 0] = young / young.mean()
    tilt[:, 3] = elders / elders.mean()
    noise = smooth_fields(generator(seed, "cases: mix"), rows, len(CATEGORIES)).T
    weights = _MIX * tilt * np.exp(0.12 * noise)
    return np.round(weights / weights.sum(axis=1, keepdims=True), 6)


def own_people(district: District) -> tuple[Numbers, Numbers]:
    """Return number and category of the zone's own people with a file."""
    numbers = district.position * NUMBERS_A_ZONE + np.arange(district.people)
    return numbers, categories_of(district, numbers)


def categories_of(district: District, numbers: Numbers) -> Numbers:
    """Return the main category of people of this zone."""
    share = np.cumsum(district.mix) / district.mix.sum()
    return np.minimum(np.searchsorted(share, chance(numbers, 0), side="right"), len(share) - 1)
