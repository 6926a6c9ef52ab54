"""Draws the amounts of the demo plans, in whole cents, that add up to the published funds.

Euro per resident of the districts vary smoothly; each funding source has its own geography (the fund for
non-self-sufficiency follows the published shares of the AUSL and the residents of 75 and more, the poverty
funds follow poverty); iterative proportional fitting reconciles the two. Within a district a source is
shared between the interventions whose sheet it fits, by what such a thing costs: a course does not cost what
a nursing home does (``most`` of ``facts/interventions.csv``: euro a year per resident, at most; proposed).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_access.demo.catalogues import facts
from data_access.demo.spread import Vector, Whole, apportion, generator, offset_for, smooth_fields

LOWEST_PER_RESIDENT, HIGHEST_PER_RESIDENT = 240.0, 525.0
"""Euro per resident planned by a district in 2019, all sources."""

_SMALLEST_LINE = 500_00
_GIVE_COMMITTED = 19
"""Districts whose account says what was committed; in these a few interventions still leave it out."""
_MOST_SOURCES = 6
_ROOM = 3.0
"""What the takers of a fund can cost in all, for each euro of it: they have other sources too."""


def amounts(seed: int, interventions: pd.DataFrame, population: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the budget lines of each edition, by its name in ``plans.EDITIONS``.

    Each frame has ``intervention`` (row of ``interventions``), ``source`` and ``cents``; the account also
    ``committed``, cents or NaN where the district does not give it. The totals by
    source of ``implementing_2019`` and ``implementing_2018`` are exactly those of
    ``facts/funding_sources.csv``.
    """
    rng = generator(seed, "budgets")
    sources = facts("funding_sources")
    by_district = _district_amounts(seed, population, sources)
    lines = _weighted_lines(rng, interventions, by_district)
    in_2019 = interventions["in_2019"].to_numpy()[lines["intervention"]]
    latest, rates = _shared_out(rng, lines[in_2019], interventions, by_district, sources["code"])
    others = lines[~in_2019]
    euro_per_weight = [
        rates.get(key, 0.0)
        for key in zip(
            interventions["district_code"].to_numpy()[others["intervention"]], others["source"], strict=True
        )
    ]
    most = lines[in_2019].merge(latest)["cents"].quantile(0.9)
    cents = _rounded(rng, np.minimum(others["weight"].to_numpy() * np.array(euro_per_weight), most))
    gone = pd.DataFrame({"intervention": others["intervention"], "source": others["source"], "cents": cents})
    ever = pd.concat([latest, gone]).sort_values(["intervention", "source"], kind="stable", ignore_index=True)

    earlier = _earlier(rng, _of(ever, interventions["in_2018"]), latest, sources)
    return {
        "original_2018": _touched(rng, earlier, 0.06),
        "implementing_2018": earlier,
        "account_2018": _accounted(seed, _spent(rng, earlier), earlier, ever, interventions),
        "update_2019": _touched(rng, _of(ever, interventions["in_update"]), 0.25),
        "implementing_2019": latest,
    }


def _district_amounts(seed: int, population: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return cents by district and source for 2019; columns sum exactly to the planned funds."""
    rng = generator(seed, "funds")
    districts = facts("districts")
    residents = _residents(population, None)
    aged = _residents(population, ["75-79", "80+"])
    total = np.rint(sources["planned_2019"].to_numpy(float) * 100).astype(np.int64)

    field = smooth_fields(rng, districts, 1)[0] * 0.75 + 0.35 * districts["hills"].to_numpy(float)
    mean = total.sum() / 100 / residents.sum()
    offset = offset_for(mean, residents, field, LOWEST_PER_RESIDENT, HIGHEST_PER_RESIDENT)
    spread = (HIGHEST_PER_RESIDENT - LOWEST_PER_RESIDENT) / (1 + np.exp(-(field + offset)))
    rows = residents * (LOWEST_PER_RESIDENT + spread) * 100

    geography = residents * np.exp(0.25 * smooth_fields(rng, districts, len(sources)))
    code = sources["code"].to_numpy(str)
    poverty = districts["poverty_2018"].to_numpy(float)
    for poor in ("FPOV", "RES"):
        geography[code == poor] *= poverty / poverty.mean()
    geography[code == "COM"] *= 1 + 0.3 * districts["urban"].to_numpy(float)
    geography[code == "FRNA"] = _by_territory(districts, aged)
    geography[code == "FNNA"] = aged * np.exp(0.1 * smooth_fields(rng, districts, 1)[0])
    matrix = geography.T
    for _ in range(60):
        matrix = matrix * (rows / matrix.sum(axis=1))[:, None]
        matrix = matrix * (total / matrix.sum(axis=0))
    cents = np.column_stack([apportion(int(total[i]), matrix[:, i]) for i in range(len(total))])
    return pd.DataFrame(cents, index=pd.Index(districts["code"]), columns=code)


def _residents(population: pd.DataFrame, bands: list[str] | None) -> Vector:
    chosen = population[population["year"] == 2019]
    if bands:
        chosen = chosen[chosen["age_band"].isin(bands)]
    by_district = chosen.groupby("district_code")["residents"].sum()
    return by_district.reindex(facts("districts")["code"]).to_numpy(float)


def _by_territory(districts: pd.DataFrame, aged: Vector) -> Vector:
    """Share the fund as published for 2018: by AUSL, and in Romagna by its four territories."""
    published = facts("frna_by_ausl").set_index("territory")["euro"]
    romagna = {
        "RO-RAV": "Ravenna",
        "RO-LUG": "Ravenna",
        "RO-FAE": "Ravenna",
        "RO-FOR": "Forlì",
        "RO-CES": "Cesena",
        "RO-RUB": "Cesena",
        "RO-RIM": "Rimini",
        "RO-RIC": "Rimini",
    }
    territory = districts["code"].map(romagna).fillna(districts["ausl_name"])
    shares = aged / pd.Series(aged).groupby(territory.to_numpy()).transform("sum").to_numpy()
    return shares * territory.map(published).to_numpy(float)


def _weighted_lines(
    rng: np.random.Generator, interventions: pd.DataFrame, by_district: pd.DataFrame
) -> pd.DataFrame:
    """Choose one to six sources for each intervention, and see that each fund has takers that can use it.

    A weight is the euro that might come from the source, before the funds are shared out.
    """
    profiles = facts("sheet_profiles").set_index("number")
    fits = {
        sheet: {name: float(weight) for name, _, weight in (part.partition(":") for part in text.split())}
        for sheet, text in profiles["sources"].items()
    }
    sheets = interventions["sheet_2018"].to_numpy()
    size = rng.lognormal(-0.7, 0.5, len(interventions)) * interventions["most"].to_numpy(float)
    # What comes and goes between years are small projects; the large services stay.
    stays = (interventions["in_2018"] & interventions["in_2019"]).to_numpy()
    size *= np.where(stays, 1.0, 0.15)
    chosen: list[dict[str, float]] = []
    for sheet, weight in zip(sheets, size, strict=True):
        fit = fits[sheet]
        names, odds = np.array(list(fit)), np.array(list(fit.values()))
        wanted = min(len(names), _MOST_SOURCES, 1 + int(rng.poisson(2.3)))
        picked = sorted(rng.choice(names, wanted, replace=False, p=odds / odds.sum()))
        noise = rng.lognormal(0, 0.5, wanted)
        chosen.append({name: weight * fit[name] * by for name, by in zip(picked, noise, strict=True)})
    most = interventions["most"].to_numpy(float)
    for district, rows in interventions[interventions["in_2019"]].groupby("district_code").groups.items():
        for name, cents in by_district.loc[district].items():
            fitting = sorted((row for row in rows if name in fits[sheets[row]]), key=lambda row: -most[row])
            room = sum(most[row] for row in fitting if name in chosen[row])
            for row in fitting:
                if room >= _ROOM * cents / 100:
                    break
                if name not in chosen[row]:
                    chosen[row][name] = size[row] * fits[sheets[row]][name]
                    room += most[row]
    return pd.DataFrame(
        [
            (row, name, weight)
            for row, by_name in enumerate(chosen)
            for name, weight in sorted(by_name.items())
        ],
        columns=["intervention", "source", "weight"],
    )


def _shared_out(
    rng: np.random.Generator,
    lines: pd.DataFrame,
    interventions: pd.DataFrame,
    by_district: pd.DataFrame,
    order: pd.Series,
) -> tuple[pd.DataFrame, dict[tuple[str, str], float]]:
    """Share each district's fund between its lines; also return cents per unit of weight by fund."""
    lines = lines.assign(district=interventions["district_code"].to_numpy()[lines["intervention"]])
    lines = lines.reset_index(drop=True)
    cents = np.zeros(len(lines), np.int64)
    weight = lines["weight"].to_numpy()
    rates: dict[tuple[str, str], float] = {}
    groups = lines.groupby(["district", "source"], sort=True).indices
    funds = np.array([by_district.loc[key] for key in groups], dtype=float)
    exact = _within(
        weight,
        lines.groupby(["district", "source"], sort=True).ngroup().to_numpy(),
        funds,
        lines["intervention"].to_numpy(),
        interventions["most"].to_numpy(float) * 100,
    )
    for key, rows in groups.items():
        district, source = str(key[0]), str(key[1])
        fund = int(by_district.loc[district, source])
        rates[district, source] = fund / weight[rows].sum()
        cents[rows] = _settled(_rounded(rng, exact[rows]), fund)
    return lines.assign(cents=cents)[["intervention", "source", "cents"]].reset_index(drop=True), rates


def _within(weight: Vector, fund_of: Whole, funds: Vector, intervention: Whole, most: Vector) -> Vector:
    """Share the funds between their lines by weight so that no intervention gets more than it can cost.

    Scaling to the funds and cutting down to the limits take turns until both hold; where a district's funds
    are larger than all its limits, those bend together.
    """
    shared = weight.copy()
    for _ in range(400):
        shared *= (funds / np.bincount(fund_of, shared, len(funds)))[fund_of]
        total = np.bincount(intervention, shared, len(most))
        shared *= np.minimum(1, 0.98 * most / np.maximum(total, 1))[intervention]
    return np.asarray(shared * (funds / np.bincount(fund_of, shared, len(funds)))[fund_of])


def _rounded(rng: np.random.Generator, exact: Vector) -> Whole:
    """Round as people do: most large lines to hundreds of euro, small ones to tens, some to the cent."""
    step = np.where(exact > 5_000_00, 100_00, 10_00)
    step = np.where(rng.random(len(exact)) < 0.2, 1, step)
    return np.maximum(np.rint(exact / step).astype(np.int64) * step, _SMALLEST_LINE)


def _settled(parts: Whole, total: int) -> Whole:
    """Put what rounding left over on the largest line, so that the lines sum to the total."""
    parts = parts.copy()
    parts[parts.argmax()] += total - parts.sum()
    return parts


def _of(lines: pd.DataFrame, present: pd.Series) -> pd.DataFrame:
    return lines[present.to_numpy()[lines["intervention"]]].reset_index(drop=True)


def _earlier(
    rng: np.random.Generator, lines: pd.DataFrame, latest: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Return the lines of 2018: a third of the interventions as in 2019, the others fit the funds."""
    same = rng.random(lines["intervention"].max() + 1)[lines["intervention"]] < 0.3
    same &= lines["intervention"].isin(latest["intervention"]).to_numpy()
    before = lines["cents"].to_numpy(float) * rng.lognormal(0, 0.1, len(lines))
    cents = lines["cents"].to_numpy(np.int64).copy()
    planned = dict(
        zip(sources["code"], np.rint(sources["planned_2018"].to_numpy(float) * 100).astype(int), strict=True)
    )
    for source, rows in lines.groupby("source", sort=True).indices.items():
        free = rows[~same[rows]]
        fund = int(planned[source] - cents[rows[same[rows]]].sum())
        parts = _rounded(rng, before[free] * (fund / before[free].sum()))
        cents[free] = _settled(parts, fund)
    return lines.assign(cents=cents)


def _touched(rng: np.random.Generator, lines: pd.DataFrame, share: float) -> pd.DataFrame:
    """Return the lines with a share of the interventions moved by some per cent."""
    moved = rng.random(lines["intervention"].max() + 1)[lines["intervention"]] < share
    changed = _rounded(rng, lines["cents"].to_numpy(float) * rng.lognormal(0, 0.12, len(lines)))
    return lines.assign(cents=np.where(moved, changed, lines["cents"].to_numpy()))


def _spent(rng: np.random.Generator, lines: pd.DataFrame) -> pd.DataFrame:
    """Return what was spent: mostly 80 to 104 % of the plan, some small interventions hardly begun."""
    count = lines["intervention"].max() + 1
    planned = lines.groupby("intervention")["cents"].sum().reindex(range(count), fill_value=0)
    stalled = (rng.random(count) < 0.06) & (planned < planned.quantile(0.7)).to_numpy()
    share = np.where(stalled, rng.uniform(0, 0.35, count), rng.triangular(0.8, 0.97, 1.04, count))
    exact = lines["cents"].to_numpy(float) * share[lines["intervention"]]
    return lines.assign(cents=np.rint(exact).astype(np.int64))


def _accounted(
    seed: int, spent: pd.DataFrame, planned: pd.DataFrame, ever: pd.DataFrame, interventions: pd.DataFrame
) -> pd.DataFrame:
    """Return the account's lines: what of the plan was done, and a part of what began a year early."""
    rng = generator(seed, "account")
    early = _of(ever, interventions["in_account"] & ~interventions["in_2018"])
    share = rng.uniform(0.15, 0.5, len(interventions))[early["intervention"]]
    early = early.assign(cents=np.rint(early["cents"].to_numpy(float) * share).astype(np.int64))
    lines = pd.concat([spent, early]).assign(planned=pd.concat([planned["cents"], early["cents"]]).to_numpy())
    lines = _of(lines, interventions["in_account"])
    return _committed(seed, lines, interventions["district_code"]).drop(columns="planned")


def _committed(seed: int, lines: pd.DataFrame, district: pd.Series) -> pd.DataFrame:
    """Add what was committed (impegnato): from what was spent up to what was planned, in half the districts.

    Nobody spends more than is committed, so where more was spent than planned the two are equal.
    """
    rng = generator(seed, "committed")
    giving = rng.choice(facts("districts")["code"].to_numpy(str), _GIVE_COMMITTED, replace=False)
    count = len(district)
    gives = np.isin(district.to_numpy(str), giving) & (rng.random(count) > 0.03)
    reached = rng.beta(2, 2, count)[lines["intervention"]]
    paid = lines["cents"].to_numpy(np.int64)
    unspent = np.maximum(lines["planned"].to_numpy(np.int64) - paid, 0)
    cents = (paid + np.rint(unspent * reached).astype(np.int64)).astype(float)
    return lines.assign(committed=np.where(gives[lines["intervention"]], cents, np.nan))
