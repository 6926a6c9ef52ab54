"""The faults that real databases have, put into a demo zone in small numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data_access.demo.cases.careers import Generator

Rows = dict[str, dict[str, npt.NDArray]]

FAR_FUTURE = np.datetime64("2091-03-01", "D")
FORM_DEFAULT = np.datetime64("1900-01-01", "D")
_NO_OFFICE, _NO_BODY = 9999, 999


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
    for table in ("cs_it_step", "ss_scheda", "cs_i_intervento_eseg"):
        _repeat_keys(rng, rows[table])


def _few(rng: Generator, count: int, share: float) -> npt.NDArray[np.intp]:
    return np.flatnonzero(rng.random(count) < share)


def _repeat_keys(rng: Generator, columns: dict[str, npt.NDArray]) -> None:
    """Append two rows again under the same key, as a load run twice leaves them."""
    chosen = rng.integers(0, len(columns["id"]), 2)
    for name, values in columns.items():
        columns[name] = np.concatenate([values, values[chosen]])
