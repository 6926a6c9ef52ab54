"""Who has reported which district indicator, and which values a person should look at again.

Everything here depends on the version alone and is worked out once for each. A *finding* is one value of one
district that somebody should send, correct or confirm; its ``reason`` is one of :data:`REASONS`.

Two rules say which values to look at, both on the value and not on its counts:

``out_of_range``: the value lies outside the plausible range of the indicator's record.

``jump``: the value changed against the year before far more, or less, than values of this indicator usually
do. Changes are taken on the square root, which makes those of small and large values alike and allows zero;
*usual* is the median of all districts' changes in all years, and their spread 1.4826 times the median
distance from it. A change is a jump at more than :data:`TOO_FAR` spreads in either direction (the modified
z-score of Iglewicz and Hoaglin, 1993, How to detect and handle outliers, ASQC, with a larger limit, for
thousands of changes are judged at once), and if the 95 % intervals of the two years, where there are any, do
not overlap: small numbers jump by chance. After a wrong value the right one jumps too: either year may be the
wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.codes import REASONS
from data_access.measures import Measure
from data_access.values import EVERYTHING, Filters, by_period, trend
from data_access.values import reported as values_given
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

TO_DO = REASONS[:4]
"""What is still to be done: a value sent late has arrived."""

TOO_FAR = 6.0
FEWEST_CHANGES = 20
"""With fewer changes nobody can say what is usual."""

KIND = "indicators"
"""The kind of the term (``deadline``) by which the districts send their indicators."""

_ALL = Viewer("region")
"""District indicators are seen by everybody."""

_KEY = re.compile(r"^(\S+) (\S+) (\d{4}):")
"""Indicator, place and year at the beginning of a problem's detail (``quality.problems``)."""


@dataclass(frozen=True)
class Usual:
    """Changes from year to year on the square root: their median and robust spread; NaN if not computable."""

    centre: float
    spread: float
    changes: int


@version_cached(maxsize=16)
def due_day(version: Version, year: int) -> date | None:
    """Return the last day to send a year's indicators, or None where the database gives none."""
    rows = version.deadlines[(version.deadlines["kind"] == KIND) & (version.deadlines["year"] == year)]
    if rows.empty:
        return None
    row = rows.iloc[-1]
    return (row["due"] if pd.isna(row["extended_to"]) else row["extended_to"]).date()


def usual(values: NDArray) -> Usual:
    """Return the usual change of an indicator.

    Args:
        values: shape (years, districts), NaN where there is none; years in order and without gaps.
    """
    changes = np.diff(np.sqrt(np.clip(values, 0, None)), axis=0)
    changes = changes[~np.isnan(changes)]
    if len(changes) < FEWEST_CHANGES:
        return Usual(np.nan, np.nan, len(changes))
    centre = float(np.median(changes))
    spread = 1.4826 * float(np.median(np.abs(changes - centre)))
    return Usual(centre, spread if spread > 0 else np.nan, len(changes))


def distances(values: NDArray, known: Usual) -> NDArray:
    """Return how many spreads each change is from the usual one; first row NaN, shape as ``values``."""
    roots = np.sqrt(np.clip(values, 0, None))
    far = np.full(values.shape, np.nan)
    far[1:] = (np.diff(roots, axis=0) - known.centre) / known.spread
    return far


def indicators(version: Version, filters: Filters = EVERYTHING) -> list[Measure]:
    """Return the district indicators of some areas and sheets, in the order of the catalogue."""
    return [
        measure
        for measure in version.measures.values()
        if measure.kind == "indicator"
        and (not filters.areas or measure.area in filters.areas)
        and (not filters.sheets or measure.sheet in filters.sheets)
    ]


@version_cached(maxsize=8)
def reported(version: Version, filters: Filters = EVERYTHING) -> NDArray[np.bool_]:
    """Return which values were given and can be used, shape (indicators, years, districts).

    A value that is hidden because it tells of few people was given like any other.
    """
    given = [values_given(version, measure) for measure in indicators(version, filters)]
    return np.array(given, dtype=bool).reshape(-1, len(version.years), len(version.districts))


def not_published(version: Version, year: int, filters: Filters = EVERYTHING) -> list[Measure]:
    """Return the indicators without a value in any district: their source is not out, nobody is late."""
    given = reported(version, filters)[:, version.years.index(year)]
    return [
        measure for measure, row in zip(indicators(version, filters), given, strict=True) if not row.any()
    ]


@version_cached(maxsize=16)
def findings(version: Version, year: int) -> pd.DataFrame:
    """Return what a person should look at in a year, most urgent first.

    Returns:
        ``district, code, reason, days, value, before, distance, hidden, before_hidden``. ``days``: between
        the term and the day the value came, or the data speak of where it has not come; NaN without a term.
        ``before`` is the year before; ``distance`` in spreads from the usual change, NaN but for jumps. A
        value out of range that also jumped is listed once, as out of range, with its distance. Of a hidden
        value (NaN) only that it came late is told: whether it is plausible would tell of it.
    """
    at, term = version.years.index(year), due_day(version, year)
    left_out = _left_out(version, year)
    given = reported(version)
    rows: list[tuple] = []
    for number, measure in enumerate(indicators(version)):
        values = by_period(version, measure, _ALL)
        now, before = values[at], values[at - 1] if at else np.full(len(version.districts), np.nan)
        far = distances(values, usual(values))[at]
        low, high = measure.plausible
        hidden = version.indicators[measure.code].hidden
        sent = version.indicators[measure.code].reported_on[at]
        published = given[number, at].any()
        for i, district in enumerate(version.districts):
            known = (district, measure.code)
            unseen = (bool(hidden[at, i]), bool(at and hidden[at - 1, i]))
            figures = (now[i], before[i])
            if not given[number, at, i]:
                if known in left_out:
                    rows.append((*known, "left_out", np.nan, *figures, np.nan, *unseen))
                elif published and (term is None or term < version.as_of):
                    days = (version.as_of - term).days if term else np.nan
                    rows.append((*known, "missing", days, *figures, np.nan, *unseen))
                continue
            jumped = abs(far[i]) > TOO_FAR and _apart(version, measure, district, at)
            distance = far[i] if jumped else np.nan
            if (low is not None and now[i] < low) or (high is not None and now[i] > high):
                rows.append((*known, "out_of_range", np.nan, *figures, distance, *unseen))
            elif jumped:
                rows.append((*known, "jump", np.nan, *figures, distance, *unseen))
            if term and not np.isnat(sent[i]) and sent[i] > np.datetime64(term):
                late = int((sent[i] - np.datetime64(term)) / np.timedelta64(1, "D"))
                rows.append((*known, "sent_late", late, *figures, np.nan, *unseen))
    columns = ["district", "code", "reason", "days", "value", "before", "distance"]
    columns += ["hidden", "before_hidden"]
    # Rows of it are picked at every click, which takes longer out of Arrow's columns of texts.
    frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[:3], object))
    order = frame["reason"].map({reason: i for i, reason in enumerate(REASONS)})
    weight = frame["distance"].abs().fillna(0)
    sort = frame.assign(order=order, weight=-weight, late=-frame["days"].fillna(0))
    return frame.loc[sort.sort_values(["order", "weight", "late", "code", "district"]).index].reset_index(
        drop=True
    )


def own_first(frame: pd.DataFrame, district: str | None) -> pd.DataFrame:
    """Return the findings with those of one district on top; otherwise in their order."""
    if not district:
        return frame
    return frame.loc[(frame["district"] != district).sort_values(kind="stable").index].reset_index(drop=True)


@version_cached(maxsize=8)
def by_year(version: Version, filters: Filters = EVERYTHING) -> pd.DataFrame:
    """Return how many indicators each district has reported in each year: rows districts, columns years."""
    counts = reported(version, filters).sum(axis=0).T
    return pd.DataFrame(counts, index=list(version.districts), columns=[str(year) for year in version.years])


def by_area(
    version: Version, year: int, filters: Filters = EVERYTHING
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return how many indicators of each area a district has reported in a year, and how many there are."""
    given = reported(version, filters)[:, version.years.index(year)]
    areas = np.array([measure.area for measure in indicators(version, filters)])
    codes = [code for code in version.areas.index if (areas == code).any()]
    counts = {code: given[areas == code].sum(axis=0) for code in codes}
    frame = pd.DataFrame(counts, index=list(version.districts), columns=codes)
    return frame, {code: int((areas == code).sum()) for code in codes}


def _apart(version: Version, measure: Measure, district: str, at: int) -> bool:
    """Say whether the intervals of a year and of the one before do not overlap; without any, yes."""
    both = trend(version, measure, district, _ALL).iloc[[at - 1, at]]
    lower, upper = both["lower"].to_numpy(), both["upper"].to_numpy()
    if np.isnan(lower).any() or np.isnan(upper).any():
        return True
    return bool(lower.max() > upper.min())


def _left_out(version: Version, year: int) -> set[tuple[str, str]]:
    """District and indicator of the year's values that are in the database and were left out."""
    problems = version.problems[version.problems["table"] == "indicator_value"]
    keys = (_KEY.match(str(detail)) for detail in problems["detail"])
    return {(key[2], key[1]) for key in keys if key and int(key[3]) == year}
