"""Finds the Comune that a zone's code means: S.I.SO writes Belfiore codes, sometimes ISTAT ones."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.changes import changes, successor


@cache
def municipalities() -> dict[str, str]:
    """Return Belfiore and ISTAT code → ISTAT code (six digits) of Emilia-Romagna's 330 Comuni.

    A Comune that was merged means the one that holds its ground today; one that was split means none.
    """
    by_belfiore = {row["belfiore"]: row["istat_code"] for row in _rows()}
    ceased = {old: successor(change.code) for change in changes() for old in (change.code, change.belfiore)}
    return ceased | by_belfiore | {code: code for code in by_belfiore.values()}


@cache
def district_of() -> dict[str, str]:
    """Return ISTAT code of a Comune → code of its district."""
    return {row["istat_code"]: row["district_code"] for row in _rows()}


def _rows() -> list[dict[str, str]]:
    with files("data_access.cases").joinpath("belfiore.csv").open(encoding="utf-8") as source:
        return list(csv.DictReader(source))


def municipality_codes(values: Sequence[object] | npt.NDArray) -> npt.NDArray[np.object_]:
    """Return ISTAT codes, "" where nothing is written or the code is no Comune of the region."""
    positions, distinct = pd.factorize(np.asarray(values, dtype=object), use_na_sentinel=True)
    known = municipalities()
    codes = np.array([known.get(_plain(value), "") for value in distinct] + [""], dtype=object)
    return codes[positions]


def is_elsewhere(values: Sequence[object] | npt.NDArray) -> npt.NDArray[np.bool_]:
    """Say where a value is written like a Comune's or a country's code that none of the region ever had."""
    positions, distinct = pd.factorize(np.asarray(values, dtype=object), use_na_sentinel=True)
    known = municipalities()
    plain = [_plain(value) for value in distinct]
    shaped = [_looks_like_code(code) and code not in known for code in plain]
    return np.array([*shaped, False])[positions]


def _plain(value: object) -> str:
    text = str(value).strip().upper()
    return text.zfill(6) if text.isdigit() and len(text) == 5 else text


def _looks_like_code(text: str) -> bool:
    belfiore = len(text) == 4 and text[0] in "ABCDEFGHILMZ" and text[1:].isdigit()
    return belfiore or (len(text) == 6 and text.isdigit())
