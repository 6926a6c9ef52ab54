"""One indicator in all districts, judged: what every section of its page, and its file, is made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.view import View, measure_of, period_of
from dashboard.judging.benchmark import against, district_of
from dashboard.judging.judgement import Against, judged
from dashboard.judging.rank_intervals import rank_intervals, told_apart
from dashboard.judging.recent_trend import recent_trend
from dashboard.judging.signs import LOOKS
from dashboard.locale.texts import Translate
from dashboard.measure.choropleth import HIDDEN_CLASS, MISSING_CLASS, Choropleth, Place
from dashboard.topics.indicators.one import funnel
from data_access.measures import Measure
from data_access.values import EVERYTHING, Filters, district_values, everywhere, periods_of, rolled_up, trend
from data_access.version import REGION, Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

SMALLEST_RANKING = 3
"""Districts with an interval below which there is nothing to rank."""


@dataclass(frozen=True, eq=False)
class Indicator:
    """See the module's docstring.

    Attributes:
        measure, period, filters, against: what is shown, and what it is compared with.
        values: by district in the order of ``version.districts``: the columns of
            :func:`dashboard.judging.judgement.judged`; ``rank`` (1 = highest, also without
            an interval), ``rank_low, rank_high, all_low, all_high, of``; ``trend``; ``funnel``.
        rolled: *values* of the region and the AUSL.
        centre: the one value that all districts can be drawn against, NaN without.
        centred_on: whose value that is: the code of a place, ``peers`` or ``target``.
    """

    measure: Measure
    period: str
    filters: Filters
    against: Against
    values: pd.DataFrame
    rolled: pd.DataFrame
    centre: float
    centred_on: str

    @cached_property
    def rows(self) -> dict[str, dict]:
        """``values`` by district; a look-up in a frame takes a hundred times longer."""
        return {str(code): row for code, row in self.values.to_dict("index").items()}

    @property
    def compared(self) -> bool:
        """Whether any district is judged against the benchmark."""
        return not set(self.values["judgement"]) <= {"not_compared", "missing", "hidden"}

    @property
    def ranked(self) -> bool:
        """Whether rank intervals can be told."""
        return int(self.values["rank_low"].notna().sum()) >= SMALLEST_RANKING

    @cached_property
    def spread(self) -> funnel.Spread:
        """How much more the districts vary than chance explains; only where there is a funnel."""
        method, scale = self.measure.interval_method, self.measure.scale
        return funnel.overdispersion(self.values, self.centre, method=method, scale=scale)

    @property
    def has_funnel(self) -> bool:
        """Whether a funnel can be drawn."""
        return funnel.applies(self.measure) and self.centre == self.centre


def indicator(version: Version, view: View, viewer: Viewer) -> Indicator:
    """Compute everything about the view's measure."""
    measure = measure_of(version, view)
    filters = view.filters if measure.filtered else EVERYTHING
    compared = against(version, view, viewer)
    asked = (version, measure.code, period_of(version, view), viewer, compared, filters)
    values, rolled = _figures(*asked)
    own = district_of(view, viewer, version)
    centre, centred_on = _centre(version, values, rolled, compared, view.place, own)
    # One and the same NaN, so that what was computed for it is found again.
    return _indicator(*asked, centre if centre == centre else nan, centred_on)


# Another place, tab or language is another run on the same figures.
@version_cached(maxsize=64)
def _figures(
    version: Version, code: str, period: str, viewer: Viewer, compared: Against, filters: Filters
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every district's value, judgement, rank and trend; and the values of AUSL and region."""
    measure = version.measures[code]
    values = judged_once(version, measure, period, viewer, compared, filters)
    value = values["value"].to_numpy(dtype=float)
    above = (value > value[:, None]).sum(axis=1) + 1.0
    values = values.join(rank_intervals(values).drop(columns="rank")).assign(
        rank=np.where(np.isnan(value), np.nan, above),
        trend=_trends(version, measure, period, viewer),
    )
    card = district_values(version, measure, period, viewer, filters)
    return values, rolled_up(version, measure, card, period)


@version_cached(maxsize=64)
def _indicator(
    version: Version,
    code: str,
    period: str,
    viewer: Viewer,
    compared: Against,
    filters: Filters,
    centre: float,
    centred_on: str,
) -> Indicator:
    measure = version.measures[code]
    values, rolled = _figures(version, code, period, viewer, compared, filters)
    outside: pd.Series | str = "none"
    if funnel.applies(measure):
        outside = funnel.outside(values, centre, method=measure.interval_method, scale=measure.scale)
    values = values.assign(funnel=outside)
    return Indicator(measure, period, filters, compared, values, rolled, centre, centred_on)


@version_cached(maxsize=256)
def judged_once(
    version: Version, measure: Measure, period: str, viewer: Viewer, compared: Against, filters: Filters
) -> pd.DataFrame:
    """Return :func:`dashboard.judging.judgement.judged`; shared: do not write to it."""
    return judged(version, measure, period, viewer, compared, filters)


def _centre(
    version: Version, values: pd.DataFrame, rolled: pd.DataFrame, compared: Against, place: str, own: str
) -> tuple[float, str]:
    """One benchmark for all districts: of several (each AUSL's, targets of districts) the one looked at."""
    if compared.kind in ("peers", "target"):
        known = values["benchmark"].dropna().unique()
        if len(known) == 1:
            return float(known[0]), compared.kind
        if own and values.at[own, "benchmark"] == values.at[own, "benchmark"]:
            return float(values.at[own, "benchmark"]), compared.kind
    if compared.kind == "ausl":
        ausl = version.ausl_of.get(own, "") or (place if place in rolled.index else "")
        if ausl and ausl != REGION:
            return float(rolled.at[ausl, "value"]), ausl
    return float(rolled.at[REGION, "value"]), REGION


def _trends(version: Version, measure: Measure, period: str, viewer: Viewer) -> NDArray:
    """The recent trend of every district up to a period; editions are acts, not points of a line."""
    if measure.periods != "year":
        return np.full(len(version.districts), "not_computable", dtype=object)
    series = history(version, measure, viewer, EVERYTHING).loc[:period]
    shape = (-1, len(version.districts))
    arrays = (series[name].to_numpy(dtype=float).reshape(shape) for name in ("value", "lower", "upper"))
    value, lower, upper = arrays
    return recent_trend(value, lower, upper, measure.polarity)["trend"]


@version_cached(maxsize=32)
def history(version: Version, measure: Measure, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Return :func:`data_access.values.everywhere`: every district in all periods; shared."""
    return everywhere(version, measure, viewer, filters)


@version_cached(maxsize=32)
def apart(card: Indicator) -> pd.DataFrame:
    """Return which districts can be told apart (:func:`dashboard.judging.rank_intervals.told_apart`)."""
    return told_apart(card.values)


@version_cached(maxsize=64)
def not_apart_from(card: Indicator, place: str) -> list[str]:
    """Return the districts from which one cannot be told apart, highest first; not to be written to."""
    ranked = card.values[card.values["rank_low"].notna()].sort_values("rank").index.tolist()
    if place not in ranked:
        return []
    sure = apart(card).loc[place].to_dict()
    return [str(code) for code in ranked if code != place and not sure[code]]


def years_table(version: Version, viewer: Viewer, card: Indicator) -> pd.DataFrame:
    """Return the distribution over the districts in each period.

    Returns:
        Indexed by period, oldest first: ``n`` districts with a value, ``min, q1, median, q3, max`` (quartiles
        by linear interpolation; NaN without a value), ``region``, ``region_status``.
    """
    shape = (-1, len(version.districts))
    series = history(version, card.measure, viewer, card.filters)
    values = series["value"].to_numpy(dtype=float).reshape(shape)
    table = np.full((len(values), 5), np.nan)
    known = ~np.isnan(values).all(axis=1)
    table[known] = np.nanpercentile(values[known], [0, 25, 50, 75, 100], axis=1).T
    region = trend(version, card.measure, REGION, viewer, card.filters)
    return pd.DataFrame(
        {
            "n": (~np.isnan(values)).sum(axis=1),
            **dict(zip(("min", "q1", "median", "q3", "max"), table.T, strict=True)),
            "region": region["value"].to_numpy(),
            "region_status": region["status"].to_numpy(),
        },
        index=pd.Index(periods_of(version, card.measure), name="period"),
    )


def judged_map(drawn: Choropleth, card: Indicator, t: Translate) -> Choropleth:
    """Return a map of the same values coloured by judgement; a sign beside each value says the same."""
    used = [name for name in LOOKS if name not in ("missing", "hidden")]
    words = card.values["judgement"].to_dict()
    class_of = {name: i for i, name in enumerate(used)} | {"missing": MISSING_CLASS, "hidden": HIDDEN_CLASS}
    places = {}
    for code, place in drawn.places.items():
        look = LOOKS[words[code]]
        first = place.lines[0] if place.index < 0 else f"{place.lines[0]} {look.sign}"
        judgement = "" if place.index < 0 else f"{look.sign} {t(f'judgement.{words[code]}')}"
        places[code] = Place(class_of[words[code]], (first, judgement, *place.lines[1:]))
    counts = Counter(words.values())
    legend = [
        (class_of[name], f"{LOOKS[name].sign} {t(f'judgement.{name}')}", counts[name])
        for name in LOOKS
        if counts[name]
    ]
    return replace(
        drawn,
        own_scale=False,
        values=drawn.values.assign(index=[class_of[words[code]] for code in drawn.values.index]),
        palette=tuple(LOOKS[name].fill for name in used),
        places=places,
        legend=tuple(legend),
    )
