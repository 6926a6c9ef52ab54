"""Where the Comuni of a version are drawn, and which of them the case databases can distinguish.

How the register is laid over the boundaries is decided in :mod:`data_access.planning.boundaries`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_access.planning.boundaries import Territory, reconcile
from data_access.version import Version
from data_access.version_cache import version_cached
from geodata.ground import Ground, ground


@version_cached(maxsize=4)
def territory_of(version: Version) -> Territory:
    """Return the register of a version as it is drawn."""
    return reconcile(version.municipalities.reset_index(), version.districts, version.as_of)


def ground_in(version: Version, year: int) -> Ground:
    """Return the ground on which the values of a year are drawn."""
    return ground(year, territory_of(version).moved)


def uncounted(territory: Territory) -> frozenset[str]:
    """Return the Comuni whose people the case databases cannot tell, by code.

    S.I.SO's codes are read as the Comuni of the boundaries, in their districts: of a Comune that is not
    drawn, or that the register holds in another district, no row can be a person's. That is no zero.
    """
    return frozenset({*territory.unplaced.index, *(code for code, _ in territory.moved)})


def counted(version: Version) -> pd.DataFrame:
    """Return the register's Comuni whose people the case databases can tell, one a row."""
    territory = territory_of(version)
    known = territory.comuni[territory.comuni["registered"]]
    return known[~known.index.isin(uncounted(territory))]


def comune_names(version: Version) -> Mapping[str, str]:
    """Return the name of every Comune, of the register or of the boundaries alone, by ISTAT code."""
    territory = territory_of(version)
    known = {**version.municipalities["name"], **territory.unplaced["name"], **territory.comuni["name"]}
    return {str(code): str(name) for code, name in known.items()}
