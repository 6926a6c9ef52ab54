"""The same support from more than one body, as tables for screen and Excel; always to be checked.

A district's figures across zones are of all people and pairs that involve it. An AUSL and the region count
each of them once (``once``, :mod:`data_access.cases.counted_once`), so they are less than the sum of their
districts.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd

from dashboard.address.view import default_view
from dashboard.cases.rows import (
    Shared,
    figure_or_word,
    figures_or_words,
)
from dashboard.cases.words import Wording, case_word
from dashboard.excel.request import FileRequest
from dashboard.tables.table import Column, Table
from dashboard.topics.overlaps.compute import MONEY, SCOPES, Overlaps, overlaps_of
from data_access.cases.mart import BODY_KINDS
from data_access.cases.published import CaseTables
from data_access.privacy import TOTAL
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer


def bodies_table(request: FileRequest, overlaps: Overlaps, scope: str) -> Table:
    """Pairs of kinds of bodies with money."""
    return _table(_wording(request), overlaps, scope, "bodies")


def kinds_table(request: FileRequest, overlaps: Overlaps, scope: str) -> Table:
    """Kinds of support given twice."""
    return _table(_wording(request), overlaps, scope, "support_kind")


def service_table(request: FileRequest, overlaps: Overlaps, scope: str) -> Table:
    """Whether one of the two is the zone's own service (servizio della zona)."""
    return _table(_wording(request), overlaps, scope, "service")


def districts_table(request: FileRequest, overlaps: Overlaps) -> Table:
    """Every district by people in overlaps inside it per 1,000 residents."""
    return _districts_table(_wording(request), overlaps.compared)


@version_cached(maxsize=256)
def _districts_table(wording: Wording, compared: Shared) -> Table:
    t, version, language, rows = wording.t, wording.version, wording.language, compared.rows
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
    return Table.of(columns, table)


def across_definition(request: FileRequest, overlaps: Overlaps) -> str:
    """How pairs across zones are counted, and from how many they are shown."""
    return request.t("overlaps.across_definition", least=2 * overlaps.tables.limits.sensitive)


def matrix_table(request: FileRequest, overlaps: Overlaps, scope: str) -> Table:
    """Pairs of kinds of bodies as the lower half of a square, each a part of the most frequent.

    A pair of kinds of which the mart has no row is zero.
    """
    cells = overlaps.bodies[scope]
    published = (cells[name].tolist() for name in ("bodies", "n", "status"))
    known = {code: (n, status) for code, n, status in zip(*published, strict=True)}
    _, told = known.get(TOTAL, (np.nan, "missing"))
    none = (np.nan, "missing") if told == "missing" else (0.0, "ok")
    names = {kind: case_word(request, "body", kind) for kind in BODY_KINDS}
    rows: dict[str, list] = {"name": list(names.values())}
    for at, kind in enumerate(BODY_KINDS):
        below = [known.get("+".join(sorted((kind, other))), none) for other in BODY_KINDS[at:]]
        rows[kind] = [""] * at + [figure_or_word(*pair, request.language) for pair in below]
    counts = [n for kind in BODY_KINDS for n in rows[kind] if not isinstance(n, str)]
    most = max(counts, default=0.0) or 1.0
    columns = (
        Column("name", request.t("overlaps.body")),
        *(Column(kind, name, "integer", bar=most) for kind, name in names.items()),
    )
    return Table(columns, rows)


@version_cached(maxsize=512)
def _table(wording: Wording, overlaps: Overlaps, scope: str, axis: str) -> Table:
    """The nodes of an axis without their total, most pairs first."""
    t, language = wording.t, wording.language
    every, first = {
        "bodies": (overlaps.bodies, t("overlaps.bodies")),
        "support_kind": (overlaps.kinds, t("overlaps.kind")),
        "service": (overlaps.service, t("overlaps.service")),
    }[axis]
    cells = every[scope][every[scope][axis] != TOTAL]
    money = {name: figures_or_words(cells[name], cells["status"], language, scale=0.01) for name in MONEY}
    rows = pd.DataFrame(
        {
            "name": [case_word(wording, axis, code) for code in cells[axis]],
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
    return Table.of(columns, rows)


def _wording(request: FileRequest) -> Wording:
    return Wording(request.version, request.language)


def prepare(version: Version, tables: CaseTables) -> None:
    """Choose the overlaps of every place and year before anybody asks: about 15 ms each, once a version."""
    wording, start = Wording(version, "it"), default_view(version)
    for year, place in product(tables.years, version.places.index):
        overlaps = overlaps_of(version, replace(start, place=str(place), year=year), Viewer("region"), tables)
        _districts_table(wording, overlaps.compared)
        for axis in ("bodies", "support_kind", "service"):
            _table(wording, overlaps, SCOPES[0], axis)
