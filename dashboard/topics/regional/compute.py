"""The region's own indicators: their years, how far from the target, and the districts that feed them.

The *status* of an indicator is one of :data:`STATUSES`. Against a target it is ``reached`` or not, turned by
polarity; one not reached is ``nearing``, ``leaving`` or ``standing`` by its last value against the one
before, as they are printed. ``hidden``: every value there is tells of few people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_access.measures import Measure, Target, ratio, reached, target_of
from data_access.values import district_values, interval_of, rolled_up
from data_access.version import REGION, Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

SYMBOLS = {
    "reached": "✓",
    "nearing": "↗",
    "standing": "→",
    "leaving": "↘",
    "no_target": "○",
    "context": "–",
    "hidden": "*",
    "missing": "?",
}
"""A sign for each status, beside its words."""


@dataclass(frozen=True, eq=False)
class Regional:
    """One indicator of the region.

    Arrays have shape (years,), in the order of ``Version.years``, NaN where there is nothing or nothing that
    is shown; ``hidden`` says where the latter. ``year`` is the last with a value shown, or empty; ``before``
    the value before it, NaN where there is none; ``interval`` the 95 % interval of the last value by the
    measure's method, NaN where none applies.
    """

    measure: Measure
    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64]
    values: NDArray[np.float64]
    hidden: NDArray[np.bool_]
    real: bool
    year: str
    value: float
    before: float
    interval: tuple[float, float]
    target: Target | None
    status: str


@dataclass(frozen=True)
class RollUp:
    """The districts' sum in the unit of the regional indicator, and how many of them have a value."""

    value: float
    status: str
    covered: int
    of: int


@version_cached(maxsize=2)
def regional_indicators(version: Version) -> dict[str, Regional]:
    """Return every indicator of the region by code, in order of code."""
    measures, rows = version.regional_measures, version.regional
    shape = (len(measures), len(version.years))
    numerator, denominator, error = (np.full(shape, np.nan) for _ in range(3))
    rows = rows[rows["year"].isin(version.years)]
    at = (
        rows["code"].map({code: i for i, code in enumerate(measures)}).to_numpy(),
        rows["year"].map({year: i for i, year in enumerate(version.years)}).to_numpy(),
    )
    numerator[at], denominator[at] = rows["numerator"], rows["denominator"]
    error[at] = rows["standard_error"]
    hidden = np.zeros(shape, dtype=bool)
    hidden[at] = rows["hidden"]
    given = rows[rows["numerator"].notna()]
    real = (given["origin"] == "real").groupby(given["code"]).all().to_dict()
    return {
        code: _regional(
            version,
            measure,
            numerator[i],
            denominator[i],
            error[i],
            hidden[i],
            version.origin == "real" or real.get(code, False),
        )
        for i, (code, measure) in enumerate(measures.items())
    }


def roll_up(version: Version, regional: Measure, year: str, viewer: Viewer) -> RollUp | None:
    """Return what the districts' own values add up to, or None where nothing feeds the indicator.

    Of a ratio numerators and denominators are added and divided last; an absolute figure of the region is the
    sum of the districts' numerators.
    """
    source = version.measures.get(regional.fed_by)
    if source is None:
        return None
    total = rolled_up(version, source, district_values(version, source, year, viewer), year).loc[REGION]
    base = total["denominator"] if regional.has_denominator else 1.0
    value = float(ratio(total["numerator"], base, regional.scale))
    return RollUp(value, str(total["status"]), int(total["covered"]), int(total["of"]))


def status_of(measure: Measure, value: float, before: float, target: Target | None) -> str:
    """Return the status of a value; see the module's docstring."""
    if np.isnan(value):
        return "missing"
    if measure.polarity == "neutral":
        return "context"
    if target is None:
        return "no_target"
    if reached(measure, value, target):
        return "reached"
    if np.isnan(before) or round(value, measure.decimals) == round(before, measure.decimals):
        return "standing"
    return "nearing" if (value > before) == (measure.polarity == "higher_better") else "leaving"


def _regional(
    version: Version,
    measure: Measure,
    numerator: NDArray,
    denominator: NDArray,
    error: NDArray,
    hidden: NDArray,
    real: bool,
) -> Regional:
    base = denominator if measure.has_denominator else np.ones(len(numerator))
    values = ratio(numerator, np.where(base > 0, base, np.nan), measure.scale)
    known = np.flatnonzero(~np.isnan(values))
    year = str(version.years[known[-1]]) if len(known) else ""
    last = float(values[known[-1]]) if len(known) else np.nan
    before = float(values[known[-2]]) if len(known) > 1 else np.nan
    target = target_of(measure, REGION, int(year)) if year else None
    status = "hidden" if not year and hidden.any() else status_of(measure, last, before, target)
    interval = (np.nan, np.nan)
    if len(known):
        at = known[-1:]
        low, high = interval_of(measure, numerator[at], base[at], values[at], error[at])
        interval = float(low[0]), float(high[0])
    return Regional(
        measure, numerator, denominator, values, hidden, real, year, last, before, interval, target, status
    )
