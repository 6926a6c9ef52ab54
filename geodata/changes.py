"""What became of the Comuni of Emilia-Romagna: mergers and changes of region since 2009.

`data/municipality_changes.csv` holds one row a Comune that ceased and a Comune that took it over, with the
first day of the new state. A Comune that changed region keeps its Belfiore code and gets a new ISTAT code. A
Comune that is split has a row for each part; none was in these years.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
PROVINCES = frozenset({"PC", "PR", "RE", "MO", "BO", "FE", "RA", "FC", "RN"})
FIRST_DAY = date(2009, 1, 1)
"""Before it the changes are not recorded here."""


@dataclass(frozen=True)
class Change:
    """A Comune (ISTAT and Belfiore code, name, province) and the one that holds its ground since `day`."""

    day: date
    code: str
    belfiore: str
    name: str
    province: str
    successor: str
    successor_belfiore: str


@dataclass(frozen=True)
class Municipality:
    """A Comune as it was on a day; `district` is that of its ground today."""

    code: str
    name: str
    province: str
    district: str


@cache
def changes() -> tuple[Change, ...]:
    """Return every change, oldest first."""
    return tuple(
        Change(
            date.fromisoformat(row["day"]),
            row["istat_code"],
            row["belfiore"],
            row["name"],
            row["province"],
            row["successor"],
            row["successor_belfiore"],
        )
        for row in _rows("municipality_changes.csv")
    )


@cache
def successors() -> Mapping[str, tuple[str, ...]]:
    """Return the ISTAT codes that hold the ground of a code today, by code of a Comune that ceased.

    Mergers have one successor, a split Comune has several.
    """
    direct: dict[str, list[str]] = {}
    for change in changes():
        direct.setdefault(change.code, []).append(change.successor)

    def today(code: str) -> list[str]:
        return [last for next_ in direct[code] for last in today(next_)] if code in direct else [code]

    return {code: tuple(dict.fromkeys(today(code))) for code in direct}


def successor(code: str) -> str:
    """Return the one Comune that holds the ground of `code` today, itself where it has not ceased.

    Empty where the Comune was split: nobody knows which part a value of the whole belongs to.
    """
    then = successors().get(code, (code,))
    return then[0] if len(then) == 1 else ""


@cache
def municipalities_on(day: date) -> Mapping[str, Municipality]:
    """Return the Comuni of the region as they were on a day, by ISTAT code.

    Raises:
        ValueError: the day is before the first change that is recorded here.
    """
    if day < FIRST_DAY:
        raise ValueError(f"The Comuni are known from {FIRST_DAY} on, not on {day}.")
    today = {
        row["istat_code"]: Municipality(
            row["istat_code"], row["municipality"], row["province"], row["district_code"]
        )
        for row in _rows("municipality_district.csv")
    }
    then = dict(today)
    for change in reversed(changes()):
        if change.day <= day:
            break
        then.pop(change.successor, None)
        if change.province in PROVINCES:
            district = today[successor(change.code)].district
            then[change.code] = Municipality(change.code, change.name, change.province, district)
    return dict(sorted(then.items()))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
