"""Reads the requested interventions of a zone: their administrative sheets, and why they ended."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access.cases.border import (
    NEVER,
    Border,
    catalogue_rows,
    days,
    fetch,
    flags,
    ids,
    known_days,
    labels,
    looked_up,
    unique,
    words,
)
from data_access.cases.case_files import category_names

SHEET_STATES = ("V", "G", "A", "S", "C")
"""Foglio amministrativo: evaluation, ranked list, activation, suspension, closure."""

_FORESEEN = np.timedelta64(5 * 366, "D")
"""As far ahead a start or an end may be planned; a day beyond is one that cannot be."""


def requests(border: Border, subjects: pd.DataFrame) -> pd.DataFrame:
    """Return one row a requested intervention: ``request, case, type, type_name, category, requested,
    activated, closed, state, refused, reason``.

    It was requested on the day it was typed; its administrative sheets only move its state, and the last one
    rules, which is the one with the greatest DIARIO_ID. ``activated`` is the first activation that was not
    refused, ``closed`` is set when the last sheet closes, never before the activation. What is to begin or to
    end later than the day of reading has not begun or ended yet: the state stands, the day is NaT.
    """
    columns = ["request", "case", "type", "type_name", "category", "requested", "activated", "closed"]
    columns += ["state", "refused", "reason"]
    if "requests" in border.off:
        return pd.DataFrame(columns=columns)
    sheets = _sheets(border, subjects)
    by_request = sheets.groupby("request", sort=True)
    last = by_request.last()
    activations = sheets[(sheets["flag"] == "A") & ~sheets["refused"]]
    frame = pd.DataFrame(
        {
            "case": last["case"],
            "first_sheet": by_request["day"].min(),
            "activated": activations.groupby("request")["day"].min(),
            "closed": last["day"].where(last["flag"] == "C"),
            "state": last["flag"],
            "refused": last["refused"],
            "motive": last["motive"],
        },
        index=last.index,
    ).reset_index()
    backwards = (frame["closed"] < frame["activated"]).to_numpy()
    border.reject("cs_flg_intervento", "step_out_of_order", backwards, effect="value")
    frame["closed"] = frame["closed"].where(~backwards, frame["activated"])
    request_rows = _request_rows(border)
    border.reject("cs_i_intervento", "orphan", ~request_rows["request"].isin(frame["request"]).to_numpy())
    frame = frame.merge(request_rows, on="request", how="left", indicator=True)
    orphan = (frame["_merge"] == "left_only").to_numpy()
    border.reject("cs_flg_intervento", "orphan", orphan)
    frame = frame[~orphan].reset_index(drop=True)
    frame["requested"] = frame["typed"].fillna(frame["first_sheet"])
    border.reject("cs_i_intervento", "day_missing", frame["requested"].isna().to_numpy(), effect="value")
    frame["reason"] = ""
    if "closing_reasons" not in border.off:
        motives = labels(border, "cs_tb_motivo_chiusura_int", "id", "descrizione")
        named = looked_up(motives, frame["motive"].to_numpy())
        frame["reason"] = np.where(frame["state"] == "C", named, "")
    return frame[columns]


def _sheets(border: Border, subjects: pd.DataFrame) -> pd.DataFrame:
    """Return the administrative sheets in order; ``day`` is NaT where it is unknown or still to come."""
    sheet, diary = border.tables["cs_flg_intervento"], border.tables["cs_d_diario"]
    raw = fetch(
        border,
        select(
            sheet.c.diario_id,
            sheet.c.intervento_id,
            sheet.c.flag_att_sosp_c,
            sheet.c.flag_respinto,
            sheet.c.motivo_chiusura_int_id,
            diary.c.caso_id,
            diary.c.dt_amministrativa,
            diary.c.dt_attivazione_da,
            diary.c.dt_chiusura_da,
        )
        .select_from(sheet.outerjoin(diary, diary.c.id == sheet.c.diario_id))
        .order_by(sheet.c.intervento_id, sheet.c.diario_id),
        sheet.name,
    )
    flag = words(raw["flag_att_sosp_c"])
    administrative = days(raw["dt_amministrativa"])
    own = np.select(
        [flag == "A", flag == "C"],
        [days(raw["dt_attivazione_da"]), days(raw["dt_chiusura_da"])],
        NEVER,
    )
    written = np.where(np.isnat(own), administrative, own)
    frame = pd.DataFrame(
        {
            "diary": ids(raw["diario_id"]),
            "request": ids(raw["intervento_id"]),
            "case": ids(raw["caso_id"]),
            "day": written,
            "flag": flag,
            "refused": flags(raw["flag_respinto"]),
            "motive": ids(raw["motivo_chiusura_int_id"]),
            "to_come": (written > border.today) & (written <= border.today + _FORESEEN),
        }
    )
    orphan = ~np.isin(frame["case"], subjects["case"]) | (frame["request"] < 0).to_numpy()
    border.reject(sheet.name, "orphan", orphan)
    strange = ~orphan & ~np.isin(flag.astype(str), SHEET_STATES)
    border.reject(sheet.name, "state_unknown", strange)
    frame = frame[~orphan & ~strange]
    frame = frame[unique(border, sheet.name, frame["diary"].to_numpy())]
    frame = frame.sort_values(["request", "diary"], ignore_index=True)
    planned = frame.pop("to_come").to_numpy()
    frame["day"] = known_days(border, sheet.name, frame["day"].to_numpy(), of=~planned)
    # What happened on a day that cannot be has happened all the same: when the request was last heard of.
    heard = frame["day"].groupby(frame["request"]).cummax().groupby(frame["request"]).ffill()
    frame["day"] = frame["day"].fillna(heard).mask(planned)
    return frame


def _request_rows(border: Border) -> pd.DataFrame:
    source = border.tables["cs_i_intervento"]
    raw = fetch(border, select(*source.c).order_by(source.c.id), source.name)
    codes, names = support_types(border)
    request = ids(raw["id"])
    kind = ids(raw["scti_tipo_intervento_id"])
    frame = pd.DataFrame(
        {
            "request": request,
            "type": looked_up(codes, kind),
            "type_name": looked_up(names, kind),
            "category": category_names(border, ids(raw["scti_categoria_sociale_id"])),
            "typed": known_days(border, source.name, days(raw["dt_ins"])),
        }
    )
    return frame[unique(border, source.name, request)]


def support_types(border: Border) -> tuple[pd.Series, pd.Series]:
    """Return code and label of the ISTAT types by id; a type without a code is known by its label."""
    raw = catalogue_rows(border, "cs_c_tipo_intervento", "id", "codice_memo", "descrizione")
    code, name = words(raw["codice_memo"]), words(raw["descrizione"])
    index = pd.Index(ids(raw["id"]))
    code = np.where(code == "", name, code)
    first = ~index.duplicated()
    return pd.Series(code, index, dtype=object)[first], pd.Series(name, index, dtype=object)[first]


def closing_reasons(case_steps: pd.DataFrame, requests: pd.DataFrame) -> pd.Series:
    """Return the reason of each closing step: the motive of the last intervention closed in that case.

    S.I.SO keeps a reason on the closed intervention, not on the case; "" where there is none by then.
    """
    reasons = pd.Series("", index=case_steps.index, dtype=object)
    closed = case_steps.loc[case_steps["state"] == "closed", ["case", "day"]].reset_index()
    motives = requests.loc[requests["reason"] != "", ["case", "closed", "reason"]].dropna(subset=["closed"])
    if closed.empty or motives.empty:
        return reasons
    motive = pd.merge_asof(
        closed.sort_values(["day", "index"]),
        motives.sort_values(["closed", "case", "reason"]),
        left_on="day",
        right_on="closed",
        by="case",
    ).set_index("index")["reason"]
    reasons.loc[motive.index] = motive.fillna("")
    return reasons
