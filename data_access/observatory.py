"""The current version of the data, shared by the whole process.

Reading is cheap to ask for and never waits on a database: :meth:`Observatory.current` returns what is in
memory. :meth:`Observatory.refresh`, called about once a minute from the server's background task, looks at
the database's token and replaces the version as a whole when it changed. A database that is down, locked or
broken leaves the last good version where it is, together with the problem and since when.

The case facts come from the mart in the same way and into the same version, whose token covers both. They
are not waited for: without a mart, or as long as none is ready, a version is the plans alone.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from data_access.cases import contract as mart
from data_access.cases.contract import MartProblem
from data_access.cases.published import CaseTables, publish
from data_access.engines import mart_url, planning_url, reading_engine
from data_access.planning.contract import DatabaseProblem, open_and_read
from data_access.planning.queries import token
from data_access.privacy import ThresholdError, thresholds
from data_access.territory import counted
from data_access.version import Version, assemble, with_cases

_LOG = logging.getLogger("osservatorio.observatory")


@dataclass(frozen=True)
class State:
    """What is known now: the last good version, if any, and what is wrong with the database, if anything.

    ``cases_problem`` says why the mart gave nothing the last time; what it gave before stays.
    """

    version: Version | None
    problem: DatabaseProblem | None
    checked_at: datetime
    cases_problem: MartProblem | None = None


class Observatory:
    """Holds one version of the data of a planning database and a mart; safe to share between threads."""

    def __init__(self, url: URL | str, mart_address: URL | str | None = None) -> None:
        self._url = url
        self._mart = mart_address
        self._plans: Version | None = None
        self._cases: CaseTables | None = None
        self._engine: Engine = reading_engine(url)
        self._lock = threading.Lock()
        self._state: State | None = None

    def current(self) -> State:
        """Return the present state; only the very first call reads the planning database."""
        return self._state or self._look(cases=False)

    def refresh(self) -> State:
        """Look at the databases now; read one whole if its token changed. Never raises for its faults."""
        state = self._look(cases=False)
        return self._look(cases=True) if state.version and self._mart is not None else state

    def _look(self, *, cases: bool) -> State:
        with self._lock:
            if cases:
                return self._look_at_cases()
            before = self._state
            version, problem = self._plans, None
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
            cases_problem = before.cases_problem if before else None
            both = before.version if before and version is self._plans else None
            if both is None and version is not None:
                if self._plans is not None and not version.places.equals(self._plans.places):
                    self._cases = None
                both = with_cases(version, self._cases) if self._cases else version
            self._plans = version
            self._state = State(both, problem, datetime.now(UTC), cases_problem)
            return self._state

    def _look_at_cases(self) -> State:
        before = self._state
        if before is None or self._plans is None or self._mart is None:
            raise AssertionError("The plans are looked at first.")
        problem = None
        try:
            if self._cases is None or mart.token(self._mart) != self._cases.token:
                self._cases = publish(
                    mart.open_and_read(self._mart),
                    self._plans.places,
                    counted(self._plans),
                    thresholds(),
                )
                _LOG.info("Case facts %s read", self._cases.token)
                version = with_cases(self._plans, self._cases)
                before = replace(before, version=version)
        except MartProblem as fault:
            problem = fault
        except ThresholdError as fault:
            problem = MartProblem("thresholds", str(fault))
        except Exception as fault:
            # Whatever a mart holds, the plans stay on screen. The kind of error names no value.
            _LOG.error("Case facts could not be published: %s", type(fault).__name__)
            problem = MartProblem("unreadable", type(fault).__name__)
        if problem and not problem.calm and not before.cases_problem:
            _LOG.warning("Mart: %s (%s)", problem.code, problem.detail)
        self._state = replace(before, cases_problem=problem, checked_at=datetime.now(UTC))
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
            _shared = Observatory(planning_url(), mart_url())
        return _shared
