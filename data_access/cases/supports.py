"""Supports people receive, as intervals: activated requests and deliveries, by person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.careers import Careers
from data_access.cases.cells import NEVER, Ints, day_numbers, pairs_of

STALE_DAYS = 365
"""A delivery that no state closes counts as active for a year after its last line: people forget to close."""


@dataclass(frozen=True, eq=False)
class Supports:
    """Intervals of days, both ends included, in which a person had a support."""

    person: Ints
    start: Ints
    end: Ints
    identified: NDArray[np.bool_]

    def of(self, rows: NDArray) -> Supports:
        """Return some of the intervals."""
        return Supports(self.person[rows], self.start[rows], self.end[rows], self.identified[rows])

    def touch(self, persons: Ints, first: Ints, last: Ints) -> NDArray[np.bool_]:
        """Say of each person whether any support was active from ``first`` to ``last``."""
        left, right = pairs_of(persons, self.person)
        met = (self.start[right] <= last[left]) & (self.end[right] >= first[left])
        touched = np.zeros(len(persons), bool)
        touched[left[met]] = True
        return touched


def supports(
    careers: Careers, requests: pd.DataFrame, deliveries: pd.DataFrame, beneficiaries: pd.DataFrame
) -> Supports:
    """Return all supports of a zone's people, from ``siso``'s frames.

    A request counts from its activation to its closing unless its last sheet refuses it; a delivery from its
    first to its last line, and a year longer where it was not closed. Every beneficiary counts.
    """
    case = careers.position(requests["case"])
    activated = day_numbers(requests["activated"])
    active = (case >= 0) & (activated < NEVER) & ~requests["refused"].to_numpy(bool)
    row, at = pairs_of(
        beneficiaries["delivery"].to_numpy(np.int64), deliveries["delivery"].to_numpy(np.int64)
    )
    last = day_numbers(deliveries["last"])
    ends = np.where(deliveries["open"].to_numpy(bool), last + STALE_DAYS, last)
    return Supports(
        person=np.concatenate([careers.persons[case[active]], persons_of(careers, beneficiaries)[row]]),
        start=np.concatenate([activated[active], day_numbers(deliveries["first"])[at]]),
        end=np.concatenate([day_numbers(requests["closed"])[active], ends[at]]),
        identified=np.concatenate(
            [careers.identified[case[active]], beneficiaries["identified"].to_numpy(bool)[row]]
        ),
    )


def persons_of(careers: Careers, beneficiaries: pd.DataFrame) -> Ints:
    """Return the person of each beneficiary: the case's where it belongs to one.

    A row may name the file of the household and the fiscal code of somebody else in it: then the code rules.
    """
    own = beneficiaries["person"].to_numpy(np.int64)
    if not len(careers.ids):
        return own
    case = careers.position(beneficiaries["case"])
    # Both codes are of known people, and not of the same.
    two_people = (
        beneficiaries["identified"].to_numpy(bool) & careers.identified[case] & (own != careers.persons[case])
    )
    return np.where((case >= 0) & ~two_people, careers.persons[case], own)
