"""The structural variables of the districts, which say which of them are alike.

Only facts of territory and population: no spending and no result, or a district would be compared with those
that already act like it. A variable without a source is left out and said so; nothing is estimated here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.measures import Text
from data_access.planning.schema import AGE_BANDS
from data_access.version import Version

VARIABLES = ("population", "density", "old_age_index", "minors", "aged_75", "foreigners")
"""Codes, in the order of the screen."""

LEFT_OUT = ("mountain", "foreigners")
"""Variables that may have no source: Comuni montani, cittadini stranieri."""

FOREIGNERS = "DST045"
"""The district indicator that holds foreign residents; used where its figures were read in a source."""

_MINORS = ("0-2", "3-14", "15-17")
_TO_14 = ("0-2", "3-14")
_FROM_65 = ("65-74", "75-79", "80+")
_FROM_75 = ("75-79", "80+")

_RESIDENTS = Text("Popolazione residente al 1° gennaio {year}", "Resident population on 1 January {year}")


@dataclass(frozen=True)
class Variable:
    """One structural variable.

    Attributes:
        code: one of :data:`VARIABLES`.
        title, unit, definition, source: in both languages.
        decimals: to show.
        year: what year it speaks of.
        real: whether it was read in a source rather than estimated for the demonstration.
        logarithm: whether districts are compared by ratio (twice as large) rather than by difference.
    """

    code: str
    title: Text
    unit: Text
    definition: Text
    source: Text
    decimals: int
    year: int
    real: bool
    logarithm: bool = False


@dataclass(frozen=True, eq=False)
class Structure:
    """The variables there are, their values (districts x variable codes, NaN where unknown), and those left
    out with the reason: ``no_source`` (in no database we read) or ``simulated`` (demonstration values only).
    """

    variables: tuple[Variable, ...]
    values: pd.DataFrame
    left_out: Mapping[str, str]


def structure(version: Version, area_km2: Mapping[str, float]) -> Structure:
    """Return the structural variables of every district, of the last year not after the day of the data.

    Args:
        version: the data.
        area_km2: area of each district by code (``geodata.layers.area_km2``); others have no density.
    """
    years = [year for year in version.age_bands if year <= version.as_of.year] or list(version.age_bands)
    year = max(years)
    bands, counted = version.age_bands[year], year in version.counted_years
    everyone = version.residents[year]
    area = np.array([area_km2.get(code, np.nan) for code in version.districts])

    def share(names: tuple[str, ...]) -> NDArray[np.float64]:
        return 100 * _sum(bands, names) / everyone

    columns = {
        "population": everyone,
        "density": everyone / area,
        "old_age_index": 100 * _sum(bands, _FROM_65) / _sum(bands, _TO_14),
        "minors": share(_MINORS),
        "aged_75": share(_FROM_75),
    }
    variables = [_described(code, year, counted) for code in columns]
    left_out = {"mountain": "no_source"}
    foreigners = _foreigners(version)
    if isinstance(foreigners, str):
        left_out["foreigners"] = foreigners
    else:
        of_year, columns["foreigners"] = foreigners
        variables.append(_described("foreigners", of_year, True))
    values = pd.DataFrame(columns, index=pd.Index(version.districts, name="place"))
    return Structure(tuple(variables), values, left_out)


def _sum(bands: NDArray, names: tuple[str, ...]) -> NDArray[np.float64]:
    # A plain sum: a band that is missing makes the whole figure missing.
    return np.asarray(bands[[AGE_BANDS.index(name) for name in names]].sum(axis=0), dtype=float)


def _foreigners(version: Version) -> tuple[int, NDArray[np.float64]] | str:
    """Return the foreign residents of the last year read in a source everywhere, or why there is none."""
    facts = version.indicators.get(FOREIGNERS)
    if facts is None:
        return "no_source"
    known = facts.real & ~np.isnan(facts.numerator) & (facts.denominator > 0)
    whole = np.flatnonzero(known.all(axis=1))
    if not len(whole):
        return "simulated" if (~np.isnan(facts.numerator)).any() else "no_source"
    at = int(whole[-1])
    return version.years[at], 100 * facts.numerator[at] / facts.denominator[at]


def _described(code: str, year: int, real: bool) -> Variable:
    titles = {
        "population": (Text("Popolazione", "Population"), Text("residenti", "residents"), 0),
        "density": (Text("Densità", "Density"), Text("residenti per km²", "residents per km²"), 1),
        "old_age_index": (
            Text("Indice di vecchiaia", "Old-age index"),
            Text("65+ ogni 100 di 0-14", "65+ per 100 aged 0-14"),
            1,
        ),
        "minors": (Text("Minori", "Minors"), Text("% 0-17", "% aged 0-17"), 1),
        "aged_75": (Text("Anziani 75+", "Aged 75+"), Text("% 75+", "% aged 75+"), 1),
        "foreigners": (Text("Stranieri", "Foreigners"), Text("%", "%"), 1),
    }
    definitions = {
        "population": Text("Residenti, a confronto per rapporto", "Residents, compared by ratio"),
        "density": Text(
            "Residenti diviso la superficie, a confronto per rapporto",
            "Residents over area, compared by ratio",
        ),
        "old_age_index": Text(
            "Residenti di 65 anni e più ogni 100 di 0-14 anni", "Residents aged 65+ per 100 aged 0-14"
        ),
        "minors": Text("Residenti di 0-17 anni sul totale", "Residents aged 0-17 over all"),
        "aged_75": Text("Residenti di 75 anni e più sul totale", "Residents aged 75+ over all"),
        "foreigners": Text("Residenti stranieri sul totale", "Foreign residents over all"),
    }
    title, unit, decimals = titles[code]
    it, en = (words.format(year=year) for words in (_RESIDENTS.it, _RESIDENTS.en))
    if code == "density":
        it, en = f"{it}; superficie dai confini ISTAT", f"{en}; area from ISTAT's boundaries"
    return Variable(
        code,
        title,
        unit,
        definitions[code],
        Text(it, en),
        decimals,
        year,
        real,
        logarithm=code in ("population", "density"),
    )
