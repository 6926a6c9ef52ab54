"""Reads the access sheets of a zone's uffici di cittadinanza, and the needs they register."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access.cases.border import (
    NEVER,
    Border,
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
from data_access.cases.case_files import known_bodies, newest_case

COLUMNS = ["sheet", "person", "identified", "birth_year", "sex", "day", "typed", "body", "municipality"]
COLUMNS += ["case", "linked"]


def accesses(border: Border, subjects: pd.DataFrame, bodies: pd.DataFrame) -> pd.DataFrame:
    """Return the valid sheets (complete, not deleted), one row each, also those that name no person.

    ``case`` comes from the link row; without one it is the newest file with the person's fiscal code
    (``linked`` False).
    """
    if "accesses" in border.off:
        return pd.DataFrame(columns=[*COLUMNS, "needs_group"])
    t = border.tables
    sheet, access, reported, registry = (
        t["ss_scheda"],
        t["ss_scheda_accesso"],
        t["ss_scheda_segnalato"],
        t["ss_anagrafica"],
    )
    raw = fetch(
        border,
        select(
            sheet.c.id.label("sheet"),
            sheet.c.completa,
            sheet.c.eliminata,
            sheet.c.dt_ins,
            access.c.data,
            access.c.rel_upo_organizzazione_id,
            registry.c.cf,
            registry.c.sesso,
            registry.c.data_nascita,
            sheet.c.motivazione,
        )
        .select_from(
            sheet.outerjoin(access, access.c.id == sheet.c.accesso)
            .outerjoin(reported, reported.c.id == sheet.c.segnalato)
            .outerjoin(registry, registry.c.id == reported.c.anagrafica)
        )
        .order_by(sheet.c.id),
        sheet.name,
        access.name,
    )
    number = ids(raw["sheet"])
    person, identified = border.persons.keys(raw["cf"], number, sheet.name)
    typed = days(raw["dt_ins"])
    body = ids(raw["rel_upo_organizzazione_id"])
    frame = pd.DataFrame(
        {
            "sheet": number,
            "person": person,
            "identified": identified,
            "birth_year": birth_years(days(raw["data_nascita"]), border.today),
            "sex": sexes(raw["sesso"]),
            "day": days(raw["data"]),
            "typed": np.where(typed > border.today, NEVER, typed),
            "body": body,
            "needs_group": ids(raw["motivazione"]),
        }
    )
    valid = flags(raw["completa"]) & ~flags(raw["eliminata"])
    frame = frame[valid]
    frame = frame[unique(border, sheet.name, frame["sheet"].to_numpy())]
    frame = frame[plausible(border, access.name, frame["day"].to_numpy())].reset_index(drop=True)
    frame["body"] = known_bodies(border, access.name, frame["body"].to_numpy(), bodies)
    place = bodies.set_index("body")["municipality"]
    frame["municipality"] = place.reindex(frame["body"]).fillna("").to_numpy(object)
    return _with_cases(border, frame, subjects)[[*COLUMNS, "needs_group"]]


def _with_cases(border: Border, frame: pd.DataFrame, subjects: pd.DataFrame) -> pd.DataFrame:
    linked = np.full(len(frame), -1, np.int64)
    if "access_links" not in border.off:
        source = border.tables["cs_ss_scheda_segr"]
        raw = fetch(
            border,
            select(source.c.scheda_id, source.c.provenienza, source.c.soggetto_id).order_by(
                source.c.scheda_id, source.c.soggetto_id
            ),
            source.name,
        )
        subject = ids(raw["soggetto_id"])
        ours = np.isin(words(raw["provenienza"]).astype(str), ("SS", "ss")) & (subject >= 0)
        links = pd.DataFrame({"sheet": ids(raw["scheda_id"]), "subject": subject})[ours]
        case = subjects.drop_duplicates("subject").set_index("subject")["case"]
        links["case"] = case.reindex(links["subject"], fill_value=-1).to_numpy()
        border.reject(source.name, "orphan", (links["case"] < 0).to_numpy())
        links = links[links["case"] >= 0].drop_duplicates("sheet").set_index("sheet")["case"]
        linked = links.reindex(frame["sheet"], fill_value=-1).to_numpy(np.int64)
    by_person = newest_case(subjects).reindex(frame["person"], fill_value=-1).to_numpy(np.int64)
    return frame.assign(linked=linked >= 0, case=np.where(linked >= 0, linked, by_person))


def needs(border: Border, sheets: pd.DataFrame) -> pd.DataFrame:
    """Return one row a need registered on a valid sheet: ``sheet, need`` (its id), ``need_class``."""
    columns = ["sheet", "need", "need_class"]
    if "needs" in border.off:
        return pd.DataFrame(columns=columns)
    link, need = border.tables["ss_motivazioni_schede"], border.tables["ss_motivazione"]
    raw = fetch(
        border,
        select(link.c.scheda_motivazione_id, link.c.motivazione).order_by(
            link.c.scheda_motivazione_id, link.c.motivazione
        ),
        link.name,
    )
    catalogue = fetch(border, select(need.c.id, need.c.classificazione_id).order_by(need.c.id), need.name)
    classes = labels(border, "ss_classificazione_motivazione", "id", "descrizione")
    by_need = pd.DataFrame(
        {
            "need": ids(catalogue["id"]),
            "need_class": looked_up(classes, ids(catalogue["classificazione_id"])),
        }
    ).drop_duplicates("need")
    frame = pd.DataFrame(
        {"needs_group": ids(raw["scheda_motivazione_id"]), "need": ids(raw["motivazione"])}
    ).drop_duplicates()
    orphan = ~np.isin(frame["need"], by_need["need"])
    border.reject(link.name, "orphan", orphan)
    groups = sheets.loc[sheets["needs_group"] >= 0, ["sheet", "needs_group"]]
    return (
        frame[~orphan]
        .merge(groups, on="needs_group")
        .merge(by_need, on="need")
        .sort_values(["sheet", "need"], ignore_index=True)[columns]
    )
