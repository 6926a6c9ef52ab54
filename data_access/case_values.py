"""The values of the case measures for every place and year, from the published cells they are made of.

A value is hidden where one of its cells is, missing where one is missing. Region and AUSL are their own
published cells, never sums of the districts shown.

Rates of events are per resident and year: the residents count for the part of the year that the data cover,
so that a year that is not over can stand beside one that is.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.measures import CASE_MEASURES, CaseMeasure
from data_access.cases.published import HIDDEN, MISSING, OK, STATUSES, CaseTables
from data_access.intervals import byar, wilson
from data_access.measures import ratio
from data_access.planning.schema import AGE_BANDS
from data_access.version import Version
from data_access.version_cache import version_cached


def case_values(version: Version, code: str, period: str) -> pd.DataFrame:
    """Return the *values* (:mod:`data_access.values`) of a case measure for every place.

    Index: region, AUSL, districts; besides the columns of *values* ``covered`` and ``of``, the districts
    with a figure behind a sum and those there are. An unknown period is missing everywhere.
    """
    values = _all_values(version)[code]
    return values[period] if period in values else _nothing(version)


@version_cached(maxsize=2)
def _all_values(version: Version) -> dict[str, dict[str, pd.DataFrame]]:
    tables = version.cases
    if tables is None:
        return {made.measure.code: {} for made in CASE_MEASURES}
    return {
        made.measure.code: {year: _values(version, tables, made, year) for year in tables.years}
        for made in CASE_MEASURES
    }


def _values(version: Version, tables: CaseTables, made: CaseMeasure, year: str) -> pd.DataFrame:
    time = {"year": year, "closing": tables.closing[year], "matured": tables.matured[year]}[made.period]
    places = len(version.places)
    numerator, status = _cell(tables, made.table, time, made.part, places, made.amount)
    covered = _covered(tables, made.table, time, places)
    value, lower, upper = (np.full(places, np.nan) for _ in range(3))
    if made.median:
        denominator = numerator
        status = np.where((status == OK) & (numerator == 0), MISSING, status)
        ok = status == OK
        value, lower, upper = (
            np.where(ok, _cell(tables, made.table, time, made.part, places, name)[0], np.nan)
            for name in ("median", "lower", "upper")
        )
        numerator = np.full(places, np.nan)
    else:
        if made.bands is not None:
            denominator = _residents(version, tables, made, year, time)
            denominator_status = np.where(denominator > 0, OK, MISSING)
        else:
            denominator, denominator_status = _cell(tables, made.table, time, made.whole or {}, places)
            denominator_status = np.where(
                (denominator_status == OK) & (denominator == 0), MISSING, denominator_status
            )
        status = _worst(status, denominator_status)
        ok = status == OK
        n, d = numerator[ok], denominator[ok]
        scale = made.measure.scale
        value[ok] = ratio(n, d, scale)
        if made.measure.interval_method == "wilson":
            low, high = wilson(n, d)
            lower[ok], upper[ok] = low * scale, high * scale
        elif made.measure.interval_method == "byar":
            low, high = byar(n)
            lower[ok], upper[ok] = low / d * scale, high / d * scale
    return pd.DataFrame(
        {
            "numerator": np.where(ok, numerator, np.nan),
            "denominator": np.where(ok, denominator, np.nan),
            "value": value,
            "lower": lower,
            "upper": upper,
            "standard_error": np.full(places, np.nan),
            "status": np.array(STATUSES)[status],
            "real": np.full(places, tables.origin == "real"),
            "covered": covered,
            "of": [len(members) for members in _members(version)],
        },
        index=version.places.index.rename("place"),
    )


def _nothing(version: Version) -> pd.DataFrame:
    places = len(version.places)
    nan = np.full(places, np.nan)
    columns = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper", "standard_error"), nan)
    return pd.DataFrame(
        {
            **columns,
            "status": np.full(places, "missing", dtype=object),
            "real": np.zeros(places, dtype=bool),
            "covered": np.zeros(places, dtype=np.int64),
            "of": [len(members) for members in _members(version)],
        },
        index=version.places.index.rename("place"),
    )


def _cell(
    tables: CaseTables, code: str, time: str, nodes: Mapping[str, str], places: int, amount: str = ""
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Return one cell of a table in every place, figures and status.

    Missing where the table has no such time.
    """
    table = tables.tables[code]
    if time not in table.axes[1].nodes:
        return np.full(places, np.nan), np.full(places, MISSING, dtype=np.int8)
    at = [axis.nodes.index(time if axis.name == "time" else nodes[axis.name]) for axis in table.axes[1:]]
    where: tuple = (slice(0, places), *at)
    figures = table.amounts[amount] if amount else table.counts
    return figures[where], table.status[where]


def _covered(tables: CaseTables, code: str, time: str, places: int) -> NDArray[np.int64]:
    table = tables.tables[code]
    if time not in table.axes[1].nodes:
        return np.zeros(places, dtype=np.int64)
    return table.covered[:places, table.axes[1].nodes.index(time)]


def _worst(one: NDArray, other: NDArray) -> NDArray[np.int8]:
    """Return missing where either is missing, else hidden where either is hidden, else ok."""
    missing = (one == MISSING) | (other == MISSING)
    return np.where(missing, MISSING, np.where((one == HIDDEN) | (other == HIDDEN), HIDDEN, OK)).astype(
        np.int8
    )


def _residents(
    version: Version, tables: CaseTables, made: CaseMeasure, year: str, time: str
) -> NDArray[np.float64]:
    """Return the residents of the ages in every place, of the districts whose data are in the numerator."""
    bands = version.age_bands.get(int(year))
    if bands is None:
        return np.full(len(version.places), np.nan)
    aged = bands[[AGE_BANDS.index(band) for band in made.bands or ()]]
    own = np.where(np.isnan(aged).all(axis=0), np.nan, np.nansum(aged, axis=0))
    if made.period == "year":
        own = own * tables.observed[tables.years.index(year)]
    table = tables.tables[made.table]
    codes = version.places.index
    at = table.axes[1].nodes.index(time)
    first = len(codes) - len(version.districts)
    missing = table.status[first : len(codes), at].reshape(len(version.districts), -1) == MISSING
    given = np.where(missing.all(axis=1) | np.isnan(own), 0.0, own)
    return np.array([given[members].sum() for members in _members(version)])


@version_cached(maxsize=2)
def _members(version: Version) -> list[NDArray[np.int64]]:
    """Return for each place the positions of its districts."""
    members = []
    for code, level in version.places["level"].items():
        inside = [
            i
            for i, district in enumerate(version.districts)
            if level == "region"
            or district == code
            or (level == "ausl" and version.ausl_of[district] == code)
        ]
        members.append(np.array(inside, dtype=np.int64))
    return members
