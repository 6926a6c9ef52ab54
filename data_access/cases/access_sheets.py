"""The access side of a zone: valid sheets of the uffici di cittadinanza, and the needs they register."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access.cases.border import (
    NEVER,
    Border,
    Values,
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
from data_access.cases.case_files import known_bodies
from data_access.cases.persons import person_keys

MODES = (
    "Di Persona",
    "e-mail",
    "Rilevato a domicilio",
    "Segnalazione scritta",
    "Segnalazione telefonica",
    "Altra modalità a distanza",
)
REASONS = ("Inviato da", "Spontaneo", "Convocato")
"""The application stores both as text: only its own words pass; all else, a court order too, is "Altro"."""

COLUMNS = ["sheet", "person", "identified", "birth_year", "sex", "day", "typed", "body", "municipality"]
COLUMNS += ["case", "linked", "mode", "reason"]


def accesses(border: Border, subjects: pd.DataFrame, bodies: pd.DataFrame) -> pd.DataFrame:
    """Return the valid sheets (complete, not deleted), one row each.

    ``case`` comes from the link row; without one, from the person's fiscal code (``linked`` False).
    """
    if "accesses" in border.off:
        return pd.DataFrame(columns=[*COLUMNS, "needs_group"])
    t = border.tables
    sheet, access, told, registry = (
        t["ss_scheda"],
        t["ss_scheda_accesso"],
        t["ss_scheda_segnalato"],
        t["ss_anagrafica"],
    )
    with_needs = [] if "needs" in border.off else [sheet.c.motivazione]
    raw = fetch(
        border,
        select(
            sheet.c.id.label("sheet"),
            sheet.c.completa,
            sheet.c.eliminata,
            sheet.c.dt_ins,
            access.c.data,
            access.c.modalita,
            access.c.motivo,
            access.c.rel_upo_organizzazione_id,
            registry.c.id.label("registry"),
            registry.c.cf,
            registry.c.sesso,
            registry.c.data_nascita,
            *with_needs,
        )
        .select_from(
            sheet.outerjoin(access, access.c.id == sheet.c.accesso)
            .outerjoin(told, told.c.id == sheet.c.segnalato)
            .outerjoin(registry, registry.c.id == told.c.anagrafica)
        )
        .order_by(sheet.c.id),
        sheet.name,
        access.name,
    )
    number = ids(raw["sheet"])
    person, identified = person_keys(
        raw["cf"], ids(raw["registry"]), key=border.key, zone=border.zone, table=registry.name
    )
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
            "mode": _own_words(raw["modalita"], MODES),
            "reason": _own_words(raw["motivo"], REASONS),
            "needs_group": ids(raw.get("motivazione", [None] * len(number))),
        }
    )
    valid = flags(raw["completa"]) & ~flags(raw["eliminata"])
    orphan = valid & (ids(raw["registry"]) < 0)
    border.reject(sheet.name, "orphan", orphan)
    frame = frame[valid & ~orphan]
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
        ours = (words(raw["provenienza"]) == "SS") & (subject >= 0)
        links = pd.DataFrame({"sheet": ids(raw["scheda_id"]), "subject": subject})[ours]
        case = subjects.drop_duplicates("subject").set_index("subject")["case"]
        links["case"] = case.reindex(links["subject"], fill_value=-1).to_numpy()
        border.reject(source.name, "orphan", (links["case"] < 0).to_numpy())
        links = links[links["case"] >= 0].drop_duplicates("sheet").set_index("sheet")["case"]
        linked = links.reindex(frame["sheet"], fill_value=-1).to_numpy(np.int64)
    by_person = case_by_person(subjects).reindex(frame["person"], fill_value=-1).to_numpy(np.int64)
    return frame.assign(linked=linked >= 0, case=np.where(linked >= 0, linked, by_person))


def case_by_person(subjects: pd.DataFrame) -> pd.Series:
    """Return the (first) case of each person key."""
    return subjects.sort_values("case").drop_duplicates("person").set_index("person")["case"]


def needs(border: Border, sheets: pd.DataFrame) -> pd.DataFrame:
    """Return one row a need registered on a valid sheet: ``sheet, need, need_class, economic``."""
    columns = ["sheet", "need", "need_class", "economic"]
    if "needs" in border.off:
        return pd.DataFrame(columns=columns)
    link, need = border.tables["ss_motivazioni_schede"], border.tables["ss_motivazione"]
    raw = fetch(
        border,
        select(link.c.id, link.c.scheda_motivazione_id, link.c.motivazione).order_by(link.c.id),
        link.name,
    )
    catalogue = fetch(border, select(*need.c), need.name)
    classes = labels(border, "ss_classificazione_motivazione", "id", "descrizione")
    by_need = pd.DataFrame(
        {
            "motive": ids(catalogue["id"]),
            "need": words(catalogue["motivo"]),
            "need_class": looked_up(classes, ids(catalogue["classificazione_id"])),
            "economic": flags(catalogue["economico"]),
        }
    ).drop_duplicates("motive")
    frame = pd.DataFrame(
        {"needs_group": ids(raw["scheda_motivazione_id"]), "motive": ids(raw["motivazione"])}
    ).drop_duplicates()
    orphan = ~np.isin(frame["motive"], by_need["motive"])
    border.reject(link.name, "orphan", orphan)
    groups = sheets.loc[sheets["needs_group"] >= 0, ["sheet", "needs_group"]]
    return (
        frame[~orphan]
        .merge(groups, on="needs_group")
        .merge(by_need, on="motive")
        .sort_values(["sheet", "motive"], ignore_index=True)[columns]
    )


def _own_words(values: Values, known: tuple[str, ...]) -> np.ndarray:
    text = words(values)
    return np.where(np.isin(text.astype(str), [*known, ""]), text, "Altro")
