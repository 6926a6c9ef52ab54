"""Builds the demo planning database: migrate, then fill, all or nothing."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, Integer, Table, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from data_access.demo.budgets import amounts
from data_access.demo.catalogues import AS_OF, programme, territory
from data_access.demo.indicator_values import indicator_values
from data_access.demo.interventions import interventions
from data_access.demo.plans import known_figures, plan_rows
from data_access.demo.population import residents
from data_access.demo.workflow import deadlines, editions, users
from data_access.engines import reading_engine, writing_engine
from data_access.planning.migrate import upgrade
from data_access.planning.schema import metadata

Progress = Callable[[float, str], None]

LOADED_AT = datetime(2019, 9, 30, 18, 0)  # noqa: DTZ001 - the column holds UTC without a zone
"""Fixed, so that the same seed gives the same bytes."""

_BATCH = 5_000


class DemoRefusedError(Exception):
    """The address holds data that are not a demo (or, on PostgreSQL, any data): nothing was touched."""


def build(
    url: URL | str, *, seed: int = 2019, progress: Progress | None = None, replace: bool = False
) -> None:
    """Build the demo at an address; the same seed gives the same rows, and on SQLite the same file.

    SQLite: written beside the target and moved into its place when complete; an older demo is replaced.
    PostgreSQL: filled in one transaction. ``progress`` receives a share of 1 and the step's name
    (``rows``, ``schema``, a table, ``done``).

    Raises ``DemoRefusedError`` where there are data already: on PostgreSQL any row, on SQLite any file
    that is not a demo. ``replace=True`` overrules both.
    """
    tell = progress or (lambda _share, _step: None)
    url = make_url(url)
    if not replace:
        _refuse_to_overwrite(url)
    tell(0.0, "rows")
    tables = demo_tables(seed)
    tell(0.35, "schema")
    if url.get_backend_name() == "sqlite":
        _write_file(Path(url.database or ""), tables, tell)
    else:
        upgrade(url)
        engine = writing_engine(url)
        try:
            with engine.begin() as connection:
                for table in reversed(metadata.sorted_tables):
                    connection.execute(table.delete())
                _fill(connection, tables, tell)
        finally:
            engine.dispose()
    tell(1.0, "done")


def demo_tables(seed: int) -> dict[str, pd.DataFrame]:
    """Return the rows of every table, by table name."""
    places = territory(seed)
    population = residents()
    all_interventions = interventions(seed, places["municipality"])
    budgets = amounts(seed, all_interventions, population)
    app_user = users()
    stages = editions(seed, app_user)
    tables = {
        **places,
        **programme(),
        **stages,
        **plan_rows(all_interventions, budgets, stages),
        "population": population,
        "indicator_value": indicator_values(seed, population, known_figures(stages, budgets)),
        "app_user": app_user,
        "deadline": deadlines(),
    }
    return {**tables, "data_version": _version(tables, seed)}


def _version(tables: dict[str, pd.DataFrame], seed: int) -> pd.DataFrame:
    digest = hashlib.sha256()
    for name in sorted(tables):
        frame = tables[name].astype(str).replace("nan", "")
        columns = sorted(str(column) for column in frame)
        digest.update(pd.util.hash_pandas_object(frame[columns], index=False).to_numpy().tobytes())
    token = f"demo-{seed}-{digest.hexdigest()[:16]}"
    return pd.DataFrame({"token": [token], "as_of": [AS_OF], "loaded_at": [LOADED_AT], "origin": ["demo"]})


def _refuse_to_overwrite(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        if path.exists() and path.stat().st_size and not _is_demo(url):
            raise DemoRefusedError(f"{path} is not a demo database; nothing was written")
        return
    engine = reading_engine(url)
    try:
        with engine.connect() as connection:
            known = set(inspect(connection).get_table_names())
            for table in metadata.sorted_tables:
                if table.name in known and connection.execute(table.select().limit(1)).first():
                    raise DemoRefusedError(f"table {table.name} already holds data; nothing was written")
    finally:
        engine.dispose()


def _is_demo(url: URL) -> bool:
    engine = reading_engine(url)
    try:
        with engine.connect() as connection:
            return set(connection.execute(text("select origin from data_version")).scalars()) <= {"demo"}
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()


def _write_file(path: Path, tables: dict[str, pd.DataFrame], tell: Progress) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        target = URL.create("sqlite", database=name)
        upgrade(target)
        engine = writing_engine(target)
        try:
            with engine.connect() as connection:
                # Nobody reads this file before it is complete, so a crash may cost it: no journal.
                connection.exec_driver_sql("PRAGMA journal_mode = OFF")
                connection.exec_driver_sql("PRAGMA synchronous = OFF")
                connection.commit()
                _fill(connection, tables, tell)
                connection.commit()
        finally:
            engine.dispose()
        os.chmod(part, 0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _fill(connection: Connection, tables: dict[str, pd.DataFrame], tell: Progress) -> None:
    total = sum(len(frame) for frame in tables.values())
    written = 0
    for table in metadata.sorted_tables:
        rows = _records(table, tables[table.name])
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            connection.execute(table.insert(), batch)
            written += len(batch)
            tell(0.4 + 0.6 * written / total, table.name)
    if connection.dialect.name == "postgresql":
        _advance_keys(connection)


def _records(table: Table, frame: pd.DataFrame) -> list[dict]:
    """Return rows as plain Python values; an empty cell is NULL where the column allows it."""
    columns = []
    for column in table.columns:
        values = frame[column.name].astype(object)
        empty = values.isna()
        if column.nullable:
            empty |= values == ""
        columns.append(values.where(~empty, None).tolist())
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _advance_keys(connection: Connection) -> None:
    """Let the next row that somebody adds take the next free key."""
    for table in metadata.sorted_tables:
        key = table.columns.get("id")
        if key is not None and isinstance(key.type, Integer):
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            connection.execute(text(f"select setval({sequence}, (select max(id) from {table.name}))"))  # noqa: S608
