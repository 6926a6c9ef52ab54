"""Values of a measure: for every district, rolled up to AUSL and region, over time.

The frame all of this speaks of, called *values* below, has one row a place and the columns

``numerator, denominator``  sums; the denominator is NaN for an absolute figure
``value, lower, upper``     numerator / denominator * scale, and its 95 % interval (NaN where none applies)
``status``                  ``ok``, ``missing`` (nothing reported) or ``hidden`` (the viewer may not see it)
``real``                    whether the figure was read in a source rather than simulated
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.intervals import byar, wilson
from data_access.measures import Measure
from data_access.version import REGION, Version
from data_access.viewer import Viewer, sees_editions


@dataclass(frozen=True)
class Filters:
    """What part of an edition's budget is asked for; an empty tuple means everything."""

    areas: tuple[str, ...] = ()
    sheets: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.areas or self.sheets or self.targets or self.sources)


EVERYTHING = Filters()


def periods_of(version: Version, measure: Measure) -> tuple[str, ...]:
    """Return the periods a measure may have values in, oldest first: years or edition keys."""
    if measure.periods == "edition":
        return tuple(version.periods)
    return tuple(str(year) for year in version.years)


def latest_period(version: Version, measure: Measure) -> str:
    """Return the last period with any value; for budgets the last implementing plan, or else edition."""
    periods = periods_of(version, measure)
    if measure.periods == "edition":
        return next((p for p in reversed(periods) if version.periods[p][0] == "implementing"), periods[-1])
    if measure.kind == "indicator":
        reported = ~np.isnan(version.indicators[measure.code].numerator).all(axis=1)
        return periods[int(np.flatnonzero(reported)[-1])] if reported.any() else periods[-1]
    return periods[-1]


def district_values(
    version: Version, measure: Measure, period: str, viewer: Viewer, filters: Filters = EVERYTHING
) -> pd.DataFrame:
    """Return the *values* of every district, indexed by code in the order of ``version.districts``.

    Args:
        version: the data.
        measure: one of ``version.measures``.
        period: one of :func:`periods_of`; anything else gives missing values.
        viewer: hides other districts' editions that are not presented yet.
        filters: only for measures of an edition.
    """
    if measure.periods == "edition":
        numerator, denominator, hidden = _edition_facts(version, measure, period, viewer, filters)
        real = np.zeros(len(numerator), dtype=bool)
    else:
        numerator, denominator, real = _year_facts(version, measure, period)
        hidden = np.zeros(len(numerator), dtype=bool)
    return _values(measure, numerator, denominator, real, hidden, version.districts)


def rolled_up(version: Version, measure: Measure, districts: pd.DataFrame) -> pd.DataFrame:
    """Return the *values* of the region (ER) and of the AUSL, from the districts' sums.

    Two more columns say what the sum covers: ``covered``, districts with a value, and ``of``, districts
    there are. A place with no district covered is ``hidden`` if any of them is hidden, else ``missing``.
    """
    ausl = version.places.loc[list(version.districts), "ausl"].to_numpy()
    ok = (districts["status"] == "ok").to_numpy()
    hidden = (districts["status"] == "hidden").to_numpy()
    codes = [REGION, *version.places.index[version.places["level"] == "ausl"]]
    members = np.array([np.ones(len(ausl), dtype=bool), *(ausl == code for code in codes[1:])])
    numerator = _masked_sums(members & ok, districts["numerator"].to_numpy())
    denominator = _masked_sums(members & ok, districts["denominator"].to_numpy())
    real = (members & ok & districts["real"].to_numpy()).sum(axis=1) == (members & ok).sum(axis=1)
    nothing = ~(members & ok).any(axis=1)
    values = _values(
        measure, numerator, denominator, real & ~nothing, nothing & (members & hidden).any(axis=1), codes
    )
    return values.assign(covered=(members & ok).sum(axis=1), of=members.sum(axis=1))


def is_real(version: Version, measure: Measure) -> bool:
    """Say whether every figure of a measure was read in a source, none simulated."""
    if version.origin == "real":
        return True
    if measure.kind != "indicator":
        return False
    facts = version.indicators[measure.code]
    given = ~np.isnan(facts.numerator)
    return bool(given.any() and facts.real[given].all())


def trend(
    version: Version, measure: Measure, place: str, viewer: Viewer, filters: Filters = EVERYTHING
) -> pd.DataFrame:
    """Return the *values* of one place over all periods, indexed by period, oldest first."""
    rows = []
    for period in periods_of(version, measure):
        districts = district_values(version, measure, period, viewer, filters)
        frame = districts if place in districts.index else rolled_up(version, measure, districts)
        rows.append(frame.loc[place])
    return pd.DataFrame(rows, index=pd.Index(periods_of(version, measure), name="period"))


def all_periods(version: Version, measure: Measure, viewer: Viewer, filters: Filters = EVERYTHING) -> NDArray:
    """Return the visible values of all districts in all periods, one flat array without gaps.

    It is what a scale that stays the same from year to year is computed on.
    """
    frames = [district_values(version, measure, p, viewer, filters) for p in periods_of(version, measure)]
    values = np.concatenate([frame["value"].to_numpy() for frame in frames])
    return values[~np.isnan(values)]


def visible_editions(version: Version, period: str, viewer: Viewer) -> pd.DataFrame:
    """Return the editions of a period that the viewer may see (rows of ``version.editions``)."""
    editions = version.editions[version.editions["period"] == period]
    seen = sees_editions(viewer, editions["district_code"].to_numpy(), editions["status"].to_numpy())
    return editions[seen]


def chosen(facts: dict | object, version: Version, filters: Filters) -> NDArray[np.bool_]:
    """Return which rows of ``BudgetFacts.lines`` or ``.versions`` the filters choose (sources: lines)."""
    arrays: dict[str, NDArray] = facts  # type: ignore[assignment]
    mask = np.ones(len(arrays["district"]), dtype=bool)
    for name, catalogue, codes in (
        ("area", version.areas, filters.areas),
        ("target", version.targets, filters.targets),
        ("source", version.sources, filters.sources),
    ):
        if codes and name in arrays:
            mask &= np.isin(arrays[name], catalogue.index.get_indexer(list(codes)))
    if filters.sheets:
        mask &= np.isin(arrays["sheet"], filters.sheets)
    return mask


def _edition_facts(
    version: Version, measure: Measure, period: str, viewer: Viewer, filters: Filters
) -> tuple[NDArray, NDArray, NDArray]:
    n = len(version.districts)
    nothing = np.full(n, np.nan)
    if period not in version.budgets:
        return nothing, nothing, np.zeros(n, dtype=bool)
    facts = version.budgets[period]
    exists = np.bincount(facts.versions["district"], minlength=n) > 0
    if measure.kind == "interventions" and not filters.sources:
        rows = chosen(facts.versions, version, filters)
        numerator = np.bincount(facts.versions["district"][rows], minlength=n).astype(float)
    else:
        rows = chosen(facts.lines, version, filters)
        where = facts.lines["district"][rows]
        if measure.kind == "interventions":
            _, first = np.unique(facts.lines["version"][rows], return_index=True)
            numerator = np.bincount(where[first], minlength=n).astype(float)
        else:
            numerator = np.bincount(where, weights=facts.lines["cents"][rows], minlength=n)
    numerator = np.where(exists, numerator, np.nan)
    denominator = nothing
    if measure.has_denominator:
        denominator = version.residents.get(version.periods[period][1], nothing)
    editions = version.editions[version.editions["period"] == period]
    owner, status = editions["district_code"].to_numpy(), editions["status"].to_numpy()
    unseen = owner[~sees_editions(viewer, owner, status)]
    return numerator, denominator, np.isin(np.array(version.districts), unseen)


def _year_facts(version: Version, measure: Measure, period: str) -> tuple[NDArray, NDArray, NDArray]:
    n = len(version.districts)
    nothing = np.full(n, np.nan), np.full(n, np.nan), np.zeros(n, dtype=bool)
    year = next((i for i, y in enumerate(version.years) if str(y) == period), None)
    if year is None:
        return nothing
    if measure.kind == "reported":
        given = [~np.isnan(facts.numerator[year]) for facts in version.indicators.values()]
        return np.sum(given, axis=0).astype(float), np.full(n, float(len(given))), np.zeros(n, dtype=bool)
    facts = version.indicators[measure.code]
    return facts.numerator[year], facts.denominator[year], facts.real[year]


def _masked_sums(members: NDArray[np.bool_], figures: NDArray) -> NDArray:
    sums = members @ np.where(np.isnan(figures), 0.0, figures)
    return np.where((members & ~np.isnan(figures)).any(axis=1), sums, np.nan)


def _values(
    measure: Measure,
    numerator: NDArray,
    denominator: NDArray,
    real: NDArray,
    hidden: NDArray,
    codes: Sequence[str],
) -> pd.DataFrame:
    base = denominator if measure.has_denominator else np.ones(len(numerator))
    ok = ~np.isnan(numerator) & ~np.isnan(base) & (base > 0) & ~hidden
    n, d = numerator[ok], base[ok]
    value, lower, upper = (np.full(len(numerator), np.nan) for _ in range(3))
    value[ok] = n / d * measure.scale
    if measure.interval_method == "wilson":
        low, high = wilson(n, d)
        lower[ok], upper[ok] = low * measure.scale, high * measure.scale
    elif measure.interval_method == "byar":
        low, high = byar(n)
        lower[ok], upper[ok] = low / d * measure.scale, high / d * measure.scale
    return pd.DataFrame(
        {
            "numerator": np.where(ok, numerator, np.nan),
            "denominator": np.where(ok, denominator, np.nan),
            "value": value,
            "lower": lower,
            "upper": upper,
            "status": np.where(hidden, "hidden", np.where(ok, "ok", "missing")),
            "real": real,
        },
        index=pd.Index(codes, name="place"),
    )
