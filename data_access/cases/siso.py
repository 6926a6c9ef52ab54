"""The S.I.SO tables that are read in a zone, with their real names, and what each fact needs of them.

Only the columns that a fact needs are here. No CLOB, no free text, no name, no court or health data:
what is not listed is never selected. Backup copies (``CS_..._MAST_1315``, ``..._BCK``) are not listed
either, and nothing is reflected.

Names are lower case here; in a database they are found whatever their case. Types are those of the Oracle
export where it was seen, else of the application's classes. No Oracle server was at hand while this was
written: the statements are compiled for Oracle in the tests, and run on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import (
    CHAR,
    Column,
    Connection,
    DateTime,
    Inspector,
    Integer,
    MetaData,
    Numeric,
    String,
    Subquery,
    Table,
    false,
    inspect,
    null,
    select,
    type_coerce,
)
from sqlalchemy.engine import ObjectKind
from sqlalchemy.exc import DatabaseError, ProgrammingError
from sqlalchemy.types import TypeEngine

Moment = DateTime().with_variant(String(19), "sqlite")
"""Oracle's DATE, which carries a time. SQLite keeps text, converted a column at a time when read."""

Money = Numeric(10, 2, asdecimal=False)
"""Euro. Turned to whole cents as soon as it is read."""

_W = Integer
_COLUMNS: dict[str, dict[str, TypeEngine | type[TypeEngine]]] = {
    "cs_o_zona_soc": {"id": _W, "nome": String(100), "abilitato": String(1), "cod_istat_regione": String(3)},
    "cs_o_organizzazione": {"id": _W, "nome": String(200), "cod_catastale": String(10)},
    "cs_o_settore": {"id": _W, "organizzazione_id": _W},
    "cs_o_operatore_settore": {"id": _W, "operatore_id": _W},
    "cs_o_operatore_tipo_operatore": {"id": _W, "operatore_settore_id": _W},
    "cf_temp": {"id": _W, "cf_temp": String(50), "cf": String(50)},
    "cs_a_anagrafica": {"id": _W, "cf": String(50), "sesso": String(1), "data_nascita": Moment},
    "cs_a_soggetto": {"anagrafica_id": _W, "caso_id": _W},
    "cs_a_caso": {"id": _W, "dt_ins": Moment},
    "cs_a_soggetto_categoria_soc": {
        "soggetto_anagrafica_id": _W,
        "categoria_sociale_id": _W,
        "prevalente": _W,
        "data_inizio_app": Moment,
        "data_fine_app": Moment,
    },
    "cs_c_categoria_sociale": {"id": _W, "descrizione": String(100)},
    "cs_a_indirizzo": {
        "ana_indirizzo_id": _W,
        "soggetto_anagrafica_id": _W,
        "tipo_indirizzo_id": _W,
        "data_fine_app": Moment,
    },
    "cs_a_ana_indirizzo": {"id": _W, "com_cod": String(10)},
    "cs_it_step": {
        "id": _W,
        "caso_id": _W,
        "cfg_it_stato_id": _W,
        "diario_id": _W,
        "organizzazione_id": _W,
    },
    "cs_d_diario": {
        "id": _W,
        "caso_id": _W,
        "dt_amministrativa": Moment,
        "dt_attivazione_da": Moment,
        "dt_chiusura_da": Moment,
        "dt_ins": Moment,
        "responsabile_id": _W,
    },
    "cs_a_caso_ope_tipo_ope": {
        "caso_id": _W,
        "operatore_tipo_operatore_id": _W,
        "flag_responsabile": _W,
        "data_fine_app": Moment,
    },
    "ss_scheda": {
        "id": _W,
        "accesso": _W,
        "segnalato": _W,
        "motivazione": _W,
        "completa": _W,
        "eliminata": _W,
        "dt_ins": Moment,
    },
    "ss_scheda_accesso": {"id": _W, "data": Moment, "rel_upo_organizzazione_id": _W},
    "ss_scheda_segnalato": {"id": _W, "anagrafica": _W},
    "ss_anagrafica": {"id": _W, "cf": String(50), "sesso": String(1), "data_nascita": Moment},
    "ss_motivazioni_schede": {"scheda_motivazione_id": _W, "motivazione": _W},
    "ss_motivazione": {"id": _W, "classificazione_id": _W},
    "ss_classificazione_motivazione": {"id": _W, "descrizione": String(200)},
    "cs_ss_scheda_segr": {"scheda_id": _W, "provenienza": String(10), "soggetto_id": _W},
    "cs_i_intervento": {
        "id": _W,
        "scti_tipo_intervento_id": _W,
        "scti_categoria_sociale_id": _W,
        "dt_ins": Moment,
    },
    "cs_flg_intervento": {
        "diario_id": _W,
        "intervento_id": _W,
        "flag_att_sosp_c": String(1),
        "flag_respinto": _W,
        "motivo_chiusura_int_id": _W,
    },
    "cs_tb_motivo_chiusura_int": {"id": _W, "descrizione": String(200)},
    "cs_c_tipo_intervento": {"id": _W, "descrizione": String(200), "codice_memo": String(20)},
    "cs_i_intervento_eseg_mast": {
        "id": _W,
        "tipo_intervento_id": _W,
        "categoria_sociale_id": _W,
        "spesa": Money,
        "flag_spesa_calc": _W,
        "int_progetto_id": _W,
    },
    "cs_i_intervento_eseg": {
        "id": _W,
        "intervento_eseg_mast_id": _W,
        "data_esecuzione": Moment,
        "data_esecuzione_a": Moment,
        "stato_id": _W,
        "spesa": Money,
    },
    "cs_cfg_int_eseg_stato": {"id": _W, "tipo": String(1), "flag_chiudi": _W},
    "cs_i_intervento_eseg_mast_sogg": {
        "int_eseg_mast_id": _W,
        "cf": String(50),
        "caso_id": _W,
        "flag_riferimento": _W,
        "sesso": CHAR(1),
        "anno_nascita": _W,
    },
    "cs_i_intervento_pr": {"id": _W, "settore_titolare_id": _W, "flag_servizio_ambito": CHAR(1)},
}

FEATURES: dict[str, dict[str, tuple[str, ...]]] = {
    "bodies": {"cs_o_organizzazione": ("id", "nome")},
    "cases": {
        "cs_a_caso": ("id",),
        "cs_a_soggetto": ("anagrafica_id", "caso_id"),
        "cs_a_anagrafica": ("id", "cf"),
        "cs_it_step": ("id", "caso_id", "cfg_it_stato_id", "diario_id"),
        "cs_d_diario": ("id", "dt_amministrativa"),
    },
    "residence": {
        "cs_a_indirizzo": (
            "ana_indirizzo_id",
            "soggetto_anagrafica_id",
            "tipo_indirizzo_id",
            "data_fine_app",
        ),
        "cs_a_ana_indirizzo": ("id", "com_cod"),
    },
    "categories": {
        "cs_a_soggetto_categoria_soc": (
            "soggetto_anagrafica_id",
            "categoria_sociale_id",
            "data_inizio_app",
            "data_fine_app",
        ),
    },
    "workload": {
        "cs_a_caso_ope_tipo_ope": (
            "caso_id",
            "operatore_tipo_operatore_id",
            "flag_responsabile",
            "data_fine_app",
        ),
        "cs_o_operatore_tipo_operatore": ("id", "operatore_settore_id"),
        "cs_o_operatore_settore": ("id", "operatore_id"),
    },
    "workload_history": {"cs_d_diario": ("responsabile_id",)},
    "accesses": {
        "ss_scheda": ("id", "accesso", "segnalato", "completa", "eliminata"),
        "ss_scheda_accesso": ("id", "data"),
        "ss_scheda_segnalato": ("id", "anagrafica"),
        "ss_anagrafica": ("id", "cf"),
    },
    "needs": {
        "ss_scheda": ("motivazione",),
        "ss_motivazioni_schede": ("scheda_motivazione_id", "motivazione"),
        "ss_motivazione": ("id",),
    },
    "access_links": {"cs_ss_scheda_segr": ("scheda_id", "provenienza", "soggetto_id")},
    "requests": {
        "cs_i_intervento": ("id", "scti_tipo_intervento_id"),
        "cs_flg_intervento": ("diario_id", "intervento_id", "flag_att_sosp_c", "flag_respinto"),
        "cs_d_diario": ("id", "caso_id", "dt_amministrativa"),
        "cs_c_tipo_intervento": ("id", "descrizione", "codice_memo"),
    },
    "closing_reasons": {
        "cs_flg_intervento": ("motivo_chiusura_int_id",),
        "cs_tb_motivo_chiusura_int": ("id", "descrizione"),
    },
    "deliveries": {
        "cs_i_intervento_eseg_mast": ("id", "tipo_intervento_id", "spesa"),
        "cs_i_intervento_eseg": ("id", "intervento_eseg_mast_id", "data_esecuzione", "stato_id", "spesa"),
        "cs_cfg_int_eseg_stato": ("id", "tipo"),
        "cs_i_intervento_eseg_mast_sogg": ("int_eseg_mast_id", "cf"),
        "cs_c_tipo_intervento": ("id", "descrizione", "codice_memo"),
    },
    "owners": {
        "cs_i_intervento_eseg_mast": ("int_progetto_id",),
        "cs_i_intervento_pr": ("id", "settore_titolare_id"),
        "cs_o_settore": ("id", "organizzazione_id"),
    },
}
"""The columns, by table, that each group of facts needs. A group that lacks one is switched off. All other
columns of ``_COLUMNS`` are read where they are there, and are empty where they are not."""

_DEPENDS_ON = {
    "residence": "cases",
    "categories": "cases",
    "workload": "cases",
    "workload_history": "workload",
    "requests": "cases",
    "needs": "accesses",
    "access_links": "accesses",
    "closing_reasons": "requests",
    "owners": "deliveries",
}
"""The group without which a group of facts cannot be used: needs, for instance, stand on access sheets."""


@dataclass(frozen=True)
class Off:
    """A group of facts that a zone cannot give, and what is missing (``TABLE`` or ``TABLE.COLUMN``)."""

    feature: str
    missing: tuple[str, ...]

    def sentence(self) -> str:
        """Return one sentence for a log; screens have their own words for ``feature``."""
        return f"{self.feature} is off: the schema lacks {', '.join(self.missing)}."


KnownTable = Table | Subquery
"""A table with all the columns that we know: the table itself, or one with NULL where it lacks some."""


@dataclass(frozen=True)
class PresentTable:
    """A table or view that is present in the database: its name and columns as written there."""

    name: str
    columns: Mapping[str, str]
    schema: str | None = None


def tables() -> dict[str, Table]:
    """Return the tables that we know, by lower-case name."""
    metadata = MetaData()
    return {
        name: Table(name, metadata, *(Column(column, kind) for column, kind in columns.items()))
        for name, columns in _COLUMNS.items()
    }


def tables_of(present: Mapping[str, PresentTable]) -> dict[str, KnownTable]:
    """Return the tables that are there, by lower-case name, with *all* their columns of ``_COLUMNS``.

    A column that the database lacks reads as NULL. Names are written as the database writes them: a copy on
    PostgreSQL may have quoted them in upper case.
    """
    metadata = MetaData()
    return {name: _known_table(name, there, metadata) for name, there in present.items()}


def _known_table(name: str, there: PresentTable, metadata: MetaData) -> KnownTable:
    known = _COLUMNS[name]
    table = Table(
        there.name,
        metadata,
        *(Column(there.columns[key], kind, key=key) for key, kind in known.items() if key in there.columns),
        schema=there.schema,
    )
    if len(table.c) == len(known):
        return table
    return select(
        *(
            table.c[key].label(key) if key in there.columns else type_coerce(null(), kind).label(key)
            for key, kind in known.items()
        )
    ).subquery(name)


def check(connection: Connection, schema: str | None = None) -> tuple[Off, ...]:
    """Return the groups of facts that this database cannot give, without reading a row of it."""
    return switched_off(present_tables(connection, schema))


def switched_off(present: Mapping[str, PresentTable]) -> tuple[Off, ...]:
    """Return what is off, given the tables that are there."""
    without: dict[str, tuple[str, ...]] = {}
    for feature, needed in FEATURES.items():
        missing = tuple(_missing(needed, present))
        if not missing:
            missing = without.get(_DEPENDS_ON.get(feature, ""), ())
        if missing:
            without[feature] = missing
    return tuple(Off(feature, missing) for feature, missing in without.items())


def _missing(needed: Mapping[str, tuple[str, ...]], present: Mapping[str, PresentTable]) -> Iterable[str]:
    for table, columns in needed.items():
        if table not in present:
            yield table.upper()
        else:
            yield from (f"{table}.{c}".upper() for c in columns if c not in present[table].columns)


def present_tables(connection: Connection, schema: str | None = None) -> dict[str, PresentTable]:
    """Return the tables and views of S.I.SO that are present and may be read, by lower-case name.

    The dictionary may name what the account may not select, so that each is asked for no row at all.
    """
    inspector = inspect(connection)
    schema = _schema_there(inspector, schema)
    names = [*inspector.get_table_names(schema=schema), *inspector.get_view_names(schema=schema)]
    if connection.dialect.name == "postgresql":
        names += inspector.get_materialized_view_names(schema=schema)
    # Capital letters sort first: where a name is there twice, the small one stands, as in plain SQL.
    wanted = sorted(name for name in names if name.lower() in _COLUMNS)
    if not wanted:
        return {}
    columns = inspector.get_multi_columns(schema=schema, filter_names=wanted, kind=ObjectKind.ANY)
    by_name = {
        name: {str(c["name"]).lower(): str(c["name"]) for c in own} for (_, name), own in columns.items()
    }
    present = {name.lower(): PresentTable(name, by_name.get(name, {}), schema) for name in wanted}
    return {name: there for name, there in present.items() if _readable(connection, name, there)}


def _schema_there(inspector: Inspector, schema: str | None) -> str | None:
    """Return the schema as the database writes it, and as it was asked for where there is none alike."""
    there = inspector.get_schema_names() if schema else []
    return schema if schema in there else next((s for s in there if s.lower() == str(schema).lower()), schema)


def _readable(connection: Connection, name: str, there: PresentTable) -> bool:
    nothing = select(_known_table(name, there, MetaData())).where(false())
    try:
        # In PostgreSQL a statement that fails ends the whole transaction, unless it has one of its own.
        with connection.begin_nested() if connection.dialect.name == "postgresql" else nullcontext():
            connection.execute(nothing).close()
    except DatabaseError as problem:
        # These two say that it is not there or not for us (the second on Oracle). All others, as a broken
        # connection, are trouble of the database itself, and no table missing.
        if type(problem) not in (ProgrammingError, DatabaseError):
            raise
        return False
    return True
