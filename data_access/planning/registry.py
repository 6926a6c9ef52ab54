"""The registry of indicators: one schema for reviewed records, as files or as tables.

A record is a row of the tables ``indicator`` and ``indicator_target``. The demo keeps its records as TOML
files, one an action sheet, pleasant to review: a table a record, named by its code, whose keys are the
columns; ``[shared]`` gives what every record of the file has unless it says otherwise. Production keeps them
in the database. ``faults`` judges both by :data:`FIELDS`.

A *fault* is a row ``code, field, fault, detail, fatal``: record, column, one of :data:`FAULTS`, the offending
content in no language, and whether no figure can be made of the record, so that it is left out.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources.abc import Traversable
from typing import Any

import pandas as pd

from data_access.planning.schema import INTERVAL_METHODS, POLARITIES
from data_access.privacy.counts import LOWEST_THRESHOLD

FAULTS = (
    "missing",
    "wrong_type",
    "unknown_choice",
    "unknown_field",
    "unreadable_file",
    "duplicate",
    "scale_not_positive",
    "decimals_out_of_range",
    "range_upside_down",
    "method_needs_denominator",
    "share_above_whole",
    "fed_by_unknown",
    "fed_by_not_district",
    "threshold_too_low",
)
"""Every fault of a record; the sentences are in ``dashboard.locale``."""

COLUMNS = ("code", "field", "fault", "detail", "fatal")
MOST_DECIMALS = 4


@dataclass(frozen=True)
class Field:
    """One column of a record.

    ``needed`` says for what it may not be empty: ``use`` (no figure without it), ``review`` (the record is
    incomplete without it) or nothing.
    """

    name: str
    kind: type
    needed: str = ""
    choices: tuple[str, ...] = ()


FIELDS = (
    Field("level", str, "use", ("district", "region")),
    Field("title_it", str, "use"),
    Field("title_en", str, "review"),
    Field("why_it_matters", str, "review"),
    Field("sheet_number", int, "use"),
    Field("area_code", str, "use"),
    Field("numerator", str, "review"),
    Field("denominator", str),
    Field("unit", str, "use"),
    Field("scale", float, "use"),
    Field("decimals", int, "use"),
    Field("polarity", str, "use", POLARITIES),
    Field("interval_method", str, "use", INTERVAL_METHODS),
    Field("plausible_min", float),
    Field("plausible_max", float),
    Field("source", str, "review"),
    Field("official", bool, "use"),
    Field("owner", str, "review"),
    Field("checked_by", str),
    Field("next_review", date, "review"),
    Field("fed_by", str),
    Field("threshold", int),
)
"""Every column of a record but its code and its cycle."""

TARGET_FIELDS = (
    Field("place_code", str),
    Field("year", int, "use"),
    Field("value", float, "use"),
    Field("source", str, "use"),
)


@dataclass(frozen=True, eq=False)
class Records:
    """The records of a folder of files: rows of ``indicator`` and ``indicator_target``, and what is wrong."""

    indicator: pd.DataFrame
    targets: pd.DataFrame
    faults: pd.DataFrame


def read_records(folder: Traversable) -> Records:
    """Read every ``.toml`` of a folder; records come in the order of their codes.

    A wrong cell becomes empty and is listed; a file that is no TOML is listed and passed over.
    """
    fault_rows: list[tuple] = []
    records: dict[str, dict] = {}
    targets: list[dict] = []
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            fault_rows.append((file.name, "", "unreadable_file", str(error), True))
            continue
        shared = tables.pop("shared", {})
        for code, own in tables.items():
            if code in records or not isinstance(own, dict):
                fault_rows.append(
                    (code, "", "duplicate" if code in records else "wrong_type", file.name, True)
                )
                continue
            given = {**shared, **own}
            goals = given.pop("targets", [])
            records[code] = {"code": code, **_cells(code, given, FIELDS, fault_rows)}
            targets += [
                {"indicator_code": code, **_cells(code, goal, TARGET_FIELDS, fault_rows, prefix="targets.")}
                for goal in goals
            ]
    indicator = pd.DataFrame(
        [records[code] for code in sorted(records)], columns=["code", *(f.name for f in FIELDS)]
    )
    goals = pd.DataFrame(targets, columns=["indicator_code", *(f.name for f in TARGET_FIELDS)])
    wrong = pd.concat([_frame(fault_rows), faults(indicator)], ignore_index=True)
    return Records(indicator, goals.sort_values(list(goals.columns[:3]), ignore_index=True), wrong)


def faults(indicator: pd.DataFrame) -> pd.DataFrame:
    """Judge records, whether from files or from the table ``indicator``.

    Args:
        indicator: any number of rows with the columns ``code`` and those of :data:`FIELDS`.
    """
    level = dict(zip(indicator["code"], indicator["level"], strict=True))
    fault_rows = [
        (str(record["code"]), *fault)
        for record in indicator.to_dict("records")
        for fault in _faults({str(name): cell for name, cell in record.items()}, level)
    ]
    return _frame(fault_rows)


def gaps(indicator: pd.DataFrame) -> pd.DataFrame:
    """Return the faults that leave nothing out: what is still to be written or mended in the records."""
    fault_rows = faults(indicator)
    return fault_rows[~fault_rows["fatal"]].reset_index(drop=True)


def _frame(fault_rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(fault_rows, columns=list(COLUMNS)).astype({"fatal": bool})


def _faults(record: Mapping[str, Any], level: Mapping[str, str]) -> Iterator[tuple[str, str, str, bool]]:
    for field in FIELDS:
        cell = record[field.name]
        if _empty(cell):
            if field.needed:
                yield field.name, "missing", "", field.needed == "use"
        elif field.choices and cell not in field.choices:
            yield field.name, "unknown_choice", f"{cell}: {', '.join(field.choices)}", True
    scale, method, top = record["scale"], record["interval_method"], record["plausible_max"]
    if not _empty(scale) and scale <= 0:
        yield "scale", "scale_not_positive", f"{scale:g}", True
    if not _empty(record["decimals"]) and not 0 <= record["decimals"] <= MOST_DECIMALS:
        yield "decimals", "decimals_out_of_range", f"{record['decimals']}", False
    if not _empty(record["plausible_min"]) and not _empty(top) and record["plausible_min"] > top:
        yield "plausible_min", "range_upside_down", f"{record['plausible_min']:g} > {top:g}", False
    if method == "wilson" and _empty(record["denominator"]):
        yield "denominator", "method_needs_denominator", method, True
    if method == "wilson" and not _empty(top) and not _empty(scale) and top > scale:
        yield "plausible_max", "share_above_whole", f"{top:g} > {scale:g}", False
    if not _empty(least := record["threshold"]) and least < LOWEST_THRESHOLD:
        yield "threshold", "threshold_too_low", f"{least:g} < {LOWEST_THRESHOLD}", False
    if not _empty(source := record["fed_by"]):
        if source not in level:
            yield "fed_by", "fed_by_unknown", str(source), False
        elif level[str(source)] != "district" or record["level"] != "region":
            yield "fed_by", "fed_by_not_district", str(source), False


def _cells(
    code: str,
    given: Mapping[str, Any],
    fields: tuple[Field, ...],
    fault_rows: list[tuple],
    prefix: str = "",
) -> dict[str, Any]:
    """Return a file's cells by column, in the types of the table; list what does not fit."""
    known = {field.name for field in fields}
    fault_rows += [(code, prefix + name, "unknown_field", "", False) for name in given if name not in known]
    cells = {}
    for field in fields:
        cell = given.get(field.name, "" if field.kind is str else None)
        if cell is not None and not _FITS[field.kind](cell):
            # A threshold that cannot be read must not become none: nothing would be hidden.
            fatal = field.needed == "use" or field.name == "threshold"
            fault_rows.append((code, prefix + field.name, "wrong_type", repr(cell), fatal))
            cell = "" if field.kind is str else None
        cells[field.name] = cell
    return cells


_FITS: Mapping[type, Callable[[Any], bool]] = {
    str: lambda cell: isinstance(cell, str),
    bool: lambda cell: isinstance(cell, bool),
    int: lambda cell: isinstance(cell, int) and not isinstance(cell, bool),
    float: lambda cell: isinstance(cell, (int, float)) and not isinstance(cell, bool) and math.isfinite(cell),
    date: lambda cell: isinstance(cell, date) and not isinstance(cell, datetime),
}


def _empty(cell: object) -> bool:
    return cell is None or cell == "" or (not isinstance(cell, str) and bool(pd.isna(cell)))
