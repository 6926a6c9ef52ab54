"""Builds the demo's zone databases: one SQLite file a zone, in parallel; or fills a PostgreSQL for tests."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import as_completed
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import TypeEngine

from data_access.cases.siso import Moment, tables
from data_access.demo import PEOPLE
from data_access.demo.cases.columns import Columns, Rows
from data_access.demo.cases.district import LACKING, District, all_districts
from data_access.demo.cases.rows import zone_rows
from data_access.processes import worker_pool

Progress = Callable[[float, str], None]
"""Receives a share of 1 and the zone just built."""

_ABANDONED_SECONDS = 3_600

_EXTRA: dict[str, dict[str, TypeEngine | type[TypeEngine]]] = {
    "cs_a_anagrafica": {"cognome": String(50), "nome": String(50)},
    "ss_anagrafica": {"cognome": String(50), "nome": String(50), "alias": String(50)},
    "cs_a_caso": {"identificativo": Integer},
    "cs_o_organizzazione": {"cod_routing": String(10), "flag_capofila": String(1), "abilitato": String(1)},
    "cs_o_operatore_settore": {"settore_id": Integer},
    "cs_o_operatore_tipo_operatore": {"tipo_operatore_id": Integer},
    "cs_d_diario": {"tipo_diario_id": Integer},
    "cs_a_caso_ope_tipo_ope": {"id": Integer, "data_inizio_app": Moment},
    "ss_scheda": {"identificativo": Integer},
    "ss_scheda_accesso": {"modalita": String(50), "motivo": String(50)},
    "ss_motivazioni_schede": {"id": Integer},
    "ss_motivazione": {"motivo": String(200), "economico": String(1)},
    "cs_ss_scheda_segr": {"id": Integer},
    "cs_o_settore": {"nome": String(100)},
    "cs_it_step": {"settore_id": Integer},
    "cs_i_intervento_eseg_mast": {
        "intervento_id": Integer,
        "settore_erogante_id": Integer,
        "tipo_beneficiario": String(20),
        "tot_beneficiari": Integer,
        "tipo_intervento_custom_id": Integer,
    },
    "cs_c_tipo_intervento_custom": {"id": Integer, "descrizione": String(200)},
    "cs_cfg_int_eseg_stato": {"nome": String(100)},
    "cs_cfg_it_stato": {"id": Integer, "nome": String(100)},
    "cs_o_operatore_anagrafica": {"id": Integer, "cognome": String(50), "nome": String(50)},
    "cs_i_intervento_eseg_mast_1315": {"id": Integer, "spesa": Integer},
    "cs_alert_bck": {"id": Integer},
}
"""What is in the real schema and we never read: names, case numbers, free text, backup copies."""


def build_zones(
    folder: Path,
    *,
    seed: int = 2019,
    people: int = PEOPLE,
    processes: int = 2,
    progress: Progress | None = None,
    districts: Iterable[str] | None = None,
) -> tuple[Path, ...]:
    """Build ``<folder>/<DISTRICT>.sqlite`` for every zone, or for some; the same seed, the same bytes.

    Each file appears whole: it is written beside its place and moved there. ``people`` is the number with
    a file in all zones together.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear_abandoned(folder)
    wanted = set(districts) if districts is not None else None
    chosen = [d for d in all_districts(seed, people) if wanted is None or d.code in wanted]
    chosen.sort(key=lambda district: -district.people)
    tell = progress or (lambda _share, _zone: None)
    if processes < 2 or len(chosen) < 2:
        for done, district in enumerate(chosen, start=1):
            build_zone(folder, district.code, seed, people)
            tell(done / len(chosen), district.code)
    else:
        with worker_pool(processes) as pool:
            waiting = {pool.submit(build_zone, folder, d.code, seed, people): d.code for d in chosen}
            for done, task in enumerate(as_completed(waiting), start=1):
                task.result()
                tell(done / len(chosen), waiting[task])
    return tuple(folder / f"{district.code}.sqlite" for district in chosen)


def _clear_abandoned(folder: Path) -> None:
    """Remove what a killed build left half written; a build that is running is younger."""
    for part in folder.glob(".*.part"):
        if time.time() - part.stat().st_mtime > _ABANDONED_SECONDS:
            part.unlink(missing_ok=True)


def build_zone(folder: Path, code: str, seed: int, people: int) -> None:
    """Build one zone's file."""
    everywhere, district = _district(code, seed, people)
    rows = zone_rows(everywhere, district, seed)
    handle, name = tempfile.mkstemp(prefix=f".{code}.", suffix=".part", dir=folder)
    os.close(handle)
    part = Path(name)
    try:
        _write_sqlite(part, demo_tables(code), rows)
        os.chmod(part, 0o644)
        part.replace(folder / f"{code}.sqlite")
    finally:
        part.unlink(missing_ok=True)


def fill(connection: Connection, code: str, *, seed: int = 2019, people: int = PEOPLE) -> None:
    """Create and fill one zone's tables in an empty database of any kind, for tests."""
    everywhere, district = _district(code, seed, people)
    rows = zone_rows(everywhere, district, seed)
    known = demo_tables(code)
    next(iter(known.values())).metadata.create_all(connection)
    for name, table in known.items():
        columns = rows.get(name)
        if columns and len(next(iter(columns.values()))):
            names = [column.name for column in table.columns]
            values = _values(columns, names, as_text=connection.dialect.name == "sqlite")
            connection.execute(
                table.insert(), [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
            )


def demo_tables(code: str) -> dict[str, Table]:
    """Return the tables of a demo zone: what we read, what we never read, less what this zone lacks."""
    metadata = MetaData()
    table_gone, column_gone = LACKING.get(code, ("", ""))
    known: dict[str, list[Column]] = {
        name: [Column(column.name, column.type) for column in table.columns]
        for name, table in tables().items()
    }
    for name, extra in _EXTRA.items():
        known.setdefault(name, []).extend(Column(column, kind) for column, kind in extra.items())
    if column_gone:
        known[table_gone] = [column for column in known[table_gone] if column.name != column_gone]
    elif table_gone:
        del known[table_gone]
    return {name: Table(name, metadata, *columns) for name, columns in known.items()}


def _district(code: str, seed: int, people: int) -> tuple[Sequence[District], District]:
    everywhere = all_districts(seed, people)
    return everywhere, next(district for district in everywhere if district.code == code)


def _write_sqlite(path: Path, known: dict[str, Table], rows: Rows) -> None:
    """Write with the driver alone: a million rows do not need a toolkit."""
    connection = sqlite3.connect(path)
    try:
        # Nobody reads this file before it is complete, so a crash may cost it: no journal.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        for name, table in known.items():
            connection.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
            columns = rows.get(name)
            if not columns:
                continue
            names = [column.name for column in table.columns]
            values = _values(columns, names, as_text=True)
            holes = ", ".join("?" * len(names))
            statement = f"INSERT INTO {name} ({', '.join(names)}) VALUES ({holes})"  # noqa: S608
            connection.executemany(statement, zip(*values, strict=True))
        connection.commit()
    finally:
        connection.close()


def _values(columns: Columns, names: Sequence[str], *, as_text: bool) -> list[list]:
    """Return plain values by column; one that the demo does not fill is NULL in every row."""
    count = len(next(iter(columns.values())))
    return [_nulls(columns[name], as_text=as_text) if name in columns else [None] * count for name in names]


def _nulls(values: npt.NDArray, *, as_text: bool) -> list:
    """Return plain Python values, None where the array says there is none."""
    if values.dtype.kind == "M":
        empty = np.isnat(values)
        plain = values.astype("U10").astype(object) if as_text else values.astype(object)
    elif values.dtype.kind == "f":
        empty, plain = np.isnan(values), values.astype(object)
    elif values.dtype.kind in "iu":
        empty, plain = values == -1, values.astype(object)
    else:
        return values.astype(object).tolist()
    plain[empty] = None
    return plain.tolist()
