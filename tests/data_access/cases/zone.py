"""A small zone whose answers are known: every rule of reading has a row here that would break it.

``hand_made(url)`` builds it on SQLite or PostgreSQL. All people are invented; their codes have a place
(Y...) that no Comune has. What a right reading gives:

* 7 cases of 6 people (Anna has two files); the relative has none.
* In charge on 31 December 2018: cases 1003 and 1005; on 31 March 2019 also 1002 (reopened). 1004 is closed,
  on a day before the step that it follows; 1007, opened in 2091, is open since it was typed.
* Case 1001: access 5 January 2018, in charge after 15 days, activated after 12 more, delivered after 9.
* Valid accesses: sheets 1, 2, 3, 6; five needs on them (sheet 1 has two).
* Spend of deliveries: 501 1,199.50 by all its lines, 502 300.00 by header, 503 80.00 by header (lines left
  out), 506 50.00, 507 40.00, 508 90.00; 504 (negative) and 505 (only preliminary) are none.
* Overlap: Anna's home help (A2.07) by the Comune (501, 508) and by the AUSL (502).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime

from sqlalchemy import Column, Connection, DateTime, MetaData, String, Table, create_engine
from sqlalchemy.engine import URL, make_url

from data_access.cases.siso import tables

TODAY = "2019-09-30"

ANNA, BRUNO, CARLA = "XAAAAA40A41Y001A", "XBAAAA80A01Y001B", "XCAAAA85B41Y001C"
DARIO_TEMPORARY, RELATIVE, LONE = "STP0123456789012", "XRAAAA10A01Y001R", "XLAAAA99D41Y001L"
FADO = "XFAAAA70C01Y001F"

ROWS: dict[str, list[dict]] = {
    "cs_o_zona_soc": [
        {"id": 1, "nome": "Zona mai usata", "abilitato": "0"},
        {"id": 2, "nome": "Zona sociale di prova", "abilitato": "1 "[:1]},
    ],
    "cs_o_organizzazione": [
        {"id": 1, "nome": "Comune di Rimini", "cod_catastale": "H294", "flag_capofila": "1"},
        {"id": 2, "nome": "Comune di Bellaria-Igea Marina", "cod_catastale": "A747", "flag_capofila": "0"},
        {"id": 3, "nome": "Azienda USL della Romagna", "cod_catastale": None, "flag_capofila": None},
        {"id": 4, "nome": "Cooperativa sociale di prova", "cod_catastale": "", "flag_capofila": "0"},
    ],
    "cs_o_settore": [
        {"id": 11, "organizzazione_id": 1},
        {"id": 12, "organizzazione_id": 2},
        {"id": 13, "organizzazione_id": 3},
        {"id": 14, "organizzazione_id": 4},
        {"id": 19, "organizzazione_id": 99},
    ],
    "cs_o_operatore_settore": [
        {"id": 21, "operatore_id": 31, "settore_id": 11},
        {"id": 22, "operatore_id": 32, "settore_id": 12},
    ],
    "cs_o_operatore_tipo_operatore": [
        {"id": 41, "operatore_settore_id": 21, "tipo_operatore_id": 1},
        {"id": 42, "operatore_settore_id": 22, "tipo_operatore_id": 1},
    ],
    "cs_c_categoria_sociale": [
        {"id": 1, "descrizione": "Famiglia e minori"},
        {"id": 2, "descrizione": "Disabili"},
        {"id": 3, "descrizione": "Adulti"},
        {"id": 4, "descrizione": "Anziani"},
    ],
    "cs_a_anagrafica": [
        {"id": 101, "cf": ANNA, "sesso": "F", "data_nascita": "1940-01-01"},
        {"id": 102, "cf": BRUNO, "sesso": "M", "data_nascita": "1980-01-01"},
        {"id": 103, "cf": CARLA.lower(), "sesso": "F", "data_nascita": "1985-02-01"},
        {"id": 104, "cf": DARIO_TEMPORARY, "sesso": "M", "data_nascita": "1900-01-01"},
        {"id": 105, "cf": None, "sesso": None, "data_nascita": None},
        {"id": 106, "cf": RELATIVE, "sesso": "M", "data_nascita": "1910-01-01"},
        {"id": 107, "cf": FADO, "sesso": "M", "data_nascita": "1970-03-01"},
        {"id": 108, "cf": ANNA + " ", "sesso": "F", "data_nascita": "1940-01-01"},
    ],
    "cs_a_caso": [{"id": 1000 + n, "dt_ins": "2018-01-10"} for n in (1, 2, 3, 4, 5, 7, 8)],
    "cs_a_soggetto": [{"anagrafica_id": 100 + n, "caso_id": 1000 + n} for n in (1, 2, 3, 4, 5, 7, 8)]
    + [{"anagrafica_id": 999, "caso_id": 1999}],
    "cs_a_soggetto_categoria_soc": [
        {
            "soggetto_anagrafica_id": subject,
            "categoria_sociale_id": category,
            "prevalente": main,
            "data_inizio_app": start,
            "data_fine_app": end,
        }
        for subject, category, main, start, end in (
            (101, 4, 1, "2018-01-10", "9999-12-31"),
            (102, 3, 1, "2018-03-01", "2018-12-31"),
            (102, 1, 1, "2019-01-01", "9999-12-31"),
            (103, 1, 1, "2018-05-01", "9999-12-31"),
            (103, 2, 0, "2018-05-01", "9999-12-31"),
            (104, 3, 1, "2018-02-01", "9999-12-31"),
            (777, 3, 1, "2018-02-01", "9999-12-31"),
        )
    ],
    "cs_a_ana_indirizzo": [
        {"id": 201, "com_cod": "H294"},
        {"id": 202, "com_cod": "A747"},
        {"id": 203, "com_cod": "099014"},
        {"id": 204, "com_cod": "F205"},
        {"id": 205, "com_cod": "boh"},
    ],
    "cs_a_indirizzo": [
        {
            "ana_indirizzo_id": address,
            "soggetto_anagrafica_id": subject,
            "tipo_indirizzo_id": kind,
            "data_fine_app": end,
        }
        for address, subject, kind, end in (
            (201, 101, 1, None),
            (202, 102, 1, "2018-12-31"),
            (203, 102, 1, None),
            (202, 101, 3, None),
            (204, 103, 1, None),
            (205, 104, 1, None),
        )
    ],
    "cs_it_step": [
        {"id": step, "caso_id": case, "cfg_it_stato_id": state, "diario_id": diary, "organizzazione_id": body}
        for step, case, state, diary, body in (
            (1, 1001, 1, 1, 1),
            (2, 1001, 3, 2, 1),
            (3, 1001, 2, 3, 1),
            (4, 1002, 1, 4, 2),
            (5, 1002, 3, 5, 2),
            (6, 1002, 2, 6, 2),
            (7, 1002, 6, 7, 2),
            (8, 1002, 3, 8, 99),
            (9, 1003, 1, 9, 1),
            (10, 1003, 3, 10, 1),
            (11, 1004, 1, 11, 1),
            (12, 1004, 3, 12, 1),
            (13, 1004, 2, 13, 1),  # dated before the step it follows: still the last
            (14, 1005, 3, 14, None),
            (15, 1007, 1, 15, 1),  # 2091
            (16, 1008, 1, 16, 1),
            (17, 1008, 2, 17, 1),
            (18, 1999, 1, 1, 1),  # case without a subject
            (19, 1003, 3, 998, 1),  # no diary row, so no day
        )
    ],
    "cs_d_diario": [
        {
            "id": diary,
            "caso_id": case,
            "tipo_diario_id": kind,
            "dt_amministrativa": day,
            "dt_attivazione_da": active,
            "dt_chiusura_da": closed,
            "dt_ins": typed,
        }
        for diary, case, kind, day, active, closed, typed in (
            (1, 1001, 1, "2018-01-10", None, None, "2018-01-10"),
            (2, 1001, 1, "2018-01-20", None, None, "2018-02-20"),
            (3, 1001, 1, "2018-06-30", None, None, "2018-06-30"),
            (4, 1002, 1, "2018-03-01", None, None, "2018-03-01"),
            (5, 1002, 1, "2018-03-10", None, None, "2018-03-10"),
            (6, 1002, 1, "2018-09-01", None, None, "2018-09-01"),
            (7, 1002, 1, "2019-02-01", None, None, "2019-02-01"),
            (8, 1002, 1, "2019-02-05", None, None, "2019-02-05"),
            (9, 1003, 1, "2018-05-01", None, None, "2018-05-01"),
            (10, 1003, 1, "2018-05-03", None, None, "2018-05-03"),
            (11, 1004, 1, "2018-02-01", None, None, "2018-02-01"),
            (12, 1004, 1, "2018-04-01", None, None, "2018-04-01"),
            (13, 1004, 1, "2018-03-01", None, None, "2018-04-02"),
            (14, 1005, 1, None, None, None, "2018-07-01"),  # the day it was typed counts
            (15, 1007, 1, "2091-01-01", None, None, "2018-07-01"),
            (16, 1008, 1, "2018-08-01", None, None, "2018-08-01"),
            (17, 1008, 1, "2018-08-20", None, None, "2019-09-25"),
            (31, 1001, 3, "2018-01-25", None, None, "2018-01-25"),
            (32, 1001, 3, "2018-01-28", "2018-02-01", None, "2018-01-28"),
            (33, 1001, 3, "2018-07-02", None, "2018-06-30", "2018-07-02"),
            (34, 1002, 3, "2019-02-10", None, None, "2019-02-10"),
            (35, 1003, 3, "2018-05-10", None, None, "2018-05-10"),
            (36, 1003, 3, "2018-05-20", None, None, "2018-05-20"),
            (37, 1004, 3, "2018-05-01", "2018-06-01", None, "2018-05-01"),
            (38, 1004, 3, "2018-05-15", None, "2018-05-15", "2018-05-15"),
        )
    ],
    "cs_a_caso_ope_tipo_ope": [
        {
            "id": n,
            "caso_id": case,
            "operatore_tipo_operatore_id": role,
            "flag_responsabile": responsible,
            "data_inizio_app": start,
            "data_fine_app": end,
        }
        for n, case, role, responsible, start, end in (
            (1, 1001, 41, 1, "2018-01-20", "2018-06-30"),
            (2, 1002, 42, 1, "2018-03-10", "9999-12-31"),
            (3, 1003, 41, 1, "2018-05-03", "9999-12-31"),
            (4, 1003, 42, 0, "2018-05-03", "9999-12-31"),
            (5, 1004, 41, 1, "2018-04-01", "9999-12-31"),
            (6, 1004, 88, 1, "2018-04-01", "9999-12-31"),  # unknown role
        )
    ],
    "ss_scheda": [
        {
            "id": sheet,
            "accesso": sheet,
            "segnalato": sheet,
            "motivazione": 300 + sheet,
            "completa": complete,
            "eliminata": deleted,
            "dt_ins": typed,
        }
        for sheet, complete, deleted, typed in (
            (1, 1, 0, "2018-01-05"),
            (2, 1, 0, "2018-02-20"),
            (3, 1, 0, "2018-04-30"),
            (4, 0, 0, "2018-04-30"),
            (5, 1, 1, "2018-04-30"),
            (6, 1, 0, "2019-03-15"),
            (7, 1, 0, "2019-03-15"),
        )
    ],
    "ss_scheda_accesso": [
        {"id": sheet, "data": day, "modalita": mode, "motivo": reason, "rel_upo_organizzazione_id": body}
        for sheet, day, mode, reason, body in (
            (1, "2018-01-05", "Di Persona", "Spontaneo", 1),
            (2, "2018-02-20", "e-mail", "Inviato da", 2),
            (3, "2018-04-28", "Di Persona", "Decreto", 1),
            (4, "2018-04-28", "Di Persona", "Spontaneo", 1),
            (5, "2018-04-28", "Di Persona", "Spontaneo", 1),
            (6, "2019-03-01", "Di Persona", "testo libero", 3),
            (7, "1900-01-01", "Di Persona", "Spontaneo", 1),
        )
    ],
    "ss_scheda_segnalato": [{"id": n, "anagrafica": n} for n in range(1, 8)],
    "ss_anagrafica": [
        {"id": n, "cf": code, "sesso": sex, "data_nascita": born}
        for n, code, sex, born in (
            (1, ANNA, "F", "1940-01-01"),
            (2, BRUNO, "M", "1980-01-01"),
            (3, CARLA, "F", "1985-02-01"),
            (4, ANNA, "F", "1940-01-01"),
            (5, ANNA, "F", "1940-01-01"),
            (6, LONE, "F", "1999-04-01"),
            (7, LONE, "F", "1999-04-01"),
        )
    ],
    "ss_classificazione_motivazione": [
        {"id": 1, "descrizione": "Bisogni economici"},
        {"id": 2, "descrizione": "Non autosufficienza"},
    ],
    "ss_motivazione": [
        {"id": 1, "motivo": "Reddito insufficiente", "economico": "1", "classificazione_id": 1},
        {"id": 2, "motivo": "Assistenza a domicilio", "economico": "0", "classificazione_id": 2},
        {"id": 3, "motivo": "Affitto arretrato", "economico": "1", "classificazione_id": 1},
    ],
    "ss_motivazioni_schede": [
        {"id": n, "scheda_motivazione_id": group, "motivazione": motive}
        for n, group, motive in (
            (1, 301, 2),
            (2, 301, 1),
            (3, 302, 1),
            (4, 303, 3),
            (5, 304, 1),
            (6, 306, 3),
            (7, 306, 77),
        )
    ],
    "cs_ss_scheda_segr": [
        {"id": 1, "scheda_id": 1, "provenienza": "SS", "soggetto_id": 101},
        {"id": 2, "scheda_id": 2, "provenienza": "SS", "soggetto_id": 102},
        {"id": 3, "scheda_id": 6, "provenienza": "SERENA", "soggetto_id": 102},
        {"id": 4, "scheda_id": 3, "provenienza": "SS", "soggetto_id": None},
    ],
    "cs_i_intervento": [
        {"id": 401, "scti_tipo_intervento_id": 51, "scti_categoria_sociale_id": 4},
        {"id": 402, "scti_tipo_intervento_id": 52, "scti_categoria_sociale_id": 1},
        {"id": 403, "scti_tipo_intervento_id": 52, "scti_categoria_sociale_id": 1},
        {"id": 404, "scti_tipo_intervento_id": 52, "scti_categoria_sociale_id": 3},
    ],
    "cs_flg_intervento": [
        {
            "diario_id": diary,
            "intervento_id": request,
            "flag_att_sosp_c": flag,
            "flag_respinto": refused,
            "motivo_chiusura_int_id": motive,
        }
        for diary, request, flag, refused, motive in (
            (31, 401, "V", None, None),
            (32, 401, "A", 0, None),
            (33, 401, "C", 0, 1),
            (34, 402, "G", 0, None),
            (35, 403, "V", 0, None),
            (36, 403, "A", 1, None),  # refused: no activation
            (37, 404, "A", 0, None),
            (38, 404, "C", 0, 2),  # closed before it was active
        )
    ],
    "cs_tb_motivo_chiusura_int": [
        {"id": 1, "descrizione": "Obiettivi raggiunti"},
        {"id": 2, "descrizione": "Trasferimento"},
    ],
    "cs_c_tipo_intervento": [
        {"id": 51, "descrizione": "Assistenza domiciliare socio-assistenziale", "codice_memo": "A2.07"},
        {"id": 52, "descrizione": "Contributi economici a integrazione del reddito", "codice_memo": "A1.04"},
    ],
    "cs_i_intervento_pr": [
        {"id": 61, "settore_titolare_id": 11, "flag_servizio_ambito": "1"},
        {"id": 62, "settore_titolare_id": 13, "flag_servizio_ambito": None},
        {"id": 63, "settore_titolare_id": 19, "flag_servizio_ambito": "0"},
    ],
    "cs_i_intervento_eseg_mast": [
        {
            "id": number,
            "tipo_intervento_id": kind,
            "intervento_id": request,
            "categoria_sociale_id": 4,
            "settore_erogante_id": 14,
            "spesa": spend,
            "flag_spesa_calc": calculated,
            "tipo_beneficiario": beneficiary,
            "tot_beneficiari": 1,
            "int_progetto_id": project,
        }
        for number, kind, request, spend, calculated, beneficiary, project in (
            (501, 51, 401, 200.5, 1, "INDIVIDUALE", 61),
            (502, 51, None, 300, 0, "INDIVIDUALE", 62),
            (503, 52, None, 80, None, "INDIVIDUALE", 61),
            (504, 52, None, -10, 0, "INDIVIDUALE", 61),
            (505, 52, None, 0, 0, "INDIVIDUALE", 61),
            (506, 52, None, 50, 1, "NUCLEO", 61),
            (507, 52, None, None, 0, "INDIVIDUALE", 63),
            (508, 51, None, None, 1, "INDIVIDUALE", 61),
        )
    ],
    "cs_i_intervento_eseg": [
        {
            "id": line,
            "intervento_eseg_mast_id": number,
            "data_esecuzione": day,
            "data_esecuzione_a": until,
            "stato_id": state,
            "spesa": spend,
        }
        for line, number, day, until, state, spend in (
            (1, 501, "2018-02-01", None, 71, 999),
            (2, 501, "2018-02-10", None, 72, 100),
            (3, 501, "2018-03-10", None, 72, 100.5),
            (4, 501, "2018-06-20", None, 73, None),
            (5, 502, "2018-03-01", "2018-05-31", 72, None),
            (6, 503, "2018-06-01", None, 72, 80),
            (7, 504, "2018-06-01", None, 72, None),
            (8, 505, "2018-06-01", None, 71, 10),
            (9, 506, "2019-03-01", None, 72, 50),
            (10, 506, "2019-03-02", None, 72, -5),
            (11, 506, "2091-03-01", None, 72, 50),
            (12, 507, "2018-07-01", None, 72, 40),
            (13, 508, "2017-12-01", None, 72, 70),
            (14, 508, "2018-02-15", "2018-03-15", 72, 20),
            (15, 999, "2018-02-15", None, 72, 20),
        )
    ],
    "cs_cfg_int_eseg_stato": [
        {"id": 71, "tipo": "P", "flag_chiudi": 0},
        {"id": 72, "tipo": "E", "flag_chiudi": 0},
        {"id": 73, "tipo": "E", "flag_chiudi": 1},
    ],
    "cs_i_intervento_eseg_mast_sogg": [
        {
            "int_eseg_mast_id": number,
            "cf": code,
            "caso_id": case,
            "flag_riferimento": reference,
            "sesso": sex,
            "anno_nascita": born,
        }
        for number, code, case, reference, sex, born in (
            (501, ANNA, 1001, 1, "F", 1940),
            (502, ANNA.lower(), None, 0, "F", 1940),
            (503, CARLA, 1003, 1, "F", 1985),
            (504, CARLA, 1003, 1, "F", 1985),
            (505, CARLA, 1003, 1, "F", 1985),
            (506, RELATIVE, None, 0, "M", 1910),
            (506, BRUNO, 1002, 1, "M", 1980),
            (507, LONE, None, 1, "F", 1999),
            (508, ANNA, 1001, 1, "F", 1940),
        )
    ],
}


def hand_made(url: URL | str, rows: dict[str, list[dict]] | None = None) -> URL:
    """Create the zone's tables at an empty address and fill them; return the address."""
    url = make_url(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        fill(connection, deepcopy(ROWS) if rows is None else rows)
    engine.dispose()
    return url


def fill(
    connection: Connection, rows: dict[str, list[dict]], write: Callable[[str], str] = lambda name: name
) -> None:
    """Write rows into the tables; tables without rows are created empty.

    ``write`` gives a table's or column's name as this database writes it. Columns that only the rows have
    are there too: the real tables have many that we never read.
    """
    metadata = MetaData()
    made = {name: _table(metadata, known, rows.get(name, []), write) for name, known in tables().items()}
    metadata.create_all(connection)
    for name, table in made.items():
        for row in rows.get(name, []):
            stored = {k: _as_stored(connection, table.c[write(k)], v) for k, v in row.items()}
            connection.execute(table.insert().values({write(k): v for k, v in stored.items()}))


def _table(metadata: MetaData, known: Table, rows: list[dict], write: Callable[[str], str]) -> Table:
    columns = {column.name: column.type for column in known.columns}
    for row in rows:
        columns |= {name: String(50) for name in row if name not in columns}
    return Table(write(known.name), metadata, *(Column(write(name), kind) for name, kind in columns.items()))


def _as_stored(connection: Connection, column: Column, value: object) -> object:
    is_day = isinstance(column.type, DateTime)
    if is_day and isinstance(value, str) and connection.dialect.name != "sqlite":
        return datetime.fromisoformat(value)
    return str(value) if isinstance(column.type, String) and isinstance(value, int) else value
