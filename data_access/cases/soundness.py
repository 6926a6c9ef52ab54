"""Checks the rows of the mart against what its tables promise.

A copy may have lost its keys and types: one row twice doubles a figure, a day kept as text ends in an error
far from here, a zone's last day in the year 9999 asks for eight thousand years of months. Whatever a refresh
cannot have written is named by table and column.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Column, Date, DateTime, Float, Integer, Select, String, Table, select, type_coerce

from data_access.cases import mart
from data_access.italian_time import italian_today

_FIRST_YEAR = 1990
_AMOUNTS = ("n", "lines", "started", "cents", "cents_typed", "cents_smaller", "rows")
_MAY_BE_NEGATIVE = ("cents", "cents_typed", "cents_smaller")

_KINDS_OF_BODY = dict.fromkeys(("owner_kind", "body_kind_1", "body_kind_2"), mart.BODY_KINDS)
_OF_EVERY_TABLE: dict[str, Sequence[str]] = {
    "category": mart.CATEGORIES,
    "age_band": mart.MART_AGE_BANDS,
    "sex": mart.SEXES,
    "step": mart.WAIT_STEPS,
    "event": mart.EVENTS,
    "band": mart.CONVERSIONS,
    "outcome": mart.OUTCOMES,
    "kind": mart.ACCESS_KINDS,
    **_KINDS_OF_BODY,
}
_OF_ONE_TABLE: dict[tuple[str, str], Sequence[str]] = {
    ("stock", "state"): mart.STATES,
    ("stock_by_municipality", "state"): mart.STATES,
    ("wait_excluded", "reason"): mart.WAIT_EXCLUDED,
    ("coverage", "status"): mart.COVERAGES,
    ("coverage_by_class", "status"): mart.COVERAGES,
    ("supply", "state"): ("ok", "failed", "never"),
    ("mart_version", "origin"): ("demo", "real"),
}


class UnsoundError(ValueError):
    """Raised where a table holds what no refresh writes.

    The sentence names table and column, never a value.
    """


def as_stored(table: Table) -> Select:
    """Return a query for all rows, days as the database keeps them: :func:`sound` reads them."""
    return select(
        *(
            type_coerce(column, String()).label(column.name)
            if isinstance(column.type, Date | DateTime)
            else column
            for column in table.columns
        )
    )


def sound(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return rows with the types of their table: int64, ``str``, datetime64; NaT where nothing is written.

    Raises:
        UnsoundError: a value is missing or cannot be, or a row is there twice.
    """
    frame = pd.DataFrame({c.name: _typed(rows[c.name], c, table.name) for c in table.columns})
    for column in table.columns:
        _check(frame[column.name], column, table.name)
    keys = [c.name for c in table.primary_key] or [c.name for c in table.columns if c.name not in _AMOUNTS]
    if frame.duplicated(keys).any():
        raise UnsoundError(f"{table.name}, rows twice")
    return frame


def _typed(values: pd.Series, column: Column, table: str) -> pd.Series:
    kind = column.type
    if isinstance(kind, Date | DateTime):
        known = values.where(values.astype(str).str.strip() != "")
        read = pd.to_datetime(known, errors="coerce", format="ISO8601", utc=True).dt.tz_localize(None)
        read = read.astype("datetime64[us]")
        lost = known.notna() & read.isna()
    elif isinstance(kind, Integer | Float):
        read = pd.to_numeric(values, errors="coerce")
        lost = values.notna() & read.isna()
    else:
        # Each code is one object, however many rows have it: else their texts are most of what a mart weighs.
        read = values.astype("category").astype("str")
        lost = pd.Series(data=False, index=values.index)
    missing = values.isna() if not column.nullable else lost
    if (lost | missing).any():
        raise UnsoundError(f"{table}.{column.name}")
    if isinstance(kind, Integer):
        whole = read.astype("int64")
        if not np.array_equal(whole, read):
            raise UnsoundError(f"{table}.{column.name}")
        return whole
    return read


def _check(values: pd.Series, column: Column, table: str) -> None:
    codes = _OF_ONE_TABLE.get((table, column.name)) or _OF_EVERY_TABLE.get(column.name)
    if isinstance(column.type, Date | DateTime):
        latest = pd.Timestamp(italian_today()) + pd.Timedelta(days=2)
        possible = values.isna() | ((values.dt.year >= _FIRST_YEAR) & (values < latest))
    elif codes is not None:
        possible = values.isin(codes)
    elif column.name in ("month", "quarter", "year"):
        possible = _is_period(values.to_numpy(np.int64), column.name)
    elif column.name in _AMOUNTS and column.name not in _MAY_BE_NEGATIVE:
        possible = values >= 0
    else:
        return
    if not possible.all():
        raise UnsoundError(f"{table}.{column.name}")


def _is_period(numbers: np.ndarray, kind: str) -> np.ndarray:
    parts, base = {"month": (12, 100), "quarter": (4, 10), "year": (0, 1)}[kind]
    year, part = numbers // base, numbers % base
    return (year >= _FIRST_YEAR) & (year < 2100) & ((part >= 1) & (part <= parts) if parts else True)
