"""Makes the rows of case files: steps, administrative sheets, the diary that dates both, and workers."""

from __future__ import annotations

import numpy as np

from data_access.demo.cases import catalogue
from data_access.demo.cases.careers import NEVER, Cases, Generator, Requests, only
from data_access.demo.cases.columns import (
    FOR_EVER,
    Columns,
    Rows,
    taken,
    typed_in_order,
)
from data_access.demo.cases.organisation import Organisation
from data_access.demo.cases.people import Numbers

_TAKEN = 2
"""Place of the taking in charge among the phases of a case."""


def file_rows(
    rng: Generator,
    organisation: Organisation,
    life: Cases,
    requests: Requests,
    category: Numbers,
    place: Numbers,
) -> Rows:
    """Return steps, administrative sheets and the diary that dates both, numbered as they were typed."""
    steps = _steps(rng, organisation, life, place)
    sheets = _sheets(rng, requests)
    typed = np.concatenate(
        [
            typed_in_order(rng, steps["case"], steps["order"], steps["day"]),
            typed_in_order(rng, sheets["request"], sheets["order"], sheets["day"]),
        ]
    )
    is_sheet = np.repeat([0, 1], [len(steps["case"]), len(sheets["request"])])
    group = np.concatenate([steps["case"], sheets["request"]])
    order = np.concatenate([steps["order"], sheets["order"]])
    sequence = np.lexsort((order, group, is_sheet, typed))
    diary = np.empty(len(sequence), np.int64)
    diary[sequence] = np.arange(1, len(sequence) + 1)
    step_diary, sheet_diary = diary[: len(steps["case"])], diary[len(steps["case"]) :]
    nothing = np.full(len(steps["case"]), NEVER)
    case, worker = _workers(rng, organisation, life)
    responsible = np.full(len(life.opened), -1)
    responsible[case] = worker + 1
    by_step, by_sheet = np.argsort(step_diary), np.argsort(sheet_diary)
    tables: Rows = {
        "cs_d_diario": {
            "id": diary,
            "caso_id": np.concatenate([steps["case"], requests.case[sheets["request"]]]) + 10_001,
            "tipo_diario_id": np.where(is_sheet == 1, 3, 1),
            "dt_amministrativa": np.concatenate([steps["day"], sheets["day"]]),
            "dt_attivazione_da": np.concatenate([nothing, sheets["active_from"]]),
            "dt_chiusura_da": np.concatenate([nothing, sheets["closed_from"]]),
            "dt_ins": typed,
            "responsabile_id": np.concatenate(
                [
                    # Nobody is before the case is taken in charge.
                    np.where(steps["order"] < _TAKEN, -1, responsible[steps["case"]]),
                    responsible[requests.case[sheets["request"]]],
                ]
            ),
        },
        "cs_it_step": {
            "id": step_diary,
            "caso_id": steps["case"] + 10_001,
            "cfg_it_stato_id": steps["state"],
            "diario_id": step_diary,
            "organizzazione_id": steps["body"],
            "settore_id": steps["body"] * 10 + 1,
        },
        "cs_flg_intervento": {
            "diario_id": sheet_diary,
            "intervento_id": sheets["request"] + 1,
            "flag_att_sosp_c": sheets["flag"],
            "flag_respinto": sheets["refused"],
            "motivo_chiusura_int_id": sheets["motive"],
        },
    }
    tables["cs_it_step"] = taken(tables["cs_it_step"], by_step)
    tables["cs_flg_intervento"] = taken(tables["cs_flg_intervento"], by_sheet)
    tables["cs_d_diario"] = taken(tables["cs_d_diario"], sequence)
    tables["cs_i_intervento"] = {
        "id": np.arange(1, len(requests.case) + 1),
        "scti_tipo_intervento_id": requests.support + 51,
        "scti_categoria_sociale_id": category[requests.case] + 1,
        "dt_ins": requests.requested,
    }
    tables["cs_a_caso_ope_tipo_ope"] = _worker_rows(rng, organisation, life, case, worker)
    return tables


def _steps(rng: Generator, organisation: Organisation, life: Cases, place: Numbers) -> Columns:
    count = len(life.opened)
    reported = np.where(rng.random(count) < 0.75, 4, np.where(rng.random(count) < 0.5, 10, 11))
    phases = [
        (np.full(count, 1), life.opened),
        (reported, life.reported),
        (np.full(count, 3), life.taken),
        (np.full(count, 2), life.closed),
        (np.full(count, 6), life.reopened),
        (np.full(count, 3), life.retaken),
        (np.full(count, 2), life.reclosed),
    ]
    day = np.concatenate([days for _, days in phases])
    case = np.tile(np.arange(count), len(phases))
    keep = ~np.isnat(day)
    body = organisation.social_service(rng, place[:count])
    return {
        "case": case[keep],
        "order": np.repeat(np.arange(len(phases)), count)[keep],
        "state": np.concatenate([state for state, _ in phases])[keep],
        "day": day[keep],
        "body": body[case][keep],
    }


def _sheets(rng: Generator, requests: Requests) -> Columns:
    count = len(requests.case)
    nothing = np.full(count, NEVER)
    phases = [
        ("V", 0, requests.requested, nothing, nothing),
        ("G", 0, requests.ranked, nothing, nothing),
        ("V", 1, requests.refused, nothing, nothing),
        ("A", 0, requests.activated, requests.active_from, nothing),
        ("S", 0, requests.suspended, nothing, nothing),
        ("C", 0, only(~np.isnat(requests.activated), requests.closed), nothing, requests.closed),
    ]
    day = np.concatenate([phase[2] for phase in phases])
    keep = ~np.isnat(day)
    flag = np.repeat(np.array([phase[0] for phase in phases], dtype=object), count)
    motives = rng.choice(len(catalogue.CLOSING_REASONS), len(day), p=[0.42, 0.08, 0.12, 0.16, 0.1, 0.12]) + 1
    stated = (flag == "C") & (rng.random(len(day)) < 0.93)
    return {
        "request": np.tile(np.arange(count), len(phases))[keep],
        "order": np.repeat(np.arange(len(phases)), count)[keep],
        "day": day[keep],
        "flag": flag[keep],
        "refused": np.repeat([phase[1] for phase in phases], count)[keep],
        "active_from": np.concatenate([phase[3] for phase in phases])[keep],
        "closed_from": np.concatenate([phase[4] for phase in phases])[keep],
        "motive": np.where(stated, motives, -1)[keep],
    }


def _workers(rng: Generator, organisation: Organisation, life: Cases) -> tuple[Numbers, Numbers]:
    """Return the cases taken in charge and the worker of each."""
    case = np.flatnonzero(~np.isnat(life.taken))
    workers = organisation.workers(len(life.opened))
    # Some work part of the week, and carry less.
    return case, np.floor(workers * np.round(rng.random(len(case)) ** 1.25, 6)).astype(np.int64)


def _worker_rows(
    rng: Generator, organisation: Organisation, life: Cases, case: Numbers, worker: Numbers
) -> Columns:
    end = np.where(np.isnat(life.reclosed[case]), life.closed[case], life.reclosed[case])
    end = np.where(~np.isnat(life.retaken[case]) & np.isnat(life.reclosed[case]), NEVER, end)
    end = np.where(np.isnat(end), FOR_EVER, end)
    helper = np.flatnonzero(rng.random(len(case)) < 0.15)
    return {
        "id": np.arange(1, len(case) + len(helper) + 1),
        "caso_id": np.concatenate([case, case[helper]]) + 10_001,
        "operatore_tipo_operatore_id": np.concatenate(
            [worker, rng.integers(0, organisation.workers(len(life.opened)), len(helper))]
        )
        + 1,
        "flag_responsabile": np.repeat([1, 0], [len(case), len(helper)]),
        "data_inizio_app": np.concatenate([life.taken[case], life.taken[case][helper]]),
        "data_fine_app": np.concatenate([end, end[helper]]),
    }
