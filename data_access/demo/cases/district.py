"""The demo zones: how large each is, and what is particular in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_access.cases.places import municipalities as known_codes
from data_access.demo import PEOPLE
from data_access.demo.cases.careers import Pace
from data_access.demo.cases.catalogue import CATEGORIES
from data_access.demo.cases.people import NUMBERS_A_ZONE, Numbers, chance
from data_access.demo.catalogues import facts, municipalities
from data_access.demo.indicator_values import district_counts
from data_access.demo.population import residents
from data_access.demo.spread import apportion, generator, smooth_fields

_MINORS = "DST029"
"""Indicator whose minors in charge are those of the registers of the demo."""

_FILES = {
    "Famiglia e minori": (("0-2", "3-14", "15-17"), 112.0),
    "Disabili": (("3-14", "15-17", "18-64"), 11.6),
    "Adulti": (("18-64",), 27.9),
    "Anziani": (("65-74", "75-79", "80+"), 80.3),
    "Dipendenze": (("18-64",), 3.0),
    "Immigrati e nomadi": (("18-64",), 3.7),
}
"""Who may belong to a category, and people with a file for 1,000 of them when there are ``PEOPLE`` in all.

About two thirds of the files are in charge in a year. Families give, with the minors among the disabled, the
minors in charge that the demo's own indicator DST029 says (published for 2012: 53,200 in the region,
http://informa.comune.bologna.it/iperbole/sportellosociale/notizie/2731/88098). The others are proposed: all
together come near the users that ISTAT counts, 57 for 1,000 residents.
"""
_SHARED = 0.02
"""Share of a zone's people who also have a file in the next zone."""

LACKING = {
    "MO-PAV": ("cs_tb_motivo_chiusura_int", ""),
    "FE-SUE": ("cs_a_caso_ope_tipo_ope", "flag_responsabile"),
}
"""Zones on another version of S.I.SO: a table (or one column of it) is not there."""


@dataclass(frozen=True)
class District:
    """A demo zone."""

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
    """Return the 38 zones; people are shared out by those who may belong to each category."""
    rows = facts("districts").sort_values("code", ignore_index=True)
    files = _files(seed, rows)
    counts = apportion(people, files.sum(axis=1))
    mixes = np.round(files / files.sum(axis=1, keepdims=True), 6)
    places = municipalities()
    belfiore = {istat: code for code, istat in known_codes().items() if len(code) == 4}
    places["belfiore"] = places["istat_code"].map(belfiore)
    rng = generator(seed, "cases: pace")
    districts = []
    for position, row in enumerate(rows.itertuples(index=False)):
        draw = np.round(rng.random(6), 6)
        own = places[places["district_code"] == row.code]
        districts.append(
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
    return tuple(districts)


def _files(seed: int, rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return how many files each district has by category, before they are fitted to a number of people."""
    population = residents()
    of_2018 = population[population["year"] == 2018].pivot_table(
        index="district_code", columns="age_band", values="residents"
    )
    group = of_2018.reindex(rows["code"])
    noise = smooth_fields(generator(seed, "cases: mix"), rows, len(CATEGORIES)).T
    files = np.column_stack(
        [
            group[list(bands)].sum(axis=1).to_numpy(float) * per_1000 / 1000
            for bands, per_1000 in _FILES.values()
        ]
    ) * np.exp(0.12 * noise)
    minors = pd.Series(district_counts(seed, population, _MINORS, 2018), facts("districts")["code"])
    families = minors.reindex(rows["code"]).to_numpy(float)
    files[:, 0] = families * (files[:, 0].sum() / families.sum())
    return np.round(files, 6)


def own_people(district: District) -> tuple[Numbers, Numbers]:
    """Return number and category of the zone's own people with a file."""
    numbers = district.position * NUMBERS_A_ZONE + np.arange(district.people)
    return numbers, categories_of(district, numbers)


def categories_of(district: District, numbers: Numbers) -> Numbers:
    """Return the main category of people of this zone."""
    share = np.cumsum(district.mix) / district.mix.sum()
    return np.minimum(np.searchsorted(share, chance(numbers, 0), side="right"), len(share) - 1)
