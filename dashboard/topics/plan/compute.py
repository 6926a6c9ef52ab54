"""One district's plan: its money beside the region's, and the indicators of its sheets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.topics.overview.compute import Reason, attention
from data_access.interventions import interventions
from data_access.measures import Measure
from data_access.planning.schema import SOURCE_LEVELS
from data_access.stages import stage_log, stages
from data_access.values import district_values, latest_period, rolled_up
from data_access.version import REGION, Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

Breakdown = Literal["area", "level"]
PARTS: dict[str, Breakdown] = {"by_area": "area", "by_level": "level"}


@dataclass(frozen=True, eq=False)
class Plan:
    """One district's plan in one edition, as far as a viewer may see it; not to be written to.

    Attributes:
        district: its code.
        stage: its row of :func:`data_access.stages.stages`.
        log: of its changes of status.
        rows: its interventions.
        money: totals beside the region's; ``status`` is ``ok``, ``missing`` or ``hidden``.
        parts: the money by area (``by_area``) and by level of the source (``by_level``); empty unless ``ok``.
        indicators: those tied to the sheets of its interventions.
        reasons: why to look at it.
    """

    district: str
    stage: pd.Series
    log: dict[str, list]
    rows: pd.DataFrame
    money: Mapping[str, Any]
    parts: dict[str, dict[str, list]]
    indicators: dict[str, list]
    reasons: list[Reason]


# A page is drawn again at every click in it: what depends on version, place, edition and viewer is kept.
@version_cached(maxsize=128)
def plan_of(version: Version, district: str, period: str, viewer: Viewer) -> Plan:
    """Read everything there is to say of a district's plan."""
    rows = interventions(version, period, [district], viewer).rows
    total = money(version, district, period, viewer)
    parts = PARTS if total["status"] == "ok" else {}
    year = latest_period(version, version.measures["reported"])
    return Plan(
        district=district,
        stage=stages(version, period).loc[district],
        log=stage_log(version, period, district, viewer),
        rows=rows,
        money=total,
        parts={name: money_by(version, district, period, viewer, part) for name, part in parts.items()},
        indicators=sheet_indicators(version, district, set(rows["sheet"])),
        reasons=[r for r in attention(version, period, year, viewer) if r.district == district],
    )


def prepare(version: Version) -> None:
    """Work out, before anybody asks, what the plans of an edition share: a tenth of a second each."""
    for period in version.periods:
        plan_of(version, version.districts[0], period, Viewer("region"))


def money(version: Version, district: str, period: str, viewer: Viewer) -> dict[str, Any]:
    """Return the plan's money beside the region's.

    Returns:
        ``cents`` and ``per_resident`` (euro) of the district, NaN where missing or hidden; ``region``, euro
        per resident of the ``covered`` districts ``of`` all; ``status`` of the district's figures.
    """
    values, region = _per_resident(version, period, viewer)
    at = version.district_position[district]
    return {
        "cents": float(values["numerator"].array[at]),
        "per_resident": float(values["value"].array[at]),
        "region": float(region["value"]),
        "covered": int(region["covered"]),
        "of": int(region["of"]),
        "status": str(values["status"].array[at]),
    }


def money_by(
    version: Version, district: str, period: str, viewer: Viewer, breakdown: Breakdown
) -> dict[str, list]:
    """Return the money by area or by level of the source, in the catalogue's order.

    The parts add up to the whole to the cent: an intervention counts in the first area of its sheet, a
    budget line in the level of its source. The region is the districts whose edition the viewer may see,
    the same for every part. Parts that neither the district nor the region has are left out.

    Returns:
        Columns: ``code`` of the area or level; ``cents``, ``per_resident`` and ``region`` as in
        :func:`money`, NaN where the district's plan is missing or hidden.
    """
    codes, cents = _cents_by(version, period, breakdown)
    values, _ = _per_resident(version, period, viewer)
    seen, residents = (values["status"] == "ok").to_numpy(), values["denominator"].to_numpy()
    at = version.district_position[district]
    own = cents[:, at] if seen[at] else np.full(len(codes), np.nan)
    together = cents[:, seen].sum(axis=1)
    region = together / residents[seen].sum() / 100 if seen.any() else np.full(len(codes), np.nan)
    kept = np.flatnonzero((own > 0) | (together > 0))
    return {
        "code": [codes[i] for i in kept],
        "cents": own[kept].tolist(),
        "per_resident": (own / residents[at] / 100)[kept].tolist(),
        "region": region[kept].tolist(),
    }


# What the plans of an edition share is the same whichever district is chosen.
@version_cached(maxsize=32)
def _per_resident(version: Version, period: str, viewer: Viewer) -> tuple[pd.DataFrame, pd.Series]:
    """Euro per resident of every district, and of the region: rows of *values*."""
    measure = version.measures["euro_per_resident"]
    values = district_values(version, measure, period, viewer)
    return values, rolled_up(version, measure, values, period).loc[REGION]


@version_cached(maxsize=32)
def _cents_by(version: Version, period: str, breakdown: Breakdown) -> tuple[list[str], NDArray]:
    """Codes of the areas or levels, and the cents of each district, shape (codes, districts)."""
    lines = version.budgets[period].lines
    codes, part = list(version.areas.index), lines["area"]
    if breakdown == "level":
        codes = [level for level in SOURCE_LEVELS if level in set(version.sources["level"])]
        part = version.sources["level"].map(codes.index).to_numpy()[lines["source"]]
    n = len(version.districts)
    # Sums of whole cents as doubles are exact: they stay far below 2**53.
    cell = part * n + lines["district"]
    return codes, np.bincount(cell, weights=lines["cents"], minlength=len(codes) * n).reshape(len(codes), n)


def sheet_indicators(version: Version, district: str, sheets: Collection[int]) -> dict[str, list]:
    """Return the district indicators of some sheets, by sheet and code.

    Returns:
        Columns ``sheet``, ``measure`` (the record), ``year`` (the last with any value), ``value``, ``lower``,
        ``upper``, ``status`` of the district and ``region``, ``region_status`` of the region that year.
    """
    at = version.district_position[district]
    rows = [
        (measure.sheet, measure, year, *figures[:, at].tolist(), statuses[at], *region)
        for measure, year, figures, statuses, region in _indicators(version)
        if measure.sheet in sheets
    ]
    rows.sort(key=lambda row: row[0])
    columns = ("sheet", "measure", "year", "value", "lower", "upper", "status", "region", "region_status")
    return {name: [row[i] for row in rows] for i, name in enumerate(columns)}


# Indicators are public and the same for everyone; a version is replaced once a day.
@version_cached(maxsize=2)
def _indicators(version: Version) -> list[tuple[Measure, str, NDArray, NDArray, tuple[float, str]]]:
    """Measure, year, value with its interval (3, districts), status, and the region's value and status."""
    everyone = Viewer("region")
    found = []
    for measure in version.measures.values():
        if measure.kind == "indicator":
            year = latest_period(version, measure)
            values = district_values(version, measure, year, everyone)
            region = rolled_up(version, measure, values, year).loc[REGION]
            figures = values[["value", "lower", "upper"]].to_numpy().T
            whole = float(region["value"]), str(region["status"])
            found.append((measure, year, figures, values["status"].to_numpy(), whole))
    return found
