"""Reads the planning database into frames, the same from SQLite and from PostgreSQL."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Double,
    Float,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    cast,
    select,
    type_coerce,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import NullType

from data_access.planning.schema import data_version, metadata

UNREADABLE = "unreadable"
"""Name of the frame that lists the cells whose content is not of their column's type."""

REPEATED = "repeated"
"""Name of the frame that lists the rows that were there more than once, each cell the same."""

_ODD_SIGNS = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff]"
)
"""What no title holds: control signs, halves of signs, signs that turn the direction, unreadable bytes."""

_DAY = r"\d{4}-\d{2}-\d{2}"

CENTS_OF = {"amount": "cents", "committed": "committed_cents"}
"""Columns of money, and what they are called once they are cents."""

_EXACT = 2**53
"""Largest whole number up to which every whole number is a double."""

_CENTS_TOLERANCE = 1e-4
"""Cents: a double holds any amount under NUMERIC(14, 2) far more finely than this."""


def read(connection: Connection) -> dict[str, pd.DataFrame]:
    """Return every table as a frame, by table name, rows in the order of their keys.

    Columns are those of the table, but money comes as whole cents: ``budget_line.amount`` as ``cents``
    (int64) and ``budget_line.committed`` as ``committed_cents`` (float64, NaN where it is not given: a
    double holds every whole number of cents of NUMERIC(14, 2), so sums stay exact). Text and codes are
    ``str``, whole numbers ``int64`` (``float64`` where a cell may be empty), other numbers ``float64``, dates
    ``datetime64[us]``, flags ``bool``; an empty cell is NaN or NaT.

    A database may hold anything in any cell. What cannot be read does not stop the others: it becomes 0,
    NaN, NaT or False, and is listed in one more frame, ``unreadable`` [table, row, column, text], from which
    ``quality.problems`` reports it. Signs that belong into no text become blanks, and are listed there too.
    A row that is there more than once, each cell the same, is kept once and listed in the frame ``repeated``
    [table, row, times]: tables copied without their keys hold such rows.
    """
    unreadable: list[pd.DataFrame] = []
    repeated: list[pd.DataFrame] = []
    frames = {
        table.name: _once(table, _frame(connection, table, unreadable), repeated)
        for table in metadata.sorted_tables
    }
    none = pd.DataFrame({"table": [], "row": [], "column": [], "text": []}, dtype="str")
    frames[UNREADABLE] = pd.concat([none, *unreadable], ignore_index=True)
    none = pd.DataFrame({"table": [], "row": [], "times": []}, dtype="str")
    frames[REPEATED] = pd.concat([none, *repeated], ignore_index=True)
    return frames


def read_version(connection: Connection) -> pd.DataFrame:
    """Return the rows of ``data_version``, which say whether anything changed; as :func:`read` does."""
    return _frame(connection, data_version, [])


def _once(table: Table, frame: pd.DataFrame, repeated: list[pd.DataFrame]) -> pd.DataFrame:
    again = frame.duplicated().to_numpy()
    if not again.any():
        return frame
    times = row_keys(table, frame[again]).value_counts() + 1
    repeated.append(
        pd.DataFrame({"table": table.name, "row": times.index, "times": times.astype(str)}, dtype="str")
    )
    return frame[~again].reset_index(drop=True)


def row_keys(table: Table, frame: pd.DataFrame) -> pd.Series:
    """Return the text that names each row of a table's frame: its id, or its key joined by ``/``."""
    names = [column.name for column in table.primary_key.columns]
    keys = frame[names[0]].astype(str)
    for name in names[1:]:
        keys = keys + "/" + frame[name].astype(str)
    return keys


def _frame(connection: Connection, table: Table, unreadable: list[pd.DataFrame]) -> pd.DataFrame:
    rows = connection.execute(select(*(_raw(connection, column) for column in table.columns))).all()
    columns = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    data: dict[str, Any] = {}
    failures: dict[str, Any] = {}
    for column, values in zip(table.columns, columns, strict=True):
        name = (
            CENTS_OF[column.name]
            if isinstance(column.type, Numeric) and column.type.asdecimal
            else column.name
        )
        data[name], failed = _typed(column, values)
        if failed.any():
            failures[column.name] = failed, values
    frame = pd.DataFrame(data, copy=False)
    keys = [column.name for column in table.primary_key.columns]
    for name, (failed, values) in failures.items():
        at = np.flatnonzero(failed)
        unreadable.append(
            pd.DataFrame(
                {
                    "table": table.name,
                    "row": row_keys(table, frame).iloc[at].to_numpy(),
                    "column": name,
                    "text": [
                        "" if values[i] is None else _ODD_SIGNS.sub("\ufffd", str(values[i])) for i in at
                    ],
                },
                dtype="str",
            )
        )
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def _raw(connection: Connection, column: Any) -> ColumnElement[Any]:
    """Ask for a cell as the database holds it, so that a wrong one cannot stop the driver."""
    if connection.dialect.name == "sqlite":
        return type_coerce(column, NullType())
    if isinstance(column.type, Numeric):
        return cast(column, Double())
    # A date may be 'infinity' or lie before Christ, and then no driver gives it.
    return cast(column, Text()) if isinstance(column.type, (Date, DateTime)) else column


def _typed(column: Any, values: tuple[Any, ...]) -> tuple[Any, np.ndarray]:
    """Return a column's values in their type, and which of them could not be read."""
    kind = column.type
    if isinstance(kind, String):
        if any(isinstance(value, bytes) for value in values):
            values = tuple(v.decode(errors="replace") if isinstance(v, bytes) else v for v in values)
        texts = [v if v is None or isinstance(v, str) else str(v) for v in values]
        odd = np.fromiter((v is not None and _is_odd(v) for v in texts), bool, len(texts))
        for at in np.flatnonzero(odd).tolist():
            texts[at] = _ODD_SIGNS.sub(" ", str(texts[at]))
        text = pd.Series(texts, dtype="str")
        if _is_code(column):
            # CHAR columns behind a view give their codes with blanks up to the column's width.
            text = text.str.strip()
        return text, odd | _missing(column, text.isna().to_numpy())
    if isinstance(kind, (Date, DateTime)):
        given = pd.Series(values, dtype=object)
        empty = given.isna().to_numpy()
        # A number is no date, and half a date ('2019-09') would be read as its first day.
        whole = given.where(given.map(lambda v: isinstance(v, str))).astype("str").str.match(_DAY)
        given = given.where(whole.fillna(False).astype(bool))
        moments = pd.to_datetime(given, errors="coerce", format="ISO8601", utc=True).dt.tz_localize(None)
        wrong = moments.isna().to_numpy() & ~empty
        return moments.astype("datetime64[us]"), wrong | _missing(column, empty)
    numbers, empty, wrong = _numbers(values)
    wrong |= _missing(column, empty)
    if isinstance(kind, Boolean):
        wrong |= ~np.isin(numbers, (0, 1)) & ~empty
        return np.where(wrong | empty, 0, numbers).astype(bool), wrong
    if isinstance(kind, Float):
        wrong |= np.isinf(numbers)
        return np.where(wrong, np.nan, numbers), wrong
    if isinstance(kind, Numeric):
        exact = numbers * 100
        whole = np.rint(exact)
        with np.errstate(invalid="ignore"):
            wrong |= (~(np.abs(exact - whole) <= _CENTS_TOLERANCE) | (np.abs(whole) > _EXACT)) & ~empty
        if column.nullable:
            return np.where(wrong, np.nan, whole), wrong
        return np.where(wrong | empty, 0, whole).astype(np.int64), wrong
    if isinstance(kind, Integer):
        with np.errstate(invalid="ignore"):
            wrong |= ~((np.rint(numbers) == numbers) & (np.abs(numbers) <= _EXACT)) & ~empty
        if column.nullable:
            return np.where(wrong, np.nan, numbers), wrong
        return np.where(wrong | empty, 0, numbers).astype(np.int64), wrong
    raise TypeError(f"{column} has a type that is not read: {kind!r}")


def _is_odd(text: str) -> bool:
    """Say whether a text holds what nobody wrote; bytes that are no UTF-8 came as a replacement sign."""
    return "\ufffd" in text or _ODD_SIGNS.search(text) is not None


def _is_code(column: Any) -> bool:
    return bool(column.primary_key or column.foreign_keys or column.name.endswith("code"))


def _numbers(values: tuple[Any, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return values as doubles, which are empty, and which are no numbers."""
    try:
        numbers = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        numbers = pd.to_numeric(
            pd.Series(values, dtype=object).map(lambda value: value if _is_number(value) else np.nan)
        ).to_numpy(np.float64)
    missing = np.isnan(numbers)
    if not missing.any():
        return numbers, missing, missing.copy()
    empty = np.fromiter((value is None for value in values), bool, len(values))
    return numbers, empty, missing & ~empty


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _missing(column: Any, empty: np.ndarray) -> np.ndarray:
    return empty & (not column.nullable)
