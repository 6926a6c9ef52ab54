"""One district over all indicators: the rows, the words and the workbook of Profilo del distretto.

Screen and Excel take the same :class:`Profile`, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.address.view import View, default_view
from dashboard.judging.benchmark import against, peers_of
from dashboard.judging.judgement import (
    BENCHMARKS,
    Against,
    BenchmarkKind,
    all_judged,
    figures_of,
    indicators_of,
    judged_together,
)
from dashboard.judging.rank_intervals import all_rank_intervals
from dashboard.judging.recent_trend import all_trends
from dashboard.topics.indicators.profile.case_table import case_periods
from dashboard.topics.indicators.profile.spine import quartiles, spine
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer


@dataclass(frozen=True, eq=False)
class Profile:
    """What the page shows.

    Attributes:
        district: the district's code.
        period: the year asked for, empty for the last of each indicator.
        against: what it is compared with.
        rows: by indicator code, as :func:`~dashboard.topics.indicators.profile.spine.spine` gives them, with
            ``trend``, and ``place_rank, place_low, place_high, of``: the rank counted from the good side
            (from the highest for a neutral measure) and its 90 % interval.
        version, viewer: what and for whom.
        kinds: every kind of benchmark there is.
    """

    version: Version
    viewer: Viewer
    district: str
    period: str
    against: Against
    rows: pd.DataFrame
    kinds: Mapping[str, Against]

    @cached_property
    def others(self) -> dict[str, pd.DataFrame]:
        """The same indicators judged against every kind of benchmark, by kind: for the file alone."""
        position = {measure.code: nth for nth, measure in enumerate(indicators_of(self.version))}
        own, size = self.version.district_position[self.district], len(self.version.districts)
        at = [position[code] * size + own for code in self.rows.index]
        return {
            kind: all_judged(self.version, self.period, self.viewer, other).iloc[at].set_axis(self.rows.index)
            for kind, other in self.kinds.items()
        }


def profile_of(version: Version, view: View, viewer: Viewer, district: str) -> Profile:
    """Judge one district on every indicator of the view's areas and sheets."""
    chosen = against(version, view, viewer)
    period = view.year if view.year in map(str, version.years) else ""
    peers = peers_of(version, view, viewer)
    with_peers = Against("peers", tuple(sorted(peers.codes))) if peers and peers.codes else None
    areas, sheets = view.filters.areas, view.filters.sheets
    return _profile(version, viewer, district, period, chosen, with_peers, areas, sheets)


def prepare(version: Version) -> None:
    """Judge and rank every year before anybody asks, against all but peers: a tenth of a second each.

    Once a version; peers are another benchmark for each district.
    """
    viewer, district = Viewer("region"), version.districts[0]
    kinds: tuple[BenchmarkKind, ...] = ("region", "ausl", "target")
    for year in ("", *map(str, version.years)):
        for kind in kinds:
            view = replace(default_view(version), year=year, benchmark=kind)
            profile_of(version, view, viewer, district)
            if told := case_periods(version, year):
                judged_together(version, told, viewer, Against(kind))


# A change of language, a closed box or a click on a row needs nothing of this again.
@version_cached(maxsize=64)
def _profile(
    version: Version,
    viewer: Viewer,
    district: str,
    period: str,
    chosen: Against,
    with_peers: Against | None,
    of_areas: tuple[str, ...],
    of_sheets: tuple[int, ...],
) -> Profile:
    rows = _rows(version, period, viewer, chosen, district)
    areas, measures = list(version.areas.index), indicators_of(version)
    kept = [
        nth
        for nth, measure in sorted(
            enumerate(measures), key=lambda pair: areas.index(pair[1].area) if pair[1].area in areas else -1
        )
        if (not of_areas or measure.area in of_areas) and (not of_sheets or measure.sheet in of_sheets)
    ]
    kinds: dict[str, Against] = {kind: Against(kind) for kind in BENCHMARKS if kind != "peers"}
    if with_peers:
        kinds["peers"] = with_peers
    return Profile(version, viewer, district, period, chosen, rows.iloc[kept], kinds)


@version_cached(maxsize=64)
def _rows(version: Version, period: str, viewer: Viewer, chosen: Against, district: str) -> pd.DataFrame:
    judged = all_judged(version, period, viewer, chosen)
    polarity = {measure.code: measure.polarity for measure in indicators_of(version)}
    rows = spine(judged, district, polarity, _quartiles(version, period, viewer))
    own = version.district_position[district]
    size = len(version.districts)
    trend = all_trends(version, period, viewer)["trend"].cat
    trends = trend.categories.to_numpy(dtype=object)[trend.codes.to_numpy()[own::size]]
    ranks = all_rank_intervals(version, period, viewer)
    rank, low, high, of = (
        ranks[name].to_numpy().reshape(-1, size)[:, own] for name in ("rank", "rank_low", "rank_high", "of")
    )
    turned = np.array([polarity[code] == "lower_better" for code in rows.index])
    values = judged["value"].to_numpy().reshape(-1, size)
    with np.errstate(invalid="ignore"):
        better = (values < values[:, [own]]).sum(axis=1)
    return rows.assign(
        trend=trends,
        place_rank=np.where(turned & ~np.isnan(rank), 1 + better, rank),
        place_low=np.where(turned, of + 1 - high, low),
        place_high=np.where(turned, of + 1 - low, high),
        of=of,
    )


@version_cached(maxsize=64)
def _quartiles(version: Version, period: str, viewer: Viewer) -> NDArray[np.float64]:
    """Of the districts' values, whatever they are compared with; shape (4, indicators)."""
    return quartiles(figures_of(version, period, viewer).value)
