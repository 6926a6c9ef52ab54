"""Needs recorded, answered and unanswered: what *Bisogni e copertura* shows of a place and a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.address.view import View
from dashboard.cases.coverage import against, coverage
from dashboard.cases.rows import Shared, category_of, year_of
from data_access.cases.published import CaseTables, case_counts
from data_access.privacy import TOTAL
from data_access.version import REGION, Version
from data_access.version_cache import version_cached
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


@version_cached(maxsize=256)
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


@version_cached(maxsize=64)
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
