"""Reads the case files of a zone: people, their categories, steps of the case, who is responsible."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access.cases.border import (
    NEVER,
    Border,
    Days,
    Ids,
    birth_years,
    catalogue_rows,
    days,
    fetch,
    flags,
    ids,
    known_days,
    looked_up,
    sexes,
    unique,
    words,
)
from data_access.cases.places import is_elsewhere, municipality_codes

STATES = {
    1: "open",
    2: "closed",
    3: "in_charge",
    4: "reported",
    6: "reopened",
    10: "handed_over",
    11: "reported",
}
"""CS_CFG_IT_STATO: the ids wired in the application. A zone may add states of its own: they read as ``open``,
for every state but ``closed`` is an active case. 10 hands the case to another body."""

WIRED_CATEGORIES = {1: "Famiglia e minori", 2: "Disabili", 3: "Adulti", 4: "Anziani"}
"""CS_C_CATEGORIA_SOCIALE: what the application means by these ids, whatever their label says in a zone."""

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
        subject.name,
    )
    cases, who = ids(raw["caso_id"]), ids(raw["anagrafica_id"])
    person, identified = border.persons.keys(raw["cf"], who, registry.name)
    begun = _typed_cases(border)
    frame = pd.DataFrame(
        {
            "case": cases,
            "subject": who,
            "person": person,
            "identified": identified,
            "birth_year": birth_years(days(raw["data_nascita"]), border.today),
            "sex": sexes(raw["sesso"]),
            "begun": begun.reindex(cases).to_numpy(),
        }
    )
    orphan = (ids(raw["id"]) < 0) | ~np.isin(cases, begun.index)
    border.reject(subject.name, "orphan", orphan)
    frame = frame[~orphan]
    frame = frame[unique(border, subject.name, frame["case"].to_numpy())]
    return frame.join(_residence(border), on="subject").fillna({"municipality": "", "resident": ""})


def _typed_cases(border: Border) -> pd.Series:
    """Return the day each case was typed by case, NaT where nobody noted it."""
    case = border.tables["cs_a_caso"]
    raw = fetch(border, select(case.c.id, case.c.dt_ins).order_by(case.c.id), case.name)
    day = days(raw["dt_ins"])
    begun = pd.Series(np.where(day > border.today, NEVER, day), index=ids(raw["id"]))
    return begun[~begun.index.duplicated()]


def newest_case(subjects: pd.DataFrame) -> pd.Series:
    """Return by person key the newest of the person's cases: there goes what names the person alone."""
    by_age = subjects.sort_values(["begun", "case"], na_position="first")
    return by_age.drop_duplicates("person", keep="last").set_index("person")["case"]


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
    case = _case_of(subjects, ids(raw["soggetto_anagrafica_id"]))
    name = category_names(border, ids(raw["categoria_sociale_id"]))
    orphan = (case < 0) | (name == "")
    border.reject(source.name, "orphan", orphan)
    # A start that cannot be is unknown, which means from ever: the category itself is no less true.
    start = known_days(border, source.name, days(raw["data_inizio_app"]), of=~orphan)
    end = days(raw["data_fine_app"])
    end[end > border.today] = NEVER
    backwards = ~np.isnat(end) & (end < start)
    border.reject(source.name, "step_out_of_order", backwards & ~orphan, effect="value")
    frame = pd.DataFrame(
        {
            "case": case,
            "category": name,
            "main": flags(raw["prevalente"]),
            "start": start,
            "end": np.where(backwards, start, end),
        }
    )
    return frame[~orphan].sort_values(["case", "start", "category"], kind="stable", ignore_index=True)


def category_names(border: Border, category: Ids) -> np.ndarray:
    """Return the label of categories by id, "" for one that nobody knows."""
    raw = catalogue_rows(border, "cs_c_categoria_sociale", "id", "descrizione")
    local = pd.Series(words(raw["descrizione"]), index=ids(raw["id"]), dtype=object)
    # A local category without a label is still one of the zone's own.
    local = local[~local.index.duplicated() & ~local.index.isin(WIRED_CATEGORIES)].replace("", "?")
    return looked_up(pd.concat([pd.Series(WIRED_CATEGORIES, dtype=object), local]), category)


def steps(border: Border, subjects: pd.DataFrame, bodies: pd.DataFrame) -> pd.DataFrame:
    """Return the workflow of each case by ID: ``case, order, state, day, typed, body, responsible``.

    The last step is the one with the greatest ID, whatever its date: the application compares no dates. So
    every step stays. Its day is the diary's DT_AMMINISTRATIVA, where missing the day it was typed; a day
    before the previous step's, or one that cannot be, becomes the previous step's.
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
            diary.c.responsabile_id,
        )
        .select_from(step.outerjoin(diary, diary.c.id == step.c.diario_id))
        .order_by(step.c.caso_id, step.c.id),
        step.name,
    )
    case, typed = ids(raw["caso_id"]), days(raw["dt_ins"])
    typed = np.where(typed > border.today, NEVER, typed)
    written = days(raw["dt_amministrativa"])
    frame = pd.DataFrame(
        {
            "id": ids(raw["id"]),
            "case": case,
            "state": pd.Series(ids(raw["cfg_it_stato_id"])).map(STATES).fillna("open").to_numpy(object),
            "day": np.where(np.isnat(written), typed, written),
            "typed": typed,
            "body": known_bodies(border, step.name, ids(raw["organizzazione_id"]), bodies),
            "responsible": ids(raw["responsabile_id"]),
        }
    )
    orphan = ~np.isin(case, subjects["case"].to_numpy())
    border.reject(step.name, "orphan", orphan)
    frame = frame[~orphan]
    frame = frame[unique(border, step.name, frame["id"].to_numpy())]
    frame = frame.sort_values(["case", "id"], ignore_index=True)
    missing = frame["day"].isna().to_numpy()
    frame["day"] = known_days(border, step.name, frame["day"].to_numpy())
    frame["day"], backwards = _in_order(frame, subjects)
    border.reject(step.name, "step_out_of_order", backwards, effect="value")
    # Nothing in the whole case says when: then there is no telling since when it is open.
    never = frame["day"].isna().to_numpy()
    border.reject(step.name, "day_missing", missing & ~never, effect="value")
    border.reject(step.name, "day_missing", never)
    frame = frame[~never].reset_index(drop=True)
    frame.insert(1, "order", frame.groupby("case").cumcount())
    return frame.drop(columns="id")


def _in_order(frame: pd.DataFrame, subjects: pd.DataFrame) -> tuple[Days, np.ndarray]:
    """Return days that never go back within a case, and which of the written ones did.

    A first step without a day takes the day it was typed, or that of its case, but none after the next step.
    """
    case, day = frame["case"], frame["day"]
    following = day.groupby(case).bfill()
    begun = subjects.set_index("case")["begun"].reindex(case).to_numpy()
    stand_in = frame["typed"].fillna(pd.Series(begun, index=frame.index))
    first = ~case.duplicated()
    guess = pd.concat([following, stand_in], axis=1).min(axis=1)
    filled = day.mask(first & day.isna(), guess)
    number = filled.to_numpy("datetime64[s]").astype(np.int64)
    reached = pd.Series(number).groupby(case.to_numpy()).cummax().to_numpy().astype("datetime64[s]")
    return reached, (day < reached).to_numpy()


def known_bodies(border: Border, table: str, body: Ids, bodies: pd.DataFrame) -> Ids:
    """Return the body where the zone knows it, else -1; an id that means nothing is counted."""
    if "bodies" in border.off:
        return np.full(len(body), -1, np.int64)
    unknown = (body >= 0) & ~np.isin(body, bodies["body"].to_numpy())
    border.reject(table, "body_unknown", unknown, effect="value")
    return np.where(unknown, -1, body)


def workers(border: Border, subjects: pd.DataFrame, case_steps: pd.DataFrame) -> pd.DataFrame:
    """Return who is responsible for each case: ``case, worker, start, end, now``.

    Rows of ``now`` are the operators flagged in CS_A_CASO_OPE_TIPO_OPE at the time of reading. That table has
    no history: at a hand-over the flag of the old row goes to 0, and that of a row as old as the case may go
    to 1. The other rows are the history, from the responsible operator that the diary of each step names.
    """
    columns = ["case", "worker", "start", "end", "now"]
    if "workload" in border.off:
        return pd.DataFrame(columns=columns)
    now = _responsible_now(border, subjects).assign(start=border.today, end=NEVER, now=True)
    if "workload_history" in border.off:
        return now[columns]
    named = case_steps[case_steps["responsible"] >= 0]
    until = named.groupby("case")["day"].shift(-1) - pd.Timedelta(days=1)
    history = named.rename(columns={"responsible": "worker", "day": "start"}).assign(end=until, now=False)
    return pd.concat([history[columns], now[columns]], ignore_index=True)


def _responsible_now(border: Border, subjects: pd.DataFrame) -> pd.DataFrame:
    t = border.tables
    role, kind, office = (
        t["cs_a_caso_ope_tipo_ope"],
        t["cs_o_operatore_tipo_operatore"],
        t["cs_o_operatore_settore"],
    )
    raw = fetch(
        border,
        select(role.c.caso_id, role.c.flag_responsabile, role.c.data_fine_app, office.c.operatore_id)
        .select_from(
            role.outerjoin(kind, kind.c.id == role.c.operatore_tipo_operatore_id).outerjoin(
                office, office.c.id == kind.c.operatore_settore_id
            )
        )
        .order_by(role.c.caso_id, office.c.operatore_id),
        role.name,
    )
    case, worker = ids(raw["caso_id"]), ids(raw["operatore_id"])
    end = days(raw["data_fine_app"])
    current = flags(raw["flag_responsabile"]) & (np.isnat(end) | (end >= border.today))
    orphan = current & ((worker < 0) | ~np.isin(case, subjects["case"].to_numpy()))
    border.reject(role.name, "orphan", orphan)
    frame = pd.DataFrame({"case": case, "worker": worker})[current & ~orphan]
    return frame.drop_duplicates(ignore_index=True)


def _case_of(subjects: pd.DataFrame, subject: Ids) -> Ids:
    by_subject = subjects.drop_duplicates("subject").set_index("subject")["case"]
    return by_subject.reindex(subject, fill_value=-1).to_numpy(np.int64)
