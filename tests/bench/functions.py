"""What the pages ask of the data, as function calls, at any size of the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import cycle

from dashboard.address.view import default_view
from dashboard.judging.benchmark import _peers, peers_of
from dashboard.judging.judgement import BENCHMARKS
from dashboard.judging.rank_intervals import _all_rank_intervals, all_rank_intervals
from dashboard.topics.editions.compute import compare
from dashboard.topics.indicators.heat.compute import heat
from data_access.execution import execution, sums_by, usual_year
from data_access.interventions import interventions
from data_access.resources import breakdown, flows, resources
from data_access.search.interventions import search_interventions
from data_access.values import EVERYTHING, Filters
from data_access.version import Version
from data_access.viewer import Viewer

BEFORE, AFTER = "2018-implementing", "2019-implementing"
WORDS = ("anziani", "sportello sociale famiglie", "assistensa domicilare", "servizio", "RO-RIM-0012")
"""A word, three words, two with slips, a word that half of the interventions have, a code."""


def asked(version: Version) -> dict[str, tuple[Callable[[], object], float]]:
    """Return what is measured, by name: a call, each time with another filter, and its target in ms."""
    viewers = (Viewer("region"), Viewer("district", version.districts[0]))
    choices = [EVERYTHING, *(Filters(areas=(code,)) for code in version.areas.index)]
    choices += [Filters(sources=(code,)) for code in version.sources.index[:3]]
    turns = cycle([(viewer, filters) for viewer in viewers for filters in choices])
    typed = cycle([(viewer, words) for viewer in viewers for words in WORDS])
    every, year = list(version.districts), usual_year(version)

    def compared() -> object:
        viewer, filters = next(turns)
        return compare(version, BEFORE, AFTER, every, viewer, filters)

    def searched() -> object:
        viewer, words = next(typed)
        return search_interventions(version, words, viewer)

    def broken_down() -> object:
        viewer, filters = next(turns)
        found = resources(version, AFTER, viewer, every, filters)
        return [breakdown(found, by) for by in ("area", "source", "district")], flows(found)

    def executed() -> object:
        viewer, filters = next(turns)
        found = execution(version, year, every, viewer, filters)
        return sums_by(found), sums_by(found, "area")

    def listed() -> object:
        viewer, filters = next(turns)
        return interventions(version, AFTER, every, viewer, filters)

    places = cycle(version.districts)
    compared_with = cycle(BENCHMARKS)

    def ranked_anew() -> object:
        _all_rank_intervals.cache_clear()
        return all_rank_intervals(version, "", viewers[0])

    def near() -> object:
        _peers.cache_clear()
        view = replace(default_view(version), place=next(places))
        return peers_of(version, view, viewers[0])

    def judged() -> object:
        view = replace(default_view(version), place=next(places), benchmark=next(compared_with))
        return heat(version, view, viewers[0])

    return {
        "rank intervals of all indicators, anew": (ranked_anew, 1000),
        "rank intervals again": (lambda: all_rank_intervals(version, "", viewers[0]), 5),
        "peers of a district": (near, 20),
        "heat table, another district and benchmark": (judged, 100),
        "comparing two editions": (compared, 100),
        "search": (searched, 50),
        "breakdown by three dimensions, and flows": (broken_down, 30),
        "planned against spent": (executed, 30),
        "list of interventions": (listed, 30),
    }
