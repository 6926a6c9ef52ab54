"""Refreshes the mart from the 38 zone databases, two at a time.

A child process reads a zone and adds it up. When all zones are through, the parent refuses those that
coincide with another, writes the others, one transaction a zone, then looks across them, writes those counts
and forgets the person keys that came along in memory. So a refresh killed at any point leaves every zone with
facts that are whole, the old or the new, and the facts across zones with theirs; running it again is always
right.

One zone alone (``only``) leaves what lies across zones as it is, with its date; so does a zone that fails. A
zone whose new facts would be less than those in the mart fails too, unless that is expected
(``accept_less``).
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from data_access.cases.across import across_facts
from data_access.cases.facts import EmptyZoneError, Keys, ZoneFacts, zone_facts
from data_access.cases.mart_writing import (
    Attempt,
    forget_zones,
    less_than_before,
    open_mart,
    write_across,
    write_failure,
    write_zone,
    zone_names,
)
from data_access.cases.persons import new_key
from data_access.cases.readers import ZoneUnreadableError, read_zone
from data_access.cases.same_zone import Identity, coinciding, identity
from data_access.cases.zones import Source
from data_access.italian_time import italian_today
from data_access.processes import worker_pool

PROBLEMS = (
    *("unreachable", "unreadable", "table_missing", "empty", "died", "failed"),
    *("same_zone", "ends_earlier", "fewer_rows"),
)
"""Codes of ``supply.problem``: the database does not answer; it stops answering; it lacks every table that
matters; it holds nothing; the process ended without a word (memory, a kill); an error of ours; it is the
database of another zone; its data end before those in the mart; a table lost most of its rows."""

Progress = Callable[[int, int, str, str], None]
"""Called with zones done, zones in all, the zone, and its problem's code ('' for none)."""

_ALL_OFF = {"cases", "accesses", "deliveries"}


@dataclass(frozen=True, eq=False)
class _Read:
    attempt: Attempt
    facts: ZoneFacts | None = None
    keys: Keys | None = None
    identity: Identity | None = None

    def refused(self, problem: str, detail: str) -> _Read:
        return _Read(replace(self.attempt, problem=problem, detail=detail))


def refresh(
    url: URL | str,
    sources: Sequence[Source],
    *,
    origin: str,
    only: Collection[str] = (),
    processes: int = 2,
    today: pd.Timestamp | None = None,
    accept_less: bool = False,
    progress: Progress | None = None,
) -> list[Attempt]:
    """Refresh the mart and return how each zone went, in the order they came.

    Args:
        url: of the mart; created where it is empty.
        sources: every configured zone.
        origin: ``demo`` or ``real``.
        only: zones to refresh; all where empty.
        processes: zones read at a time, each in a process of its own; 0: here, one after the other.
        today: the last day that may be dated; Italy's where not given.
        accept_less: whether data that end earlier, or have far fewer rows, may take the place of others.
        progress: told of every zone that was read.
    """
    day = pd.Timestamp(italian_today()) if today is None else today
    engine = open_mart(url, origin, whole=not only)
    try:
        chosen = [source for source in sources if not only or source.zone in only]
        if not only:
            forget_zones(engine, [source.zone for source in sources], origin)
        reads: list[_Read] = []
        for read in _read_all(chosen, new_key(), day, processes):
            reads.append(read)
            if progress:
                progress(len(reads), len(chosen), read.attempt.zone, read.attempt.problem)
        reads = _without_twins(engine, reads)
        if not accept_less:
            reads = [_unless_less(engine, read) for read in reads]
        reads = [_write(engine, read, origin) for read in reads]
        keys = {read.attempt.zone: read.keys for read in reads if read.keys is not None}
        if keys and not only:
            write_across(engine, across_facts(keys), tuple(keys), origin)
        return [read.attempt for read in reads]
    finally:
        engine.dispose()


def _without_twins(engine: Engine, reads: Sequence[_Read]) -> list[_Read]:
    """Refuse the zones that are the same database as another's."""
    identities = {read.attempt.zone: read.identity for read in reads if read.identity is not None}
    same = coinciding(identities, zone_names(engine))
    return [
        read.refused("same_zone", ", ".join(f"{other} ({sign})" for other, sign in same[read.attempt.zone]))
        if read.attempt.zone in same
        else read
        for read in reads
    ]


def _unless_less(engine: Engine, read: _Read) -> _Read:
    if read.facts is None:
        return read
    problem, detail = less_than_before(engine, read.attempt)
    return read.refused(problem, detail) if problem else read


def _write(engine: Engine, read: _Read, origin: str) -> _Read:
    """Write a zone, or that it failed; return how it went."""
    if read.facts is None:
        write_failure(engine, read.attempt, origin)
        return read
    try:
        write_zone(engine, read.attempt, read.facts.facts, read.facts.labels, origin)
    except (SQLAlchemyError, OSError) as fault:
        # A mart that cannot be written is everybody's fault; a value that it does not take is this zone's.
        if not isinstance(fault, DataError | IntegrityError):
            raise
        read = read.refused("failed", _where(fault))
    except Exception as fault:
        read = read.refused("failed", _where(fault))
    if read.attempt.problem:
        write_failure(engine, read.attempt, origin)
    return read


def _read_all(sources: Sequence[Source], key: bytes, today: pd.Timestamp, processes: int) -> Iterator[_Read]:
    if not processes:
        yield from (_read(source, key, today) for source in sources)
        return
    left = {source.zone: source for source in sources}
    try:
        for read in _in_pool(list(left.values()), key, today, processes):
            del left[read.attempt.zone]
            yield read
    except BrokenProcessPool:
        # A child was killed, and with it the pool. Which zone it was shows when each goes alone.
        for source in list(left.values()):
            began = datetime.now(UTC).replace(tzinfo=None)
            try:
                yield from _in_pool([source], key, today, 1)
            except BrokenProcessPool:
                seconds = (datetime.now(UTC).replace(tzinfo=None) - began).total_seconds()
                yield _Read(Attempt(source.zone, began, seconds, problem="died"))


def _in_pool(sources: Sequence[Source], key: bytes, today: pd.Timestamp, processes: int) -> Iterator[_Read]:
    pool = worker_pool(min(processes, len(sources) or 1))
    try:
        waiting: set[Future[_Read]] = {pool.submit(_read, source, key, today) for source in sources}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            # Popped, so that a zone's keys do not live here longer than the caller wants.
            while done:
                yield done.pop().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _read(source: Source, key: bytes, today: pd.Timestamp) -> _Read:
    """Read and add up one zone; whatever goes wrong comes back as a problem without rows or addresses."""
    began, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.perf_counter()

    def attempt(problem: str = "", detail: str = "") -> Attempt:
        seconds = round(time.perf_counter() - clock, 3)
        return Attempt(source.zone, began, seconds, problem=problem, detail=detail)

    answered = False
    try:
        with source.connect() as connection:
            answered = True
            zone = read_zone(connection, zone=source.zone, key=key, schema=source.schema, today=today)
        off = tuple((o.feature, ", ".join(o.missing)[:200]) for o in zone.off)
        if {feature for feature, _ in off} >= _ALL_OFF:
            return _Read(attempt("table_missing", off[0][1]))
        facts, keys = zone_facts(zone)
    except ZoneUnreadableError:
        return _Read(attempt("unreadable" if answered else "unreachable"))
    except EmptyZoneError:
        return _Read(attempt("empty"))
    except Exception as fault:
        return _Read(attempt("failed", _where(fault)))
    left_out = zone.rejects[zone.rejects["effect"] == "row"]
    who = identity(zone)
    return _Read(
        replace(
            attempt(),
            rows_read=int(zone.read["rows"].sum()),
            rows_rejected=int(left_out["rows"].sum()),
            people=facts.people,
            data_until=facts.data_until,
            rejects=zone.rejects,
            read=zone.read,
            off=off,
            name=zone.name,
            strangers=who.strangers,
        ),
        facts,
        keys,
        who,
    )


def _where(fault: Exception) -> str:
    """Return the kind of an error and its place: its text may quote a row, and these are enough."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__}, {Path(last.filename).name}:{last.lineno}"
