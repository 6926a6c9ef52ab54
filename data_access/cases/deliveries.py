"""What a zone delivered: headers (erogazioni), their lines, their beneficiaries, and the money once."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access.cases.access_sheets import case_by_person
from data_access.cases.border import (
    Border,
    Mask,
    cents,
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
from data_access.cases.requests import support_types

DELIVERY_COLUMNS = ["delivery", "type", "type_name", "category", "owner", "service_of_zone", "request"]
DELIVERY_COLUMNS += ["first", "last", "open", "lines", "spend", "spend_from", "kind", "heads"]
LINE_COLUMNS = ["delivery", "day", "until", "spend"]
BENEFICIARY_COLUMNS = ["delivery", "person", "identified", "case", "reference", "birth_year", "sex"]


def read_deliveries(
    border: Border, subjects: pd.DataFrame, bodies: pd.DataFrame, entered: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return deliveries, their lines and their beneficiaries.

    Money comes from the header or from the lines, never from both: lines where FLAG_SPESA_CALC is 1 or
    the header is empty, else the header, which has no date. Only lines in a state of TIPO 'E' are
    deliveries; a header without one is none. ``entered`` gives by case the access that opened it: what
    is dated before it is left out.
    """
    if "deliveries" in border.off:
        return tuple(
            pd.DataFrame(columns=columns) for columns in (DELIVERY_COLUMNS, LINE_COLUMNS, BENEFICIARY_COLUMNS)
        )
    headers = _headers(border, bodies)
    all_lines = _lines(border, headers)
    beneficiaries = _beneficiaries(border, subjects, headers)
    headers = headers[~headers["bad"]]
    # Someone with two files may be known by the code alone: then it is not said which one was served.
    stated = beneficiaries["reference"] & beneficiaries["stated"]
    of_reference = beneficiaries[stated].set_index("delivery")["case"]
    since = entered.reindex(of_reference.reindex(all_lines["delivery"], fill_value=-1)).to_numpy()
    too_early = all_lines["is_delivery"].to_numpy() & (all_lines["day"].to_numpy() < since)
    border.reject("cs_i_intervento_eseg", "delivery_before_access", too_early)
    all_lines = all_lines[~too_early]
    lines = all_lines[all_lines["is_delivery"]]
    by_header = lines.groupby("delivery", sort=True)
    headers = headers[headers["delivery"].isin(lines["delivery"])].set_index("delivery")
    line_money = by_header["spend"].sum()
    from_lines = headers["from_lines"] | (headers["spend"] == 0)
    twice = (~from_lines & (line_money.reindex(headers.index) > 0)).to_numpy()
    border.reject("cs_i_intervento_eseg_mast", "spend_typed_twice", twice, effect="value")
    last = all_lines.drop_duplicates("delivery", keep="last").set_index("delivery")
    deliveries = headers.assign(
        first=by_header["day"].min(),
        last=by_header["until"].max(),
        open=(last["is_delivery"] & ~last["closes"]).reindex(headers.index, fill_value=False),
        lines=by_header.size(),
        spend=headers["spend"].where(~from_lines, line_money).astype("int64"),
        spend_from=np.where(from_lines, "lines", "header"),
    ).reset_index()[DELIVERY_COLUMNS]
    counted = from_lines.reindex(lines["delivery"]).to_numpy()
    lines = lines.assign(spend=lines["spend"].where(counted, 0))[LINE_COLUMNS].reset_index(drop=True)
    beneficiaries = beneficiaries[beneficiaries["delivery"].isin(deliveries["delivery"])]
    return deliveries, lines, beneficiaries.reset_index(drop=True)[BENEFICIARY_COLUMNS]


def _headers(border: Border, bodies: pd.DataFrame) -> pd.DataFrame:
    source = border.tables["cs_i_intervento_eseg_mast"]
    project = border.tables["cs_i_intervento_pr"]
    own = [column for column in source.c if column.name != "int_progetto_id"]
    if "owners" in border.off:
        statement = select(*own)
    else:
        statement = select(*own, project.c.settore_titolare_id, project.c.flag_servizio_ambito).select_from(
            source.outerjoin(project, project.c.id == source.c.int_progetto_id)
        )
    raw = fetch(border, statement.order_by(source.c.id), source.name)
    number = ids(raw["id"])
    nothing = [None] * len(number)
    owner_office = ids(raw.get("settore_titolare_id", nothing))
    office = np.where(owner_office >= 0, owner_office, ids(raw["settore_erogante_id"]))
    codes, names = support_types(border)
    kind = ids(raw["tipo_intervento_id"])
    categories = labels(border, "cs_c_categoria_sociale", "id", "descrizione")
    spend = cents(raw["spesa"])
    frame = pd.DataFrame(
        {
            "delivery": number,
            "type": looked_up(codes, kind),
            "type_name": looked_up(names, kind),
            "category": looked_up(categories, ids(raw["categoria_sociale_id"])),
            "owner": _body_of_office(border, source.name, office, bodies),
            "service_of_zone": flags(raw.get("flag_servizio_ambito", nothing)),
            "request": ids(raw["intervento_id"]),
            "spend": spend,
            "from_lines": flags(raw["flag_spesa_calc"]),
            "kind": words(raw["tipo_beneficiario"]),
            "heads": ids(raw["tot_beneficiari"]),
            "bad": spend < 0,
        }
    )
    border.reject(source.name, "spend_negative", spend < 0)
    return frame[unique(border, source.name, number)]


def _body_of_office(border: Border, table: str, office: np.ndarray, bodies: pd.DataFrame) -> np.ndarray:
    source = border.tables["cs_o_settore"]
    raw = fetch(border, select(source.c.id, source.c.organizzazione_id), source.name)
    body = pd.Series(ids(raw["organizzazione_id"]), index=ids(raw["id"]))
    body = body[~body.index.duplicated()]
    found = body.reindex(office, fill_value=-1).to_numpy(np.int64)
    border.reject(table, "body_unknown", (office >= 0) & (found < 0), effect="value")
    return known_bodies(border, table, found, bodies)


def _lines(border: Border, headers: pd.DataFrame) -> pd.DataFrame:
    """Return all sound lines by header, end and ID, preliminary ones too: the last one says if it is open."""
    states = border.tables["cs_cfg_int_eseg_stato"]
    raw_states = fetch(border, select(states.c.id, states.c.tipo, states.c.flag_chiudi), states.name)
    state_ids = pd.Index(ids(raw_states["id"]))
    delivers = pd.Series(words(raw_states["tipo"]) == "E", index=state_ids)
    closes = pd.Series(flags(raw_states["flag_chiudi"]), index=state_ids)
    source = border.tables["cs_i_intervento_eseg"]
    raw = fetch(border, select(*source.c).order_by(source.c.id), source.name)
    day, until = days(raw["data_esecuzione"]), days(raw["data_esecuzione_a"])
    state = ids(raw["stato_id"])
    frame = pd.DataFrame(
        {
            "id": ids(raw["id"]),
            "delivery": ids(raw["intervento_eseg_mast_id"]),
            "day": day,
            "until": np.where(np.isnat(until), day, until),
            "spend": cents(raw["spesa"]),
            "is_delivery": delivers.reindex(state, fill_value=False).to_numpy(),
            "closes": closes.reindex(state, fill_value=False).to_numpy(),
        }
    )
    frame = frame[unique(border, source.name, frame["id"].to_numpy())]
    strange = ~np.isin(ids(raw["stato_id"])[frame.index], state_ids)
    border.reject(source.name, "state_unknown", strange)
    frame = frame[~strange]
    orphan = ~np.isin(frame["delivery"], headers["delivery"])
    border.reject(source.name, "orphan", orphan)
    unusable = np.isin(frame["delivery"], headers.loc[headers["bad"], "delivery"])
    frame = frame[~orphan & ~unusable]
    frame = frame[plausible(border, source.name, frame["day"].to_numpy())]
    frame = frame[_ends_well(border, source.name, frame)]
    negative = (frame["spend"] < 0).to_numpy()
    border.reject(source.name, "spend_negative", negative)
    return frame[~negative].sort_values(["delivery", "until", "id"], ignore_index=True)


def _ends_well(border: Border, table: str, frame: pd.DataFrame) -> Mask:
    late = (frame["until"].to_numpy() > border.today) | np.isnat(frame["until"].to_numpy())
    backwards = (frame["until"] < frame["day"]).to_numpy()
    border.reject(table, "day_implausible", late)
    border.reject(table, "step_out_of_order", backwards)
    return ~late & ~backwards


def _beneficiaries(border: Border, subjects: pd.DataFrame, headers: pd.DataFrame) -> pd.DataFrame:
    """Return one row a person and delivery; exactly one of a delivery is its reference person."""
    source = border.tables["cs_i_intervento_eseg_mast_sogg"]
    raw = fetch(border, select(*source.c).order_by(source.c.int_eseg_mast_id, source.c.cf), source.name)
    delivery, case = ids(raw["int_eseg_mast_id"]), ids(raw["caso_id"])
    person, identified = person_keys(raw["cf"], delivery, key=border.key, zone=border.zone, table=source.name)
    case = np.where(np.isin(case, subjects["case"].to_numpy()), case, -1)
    stated = case >= 0
    by_person = case_by_person(subjects).reindex(person, fill_value=-1).to_numpy(np.int64)
    case = np.where(case >= 0, case, by_person)
    # Someone without a permanent code, but tied to a case, is the person of that case.
    subject = subjects.set_index("case")
    nameless = ~identified & (case >= 0)
    person = np.where(nameless, subject["person"].reindex(case, fill_value=0), person)
    identified = np.where(nameless, subject["identified"].reindex(case, fill_value=False), identified)
    born = ids(raw["anno_nascita"])
    this_year = int(border.today.astype("datetime64[Y]").astype(np.int64)) + 1970
    frame = pd.DataFrame(
        {
            "delivery": delivery,
            "person": person,
            "identified": identified,
            "case": case,
            "stated": stated,
            "reference": flags(raw["flag_riferimento"]),
            "birth_year": np.where((born > 1900) & (born <= this_year), born, 0).astype(np.int16),
            "sex": sexes(raw["sesso"]),
        }
    )
    orphan = ~np.isin(delivery, headers["delivery"])
    border.reject(source.name, "orphan", orphan)
    frame = frame[~orphan]
    frame = frame[unique(border, source.name, frame["delivery"].to_numpy(), frame["person"].to_numpy())]
    frame = frame.sort_values(["delivery", "reference"], ascending=[True, False], kind="stable")
    frame["reference"] = ~frame["delivery"].duplicated().to_numpy()
    return frame.reset_index(drop=True)
