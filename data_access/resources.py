"""The money of an edition (preventivo), broken down: exact sums in cents, for one viewer and filters.

:func:`resources` chooses the budget lines once; every breakdown, flow and list is then a sum over the same
lines, so all of them have the same total. It adds up the editions that exist and may be seen; where there is
none among the requested districts, a total is None and :class:`Coverage` says why. An intervention counts
once: a sheet that lies in two areas belongs to its first one (:func:`sheets_in_two_areas` says how much that
concerns), and an intervention has one prevailing target group. Only by source or level does an intervention
count in several rows, each with its own part of the money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.planning.schema import SOURCE_LEVELS
from data_access.values import (
    EVERYTHING,
    Filters,
    chosen,
    existing_districts,
    hidden_districts,
    presented_districts,
)
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

DIMENSIONS = ("area", "sheet", "target", "source", "level", "district", "ausl")
"""What money may be broken down by; ``level`` is that of the source (state, region, …)."""

MANY_TO_ONE = ("source", "level")
"""Breakdowns in which an intervention may have several rows: their counts add up to more than there are."""

PLACES = ("district", "ausl")
"""Breakdowns whose rows speak of their own districts; in the others a row speaks of all requested ones."""

MAX_SOURCES = 12
"""With more sources than these a flow picture cannot be read: it starts from levels instead."""


@dataclass(frozen=True)
class Coverage:
    """How many of the requested districts have an edition in a sum, and of how many it is hidden."""

    covered: int
    hidden: int
    requested: int

    @property
    def missing(self) -> int:
        """Return how many of the requested districts have no such edition."""
        return self.requested - self.covered - self.hidden

    @property
    def status(self) -> str:
        """Return ``ok`` where an edition is in the sum, else ``hidden`` where one is, else ``missing``."""
        return "ok" if self.covered else "hidden" if self.hidden else "missing"

    @property
    def partial(self) -> bool:
        """Say whether the sum speaks of fewer districts than were requested."""
        return self.covered < self.requested


@dataclass(frozen=True, eq=False)
class Resources:
    """The budget lines and interventions of an edition that a viewer requested, as integer codes.

    Attributes:
        version: the data.
        period: the edition, a key of ``version.periods``.
        lines: by dimension, each line's position in :func:`codes_of`; ``item``, its intervention's position
            in ``items``; ``cents``. Shape (lines,).
        items: the interventions chosen, by dimension but source and level; ``version``, their position in
            ``version.interventions``. Shape (interventions,).
        cents: of each intervention in ``items``.
        covered: requested districts whose edition exists and may be seen, shape (districts,).
        hidden: requested districts whose edition exists and may not be seen.
        requested: districts that the page asks for.
        presented: requested districts whose edition has been presented to the Region.
        residents: of every district in the edition's year; NaN where not known.
    """

    version: Version
    period: str
    lines: Mapping[str, NDArray[np.int64]]
    items: Mapping[str, NDArray[np.int64]]
    cents: NDArray[np.int64]
    covered: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    requested: NDArray[np.bool_]
    presented: NDArray[np.bool_]
    residents: NDArray[np.float64]

    @property
    def coverage(self) -> Coverage:
        """Return how many of the requested districts are in the sums."""
        return Coverage(int(self.covered.sum()), int(self.hidden.sum()), int(self.requested.sum()))

    @property
    def total(self) -> int | None:
        """Return the cents of all lines chosen; None where there is no edition that the viewer may see."""
        return int(self.lines["cents"].sum()) if self.covered.any() else None

    @property
    def interventions(self) -> int | None:
        """Return the number of interventions chosen.

        None where there is no edition that the viewer may see.
        """
        return len(self.cents) if self.covered.any() else None

    @property
    def known(self) -> NDArray[np.bool_]:
        """Return the covered districts whose residents are known: a figure per resident speaks of these."""
        return self.covered & (self.residents > 0)

    @property
    def euro_per_resident(self) -> float:
        """Return euro per resident of the districts covered; NaN where no residents are known."""
        return float(_per_resident(self, None, 1)[0])


def resources(
    version: Version, period: str, viewer: Viewer, districts: Sequence[str], filters: Filters = EVERYTHING
) -> Resources:
    """Choose the lines of an edition.

    Args:
        version: the data.
        period: a key of ``version.periods``; anything else gives no line.
        viewer: other districts' editions that are not presented are hidden from a district.
        districts: codes of the requested districts.
        filters: parts of the budget; with sources, only interventions with money from them are counted.
    """
    n = len(version.districts)
    requested = np.zeros(n, dtype=bool)
    requested[[version.district_position[code] for code in districts]] = True
    if period not in version.budgets:
        nothing = np.zeros(n, dtype=bool)
        none = np.zeros(0, dtype=np.int64)
        empty = dict.fromkeys((*DIMENSIONS, "item", "version", "cents"), none)
        unknown = np.full(n, np.nan)
        return Resources(
            version, period, empty, empty, none, nothing, nothing, requested, nothing, residents=unknown
        )
    facts = version.budgets[period]
    unseen = hidden_districts(version, period, viewer)
    exists = requested & existing_districts(version, period)
    covered = exists & ~unseen

    rows = covered[facts.versions["district"]] & chosen(facts.versions, version, filters)
    in_lines = covered[facts.lines["district"]] & chosen(facts.lines, version, filters)
    at = np.searchsorted(facts.versions["version"], facts.lines["version"][in_lines])
    if filters.sources:
        with_money = np.zeros(len(rows), dtype=bool)
        with_money[at] = True
        rows &= with_money
    item = (np.cumsum(rows) - 1)[at]
    cents = facts.lines["cents"][in_lines]
    lines = _coded(version, {name: array[in_lines] for name, array in facts.lines.items()})
    return Resources(
        version=version,
        period=period,
        lines=lines | {"item": item, "cents": cents},
        items=_coded(version, {name: array[rows] for name, array in facts.versions.items()}),
        cents=_sums(item, cents, int(rows.sum())),
        covered=covered,
        hidden=exists & unseen,
        requested=requested,
        presented=requested & presented_districts(version, period),
        residents=version.residents.get(version.periods[period][1], np.full(n, np.nan)),
    )


def breakdown(budget: Resources, by: str) -> dict[str, NDArray]:
    """Break the money down by one of :data:`DIMENSIONS`, largest amount first.

    Returns:
        Columns of shape (rows,): ``code`` (an integer for ``sheet``); ``cents``; ``share``, per cent with one
        decimal, adding to 100.0 (:func:`shares`); ``per_resident``, euro (of the row's own residents by
        district and AUSL, else of all residents covered); ``interventions``, each once in a row, hence more
        than there are when added by source or level; ``covered, of``, districts in the row's sum and those
        it names (requested, or all of an AUSL); ``status``: ``ok``, or ``hidden`` and ``missing`` where no
        district is, whose zeros mean nothing and which come last. Rows with neither money nor interventions
        are left out, but not the requested districts and AUSL.
    """
    codes = _code_arrays(budget.version)[by]
    n = len(codes)
    at = budget.lines[by]
    cents = _sums(at, budget.lines["cents"], n)
    if by in MANY_TO_ONE:
        lines = np.bincount(budget.lines["item"] * n + at, minlength=len(budget.cents) * n)
        interventions = (lines.reshape(-1, n) > 0).sum(axis=0)
    else:
        interventions = np.bincount(budget.items[by], minlength=n)
    covered, hidden, requested = (
        _districts_in(budget, by, n, which) for which in ("covered", "hidden", "requested")
    )
    of = requested
    if by == "ausl":
        of = np.bincount(_place_codes(budget.version), minlength=n)
    named = requested > 0 if by in PLACES else (cents != 0) | (interventions > 0)
    rows = np.lexsort((-cents, covered == 0))
    rows = rows[named[rows]]
    status = np.where(covered > 0, "ok", np.where(hidden > 0, "hidden", "missing"))
    return {
        "code": codes[rows],
        "cents": cents[rows],
        "share": shares(cents[rows]),
        "per_resident": _per_resident(budget, by, n)[rows],
        "interventions": interventions[rows],
        "covered": covered[rows],
        "of": of[rows],
        "status": status[rows],
    }


def shares(cents: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return each amount's share in per cent, with one decimal, adding to exactly 100.0.

    Largest remainder (Hamilton) on tenths of a per cent, in integers; the earlier row wins a tie. NaN for all
    where the total is zero.

    Args:
        cents: amounts that are not negative, shape (n,).
    """
    total = int(cents.sum())
    if not total:
        return np.full(len(cents), np.nan)
    # In Python's integers: a thousand times an absurd amount would not fit 64 bits.
    parts = [divmod(c * 1000, total) for c in cents.tolist()]
    tenths = np.array([whole for whole, _ in parts])
    missing = 1000 - int(tenths.sum())
    tenths[np.argsort([-rest for _, rest in parts], kind="stable")[:missing]] += 1
    return tenths / 10


def sources_used(budget: Resources) -> int:
    """Return how many sources the lines chosen have."""
    return int(np.count_nonzero(np.bincount(budget.lines["source"])))


def flow_start(budget: Resources) -> str:
    """Return what flows start from: ``source``, or ``level`` with more than :data:`MAX_SOURCES` sources."""
    return "source" if sources_used(budget) <= MAX_SOURCES else "level"


def flows(budget: Resources) -> dict[str, list]:
    """Return the flows from source (or level) to area and from area to target group.

    Returns:
        Columns of one row a link: ``from_kind, from_code, to_kind, to_code, cents``, first the links into
        areas, then those out of them, largest first in each. Both add to the total.
    """
    codes = codes_of(budget.version)
    links: dict[str, list] = {"from_kind": [], "from_code": [], "to_kind": [], "to_code": [], "cents": []}
    for left, right in ((flow_start(budget), "area"), ("area", "target")):
        n = len(codes[right])
        pair = budget.lines[left] * n + budget.lines[right]
        cents = _sums(pair, budget.lines["cents"], len(codes[left]) * n)
        rows = np.argsort(-cents, kind="stable")
        rows = rows[cents[rows] > 0]
        links["from_kind"] += [left] * len(rows)
        links["from_code"] += [str(codes[left][i]) for i in (rows // n).tolist()]
        links["to_kind"] += [right] * len(rows)
        links["to_code"] += [str(codes[right][i]) for i in (rows % n).tolist()]
        links["cents"] += cents[rows].tolist()
    return links


def by_intervention(budget: Resources, first: int | None = None) -> dict[str, NDArray]:
    """Return the interventions chosen, largest amount first; or only the ``first`` of them.

    Returns:
        Columns of shape (interventions,): ``code, title, district, sheet, area, target, cents``.
    """
    codes, texts = _code_arrays(budget.version), budget.version.interventions
    at = budget.items["version"]
    rows = np.lexsort((code_rank(budget.version)[at], -budget.cents))[:first]
    return {
        "code": texts["code"].to_numpy()[at[rows]],
        "title": texts["title"].to_numpy()[at[rows]],
        **{by: codes[by][budget.items[by][rows]] for by in ("district", "sheet", "area", "target")},
        "cents": budget.cents[rows],
    }


def concentration(budget: Resources) -> NDArray[np.int64]:
    """Return the cents that the largest 0, 1, 2, … interventions carry, shape (interventions + 1,)."""
    return np.concatenate(([0], np.cumsum(np.sort(budget.cents)[::-1])))


def by_district(budget: Resources, by: str) -> dict[str, NDArray]:
    """Return the cents of every requested district, broken down.

    Returns:
        ``district``, codes; ``cents``, shape (districts, codes of the dimension ``by``); ``residents`` (NaN
        where not known); and ``status``: ``ok``, or ``hidden`` (the viewer may not see the edition) and
        ``missing`` (there is none), where the zeros of the cents mean nothing.
    """
    shape = len(budget.version.districts), len(codes_of(budget.version)[by])
    pair = budget.lines["district"] * shape[1] + budget.lines[by]
    cents = _sums(pair, budget.lines["cents"], shape[0] * shape[1]).reshape(shape)
    status = np.where(budget.covered, "ok", np.where(budget.hidden, "hidden", "missing"))
    return {
        "district": _code_arrays(budget.version)["district"][budget.requested],
        "cents": cents[budget.requested],
        "residents": budget.residents[budget.requested],
        "status": status[budget.requested],
    }


def sheets_in_two_areas(budget: Resources) -> dict[int, tuple[str, int, int]]:
    """Return what is counted in the first area only, of sheets that lie in more than one.

    Returns:
        By number of the sheet its areas (``B/E``), cents and interventions; only sheets that occur.
    """
    codes, double = codes_of(budget.version)["sheet"], _double_sheets(budget.version)
    cents = _sums(budget.lines["sheet"], budget.lines["cents"], len(codes)).tolist()
    interventions = np.bincount(budget.items["sheet"], minlength=len(codes)).tolist()
    return {
        number: (double[number], cents[i], interventions[i])
        for i, number in enumerate(codes)
        if number in double and (cents[i] or interventions[i])
    }


@version_cached(maxsize=2)
def _double_sheets(version: Version) -> dict[int, str]:
    """Return the areas (``B/E``) of each sheet that lies in more than one."""
    areas = version.sheets["areas"].dropna().to_dict()
    return {int(number): str(codes) for number, codes in areas.items() if "/" in codes}


@version_cached(maxsize=2)
def codes_of(version: Version) -> dict[str, tuple]:
    """Return the codes of each dimension, in the order that the arrays of :class:`Resources` count in."""
    used = version.sources["level"]
    return {
        "area": tuple(version.areas.index),
        "sheet": tuple(int(number) for number in version.sheets.index),
        "target": tuple(version.targets.index),
        "source": tuple(version.sources.index),
        "level": (*SOURCE_LEVELS, *sorted(set(used) - set(SOURCE_LEVELS))),
        "district": version.districts,
        "ausl": tuple(version.places.index[version.places["level"] == "ausl"]),
    }


@version_cached(maxsize=2)
def _place_codes(version: Version) -> NDArray[np.int64]:
    """Return the AUSL of each district, as a position."""
    ausl = codes_of(version)["ausl"]
    return np.array([ausl.index(version.ausl_of[code]) for code in version.districts], dtype=np.int64)


@version_cached(maxsize=2)
def _level_codes(version: Version) -> NDArray[np.int64]:
    """Return the level of each source, as a position."""
    levels = codes_of(version)["level"]
    return np.array([levels.index(level) for level in version.sources["level"]], dtype=np.int64)


@version_cached(maxsize=2)
def _code_arrays(version: Version) -> dict[str, NDArray]:
    """Return the codes of :func:`codes_of` as arrays, to be picked from by position."""
    return {
        by: np.array(codes, dtype=np.int64 if by == "sheet" else object)
        for by, codes in codes_of(version).items()
    }


# Sorting thousands of codes as texts takes longer than all the rest: their order is worked out once.
@version_cached(maxsize=2)
def code_rank(version: Version) -> NDArray[np.int64]:
    """Return where the code of each of ``version.interventions`` stands in alphabetical order."""
    return pd.factorize(version.interventions["code"], sort=True)[0]


def _coded(version: Version, arrays: Mapping[str, NDArray[np.int64]]) -> dict[str, NDArray[np.int64]]:
    coded = dict(arrays)
    coded["sheet"] = np.searchsorted(version.sheets.index.to_numpy(), arrays["sheet"])
    coded["ausl"] = _place_codes(version)[arrays["district"]]
    if "source" in arrays:
        coded["level"] = _level_codes(version)[arrays["source"]]
    return coded


def _sums(at: NDArray[np.int64], cents: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Sum cents by position. In doubles, but exact: every partial sum is a whole number under 2**53."""
    return np.bincount(at, weights=cents, minlength=n).astype(np.int64)


def _districts_in(budget: Resources, by: str, n: int, which: str) -> NDArray[np.int64]:
    """Count the districts ``covered``, ``hidden`` or ``requested`` that each row of a breakdown speaks of."""
    districts: NDArray[np.bool_] = getattr(budget, which)
    if by == "district":
        return districts.astype(np.int64)
    if by == "ausl":
        return np.bincount(_place_codes(budget.version)[districts], minlength=n)
    return np.full(n, int(districts.sum()))


def _per_resident(budget: Resources, by: str | None, n: int) -> NDArray[np.float64]:
    """Return euro per resident by position; only of districts whose residents are known."""
    known = budget.known
    counted = known[budget.lines["district"]]
    at = budget.lines[by][counted] if by else np.zeros(int(counted.sum()), dtype=np.int64)
    euro = _sums(at, budget.lines["cents"][counted], n) / 100
    residents = np.where(known, budget.residents, 0.0)
    if by == "district":
        base = residents
    elif by == "ausl":
        base = np.bincount(_place_codes(budget.version), weights=residents, minlength=n)
    else:
        base = np.full(n, residents.sum())
    return np.divide(euro, base, out=np.full(n, np.nan), where=base > 0)
