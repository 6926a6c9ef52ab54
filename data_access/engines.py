"""Engines for database addresses. Where the product only reads, the engine cannot write.

No engine waits for ever: every connection has a time limit to be made, and those of PostgreSQL also one for a
lock, a statement and a silent network. What still hangs (a file on a share that never opens) is given up by
who waits for it, who can :func:`cut_off` the connections of the thread that hangs.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

PLANNING_URL_VARIABLE = "OSSERVATORIO_PLANNING_URL"
MART_URL_VARIABLE = "OSSERVATORIO_MART_URL"
HOME_VARIABLE = "OSSERVATORIO_HOME"

CONNECT_SECONDS = 5
LOCK_SECONDS = 2
_SILENT_SECONDS = 30
"""A network that says nothing for so long is taken for gone."""

_KEEPALIVES = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives": 1,
    "keepalives_idle": _SILENT_SECONDS // 2,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": _SILENT_SECONDS * 1000,
}
_LIBPQ = ("psycopg", "psycopg2")

_connections: dict[int, list[Any]] = {}
"""Drivers' connections that reading engines opened, by the thread that waits for them."""


class AddressError(ValueError):
    """Raised where a text is no database address.

    The message repeats nothing of it: it may hold a password.
    """


def home() -> Path:
    """Return the folder of the embedded databases: ``$OSSERVATORIO_HOME``, else ``data`` here."""
    return Path(os.environ.get(HOME_VARIABLE, "data")).resolve()


def embedded(path: Path) -> URL:
    """Return the address of an SQLite file, whatever signs its path holds (``#``, ``?``, ``%``)."""
    return URL.create("sqlite", database=str(path))


def address(text: URL | str) -> URL:
    """Read a database address.

    Raises:
        AddressError: where it is none, or where a sign of the password (``@``, ``/``, ``:``) that is not
            percent-encoded would end up in the server's name.
    """
    try:
        url = make_url(text)
        port = url.port
    except (ArgumentError, ValueError):
        raise AddressError("not a database address") from None
    if "@" in (url.host or "") or ("@" in (url.database or "") and url.host):
        raise AddressError("a password whose @ / : ? # % are not percent-encoded")
    if port is not None and not 0 < port < 65536:
        raise AddressError(f"port {port}")
    return url


def planning_url() -> URL:
    """Return the planning database's address: the environment's, else the embedded SQLite file."""
    return address(planning_address())


def planning_address() -> URL | str:
    """Return the planning database's address as it was given, which may be none."""
    return os.environ.get(PLANNING_URL_VARIABLE) or embedded(home() / "planning.sqlite")


def mart_url() -> URL:
    """Return the mart's address: the environment's, else the embedded SQLite file."""
    return address(mart_address())


def mart_address() -> URL | str:
    """Return the mart's address as it was given, which may be none."""
    return os.environ.get(MART_URL_VARIABLE) or embedded(home() / "mart.sqlite")


def reading_engine(url: URL | str, *, statement_seconds: int = 0) -> Engine:
    """Return an engine that can only read, and keeps no connection open.

    SQLite: the file is opened with ``mode=ro`` (a missing file is an error, never a new empty one).
    PostgreSQL: every transaction is read-only, and a statement is given up after ``statement_seconds``
    (0: never). Text that is not UTF-8 comes with a replacement sign in the place of what it should say.
    """
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        uri = f"{Path(url.database or '').resolve().as_uri()}?mode=ro"

        def connect() -> sqlite3.Connection:
            connection = sqlite3.connect(uri, uri=True, timeout=LOCK_SECONDS, check_same_thread=False)
            connection.text_factory = _text
            return connection

        # No pool: a kept connection would go on reading a file that was replaced or deleted.
        engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    else:
        libpq = url.get_backend_name() == "postgresql" and _driver(url) in _LIBPQ
        # No pool either: a role may be allowed a single connection, and a kept one may have died unseen.
        engine = create_engine(
            url,
            poolclass=NullPool,
            connect_args=dict(_KEEPALIVES) if libpq else {},
            execution_options={"postgresql_readonly": True},
        )
        if libpq:
            _limit(engine, statement_seconds)
    event.listen(engine, "connect", _remember)
    return engine


def writing_engine(url: URL | str) -> Engine:
    """Return an engine that may write: the demo, migrations, the mart.

    SQLite checks foreign keys, and a commit waits up to a minute for those who are reading.
    """
    url = make_url(url)
    sqlite = url.get_backend_name() == "sqlite"
    libpq = url.get_backend_name() == "postgresql" and _driver(url) in _LIBPQ
    engine = create_engine(
        url, connect_args={"timeout": 60} if sqlite else dict(_KEEPALIVES) if libpq else {}
    )
    if sqlite:

        @event.listens_for(engine, "connect")
        def _checks_foreign_keys(connection: object, _record: object) -> None:
            connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]

    return engine


def cut_off(thread: threading.Thread) -> None:
    """End, from another thread, whatever the connections of a thread are waiting for."""
    for connection in _connections.pop(thread.ident or 0, []):
        with suppress(Exception):
            if isinstance(connection, sqlite3.Connection):
                connection.interrupt()
            else:
                with socket.socket(fileno=os.dup(connection.fileno())) as wire:
                    wire.shutdown(socket.SHUT_RDWR)


def forget_connections() -> None:
    """Let go of what this thread opened: it waits for nothing any more."""
    _connections.pop(threading.get_ident(), None)


def _remember(connection: Any, _record: object) -> None:
    """Keep the newest connections of the thread; those before are closed."""
    _connections[threading.get_ident()] = [*_connections.get(threading.get_ident(), []), connection][-2:]


def _driver(url: URL) -> str:
    return url.get_driver_name()


def _limit(engine: Engine, statement_seconds: int) -> None:
    """Set the limits of each connection by statements: options of the start are refused by poolers."""

    @event.listens_for(engine, "connect")
    def _limits(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"set lock_timeout = '{LOCK_SECONDS}s'")
            cursor.execute(f"set statement_timeout = '{statement_seconds}s'")
            cursor.execute("set datestyle = 'ISO'")
        connection.commit()


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")
