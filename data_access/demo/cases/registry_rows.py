"""Makes the rows of people with a file: registry, case, residence, categories."""

from __future__ import annotations

import numpy as np

from data_access.demo.cases import people
from data_access.demo.cases.careers import LAST_DAY, NEVER, Cases, Generator
from data_access.demo.cases.columns import (
    FOR_EVER,
    RELATIVES_FROM,
    Columns,
    Rows,
    places,
    typed_codes,
)
from data_access.demo.cases.district import District
from data_access.demo.cases.people import NUMBERS_A_ZONE, Days, Numbers


def registry_rows(
    rng: Generator,
    district: District,
    everyone: Numbers,
    everyones: Numbers,
    number: Numbers,
    category: Numbers,
    place: Numbers,
    life: Cases,
) -> Rows:
    """Return the people with a file and some relatives, their cases, addresses and categories."""
    count = len(number)
    relatives = number[rng.random(count) < 0.2] % NUMBERS_A_ZONE + RELATIVES_FROM
    relatives = district.position * NUMBERS_A_ZONE + relatives % (NUMBERS_A_ZONE - 1)
    registered = np.concatenate([number, relatives])
    categories = np.concatenate([category, np.full(len(relatives), 2)])
    sex, born = people.sexes(registered, categories), people.birthdays(registered, categories)
    surname, first_name = people.names(registered, sex)
    subject = np.arange(1, count + 1)
    typed = np.minimum(np.where(np.isnat(life.opened), LAST_DAY, life.opened), LAST_DAY)
    codes = district.municipalities["belfiore"].to_numpy(object)[place[:count]]
    elsewhere = rng.random(count)
    codes = np.where(elsewhere < 0.02, rng.choice(["F205", "D612", "L736", "H501"], count), codes).astype(
        object
    )
    codes[(elsewhere >= 0.02) & (elsewhere < 0.03)] = None
    moved = np.flatnonzero(rng.random(count) < 0.08)
    old_codes = district.municipalities["belfiore"].to_numpy(object)[places(rng, district, moved)]
    address = np.arange(1, count + len(moved) + 1)
    return {
        "cs_a_anagrafica": {
            "id": np.arange(1, len(registered) + 1),
            "cf": typed_codes(registered, categories),
            "cognome": surname.astype(object),
            "nome": first_name.astype(object),
            "sesso": sex.astype(object),
            "data_nascita": born,
        },
        "cs_a_caso": {
            "id": subject + 10_000,
            "identificativo": subject + 700_000_000 + district.position * 1_000_000,
            "dt_ins": typed,
        },
        "cs_a_soggetto": {"anagrafica_id": subject, "caso_id": subject + 10_000},
        "cs_a_ana_indirizzo": {"id": address, "com_cod": np.concatenate([codes, old_codes])},
        "cs_a_indirizzo": {
            "ana_indirizzo_id": address,
            "soggetto_anagrafica_id": np.concatenate([subject, subject[moved]]),
            "tipo_indirizzo_id": np.ones(len(address), np.int64),
            # The current address is the row without an end: the one exception of the schema.
            "data_fine_app": np.concatenate(
                [np.full(count, NEVER), LAST_DAY - rng.integers(30, 900, len(moved))]
            ),
        },
        "cs_a_soggetto_categoria_soc": _category_rows(rng, subject, category, typed),
    }


def _category_rows(rng: Generator, subject: Numbers, category: Numbers, opened: Days) -> Columns:
    count = len(subject)
    second = np.flatnonzero(rng.random(count) < 0.1)
    other = (category[second] + rng.integers(1, 4, len(second))) % 4
    changed = np.flatnonzero((rng.random(count) < 0.04) & (opened < LAST_DAY - 200))
    change_day = opened[changed] + 120
    first_end = np.full(count, FOR_EVER)
    first_end[changed] = change_day - 1
    return {
        "soggetto_anagrafica_id": np.concatenate([subject, subject[second], subject[changed]]),
        "categoria_sociale_id": np.concatenate([category, other, (category[changed] + 2) % 4]) + 1,
        "prevalente": np.concatenate(
            [np.ones(count, np.int64), np.zeros(len(second), np.int64), np.ones(len(changed), np.int64)]
        ),
        "data_inizio_app": np.concatenate([opened, opened[second], change_day]),
        "data_fine_app": np.concatenate(
            [first_end, np.full(len(second), FOR_EVER), np.full(len(changed), FOR_EVER)]
        ),
    }
