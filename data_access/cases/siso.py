"""The S.I.SO tables that we read in a zone, with their true names, and what each fact needs of them.

Only the columns that a fact needs are here. No CLOB, no free text, no name, no court or health data:
what is not listed is never selected. Backup copies (``CS_..._MAST_1315``, ``..._BCK``) are not listed
either, and nothing is reflected.

Names are lower case: unquoted, they meet the upper-case names of Oracle. Types are those of the Oracle
export where it was seen, else of the application's classes. No Oracle server was at hand while this was
written: the statements are compiled for Oracle in the tests, and run on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import (
    CHAR,
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    inspect,
)
from sqlalchemy.engine import ObjectKind
from sqlalchemy.types import TypeEngine

Moment = DateTime().with_variant(String(19), "sqlite")
"""Oracle's DATE, which carries a time. SQLite keeps text, converted a column at a time when read."""

Money = Numeric(10, 2, asdecimal=False)
"""Euro. Turned to whole cents as soon as it is read."""

_W = Integer
_COLUMNS: dict[str, dict[str, TypeEngine | type[TypeEngine]]] = {
    "cs_o_zona_soc": {"id": _W, "nome": String(100), "abilitato": String(1), "cod_istat_regione": String(3)},
    "cs_o_organizzazione": {
        "id": _W,
        "nome": String(200),
        "cod_routing": String(10),
        "cod_catastale": String(10),
        "flag_capofila": CHAR(1),
        "abilitato": String(1),
    },
    "cs_o_settore": {"id": _W, "organizzazione_id": _W},
    "cs_o_operatore_settore": {"id": _W, "operatore_id": _W, "settore_id": _W},
    "cs_o_operatore_tipo_operatore": {"id": _W, "operatore_settore_id": _W, "tipo_operatore_id": _W},
    "cs_a_anagrafica": {"id": _W, "cf": String(16), "sesso": String(1), "data_nascita": Moment},
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
        "tipo_diario_id": _W,
        "dt_amministrativa": Moment,
        "dt_attivazione_da": Moment,
        "dt_chiusura_da": Moment,
        "dt_ins": Moment,
    },
    "cs_a_caso_ope_tipo_ope": {
        "id": _W,
        "caso_id": _W,
        "operatore_tipo_operatore_id": _W,
        "flag_responsabile": _W,
        "data_inizio_app": Moment,
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
    "ss_scheda_accesso": {
        "id": _W,
        "data": Moment,
        "modalita": String(50),
        "motivo": String(50),
        "rel_upo_organizzazione_id": _W,
    },
    "ss_scheda_segnalato": {"id": _W, "anagrafica": _W},
    "ss_anagrafica": {"id": _W, "cf": String(16), "sesso": String(1), "data_nascita": Moment},
    "ss_motivazioni_schede": {"id": _W, "scheda_motivazione_id": _W, "motivazione": _W},
    "ss_motivazione": {
        "id": _W,
        "motivo": String(200),
        "economico": CHAR(1),
        "classificazione_id": _W,
    },
    "ss_classificazione_motivazione": {"id": _W, "descrizione": String(200)},
    "cs_ss_scheda_segr": {"id": _W, "scheda_id": _W, "provenienza": String(10), "soggetto_id": _W},
    "cs_i_intervento": {"id": _W, "scti_tipo_intervento_id": _W, "scti_categoria_sociale_id": _W},
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
        "intervento_id": _W,
        "categoria_sociale_id": _W,
        "settore_erogante_id": _W,
        "spesa": Money,
        "flag_spesa_calc": _W,
        "tipo_beneficiario": String(20),
        "tot_beneficiari": _W,
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
    "bodies": {"cs_o_organizzazione": ("id", "nome", "cod_routing", "cod_catastale", "flag_capofila")},
    "cases": {
        "cs_a_caso": ("id",),
        "cs_a_soggetto": ("anagrafica_id", "caso_id"),
        "cs_a_anagrafica": ("id", "cf", "sesso", "data_nascita"),
        "cs_it_step": ("id", "caso_id", "cfg_it_stato_id", "diario_id", "organizzazione_id"),
        "cs_d_diario": ("id", "caso_id", "dt_amministrativa", "dt_ins"),
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
        "cs_a_soggetto_categoria_soc": tuple(_COLUMNS["cs_a_soggetto_categoria_soc"]),
        "cs_c_categoria_sociale": ("id", "descrizione"),
    },
    "workload": {
        "cs_a_caso_ope_tipo_ope": (
            "caso_id",
            "operatore_tipo_operatore_id",
            "flag_responsabile",
            "data_inizio_app",
            "data_fine_app",
        ),
        "cs_o_operatore_tipo_operatore": ("id", "operatore_settore_id"),
        "cs_o_operatore_settore": ("id", "operatore_id"),
    },
    "accesses": {
        "ss_scheda": ("id", "accesso", "segnalato", "completa", "eliminata", "dt_ins"),
        "ss_scheda_accesso": ("id", "data", "modalita", "motivo", "rel_upo_organizzazione_id"),
        "ss_scheda_segnalato": ("id", "anagrafica"),
        "ss_anagrafica": ("id", "cf", "sesso", "data_nascita"),
    },
    "needs": {
        "ss_scheda": ("id", "motivazione"),
        "ss_motivazioni_schede": ("id", "scheda_motivazione_id", "motivazione"),
        "ss_motivazione": ("id", "motivo", "economico", "classificazione_id"),
        "ss_classificazione_motivazione": ("id", "descrizione"),
    },
    "access_links": {"cs_ss_scheda_segr": ("scheda_id", "provenienza", "soggetto_id")},
    "requests": {
        "cs_i_intervento": ("id", "scti_tipo_intervento_id", "scti_categoria_sociale_id"),
        "cs_flg_intervento": ("diario_id", "intervento_id", "flag_att_sosp_c", "flag_respinto"),
        "cs_d_diario": ("id", "caso_id", "dt_amministrativa", "dt_attivazione_da", "dt_chiusura_da"),
        "cs_c_tipo_intervento": ("id", "descrizione", "codice_memo"),
        "cs_c_categoria_sociale": ("id", "descrizione"),
    },
    "closing_reasons": {
        "cs_flg_intervento": ("motivo_chiusura_int_id",),
        "cs_tb_motivo_chiusura_int": ("id", "descrizione"),
    },
    "deliveries": {
        "cs_i_intervento_eseg_mast": tuple(
            name for name in _COLUMNS["cs_i_intervento_eseg_mast"] if name != "int_progetto_id"
        ),
        "cs_i_intervento_eseg": tuple(_COLUMNS["cs_i_intervento_eseg"]),
        "cs_cfg_int_eseg_stato": ("id", "tipo", "flag_chiudi"),
        "cs_i_intervento_eseg_mast_sogg": tuple(_COLUMNS["cs_i_intervento_eseg_mast_sogg"]),
        "cs_o_settore": ("id", "organizzazione_id"),
        "cs_c_tipo_intervento": ("id", "descrizione", "codice_memo"),
        "cs_c_categoria_sociale": ("id", "descrizione"),
    },
    "owners": {
        "cs_i_intervento_eseg_mast": ("int_progetto_id",),
        "cs_i_intervento_pr": ("id", "settore_titolare_id", "flag_servizio_ambito"),
    },
}
"""What each group of facts needs: columns by table. A group with something missing is switched off."""

_NEEDS_TOO = {
    "residence": "cases",
    "categories": "cases",
    "workload": "cases",
    "requests": "cases",
    "needs": "accesses",
    "access_links": "accesses",
    "closing_reasons": "requests",
    "owners": "deliveries",
}
"""A group that says nothing without another one."""


@dataclass(frozen=True)
class Off:
    """A group of facts that a zone cannot give, and what is missing (``TABLE`` or ``TABLE.COLUMN``)."""

    feature: str
    missing: tuple[str, ...]

    def sentence(self) -> str:
        """Return one sentence for a log; screens have their own words for ``feature``."""
        return f"{self.feature} is off: the schema lacks {', '.join(self.missing)}."


def tables(schema: str | None = None) -> dict[str, Table]:
    """Return the tables by lower-case name, in an Oracle or PostgreSQL ``schema`` where one is given."""
    metadata = MetaData(schema=schema)
    return {
        name: Table(name, metadata, *(Column(column, kind) for column, kind in columns.items()))
        for name, columns in _COLUMNS.items()
    }


def check(connection: Connection, schema: str | None = None) -> tuple[Off, ...]:
    """Return the groups of facts that this database cannot give, from its dictionary alone."""
    return switched_off(columns_there(connection, schema))


def switched_off(there: dict[str, set[str]]) -> tuple[Off, ...]:
    """Return what is off, given the columns that exist by table (all lower case)."""
    found: dict[str, tuple[str, ...]] = {}
    for feature, needed in FEATURES.items():
        missing = tuple(_missing(needed, there))
        if not missing:
            missing = found.get(_NEEDS_TOO.get(feature, ""), ())
        if missing:
            found[feature] = missing
    return tuple(Off(feature, missing) for feature, missing in found.items())


def _missing(needed: dict[str, tuple[str, ...]], there: dict[str, set[str]]) -> Iterable[str]:
    for table, columns in needed.items():
        if table not in there:
            yield table.upper()
        else:
            yield from (f"{table}.{c}".upper() for c in columns if c not in there[table])


def columns_there(connection: Connection, schema: str | None = None) -> dict[str, set[str]]:
    """Return the columns that exist, by table, of the tables we know (lower case)."""
    inspector = inspect(connection)
    names = [*inspector.get_table_names(schema=schema), *inspector.get_view_names(schema=schema)]
    wanted = [name for name in names if name.lower() in _COLUMNS]
    if not wanted:
        return {}
    found = inspector.get_multi_columns(schema=schema, filter_names=wanted, kind=ObjectKind.ANY)
    return {name.lower(): {str(c["name"]).lower() for c in columns} for (_, name), columns in found.items()}
