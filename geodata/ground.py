"""The ground a map is drawn on: the Comuni of the region in a year, and the district of each."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geodata.changes import PROVINCES, changes

DATA = Path(__file__).parent / "data"
YEARS = (2019, 2021)
"""First year of each set of Comuni that is drawn: in 2021 two Comuni came from the Marche, none was merged.
What was counted before 2019 stands on the Comuni of 2019."""


class UnknownGround(LookupError):
    """Raised where no such ground is drawn; the message says which there are."""


@dataclass(frozen=True)
class Ground:
    """The Comuni of `year`, in their districts but for those `moved`: pairs of Comune and district.

    Districts are what their Comuni make them: one that a register holds in another district is drawn there.
    """

    year: int = YEARS[-1]
    moved: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Return the ground as part of an address: `2019`, `2019,099030:RO-RIC`."""
        return ",".join([str(self.year), *(":".join(pair) for pair in self.moved)])


TODAY = Ground()


def ground(year: int, moved: tuple[tuple[str, str], ...] = ()) -> Ground:
    """Return the ground on which the values of a year are drawn."""
    first_year = max((first for first in YEARS if first <= year), default=YEARS[0])
    then = members(Ground(first_year))
    return Ground(first_year, tuple(sorted((c, d) for c, d in moved if then.get(c, d) != d)))


def ground_of(text: str) -> Ground:
    """Read a ground's text again.

    Raises:
        UnknownGround: it is not the text of a ground that can be drawn.
    """
    if re.fullmatch(r"\d{4}(,\d{6}:[A-Z]{2}-[A-Z]{3})*", text):
        year, *pairs = text.split(",")
        moved = tuple((pair[:6], pair[7:]) for pair in pairs)
        parsed = Ground(int(year), moved)
        if parsed.year in YEARS and parsed == ground(parsed.year, moved):
            districts, comuni = set(members(TODAY).values()), members(Ground(parsed.year))
            if all(comune in comuni and district in districts for comune, district in moved):
                return parsed
    raise UnknownGround(f"No ground {text[:40]!r}; there are {', '.join(map(str, YEARS))}.")


@cache
def members(of: Ground) -> dict[str, str]:
    """Return the Comuni of a ground and the district of each, by ISTAT code."""
    with (DATA / "municipality_district.csv").open(encoding="utf-8", newline="") as file:
        today = {row["istat_code"]: row["district_code"] for row in csv.DictReader(file)}
    later = {
        change.successor
        for change in changes()
        if change.day.year > of.year and change.province not in PROVINCES
    }
    moved = dict(of.moved)
    return {code: moved.get(code, district) for code, district in today.items() if code not in later}
