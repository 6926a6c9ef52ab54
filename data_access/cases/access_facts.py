"""Facts of the access sheets: accesses, conversion into cases, needs, and whether they were answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.careers import Careers, slug
from data_access.cases.case_facts import Facts, inside
from data_access.cases.cells import (
    NEVER,
    Coded,
    Ints,
    age_bands,
    coded,
    coded_words,
    count,
    day_numbers,
    months,
    pairs_of,
    sexes,
    years,
)
from data_access.cases.mart import ACCESS_KINDS, CONVERSIONS, COVERAGES, SUPPORT_DAYS, UNKNOWN
from data_access.cases.supports import Supports

_CONVERSION_DAYS = np.array([30, 60, 90, 180])


@dataclass(frozen=True, eq=False)
class Accesses:
    """The valid access sheets, in time order. ``person`` is the case's where the sheet belongs to one.

    ``known`` says whether the person can be told from others in the zone, ``identified`` whether also
    elsewhere; ``case`` is a position, -1 for none.
    """

    sheet: Ints
    day: Ints
    person: Ints
    known: NDArray[np.bool_]
    identified: NDArray[np.bool_]
    case: Ints
    birth_year: Ints
    sex: Coded
    municipality: Coded


@dataclass(frozen=True, eq=False)
class OpenNeeds:
    """The unanswered needs of identified people, which may be answered in other zones.

    One row for each person counted in ``coverage`` (``need_class`` -1), and one for each pair of person and
    class counted in ``coverage_by_class`` (a position in ``classes``).
    """

    person: Ints
    day: Ints
    year: Ints
    category: Coded
    age_band: Coded
    need_class: Ints
    classes: tuple[str, ...]


def accesses(careers: Careers, sheets: pd.DataFrame) -> Accesses:
    """Return the access sheets of a zone from ``siso``'s ``accesses``."""
    sheets = sheets.assign(number=day_numbers(sheets["day"])).sort_values(["number", "sheet"])
    case = careers.position(sheets["case"])
    own, named = sheets["person"].to_numpy(np.int64), sheets["identified"].to_numpy(bool)
    in_case = case >= 0
    return Accesses(
        sheet=sheets["sheet"].to_numpy(np.int64),
        day=sheets["number"].to_numpy(np.int64),
        person=np.where(in_case, careers.persons[case], own) if len(careers.ids) else own,
        known=named | in_case,
        identified=np.where(in_case, careers.identified[case], named) if len(careers.ids) else named,
        case=case,
        birth_year=sheets["birth_year"].to_numpy(np.int64),
        sex=sexes(sheets["sex"]),
        municipality=coded_words(sheets["municipality"].replace("", UNKNOWN)),
    )


def access_facts(came: Accesses, first: int, last: int) -> Facts:
    """Return ``access`` and ``access_by_municipality`` of the months kept."""
    kind = np.where(came.known, np.where(_first_of_person(came), 0, 1), 2)
    in_range = inside(months(came.day), first, last)
    month, kinds = coded(months(came.day[in_range])), Coded(kind[in_range], ACCESS_KINDS)
    return {
        "access": count(
            {
                "month": month,
                "kind": kinds,
                "age_band": age_bands(came.birth_year[in_range], came.day[in_range]),
                "sex": came.sex.of(in_range),
            }
        ),
        "access_by_municipality": count(
            {"month": month, "municipality": came.municipality.of(in_range), "kind": kinds}
        ),
    }


def conversion_facts(careers: Careers, came: Accesses, first: int, last: int) -> Facts:
    """Return ``conversion``: each known person once, in the month of the first access."""
    rows = np.flatnonzero(came.known & _first_of_person(came) & inside(months(came.day), first, last))
    day, case = came.day[rows], came.case[rows]
    charges = careers.charges
    left, right = pairs_of(case, charges.case)
    taken, ended = charges.start[right], charges.end[right]
    already = np.zeros(len(rows), bool)
    already[left[(taken < day[left]) & (ended > day[left])]] = True
    next_taken = np.full(len(rows), NEVER)
    later = taken >= day[left]
    np.minimum.at(next_taken, left[later], taken[later])
    band = 1 + np.searchsorted(_CONVERSION_DAYS, next_taken - day, side="left")
    band = np.where(next_taken == NEVER, len(CONVERSIONS) - 1, band)
    band = np.where(already, 0, band)
    return {"conversion": count({"month": coded(months(day)), "band": Coded(band, CONVERSIONS)})}


def need_facts(came: Accesses, needs: pd.DataFrame, first: int, last: int) -> Facts:
    """Return ``need``: registered needs, one for each sheet and need."""
    at, need_class = _on_sheets(came, needs.drop_duplicates(["sheet", "need"]))
    in_range = inside(months(came.day[at]), first, last)
    return {
        "need": count({"month": coded(months(came.day[at][in_range])), "need_class": need_class.of(in_range)})
    }


def coverage_facts(
    careers: Careers,
    came: Accesses,
    needs: pd.DataFrame,
    supports: Supports,
    until: int,
    first: int,
    last: int,
) -> tuple[Facts, OpenNeeds]:
    """Return ``coverage``, ``coverage_by_class`` and the needs to look for in other zones.

    Args:
        whole, came, needs, supports: of the zone.
        until: the last day the data reach.
        first, last: months kept.
    """
    at, need_class = _on_sheets(came, needs)
    in_range = inside(months(came.day[at]), first, last)
    at, need_class = at[in_range], need_class.of(in_range)
    year = years(came.day[at])
    # Sheets are in time order: the first row of a person and year, or person, year and class, is the first.
    once = _first_rows(came.person[at], year)
    once_a_class = _first_rows(came.person[at], year, need_class.positions)
    people, pairs = at[once], at[once_a_class]
    of_people, of_pairs = _status(came, people, supports, until), _status(came, pairs, supports, until)
    category = careers.category_on(came.case[people], came.day[people])
    age = age_bands(came.birth_year[people], came.day[people])
    facts = {
        "coverage": count(
            {
                "year": coded(year[once]),
                "category": category,
                "age_band": age,
                "status": Coded(of_people, COVERAGES),
            }
        ),
        "coverage_by_class": count(
            {
                "year": coded(year[once_a_class]),
                "need_class": need_class.of(once_a_class),
                "status": Coded(of_pairs, COVERAGES),
            }
        ),
    }
    # The classes only know the year, so a pair's row is not split by category and age.
    open_people, open_pairs = (
        (status == COVERAGES.index("unanswered")) & came.identified[rows]
        for status, rows in ((of_people, people), (of_pairs, pairs))
    )
    rows = np.concatenate([people[open_people], pairs[open_pairs]])
    return facts, OpenNeeds(
        person=came.person[rows],
        day=came.day[rows],
        year=years(came.day[rows]),
        category=careers.category_on(came.case[rows], came.day[rows]),
        age_band=age_bands(came.birth_year[rows], came.day[rows]),
        need_class=np.concatenate(
            [np.full(np.count_nonzero(open_people), -1), need_class.positions[once_a_class][open_pairs]]
        ),
        classes=tuple(need_class.labels),
    )


def _status(came: Accesses, rows: Ints, supports: Supports, until: int) -> Ints:
    """Return what followed each need, as positions in ``COVERAGES``.

    Who registered it less than ``SUPPORT_DAYS`` before the data end is pending, helped already or not: of
    those months only the helped would be known, and a share with them would rise by construction.
    """
    pending = came.day[rows] + SUPPORT_DAYS > until
    answered = supports.touch(came.person[rows], came.day[rows], came.day[rows] + SUPPORT_DAYS)
    status = np.select(
        [~came.known[rows], pending, answered],
        [COVERAGES.index(code) for code in ("unmatched", "pending", "answered")],
        COVERAGES.index("unanswered"),
    )
    return status.astype(np.int64)


def _on_sheets(came: Accesses, needs: pd.DataFrame) -> tuple[Ints, Coded]:
    """Return registered needs in time order: the row of their sheet, and their class."""
    rows, at = pairs_of(needs["sheet"].to_numpy(np.int64), came.sheet)
    words = coded_words(needs["need_class"])
    slugs = [slug(str(label)) or UNKNOWN for label in words.labels]
    labels = sorted(set(slugs))
    positions = np.array([labels.index(s) for s in slugs], dtype=np.int64)[words.positions]
    order = np.argsort(at, kind="stable")
    return at[order], Coded(positions[rows][order], labels)


def _first_of_person(came: Accesses) -> NDArray[np.bool_]:
    return _first_rows(came.person)


def _first_rows(*keys: Ints) -> NDArray[np.bool_]:
    return ~pd.DataFrame(dict(enumerate(keys))).duplicated().to_numpy()
