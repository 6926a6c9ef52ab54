"""Checks what a planning database must fulfil before it is read, and names its faults.

A structural fault (no file, no server, a lock, a foreign or older schema) stops everything and is one
:class:`DatabaseProblem`. Wrong rows stop nothing: they are listed by :mod:`data_access.planning.quality`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from data_access.engines import AddressError, address, forget_connections, reading_engine
from data_access.planning import registry
from data_access.planning.accepted import counts
from data_access.planning.boundaries import COLUMNS as TERRITORY_COLUMNS
from data_access.planning.boundaries import reconcile
from data_access.planning.migrate import head, known, stamped
from data_access.planning.quality import COLUMNS, clean, problems
from data_access.planning.queries import read, read_version
from data_access.planning.schema import data_version, metadata

FAULTS = (
    "bad_address",
    "no_driver",
    "missing",
    "no_database",
    "forbidden_file",
    "unreachable",
    "starting",
    "refused_login",
    "full",
    "no_answer",
    "locked",
    "broken_off",
    "not_a_database",
    "forbidden",
    "empty",
    "unstamped",
    "older_schema",
    "newer_schema",
    "table_missing",
    "columns_missing",
    "no_data",
    "bad_version",
    "unknown_origin",
    "unreadable",
    "unfit",
    "held",
)
"""Every code a ``DatabaseProblem`` may have; the sentences are in ``dashboard.locale``.

``no_answer``, ``unfit`` and ``held`` are the observatory's: a look that hung, data of which no page can be
drawn, data that lack much of what there was.
"""

NEEDED = (
    "data_version",
    "ausl",
    "district",
    "population",
    "cycle",
    "area",
    "sheet",
    "sheet_area",
    "funding_source",
    "target_group",
    "plan",
    "edition",
    "intervention",
    "intervention_version",
    "budget_line",
    "indicator",
    "indicator_value",
)
"""Tables without which there is nothing to show: a load that leaves one of them empty was broken off."""

_READ_SECONDS = 45
_ORIGINS = ("real", "demo")
_FIRST_DAY = date(2000, 1, 1)

_SQLITE_FAULTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # What SQLite says, and what it means of a file that is only read.
    ("locked", ("locked", "busy")),
    ("not_a_database", ("not a database", "malformed")),
    ("broken_off", ("readonly database", "disk i/o error", "read-only database")),
    ("forbidden_file", ("unable to open", "permission", "authorization")),
)
_STATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("locked", ("55P03",)),
    ("no_answer", ("57014",)),
    ("no_database", ("3D000",)),
    ("refused_login", ("28000", "28P01")),
    ("full", ("53300", "53400")),
    ("starting", ("57P01", "57P02", "57P03")),
    ("forbidden", ("42501",)),
    ("unreadable", ("22",)),
)
"""SQLSTATE of PostgreSQL, whole or its class."""

_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # A connection that was refused has words only, in the server's language.
    (
        "full",
        ("too many connections", "too many clients", "connection slots", "troppe connessioni", "troppi"),
    ),
    (
        "refused_login",
        (
            "authentication failed",
            "autenticazione",
            "no password supplied",
            "pg_hba.conf",
            "not permitted to log in",
            'role "',
            'ruolo "',
            "password",
        ),
    ),
    ("no_database", ("does not exist", "non esiste")),
    ("starting", ("starting up", "shutting down", "recovery mode", "not yet accepting")),
    ("forbidden", ("permission denied", "permesso negato")),
)


class DatabaseProblem(Exception):
    """Raised where the planning database cannot be used.

    ``code`` is one of ``FAULTS``, ``detail`` says what or where.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class TableReport:
    """The state of one table of the contract.

    ``error`` is ``table_missing``, ``columns_missing`` or empty.
    """

    table: str
    rows: int
    missing_columns: tuple[str, ...]
    error: str


@dataclass(frozen=True, eq=False)
class Report:
    """The report of :func:`check`.

    ``fault`` is the structural fault that would stop ``open_and_read``, or None; ``problems`` the wrong
    rows (columns as in ``quality.problems``), empty where a fault kept them from being read;
    ``record_faults`` the gaps in the registry of indicators (``registry.faults`` that are not fatal), which
    leave nothing out; ``territory`` where the register and the boundaries do not know the same Comuni;
    ``counts`` what enters figures (:mod:`data_access.planning.accepted`), empty where it could not be read.
    """

    tables: tuple[TableReport, ...]
    problems: pd.DataFrame
    record_faults: pd.DataFrame
    territory: pd.DataFrame
    fault: DatabaseProblem | None
    counts: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """Say whether the database fulfils the contract: no fault, and not one wrong row."""
        return self.fault is None and self.problems.empty


@dataclass(frozen=True, eq=False)
class Reading:
    """The whole database at one moment: its token, day and origin, all its rows, and which are wrong."""

    token: str
    as_of: date
    origin: str
    frames: dict[str, pd.DataFrame]
    problems: pd.DataFrame


def check(url: URL | str, *, with_boundaries: Collection[str] = ()) -> Report:
    """Say whether a database fulfils the contract, table by table. Raises nothing for its faults.

    Args:
        url: address of the database.
        with_boundaries: codes of the districts that have boundaries, where they are to be reconciled.
    """
    tables: tuple[TableReport, ...] = ()
    wrong_rows = pd.DataFrame({name: [] for name in COLUMNS}, dtype="str")
    record_gaps = pd.DataFrame({name: [] for name in registry.COLUMNS})
    territory = pd.DataFrame({name: [] for name in TERRITORY_COLUMNS}, dtype="str")
    fault: DatabaseProblem | None = None
    counted: dict[str, int] = {}
    try:
        with _opened(url) as connection:
            tables = _tables(connection)
            _demand(connection, stamped(connection), tables)
            try:
                _demand_rows(tables)
                _newest(read_version(connection))
            except DatabaseProblem as problem:
                # Which rows are wrong is said all the same.
                fault = problem
            frames = read(connection)
            wrong_rows, record_gaps = problems(frames, with_boundaries), registry.gaps(frames["indicator"])
            counted = counts(clean(frames, wrong_rows))
            territory = _territory(frames)
    except DatabaseProblem as problem:
        fault = fault or problem
    return Report(tables, wrong_rows, record_gaps, territory, fault, counted)


def _territory(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return where the register and the boundaries do not hold the same Comuni and districts."""
    days = frames["data_version"].sort_values("loaded_at")["as_of"].dropna()
    if days.empty:
        return pd.DataFrame({name: [] for name in TERRITORY_COLUMNS}, dtype="str")
    return reconcile(
        frames["municipality"], frames["district"]["code"].tolist(), days.iloc[-1].date()
    ).findings


def read_if_new(url: URL | str, known_token: str | None = None) -> Reading | None:
    """Read the whole database in one transaction, unless its token is the one already known.

    Raises:
        DatabaseProblem: for every structural fault; a lock is waited for about two seconds.
    """
    with _opened(url) as connection:
        if known_token is not None and _newest(read_version(connection)).token == known_token:
            return None
        tables = _tables(connection)
        _demand(connection, stamped(connection), tables)
        _demand_rows(tables)
        frames = read(connection)
        newest = _newest(frames["data_version"])
        return Reading(newest.token, newest.as_of, newest.origin, frames, problems(frames))


def open_and_read(url: URL | str) -> Reading:
    """Read the whole database in one transaction; see :func:`read_if_new`."""
    reading = read_if_new(url)
    if reading is None:
        raise AssertionError("Without a known token everything is read.")
    return reading


@dataclass(frozen=True)
class _Newest:
    token: str
    as_of: date
    origin: str


def _newest(rows: pd.DataFrame) -> _Newest:
    """Return what the newest row of ``data_version`` says, by the moment and not by its text."""
    if rows.empty:
        raise DatabaseProblem("no_data", data_version.name)
    if len(rows) > 1:
        latest = rows["loaded_at"].max()
        if rows["loaded_at"].isna().any() or (rows["loaded_at"] == latest).sum() > 1:
            tokens = ", ".join(rows["token"].fillna("-"))
            raise DatabaseProblem("bad_version", f"loaded_at: {tokens}")
        rows = rows[rows["loaded_at"] == latest]
    row = rows.iloc[0]
    if pd.isna(row["token"]) or not str(row["token"]).strip():
        raise DatabaseProblem("bad_version", "token")
    if pd.isna(row["as_of"]):
        raise DatabaseProblem("bad_version", "as_of")
    as_of = row["as_of"].date()
    if not _FIRST_DAY <= as_of <= datetime.now(UTC).date() + timedelta(days=1):
        raise DatabaseProblem("bad_version", f"as_of {as_of.isoformat()}")
    if row["origin"] not in _ORIGINS:
        raise DatabaseProblem("unknown_origin", "" if pd.isna(row["origin"]) else repr(row["origin"]))
    return _Newest(str(row["token"]), as_of, str(row["origin"]))


@contextmanager
def _opened(url: URL | str) -> Iterator[Connection]:
    """Open one read-only transaction that sees one moment of the database; name what goes wrong."""
    try:
        url = address(url)
        if url.get_backend_name() == "sqlite":
            _demand_file(url)
        engine = reading_engine(url, statement_seconds=_READ_SECONDS)
    except AddressError as error:
        raise DatabaseProblem("bad_address", str(error)) from None
    except (ImportError, NoSuchModuleError) as error:
        raise DatabaseProblem("no_driver", _words_of(error)) from None
    except OSError as error:
        raise DatabaseProblem("forbidden_file", str(error.strerror)) from None
    try:
        with engine.connect() as connection:
            if url.get_backend_name() == "sqlite":
                connection.exec_driver_sql("BEGIN")
            elif url.get_backend_name() == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
    except DatabaseProblem:
        raise
    except (SQLAlchemyError, OSError) as error:
        raise _named(error, url) from None
    except Exception as error:
        # Whatever a table holds, it is a sentence and no trace. The kind of error names no value.
        raise DatabaseProblem("unreadable", type(error).__name__) from error
    finally:
        engine.dispose()
        forget_connections()


def _demand_file(url: URL) -> None:
    path = Path(url.database or "")
    if not url.database or not path.exists():
        raise DatabaseProblem("missing", str(path) if url.database else "")
    if not path.is_file():
        raise DatabaseProblem("not_a_database", str(path))
    with path.open("rb"):
        pass


def _named(error: Exception, url: URL) -> DatabaseProblem:
    cause: BaseException = error.orig if isinstance(error, DBAPIError) and error.orig else error
    words = _without_secret(_words_of(cause), url)
    if url.get_backend_name() == "sqlite":
        for code, signs in _SQLITE_FAULTS:
            if any(sign in words.lower() for sign in signs):
                return DatabaseProblem(code, str(url.database))
        return DatabaseProblem("unreadable", words)
    state = str(getattr(cause, "sqlstate", None) or "")
    for fault, states in _STATES:
        if state and state.startswith(states):
            return DatabaseProblem(fault, words)
    if not state:
        for named, spoken in _WORDS:
            if any(sign in words for sign in spoken):
                return DatabaseProblem(named, words)
    if state and not state.startswith("08"):
        return DatabaseProblem("unreadable", words)
    return DatabaseProblem("unreachable", words)


def _without_secret(words: str, url: URL) -> str:
    return words.replace(str(url.password), "***") if url.password else words


def _words_of(error: BaseException) -> str:
    """Return an error's words on one line: of several attempts to connect each has its own."""
    return " ".join(str(error).split())[:400] or type(error).__name__


def _tables(connection: Connection) -> tuple[TableReport, ...]:
    inspector = inspect(connection)
    reports = []
    for table in metadata.sorted_tables:
        # A view is as good as a table: how else would a platform show what it keeps otherwise?
        if not inspector.has_table(table.name):
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
        inspector = inspect(connection)
        bare = not inspector.get_table_names() and not inspector.get_view_names()
        code = "empty" if bare else "table_missing"
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


def _demand_rows(tables: tuple[TableReport, ...]) -> None:
    empty = [report.table for report in tables if report.table in NEEDED and not report.rows]
    if empty:
        raise DatabaseProblem("no_data", ", ".join(empty))
