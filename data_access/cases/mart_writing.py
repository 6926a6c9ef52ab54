"""Writes the mart: one transaction a zone, and one for what lies across zones. Facts are replaced whole.

A zone that could not be read keeps its facts; only its row in ``supply`` says so.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Table,
    and_,
    delete,
    func,
    insert,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.engine import URL
from sqlalchemy.sql.elements import ColumnElement

from data_access.cases import mart
from data_access.cases.contract import standing
from data_access.cases.same_zone import plain
from data_access.cases.soundness import as_stored, sound
from data_access.engines import writing_engine

_ENOUGH_ROWS, _LEAST_LEFT = 100, 0.5
"""A table that had so many rows and comes with less than this share of them was not read whole."""


@dataclass(frozen=True)
class Attempt:
    """The outcome of one attempt to refresh a zone; ``problem`` is empty where it succeeded.

    ``name`` is what the zone's database calls it, ``strangers`` are Comuni of another district among its
    bodies.
    """

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
    read: pd.DataFrame = field(default_factory=pd.DataFrame)
    off: Sequence[tuple[str, str]] = ()
    name: str = ""
    strangers: Sequence[str] = ()


class MartRefusedError(Exception):
    """Raised where the mart is not to be written: ``code`` says why.

    ``real_mart``: it holds facts of real zones, and the demo was about to take their place, as when the list
    of zones went missing. ``newer_mart``: a newer program wrote it. ``remake_all``: it has to be made anew,
    and not all zones were asked for. ``views``: its tables are views.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_mart(url: URL | str, origin: str, *, whole: bool = True) -> Engine:
    """Return an engine on a mart of the present schema and origin (``demo`` or ``real``).

    An empty database gets the tables. A mart of an older schema, or one that holds what cannot be, is made
    anew, for everything in it can be read from the zones again; so is the demo's when real zones come, whose
    failures it must never stand in for.

    Args:
        url: of the mart.
        origin: of the facts to come.
        whole: whether all zones are to come.

    Raises:
        MartRefusedError: if the mart must not be written.
    """
    problem = standing(url)
    code = problem.code if problem else ""
    if code == "newer_schema":
        raise MartRefusedError("newer_mart")
    engine = writing_engine(url)
    try:
        with engine.begin() as connection:
            _make_ready(connection, origin, anew=code in ("older_schema", "unsound"), whole=whole)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _make_ready(connection: Connection, origin: str, *, anew: bool, whole: bool) -> None:
    looked = inspect(connection)
    ours = {table.name for table in mart.metadata.sorted_tables}
    if ours.intersection(looked.get_view_names()):
        raise MartRefusedError("views")
    there = set(looked.get_table_names())
    origins = set()
    if mart.mart_version.name in there:
        origins = set(connection.execute(select(mart.mart_version.c.origin)).scalars())
    if "real" in origins and origin == "demo":
        raise MartRefusedError("real_mart")
    if anew and not whole:
        raise MartRefusedError("remake_all")
    if anew or (origins and origins != {origin}):
        old = MetaData()
        old.reflect(connection, only=sorted(there.intersection(ours.union(mart.FORMER_TABLES))))
        old.drop_all(connection)
    mart.metadata.create_all(connection)


def zone_names(engine: Engine) -> dict[str, str]:
    """Return what each zone's database called itself when it was last read, as ``plain`` gives it."""
    named = select(mart.supply.c.zone, mart.supply.c.zone_name)
    with engine.connect() as connection:
        return {str(zone): plain(name) for zone, name in connection.execute(named)}


def less_than_before(engine: Engine, attempt: Attempt) -> tuple[str, str]:
    """Say what a zone's new facts would lose against those in the mart: a code of ``PROBLEMS`` and a detail.

    Data that end earlier were read from an old copy, or by a machine whose clock fell back; a table with less
    than half of its rows was loaded in part.
    """
    read = mart.supply_read
    with engine.connect() as connection:
        until = _supply_of(connection, attempt.zone).get("data_until")
        rows = connection.execute(select(read.c.table_name, read.c.rows).where(read.c.zone == attempt.zone))
        before = {str(table): int(n) for table, n in rows}
    if until and attempt.data_until and attempt.data_until < until:
        return "ends_earlier", f"{attempt.data_until:%d/%m/%Y} < {until:%d/%m/%Y}"
    now = dict(zip(attempt.read["table"], attempt.read["rows"], strict=True)) if len(attempt.read) else {}
    lost = [
        f"{table}: {now.get(table, 0)} < {n}"
        for table, n in before.items()
        if n >= _ENOUGH_ROWS and now.get(table, 0) < n * _LEAST_LEFT
    ]
    return ("fewer_rows", ", ".join(lost)) if lost else ("", "")


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
        for table, rows in ((mart.supply_reject, attempt.rejects), (mart.supply_read, attempt.read)):
            named = rows.rename(columns={"table": "table_name"}).assign(zone=zone)
            _replace(connection, table, table.c.zone == zone, named)
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
            mart.supply_read,
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
    before = _supply_of(connection, zone)
    now = {"zone": zone, "attempted_at": attempt.started_at, "seconds": attempt.seconds}
    problem = {"problem": attempt.problem, "problem_detail": attempt.detail[:200]}
    counts = {"rows_read": attempt.rows_read, "rows_rejected": attempt.rows_rejected}
    zone_figures: dict[str, Any]
    if not attempt.problem:
        zone_figures = {
            "refreshed_at": _now(),
            "data_until": attempt.data_until,
            "people": attempt.people,
            **counts,
        }
        zone_figures |= {"zone_name": _writable(attempt.name)[:200]}
        state = "ok"
    else:
        names = ("refreshed_at", "data_until", "people", "rows_read", "rows_rejected", "zone_name")
        zone_figures = (
            {name: before[name] for name in names} if before else {**counts, "people": 0, "zone_name": ""}
        )
        state = "failed" if before and before["refreshed_at"] else "never"
    connection.execute(delete(supply).where(supply.c.zone == zone))
    in_across = before["in_across"] if before else 0
    connection.execute(
        insert(supply), [{**now, **zone_figures, **problem, "state": state, "in_across": in_across}]
    )
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


def _supply_of(connection: Connection, zone: str) -> dict[str, Any]:
    """Return what ``supply`` says of a zone, nothing where it was never asked for."""
    rows = pd.read_sql(as_stored(mart.supply).where(mart.supply.c.zone == zone), connection)
    if rows.empty:
        return {}
    row = sound(rows, mart.supply).to_dict("records")[0]
    known: dict[str, Any] = {str(name): None if pd.isna(value) else value for name, value in row.items()}
    for name in ("attempted_at", "refreshed_at", "data_until"):
        known[name] = known[name] and known[name].to_pydatetime()
    return {**known, "data_until": known["data_until"] and known["data_until"].date()}


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
        {"list": which, "code": code, "label": _writable(str(label))[:120]}
        for which, code, label in labels[["list", "code", "label"]].itertuples(index=False)
        if (which, code) not in there
    ]
    if new:
        connection.execute(insert(mart.catalogue), new)


def _writable(text: str) -> str:
    """Return text that any database takes: no half of a surrogate pair, no control characters."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in whole)


def _new_token(connection: Connection, origin: str) -> None:
    version = mart.mart_version
    values = {"token": secrets.token_hex(16), "origin": origin, "written_at": _now()}
    if connection.execute(select(func.count()).select_from(version)).scalar():
        connection.execute(update(version).values(values))
    else:
        connection.execute(insert(version), [{**values, "schema_number": mart.SCHEMA, "across_zones": 0}])


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
