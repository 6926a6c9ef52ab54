"""Needs and who gets a support, as tables: one and the same for the screen and for Excel."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pandas as pd

from dashboard.address.view import default_view
from dashboard.cases.rows import Shared, figures_or_words, shared_columns
from dashboard.cases.words import Wording, case_word
from dashboard.excel.request import FileRequest
from dashboard.locale.formats import number, percent
from dashboard.tables.table import Column, Table
from dashboard.topics.needs.compute import FIGURES, Needs, needs_of
from data_access.cases.mart import UNKNOWN
from data_access.cases.published import CaseTables
from data_access.privacy import TOTAL
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer


def classes_table(request: FileRequest, needs: Needs) -> Table:
    """What kind of need stays without support, most people first."""
    return _classes_table(Wording(request.version, request.language), needs)


def categories_table(request: FileRequest, needs: Needs) -> Table:
    """Who stays without support, by category."""
    return _categories_table(Wording(request.version, request.language), needs)


def districts_table(request: FileRequest, needs: Needs) -> Table:
    """Every district, largest share first."""
    return _districts_table(Wording(request.version, request.language), needs.compared)


@version_cached(maxsize=256)
def _classes_table(wording: Wording, needs: Needs) -> Table:
    names = [case_word(wording, "need_class", code) for code in needs.classes["need_class"]]
    more = (Column("registered", wording.t("needs.registered"), "integer", 0, 14),)
    return _table(wording, needs.classes, wording.t("needs.class"), names, "need_class", more)


@version_cached(maxsize=256)
def _categories_table(wording: Wording, needs: Needs) -> Table:
    names = [case_word(wording, "category", code) for code in needs.categories["category"]]
    return _table(wording, needs.categories, wording.t("needs.category"), names, "category")


@version_cached(maxsize=256)
def _districts_table(wording: Wording, compared: Shared) -> Table:
    codes = compared.rows["place"].tolist()
    names = [wording.version.place_names[code] for code in codes]
    more = (Column("ausl", wording.t("column.ausl"), width=20),)
    table = _table(wording, compared.rows, wording.t("column.district"), names, "place", more)
    ausl = [wording.version.place_names[wording.version.ausl_of[code]] for code in codes]
    return replace(table, rows={**table.rows, "ausl": ausl})


def _table(
    wording: Wording,
    found: pd.DataFrame,
    first: str,
    names: list[str],
    code: str,
    more: tuple[Column, ...] = (),
) -> Table:
    t, language = wording.t, wording.language
    rows = pd.DataFrame(
        {
            "mark": found[code].to_numpy(),
            "name": names,
            **shared_columns(found, FIGURES, language),
            **{
                name: figures_or_words(found[name], found["status"], language)
                for name in ("value", "lower", "upper")
            },
            "region": figures_or_words(found["region"], ["ok"] * len(found), language),
            "told": [t(f"needs.told_{told}") if told else "" for told in found["told"]],
        }
    )
    if "registered" in found:
        rows["registered"] = figures_or_words(found["registered"], found["registered_status"], language)
    columns = (
        Column("name", first, width=38),
        Column("value", t("needs.share"), "percent", 1, 13),
        Column("told", t("needs.told"), width=26),
        Column("lower", t("column.lower"), "percent", 1, 12),
        Column("upper", t("column.upper"), "percent", 1, 12),
        Column("unanswered", t("needs.unanswered"), "integer", 0, 14),
        Column("asked", t("needs.asked"), "integer", 0, 14),
        Column("region", t("needs.region_share"), "percent", 1, 12),
        *more,
    )
    return Table.of(columns, rows)


def uncategorised_words(request: FileRequest, needs: Needs) -> str:
    """Say how many people with a need have no category, and so are in no target group; empty if unknown."""
    by_category = needs.categories.set_index("category")
    if UNKNOWN not in by_category.index or by_category.at[UNKNOWN, "asked_status"] != "ok":
        return ""
    everybody = needs.everybody
    n, of = float(by_category.at[UNKNOWN, "asked"]), float(everybody["asked"])
    if everybody["asked_status"] != "ok" or not n:
        return ""
    return request.t(
        "needs.uncategorised",
        n=number(n, 0, request.language),
        of=number(of, 0, request.language),
        share=percent(n / of * 100, 1, request.language),
    )


def scope_words(request: FileRequest, needs: Needs) -> str:
    """What the districts are compared on: a need class, a category, or any need."""
    if needs.need:
        return case_word(request, "need_class", needs.need)
    if needs.category != TOTAL:
        return case_word(request, "category", needs.category)
    return request.t("needs.any")


def prepare(version: Version, tables: CaseTables) -> None:
    """Choose the needs of every place and year before anybody asks: about 30 ms each, once a version."""
    wording, start = Wording(version, "it"), default_view(version)
    for year, place in product(tables.years, version.places.index):
        needs = needs_of(version, replace(start, place=str(place), year=year), Viewer("region"), tables)
        _classes_table(wording, needs)
        _categories_table(wording, needs)
        _districts_table(wording, needs.compared)
