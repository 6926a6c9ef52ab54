"""Reads rows of a zone's database into columns; doubtful rows are counted and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, DateTime, Integer, Numeric, Select, select
from sqlalchemy.types import TypeEngine

from data_access.cases.persons import Persons
from data_access.cases.siso import KnownTable

Days = npt.NDArray[np.datetime64]
Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Values = Sequence[object] | npt.NDArray

FIRST_PLAUSIBLE_DAY = np.datetime64("1990-01-01", "D")
"""Nothing was recorded before: 1900-01-01 and the like are what a form writes when nobody types."""

NEVER = np.datetime64("NaT", "s")
_BATCH = 500
"""Rows taken at a time. With thousands, Python's collector of garbage goes through rows that are in use: that
was a quarter of the time of reading."""


@dataclass(frozen=True)
class Border:
    """A zone that is being read: its open connection, and the counts of rows read and left out."""

    connection: Connection
    tables: Mapping[str, KnownTable]
    persons: Persons
    today: np.datetime64
    off: frozenset[str]
    read: Counter[str] = field(default_factory=Counter)
    left_out: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    catalogues: dict[str, dict[str, npt.NDArray]] = field(default_factory=dict)

    def reject(self, table: str, reason: str, rows: Mask, *, effect: str = "row") -> None:
        """Count rows left out (``effect="row"``) or kept with one value unknown (``"value"``)."""
        count = int(np.count_nonzero(rows))
        if count:
            self.left_out[table.upper(), reason, effect] += count


def fetch(border: Border, statement: Select, *from_tables: str) -> dict[str, npt.NDArray]:
    """Run a statement and return its columns by label; its rows count as read from each of the tables.

    Name every table whose rows may be rejected, so that what is left out is a share of what was read.

    Numbers come as float64, days as datetime64, text as objects: a batch at a time, because a million
    rows of Python values would weigh five times as much.
    """
    columns = list(statement.selected_columns)
    parts: list[list[npt.NDArray]] = [[_compact(column.type, [])] for column in columns]
    result = border.connection.execute(statement, execution_options={"stream_results": True})
    for rows in result.partitions(_BATCH):
        border.read.update({table.upper(): len(rows) for table in from_tables})
        for part, column, values in zip(parts, columns, zip(*rows, strict=True), strict=True):
            part.append(_compact(column.type, values))
    return {str(column.key): np.concatenate(part) for column, part in zip(columns, parts, strict=True)}


def _compact(kind: TypeEngine, values: Values) -> npt.NDArray:
    if isinstance(kind, Integer | Numeric):
        return _numbers(values)
    return days(values) if isinstance(kind, DateTime) else _objects(values)


def ids(values: Values) -> Ids:
    """Return keys as int64, -1 where there is none; Decimal, text and float keys are all met."""
    return np.nan_to_num(_numbers(values), nan=-1.0).astype(np.int64)


def cents(values: Values) -> Ids:
    """Return euro as whole cents, 0 where nothing is written."""
    return np.round(np.nan_to_num(_numbers(values), nan=0.0) * 100).astype(np.int64)


def _numbers(values: Values) -> npt.NDArray[np.float64]:
    try:
        return np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        numbers = pd.to_numeric(pd.Series(values, dtype=object), errors="coerce")
        return numbers.to_numpy(np.float64, na_value=np.nan)


def flags(values: Values) -> Mask:
    """Return yes/no from CHAR(1), VARCHAR2, NUMBER, INTEGER and boolean alike; nothing written is no."""
    positions, kinds = pd.factorize(_objects(values), use_na_sentinel=True)
    return np.array([*(_is_yes(str(value).strip().lower()) for value in kinds), False], dtype=bool)[positions]


def _is_yes(text: str) -> bool:
    try:
        return text == "true" or float(text) == 1
    except ValueError:
        return False


def words(values: Values) -> npt.NDArray[np.object_]:
    """Return trimmed text, "" where nothing is written (Oracle knows no empty text, CHAR is padded)."""
    positions, distinct = pd.factorize(_objects(values), use_na_sentinel=True)
    return np.array([*(str(value).strip() for value in distinct), ""], dtype=object)[positions]


def days(values: Values) -> Days:
    """Return days without time, NaT where nothing readable is written. 9999-12-31 stays as it is."""
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        return values.copy()
    raw = _objects(values)
    raw[pd.isna(raw)] = "NaT"
    try:
        return raw.astype("U10").astype("datetime64[D]").astype("datetime64[s]")
    except ValueError:
        return np.array([_day(value) for value in raw], dtype="datetime64[s]")


def _objects(values: Values) -> npt.NDArray[np.object_]:
    raw = np.empty(len(values), dtype=object)
    raw[:] = values
    return raw


def _day(value: object) -> np.datetime64:
    try:
        return np.datetime64(str(value)[:10], "s")
    except ValueError:
        return NEVER


def plausible(border: Border, table: str, when: Days) -> Mask:
    """Say which days may count; the rows of the others are left out, counted as missing or implausible."""
    missing = np.isnat(when)
    strange = _strange(border, when)
    border.reject(table, "day_missing", missing)
    border.reject(table, "day_implausible", strange)
    return ~missing & ~strange


def known_days(border: Border, table: str, when: Days, *, of: Mask | None = None) -> Days:
    """Return days, NaT for those that cannot be; their rows stay, and are counted (where ``of`` says so)."""
    strange = _strange(border, when)
    border.reject(table, "day_implausible", strange if of is None else strange & of, effect="value")
    return np.where(strange, NEVER, when)


def _strange(border: Border, when: Days) -> Mask:
    return ~np.isnat(when) & ((when < FIRST_PLAUSIBLE_DAY) | (when > border.today))


def unique(border: Border, table: str, *keys: Ids) -> Mask:
    """Say which rows hold their key first; later ones are counted."""
    repeated = pd.DataFrame(dict(enumerate(keys))).duplicated().to_numpy()
    border.reject(table, "key_not_unique", repeated)
    return ~repeated


def birth_years(born: Days, today: np.datetime64) -> npt.NDArray[np.int16]:
    """Return the year alone, 0 where it is missing or cannot be (1900-01-01 is a form's default)."""
    known = ~np.isnat(born) & (born > np.datetime64("1900-01-01")) & (born <= today)
    years = np.zeros(len(born), np.int16)
    years[known] = born[known].astype("datetime64[Y]").astype(np.int64) + 1970
    return years


def sexes(values: Values) -> npt.NDArray[np.object_]:
    """Return M, F or "" (also from the flow's 1 and 2)."""
    meaning = {"M": "M", "F": "F", "1": "M", "2": "F"}
    positions, kinds = pd.factorize(_objects(values), use_na_sentinel=True)
    return np.array([*(meaning.get(str(v).strip().upper(), "") for v in kinds), ""], dtype=object)[positions]


def catalogue_rows(border: Border, table: str, *columns: str) -> dict[str, npt.NDArray]:
    """Return a small table, read once for all who look something up in it; no rows where it is not there."""
    if table not in border.tables:
        return {column: np.empty(0, dtype=object) for column in columns}
    if table not in border.catalogues:
        source = border.tables[table]
        statement = select(*(source.c[column] for column in columns)).order_by(source.c[columns[0]])
        border.catalogues[table] = fetch(border, statement, table)
    return border.catalogues[table]


def labels(border: Border, table: str, key: str, label: str) -> pd.Series:
    """Return a catalogue as label by id."""
    raw = catalogue_rows(border, table, key, label)
    catalogue = pd.Series(words(raw[label]), index=ids(raw[key]), dtype=object)
    return catalogue[~catalogue.index.duplicated()]


def looked_up(catalogue: pd.Series, keys: Ids) -> npt.NDArray[np.object_]:
    """Return a label a key, "" where the catalogue has none."""
    return catalogue.reindex(keys).fillna("").to_numpy(object)
