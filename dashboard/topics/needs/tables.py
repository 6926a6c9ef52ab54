"""Needs and who gets a support, as tables: one and the same for the screen and for Excel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd

from dashboard.address.view import View, default_view
from dashboard.cases.coverage import against, coverage
from dashboard.cases.rows import Shared, case_notes, category_of, figures_or_words, shared_columns, year_of
from dashboard.cases.words import Wording, case_word
from dashboard.excel.book import book
from dashboard.excel.request import Asked, Table
from dashboard.excel.workbook import Sheet
from dashboard.locale.formats import number, percent
from dashboard.locale.words import place_name
from dashboard.tables.table import Column
from data_access.cases.mart import UNKNOWN
from data_access.cases.published import CaseTables, case_counts
from data_access.kept import kept
from data_access.privacy import TOTAL
from data_access.version import REGION, Version
from data_access.viewer import Viewer

FIGURES = ("asked", "unanswered")


@dataclass(frozen=True, eq=False)
class Needs:
    """What a view looks at; every frame is one of :func:`dashboard.cases.coverage.coverage`.

    ``region`` is the region's share on the same row (for the region itself: of any need), ``told`` where the
    interval lies to it. Need classes
    are not told by category: ``by_class`` is of everybody.

    Attributes:
        year, category, need: what is chosen; ``*`` for everybody, an empty ``need`` for any need.
        whole: people of the place with a need, one row.
        everybody: the same of all categories together.
        elsewhere: those without support who have one in another zone, ``n, status``; not told of a district.
        classes: pairs of person and need class, most without support first; ``registered`` needs beside.
        categories: people of the place.
        compared: every district, largest share first; of the need class or the category chosen.
    """

    tables: CaseTables
    year: str
    category: str
    need: str
    whole: pd.DataFrame
    everybody: pd.Series
    elsewhere: pd.Series | None
    classes: pd.DataFrame
    categories: pd.DataFrame
    compared: Shared

    @property
    def districts(self) -> pd.DataFrame:
        """The rows of ``compared``."""
        return self.compared.rows


def needs_of(version: Version, view: View, viewer: Viewer, tables: CaseTables) -> Needs:
    """Choose the needs of a view."""
    need = view.need if view.need in tables.labels.get("need_class", {}) else ""
    year, category = year_of(tables, view), category_of(view)
    return _needs_of(version, viewer, tables, view.place, year, category, need)


def prepare(version: Version, tables: CaseTables) -> None:
    """Choose the needs of every place and year before anybody asks: about 30 ms each, once a version."""
    asked, start = Wording(version, "it"), default_view(version)
    for year, place in product(tables.years, version.places.index):
        found = needs_of(version, replace(start, place=str(place), year=year), Viewer("region"), tables)
        _classes_table(asked, found)
        _categories_table(asked, found)
        _districts_table(asked, found.compared)


@kept(maxsize=256)
def _needs_of(
    version: Version, viewer: Viewer, tables: CaseTables, place: str, year: str, category: str, need: str
) -> Needs:
    around = dict.fromkeys((place, REGION))
    everybody = coverage(tables, "coverage", viewer, time=year, place=list(around)).set_index("place")
    overall = float(everybody.at[REGION, "value"])

    def told(cells: pd.DataFrame) -> pd.DataFrame:
        at = cells["place"].to_numpy()
        here = cells[at == place].reset_index(drop=True)
        region = cells["value"].to_numpy()[at == REGION]
        if place == REGION:
            # A row of the region is not compared with itself but with all needs of the region.
            region = np.where(np.isnan(region), np.nan, overall)
        lower, upper = here["lower"].to_numpy(), here["upper"].to_numpy()
        return here.assign(region=region, told=against(lower, upper, region))

    def by(code: str) -> pd.DataFrame:
        return told(coverage(tables, code, viewer, time=year, place=list(around)))

    classes, categories = by("coverage_by_class"), by("coverage_by_category")
    chosen_category = categories["category"] == category
    whole = told(everybody.reset_index()) if category == TOTAL else categories[chosen_category]
    registered = case_counts(tables, "needs", viewer, time=year, place=place)
    registered = registered.set_index("need_class")[["n", "status"]].add_prefix("registered_")
    classes = classes.join(
        registered.rename(columns={"registered_n": "registered"}), on="need_class", how="left"
    ).sort_values("unanswered", ascending=False, kind="stable", na_position="last", ignore_index=True)
    code, chosen = (
        ("coverage_by_class", {"need_class": need})
        if need
        else ("coverage_by_category", {"category": category})
    )
    compared = _districts(version, viewer, tables, year, code, *chosen.items())
    elsewhere = None
    if category == TOTAL and place not in version.district_position:
        at = {"time": year, "place": [place], "status": "elsewhere"}
        elsewhere = case_counts(tables, "coverage_elsewhere", viewer, **at).iloc[0]
    return Needs(
        tables=tables,
        year=year,
        category=category,
        need=need,
        whole=whole,
        everybody=everybody.loc[place],
        elsewhere=elsewhere,
        classes=classes,
        categories=categories[categories["category"] != TOTAL].reset_index(drop=True),
        compared=compared,
    )


@kept(maxsize=64)
def _districts(
    version: Version, viewer: Viewer, tables: CaseTables, year: str, code: str, chosen: tuple[str, str]
) -> Shared:
    """Every district beside the region, largest share first."""
    axis, node = chosen
    everywhere = [REGION, *version.districts]
    cells = coverage(tables, code, viewer, time=year, place=everywhere, **{axis: node})
    region_share = float(cells["value"].iloc[0])
    districts = cells.iloc[1:]
    lower, upper = districts["lower"].to_numpy(), districts["upper"].to_numpy()
    told = against(lower, upper, np.full(len(lower), region_share))
    districts = districts.assign(region=region_share, told=told)
    by_share = {"ascending": False, "kind": "stable", "na_position": "last", "ignore_index": True}
    return Shared(districts.sort_values("value", **by_share))


def classes_table(asked: Asked, found: Needs) -> Table:
    """What kind of need stays without support, most people first."""
    return _classes_table(Wording(asked.version, asked.language), found)


def categories_table(asked: Asked, found: Needs) -> Table:
    """Who stays without support, by category."""
    return _categories_table(Wording(asked.version, asked.language), found)


def districts_table(asked: Asked, found: Needs) -> Table:
    """Every district, largest share first."""
    return _districts_table(Wording(asked.version, asked.language), found.compared)


@kept(maxsize=256)
def _classes_table(asked: Wording, found: Needs) -> Table:
    names = [case_word(asked, "need_class", code) for code in found.classes["need_class"]]
    more = (Column("registered", asked.t("needs.registered"), "integer", 0, 14),)
    return _table(asked, found.classes, asked.t("needs.class"), names, "need_class", more)


@kept(maxsize=256)
def _categories_table(asked: Wording, found: Needs) -> Table:
    names = [case_word(asked, "category", code) for code in found.categories["category"]]
    return _table(asked, found.categories, asked.t("needs.category"), names, "category")


@kept(maxsize=256)
def _districts_table(asked: Wording, compared: Shared) -> Table:
    codes = compared.rows["place"].tolist()
    names = [asked.version.place_names[code] for code in codes]
    more = (Column("ausl", asked.t("column.ausl"), width=20),)
    table = _table(asked, compared.rows, asked.t("column.district"), names, "place", more)
    ausl = [asked.version.place_names[asked.version.ausl_of[code]] for code in codes]
    return table[0], table[1].assign(ausl=ausl)


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
    return columns, rows


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


def needs_workbook(asked: Asked, found: Needs, headline: Table) -> bytes:
    """The workbook of the page, in the screen's order."""
    t, version = asked.t, asked.version
    who = "" if found.category == TOTAL else case_word(asked, "category", found.category)
    place = place_name(version, asked.view.place, t)
    everybody = f"{place} · {found.year}"
    sheets = (
        (t("excel.headline"), " · ".join(part for part in (place, found.year, who) if part), headline),
        (t("needs.by_class"), everybody, classes_table(asked, found)),
        (t("needs.by_category"), everybody, categories_table(asked, found)),
        (
            t("needs.by_district"),
            f"{found.year} · {scope_words(asked, found)}",
            districts_table(asked, found),
        ),
    )
    title = t("page.bisogni")
    return book(
        asked,
        sheets=[Sheet(name, f"{title} · {name}", sub, *table) for name, sub, table in sheets],
        notes=[
            (t("needs.share"), t("needs.share_definition")),
            (t("needs.by_class"), t("needs.class_caption")),
            (t("note.interval"), t("interval.wilson")),
            (t("needs.told"), t("needs.told_definition")),
            (t("needs.left_out"), t("needs.left_out_definition")),
            *((t("needs.by_category"), words) for words in [uncategorised_words(asked, found)] if words),
            *case_notes(asked, found.tables),
        ],
    )
