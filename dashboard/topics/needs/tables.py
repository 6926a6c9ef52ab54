"""Needs and who gets a support, as tables: one and the same for the screen and for Excel."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pandas as pd

from dashboard.address.view import default_view
from dashboard.cases.rows import Shared, figures_or_words, shared_columns
from dashboard.cases.words import Wording, case_word
from dashboard.excel.request import Asked
from dashboard.locale.formats import number, percent
from dashboard.tables.table import Column, Table
from dashboard.topics.needs.compute import FIGURES, Needs, needs_of
from data_access.cases.mart import UNKNOWN
from data_access.cases.published import CaseTables
from data_access.privacy import TOTAL
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer


def classes_table(asked: Asked, found: Needs) -> Table:
    """What kind of need stays without support, most people first."""
    return _classes_table(Wording(asked.version, asked.language), found)


def categories_table(asked: Asked, found: Needs) -> Table:
    """Who stays without support, by category."""
    return _categories_table(Wording(asked.version, asked.language), found)


def districts_table(asked: Asked, found: Needs) -> Table:
    """Every district, largest share first."""
    return _districts_table(Wording(asked.version, asked.language), found.compared)


@version_cached(maxsize=256)
def _classes_table(asked: Wording, found: Needs) -> Table:
    names = [case_word(asked, "need_class", code) for code in found.classes["need_class"]]
    more = (Column("registered", asked.t("needs.registered"), "integer", 0, 14),)
    return _table(asked, found.classes, asked.t("needs.class"), names, "need_class", more)


@version_cached(maxsize=256)
def _categories_table(asked: Wording, found: Needs) -> Table:
    names = [case_word(asked, "category", code) for code in found.categories["category"]]
    return _table(asked, found.categories, asked.t("needs.category"), names, "category")


@version_cached(maxsize=256)
def _districts_table(asked: Wording, compared: Shared) -> Table:
    codes = compared.rows["place"].tolist()
    names = [asked.version.place_names[code] for code in codes]
    more = (Column("ausl", asked.t("column.ausl"), width=20),)
    table = _table(asked, compared.rows, asked.t("column.district"), names, "place", more)
    ausl = [asked.version.place_names[asked.version.ausl_of[code]] for code in codes]
    return replace(table, rows={**table.rows, "ausl": ausl})


def _table(
    asked: Wording,
    found: pd.DataFrame,
    first: str,
    names: list[str],
    code: str,
    more: tuple[Column, ...] = (),
) -> Table:
    t, language = asked.t, asked.language
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


def uncategorised_words(asked: Asked, found: Needs) -> str:
    """Say how many people with a need have no category, and so are in no target group; empty if unknown."""
    by_category = found.categories.set_index("category")
    if UNKNOWN not in by_category.index or by_category.at[UNKNOWN, "asked_status"] != "ok":
        return ""
    everybody = found.everybody
    n, of = float(by_category.at[UNKNOWN, "asked"]), float(everybody["asked"])
    if everybody["asked_status"] != "ok" or not n:
        return ""
    return asked.t(
        "needs.uncategorised",
        n=number(n, 0, asked.language),
        of=number(of, 0, asked.language),
        share=percent(n / of * 100, 1, asked.language),
    )


def scope_words(asked: Asked, found: Needs) -> str:
    """What the districts are compared on: a need class, a category, or any need."""
    if found.need:
        return case_word(asked, "need_class", found.need)
    if found.category != TOTAL:
        return case_word(asked, "category", found.category)
    return asked.t("needs.any")


def prepare(version: Version, tables: CaseTables) -> None:
    """Choose the needs of every place and year before anybody asks: about 30 ms each, once a version."""
    asked, start = Wording(version, "it"), default_view(version)
    for year, place in product(tables.years, version.places.index):
        found = needs_of(version, replace(start, place=str(place), year=year), Viewer("region"), tables)
        _classes_table(asked, found)
        _categories_table(asked, found)
        _districts_table(asked, found.compared)
