"""The current version of the data, shared by the whole process.

A page never waits on a database: :meth:`Observatory.current` returns what is in memory.
:meth:`Observatory.refresh`, called about once a minute by the watch, checks the database's token. What is new
is assembled, compared with what was accepted before, and proven (every page is drawn from it in memory)
before it replaces the last good version as a whole. A database that is down, locked, broken, half loaded or
silent leaves that version where it is, together with the problem and since when.

Reading may hang: a file on a share that never opens, a lock, a connection on which nothing comes. It runs in
a thread of its own, which is given up after a while; what it then still brings is thrown away.

The case facts come from the mart in the same way and into the same version, whose token covers both. They
are not waited for: without a mart, or as long as none is ready, a version is the plans alone.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Generic, TypeVar

from sqlalchemy.engine import URL

from data_access.cases import contract as mart
from data_access.cases.contract import MartProblem, MartReading
from data_access.cases.published import CaseTables, publish
from data_access.engines import cut_off, mart_address, planning_address
from data_access.fault_log import log_fault
from data_access.planning.accepted import Accepted, Memory, counts, losses, memory, unusable
from data_access.planning.contract import DatabaseProblem, Reading, read_if_new
from data_access.planning.quality import clean
from data_access.privacy import ThresholdError, thresholds
from data_access.territory import counted
from data_access.version import Version, assemble, with_cases

_LOG = logging.getLogger("osservatorio.observatory")

READ_SECONDS = float(os.environ.get("OSSERVATORIO_LOOK_SECONDS", "60"))
"""How long reading a database may take before it is given up."""

_MOST_HANGING_READS = 3
"""Reads that may hang at a time: each is a thread and perhaps a connection that nobody can end."""

T = TypeVar("T")
Prove = Callable[[Version], None]


@dataclass(frozen=True)
class State:
    """The present state: the last good version, if any, and what is wrong with the databases, if anything.

    Attributes:
        version: the last good one.
        problem: why the database gave nothing new the last time, None where it did or had nothing new.
        checked_at: when the last check ended.
        cases_problem: why the mart gave nothing the last time; what it gave before stays.
        good_at: when a check last found the database in order; None if never.
        since: since when there is this problem.
    """

    version: Version | None
    problem: DatabaseProblem | None
    checked_at: datetime
    cases_problem: MartProblem | None = None
    good_at: datetime | None = None
    since: datetime | None = None


class UnfitError(Exception):
    """Raised where a page cannot be drawn from a version.

    The message says which and the kind of the error, no value.
    """


class Observatory:
    """The holder of one version of the data of a planning database and a mart; safe to share between threads.

    Args:
        url: address of the planning database, as given: a wrong one is a problem, not an error.
        mart_address: address of the mart; without one there are no case facts.
        prove: raises :class:`UnfitError` for a version that is not to be shown.
        accepted_before: what was accepted of each database; without it nothing is held back.
        read_seconds: how long reading a database may take.
    """

    def __init__(
        self,
        url: URL | str,
        mart_address: URL | str | None = None,
        *,
        prove: Prove = lambda _version: None,
        accepted_before: Memory | None = None,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self._url = url
        self._mart = mart_address
        self.prove = prove
        self._memory = accepted_before
        self._seconds = read_seconds
        self._plans: Version | None = None
        self._shown_plans: Version | None = None
        self._cases: CaseTables | None = None
        self._turn = threading.Lock()
        self._state: State | None = None
        self._hanging: list[threading.Thread] = []
        self._check_requested = threading.Event()
        self._checked = threading.Condition()
        self._watched = False

    def current(self) -> State:
        """Return the present state; only the very first call reads the planning database."""
        if self._state is None and not self._turn.locked() and not self._watched:
            with self._turn:
                self._check_plans()
        return self._state or State(None, None, datetime.now(UTC))

    def refresh(self) -> State:
        """Check the databases now; read one whole if its token changed. Never raises for its faults."""
        with self._turn:
            state = self._check_plans()
            if state.version and self._mart is not None:
                state = self._check_mart(state)
        with self._checked:
            self._checked.notify_all()
        return state

    def watch(self, seconds: float, ended: threading.Event, after: Callable[[State], None]) -> None:
        """Check every so many seconds, or when requested, until it is ended; nothing but that ends it.

        Args:
            seconds: between the end of a check and the next.
            ended: set by who wants no more checks.
            after: called with the state after every check.
        """
        self._watched = True
        while not ended.is_set():
            self._check_requested.clear()
            try:
                after(self.refresh())
            except BaseException as fault:
                # Not even a fault of ours may end the checks: nobody would notice for weeks.
                log_fault(_LOG, "A check of the databases failed", fault)
                self._fail(DatabaseProblem("unfit", type(fault).__name__))
            self._check_requested.wait(seconds)

    def wake(self) -> None:
        """Let the watch go on at once: to check, or to end."""
        self._check_requested.set()

    def check_soon(self, wait: float) -> State:
        """Request a check now and wait a moment for its end; for a visit that finds no data."""
        if not self._watched:
            return self.refresh()
        with self._checked:
            self._check_requested.set()
            self._checked.wait(wait)
        return self.current()

    def _check_plans(self) -> State:
        known = self._plans.token if self._plans else None
        problem: DatabaseProblem | None = None
        try:
            reading = self._in_time(lambda: read_if_new(self._url, known))
            if reading is not None:
                self._accept(reading)
        except Exception as fault:
            problem = _plans_problem(fault)
        if problem:
            return self._fail(problem)
        now, before = datetime.now(UTC), self._state
        if before and before.problem:
            _LOG.info("Planning database: in order again")
        self._state = State(
            before.version if before else None, None, now, before.cases_problem if before else None, now
        )
        return self._publish_plans()

    def _accept(self, reading: Reading) -> None:
        """Make a version of the plans that were read, unless much is lost or no page can be drawn from it."""
        cleaned = clean(reading.frames, reading.problems)
        held = counts(cleaned)
        before = self._memory.recall(self._url) if self._memory else None
        lost = losses(before.counts, held) if before else unusable(reading.frames, cleaned)
        if lost and self._memory:
            more = f"; + {len(lost) - 3}" if len(lost) > 3 else ""
            raise DatabaseProblem("held", "; ".join(str(loss) for loss in lost[:3]) + more)
        version = assemble(reading)
        self.prove(version)
        self._plans = version
        if self._memory:
            self._memory.accept(self._url, Accepted(version.token, held))
        _LOG.info("Data version %s of %s read", version.token, version.as_of)

    def _publish_plans(self) -> State:
        state, plans = self._state, self._plans
        if state is None or plans is None:
            raise AssertionError("The plans were taken.")
        shown = state.version
        if shown is None or plans is not self._shown_plans:
            if shown is not None and not plans.places.equals(shown.places):
                self._cases = None
            version = plans
            if self._cases:
                try:
                    version = with_cases(plans, self._cases)
                    self.prove(version)
                except Exception as fault:
                    log_fault(_LOG, "Case facts do not go with the new plans", fault)
                    self._cases, version = None, plans
            self._shown_plans = plans
            self._state = state = replace(state, version=version)
        return state

    def _fail(self, problem: DatabaseProblem) -> State:
        """Keep the last good version beside a problem; the same problem again is no news."""
        before, now = self._state, datetime.now(UTC)
        known = before.problem if before else None
        if known and (known.code, known.detail) == (problem.code, problem.detail):
            problem = known
        else:
            _LOG.warning("Planning database: %s (%s)", problem.code, problem.detail)
        self._state = State(
            before.version if before else None,
            problem,
            now,
            before.cases_problem if before else None,
            before.good_at if before else None,
            (before.since if before and known else None) or now,
        )
        return self._state

    def _check_mart(self, state: State) -> State:
        plans, address = self._plans, self._mart
        if plans is None or address is None or state.version is None:
            raise AssertionError("The plans are checked first.")
        problem: MartProblem | None = None
        version = state.version
        known = self._cases.token if self._cases else None
        try:
            reading = self._in_time(lambda: _mart_reading(address, known))
            if reading is not None:
                cases = publish(reading, plans.places, counted(plans), thresholds())
                candidate = with_cases(plans, cases)
                self.prove(candidate)
                self._cases, version = cases, candidate
                _LOG.info("Case facts %s read", cases.token)
        except Exception as fault:
            # Whatever a mart holds, the plans stay on screen.
            problem = _cases_problem(fault)
        if problem and not problem.calm and not state.cases_problem:
            _LOG.warning("Mart: %s (%s)", problem.code, problem.detail)
        self._state = replace(state, version=version, cases_problem=problem, checked_at=datetime.now(UTC))
        return self._state

    def _in_time(self, reading: Callable[[], T]) -> T:
        """Read in a thread of its own and give it up when it hangs.

        Raises:
            TimeoutError: if it hung, or so many hang already that another would only join them.
        """
        self._hanging = [thread for thread in self._hanging if thread.is_alive()]
        if len(self._hanging) >= _MOST_HANGING_READS:
            raise TimeoutError
        thread = _ReadingThread(reading)
        thread.start()
        thread.join(self._seconds)
        if thread.is_alive():
            cut_off(thread)
            self._hanging.append(thread)
            raise TimeoutError
        if thread.fault is not None:
            raise thread.fault
        return thread.result[0]


def _plans_problem(fault: Exception) -> DatabaseProblem:
    """Name what went wrong when the planning database was read, assembled and proven."""
    if isinstance(fault, DatabaseProblem):
        return fault
    if isinstance(fault, TimeoutError):
        return DatabaseProblem("no_answer", "")
    if isinstance(fault, UnfitError):
        return DatabaseProblem("unfit", str(fault))
    log_fault(_LOG, "The data could not be assembled", fault)
    return DatabaseProblem("unfit", type(fault).__name__)


def _cases_problem(fault: Exception) -> MartProblem:
    """Name what went wrong when the mart was read, published and proven."""
    if isinstance(fault, MartProblem):
        return fault
    if isinstance(fault, TimeoutError):
        return MartProblem("unreachable", "TimeoutError")
    if isinstance(fault, ThresholdError):
        return MartProblem("thresholds", str(fault))
    log_fault(_LOG, "Case facts could not be published", fault)
    return MartProblem("unreadable", type(fault).__name__)


class _ReadingThread(threading.Thread, Generic[T]):
    """A thread that reads a database; its result, or what went wrong, is there once it has ended."""

    def __init__(self, reading: Callable[[], T]) -> None:
        super().__init__(name="osservatorio-read", daemon=True)
        self._reading = reading
        self.result: list[T] = []
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            self.result.append(self._reading())
        except BaseException as fault:
            self.fault = fault


def _mart_reading(address: URL | str, known: str | None) -> MartReading | None:
    if known is not None and mart.token(address) == known:
        return None
    return mart.open_and_read(address)


_shared: Observatory | None = None
_shared_lock = threading.Lock()


def shared() -> Observatory:
    """Return the process's observatory, on the databases of the environment."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = Observatory(planning_address(), mart_address(), accepted_before=memory())
        return _shared
