"""What a planning database must fulfil before anything is read from it, and the names of its faults.

A structural fault (no file, no server, a lock, a foreign or older schema) stops everything and is one
:class:`DatabaseProblem`. Wrong rows stop nothing: they are listed by :mod:`data_access.planning.quality`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from data_access import registry
from data_access.engines import reading_engine
from data_access.planning.migrate import head, known, stamped
from data_access.planning.quality import COLUMNS, problems
from data_access.planning.queries import read
from data_access.planning.schema import metadata
from data_access.territory import COLUMNS as TERRITORY_COLUMNS
from data_access.territory import reconcile

FAULTS = (
    "missing",
    "unreachable",
    "locked",
    "not_a_database",
    "empty",
    "unstamped",
    "older_schema",
    "newer_schema",
    "table_missing",
    "columns_missing",
    "no_data",
)
"""Every code a ``DatabaseProblem`` may have; the sentences are in ``dashboard.locale``."""

TABLE_ERRORS = ("table_missing", "columns_missing")

_OUT_OF_REACH = FAULTS[:4]
_LOCK_WAIT = "2s"
_LOCKED_STATES = {"55P03", "57014"}
_NO_SUCH_DATABASE = "3D000"


class DatabaseProblem(Exception):
    """The planning database cannot be used: ``code`` is one of ``FAULTS``, ``detail`` says what or where."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class TableReport:
    """One table of the contract; ``error`` is empty or one of ``TABLE_ERRORS``."""

    table: str
    rows: int
    missing_columns: tuple[str, ...]
    error: str


@dataclass(frozen=True, eq=False)
class Report:
    """What ``check`` found.

    ``fault`` is the structural fault that would stop ``open_and_read``, or None; ``problems`` the wrong
    rows (columns as in ``quality.problems``), empty where a fault kept them from being read;
    ``record_faults`` the gaps in the registry of indicators (``registry.faults`` that are not fatal), which
    leave nothing out; ``territory`` where the register and the boundaries do not know the same Comuni.
    """

    reachable: bool
    schema_version: str | None
    expected_version: str
    tables: tuple[TableReport, ...]
    problems: pd.DataFrame
    record_faults: pd.DataFrame
    territory: pd.DataFrame
    fault: DatabaseProblem | None

    @property
    def ok(self) -> bool:
        """Whether the database fulfils the contract: no fault, and not one wrong row."""
        return self.fault is None and self.problems.empty


@dataclass(frozen=True, eq=False)
class Reading:
    """The whole database at one moment: its token, day and origin, all its rows, and which are wrong."""

    token: str
    as_of: date
    origin: str
    frames: dict[str, pd.DataFrame]
    problems: pd.DataFrame


def check(url: URL | str) -> Report:
    """Say whether a database fulfils the contract, table by table. Raises nothing for its faults."""
    stamp: str | None = None
    tables: tuple[TableReport, ...] = ()
    found = pd.DataFrame({name: [] for name in COLUMNS}, dtype="str")
    gaps = pd.DataFrame({name: [] for name in registry.COLUMNS})
    ground = pd.DataFrame({name: [] for name in TERRITORY_COLUMNS}, dtype="str")
    fault: DatabaseProblem | None = None
    try:
        with _opened(url) as connection:
            stamp = stamped(connection)
            tables = _tables(connection)
            _demand(connection, stamp, tables)
            frames = read(connection)
            found, gaps = problems(frames), registry.gaps(frames["indicator"])
            ground = _territory(frames)
    except DatabaseProblem as problem:
        fault = problem
    reachable = fault is None or fault.code not in _OUT_OF_REACH
    return Report(reachable, stamp, head(), tables, found, gaps, ground, fault)


def _territory(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Where the register and the boundaries do not know the same Comuni and districts."""
    days = frames["data_version"].sort_values("loaded_at")["as_of"].dropna()
    if days.empty:
        return pd.DataFrame({name: [] for name in TERRITORY_COLUMNS}, dtype="str")
    return reconcile(
        frames["municipality"], frames["district"]["code"].tolist(), days.iloc[-1].date()
    ).findings


def open_and_read(url: URL | str) -> Reading:
    """Read the whole database in one transaction.

    Raises ``DatabaseProblem`` for every structural fault; a lock is waited for about two seconds.
    """
    with _opened(url) as connection:
        _demand(connection, stamped(connection), _tables(connection))
        frames = read(connection)
    version = frames["data_version"].sort_values("loaded_at").iloc[-1]
    return Reading(
        token=str(version["token"]),
        as_of=version["as_of"].date(),
        origin=str(version["origin"]),
        frames=frames,
        problems=problems(frames),
    )


@contextmanager
def _opened(url: URL | str) -> Iterator[Connection]:
    """Open one read-only transaction that sees one moment of the database; name what goes wrong."""
    try:
        url = make_url(url)
        if url.get_backend_name() == "sqlite":
            _demand_file(url)
        engine = reading_engine(url)
    except (ArgumentError, ImportError) as error:
        raise DatabaseProblem("unreachable", _first_line(error)) from error
    try:
        with engine.connect() as connection:
            if url.get_backend_name() == "sqlite":
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
                connection.execute(text(f"set local lock_timeout = '{_LOCK_WAIT}'"))
            yield connection
    except SQLAlchemyError as error:
        raise _named(error, url) from error
    finally:
        engine.dispose()


def _demand_file(url: URL) -> None:
    path = Path(url.database or "")
    if not url.database or not path.exists():
        raise DatabaseProblem("missing", str(path) if url.database else "")
    if not path.is_file():
        raise DatabaseProblem("not_a_database", str(path))


def _named(error: SQLAlchemyError, url: URL) -> DatabaseProblem:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    words = _first_line(cause)
    state = getattr(cause, "sqlstate", None)
    if url.get_backend_name() == "sqlite":
        if "locked" in words or "busy" in words:
            return DatabaseProblem("locked", str(url.database))
        if "not a database" in words or "malformed" in words:
            return DatabaseProblem("not_a_database", str(url.database))
    if state in _LOCKED_STATES:
        return DatabaseProblem("locked", words)
    if state == _NO_SUCH_DATABASE or ('database "' in words and "does not exist" in words):
        return DatabaseProblem("missing", words)
    return DatabaseProblem("unreachable", words)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _tables(connection: Connection) -> tuple[TableReport, ...]:
    inspector = inspect(connection)
    there = set(inspector.get_table_names())
    reports = []
    for table in metadata.sorted_tables:
        if table.name not in there:
            reports.append(TableReport(table.name, 0, (), "table_missing"))
            continue
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        missing = tuple(column.name for column in table.columns if column.name not in columns)
        rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
        reports.append(TableReport(table.name, int(rows), missing, "columns_missing" if missing else ""))
    return tuple(reports)


def _demand(connection: Connection, stamp: str | None, tables: tuple[TableReport, ...]) -> None:
    """Raise the one fault that a person should mend first."""
    absent = [report.table for report in tables if report.error == "table_missing"]
    if len(absent) == len(tables):
        code = "empty" if not inspect(connection).get_table_names() else "table_missing"
        raise DatabaseProblem(code, "" if code == "empty" else ", ".join(absent))
    if stamp is None:
        raise DatabaseProblem("unstamped", f"- < {head()}")
    if stamp != head():
        older = known(stamp)
        raise DatabaseProblem(
            "older_schema" if older else "newer_schema", f"{stamp} {'<' if older else '>'} {head()}"
        )
    if absent:
        raise DatabaseProblem("table_missing", ", ".join(absent))
    partial = [
        f"{report.table} ({', '.join(report.missing_columns)})" for report in tables if report.missing_columns
    ]
    if partial:
        raise DatabaseProblem("columns_missing", "; ".join(partial))
    empty = [
        report.table for report in tables if report.table in ("data_version", "district") and not report.rows
    ]
    if empty:
        raise DatabaseProblem("no_data", ", ".join(empty))
