"""Database addresses to engines. Where the product only reads, the engine cannot write."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

PLANNING_URL_VARIABLE = "OSSERVATORIO_PLANNING_URL"
MART_URL_VARIABLE = "OSSERVATORIO_MART_URL"
HOME_VARIABLE = "OSSERVATORIO_HOME"


def home() -> Path:
    """Return the folder of the embedded databases: ``$OSSERVATORIO_HOME``, else ``data`` here."""
    return Path(os.environ.get(HOME_VARIABLE, "data")).resolve()


def planning_url() -> URL:
    """Return the planning database's address: the environment's, else the embedded SQLite file."""
    given = os.environ.get(PLANNING_URL_VARIABLE)
    return make_url(given) if given else make_url(f"sqlite:///{home() / 'planning.sqlite'}")


def mart_url() -> URL:
    """Return the mart's address: the environment's, else the embedded SQLite file."""
    given = os.environ.get(MART_URL_VARIABLE)
    return make_url(given) if given else make_url(f"sqlite:///{home() / 'mart.sqlite'}")


def reading_engine(url: URL | str) -> Engine:
    """Return an engine that can only read.

    SQLite: the file is opened with ``mode=ro`` (a missing file is an error, never a new empty one).
    PostgreSQL: every transaction is read-only, and a connection gives up after 5 seconds.
    """
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "").resolve()
        # No pool: a kept connection would go on reading a file that was replaced or deleted.
        return create_engine(
            f"sqlite:///file:{path}?mode=ro&uri=true", connect_args={"timeout": 2}, poolclass=NullPool
        )
    connect_args = {"connect_timeout": 5} if url.get_backend_name() == "postgresql" else {}
    return create_engine(
        url, pool_pre_ping=True, connect_args=connect_args, execution_options={"postgresql_readonly": True}
    )


def writing_engine(url: URL | str) -> Engine:
    """Return an engine that may write: the demo, migrations, the mart.

    SQLite checks foreign keys, and a commit waits up to a minute for those who are reading.
    """
    url = make_url(url)
    sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(url, connect_args={"timeout": 60} if sqlite else {})
    if sqlite:

        @event.listens_for(engine, "connect")
        def _checks_foreign_keys(connection: object, _record: object) -> None:
            connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]

    return engine
