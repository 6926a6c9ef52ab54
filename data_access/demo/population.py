"""Residents of each district by year and age band."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_access.demo.catalogues import facts
from data_access.demo.spread import apportion
from data_access.planning.schema import AGE_BANDS

REGION_2019 = 4_459_477
"""Residents on 1 January 2019, published; the districts are fitted to it."""

PUBLISHED_YEARS = (2022, 2023)
ESTIMATED_YEARS = (2014, 2015, 2016, 2017, 2018, 2019)

_YEARLY_CHANGE = {
    "0-2": -0.032,
    "3-14": -0.008,
    "15-17": 0.012,
    "18-64": -0.001,
    "65-74": 0.002,
    "75-79": 0.004,
    "80+": 0.012,
}
"""How fast each band's share moved before 2022: fewer births, more of the very old (demo estimate)."""


def residents() -> pd.DataFrame:
    """Return ``population``: 2022 and 2023 as published, 2014-2019 estimated.

    The published figures are cumulative (0-2, 0-17, 15-64, 65+, 75+, 80+) and give the seven bands by
    subtraction. District totals of 2018 and the region's total of 2019 are the published ones exactly;
    what is estimated is marked ``demo``.
    """
    districts = facts("districts")
    published = {year: _published_bands(districts, year) for year in PUBLISHED_YEARS}
    frames = [_rows(districts, year, bands, "real") for year, bands in published.items()]
    shares = published[2022] / published[2022].sum(axis=1, keepdims=True)
    change = np.log1p(np.array([_YEARLY_CHANGE[band] for band in AGE_BANDS]))
    base = districts["residents_2018"].to_numpy(float)
    growth = (districts["residents_2022"].to_numpy(float) / base) ** 0.1
    for year in ESTIMATED_YEARS:
        totals = base * growth ** (year - 2018)
        if year == 2019:
            totals = apportion(REGION_2019, totals)
        weights = shares * np.exp(change * (year - 2022))
        bands = np.array([apportion(int(total), row) for total, row in zip(totals, weights, strict=True)])
        frames.append(_rows(districts, year, bands, "demo"))
    return pd.concat(frames).sort_values(["district_code", "year"], kind="stable", ignore_index=True)


def _published_bands(districts: pd.DataFrame, year: int) -> np.ndarray:
    def column(name: str) -> np.ndarray:
        return districts[f"{name}_{year}"].to_numpy(np.int64)

    to_14 = column("residents") - column("aged_15_64") - column("aged_65_up")
    from_15_to_17 = column("aged_0_17") - to_14
    return np.column_stack(
        [
            column("aged_0_2"),
            to_14 - column("aged_0_2"),
            from_15_to_17,
            column("aged_15_64") - from_15_to_17,
            column("aged_65_up") - column("aged_75_up"),
            column("aged_75_up") - column("aged_80_up"),
            column("aged_80_up"),
        ]
    )


def _rows(districts: pd.DataFrame, year: int, bands: np.ndarray, origin: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "district_code": np.repeat(districts["code"].to_numpy(str), len(AGE_BANDS)),
            "year": year,
            "age_band": np.tile(AGE_BANDS, len(districts)),
            "residents": bands.ravel(),
            "origin": origin,
        }
    )
