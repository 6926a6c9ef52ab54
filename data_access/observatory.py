"""The current version of the data, shared by the whole process.

Reading is cheap to ask for and never waits on a database: :meth:`Observatory.current` returns what is in
memory. :meth:`Observatory.refresh`, called about once a minute from the server's background task, looks at
the database's token and replaces the version as a whole when it changed. A database that is down, locked or
broken leaves the last good version where it is, together with the problem and since when.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from data_access.engines import planning_url, reading_engine
from data_access.planning.contract import DatabaseProblem, open_and_read
from data_access.planning.queries import token
from data_access.version import Version, assemble

_LOG = logging.getLogger("osservatorio.observatory")


@dataclass(frozen=True)
class State:
    """What is known now: the last good version, if any, and what is wrong with the database, if anything."""

    version: Version | None
    problem: DatabaseProblem | None
    checked_at: datetime


class Observatory:
    """Holds one version of the data of one planning database; safe to share between threads."""

    def __init__(self, url: URL | str) -> None:
        self._url = url
        self._engine: Engine = reading_engine(url)
        self._lock = threading.Lock()
        self._state: State | None = None

    def current(self) -> State:
        """Return the present state; only the very first call reads the database."""
        return self._state or self.refresh()

    def refresh(self) -> State:
        """Look at the database now; read it whole if its token changed. Never raises for its faults."""
        with self._lock:
            before = self._state
            version, problem = before.version if before else None, None
            try:
                if version is None or self._token() != version.token:
                    version = assemble(open_and_read(self._url))
                    _LOG.info("Data version %s of %s read", version.token, version.as_of)
            except DatabaseProblem as fault:
                problem = fault
            except SQLAlchemyError:
                # The cheap look failed: ask the contract, which names the fault.
                problem = self._named_fault()
            if problem and not (before and before.problem):
                _LOG.warning("Planning database: %s (%s)", problem.code, problem.detail)
            self._state = State(version, problem, datetime.now(UTC))
            return self._state

    def _token(self) -> str:
        with self._engine.connect() as connection:
            return token(connection)

    def _named_fault(self) -> DatabaseProblem:
        try:
            open_and_read(self._url)
        except DatabaseProblem as fault:
            return fault
        return DatabaseProblem("unreachable", "")


_shared: Observatory | None = None
_shared_lock = threading.Lock()


def shared() -> Observatory:
    """Return the process's observatory, on the database of the environment."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = Observatory(planning_url())
        return _shared
