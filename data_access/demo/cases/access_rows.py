"""Makes the rows of access sheets, their people and the needs they register."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from data_access.demo.cases import careers, catalogue, people
from data_access.demo.cases.careers import Cases, Generator
from data_access.demo.cases.columns import (
    Rows,
    typed_codes,
    typed_in_order,
)
from data_access.demo.cases.organisation import Organisation
from data_access.demo.cases.people import Days, Numbers

_COMES_BACK = (0.8, 0.25)
"""Access sheets after the first of people with a file, and of those without.

With them about 190,000 sheets are filled in a year, 43 for 1,000 residents: in Umbria, where S.I.SO comes
from, 40,000 people a year in 890,000 residents are in contact with social services (feasibility study of
30/12/2014, p. 53). It is about half of the contacts at desks that the demo's indicator DST057 says: who only
asks for information leaves no sheet (proposed).
"""


def access_rows(
    rng: Generator,
    organisation: Organisation,
    life: Cases,
    everyone: Numbers,
    everyones: Numbers,
    stranger_days: Days,
    place: Numbers,
) -> Rows:
    """Return the access sheets: of cases, repeated ones, of people without a file; and their needs."""
    with_file = len(life.access)
    came = np.flatnonzero(~np.isnat(life.access))
    comes_back = rng.poisson(np.where(np.arange(len(everyone)) < with_file, *_COMES_BACK))
    again = np.repeat(np.arange(len(everyone)), comes_back)
    strangers = np.arange(with_file, len(everyone))
    first_day = np.concatenate([life.access, stranger_days])
    again_day = careers.access_days(rng, len(again))
    later_than_first = np.isnat(first_day[again]) | (again_day > first_day[again])
    again, again_day = again[later_than_first], again_day[later_than_first]
    who = np.concatenate([came, again, strangers])
    day = np.concatenate([life.access[came], again_day, stranger_days])
    double = np.flatnonzero(rng.random(len(who)) < 0.008)
    who, day = np.concatenate([who, who[double]]), np.concatenate([day, day[double]])
    typed = typed_in_order(rng, np.arange(len(who)), np.zeros(len(who), np.int64), day)
    order = np.lexsort((who, typed))
    who, day, typed = who[order], day[order], typed[order]
    count = len(who)
    sheet = np.arange(1, count + 1)
    sex = people.sexes(everyone, everyones)
    surname, first_name = people.names(everyone, sex)
    needs_of = rng.integers(1, 3, count)
    group = np.repeat(sheet, needs_of)
    linked = np.flatnonzero((who < with_file) & (rng.random(count) < 0.96))
    lost = rng.random(len(linked)) < 0.04
    return {
        "ss_scheda": {
            "id": sheet,
            "identificativo": sheet + 500_000,
            "accesso": sheet,
            "segnalato": sheet,
            "motivazione": sheet,
            "completa": np.where(rng.random(count) < 0.96, 1, 0),
            "eliminata": np.where(rng.random(count) < 0.98, 0, 1),
            "dt_ins": typed,
        },
        "ss_scheda_accesso": {
            "id": sheet,
            "data": day,
            "modalita": _drawn(rng, catalogue.MODES, (0.68, 0.16, 0.06, 0.07, 0.03), count),
            "motivo": _drawn(rng, catalogue.REASONS, (0.6, 0.28, 0.08, 0.04), count),
            "rel_upo_organizzazione_id": organisation.office_of_access(rng, place[who]),
        },
        "ss_scheda_segnalato": {"id": sheet, "anagrafica": sheet},
        "ss_anagrafica": {
            "id": sheet,
            "cf": typed_codes(everyone, everyones)[who],
            "cognome": surname.astype(object)[who],
            "nome": first_name.astype(object)[who],
            "sesso": sex.astype(object)[who],
            "data_nascita": people.birthdays(everyone, everyones)[who],
        },
        "ss_motivazioni_schede": {
            "id": np.arange(1, len(group) + 1),
            "scheda_motivazione_id": group,
            "motivazione": careers.draw_need(rng, np.repeat(everyones[who], needs_of)) + 1,
        },
        "cs_ss_scheda_segr": {
            "id": np.arange(1, len(linked) + 1),
            "scheda_id": sheet[linked],
            "provenienza": np.where(rng.random(len(linked)) < 0.99, "SS", "SERENA").astype(object),
            "soggetto_id": np.where(lost, -1, who[linked] + 1),
        },
    }


def _drawn(rng: Generator, words: Sequence[str], chances: Sequence[float], count: int) -> npt.NDArray:
    return np.array(words, dtype=object)[rng.choice(len(words), count, p=chances)]
