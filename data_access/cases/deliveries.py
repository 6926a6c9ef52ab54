"""Reads what a zone delivered: headers (erogazioni), lines, beneficiaries, and the money once."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access.cases.border import (
    Border,
    Ids,
    Values,
    cents,
    days,
    fetch,
    flags,
    ids,
    looked_up,
    plausible,
    sexes,
    unique,
    words,
)
from data_access.cases.case_files import category_names, known_bodies, newest_case
from data_access.cases.requests import support_types

DELIVERY_COLUMNS = ["delivery", "type", "type_name", "category", "owner", "service_of_zone"]
DELIVERY_COLUMNS += ["first", "last", "open", "lines", "spend", "spend_from"]
LINE_COLUMNS = ["delivery", "day", "until", "spend"]
BENEFICIARY_COLUMNS = ["delivery", "person", "identified", "case", "reference", "birth_year", "sex"]


def read_deliveries(
    border: Border, subjects: pd.DataFrame, bodies: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return deliveries, their lines and their beneficiaries.

    Only lines in a state of TIPO 'E' are deliveries; a header without one is none. Nothing ties them to the
    access sheet or to the case in time: help may come first, and a nightly job links old deliveries to a file
    opened later.

    Money comes from the header or from the lines, never from both. Where FLAG_SPESA_CALC is 1 it is the sum
    of *all* lines, as the application adds them, also of the suspended and the preliminary ones, whose money
    goes with the delivered line before them. Else it is the header's, which has no date, and, where the
    header is empty, that of the delivered lines.
    """
    if "deliveries" in border.off:
        return tuple(
            pd.DataFrame(columns=columns) for columns in (DELIVERY_COLUMNS, LINE_COLUMNS, BENEFICIARY_COLUMNS)
        )
    headers = _headers(border, bodies)
    all_lines = _lines(border, headers)
    beneficiaries = _beneficiaries(border, subjects, headers)
    lines = all_lines[all_lines["is_delivery"]]
    by_header = lines.groupby("delivery", sort=True)
    headers = headers[~headers["bad"] & headers["delivery"].isin(lines["delivery"])].set_index("delivery")
    calculated = headers["calculated"].reindex(lines["delivery"]).to_numpy(bool)
    spend = lines["spend"] + np.where(calculated, _money_of_others(all_lines), 0)
    line_money = spend.groupby(lines["delivery"]).sum()
    from_lines = headers["calculated"] | (headers["spend"] == 0)
    twice = (~from_lines & (line_money.reindex(headers.index) > 0)).to_numpy()
    border.reject("cs_i_intervento_eseg_mast", "spend_typed_twice", twice, effect="value")
    deliveries = headers.assign(
        first=by_header["day"].min(),
        last=by_header["until"].max(),
        open=_is_open(all_lines).reindex(headers.index),
        lines=by_header.size(),
        spend=headers["spend"].where(~from_lines, line_money).astype("int64"),
        spend_from=np.where(from_lines, "lines", "header"),
    ).reset_index()[DELIVERY_COLUMNS]
    counted = from_lines.reindex(lines["delivery"]).to_numpy()
    lines = lines.assign(spend=spend.where(counted, 0)).sort_values(["delivery", "until", "id"])
    beneficiaries = beneficiaries[beneficiaries["delivery"].isin(deliveries["delivery"])]
    return (
        deliveries,
        lines[LINE_COLUMNS].reset_index(drop=True),
        beneficiaries.reset_index(drop=True)[BENEFICIARY_COLUMNS],
    )


def _is_open(all_lines: pd.DataFrame) -> pd.Series:
    """Say by delivery whether it goes on: no line closes it, and the last one, by ID, delivers."""
    by_header = all_lines.sort_values("id").groupby("delivery")
    return by_header["is_delivery"].last() & ~by_header["closes"].any()


def _money_of_others(all_lines: pd.DataFrame) -> Ids:
    """Return for each delivered line the money of the other lines that goes with it.

    It goes with the delivered line before them, by day and ID, and with the first one where there is none.
    """
    ordered = all_lines.sort_values(["delivery", "day", "id"])
    position = pd.Series(np.arange(len(ordered)), index=ordered.index).where(ordered["is_delivery"])
    by_header = position.groupby(ordered["delivery"])
    with_line = by_header.ffill().fillna(by_header.transform("min"))
    others = ~ordered["is_delivery"] & with_line.notna()
    money = np.zeros(len(ordered), np.int64)
    np.add.at(money, with_line[others].to_numpy(np.int64), ordered.loc[others, "spend"].to_numpy(np.int64))
    by_line = pd.Series(money, index=ordered.index)
    return by_line[all_lines.index[all_lines["is_delivery"]]].to_numpy(np.int64)


def _headers(border: Border, bodies: pd.DataFrame) -> pd.DataFrame:
    source = border.tables["cs_i_intervento_eseg_mast"]
    if "owners" in border.off:
        statement = select(*source.c)
    else:
        project = border.tables["cs_i_intervento_pr"]
        statement = select(
            *source.c, project.c.settore_titolare_id, project.c.flag_servizio_ambito
        ).select_from(source.outerjoin(project, project.c.id == source.c.int_progetto_id))
    raw = fetch(border, statement.order_by(source.c.id), source.name)
    number = ids(raw["id"])
    nothing = [None] * len(number)
    codes, names = support_types(border)
    kind = ids(raw["tipo_intervento_id"])
    spend = cents(raw["spesa"])
    owner = np.full(len(number), -1, np.int64)
    if "owners" not in border.off:
        # Whoever delivers is not the owner: where no project names one, nobody knows.
        owner = _body_of_office(border, source.name, ids(raw["settore_titolare_id"]), bodies)
    frame = pd.DataFrame(
        {
            "delivery": number,
            "type": looked_up(codes, kind),
            "type_name": looked_up(names, kind),
            "category": category_names(border, ids(raw["categoria_sociale_id"])),
            "owner": owner,
            "service_of_zone": flags(raw.get("flag_servizio_ambito", nothing)),
            "spend": spend,
            "calculated": flags(raw["flag_spesa_calc"]),
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
    owner = body.reindex(office, fill_value=-1).to_numpy(np.int64)
    border.reject(table, "body_unknown", (office >= 0) & (owner < 0), effect="value")
    return known_bodies(border, table, owner, bodies)


def _lines(border: Border, headers: pd.DataFrame) -> pd.DataFrame:
    """Return all sound lines, preliminary ones too.

    A line is judged by its start. An end still to come, as that of a line for a whole year, is the day of
    reading.
    """
    states = border.tables["cs_cfg_int_eseg_stato"]
    raw_states = fetch(border, select(states.c.id, states.c.tipo, states.c.flag_chiudi), states.name)
    state_ids = pd.Index(ids(raw_states["id"]))
    delivers = pd.Series(np.char.upper(words(raw_states["tipo"]).astype(str)) == "E", index=state_ids)
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
            "until": np.minimum(np.where(np.isnat(until), day, until), border.today),
            "spend": cents(raw["spesa"]),
            "is_delivery": delivers.reindex(state, fill_value=False).to_numpy(),
            "closes": closes.reindex(state, fill_value=False).to_numpy(),
        }
    )
    frame = frame[unique(border, source.name, frame["id"].to_numpy())]
    # In a state that nobody knows a line delivers nothing; it is still one of the lines that a header adds.
    strange = ~np.isin(state[frame.index], state_ids)
    border.reject(source.name, "state_unknown", strange)
    orphan = ~np.isin(frame["delivery"], headers["delivery"])
    border.reject(source.name, "orphan", orphan & ~strange)
    unusable = np.isin(frame["delivery"], headers.loc[headers["bad"], "delivery"])
    border.reject(source.name, "spend_negative", unusable & ~orphan & ~strange)
    frame = frame[~orphan & ~unusable]
    frame = frame[plausible(border, source.name, frame["day"].to_numpy())]
    backwards = (frame["until"] < frame["day"]).to_numpy()
    border.reject(source.name, "step_out_of_order", backwards, effect="value")
    frame["until"] = frame["until"].where(~backwards, frame["day"])
    negative = (frame["spend"] < 0).to_numpy()
    border.reject(source.name, "spend_negative", negative)
    return frame[~negative].reset_index(drop=True)


def _beneficiaries(border: Border, subjects: pd.DataFrame, headers: pd.DataFrame) -> pd.DataFrame:
    """Return one row a person and delivery; exactly one of a delivery is its reference person."""
    source = border.tables["cs_i_intervento_eseg_mast_sogg"]
    raw = fetch(border, select(*source.c).order_by(source.c.int_eseg_mast_id), source.name)
    delivery, case = ids(raw["int_eseg_mast_id"]), ids(raw["caso_id"])
    row = _row_numbers(delivery, raw["cf"])
    person, identified = border.persons.keys(raw["cf"], row, source.name)
    case = np.where(np.isin(case, subjects["case"].to_numpy()), case, -1)
    by_person = newest_case(subjects).reindex(person, fill_value=-1).to_numpy(np.int64)
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
            "row": row,
            "delivery": delivery,
            "person": person,
            "identified": identified,
            "case": case,
            "reference": flags(raw["flag_riferimento"]),
            "birth_year": np.where((born > 1900) & (born <= this_year), born, 0).astype(np.int16),
            "sex": sexes(raw["sesso"]),
        }
    )
    orphan = ~np.isin(delivery, headers["delivery"])
    border.reject(source.name, "orphan", orphan)
    frame = frame[~orphan].sort_values(["delivery", "reference", "row"], ascending=[True, False, True])
    frame = frame[unique(border, source.name, frame["delivery"].to_numpy(), frame["person"].to_numpy())]
    frame["reference"] = ~frame["delivery"].duplicated().to_numpy()
    return frame.reset_index(drop=True)


def _row_numbers(delivery: Ids, codes: Values) -> Ids:
    """Number the rows within each delivery by code: they have no id, and databases sort NULL differently."""
    rows = pd.DataFrame({"delivery": delivery, "code": words(codes)})
    within = rows.sort_values(["delivery", "code"], kind="stable").groupby("delivery").cumcount()
    return delivery * 10_000 + within.sort_index().to_numpy()
