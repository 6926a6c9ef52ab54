"""Writing the mart: one transaction a zone, and one for what lies across zones. Facts are replaced whole.

A zone that could not be read keeps its facts; only its row in ``supply`` says so.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pandas as pd
from sqlalchemy import Connection, Engine, Table, and_, delete, func, insert, inspect, or_, select, update
from sqlalchemy.engine import URL
from sqlalchemy.sql.elements import ColumnElement

from data_access.cases import mart
from data_access.engines import writing_engine


@dataclass(frozen=True)
class Attempt:
    """How one attempt to refresh a zone went; ``problem`` is empty where it succeeded."""

    zone: str
    started_at: datetime
    seconds: float
    rows_read: int = 0
    rows_rejected: int = 0
    people: int = 0
    data_until: date | None = None
    problem: str = ""
    detail: str = ""
    rejects: pd.DataFrame = field(default_factory=pd.DataFrame)
    off: Sequence[tuple[str, str]] = ()


class RealMartError(Exception):
    """The mart holds facts of real zones, and the demo was about to take their place."""


def open_mart(url: URL | str, origin: str) -> Engine:
    """Return an engine on a mart of the present schema and origin (``demo`` or ``real``).

    An empty database gets the tables. A mart of another schema is emptied, for everything in it can be read
    from the zones again; so is the demo's when real zones come, whose failures it must never stand in for.

    Raises:
        RealMartError: if the demo would replace real facts: so it looks when the list of zones went missing.
    """
    engine = writing_engine(url)
    with engine.begin() as connection:
        there = set(inspect(connection).get_table_names())
        version = mart.mart_version
        if version.name in there:
            found = connection.execute(select(version.c.schema_number, version.c.origin)).first()
            if found and found.origin == "real" and origin == "demo":
                raise RealMartError
            if found and tuple(found) != (mart.SCHEMA, origin):
                mart.metadata.drop_all(
                    connection, tables=[t for t in mart.metadata.sorted_tables if t.name in there]
                )
        mart.metadata.create_all(connection)
    return engine


def write_zone(
    engine: Engine, attempt: Attempt, facts: Mapping[str, pd.DataFrame], labels: pd.DataFrame, origin: str
) -> None:
    """Replace all facts of a zone, and say so, in one transaction."""
    zone = attempt.zone
    with engine.begin() as connection:
        for table in mart.ZONE_FACTS:
            own: ColumnElement[bool] = table.c.zone == zone
            if table is mart.overlap:
                own = and_(own, table.c.other_zone == zone)
            _replace(connection, table, own, facts[table.name].assign(zone=zone))
        rejects = attempt.rejects.rename(columns={"table": "table_name"})
        _replace(connection, mart.supply_reject, mart.supply_reject.c.zone == zone, rejects.assign(zone=zone))
        off = pd.DataFrame(attempt.off, columns=["feature", "detail"]).assign(zone=zone, reason="missing")
        _replace(connection, mart.supply_feature, mart.supply_feature.c.zone == zone, off)
        _add_labels(connection, labels)
        _supply(connection, attempt)
        _new_token(connection, origin)


def write_failure(engine: Engine, attempt: Attempt, origin: str) -> None:
    """Note that a zone could not be refreshed; its facts and their date stay."""
    with engine.begin() as connection:
        _supply(connection, attempt)
        _new_token(connection, origin)


def write_across(
    engine: Engine, facts: Mapping[str, pd.DataFrame], zones: Collection[str], origin: str
) -> bool:
    """Replace what lies across zones, in one transaction, and return whether it was.

    It is left as it was, with its date, where a zone it rests on is not among ``zones`` this time: counts
    without that zone would look like a fall.
    """
    supply, version = mart.supply, mart.mart_version
    with engine.begin() as connection:
        before = connection.execute(select(supply.c.zone).where(supply.c.in_across == 1)).scalars()
        if not set(before) <= set(zones):
            return False
        for table in mart.ACROSS_FACTS:
            old = table.c.zone != table.c.other_zone if table is mart.overlap else None
            _replace(connection, table, old, facts[table.name])
        connection.execute(update(supply).values(in_across=0))
        connection.execute(update(supply).where(supply.c.zone.in_(zones)).values(in_across=1))
        _new_token(connection, origin)
        connection.execute(update(version).values(across_at=_now(), across_zones=len(zones)))
    return True


def forget_zones(engine: Engine, zones: Collection[str], origin: str) -> None:
    """Remove the facts of zones that are no longer configured (a demo gives way to real zones)."""
    with engine.begin() as connection:
        gone = connection.execute(
            select(mart.supply.c.zone).where(mart.supply.c.zone.not_in(zones))
        ).scalars()
        left = list(gone)
        if not left:
            return
        for table in {
            *mart.ZONE_FACTS,
            *mart.ACROSS_FACTS,
            mart.supply_reject,
            mart.supply_feature,
            mart.supply,
        }:
            connection.execute(delete(table).where(or_(*_names_any(table, left))))
        _new_token(connection, origin)


def _names_any(table: Table, zones: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    for column in ("zone", "other_zone"):
        if column in table.c:
            yield table.c[column].in_(zones)
    if "zones" in table.c:
        yield from (table.c.zones.contains(zone, autoescape=True) for zone in zones)


def _supply(connection: Connection, attempt: Attempt) -> None:
    supply, zone = mart.supply, attempt.zone
    before = connection.execute(select(supply).where(supply.c.zone == zone)).mappings().first()
    now = {"zone": zone, "attempted_at": attempt.started_at, "seconds": attempt.seconds}
    problem = {"problem": attempt.problem, "problem_detail": attempt.detail[:200]}
    counts = {"rows_read": attempt.rows_read, "rows_rejected": attempt.rows_rejected}
    if not attempt.problem:
        kept = {"refreshed_at": _now(), "data_until": attempt.data_until, "people": attempt.people, **counts}
        state = "ok"
    else:
        names = ("refreshed_at", "data_until", "people", "rows_read", "rows_rejected")
        kept = {name: before[name] for name in names} if before else {**counts, "people": 0}
        state = "failed" if before and before["refreshed_at"] else "never"
    connection.execute(delete(supply).where(supply.c.zone == zone))
    in_across = before["in_across"] if before else 0
    connection.execute(insert(supply), [{**now, **kept, **problem, "state": state, "in_across": in_across}])
    connection.execute(
        insert(mart.supply_log),
        [
            {
                "zone": zone,
                "started_at": attempt.started_at,
                "seconds": attempt.seconds,
                "state": "failed" if attempt.problem else "ok",
                **counts,
                **problem,
            }
        ],
    )


def _replace(
    connection: Connection, table: Table, old: ColumnElement[bool] | None, rows: pd.DataFrame
) -> None:
    statement = delete(table)
    connection.execute(statement if old is None else statement.where(old))
    columns = [column.name for column in table.columns]
    if len(rows):
        values = zip(*(rows[name].tolist() for name in columns), strict=True)
        connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in values])


def _add_labels(connection: Connection, labels: pd.DataFrame) -> None:
    there = {tuple(row) for row in connection.execute(select(mart.catalogue.c.list, mart.catalogue.c.code))}
    new = [
        {"list": which, "code": code, "label": str(label)[:120]}
        for which, code, label in labels[["list", "code", "label"]].itertuples(index=False)
        if (which, code) not in there
    ]
    if new:
        connection.execute(insert(mart.catalogue), new)


def _new_token(connection: Connection, origin: str) -> None:
    version = mart.mart_version
    values = {"token": secrets.token_hex(16), "origin": origin, "written_at": _now()}
    if connection.execute(select(func.count()).select_from(version)).scalar():
        connection.execute(update(version).values(values))
    else:
        connection.execute(insert(version), [{**values, "schema_number": mart.SCHEMA, "across_zones": 0}])


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
