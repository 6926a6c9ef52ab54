"""Draws the values of the 57 district and 146 regional indicators, 2014-2019.

A district's level is its usual regional level moved by a field that is smooth in space and by a path that
is smooth in time, held inside the plausible range. The numerator is then drawn: binomial where it is part
of the denominator, Poisson where it counts events or people of a population. Real are the poverty rates of
2014-2018 and the regional figures of ``facts/regional_values.csv``; the rest is ``demo``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from data_access.demo.catalogues import AS_OF, facts, registry_records
from data_access.demo.population import ESTIMATED_YEARS
from data_access.demo.spread import Vector, generator, offset_for, smooth_fields

Indicator = Any
"""A record of the registry with its row of ``facts/indicator_draws.csv``, as ``itertuples`` gives it."""

REGION = "ER"
YEARS = ESTIMATED_YEARS
_LAST = len(YEARS) - 1
_POVERTY, _FOREIGNERS = "DST001", "DST045"
_COVERED = "DST011"
"""Population of the Case della salute: it grows as they do, and REG003 is its sum."""

_CENTRES = (81, 87, 93, 104, 112, 119)
"""Case della salute open at the end of each year (proposed): what REG002 counts and REG004 divides by."""

_DISTRICTS_ABOVE = {"REG001": (_COVERED, 0.0), "REG130": ("DST007", 1 / 5000)}
"""Regional indicators that count the districts where a district's own indicator is above a value."""

_LATE_DISTRICTS = {"PR-VTC": 0.42, "FE-SUE": 0.35, "RO-RUB": 0.5}
"""Share of the 2019 values that three districts have not sent yet."""

_UNANSWERED = 0.042
"""Share of single 2019 values missing elsewhere."""


_MISTYPED = (
    ("DST006", 2019, 0.1),
    ("DST008", 2019, 6.0),
    ("DST011", 2018, 0.45),
    ("DST014", 2019, 0.1),
    ("DST018", 2019, 1.9),
    ("DST022", 2019, 2.1),
    ("DST023", 2019, 3.0),
    ("DST025", 2018, 5.0),
    ("DST026", 2019, 0.55),
    ("DST047", 2019, 6.0),
    ("DST055", 2019, 0.35),
    ("DST057", 2019, 10.0),
)
"""Indicator, year and what a value was multiplied by; none of them feeds a regional indicator."""


def indicator_values(seed: int, population: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return ``indicator_value`` for all districts and the region.

    ``known`` has ``indicator, year, value``: regional figures that follow from the plans themselves
    (number of interventions, their value, plans presented in time).
    """
    rng = generator(seed, "indicators")
    # A record without a row there has no values yet: it appears everywhere, as not reported.
    catalogue = registry_records().indicator.merge(facts("indicator_draws"), on="code")
    bands = _bands(population)
    districts = facts("districts")
    district_rows = catalogue[catalogue["level"] == "district"]
    numerators, denominators = _district_draws(rng, district_rows, bands)
    _mistype(generator(seed, "mistyped"), numerators)
    frames = _district_frames(rng, district_rows, numerators, denominators, districts["code"])
    region = catalogue[catalogue["level"] == "region"]
    frames.append(_regional_frame(rng, region, numerators, denominators, bands, known))
    values = pd.concat(frames).sort_values(["indicator_code", "place_code", "year"], kind="stable")
    values["reported_on"] = _reported_on(rng, values)
    values["standard_error"] = _standard_errors(catalogue, values, bands["all"][-1], districts["code"])
    return values.assign(id=range(1, len(values) + 1)).reset_index(drop=True)


def district_counts(seed: int, population: pd.DataFrame, code: str, year: int) -> Vector:
    """Return one indicator's numerators by district, in the order of ``facts/districts.csv``.

    They are those of :func:`indicator_values` before gaps and typing errors: what the indicator says is what
    the demo's case registers hold.
    """
    catalogue = registry_records().indicator.merge(facts("indicator_draws"), on="code")
    district_rows = catalogue[catalogue["level"] == "district"]
    numerators, _ = _district_draws(generator(seed, "indicators"), district_rows, _bands(population))
    return numerators[code][YEARS.index(year)]


def _district_draws(
    rng: np.random.Generator, rows: pd.DataFrame, bands: dict[str, Vector]
) -> tuple[dict[str, Vector], dict[str, Vector]]:
    """Return numerators and denominators by indicator, shape (years, districts)."""
    districts = facts("districts")
    numerators: dict[str, Vector] = {}
    denominators: dict[str, Vector] = {}
    indicator: Indicator
    fields = smooth_fields(rng, districts, len(rows))
    for field, indicator in zip(fields, rows.itertuples(index=False), strict=True):
        base = _base(rng, indicator, bands)
        levels = _levels(rng, indicator, field, districts, base)
        numerators[indicator.code] = _drawn(rng, indicator, levels, base)
        denominators[indicator.code] = base
    return numerators, denominators


def _mistype(rng: np.random.Generator, numerators: dict[str, Vector]) -> None:
    """Spoil a few values as people do, in place: wrong unit, half a form, last year's total added.

    A demo without them would show nothing where values are checked. Sums of the region take them in.
    """
    for code, year, factor in _MISTYPED:
        chosen = numerators[code]
        at = YEARS.index(year), int(rng.integers(chosen.shape[1]))
        chosen[at] = np.rint(chosen[at] * factor)


def _bands(population: pd.DataFrame) -> dict[str, Vector]:
    """Return residents by age band, shape (years, districts), and all ages together."""
    table = population[population["year"].isin(YEARS)].pivot_table(
        index=["age_band", "year"], columns="district_code", values="residents"
    )[list(facts("districts")["code"])]
    bands = {str(band): table.loc[band].to_numpy(float) for band in population["age_band"].unique()}
    return {**bands, "all": np.sum(list(bands.values()), axis=0)}


def _base(rng: np.random.Generator, indicator: Indicator, bands: dict[str, Vector]) -> Vector:
    """Return denominators, shape (years, districts): an age group, or a group in proportion to one."""
    residents = np.sum([bands[band] for band in indicator.base_bands.split()], axis=0)
    if indicator.base_factor == 1:
        return residents
    noise = np.ones_like(residents)
    if indicator.base_factor < 0.2:
        size = residents.shape[1]
        noise = np.exp(0.12 * rng.standard_normal(size) + 0.04 * rng.standard_normal(residents.shape))
    return np.maximum(np.rint(residents * indicator.base_factor * noise), 1)


def _levels(
    rng: np.random.Generator, indicator: Indicator, field: Vector, districts: pd.DataFrame, base: Vector
) -> Vector:
    """Return the expected value of each year and district, in the indicator's unit."""
    years = len(YEARS)
    if indicator.code == _POVERTY:
        real = districts[[f"poverty_{year}" for year in YEARS[:-1]]].to_numpy(float).T
        return np.vstack([real, real[-1]])
    if indicator.code == _FOREIGNERS:
        by_province = facts("foreigners_by_province").set_index("province")["percent"]
        now = districts["province"].map(by_province).to_numpy(float) * np.exp(0.16 * field)
        return now * (1 - 0.008 * np.arange(years)[::-1, None])
    low, high = float(indicator.plausible_min), float(indicator.plausible_max)
    path = 0.55 * field + _paths(rng, len(field), grows=indicator.code == _COVERED)
    middle = years // 2
    offset = offset_for(float(indicator.usual), base[middle], path[middle], low, high)
    return low + (high - low) / (1 + np.exp(-(path + offset)))


def _paths(rng: np.random.Generator, size: int, *, grows: bool = False) -> Vector:
    """Return smooth movements in time, shape (years, size): a common slope, own slopes, slow noise."""
    steps = np.arange(len(YEARS))[:, None] - _LAST / 2
    common = rng.normal(0, 0.07)
    slope = (abs(common) if grows else common) + 0.03 * rng.standard_normal(size)
    noise = np.zeros((len(YEARS), size))
    shocks = rng.normal(0, 0.09, noise.shape)
    for year in range(1, len(YEARS)):
        noise[year] = 0.8 * noise[year - 1] + shocks[year]
    return np.asarray(np.round(slope * steps + noise, 6))


def _drawn(rng: np.random.Generator, indicator: Indicator, levels: Vector, base: Vector) -> Vector:
    """Draw numerators that behave like what they count."""
    rate = levels / indicator.scale
    if indicator.interval_method == "wilson":
        return rng.binomial(base.astype(np.int64), np.clip(rate, 0, 1)).astype(float)
    if indicator.interval_method == "byar":
        return rng.poisson(base * rate).astype(float)
    if indicator.code == _POVERTY:
        return np.asarray(np.round(base * rate, 4))
    decimals = 2 if indicator.unit.startswith("euro") else 1 if indicator.unit.startswith("ETP") else 0
    return np.asarray(np.round(base * rate * np.exp(rng.normal(0, 0.015, base.shape)), decimals))


def _district_frames(
    rng: np.random.Generator,
    indicators: pd.DataFrame,
    numerators: dict[str, Vector],
    denominators: dict[str, Vector],
    codes: pd.Series,
) -> list[pd.DataFrame]:
    frames = []
    late = codes.map(_LATE_DISTRICTS).fillna(_UNANSWERED).to_numpy(float)
    slow = set(rng.choice(indicators["code"].iloc[1:], 3, replace=False))
    for indicator in indicators["code"]:
        missing = rng.random((len(YEARS), len(codes))) < 0.008
        share = np.maximum(late, 0.25) if indicator in slow else late
        missing[_LAST] = rng.random(len(codes)) < share
        if indicator == _POVERTY:
            missing[:] = False
        # A missing value is sometimes an empty cell, sometimes no row at all: readers must take both.
        absent = missing & (rng.random(missing.shape) < 0.5)
        if indicator == _POVERTY:
            absent[_LAST] = True
        present = ~absent.ravel()
        frame = pd.DataFrame(
            {
                "indicator_code": indicator,
                "place_code": np.tile(codes.to_numpy(str), len(YEARS)),
                "year": np.repeat(YEARS, len(codes)),
                "numerator": np.where(missing, np.nan, numerators[indicator]).ravel(),
                "denominator": denominators[indicator].ravel(),
                "origin": "real" if indicator == _POVERTY else "demo",
            }
        )
        frames.append(frame[present])
    return frames


def _regional_frame(
    rng: np.random.Generator,
    indicators: pd.DataFrame,
    numerators: dict[str, Vector],
    denominators: dict[str, Vector],
    bands: dict[str, Vector],
    known: pd.DataFrame,
) -> pd.DataFrame:
    real = facts("regional_values").assign(origin="real")
    published = pd.concat([real, known.assign(origin="demo")])
    given = {
        (str(code), int(year)): (float(value), str(origin))
        for code, year, value, origin in published[["indicator", "year", "value", "origin"]].itertuples(
            index=False
        )
    }
    only_given = set(known["indicator"]) | {"REG141"}
    rows = []
    indicator: Indicator
    for indicator in indicators.itertuples(index=False):
        # The sheet of 2020 has no value yet.
        if indicator.sheet_number == 40:
            continue
        base = _regional_base(rng, indicator, bands)
        if indicator.code == "REG004":
            base = np.array(_CENTRES, float)
        tops = _regional_numerators(rng, indicator, base)
        if indicator.code == "REG002":
            tops = np.array(_CENTRES, float)
        if indicator.code in _DISTRICTS_ABOVE:
            own, value = _DISTRICTS_ABOVE[indicator.code]
            tops = (numerators[own] / denominators[own] > value).sum(axis=1).astype(float)
        if indicator.fed_by:
            tops = numerators[indicator.fed_by].sum(axis=1)
            base = denominators[indicator.fed_by].sum(axis=1) if base is not None else None
        unsent = rng.random(len(YEARS)) < np.where(np.arange(len(YEARS)) == _LAST, 0.1, 0.01)
        unsent[_LAST] |= indicator.fed_by == _POVERTY
        for position, year in enumerate(YEARS):
            bottom = np.nan if base is None else base[position]
            if (indicator.code, year) in given:
                value, origin = given[indicator.code, year]
                top = value if base is None else value * bottom / indicator.scale
                rows.append((indicator.code, year, round(top, 4), bottom, origin))
            elif indicator.code not in only_given and not unsent[position]:
                poverty = indicator.fed_by == _POVERTY
                rows.append((indicator.code, year, tops[position], bottom, "real" if poverty else "demo"))
    frame = pd.DataFrame(rows, columns=["indicator_code", "year", "numerator", "denominator", "origin"])
    return frame.assign(place_code=REGION)


def _regional_base(rng: np.random.Generator, indicator: Indicator, bands: dict[str, Vector]) -> Vector | None:
    if not indicator.denominator:
        return None
    if not isinstance(indicator.base_bands, str):
        return np.full(len(YEARS), float(indicator.base_factor))
    return _base(rng, indicator, bands).sum(axis=1)


def _regional_numerators(rng: np.random.Generator, indicator: Indicator, base: Vector | None) -> Vector:
    """Return the region's own figures; counts of districts or bodies only grow."""
    low, high = float(indicator.plausible_min), float(indicator.plausible_max)
    path = _paths(rng, 1)[:, 0] + rng.normal(0, 0.6)
    level = low + (high - low) / (1 + np.exp(-path))
    if base is None:
        decimals = 0 if indicator.unit == "n." else 1
        return np.asarray(np.round(level, decimals))
    if indicator.unit in ("n. distretti", "n."):
        return np.asarray(np.rint(np.maximum.accumulate(level)))
    return _drawn(rng, indicator, level, base)


def _standard_errors(
    catalogue: pd.DataFrame, values: pd.DataFrame, residents: Vector, codes: pd.Series
) -> Vector:
    """Return standard errors of the small-area estimates, which the sources read do not give: simulated.

    A survey interviews people in proportion to residents, so the coefficient of variation falls with their
    root: 17 % in a district of 30,000, 6 % from 250,000 on, 3 % for the region.
    """
    estimated = catalogue.loc[catalogue["interval_method"] == "normal", ["code", "scale"]].set_index("code")
    size = pd.Series({**dict(zip(codes, residents, strict=True)), REGION: 1e6})
    variation = np.clip(30 / np.sqrt(values["place_code"].map(size).to_numpy(float)), 0.06, 0.2)
    variation = np.where(values["place_code"] == REGION, 0.03, variation)
    scale = values["indicator_code"].map(estimated["scale"]).to_numpy(float)
    rate = values["numerator"].to_numpy(float) / values["denominator"].to_numpy(float) * scale
    return np.asarray(np.round(rate * variation, 4))


def _reported_on(rng: np.random.Generator, values: pd.DataFrame) -> list[date | None]:
    """Return when a value was sent: within the summer after its year, this year's by the day of the data."""
    latest = (AS_OF - date(YEARS[-1], 3, 1)).days
    draws = rng.beta(2.2, 1.6, len(values))
    days: list[date | None] = []
    for year, top, draw in zip(values["year"], values["numerator"], draws, strict=True):
        start = date(year, 3, 1) if year == YEARS[-1] else date(year + 1, 2, 1)
        days.append(None if np.isnan(top) else start + timedelta(int(draw * latest)))
    return days
