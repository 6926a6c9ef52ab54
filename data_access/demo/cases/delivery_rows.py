"""Makes the rows of deliveries: headers, projects, lines and beneficiaries."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data_access.demo.cases import careers, catalogue, people
from data_access.demo.cases.careers import LAST_DAY, NEVER, Deliveries, Generator
from data_access.demo.cases.columns import (
    RELATIVES_FROM,
    Columns,
    Rows,
    taken,
    typed_codes,
)
from data_access.demo.cases.district import District
from data_access.demo.cases.organisation import Organisation
from data_access.demo.cases.people import NUMBERS_A_ZONE, Days, Numbers

_PRELIMINARY, _DELIVERED, _ENDED = 71, 72, 73


def delivery_rows(
    rng: Generator,
    district: District,
    organisation: Organisation,
    delivered: Deliveries,
    with_file: int,
    everyone: Numbers,
    everyones: Numbers,
    place: Numbers,
) -> Rows:
    """Return headers, projects, lines and beneficiaries; the first ``with_file`` people have a case."""
    who = np.where(delivered.case >= 0, delivered.case, with_file - 1 - delivered.case)
    owner = organisation.owner(rng, place[who], delivered.support)
    # The same support by another body, over the same time: what the overlap page is for.
    twin = np.flatnonzero(rng.random(len(who)) < 0.018)
    other = organisation.another_owner(rng, place[who[twin]], owner[twin])
    twin_first = np.minimum(delivered.first[twin] + rng.integers(0, 40, len(twin)), LAST_DAY)
    who, owner = np.concatenate([who, who[twin]]), np.concatenate([owner, other])
    support = np.concatenate([delivered.support, delivered.support[twin]])
    request = np.concatenate([delivered.request, np.full(len(twin), -1)])
    first = np.concatenate([delivered.first, twin_first])
    last = np.maximum(np.concatenate([delivered.last, delivered.last[twin]]), first)
    ended = np.concatenate([delivered.ended, delivered.ended[twin]])
    order = np.argsort(first, kind="stable")
    who, owner, support, request = who[order], owner[order], support[order], request[order]
    first, last, ended = first[order], last[order], ended[order]
    count = len(who)
    header = np.arange(1, count + 1)
    lines, line_sum = _line_rows(rng, header, support, first, np.minimum(last, LAST_DAY), ended)
    how = rng.random(count)
    typed_by_hand = how >= 0.7
    both = how >= 0.965
    silent = (typed_by_hand & ~both)[lines["intervento_eseg_mast_id"] - 1]
    lines["spesa"] = np.where(silent, np.nan, lines["spesa"])
    with_project = rng.random(count) < 0.9
    # Without a project the delivering office counts as the owner's: then it is the owner's own.
    deliverer = np.where(with_project, organisation.deliverer(rng, owner), owner)
    return {
        "cs_i_intervento_pr": {
            "id": header[with_project],
            "settore_titolare_id": owner[with_project] * 10 + 1,
            "flag_servizio_ambito": np.where(owner == organisation.union, "1", "0").astype(object)[
                with_project
            ],
        },
        "cs_i_intervento_eseg_mast": {
            "id": header,
            "tipo_intervento_id": support + 51,
            "intervento_id": np.where(request >= 0, request + 1, -1),
            "categoria_sociale_id": everyones[who] + 1,
            "settore_erogante_id": deliverer * 10 + 1,
            "spesa": np.round(line_sum, 2),
            "flag_spesa_calc": np.where(typed_by_hand, np.where(rng.random(count) < 0.5, 0, -1), 1),
            "tipo_beneficiario": np.where(
                np.array([kind.household for kind in catalogue.SUPPORTS])[support], "NUCLEO", "INDIVIDUALE"
            ).astype(object),
            "tot_beneficiari": np.ones(count, np.int64),
            "int_progetto_id": np.where(with_project, header, -1),
            "tipo_intervento_custom_id": np.full(count, -1),
        },
        "cs_i_intervento_eseg": lines,
        "cs_i_intervento_eseg_mast_sogg": _beneficiary_rows(
            rng, district, header, who, with_file, support, everyone, everyones
        ),
    }


def _line_rows(
    rng: Generator, header: Numbers, support: Numbers, first: Days, last: Days, ended: npt.NDArray[np.bool_]
) -> tuple[Columns, npt.NDArray[np.float64]]:
    """Return the lines, one to three months each or one to three payments, and the sum of each header."""
    monthly = np.array([kind.monthly for kind in catalogue.SUPPORTS])[support]
    every = np.array([kind.months for kind in catalogue.SUPPORTS])[support]
    low, high = np.array([kind.euro for kind in catalogue.SUPPORTS], dtype=float)[support].T
    months = np.minimum((last - first).astype(np.int64) // 30 + 1, 40)
    payments = np.minimum(rng.choice([1, 2, 3], len(header), p=[0.6, 0.25, 0.15]), months)
    count = np.where(monthly, -(-months // every), payments)
    of_line = np.repeat(np.arange(len(header)), count)
    position = np.arange(len(of_line)) - np.repeat(np.cumsum(count) - count, count)
    span = every[of_line]
    day = first[of_line] + position * 30 * span
    until = np.where(monthly[of_line], np.minimum(day + 30 * span - 1, np.maximum(last[of_line], day)), NEVER)
    covered = np.where(monthly[of_line], np.minimum(span, months[of_line] - position * span), 1)
    euro = np.round(low + (high - low) * rng.random(len(header)), 0)[of_line] * covered
    euro = np.round(euro * (0.94 + 0.12 * rng.random(len(of_line))), 2)
    final = position == count[of_line] - 1
    state = np.where(final & ended[of_line], _ENDED, _DELIVERED)
    ahead = np.flatnonzero(rng.random(len(header)) < 0.1)
    number = np.concatenate([header[of_line], header[ahead]])
    days = np.concatenate([day, np.maximum(first[ahead] - 3, careers.FIRST_DAY - 700)])
    order = np.lexsort((number, days))
    columns = {
        "intervento_eseg_mast_id": number,
        "data_esecuzione": days,
        "data_esecuzione_a": np.concatenate([until, np.full(len(ahead), NEVER)]),
        "stato_id": np.concatenate([state, np.full(len(ahead), _PRELIMINARY)]),
        "spesa": np.concatenate([euro, np.zeros(len(ahead))]),
    }
    sums = np.bincount(of_line, weights=euro, minlength=len(header)).astype(np.float64)
    return {"id": np.arange(1, len(order) + 1), **taken(columns, order)}, sums


def _beneficiary_rows(
    rng: Generator,
    district: District,
    header: Numbers,
    who: Numbers,
    with_file: int,
    support: Numbers,
    everyone: Numbers,
    everyones: Numbers,
) -> Columns:
    household = np.array([kind.household for kind in catalogue.SUPPORTS])[support]
    also = np.flatnonzero(household & (rng.random(len(header)) < 0.5))
    relative = (
        district.position * NUMBERS_A_ZONE + RELATIVES_FROM + who[also] % (NUMBERS_A_ZONE - RELATIVES_FROM)
    )
    number = np.concatenate([everyone[who], relative])
    category = np.concatenate([everyones[who], np.full(len(also), 2)])
    sex = people.sexes(number, category)
    known = (who < with_file) & (rng.random(len(header)) < 0.9)
    code = typed_codes(number, category)
    # Part of the key here, so never empty: an office makes something up.
    missing = np.array([value is None for value in code])
    code[missing] = [f"ND{who:014d}" for who in number[missing]]
    return {
        "int_eseg_mast_id": np.concatenate([header, header[also]]),
        "cf": code,
        "caso_id": np.concatenate([np.where(known, who + 10_001, -1), np.full(len(also), -1)]),
        "flag_riferimento": np.repeat([1, 0], [len(header), len(also)]),
        "sesso": sex.astype(object),
        "anno_nascita": people.birthdays(number, category).astype("datetime64[Y]").astype(np.int64) + 1970,
    }
