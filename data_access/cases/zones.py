"""The database each zone is read from: one address a zone.

First found wins: ``OSSERVATORIO_CASES_<DISTRICT>`` (``OSSERVATORIO_CASES_RO_RIM``), then the file named
by ``OSSERVATORIO_CASES_FILE``, then ``zones.toml`` in the home folder, then the demo's SQLite files in
``cases/`` of the home folder. ``zones.toml``::

    [RO-RIM]
    url = "oracle+oracledb://reader@server:1521/?service_name=SISO"
    schema = "CS_RIMINI"              # optional: where the tables live
    password_variable = "RIMINI_PASSWORD"   # optional: the password stays out of the file

Oracle is read through python-oracledb in thin mode (extra ``oracle``; server 12.1 or later, no client
library). No Oracle server was at hand: its statements are compiled and checked, never run.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from data_access.cases.readers import ZoneUnreadableError
from data_access.engines import embedded, home, reading_engine

FILE_VARIABLE = "OSSERVATORIO_CASES_FILE"
URL_PREFIX = "OSSERVATORIO_CASES_"
_DISTRICT = re.compile(r"[A-Z]{2}-[A-Z0-9]{3}")
_WAIT_SECONDS = 10
_ROWS_A_TRIP = 5_000
_ONE_STATE = {"postgresql": "REPEATABLE READ", "oracle": "SERIALIZABLE"}
"""People go on typing while a zone is read: its tables must belong together."""


class ZonesError(Exception):
    """Raised where the list of zones cannot be used.

    The message says where and how to mend it, without secrets.
    """


@dataclass(frozen=True)
class Source:
    """One zone's database. ``repr`` and ``shown`` hide the password."""

    zone: str
    url: URL
    schema: str | None = None

    @property
    def shown(self) -> str:
        """Return the address as it may be printed."""
        return self.url.render_as_string(hide_password=True)

    def engine(self) -> Engine:
        """Return an engine that only reads."""
        if self.url.get_backend_name() == "oracle":
            # Read-only is the account's grant there (SELECT on these tables alone).
            return create_engine(
                self.url, arraysize=_ROWS_A_TRIP, connect_args={"tcp_connect_timeout": _WAIT_SECONDS}
            )
        return reading_engine(self.url)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database for as long as it is read.

        Raises ``ZoneUnreadableError`` where none can be had.
        """
        try:
            engine = self.engine()
        except (SQLAlchemyError, ImportError) as problem:
            raise _unreachable(self.zone, problem) from None
        try:
            try:
                connection = engine.connect()
            except SQLAlchemyError as problem:
                raise _unreachable(self.zone, problem) from None
            with connection:
                if engine.dialect.name in _ONE_STATE:
                    connection = connection.execution_options(isolation_level=_ONE_STATE[engine.dialect.name])
                yield connection
        finally:
            engine.dispose()


def sources() -> tuple[Source, ...]:
    """Return the configured zones in order of code; none where nothing is configured and no demo is built."""
    sources = {**_demo_files(), **_from_file(), **_from_environment()}
    return tuple(sources[zone] for zone in sorted(sources))


def demo_folder() -> Path:
    """Return where the demo's zone databases are: ``cases`` in the home folder."""
    return home() / "cases"


def only_demo() -> bool:
    """Say whether no zone is configured, so that the embedded demo's files are read."""
    return not _from_file() and not _from_environment()


def _demo_files() -> dict[str, Source]:
    if not only_demo():
        return {}
    return {
        path.stem: Source(path.stem, embedded(path))
        for path in sorted(demo_folder().glob("*.sqlite"))
        if _DISTRICT.fullmatch(path.stem)
    }


def _from_environment() -> dict[str, Source]:
    sources = {}
    for name, value in os.environ.items():
        zone = name.removeprefix(URL_PREFIX).replace("_", "-")
        if name.startswith(URL_PREFIX) and _DISTRICT.fullmatch(zone):
            sources[zone] = Source(zone, _url(value, name))
    return sources


def _from_file() -> dict[str, Source]:
    given = os.environ.get(FILE_VARIABLE)
    path = Path(given) if given else home() / "zones.toml"
    if not path.is_file():
        if given:
            raise ZonesError(f"{FILE_VARIABLE} names {path}, which is not a file.")
        return {}
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise ZonesError(f"{path} is not valid TOML: {problem}") from None
    return {zone: _listed(path, zone, entry) for zone, entry in listed.items()}


def _listed(path: Path, zone: str, entry: object) -> Source:
    if not _DISTRICT.fullmatch(zone):
        raise ZonesError(f"{path}: [{zone}] is not a district's code such as RO-RIM.")
    if not isinstance(entry, dict) or not isinstance(entry.get("url"), str):
        raise ZonesError(f'{path}: [{zone}] needs url = "..."')
    unknown = set(entry) - {"url", "schema", "password_variable"}
    if unknown:
        raise ZonesError(f"{path}: [{zone}] has unknown settings: {', '.join(sorted(unknown))}.")
    url = _url(entry["url"], f"{path}: [{zone}] url")
    variable = entry.get("password_variable")
    if variable:
        if variable not in os.environ:
            raise ZonesError(f"{path}: [{zone}] wants the password in ${variable}, which is not set.")
        url = url.set(password=os.environ[variable])
    return Source(zone, url, entry.get("schema"))


def _url(text: str, where: str) -> URL:
    try:
        return make_url(text)
    except ArgumentError:
        raise ZonesError(f"{where} is not a database address (dialect://user@host/name).") from None


def _unreachable(zone: str, problem: Exception) -> ZoneUnreadableError:
    if isinstance(problem, ImportError | NoSuchModuleError):
        return ZoneUnreadableError(
            f"The driver of zone {zone}'s database is not installed; "
            "for Oracle: pip install osservatorio-pdz[oracle]."
        )
    kind = type(problem.orig if isinstance(problem, DBAPIError) else problem).__name__
    return ZoneUnreadableError(f"The database of zone {zone} does not answer ({kind}).")
