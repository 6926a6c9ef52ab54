"""People in charge and accesses by district and Comune: what *Mappa dei casi* shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.address.view import View
from dashboard.cases.rows import year_of
from dashboard.locale.words import districts_of
from data_access.cases.published import CaseTables, case_counts
from data_access.cases.tables import PLACES_ELSEWHERE
from data_access.territory import comune_names, ground_in, territory_of, uncounted
from data_access.version import Version
from data_access.viewer import Viewer, sees_comuni
from geodata.ground import Ground

SUBJECTS = {"people_in_charge": "people_by_comune", "accesses": "accesses_by_comune"}
"""What is counted, by the measure it answers to, and the table it is in."""


@dataclass(frozen=True, eq=False)
class CaseMap:
    """What a view looks at: ``level`` is ``district`` or ``comune``; ``rows`` by code ``name, n, status``.

    ``elsewhere`` are those of the district that stand on no Comune of it; ``total`` the place's own cell.
    """

    tables: CaseTables
    year: str
    subject: str
    level: str
    rows: pd.DataFrame
    elsewhere: pd.DataFrame
    total: pd.Series


def subject_of(view: View) -> str:
    """What the view's measure asks to count: accesses, or else people in charge."""
    return view.measure if view.measure in SUBJECTS else "people_in_charge"


def case_map(version: Version, view: View, viewer: Viewer, tables: CaseTables) -> CaseMap:
    """Count what the view asks for, by Comune of the district looked at or else by district.

    A district viewer who looks at another district sees the districts.
    """
    year, subject = year_of(tables, view), subject_of(view)
    code = SUBJECTS[subject]
    time = tables.closing[year] if subject == "people_in_charge" else year
    table = tables.tables[code]
    at = {"time": time, **({"state": "in_charge"} if subject == "people_in_charge" else {})}
    place = view.place
    inside = sees_comuni(viewer, place, version.district_position).granted
    if inside:
        nodes = [node for node in table.axes[0].nodes if node.startswith(f"{place}/")]
        cells = case_counts(tables, code, viewer, place=nodes, **at)
        names = comune_names(version)
        of = cells["place"].str.split("/").str[1]
        cells = cells.assign(code=of).set_index("code")
        apart = cells.index.isin(PLACES_ELSEWHERE)
        rows = pd.concat([cells[~apart], _not_counted(version, place, cells.index)])
        rows = rows.assign(name=[names.get(str(c), str(c)) for c in rows.index])
        elsewhere = cells[apart]
    else:
        wanted = districts_of(version, place)
        if len(wanted) == 1:
            wanted = list(version.districts)
        rows = case_counts(tables, code, viewer, place=wanted, **at).set_index("place")
        rows = rows.assign(name=[version.place_names[c] for c in rows.index])
        elsewhere = rows.iloc[:0]
    total = case_counts(tables, code, viewer, place=[place], **at).iloc[0]
    rows = rows.sort_values("n", ascending=False, kind="stable", na_position="last")
    return CaseMap(tables, year, subject, "comune" if inside else "district", rows, elsewhere, total)


def _not_counted(version: Version, district: str, shown: pd.Index) -> pd.DataFrame:
    """The district's Comuni whose people the case databases cannot tell: missing, which is no zero."""
    territory = territory_of(version)
    of = pd.concat([territory.comuni["district_code"], territory.unplaced["district_code"]])
    codes = [c for c in of.index[of == district] if c in uncounted(territory) and c not in shown]
    return pd.DataFrame({"n": np.nan, "status": "missing"}, index=pd.Index(codes, dtype="str", name="code"))


def ground_of(version: Version, case_map: CaseMap) -> Ground:
    """The ground on which the year's Comuni and districts are drawn."""
    return ground_in(version, int(case_map.year))
