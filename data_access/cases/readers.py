"""Reads one zone's S.I.SO database into person-free frames, with the rules of the application applied.

No fiscal code, name, birth date or case number is in what comes out: persons are keyed hashes that mean
nothing without the key of the run, ids are the database's own row ids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select
from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError

from data_access.cases.access_sheets import accesses, needs
from data_access.cases.border import Border, catalogue_rows, fetch, flags, ids, unique, words
from data_access.cases.case_files import categories, people, steps, workers
from data_access.cases.deliveries import read_deliveries
from data_access.cases.persons import Persons
from data_access.cases.places import is_elsewhere, municipality_codes
from data_access.cases.requests import closing_reasons, requests
from data_access.cases.siso import Off, PresentTable, present_tables, switched_off, tables_of

_KIND_OF_NAME = (
    ("asp", r"\basp\b|\bazienda (pubblica )?(di )?servizi alla persona\b"),
    ("health", r"\ba?usl\b|\basl\b|\bausl|\bazienda (usl|unit[aà] sanitaria|ospedalier|sanitari)"),
    ("union", r"\bunione\b|\bcomunit[aà] montana\b|\bcircondario\b"),
    ("third_sector", r"\bcoop(erativa)?\b|\bonlus\b|\bassociazione\b|\bfondazione\b|\bcaritas\b|\bets\b"),
)
"""In the order in which they are looked for: "ASP Circondario Imolese" is an ASP."""

_DOTTED = re.compile(r"\b[a-z](?:\.\s?[a-z]\b)+\.?", re.IGNORECASE)
"""An acronym with dots: A.S.P., A.U.S.L."""

_STOCK_ROWS, _STOCK_SHARE, _ALL_SHARE = 50, 0.05, 0.5
"""So many rows, and this share of all, are a stock that was typed in when S.I.SO was taken into use. Above
the last share they are no stock but the whole history, brought over from elsewhere."""


class ZoneUnreadableError(Exception):
    """Raised where a zone cannot be read; the message holds no password, no row and no statement."""


@dataclass(frozen=True)
class Zone:
    """The rows of one zone's database, without persons.

    Ids are the zone's own; days have no time; money is whole cents.
    """

    zone: str
    name: str
    data_from: pd.Timestamp
    """First day of which the database tells all, NaT where that is from ever. Where open cases were typed in
    when it was taken into use, it is the first day of typing."""
    deliveries_from: pd.Timestamp
    """The same of deliveries."""
    data_until: pd.Timestamp
    off: tuple[Off, ...]
    bodies: pd.DataFrame
    """body, name, kind (one of ``mart.BODY_KINDS``), municipality (ISTAT code or "")."""
    people: pd.DataFrame
    """case, person, identified, birth_year (0 unknown), sex (M, F, ""), municipality, resident."""
    categories: pd.DataFrame
    """case, category, main, start, end (NaT = current)."""
    steps: pd.DataFrame
    """case, order, state, day, typed, body (-1 unknown), reason (of closed steps)."""
    workers: pd.DataFrame
    """case, worker, start, end (NaT = current), now: who is responsible, today (``now``) and in time."""
    accesses: pd.DataFrame
    """sheet, person, identified, birth_year, sex, day, typed, body, municipality, case, linked."""
    needs: pd.DataFrame
    """sheet, need (its id), need_class."""
    requests: pd.DataFrame
    """request, case, type, type_name, category, requested, activated, closed, state, refused, reason."""
    deliveries: pd.DataFrame
    """delivery, type, type_name, category, owner (-1 unknown), service_of_zone, first, last, open, lines,
    spend, spend_from."""
    lines: pd.DataFrame
    """delivery, day, until, spend (0 where the header's money rules)."""
    beneficiaries: pd.DataFrame
    """delivery, person, identified, case, reference, birth_year, sex."""
    rejects: pd.DataFrame
    """table, reason, effect (row: left out; value: kept with that value unknown), rows."""
    read: pd.DataFrame
    """table, rows: of every table that ``rejects`` names, so that what was left out is a share of it."""


_EMPTY = {
    "people": [
        *("case", "subject", "person", "identified", "birth_year", "sex", "begun", "municipality", "resident")
    ],
    "categories": ["case", "category", "main", "start", "end"],
    "steps": ["case", "order", "state", "day", "typed", "body", "reason"],
    "workers": ["case", "worker", "start", "end", "now"],
}

_KINDS: dict[str, str] = {
    **dict.fromkeys(("case", "person", "subject", "order", "body", "worker", "sheet", "need"), "int64"),
    **dict.fromkeys(("request", "delivery", "owner", "lines", "spend", "needs_group"), "int64"),
    **dict.fromkeys(("start", "end", "day", "typed", "until", "requested", "begun"), "datetime64[s]"),
    **dict.fromkeys(("activated", "closed", "first", "last"), "datetime64[s]"),
    **dict.fromkeys(("identified", "main", "linked", "refused", "reference", "open", "now"), "bool"),
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
    day = (today or pd.Timestamp.today()).normalize()
    try:
        try:
            return _attempt(connection, schema, Persons(key, zone), day)
        except DBAPIError as problem:
            if not _forgiving(connection, problem):
                raise
            connection.rollback()
            return _attempt(connection, schema, Persons(key, zone), day)
    except SQLAlchemyError as problem:
        # The driver's text may quote a row or an address: only its kind goes on.
        kind = type(problem.orig if isinstance(problem, DBAPIError) else problem).__name__
        raise ZoneUnreadableError(f"The database of zone {zone} could not be read ({kind}).") from None


def _attempt(connection: Connection, schema: str | None, persons: Persons, today: pd.Timestamp) -> Zone:
    present = present_tables(connection, schema)
    off = switched_off(present)
    border = Border(
        connection=connection,
        tables=tables_of(present),
        persons=persons,
        today=np.datetime64(today.date(), "s"),
        off=frozenset(feature.feature for feature in off),
    )
    persons.real.update(_real_codes(border, present))
    return _read(border, off, present)


def _forgiving(connection: Connection, problem: DBAPIError) -> bool:
    """Make the driver give what it cannot read in some other way, and say whether it was that.

    One cell would else cost the whole zone: a name that is no UTF-8, or PostgreSQL's day ``infinity``.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and "decode" in str(problem.orig).lower():
        driver.text_factory = lambda raw: raw.decode(errors="replace")  # type: ignore[union-attr]
        return True
    if connection.dialect.driver == "psycopg" and isinstance(problem, DataError):
        from psycopg.types.string import TextLoader

        for kind in ("date", "timestamp", "timestamptz"):
            driver.adapters.register_loader(kind, TextLoader)  # type: ignore[union-attr]
        return True
    return False


def _read(border: Border, off: tuple[Off, ...], present: Mapping[str, PresentTable]) -> Zone:
    bodies = _bodies(border)
    with_cases = "cases" not in border.off
    subjects = people(border) if with_cases else _empty("people")
    request_rows = _typed(requests(border, subjects))
    case_steps = steps(border, subjects, bodies) if with_cases else _empty("steps")
    if with_cases:
        case_steps["reason"] = closing_reasons(case_steps, request_rows)
    sheets = _typed(accesses(border, subjects, bodies))
    deliveries, lines, beneficiaries = read_deliveries(border, subjects, bodies)
    lines = _typed(lines)
    data_from = _data_from(case_steps, sheets)
    responsible = workers(border, subjects, case_steps) if with_cases else _empty("workers")
    return Zone(
        zone=border.persons.zone,
        name=_zone_name(border, present),
        data_from=data_from,
        deliveries_from=_deliveries_from(data_from, lines, beneficiaries),
        data_until=_data_until(case_steps, sheets, request_rows, lines),
        off=off,
        bodies=bodies,
        people=_typed(subjects.drop(columns=["subject", "begun"]).reset_index(drop=True)),
        categories=_typed(categories(border, subjects)),
        steps=_typed(case_steps[_EMPTY["steps"]]),
        workers=_typed(responsible),
        accesses=sheets.drop(columns="needs_group"),
        needs=_typed(needs(border, sheets)),
        requests=request_rows,
        deliveries=_typed(deliveries),
        lines=lines,
        beneficiaries=_typed(beneficiaries),
        rejects=pd.DataFrame(
            [(*which, rows) for which, rows in sorted(border.left_out.items())],
            columns=["table", "reason", "effect", "rows"],
        ),
        read=pd.DataFrame(sorted(border.read.items()), columns=["table", "rows"]),
    )


def _real_codes(border: Border, present: Mapping[str, PresentTable]) -> dict[str, str]:
    """Return the fiscal code that CF_TEMP gives for each temporary one; both in capitals."""
    if not {"cf_temp", "cf"} <= set(present["cf_temp"].columns if "cf_temp" in present else ()):
        return {}
    source = border.tables["cf_temp"]
    raw = fetch(border, select(source.c.id, source.c.cf_temp, source.c.cf).order_by(source.c.id), source.name)
    pairs = zip(words(raw["cf_temp"]), words(raw["cf"]), strict=True)
    # Only what S.I.SO made itself stands for one person: ANONIMO, mapped by mistake, would be everybody.
    return {old.upper(): new.upper() for old, new in pairs if new and old.startswith("[")}


def _bodies(border: Border) -> pd.DataFrame:
    """Return the bodies. A Comune is one with a COD_CATASTALE; COD_ROUTING only says where messages go."""
    columns = ["body", "name", "kind", "municipality"]
    if "bodies" in border.off:
        return _typed(pd.DataFrame(columns=columns))
    raw = catalogue_rows(border, "cs_o_organizzazione", "id", "nome", "cod_catastale")
    name, code = words(raw["nome"]), municipality_codes(raw["cod_catastale"])
    comune = (code != "") | is_elsewhere(raw["cod_catastale"])
    frame = pd.DataFrame(
        {
            "body": ids(raw["id"]),
            "name": name,
            "kind": [body_kind(n, is_comune=bool(c)) for n, c in zip(name, comune, strict=True)],
            "municipality": code,
        }
    )
    first = unique(border, "cs_o_organizzazione", frame["body"].to_numpy())
    return _typed(frame[first].reset_index(drop=True))


def body_kind(name: str, *, is_comune: bool) -> str:
    """Return what a body is: a Comune where it has a Comune's code, else what its name says."""
    if is_comune:
        return "municipality"
    plain = _DOTTED.sub(lambda acronym: re.sub(r"[.\s]", "", acronym[0]), name)
    for kind, pattern in _KIND_OF_NAME:
        if re.search(pattern, plain, flags=re.IGNORECASE):
            return kind
    return "municipality" if plain.lower().startswith("comune ") else "other"


def _zone_name(border: Border, there: Mapping[str, PresentTable]) -> str:
    if not {"nome", "abilitato"} <= set(there["cs_o_zona_soc"].columns if "cs_o_zona_soc" in there else ()):
        return ""
    raw = catalogue_rows(border, "cs_o_zona_soc", "id", "nome", "abilitato")
    in_use = flags(raw["abilitato"])
    return next((str(n) for n, yes in zip(words(raw["nome"]), in_use, strict=True) if yes), "")


def _data_from(case_steps: pd.DataFrame, sheets: pd.DataFrame) -> pd.Timestamp:
    """Return the first day of which the database tells all, NaT where that is from ever.

    A zone that takes S.I.SO into use types in the cases that are open; what had been closed by then it never
    knows. Such a stock shows: a part of the rows is dated before anything was typed, and hardly a closing is.
    """
    first_typed = pd.concat([case_steps["typed"], sheets["typed"]]).min()
    day = pd.concat([case_steps["day"], sheets["day"]])
    before = int((day < first_typed).sum())
    closings = int((case_steps.loc[case_steps["state"] == "closed", "day"] < first_typed).sum())
    stock = max(_STOCK_ROWS, _STOCK_SHARE * len(day)) <= before <= _ALL_SHARE * len(day)
    return pd.Timestamp(first_typed if stock and closings < _STOCK_SHARE * before else pd.NaT)


def _deliveries_from(
    data_from: pd.Timestamp, lines: pd.DataFrame, beneficiaries: pd.DataFrame
) -> pd.Timestamp:
    """Return ``data_from``, or NaT where deliveries were written down before the case files were.

    Then some of the early ones are of people who have no file: they came with no stock of open cases.
    """
    early = lines.loc[lines["day"] < data_from, "delivery"]
    with_file = beneficiaries.loc[beneficiaries["case"] >= 0, "delivery"]
    others = int((~early.isin(with_file)).sum())
    return pd.Timestamp(pd.NaT if others >= max(1, _STOCK_SHARE * len(early)) else data_from)


def _data_until(*frames: pd.DataFrame) -> pd.Timestamp:
    """Return the last day on which anything was typed, asked for, decided or delivered."""
    days = [frame[c] for frame in frames for c in ("typed", "day", "requested") if c in frame]
    return pd.Timestamp(pd.concat(days).max())


def _empty(name: str) -> pd.DataFrame:
    return _typed(pd.DataFrame(columns=_EMPTY[name]))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give every column its kind, also where the frame is empty."""
    return frame.astype({column: _KINDS.get(column, "str") for column in frame.columns})
