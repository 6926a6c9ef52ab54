"""The register of Comuni and districts against the boundaries: where each is drawn, and what only one holds.

The register is that of the planning database, of the day its data speak of. Boundaries are those of a year
(:mod:`geodata.ground`). A Comune that has ceased stands in the one that holds its ground; one that the
register holds in another district is drawn there; one without boundaries, or split since, has no value on a
map rather than a zero.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geodata.changes import municipalities_on, successor
from geodata.ground import TODAY, YEARS, ground, members

CODES = (
    "no_boundaries",
    "district_without_boundaries",
    "district_not_registered",
    "comune_without_boundaries",
    "comune_not_registered",
    "comune_moved",
    "comune_torn",
    "comune_ceased",
    "comune_later",
)
"""What may be found; the sentences are in ``dashboard.locale``. None leaves a row out of a figure."""
COLUMNS = ("code", "place", "detail")


@dataclass(frozen=True, eq=False)
class Territory:
    """The register of Comuni as it is drawn on the boundaries.

    Attributes:
        comuni: those that are drawn, by ISTAT code: name, district_code (the register's), involved,
            registered (False: no row of the register speaks of it).
        unplaced: those of the register that are not drawn, by their code: name, district_code, involved.
        moved: Comune and district, where the register holds it in another district than the boundaries.
        undrawn: districts of the register without boundaries.
        unregistered: districts of the boundaries that the register does not know.
        findings: ``code, place, detail`` of what does not agree.
    """

    comuni: pd.DataFrame
    unplaced: pd.DataFrame
    moved: tuple[tuple[str, str], ...]
    undrawn: tuple[str, ...]
    unregistered: tuple[str, ...]
    findings: pd.DataFrame


def reconcile(municipality: pd.DataFrame, districts: Collection[str], as_of: date) -> Territory:
    """Say where the register's Comuni are drawn on the boundaries of its year, and where the two disagree.

    Args:
        municipality: the register: istat_code, name, district_code, involved.
        districts: codes of its districts.
        as_of: the day it speaks of.
    """
    on_map = members(ground(as_of.year))
    names = {c: m.name for c, m in municipalities_on(date(max(as_of.year, YEARS[0]), 12, 31)).items()}
    outlines = dict.fromkeys(on_map.values())
    undrawn = tuple(code for code in districts if code not in outlines)
    unregistered = tuple(code for code in outlines if code not in set(districts))
    findings: list[tuple[str, str, str]] = []
    registered: dict[str, list[tuple[str, str, bool]]] = {}
    unplaced: list[tuple[str, str, str, bool]] = []
    columns = (municipality[name].tolist() for name in ("istat_code", "name", "district_code", "involved"))
    for code, name, district, involved in zip(*columns, strict=True):
        drawn_as = code if code in on_map else successor(code)
        if drawn_as in on_map:
            registered.setdefault(drawn_as, []).append((name, district, bool(involved)))
            if drawn_as != code:
                findings.append(("comune_ceased", district, f"{code} {name} → {drawn_as} {names[drawn_as]}"))
        else:
            unplaced.append((code, name, district, bool(involved)))
            kind = "comune_later" if code in members(TODAY) else "comune_without_boundaries"
            findings.append((kind, district, f"{code} {name}"))
    if len(undrawn) == len(districts):
        findings = [("no_boundaries", "", "")]
    else:
        findings += [("district_without_boundaries", code, code) for code in undrawn]
        findings += [("district_not_registered", code, code) for code in unregistered]
    moved, rows = [], []
    for code, own in on_map.items():
        parts = registered.get(code, [])
        of = list(dict.fromkeys(district for _, district, _ in parts))
        district = of[0] if len(of) == 1 else own
        name = parts[0][0] if len(parts) == 1 else names[code]
        rows.append((code, name, district, any(involved for *_, involved in parts), bool(parts)))
        if not parts:
            if own not in unregistered:
                findings.append(("comune_not_registered", own, f"{code} {name}"))
        elif len(of) > 1:
            findings.append(("comune_torn", own, f"{code} {name}: {', '.join(of)}"))
        elif district != own and district in outlines:
            moved.append((code, district))
            findings.append(("comune_moved", district, f"{code} {name}: {own} → {district}"))
    return Territory(
        comuni=pd.DataFrame(
            rows, columns=["code", "name", "district_code", "involved", "registered"]
        ).set_index("code"),
        unplaced=pd.DataFrame(unplaced, columns=["code", "name", "district_code", "involved"]).set_index(
            "code"
        ),
        moved=tuple(moved),
        undrawn=undrawn,
        unregistered=unregistered,
        findings=pd.DataFrame(findings, columns=list(COLUMNS), dtype="str"),
    )
