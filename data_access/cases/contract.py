"""Reads the mart into frames, in one transaction, and names what may be wrong with it.

A mart may have been copied without its keys, loaded by other means or left half made: what is read is held
against what the tables promise (:mod:`data_access.cases.soundness`) before anything is computed from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pandas as pd
from sqlalchemy import Connection, Table, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data_access.cases.mart import SCHEMA, mart_version, metadata, supply
from data_access.cases.soundness import UnsoundError, as_stored, sound
from data_access.engines import reading_engine

_Given = TypeVar("_Given")

FAULTS = ("absent", "preparing", "unreachable", "older_schema", "newer_schema", "unreadable", "unsound")
"""Codes of a ``MartProblem``. ``absent`` and ``preparing`` are no faults: the first refresh has not run, or
no zone is through it yet. ``unsound``: it can be read, and holds what cannot be."""


class MartProblem(Exception):
    """Raised where the mart gives nothing: ``code`` is one of ``FAULTS``, ``detail`` says what or where."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail

    @property
    def calm(self) -> bool:
        """Say whether there is nothing to mend, only to wait for."""
        return self.code in ("absent", "preparing")


@dataclass(frozen=True, eq=False)
class MartReading:
    """The whole mart at one moment; frames by table name, with the table's columns."""

    token: str
    origin: str
    written_at: datetime
    across_at: datetime | None
    across_zones: int
    frames: Mapping[str, pd.DataFrame]


def token(url: URL | str) -> str:
    """Return the mart's token, which changes with every commit of facts: a cheap check for news.

    Raises:
        MartProblem: if the mart gives nothing.
    """
    return _with_mart(url, lambda connection: _version(connection)["token"])


def complete(url: URL | str) -> bool:
    """Say whether a refresh of all zones has come to its end here at least once, and stands."""

    def across_at(connection: Connection) -> datetime | None:
        version = _version(connection)
        _frame(connection, supply)
        return version["across_at"]

    try:
        return _with_mart(url, across_at) is not None
    except MartProblem as problem:
        # A mart that is there and cannot be used is not for us to fill, unless a refresh makes it anew.
        return problem.code not in ("absent", "preparing", "older_schema", "unsound")


def open_and_read(url: URL | str) -> MartReading:
    """Read the whole mart in one transaction.

    Counts and amounts are int64, codes ``str``, moments ``datetime64``; an empty cell is NaN or NaT.

    Raises:
        MartProblem: if the mart gives nothing.
    """
    return _with_mart(url, _read)


def standing(url: URL | str) -> MartProblem | None:
    """Return what is wrong with the tables that a refresh itself reads, without looking at the facts."""
    try:
        _with_mart(url, lambda connection: (_version(connection), _frame(connection, supply)))
    except MartProblem as problem:
        return problem
    return None


def _read(connection: Connection) -> MartReading:
    version = _version(connection)
    frames = {
        table.name: _frame(connection, table) for table in metadata.sorted_tables if table is not mart_version
    }
    if frames[supply.name]["refreshed_at"].isna().all():
        raise MartProblem("preparing")
    return MartReading(
        token=version["token"],
        origin=version["origin"],
        written_at=version["written_at"],
        across_at=version["across_at"],
        across_zones=version["across_zones"],
        frames=frames,
    )


def _frame(connection: Connection, table: Table) -> pd.DataFrame:
    try:
        return sound(pd.read_sql(as_stored(table), connection), table)
    except UnsoundError as fault:
        raise MartProblem("unsound", str(fault)) from None
    except SQLAlchemyError as fault:
        raise MartProblem("unreadable", f"{table.name}, {type(fault).__name__}") from None


def _version(connection: Connection) -> Mapping:
    # The number is asked for alone: an older table may lack the other columns.
    try:
        numbers = connection.execute(select(mart_version.c.schema_number)).scalars().all()
    except SQLAlchemyError as fault:
        raise MartProblem("unreadable", f"{mart_version.name}, {type(fault).__name__}") from None
    if not numbers:
        raise MartProblem("preparing")
    if len(numbers) > 1 or not str(numbers[0]).strip().isdecimal():
        raise MartProblem("unsound", mart_version.name)
    if (number := int(numbers[0])) != SCHEMA:
        raise MartProblem("older_schema" if number < SCHEMA else "newer_schema")
    row = _frame(connection, mart_version).iloc[0]
    return {
        **{name: row[name] for name in ("token", "origin")},
        "written_at": row["written_at"].to_pydatetime(),
        "across_at": None if pd.isna(row["across_at"]) else row["across_at"].to_pydatetime(),
        "across_zones": int(row["across_zones"]),
    }


def _with_mart(url: URL | str, read: Callable[[Connection], _Given]) -> _Given:
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            raise MartProblem("absent")
        engine = reading_engine(address)
    except (ArgumentError, ImportError) as fault:
        raise MartProblem("unreachable", type(fault).__name__) from None
    try:
        with engine.connect() as connection:
            # One state of all tables: a refresh commits zone by zone while they are read.
            if address.get_backend_name() == "sqlite":
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            if not inspect(connection).has_table(mart_version.name):
                raise MartProblem("absent")
            return read(connection)
    except SQLAlchemyError as fault:
        raise MartProblem("unreachable", type(fault).__name__) from None
    finally:
        engine.dispose()
