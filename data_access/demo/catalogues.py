"""The catalogues of the planning database, made from facts stored as files beside the code."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import numpy as np
import pandas as pd

from data_access.demo.spread import generator
from data_access.planning.registry import Records, read_records
from geodata.changes import municipalities_on

AS_OF = date(2019, 9, 30)
CYCLE = "2018-2020"
INVOLVED_MUNICIPALITIES = 264


def facts(name: str) -> pd.DataFrame:
    """Return one file of ``data_access/demo/facts``; codes keep their leading zeros."""
    codes = {"code", "istat_code", "ausl_code", "district_code", "areas", "sources", "base_bands"}
    with files("data_access.demo").joinpath("facts", f"{name}.csv").open(encoding="utf-8") as source:
        return pd.read_csv(source, dtype=dict.fromkeys(codes, str), keep_default_na=False, na_values=[""])


def registry_records() -> Records:
    """Return the records of ``data_access/demo/registry``.

    Raises:
        ValueError: a record is wrong; the demo is built of whole records only.
    """
    records = read_records(files("data_access.demo").joinpath("registry"))
    if len(records.faults):
        raise ValueError(f"the registry of the demo is wrong:\n{records.faults.to_string(index=False)}")
    return records


def municipalities() -> pd.DataFrame:
    """Return ``facts/municipalities.csv`` as the Comuni were on the day of the data.

    Montecopiolo and Sassofeltrio came from Marche in June 2021 (L. 84/2021): they are not among the 328.
    """
    rows = facts("municipalities")
    return rows[rows["istat_code"].isin(municipalities_on(AS_OF))].reset_index(drop=True)


def territory(seed: int) -> dict[str, pd.DataFrame]:
    """Return ``ausl``, ``district`` and ``municipality``.

    Names, codes and districts are real. Which 264 of the 328 Comuni are involved is not known from any
    source: here the 64 left out are drawn, the small ones more easily, never a district's largest.
    """
    districts = facts("districts")
    places = municipalities()
    largest = places.groupby("district_code")["residents_2023"].transform("max")
    candidates = np.flatnonzero(places["residents_2023"].to_numpy() < largest.to_numpy())
    weights = 1 / places["residents_2023"].to_numpy(float)[candidates]
    left_out = generator(seed, "involved").choice(
        candidates,
        size=len(places) - INVOLVED_MUNICIPALITIES,
        replace=False,
        p=weights / weights.sum(),
    )
    municipality = places[["istat_code", "name", "district_code", "province"]].copy()
    municipality["involved"] = ~np.isin(np.arange(len(municipality)), left_out)
    municipality["origin"] = "real"
    ausl = districts[["ausl_code", "ausl_name"]].drop_duplicates()
    return {
        "ausl": ausl.rename(columns={"ausl_code": "code", "ausl_name": "name"}),
        "district": districts[["code", "name", "display_name", "ausl_code", "province"]],
        "municipality": municipality,
    }


def programme() -> dict[str, pd.DataFrame]:
    """Return the catalogues of the cycle: areas, sheets, funding sources, target groups, indicators.

    ``origin`` is ``real`` only where number and title were read in a source.
    """
    sheets = facts("sheets").rename(columns={"number": "sheet_number"})
    links = sheets.assign(area_code=sheets["areas"].str.split()).explode("area_code")
    links["position"] = links.groupby("sheet_number").cumcount() + 1
    targets = facts("target_groups")
    records = registry_records()
    return {
        "cycle": pd.DataFrame({"code": [CYCLE], "first_year": [2018], "last_year": [2020]}),
        "area": facts("areas").assign(cycle_code=CYCLE, origin="demo"),
        "sheet": sheets.rename(columns={"sheet_number": "number"})
        .drop(columns="areas")
        .assign(cycle_code=CYCLE),
        "sheet_area": links[["sheet_number", "area_code", "position"]].assign(cycle_code=CYCLE),
        "funding_source": facts("funding_sources")[["code", "name", "level", "origin"]],
        "target_group": targets.assign(position=range(1, len(targets) + 1)),
        "indicator": records.indicator.assign(cycle_code=CYCLE),
        "indicator_target": records.targets.assign(origin="demo"),
    }
