"""Reads one zone's S.I.SO database into person-free frames, with the rules of the application applied.

No fiscal code, name, birth date or case number is in what comes out: persons are keyed hashes that mean
nothing without the key of the run, ids are the database's own row ids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data_access.cases.access_sheets import accesses, needs
from data_access.cases.border import Border, fetch, flags, ids, unique, words
from data_access.cases.case_files import categories, people, steps, workers
from data_access.cases.deliveries import read_deliveries
from data_access.cases.places import municipality_codes
from data_access.cases.requests import closing_reasons, requests
from data_access.cases.siso import Off, columns_there, switched_off, tables

BODY_KINDS = ("municipality", "union", "health", "asp", "third_sector", "other")

_KIND_OF_NAME = (
    ("union", r"\bunione\b|\bcomunit[aà] montana\b|\bcircondario\b"),
    ("health", r"\bausl\b|\basl\b|\bazienda (usl|ospedalier|sanitari)"),
    ("asp", r"\basp\b|\bazienda (pubblica di )?servizi alla persona\b"),
    ("third_sector", r"\bcoop(erativa)?\b|\bonlus\b|\bassociazione\b|\bfondazione\b|\bcaritas\b|\bets\b"),
)


class ZoneUnreadableError(Exception):
    """A zone that cannot be read; the message holds no password, no row and no statement."""


@dataclass(frozen=True)
class Zone:
    """What one zone's database says. Ids are the zone's own; days have no time; money is whole cents."""

    zone: str
    name: str
    data_from: pd.Timestamp
    """First day on which anything was typed: what is dated before is only what was still open then."""
    data_until: pd.Timestamp
    off: tuple[Off, ...]
    bodies: pd.DataFrame
    """body, name, kind (see ``BODY_KINDS``), municipality (ISTAT code or ""), lead."""
    people: pd.DataFrame
    """case, person, identified, birth_year (0 unknown), sex (M, F, ""), municipality, resident."""
    categories: pd.DataFrame
    """case, category, main, start, end (NaT = current)."""
    steps: pd.DataFrame
    """case, order, state, day, typed, body (-1 unknown), reason (of closed steps)."""
    workers: pd.DataFrame
    """case, worker, start, end (NaT = current): who is responsible."""
    accesses: pd.DataFrame
    """sheet, person, identified, birth_year, sex, day, typed, body, municipality, case, linked, mode,
    reason."""
    needs: pd.DataFrame
    """sheet, need, need_class, economic."""
    requests: pd.DataFrame
    """request, case, type, type_name, category, requested, activated, closed, state, refused, reason."""
    deliveries: pd.DataFrame
    """delivery, type, type_name, category, owner, service_of_zone, request, first, last, open, lines,
    spend, spend_from, kind, heads."""
    lines: pd.DataFrame
    """delivery, day, until, spend (0 where the header's money rules)."""
    beneficiaries: pd.DataFrame
    """delivery, person, identified, case, reference, birth_year, sex."""
    rejects: pd.DataFrame
    """table, reason, effect (row: left out; value: kept with that value unknown), rows."""
    read: pd.DataFrame
    """table, rows: of every table that ``rejects`` names, so that what was left out is a share of it."""


_EMPTY = {
    "people": ["case", "subject", "person", "identified", "birth_year", "sex", "municipality", "resident"],
    "categories": ["case", "category", "main", "start", "end"],
    "steps": ["case", "order", "state", "day", "typed", "body", "reason"],
    "workers": ["case", "worker", "start", "end"],
}

_KINDS: dict[str, str] = {
    **dict.fromkeys(("case", "person", "subject", "order", "body", "worker", "sheet", "request"), "int64"),
    **dict.fromkeys(("delivery", "owner", "lines", "spend", "heads", "needs_group"), "int64"),
    **dict.fromkeys(("start", "end", "day", "typed", "until", "requested"), "datetime64[s]"),
    **dict.fromkeys(("activated", "closed", "first", "last"), "datetime64[s]"),
    **dict.fromkeys(
        ("identified", "main", "linked", "economic", "refused", "reference", "lead", "open"), "bool"
    ),
    "service_of_zone": "bool",
    "birth_year": "int16",
}


def read_zone(
    connection: Connection,
    *,
    zone: str,
    key: bytes,
    schema: str | None = None,
    today: pd.Timestamp | None = None,
) -> Zone:
    """Read a zone. ``zone`` is the district's code, ``key`` the key of the run (the same for all zones).

    Facts whose tables or columns are missing come back empty and are named in ``off``. Nothing dated
    after ``today`` counts. Raises ``ZoneUnreadableError`` where the database stops answering.
    """
    try:
        there = columns_there(connection, schema)
        off = switched_off(there)
        border = Border(
            connection=connection,
            tables=tables(schema),
            zone=zone,
            key=key,
            today=np.datetime64((today or pd.Timestamp.today()).date(), "s"),
            off=frozenset(feature.feature for feature in off),
        )
        return _read(border, off, there)
    except SQLAlchemyError as problem:
        # The driver's text may quote a row or an address: only its kind goes on.
        kind = type(problem.orig if isinstance(problem, DBAPIError) else problem).__name__
        raise ZoneUnreadableError(f"The database of zone {zone} could not be read ({kind}).") from None


def _read(border: Border, off: tuple[Off, ...], there: dict[str, set[str]]) -> Zone:
    bodies = _bodies(border)
    with_cases = "cases" not in border.off
    subjects = people(border) if with_cases else _empty("people")
    asked = _typed(requests(border, subjects))
    case_steps = steps(border, subjects, bodies) if with_cases else _empty("steps")
    if with_cases:
        case_steps["reason"] = closing_reasons(case_steps, asked)
    sheets = _typed(accesses(border, subjects, bodies))
    deliveries, lines, beneficiaries = read_deliveries(
        border, subjects, bodies, _opened_by_access(case_steps, sheets)
    )
    lines = _typed(lines)
    return Zone(
        zone=border.zone,
        name=_zone_name(border, there),
        data_from=pd.Timestamp(pd.concat([case_steps["typed"], sheets["typed"]]).min()),
        data_until=_data_until(case_steps, sheets, lines),
        off=off,
        bodies=bodies,
        people=_typed(subjects.drop(columns="subject").reset_index(drop=True)),
        categories=_typed(categories(border, subjects)),
        steps=_typed(case_steps[_EMPTY["steps"]]),
        workers=_typed(workers(border, subjects)),
        accesses=sheets.drop(columns="needs_group"),
        needs=_typed(needs(border, sheets)),
        requests=asked,
        deliveries=_typed(deliveries),
        lines=lines,
        beneficiaries=_typed(beneficiaries),
        rejects=pd.DataFrame(
            [(*which, rows) for which, rows in sorted(border.left_out.items())],
            columns=["table", "reason", "effect", "rows"],
        ),
        read=pd.DataFrame(sorted(border.read.items()), columns=["table", "rows"]),
    )


def _bodies(border: Border) -> pd.DataFrame:
    columns = ["body", "name", "kind", "municipality", "lead"]
    if "bodies" in border.off:
        return _typed(pd.DataFrame(columns=columns))
    source = border.tables["cs_o_organizzazione"]
    raw = fetch(
        border,
        select(
            source.c.id, source.c.nome, source.c.cod_routing, source.c.cod_catastale, source.c.flag_capofila
        ).order_by(source.c.id),
        source.name,
    )
    name = words(raw["nome"])
    by_routing, by_register = municipality_codes(raw["cod_routing"]), municipality_codes(raw["cod_catastale"])
    code = np.where(by_routing != "", by_routing, by_register)
    frame = pd.DataFrame(
        {
            "body": ids(raw["id"]),
            "name": name,
            "kind": [body_kind(n, str(c)) for n, c in zip(name, code, strict=True)],
            "municipality": code,
            "lead": flags(raw["flag_capofila"]),
        }
    )
    frame["municipality"] = frame["municipality"].where(frame["kind"] == "municipality", "")
    return _typed(frame[unique(border, source.name, frame["body"].to_numpy())].reset_index(drop=True))


def body_kind(name: str, municipality: str) -> str:
    """Return what a body is. S.I.SO has no such column: its name says it, else the code of a Comune."""
    for kind, pattern in _KIND_OF_NAME:
        if re.search(pattern, name, flags=re.IGNORECASE):
            return kind
    return "municipality" if municipality or name.lower().startswith("comune ") else "other"


def _zone_name(border: Border, there: dict[str, set[str]]) -> str:
    if not {"id", "nome", "abilitato"} <= there.get("cs_o_zona_soc", set()):
        return ""
    source = border.tables["cs_o_zona_soc"]
    raw = fetch(border, select(source.c.id, source.c.nome, source.c.abilitato), source.name)
    in_use = flags(raw["abilitato"])
    return next((str(n) for n, yes in zip(words(raw["nome"]), in_use, strict=True) if yes), "")


def _opened_by_access(case_steps: pd.DataFrame, sheets: pd.DataFrame) -> pd.Series:
    """Return by case the first linked access, where the case was opened then or later."""
    linked = sheets[sheets["linked"].astype(bool)]
    first_access = linked.groupby("case")["day"].min()
    opened = case_steps.groupby("case")["day"].min()
    return first_access[opened.reindex(first_access.index) >= first_access].astype("datetime64[s]")


def _data_until(case_steps: pd.DataFrame, sheets: pd.DataFrame, lines: pd.DataFrame) -> pd.Timestamp:
    """Return the last day on which anything was typed, or, where nobody noted that, happened."""
    typed = pd.concat([case_steps["typed"], sheets["typed"]]).max()
    happened = pd.concat([case_steps["day"], sheets["day"], lines["day"]]).max()
    return pd.Timestamp(happened if pd.isna(typed) else typed)


def _empty(name: str) -> pd.DataFrame:
    return _typed(pd.DataFrame(columns=_EMPTY[name]))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give every column its kind, also where the frame is empty."""
    return frame.astype({column: _KINDS.get(column, "str") for column in frame.columns})
