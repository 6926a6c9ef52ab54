"""The heat table: which indicators and districts a view shows, in which order, and how each cell is judged.

Screen and Excel take the same :class:`Heat`, so they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.view import View
from dashboard.judging.benchmark import against, district_of, likeness
from dashboard.judging.judgement import Against, all_judged, indicators_of
from dashboard.judging.recent_trend import all_trends, recent_trend
from data_access.measures import Measure
from data_access.search.indicators import FoundIndicators, search_indicators
from data_access.values import trend
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

TREND_GROUP = {
    "rising_better": "better",
    "falling_better": "better",
    "rising_worse": "worse",
    "falling_worse": "worse",
    "rising": "up",
    "falling": "down",
    "no_change": "no_change",
    "not_computable": "not_computable",
}
"""What a recent trend means: one of :data:`dashboard.address.codes.TREND_GROUPS`."""


@dataclass(frozen=True, eq=False)
class Heat:
    """See the module's docstring.

    Attributes:
        period: the year, empty for the last of each indicator.
        against: what districts are compared with.
        measures: the rows, in order; ``rows`` their positions among all district indicators.
        columns: the districts, in order, as positions in ``version.districts``.
        judged: every indicator and district (:func:`dashboard.judging.judgement.all_judged`).
        trends: the recent trend of the place looked at, for each of ``measures``.
        found: what the search found, where one is on; rows then stand in its order, else area by area.
        own: the district whose column is marked; empty for none.
    """

    period: str
    against: Against
    measures: tuple[Measure, ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    judged: pd.DataFrame
    trends: tuple[str, ...]
    found: FoundIndicators | None
    own: str

    def shown(self, column: str) -> NDArray:
        """Return a column of ``judged`` as it stands on screen: shape (measures, districts)."""
        places = len(self.judged["place"].cat.categories)
        return self.judged[column].to_numpy().reshape(-1, places)[np.ix_(self.rows, self.columns)]


def heat(version: Version, view: View, viewer: Viewer) -> Heat:
    """Choose the rows and columns of a view and judge its cells."""
    period, compared = year_of(version, view), against(version, view, viewer)
    judged = all_judged(version, period, viewer, compared)
    every = indicators_of(version)
    trends = place_trends(version, period, viewer, view.place)
    found = search_indicators(version, view.search) if view.search else None
    at = {measure.code: i for i, measure in enumerate(every)}
    order = [at[code] for code in found.codes] if found else by_area(version)
    rows = tuple(i for i in order if _chosen(every[i], trends[i], view))
    return Heat(
        period=period,
        against=compared,
        measures=tuple(every[i] for i in rows),
        rows=rows,
        columns=_columns(version, view, viewer, judged, at),
        judged=judged,
        trends=tuple(trends[i] for i in rows),
        found=found,
        own=district_of(view, viewer, version),
    )


def year_of(version: Version, view: View) -> str:
    """Return the view's year, or nothing where the indicators have no such year."""
    return view.year if view.year in {str(year) for year in version.years} else ""


@version_cached(maxsize=2)
def by_area(version: Version) -> list[int]:
    """Return the positions of the district indicators area by area, sheet by sheet."""
    areas = {code: i for i, code in enumerate(version.areas.index)}
    every = indicators_of(version)
    return sorted(
        range(len(every)), key=lambda i: (areas.get(every[i].area, len(areas)), every[i].sheet, every[i].code)
    )


@version_cached(maxsize=128)
def place_trends(version: Version, period: str, viewer: Viewer, place: str) -> tuple[str, ...]:
    """Return the recent trend of each district indicator in a place, up to a year (empty: its last)."""
    if place in version.district_position:
        words = all_trends(version, period, viewer)["trend"].to_numpy()
        return tuple(words.reshape(-1, len(version.districts))[:, version.district_position[place]])
    return tuple(_place_trend(version, measure, period, viewer, place) for measure in indicators_of(version))


def _place_trend(version: Version, measure: Measure, period: str, viewer: Viewer, place: str) -> str:
    """The recent trend of a place that is rolled up from its districts."""
    series = trend(version, measure, place, viewer)
    known = np.flatnonzero(series["value"].notna().to_numpy())
    last = str(series.index[known[-1]]) if len(known) and not period else period
    series = series.loc[:last]
    value, lower, upper = (
        series[name].to_numpy(dtype=float)[:, None] for name in ("value", "lower", "upper")
    )
    return str(recent_trend(value, lower, upper, measure.polarity)["trend"][0])


def _chosen(measure: Measure, word: str, view: View) -> bool:
    filters = view.filters
    return (
        (not filters.areas or measure.area in filters.areas)
        and (not filters.sheets or measure.sheet in filters.sheets)
        and (not view.polarities or measure.polarity in view.polarities)
        and (not view.trends or TREND_GROUP[word] in view.trends)
    )


def _columns(
    version: Version, view: View, viewer: Viewer, judged: pd.DataFrame, at: dict[str, int]
) -> tuple[int, ...]:
    """The districts by AUSL, by name, from the most to the least alike, or by an indicator's values."""
    positions = range(len(version.districts))
    own = district_of(view, viewer, version)
    if view.order == "name":
        return tuple(sorted(positions, key=lambda i: version.place_names[version.districts[i]]))
    if view.order == "distance" and own:
        far = likeness(version, view, own)
        return tuple(sorted(positions, key=lambda i: (far[i], i)))
    code = view.order.removeprefix("-")
    if code not in at:
        return tuple(positions)
    values = judged["value"].to_numpy().reshape(-1, len(version.districts))[at[code]]
    sign = 1 if view.order.startswith("-") else -1
    # A district without a value stands last either way.
    return tuple(sorted(positions, key=lambda i: (np.isnan(values[i]), sign * values[i], i)))
