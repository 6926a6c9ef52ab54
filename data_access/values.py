"""The values of a measure: of every district, of AUSL and region (rolled up), and over time.

The frame all of this speaks of, called *values* below, has one row a place and the columns

``numerator, denominator``  sums; the denominator is NaN for an absolute figure
``value, lower, upper``     numerator / denominator * scale, and its 95 % interval (NaN where none applies)
``standard_error``          of an estimate, in the measure's unit (NaN where none is published)
``status``                  ``ok``, ``missing`` (nothing reported) or ``hidden`` (the viewer may not see it,
                            or it would tell of a few persons)
``real``                    whether the figure was read in a source rather than simulated
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.case_values import case_values
from data_access.intervals import byar, combined_error, normal, wilson
from data_access.measures import Measure, ratio
from data_access.planning.quality import WITHOUT_CONTENT
from data_access.planning.schema import PRESENTED_STATUSES
from data_access.version import REGION, Version, default_period
from data_access.version_cache import version_cached
from data_access.viewer import Viewer, sees_editions


@dataclass(frozen=True)
class Filters:
    """The part of an edition's budget that a page chooses; an empty tuple means everything."""

    areas: tuple[str, ...] = ()
    sheets: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.areas or self.sheets or self.targets or self.sources)


EVERYTHING = Filters()
_COLUMNS = ["numerator", "denominator", "value", "lower", "upper", "standard_error", "status", "real"]


def periods_of(version: Version, measure: Measure) -> tuple[str, ...]:
    """Return the periods a measure may have values in, oldest first: years or edition keys."""
    if measure.periods == "edition":
        return tuple(version.periods)
    if measure.kind == "case":
        return version.cases.years if version.cases else ()
    return tuple(str(year) for year in version.years)


def latest_period(version: Version, measure: Measure) -> str:
    """Return the last period with any value; for budgets the edition that :func:`default_period` names."""
    periods = periods_of(version, measure)
    if measure.periods == "edition":
        return _default_period(version)
    if measure.kind == "indicator":
        reported = version.indicators[measure.code].given.any(axis=1)
        return periods[int(np.flatnonzero(reported)[-1])] if reported.any() else periods[-1]
    return periods[-1]


@version_cached(maxsize=4)
def _default_period(version: Version) -> str:
    return default_period(version.editions)


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
    if measure.kind == "case":
        return _case_rows(version, measure.code, period)[0].copy(deep=False)
    return _values(measure, _facts(version, measure, period, viewer, filters), _districts(version))


def rolled_up(version: Version, measure: Measure, districts: pd.DataFrame, period: str) -> pd.DataFrame:
    """Return the *values* of the region (ER) and of the AUSL, from the districts' sums.

    Two more columns say what the sum covers: ``covered``, districts with a value, and ``of``, districts
    there are. A place with no district covered is ``hidden`` if any of them is hidden, else ``missing``.
    Standard errors are combined by :func:`data_access.intervals.combined_error`, as if independent.

    Facts of cases, and of indicators that count people, are not summed from what is shown of the districts:
    their sums are published with them and are looked up by ``period``, which no other measure needs.
    """
    if measure.kind == "case":
        return _case_rows(version, measure.code, period)[1].copy(deep=False)
    if measure.threshold is not None:
        return _published_sums(version, measure.code, period).copy(deep=False)
    places, members = _members(version)
    return _rolled_up(measure, members, _facts_of(districts), places)


@version_cached(maxsize=512)
def _case_rows(version: Version, code: str, period: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a case measure's rows of the districts, and those of region and AUSL."""
    values = case_values(version, code, period)
    return values.loc[list(version.districts), _COLUMNS], values.loc[_members(version)[0]]


@version_cached(maxsize=1024)
def _published_sums(version: Version, code: str, period: str) -> pd.DataFrame:
    """Return the *values* of region and AUSL of an indicator that counts people (see ``small_counts``)."""
    measure, sums = version.measures[code], version.indicators[code].sums
    places, members = _members(version)
    nothing = np.full(len(places), np.nan)
    if sums is None:
        raise ValueError(f"{code} was not assembled as an indicator that counts people.")
    if period not in map(str, version.years):
        missing = _Facts(nothing, nothing, nothing == 0, nothing == 0, nothing)
        return _values(measure, missing, places, covered=np.zeros(len(places), int), of=members.sum(axis=1))
    at = version.years.index(int(period))
    facts = _Facts(sums.numerator[at], sums.denominator[at], sums.real[at], sums.hidden[at], nothing)
    return _values(measure, facts, places, covered=sums.covered[at], of=sums.of[at])


def reported(version: Version, measure: Measure) -> NDArray[np.bool_]:
    """Return where a value was given that can be used, shown or hidden, shape (periods, districts)."""
    facts = _all_facts(version, measure, Viewer("region"), EVERYTHING)
    return np.asarray(_base(measure, facts)[1] | facts.hidden)


def grouped(measure: Measure, districts: pd.DataFrame, groups: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return the *values* of any groups of districts, as :func:`rolled_up` does, indexed by their names.

    Args:
        measure: what ``districts`` are the values of.
        districts: *values* of districts, indexed by code.
        groups: codes of the districts by the name of their group.
    """
    members = np.array([districts.index.isin(list(codes)) for codes in groups.values()])
    return _rolled_up(measure, members, _facts_of(districts), pd.Index(list(groups), name="place"))


def is_real(version: Version, measure: Measure) -> bool:
    """Say whether every figure of a measure was read in a source, none simulated."""
    if measure.kind == "case":
        return version.cases is not None and version.cases.origin == "real"
    if version.origin == "real":
        return True
    if measure.kind != "indicator":
        return False
    facts = version.indicators[measure.code]
    given = facts.given
    return bool(given.any() and facts.real[given].all())


def trend(
    version: Version, measure: Measure, place: str, viewer: Viewer, filters: Filters = EVERYTHING
) -> pd.DataFrame:
    """Return the *values* of one place over all periods, indexed by period, oldest first."""
    periods = pd.Index(periods_of(version, measure), name="period")
    if measure.kind == "case":
        rows = [case_values(version, measure.code, period).loc[[place]] for period in periods]
        if not rows:
            return case_values(version, measure.code, "").iloc[:0].rename_axis("period")
        frame = pd.concat(rows).set_axis(periods)
        return frame if place not in version.district_position else frame[_COLUMNS]
    facts = _all_facts(version, measure, viewer, filters)
    if place in version.district_position:
        at = version.district_position[place]
        return _values(measure, _Facts(*(array[:, at] for array in facts)), periods)
    places, members = _members(version)
    if measure.threshold is not None:
        each = [_published_sums(version, measure.code, period).loc[[place]] for period in periods]
        return pd.concat(each).set_axis(periods) if each else _rolled_up(measure, members[:0], facts, periods)
    return _rolled_up(measure, members[places.get_loc(place)], facts, periods)


def everywhere(
    version: Version, measure: Measure, viewer: Viewer, filters: Filters = EVERYTHING
) -> pd.DataFrame:
    """Return the *values* of every district in all periods, indexed by ``(period, place)``, oldest first."""
    index = _periods_and_districts(version, periods_of(version, measure))
    if measure.kind == "case":
        each = [district_values(version, measure, p, viewer) for p in periods_of(version, measure)]
        return pd.concat(each).set_axis(index) if each else case_values(version, measure.code, "").iloc[:0]
    facts = _all_facts(version, measure, viewer, filters)
    return _values(measure, _Facts(*(array.ravel() for array in facts)), index)


def by_period(version: Version, measure: Measure, viewer: Viewer, filters: Filters = EVERYTHING) -> NDArray:
    """Return the visible values, shape (periods, districts), in those orders; NaN where there is none."""
    if measure.kind == "case":
        each = [district_values(version, measure, p, viewer) for p in periods_of(version, measure)]
        return np.array([values["value"].to_numpy() for values in each]).reshape(-1, len(version.districts))
    facts = _all_facts(version, measure, viewer, filters)
    base, ok = _base(measure, facts)
    values = np.full(base.shape, np.nan)
    values[ok] = ratio(facts.numerator[ok], base[ok], measure.scale)
    return values


def all_periods(version: Version, measure: Measure, viewer: Viewer, filters: Filters = EVERYTHING) -> NDArray:
    """Return the visible values of all districts in all periods, one flat array without gaps.

    It is what a scale that stays the same from year to year is computed on.
    """
    values = by_period(version, measure, viewer, filters)
    return values[~np.isnan(values)]


def chosen(facts: dict | object, version: Version, filters: Filters) -> NDArray[np.bool_]:
    """Return which rows of ``BudgetFacts.lines`` or ``.versions`` the filters choose (sources: lines)."""
    arrays: dict[str, NDArray] = facts  # type: ignore[assignment]
    mask = np.ones(len(arrays["district"]), dtype=bool)
    positions = _positions(version)
    for name, codes in (("area", filters.areas), ("target", filters.targets), ("source", filters.sources)):
        if codes and name in arrays:
            known = [positions[name][code] for code in codes if code in positions[name]]
            mask &= np.isin(arrays[name], known)
    if filters.sheets:
        mask &= np.isin(arrays["sheet"], filters.sheets)
    return mask


def interval_of(
    measure: Measure, numerator: NDArray, base: NDArray, value: NDArray, standard_error: NDArray
) -> tuple[NDArray, NDArray]:
    """Return the 95 % interval of values by their measure's method, in its unit; NaN where none applies.

    Args:
        measure: says which method.
        numerator, base: what was divided, base positive (1 for an absolute figure), shape (n,) each.
        value, standard_error: in the measure's unit, shape (n,) each.
    """
    if measure.interval_method == "wilson":
        low, high = wilson(numerator, base)
        return low * measure.scale, high * measure.scale
    if measure.interval_method == "byar":
        low, high = byar(numerator)
        return low / base * measure.scale, high / base * measure.scale
    if measure.interval_method == "normal":
        return normal(value, standard_error)
    return np.full(len(value), np.nan), np.full(len(value), np.nan)


class _Facts(NamedTuple):
    """The figures a measure is computed from: arrays of one shape, whose last axis is the districts."""

    numerator: NDArray
    denominator: NDArray
    real: NDArray
    hidden: NDArray
    standard_error: NDArray


def _facts(version: Version, measure: Measure, period: str, viewer: Viewer, filters: Filters) -> _Facts:
    """Return the districts' facts of one period."""
    nobody = np.zeros(len(version.districts), dtype=bool)
    nothing = np.full(len(version.districts), np.nan)
    if measure.periods == "edition":
        numerator, denominator, hidden = _edition_facts(version, measure, period, viewer, filters)
        return _Facts(numerator, denominator, nobody, hidden, nothing)
    numerator, denominator, real = _year_facts(version, measure, period)
    if measure.kind == "indicator" and period in map(str, version.years):
        facts, at = version.indicators[measure.code], version.years.index(int(period))
        return _Facts(numerator, denominator, real, facts.hidden[at], facts.standard_error[at])
    return _Facts(numerator, denominator, real, nobody, nothing)


def _facts_of(districts: pd.DataFrame) -> _Facts:
    """Return the facts that *values* of districts were computed from."""
    return _Facts(
        districts["numerator"].to_numpy(),
        districts["denominator"].to_numpy(),
        districts["real"].to_numpy(),
        districts["status"].to_numpy() == "hidden",
        districts["standard_error"].to_numpy(),
    )


def _all_facts(version: Version, measure: Measure, viewer: Viewer, filters: Filters) -> _Facts:
    """Return the districts' facts of all periods, shape (periods, districts)."""
    each = [_facts(version, measure, period, viewer, filters) for period in periods_of(version, measure)]
    return _Facts(*(np.array(arrays) for arrays in zip(*each, strict=True)))


# A version is read at every click and replaced once a day: what depends on it alone is worked out once.
@version_cached(maxsize=2)
def _districts(version: Version) -> pd.Index:
    return pd.Index(version.districts, name="place")


@version_cached(maxsize=4)
def _periods_and_districts(version: Version, periods: tuple[str, ...]) -> pd.MultiIndex:
    return pd.MultiIndex.from_product([periods, version.districts], names=["period", "place"])


@version_cached(maxsize=2)
def _members(version: Version) -> tuple[pd.Index, NDArray[np.bool_]]:
    """Return region and AUSL, and which districts belong to each: shape (places, districts)."""
    ausl = version.places.loc[list(version.districts), "ausl"].to_numpy()
    codes = [REGION, *version.places.index[version.places["level"] == "ausl"]]
    members = np.array([np.ones(len(ausl), dtype=bool), *(ausl == code for code in codes[1:])])
    return pd.Index(codes, name="place"), members


@version_cached(maxsize=2)
def _positions(version: Version) -> dict[str, dict[str, int]]:
    """Return each code's position in its catalogue: ``BudgetFacts`` are written in these positions."""
    catalogues = {"area": version.areas, "target": version.targets, "source": version.sources}
    return {name: {code: i for i, code in enumerate(rows.index)} for name, rows in catalogues.items()}


@version_cached(maxsize=2)
def _editions(version: Version) -> dict[str, tuple[NDArray[np.int64], NDArray, NDArray]]:
    """Return district (position and code) and status of the editions of each period."""
    return {
        str(period): (
            editions["district_code"].map(version.district_position).to_numpy(dtype=np.int64),
            editions["district_code"].to_numpy(),
            editions["status"].to_numpy(),
        )
        for period, editions in version.editions.groupby("period")
    }


@version_cached(maxsize=64)
def hidden_districts(version: Version, period: str, viewer: Viewer) -> NDArray[np.bool_]:
    """Return the districts whose edition of a period exists and may not be seen, shape (districts,)."""
    hidden = np.zeros(len(version.districts), dtype=bool)
    position, district, status = _editions(version)[period]
    hidden[position[~sees_editions(viewer, district, status)]] = True
    return hidden


@version_cached(maxsize=16)
def existing_districts(version: Version, period: str) -> NDArray[np.bool_]:
    """Return the districts that have an edition of a period, be it without any intervention yet.

    An edition whose money or interventions did not come with the load does not count: its sums are unknown.
    """
    problems, editions = version.problems, version.editions
    not_loaded = problems.loc[problems["code"].isin(WITHOUT_CONTENT), "row"]
    loaded = (editions["period"] == period) & ~editions["id"].astype(str).isin(not_loaded)
    exists = np.zeros(len(version.districts), dtype=bool)
    exists[editions.loc[loaded, "district_code"].map(version.district_position).to_numpy(dtype=np.int64)] = (
        True
    )
    return exists


@version_cached(maxsize=16)
def presented_districts(version: Version, period: str) -> NDArray[np.bool_]:
    """Return the districts whose edition of a period has been presented to the Region, shape (districts,)."""
    presented = np.zeros(len(version.districts), dtype=bool)
    position, _, status = _editions(version)[period]
    presented[position[np.isin(status, PRESENTED_STATUSES)]] = True
    return presented


def _edition_facts(
    version: Version, measure: Measure, period: str, viewer: Viewer, filters: Filters
) -> tuple[NDArray, NDArray, NDArray]:
    n = len(version.districts)
    nothing = np.full(n, np.nan)
    if period not in version.budgets:
        return nothing, nothing, np.zeros(n, dtype=bool)
    facts = version.budgets[period]
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
    numerator = np.where(existing_districts(version, period), numerator, np.nan)
    denominator = nothing
    if measure.has_denominator:
        denominator = version.residents.get(version.periods[period][1], nothing)
    return numerator, denominator, hidden_districts(version, period, viewer)


def _year_facts(version: Version, measure: Measure, period: str) -> tuple[NDArray, NDArray, NDArray]:
    n = len(version.districts)
    nothing = np.full(n, np.nan), np.full(n, np.nan), np.zeros(n, dtype=bool)
    year = next((i for i, y in enumerate(version.years) if str(y) == period), None)
    if year is None:
        return nothing
    if measure.kind == "reported":
        given = [facts.given[year] for facts in version.indicators.values()]
        return np.sum(given, axis=0).astype(float), np.full(n, float(len(given))), np.zeros(n, dtype=bool)
    facts = version.indicators[measure.code]
    return facts.numerator[year], facts.denominator[year], facts.real[year]


def _rolled_up(measure: Measure, members: NDArray[np.bool_], facts: _Facts, index: pd.Index) -> pd.DataFrame:
    """Sum over the last axis: many places (``members`` has rows) or many periods (``facts`` have them)."""
    # Ready-made ratios add up to nothing: the place has no value, and its page says why.
    counted = members & _base(measure, facts)[1] & measure.adds_up
    nothing = ~counted.any(axis=-1)

    def total(figures: NDArray) -> NDArray:
        given = counted & ~np.isnan(figures)
        return np.where(given.any(axis=-1), np.where(given, figures, 0.0).sum(axis=-1), np.nan)

    sums = _Facts(
        total(facts.numerator),
        total(facts.denominator),
        np.asarray((facts.real | ~counted).all(axis=-1) & ~nothing),
        nothing & (members & facts.hidden).any(axis=-1),
        _combined(measure, counted, facts),
    )
    covered, of = counted.sum(axis=-1), np.broadcast_to(members, counted.shape).sum(axis=-1)
    return _values(measure, sums, index, covered=covered, of=of)


def _combined(measure: Measure, counted: NDArray[np.bool_], facts: _Facts) -> NDArray:
    """Return the standard error of a sum: of a ratio weighted by the denominators, of a count plain."""
    if measure.interval_method != "normal":
        return np.full(counted.shape[:-1], np.nan)
    weight = np.where(counted, facts.denominator if measure.has_denominator else 1.0, 0.0)
    if measure.has_denominator:
        total = weight.sum(axis=-1, keepdims=True)
        weight = np.divide(weight, total, out=np.zeros(weight.shape), where=total > 0)
    return combined_error(np.broadcast_to(facts.standard_error, weight.shape), weight)


def _base(measure: Measure, facts: _Facts) -> tuple[NDArray, NDArray[np.bool_]]:
    """Return what the numerators are divided by, and where that gives a value that the viewer may see."""
    base = facts.denominator if measure.has_denominator else np.ones(facts.numerator.shape)
    return base, ~np.isnan(facts.numerator) & ~np.isnan(base) & (base > 0) & ~facts.hidden


def _values(measure: Measure, facts: _Facts, index: pd.Index, **more: NDArray) -> pd.DataFrame:
    base, ok = _base(measure, facts)
    n, d = facts.numerator[ok], base[ok]
    value, lower, upper = (np.full(len(ok), np.nan) for _ in range(3))
    value[ok] = ratio(n, d, measure.scale)
    lower[ok], upper[ok] = interval_of(measure, n, d, value[ok], facts.standard_error[ok])
    return pd.DataFrame(
        {
            "numerator": np.where(ok, facts.numerator, np.nan),
            "denominator": np.where(ok, facts.denominator, np.nan),
            "value": value,
            "lower": lower,
            "upper": upper,
            "standard_error": np.where(ok, facts.standard_error, np.nan),
            "status": np.where(facts.hidden, "hidden", np.where(ok, "ok", "missing")),
            "real": facts.real,
            **more,
        },
        index=index,
    )
