"""The rows of one demo zone in the S.I.SO tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from data_access.demo.cases import careers
from data_access.demo.cases.access_rows import access_rows
from data_access.demo.cases.columns import (
    Rows,
    places,
)
from data_access.demo.cases.delivery_rows import delivery_rows
from data_access.demo.cases.dirt import spoil
from data_access.demo.cases.district import District, categories_of, own_people
from data_access.demo.cases.file_rows import file_rows
from data_access.demo.cases.organisation import Organisation, organisation_rows
from data_access.demo.cases.people import NUMBERS_A_ZONE, Numbers, chance
from data_access.demo.cases.registry_rows import registry_rows
from data_access.demo.spread import generator

_STRANGERS = 0.35
"""People who came to an office and have no file, for each who has one."""


def zone_rows(everywhere: Sequence[District], district: District, seed: int) -> Rows:
    """Return every table of a zone."""
    rng = generator(seed, f"cases: {district.code}")
    number, category = _with_files(everywhere, district)
    stranger = (
        district.position * NUMBERS_A_ZONE + district.people + np.arange(int(district.people * _STRANGERS))
    )
    stranger_category = categories_of(district, stranger)
    everyone = np.concatenate([number, stranger])
    everyones = np.concatenate([category, stranger_category])
    place = places(rng, district, everyone)
    organisation = Organisation(len(district.municipalities), district.cases_a_worker)
    life = careers.cases(rng, category, district.pace)
    shared = _known_to_two_zones(district, number)
    leaning = np.where(shared, chance(number, 9), np.nan)
    requests = careers.requests(rng, life, category, district.pace, leaning)
    stranger_days = careers.access_days(rng, len(stranger))
    delivered = careers.deliveries(rng, life, requests, category, district.pace, stranger_days)
    rows: Rows = {
        **organisation_rows(rng, district, organisation, len(number)),
        **registry_rows(rng, district, everyone, everyones, number, category, place, life),
        **file_rows(rng, organisation, life, requests, category, place),
        **access_rows(rng, organisation, life, everyone, everyones, stranger_days, place),
        **delivery_rows(rng, district, organisation, delivered, len(number), everyone, everyones, place),
    }
    spoil(rng, rows)
    return rows


def _with_files(everywhere: Sequence[District], district: District) -> tuple[Numbers, Numbers]:
    """Return who has a file here: own people, some with two files, and people whom the zone before sent."""
    number, category = own_people(district)
    twice = number[: district.people // 200]
    before = everywhere[district.position - 1]
    theirs, their_category = own_people(before)
    guests = slice(len(theirs) - before.shared, len(theirs))
    return (
        np.concatenate([number, twice, theirs[guests]]),
        np.concatenate([category, category[: len(twice)], their_category[guests]]),
    )


def _known_to_two_zones(district: District, number: Numbers) -> npt.NDArray[np.bool_]:
    start = district.position * NUMBERS_A_ZONE
    own = (number >= start) & (number < start + NUMBERS_A_ZONE)
    return ~own | (number >= start + district.people - district.shared)
