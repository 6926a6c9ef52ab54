"""The same support from more than one body, as tables for screen and Excel; always to be checked.

A district's figures across zones are of all people and pairs that involve it. An AUSL and the region count
each of them once (``once``, :mod:`data_access.cases.counted_once`), so they are less than the sum of their
districts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd

from dashboard.address.view import View, default_view
from dashboard.cases.coverage import against
from dashboard.cases.rows import (
    Shared,
    case_notes,
    figure_or_word,
    figures_or_words,
    year_of,
)
from dashboard.cases.words import Wording, case_word
from dashboard.excel.book import book
from dashboard.excel.request import Asked, Table
from dashboard.excel.workbook import Sheet
from dashboard.locale.formats import number
from dashboard.locale.words import place_name
from dashboard.tables.table import Column
from data_access.cases.mart import BODY_KINDS
from data_access.cases.published import CaseTables, case_counts
from data_access.kept import kept
from data_access.privacy import TOTAL
from data_access.values import district_values, rolled_up
from data_access.version import REGION, Version
from data_access.viewer import Viewer

SCOPES = ("inside", "across")
MONEY = ("cents", "cents_smaller")


@dataclass(frozen=True, eq=False)
class Overlaps:
    """Overlaps of a view; ``wider`` is the place whose pairs are told by kind: an AUSL for a district.

    Attributes:
        pairs, people: by scope ``n, status`` (pairs also the amounts), at the place looked at.
        kinds, bodies, service: by scope at ``wider``: code, ``n, status`` and amounts, most pairs first.
        compared: by code the people in overlaps per 1,000 residents (*values*), ``pairs``, the ``region``'s
            value and where each interval lies to it (``told``).
    """

    tables: CaseTables
    year: str
    wider: str
    pairs: pd.DataFrame
    people: pd.DataFrame
    kinds: dict[str, pd.DataFrame]
    bodies: dict[str, pd.DataFrame]
    service: dict[str, pd.DataFrame]
    compared: Shared

    @property
    def districts(self) -> pd.DataFrame:
        """The rows of ``compared``."""
        return self.compared.rows


def overlaps_of(version: Version, view: View, viewer: Viewer, tables: CaseTables) -> Overlaps:
    """Choose the overlaps of a view."""
    return _overlaps_of(version, viewer, tables, view.place, year_of(tables, view))


def prepare(version: Version, tables: CaseTables) -> None:
    """Choose the overlaps of every place and year before anybody asks: about 15 ms each, once a version."""
    asked, start = Wording(version, "it"), default_view(version)
    for year, place in product(tables.years, version.places.index):
        found = overlaps_of(version, replace(start, place=str(place), year=year), Viewer("region"), tables)
        _districts_table(asked, found.compared)
        for axis in ("bodies", "support_kind", "service"):
            _table(asked, found, SCOPES[0], axis)


@kept(maxsize=256)
def _overlaps_of(version: Version, viewer: Viewer, tables: CaseTables, place: str, year: str) -> Overlaps:
    wider = version.ausl_of.get(place, place)
    at = {"time": year, "place": place}
    pairs = _once(case_counts(tables, "overlaps", viewer, **at).set_index("scope"))
    people = _once(case_counts(tables, "overlapping_people", viewer, **at).set_index("scope"))
    return Overlaps(
        tables,
        year,
        wider,
        pairs,
        people,
        _told(tables, viewer, year, wider, "overlaps_by_kind"),
        _told(tables, viewer, year, wider, "overlaps_by_bodies"),
        _told(tables, viewer, year, wider, "overlaps_by_service"),
        _districts(version, viewer, tables, year),
    )


@kept(maxsize=128)
def _told(tables: CaseTables, viewer: Viewer, year: str, wider: str, code: str) -> dict[str, pd.DataFrame]:
    found = {}
    for scope in SCOPES:
        rows = _once(case_counts(tables, code, viewer, time=year, place=wider, scope=scope))
        found[scope] = rows.sort_values("n", ascending=False, kind="stable", ignore_index=True)
    return found


@kept(maxsize=16)
def _districts(version: Version, viewer: Viewer, tables: CaseTables, year: str) -> Shared:
    inside = case_counts(
        tables, "overlaps", viewer, time=year, place=list(version.districts), scope="inside"
    ).set_index("place")
    measure = version.measures["overlaps_inside"]
    values = district_values(version, measure, year, viewer)
    whole = rolled_up(version, measure, values, year).loc[REGION]
    region = np.full(len(values), whole["value"] if whole["status"] == "ok" else np.nan)
    lower, upper = (values[name].to_numpy(dtype=float) for name in ("lower", "upper"))
    rows = values.assign(
        pairs=inside["n"],
        pairs_status=inside["status"],
        smaller=inside["cents_smaller"],
        region=region,
        told=against(lower, upper, region),
    )
    return Shared(rows.sort_values("value", ascending=False, kind="stable", na_position="last"))


def _once(cells: pd.DataFrame) -> pd.DataFrame:
    """Take each person or pair once instead of once a district; who then cannot be told is hidden."""
    quiet = (cells["status"] == "ok") & cells["once"].isna()
    return cells.assign(n=cells["once"], status=cells["status"].mask(quiet, "hidden"))


def bodies_table(asked: Asked, found: Overlaps, scope: str) -> Table:
    """Pairs of kinds of bodies with money."""
    return _table(_wording(asked), found, scope, "bodies")


def kinds_table(asked: Asked, found: Overlaps, scope: str) -> Table:
    """Kinds of support given twice."""
    return _table(_wording(asked), found, scope, "support_kind")


def service_table(asked: Asked, found: Overlaps, scope: str) -> Table:
    """Whether one of the two is the zone's own service (servizio della zona)."""
    return _table(_wording(asked), found, scope, "service")


def districts_table(asked: Asked, found: Overlaps) -> Table:
    """Every district by people in overlaps inside it per 1,000 residents."""
    return _districts_table(_wording(asked), found.compared)


@kept(maxsize=256)
def _districts_table(asked: Wording, compared: Shared) -> Table:
    t, version, language, rows = asked.t, asked.version, asked.language, compared.rows
    table = pd.DataFrame(
        {
            "mark": rows.index,
            "name": [version.place_names[code] for code in rows.index],
            "ausl": [version.place_names[version.ausl_of[code]] for code in rows.index],
            "people": figures_or_words(rows["numerator"], rows["status"], language),
            "value": figures_or_words(rows["value"], rows["status"], language),
            "lower": figures_or_words(rows["lower"], rows["status"], language),
            "upper": figures_or_words(rows["upper"], rows["status"], language),
            "pairs": figures_or_words(rows["pairs"], rows["pairs_status"], language),
            "smaller": figures_or_words(rows["smaller"], rows["pairs_status"], language, scale=0.01),
        }
    )
    columns = (
        Column("name", t("column.district"), width=30),
        Column("people", t("overlaps.people"), "integer", 0, 12),
        Column("value", t("overlaps.per_1000"), "decimal", 2, 14),
        Column("lower", t("column.lower"), "decimal", 2, 12),
        Column("upper", t("column.upper"), "decimal", 2, 12),
        Column("pairs", t("overlaps.pairs"), "integer", 0, 12),
        Column("smaller", t("overlaps.smaller"), "euro", 2, 18),
        Column("ausl", t("column.ausl"), width=20),
    )
    return columns, table


def across_definition(asked: Asked, found: Overlaps) -> str:
    """How pairs across zones are counted, and from how many they are shown."""
    return asked.t("overlaps.across_definition", least=2 * found.tables.limits.sensitive)


def matrix_cells(
    asked: Asked, found: Overlaps, scope: str
) -> tuple[list[str], dict[tuple[int, int], float], dict[tuple[int, int], str]]:
    """The matrix of pairs: names of the kinds of bodies, counts and words by (row, column), lower half.

    A pair of kinds of which the mart has no row is zero.
    """
    cells = found.bodies[scope]
    columns = (cells[name].tolist() for name in ("bodies", "n", "status"))
    known = {code: (n, status) for code, n, status in zip(*columns, strict=True)}
    counts: dict[tuple[int, int], float] = {}
    words: dict[tuple[int, int], str] = {}
    _, told = known.get(TOTAL, (np.nan, "missing"))
    none = (np.nan, "missing") if told == "missing" else (0.0, "ok")
    for row, one in enumerate(BODY_KINDS):
        for column, other in enumerate(BODY_KINDS[: row + 1]):
            code = "+".join(sorted((one, other)))
            shown = figure_or_word(*known.get(code, none), asked.language)
            counts[row, column] = np.nan if isinstance(shown, str) else shown
            words[row, column] = shown if isinstance(shown, str) else number(shown, 0, asked.language)
    return [case_word(asked, "body", kind) for kind in BODY_KINDS], counts, words


@kept(maxsize=512)
def _table(asked: Wording, found: Overlaps, scope: str, axis: str) -> Table:
    """The nodes of an axis without their total, most pairs first."""
    t, language = asked.t, asked.language
    every, first = {
        "bodies": (found.bodies, t("overlaps.bodies")),
        "support_kind": (found.kinds, t("overlaps.kind")),
        "service": (found.service, t("overlaps.service")),
    }[axis]
    cells = every[scope][every[scope][axis] != TOTAL]
    money = {name: figures_or_words(cells[name], cells["status"], language, scale=0.01) for name in MONEY}
    rows = pd.DataFrame(
        {
            "name": [case_word(asked, axis, code) for code in cells[axis]],
            "pairs": figures_or_words(cells["n"], cells["status"], language),
            **money,
        }
    )
    columns = (
        Column("name", first, width=48),
        Column("pairs", t("overlaps.pairs"), "integer", 0, 12),
        Column("cents_smaller", t("overlaps.smaller"), "euro", 2, 20),
        Column("cents", t("overlaps.both"), "euro", 2, 20),
    )
    return columns, rows


def _wording(asked: Asked) -> Wording:
    return Wording(asked.version, asked.language)


def overlaps_workbook(asked: Asked, found: Overlaps, headline: Table) -> bytes:
    """The workbook of the page, in the screen's order; the words *to be checked* stand on every sheet."""
    t, version = asked.t, asked.version
    here, wider = (place_name(version, code, t) for code in (asked.view.place, found.wider))
    check = t("overlaps.check_short")
    sheets = [(t("excel.headline"), here, headline)]
    for scope in SCOPES:
        scoped = t(f"overlaps.scope_{scope}")
        sheets += [
            (f"{t('overlaps.bodies_sheet')} {scoped}", wider, bodies_table(asked, found, scope)),
            (f"{t('overlaps.kinds_sheet')} {scoped}", wider, kinds_table(asked, found, scope)),
            (f"{t('overlaps.service_sheet')} {scoped}", wider, service_table(asked, found, scope)),
        ]
    sheets.append((t("overlaps.by_district"), place_name(version, REGION, t), districts_table(asked, found)))
    title = t("page.sovrapposizioni")
    return book(
        asked,
        sheets=[
            Sheet(name, f"{title} · {name}", f"{place} · {found.year} · {check}", *table)
            for name, place, table in sheets
        ],
        notes=[
            (t("overlaps.check"), t("overlaps.check_words")),
            (t("overlaps.pairs"), t("overlaps.pairs_definition")),
            (t("overlaps.people"), t("overlaps.people_definition")),
            (t("overlaps.smaller"), t("overlaps.smaller_definition")),
            (t("overlaps.service"), t("overlaps.service_definition")),
            (t("overlaps.scope_across"), across_definition(asked, found)),
            (t("overlaps.wider_label"), t("overlaps.wider")),
            *case_notes(asked, found.tables),
        ],
    )
