"""The case side of a zone: people with a file, their categories, steps of the case, who is responsible."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access.cases.border import (
    NEVER,
    Border,
    Ids,
    birth_years,
    days,
    fetch,
    flags,
    ids,
    labels,
    looked_up,
    plausible,
    sexes,
    unique,
    words,
)
from data_access.cases.persons import person_keys
from data_access.cases.places import is_elsewhere, municipality_codes

STATES = {
    1: "open",
    2: "closed",
    3: "in_charge",
    4: "reported",
    6: "reopened",
    10: "reported",
    11: "reported",
}
"""CS_CFG_IT_STATO: the ids wired in the application. Every state but ``closed`` is an active case."""

RESIDENCE = 1


def people(border: Border) -> pd.DataFrame:
    """Return one row a case: its subject. A relative has a row in CS_A_ANAGRAFICA but no file.

    A subject with two files is two rows with the same ``person``: count persons, not rows.
    """
    t = border.tables
    subject, registry = t["cs_a_soggetto"], t["cs_a_anagrafica"]
    raw = fetch(
        border,
        select(
            subject.c.anagrafica_id,
            subject.c.caso_id,
            registry.c.id,
            registry.c.cf,
            registry.c.sesso,
            registry.c.data_nascita,
        )
        .select_from(subject.outerjoin(registry, registry.c.id == subject.c.anagrafica_id))
        .order_by(subject.c.caso_id, subject.c.anagrafica_id),
        "cs_a_soggetto",
    )
    subjects, cases = ids(raw["anagrafica_id"]), ids(raw["caso_id"])
    person, identified = person_keys(
        raw["cf"], subjects, key=border.key, zone=border.zone, table="cs_a_anagrafica"
    )
    frame = pd.DataFrame(
        {
            "case": cases,
            "subject": subjects,
            "person": person,
            "identified": identified,
            "birth_year": birth_years(days(raw["data_nascita"]), border.today),
            "sex": sexes(raw["sesso"]),
        }
    )
    known_cases = ids(fetch(border, select(t["cs_a_caso"].c.id), "cs_a_caso")["id"])
    orphan = (ids(raw["id"]) < 0) | ~np.isin(cases, known_cases)
    border.reject("cs_a_soggetto", "orphan", orphan)
    frame = frame[~orphan]
    frame = frame[unique(border, "cs_a_soggetto", frame["case"].to_numpy())]
    return frame.join(_residence(border), on="subject").fillna({"municipality": "", "resident": ""})


def _residence(border: Border) -> pd.DataFrame:
    """Return Comune by subject: the current residence, which is the row *without* an end (section 2)."""
    empty = pd.DataFrame({"municipality": [], "resident": []}, dtype=object)
    if "residence" in border.off:
        return empty
    link, address = border.tables["cs_a_indirizzo"], border.tables["cs_a_ana_indirizzo"]
    raw = fetch(
        border,
        select(
            link.c.ana_indirizzo_id,
            link.c.soggetto_anagrafica_id,
            link.c.tipo_indirizzo_id,
            link.c.data_fine_app,
            address.c.com_cod,
        )
        .select_from(link.outerjoin(address, address.c.id == link.c.ana_indirizzo_id))
        .order_by(link.c.ana_indirizzo_id),
        link.name,
        address.name,
    )
    until = days(raw["data_fine_app"])
    current = (ids(raw["tipo_indirizzo_id"]) == RESIDENCE) & (np.isnat(until) | (until > border.today))
    code = municipality_codes(raw["com_cod"])
    inside = code != ""
    elsewhere = is_elsewhere(raw["com_cod"])
    unknown = current & ~inside & ~elsewhere & (words(raw["com_cod"]) != "")
    border.reject("cs_a_ana_indirizzo", "municipality_unknown", unknown, effect="value")
    frame = pd.DataFrame(
        {
            "subject": ids(raw["soggetto_anagrafica_id"]),
            "municipality": code,
            "resident": np.select([inside, elsewhere], ["region", "outside"], ""),
        }
    )[current]
    return frame.drop_duplicates("subject", keep="last").set_index("subject")


def categories(border: Border, subjects: pd.DataFrame) -> pd.DataFrame:
    """Return the categories of need of each case over time: ``case, category, main, start, end``."""
    columns = ["case", "category", "main", "start", "end"]
    if "categories" in border.off:
        return pd.DataFrame(columns=columns)
    source = border.tables["cs_a_soggetto_categoria_soc"]
    raw = fetch(border, select(*source.c).order_by(source.c.soggetto_anagrafica_id), source.name)
    subject, start = ids(raw["soggetto_anagrafica_id"]), days(raw["data_inizio_app"])
    case = _case_of(subjects, subject)
    name = looked_up(
        labels(border, "cs_c_categoria_sociale", "id", "descrizione"), ids(raw["categoria_sociale_id"])
    )
    orphan = (case < 0) | (name == "")
    border.reject(source.name, "orphan", orphan)
    end = days(raw["data_fine_app"])
    end[end > border.today] = NEVER
    backwards = ~np.isnat(end) & (end < start)
    border.reject(source.name, "step_out_of_order", backwards & ~orphan)
    keep = ~orphan & ~backwards & plausible(border, source.name, start)
    frame = pd.DataFrame(
        {"case": case, "category": name, "main": flags(raw["prevalente"]), "start": start, "end": end}
    )
    return frame[keep].sort_values(["case", "start", "category"], kind="stable", ignore_index=True)


def steps(border: Border, subjects: pd.DataFrame, bodies: pd.DataFrame) -> pd.DataFrame:
    """Return the workflow of each case by ID: ``case, order, state, day, typed, body``.

    The day is the diary's DT_AMMINISTRATIVA, where missing the day it was typed. A step dated before
    one that precedes it by ID is left out, so that days never go back within a case.
    """
    step, diary = border.tables["cs_it_step"], border.tables["cs_d_diario"]
    raw = fetch(
        border,
        select(
            step.c.id,
            step.c.caso_id,
            step.c.cfg_it_stato_id,
            step.c.organizzazione_id,
            diary.c.dt_amministrativa,
            diary.c.dt_ins,
        )
        .select_from(step.outerjoin(diary, diary.c.id == step.c.diario_id))
        .order_by(step.c.caso_id, step.c.id),
        step.name,
    )
    typed = days(raw["dt_ins"])
    day = days(raw["dt_amministrativa"])
    day = np.where(np.isnat(day), typed, day)
    case = ids(raw["caso_id"])
    state = pd.Series(ids(raw["cfg_it_stato_id"])).map(STATES).fillna("").to_numpy(object)
    frame = pd.DataFrame(
        {
            "id": ids(raw["id"]),
            "case": case,
            "state": state,
            "day": day,
            "typed": np.where(typed > border.today, NEVER, typed),
            "body": known_bodies(border, step.name, ids(raw["organizzazione_id"]), bodies),
        }
    )
    orphan = ~np.isin(case, subjects["case"].to_numpy())
    border.reject(step.name, "orphan", orphan)
    strange = ~orphan & (state == "")
    border.reject(step.name, "state_unknown", strange)
    frame = frame[~orphan & ~strange]
    frame = frame[unique(border, step.name, frame["id"].to_numpy())]
    frame = frame[plausible(border, step.name, frame["day"].to_numpy())]
    frame = frame.sort_values(["case", "id"], ignore_index=True)
    reached = frame["day"].astype("int64").groupby(frame["case"]).cummax()
    backwards = (frame["day"].astype("int64") < reached).to_numpy()
    border.reject(step.name, "step_out_of_order", backwards)
    frame = frame[~backwards].reset_index(drop=True)
    frame.insert(1, "order", frame.groupby("case").cumcount())
    return frame.drop(columns="id")


def known_bodies(border: Border, table: str, body: Ids, bodies: pd.DataFrame) -> Ids:
    """Return the body where the zone knows it, else -1; an id that means nothing is counted."""
    if "bodies" in border.off:
        return np.full(len(body), -1, np.int64)
    unknown = (body >= 0) & ~np.isin(body, bodies["body"].to_numpy())
    border.reject(table, "body_unknown", unknown, effect="value")
    return np.where(unknown, -1, body)


def workers(border: Border, subjects: pd.DataFrame) -> pd.DataFrame:
    """Return who is responsible for each case, over time: ``case, worker, start, end``."""
    if "workload" in border.off:
        return pd.DataFrame(columns=["case", "worker", "start", "end"])
    t = border.tables
    role, kind, office = (
        t["cs_a_caso_ope_tipo_ope"],
        t["cs_o_operatore_tipo_operatore"],
        t["cs_o_operatore_settore"],
    )
    raw = fetch(
        border,
        select(
            role.c.caso_id,
            role.c.flag_responsabile,
            role.c.data_inizio_app,
            role.c.data_fine_app,
            office.c.operatore_id,
        )
        .select_from(
            role.outerjoin(kind, kind.c.id == role.c.operatore_tipo_operatore_id).outerjoin(
                office, office.c.id == kind.c.operatore_settore_id
            )
        )
        .order_by(role.c.caso_id, role.c.data_inizio_app),
        role.name,
    )
    case, worker = ids(raw["caso_id"]), ids(raw["operatore_id"])
    responsible = flags(raw["flag_responsabile"])
    orphan = responsible & ((worker < 0) | ~np.isin(case, subjects["case"].to_numpy()))
    border.reject(role.name, "orphan", orphan)
    end = days(raw["data_fine_app"])
    end[end > border.today] = NEVER
    frame = pd.DataFrame({"case": case, "worker": worker, "start": days(raw["data_inizio_app"]), "end": end})[
        responsible & ~orphan
    ]
    frame = frame[plausible(border, role.name, frame["start"].to_numpy())]
    backwards = (frame["end"] < frame["start"]).to_numpy()
    border.reject(role.name, "step_out_of_order", backwards)
    return frame[~backwards].reset_index(drop=True)


def _case_of(subjects: pd.DataFrame, subject: Ids) -> Ids:
    by_subject = subjects.drop_duplicates("subject").set_index("subject")["case"]
    return by_subject.reindex(subject, fill_value=-1).to_numpy(np.int64)
