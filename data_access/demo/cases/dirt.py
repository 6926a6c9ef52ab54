"""Puts the faults and oddities of real databases into a demo zone, in small numbers."""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from data_access.demo.cases.careers import LAST_DAY, NEVER, Generator
from data_access.demo.cases.columns import FOR_EVER

Rows = dict[str, dict[str, npt.NDArray]]

FAR_FUTURE = np.datetime64("2091-03-01", "D")
FORM_DEFAULT = np.datetime64("1900-01-01", "D")
END_OF_YEAR = np.datetime64("2019-12-31", "D")
_NO_OFFICE, _NO_BODY = 9999, 999
_CLOSED, _REPORTED, _HANDED_OVER, _OWN_STATE = 2, 4, 10, 20
_PRELIMINARY = 71


def spoil(rng: Generator, rows: Rows) -> None:
    """Change a few rows in place: impossible days, steps out of order, negative money, unknown codes."""
    diary = rows["cs_d_diario"]["dt_amministrativa"]
    diary[_few(rng, len(diary), 0.001)] = FAR_FUTURE
    diary[_few(rng, len(diary), 0.0005)] = FORM_DEFAULT
    late = _few(rng, len(diary), 0.003)
    diary[late] = diary[late] - 420
    access = rows["ss_scheda_accesso"]["data"]
    access[_few(rng, len(access), 0.0015)] = FORM_DEFAULT
    line = rows["cs_i_intervento_eseg"]
    line["data_esecuzione"][_few(rng, len(line["id"]), 0.0008)] = FAR_FUTURE
    early = _few(rng, len(line["id"]), 0.004)
    line["data_esecuzione"][early] = line["data_esecuzione"][early] - 500
    negative = _few(rng, len(line["id"]), 0.0008)
    line["spesa"][negative] = -np.abs(line["spesa"][negative])
    header = rows["cs_i_intervento_eseg_mast"]
    wrong = _few(rng, len(header["id"]), 0.001)
    header["spesa"][wrong] = -np.abs(header["spesa"][wrong])
    project = rows["cs_i_intervento_pr"]
    project["settore_titolare_id"][_few(rng, len(project["id"]), 0.003)] = _NO_OFFICE
    step = rows["cs_it_step"]
    step["organizzazione_id"][_few(rng, len(step["id"]), 0.002)] = _NO_BODY
    address = rows["cs_a_ana_indirizzo"]["com_cod"]
    address[_few(rng, len(address), 0.004)] = "ZZZZ"
    _odd_codes(rng, rows)
    _odd_courses(rng, rows)
    _hand_over(rng, rows["cs_a_caso_ope_tipo_ope"])
    for table in ("cs_it_step", "ss_scheda", "cs_i_intervento_eseg"):
        _repeat_keys(rng, rows[table])


def _odd_codes(rng: Generator, rows: Rows) -> None:
    """Write what stands for a code on access sheets: nobody's, a provisional one, S.I.SO's temporary one.

    CF_TEMP gives the real code of most of the temporary ones. A few sheets name no person at all.
    """
    person = rows["ss_anagrafica"]
    code = person["cf"]
    permanent = np.array([isinstance(value, str) and value[:1] in "Xx" for value in code])
    alias = np.full(len(code), None, dtype=object)
    anonymous = _few(rng, len(code), 0.004)
    alias[anonymous] = [f"Anonimo {row}" for row in anonymous]
    placeholder, provisional, temporary = (_few(rng, len(code), share) for share in (0.001, 0.001, 0.005))
    temporary = temporary[permanent[temporary]]
    real = np.array([value.upper() for value in code[temporary]], dtype=object)
    written = np.array([_temporary(value) for value in real], dtype=object)
    code[temporary] = written
    code[anonymous], code[placeholder] = "ANONIMO", "AAAAAA00A00A000A"
    code[provisional] = [f"{90_000_000_000 + row}" for row in provisional]
    person["alias"] = alias
    known = rng.random(len(real)) < 0.8
    rows["cf_temp"] = {"id": np.arange(1, known.sum() + 1), "cf_temp": written[known], "cf": real[known]}
    sheet = rows["ss_scheda"]
    # Sheet, access and person have one array of numbers in common.
    sheet["segnalato"] = np.where(rng.random(len(sheet["id"])) < 0.002, -1, sheet["segnalato"])


def _temporary(code: str) -> str:
    digest = hashlib.md5(code.encode(), usedforsecurity=False).hexdigest()
    return f"[{digest.upper()}]"


def _odd_courses(rng: Generator, rows: Rows) -> None:
    """Use what S.I.SO allows: states of the zone's own, cases handed to another body, periods not yet over.

    Some interventions are closed with a day before their activation, some preliminary lines carry euro.
    """
    step = rows["cs_it_step"]
    state = step["cfg_it_stato_id"]
    draw = rng.random(len(state))
    state[(state == _REPORTED) & (draw < 0.02)] = _OWN_STATE
    state[(state == _CLOSED) & (draw > 0.99)] = _HANDED_OVER
    line = rows["cs_i_intervento_eseg"]
    draw = rng.random(len(line["id"]))
    running = ~np.isnat(line["data_esecuzione_a"]) & (line["data_esecuzione"] > LAST_DAY - 120)
    line["data_esecuzione_a"][running & (line["data_esecuzione"] <= LAST_DAY) & (draw < 0.01)] = END_OF_YEAR
    line["spesa"][(line["stato_id"] == _PRELIMINARY) & (draw > 0.95)] = 50.0
    closed = rows["cs_d_diario"]["dt_chiusura_da"]
    backwards = _few(rng, len(closed), 0.003)
    backwards = backwards[~np.isnat(closed[backwards])]
    closed[backwards] = closed[backwards] - 900


def _hand_over(rng: Generator, workers: dict[str, npt.NDArray]) -> None:
    """Give some open cases to another worker: the old row loses its flag and is dated, a new one is added."""
    running = (workers["flag_responsabile"] == 1) & (workers["data_fine_app"] == FOR_EVER)
    given = np.flatnonzero(running & (rng.random(len(running)) < 0.03))
    day = LAST_DAY - rng.integers(10, 300, len(given))
    day = np.where(day < workers["data_inizio_app"][given], NEVER, day)
    given, day = given[~np.isnat(day)], day[~np.isnat(day)]
    others = workers["operatore_tipo_operatore_id"]
    added = {name: values[given] for name, values in workers.items()}
    added["id"] = len(running) + 1 + np.arange(len(given))
    added["operatore_tipo_operatore_id"] = others[given] % others.max() + 1
    added["data_inizio_app"] = day
    workers["flag_responsabile"][given] = 0
    workers["data_fine_app"][given] = day
    for name, values in workers.items():
        workers[name] = np.concatenate([values, added[name]])


def _few(rng: Generator, count: int, share: float) -> npt.NDArray[np.intp]:
    return np.flatnonzero(rng.random(count) < share)


def _repeat_keys(rng: Generator, columns: dict[str, npt.NDArray]) -> None:
    """Append two rows again under the same key, as a load run twice leaves them."""
    chosen = rng.integers(0, len(columns["id"]), 2)
    for name, values in columns.items():
        columns[name] = np.concatenate([values, values[chosen]])
