"""The careers of a zone's cases: when each was open and in charge, of whom, and in which category."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.cells import (
    NEVER,
    Coded,
    Ints,
    age_bands,
    among,
    coded_words,
    day_numbers,
    pairs_of,
    sexes,
)
from data_access.cases.mart import CATEGORIES, UNKNOWN
from data_access.cases.places import district_of

CATEGORY_OF = {
    "famiglia e minori": "FAM",
    "disabili": "DIS",
    "adulti": "ADU",
    "anziani": "ANZ",
    "dipendenze": "DIP",
    "immigrati": "IMM",
    "immigrati e nomadi": "IMM",
}
"""Labels of ``CS_C_CATEGORIA_SOCIALE``: the four wired ones and the local ones that target groups know."""


@dataclass(frozen=True, eq=False)
class Episodes:
    """The times a case was open, from opening or reopening to closing; one row each, in the order of cases.

    ``taken`` is NEVER where the case was not taken in charge, ``closed`` where it is still open. ``first``
    tells openings from reopenings; ``reason`` is that of the closing, "" where none is stated.
    """

    case: Ints
    opened: Ints
    taken: Ints
    closed: Ints
    first: NDArray[np.bool_]
    reason: Coded


@dataclass(frozen=True, eq=False)
class Charges:
    """The times a case was in charge here: from its taking in charge to its closing, or to its leaving.

    It leaves when it is reported to another body. One row each, in the order of cases; ``end`` is NEVER where
    it still is.
    """

    case: Ints
    start: Ints
    end: Ints


@dataclass(frozen=True, eq=False)
class Careers:
    """The cases of a zone, in the order of their ids.

    ``case`` in the arrays below means the position in ``ids``.
    """

    ids: Ints
    persons: Ints
    identified: NDArray[np.bool_]
    birth_years: Ints
    sex: Coded
    place: Coded
    episodes: Episodes
    charges: Charges
    category_case: Ints
    category: Ints
    category_start: Ints
    category_end: Ints
    first_start: Ints
    first_category: Ints

    def position(self, ids: pd.Series) -> Ints:
        """Return the position of case ids, -1 for one that is not a case of the zone."""
        return _positions(self.ids, ids)

    def category_on(self, cases: Ints, days: Ints) -> Coded:
        """Return the main category of cases (-1: none) on days, the last begun where several are current.

        Before the first one begins it is that one: offices classify some days after they open a file.
        """
        unknown = CATEGORIES.index(UNKNOWN)
        category = np.full(len(cases), unknown)
        if len(self.ids):
            early = (cases >= 0) & (days < self.first_start[cases])
            category[early] = self.first_category[cases[early]]
        left, right = pairs_of(cases, self.category_case)
        valid = (self.category_start[right] <= days[left]) & (days[left] <= self.category_end[right])
        # Rows of a case come with the main ones and the latest last: the last assignment stands.
        category[left[valid]] = self.category[right[valid]]
        return Coded(category, CATEGORIES)

    def ages_on(self, cases: Ints, days: Ints) -> Coded:
        """Return the age bands of cases on days."""
        return age_bands(self.birth_years[cases], days)


def categories(labels: pd.Series) -> Coded:
    """Return the code of category labels: a zone's own are OTH, none is unknown."""
    plain = labels.str.strip().str.lower()
    return among(plain, {**CATEGORY_OF, "": UNKNOWN}, CATEGORIES, "OTH")


def careers_of(zone: str, people: pd.DataFrame, steps: pd.DataFrame, category_rows: pd.DataFrame) -> Careers:
    """Build the careers of a zone from ``people``, ``steps`` and ``categories`` of ``readers.Zone``."""
    people = people.sort_values("case", kind="stable")
    ids = people["case"].to_numpy(np.int64)
    in_zone = people["municipality"].map(district_of()) == zone
    home = people["municipality"].where(in_zone, people["resident"])
    places, position = np.unique(home.replace("", UNKNOWN).to_numpy(object).astype(str), return_inverse=True)
    current = categories(category_rows["category"])
    rows = pd.DataFrame(
        {
            "case": category_rows["case"].to_numpy(np.int64),
            "category": current.positions,
            "main": category_rows["main"].to_numpy(bool),
            "start": day_numbers(category_rows["start"]),
            "end": day_numbers(category_rows["end"]),
        }
    )
    # A start that nobody wrote is from ever.
    rows.loc[rows["start"] == NEVER, "start"] = -NEVER
    rows = rows.sort_values(["case", "main", "start", "category"], kind="stable")
    rows = rows[_positions(ids, rows["case"]) >= 0]
    category_case = _positions(ids, rows["case"])
    first_start, first_category = np.full(len(ids), NEVER), np.full(len(ids), CATEGORIES.index(UNKNOWN))
    # From the last to the first, so that the first assignment stands at the end.
    by_start = rows.assign(at=category_case).sort_values(["start", "main"], ascending=[False, True])
    first_start[by_start["at"]] = by_start["start"]
    first_category[by_start["at"]] = by_start["category"]
    return Careers(
        ids=ids,
        persons=people["person"].to_numpy(np.int64),
        identified=people["identified"].to_numpy(bool),
        birth_years=people["birth_year"].to_numpy(np.int64),
        sex=sexes(people["sex"]),
        place=Coded(position.astype(np.int64), places),
        episodes=_episodes(_positions(ids, steps["case"]), steps),
        charges=_charges(_positions(ids, steps["case"]), steps),
        category_case=category_case,
        category=rows["category"].to_numpy(np.int64),
        category_start=rows["start"].to_numpy(np.int64),
        category_end=rows["end"].to_numpy(np.int64),
        first_start=first_start,
        first_category=first_category,
    )


def _positions(ids: Ints, wanted: pd.Series) -> Ints:
    keys = wanted.to_numpy(np.int64)
    if not len(ids):
        return np.full(len(keys), -1)
    at = np.minimum(np.searchsorted(ids, keys), len(ids) - 1)
    return np.where(ids[at] == keys, at, -1)


def _episodes(case: Ints, steps: pd.DataFrame) -> Episodes:
    frame = pd.DataFrame(
        {
            "case": case,
            "order": steps["order"].to_numpy(np.int64),
            "state": steps["state"].to_numpy(object),
            "day": day_numbers(steps["day"]),
            "reason": steps["reason"].to_numpy(object),
        }
    )
    frame = frame[frame["case"] >= 0].sort_values(["case", "order"], kind="stable")
    closed = frame["state"] == "closed"
    frame = frame.assign(
        # An episode ends with the closing that stands in it; what follows is the next one.
        episode=closed.groupby(frame["case"]).cumsum() - closed,
        opened=frame["day"].where(~closed, NEVER),
        taken=frame["day"].where(frame["state"] == "in_charge", NEVER),
        closed=frame["day"].where(closed, NEVER),
    )
    grouped = frame.groupby(["case", "episode"])
    episodes = grouped[["opened", "taken", "closed"]].min().assign(reason=grouped["reason"].last())
    # A closing right after a closing closes nothing.
    episodes = episodes[episodes["opened"] < NEVER].reset_index()
    return Episodes(
        case=episodes["case"].to_numpy(np.int64),
        opened=episodes["opened"].to_numpy(np.int64),
        taken=episodes["taken"].to_numpy(np.int64),
        closed=episodes["closed"].to_numpy(np.int64),
        first=~episodes["case"].duplicated().to_numpy(),
        reason=coded_words(episodes["reason"].where(episodes["closed"] < NEVER, "")),
    )


def _charges(case: Ints, steps: pd.DataFrame) -> Charges:
    frame = pd.DataFrame(
        {
            "case": case,
            "order": steps["order"].to_numpy(np.int64),
            "charge": (steps["state"] == "in_charge").to_numpy(bool),
            "day": day_numbers(steps["day"]),
        }
    )
    # All other states say nothing of who has the case in charge.
    telling = steps["state"].isin(["in_charge", "closed", "handed_over"]).to_numpy() & (case >= 0)
    frame = frame[telling].sort_values(["case", "order"], kind="stable")
    before = frame.groupby("case")["charge"].shift(fill_value=False)
    frame = frame[frame["charge"] != before]
    # What is left turns in charge, out of it, in again: each row ends where the next of its case begins.
    end = frame.groupby("case")["day"].shift(-1).fillna(NEVER).astype(np.int64)
    begins = frame["charge"].to_numpy(bool)
    return Charges(
        case=frame["case"].to_numpy(np.int64)[begins],
        start=frame["day"].to_numpy(np.int64)[begins],
        end=end.to_numpy(np.int64)[begins],
    )


def slug(label: str) -> str:
    """Return a label as a code of lower-case letters, figures and hyphens, 40 at most."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())[:40].rstrip("-")
