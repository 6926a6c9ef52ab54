"""Planned against spent (preventivo e consuntivo) of one year, by intervention and for any roll-up.

Which editions are set against each other, for a year Y:

``planned``    the implementing plan (Programma attuativo) of Y;
``updated``    the annual update (aggiornamento) of the same year Y; a year without one has none: missing;
``committed``  what the account of Y says was committed (impegnato), of those interventions of which every
               line gives it; of the others it is missing;
``spent``      the account (rendicontazione) of Y.

Like with like: a difference or a share is computed over the *compared* districts alone, those whose plan and
account both exist and may be seen. A missing or hidden account is never zero spent; what its district planned
is told separately. In a compared district an intervention that is in one of the two editions only is called
*added* or *dropped*: it moves the sums by its whole amount, but has no amount of its own in the edition it is
not in.

What was committed is told of some interventions only. So that it can be held against something, what the same
interventions spent is told beside it (``spent_declared``).

An intervention is counted once: it lies in the area, sheet and target group it has in the plan, else in the
account, else in the update. Money is whole cents; what the functions give are plain columns, None for
missing: some dozen rows, made anew at every click.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.planning.schema import PRESENTED_STATUSES
from data_access.values import EVERYTHING, Filters
from data_access.version import Version
from data_access.version_cache import version_cached
from data_access.viewer import Viewer, sees_editions

PLANNED, UPDATED, SPENT = "implementing", "update", "account"
KINDS = (PLANNED, UPDATED, SPENT)

BREAKDOWNS = ("area", "sheet", "target", "source", "level", "district", "ausl")
STEPS = ("added", "dropped", "cuts", "increases")
"""What leads from planned to spent, in the order of the waterfall."""

MONEY = (
    *("planned", "planned_compared", "updated", "committed", "spent_declared", "spent", "spent_compared"),
    *("moved", *STEPS),
)

_OF_HOME = ("title", "district_code", "area", "sheet", "target")

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


class _Lines(NamedTuple):
    """The budget lines of one edition: position of intervention and source, cents."""

    item: Whole
    source: Whole
    cents: Whole

    def where(self, mask: Mask) -> _Lines:
        return _Lines(*(array[mask] for array in self))


@dataclass(frozen=True, eq=False)
class _Year:
    """The interventions of a year's three editions, for every viewer; arrays by intervention or by line."""

    codes: NDArray
    rank: Whole
    """Position of each code in their alphabetical order."""
    home: Whole
    """Row of ``version.interventions`` that gives an intervention its area, sheet, target and words."""
    places: Mapping[str, Whole]
    """Position of each intervention's area, sheet, target, district and AUSL in their catalogues."""
    stands: Mapping[str, Mask]
    lines: Mapping[str, _Lines]
    committed: _Lines
    committed_known: Mask
    status: Mapping[str, NDArray]
    """Status of each district's edition, by kind; empty where there is none."""


@dataclass(frozen=True, eq=False)
class Execution:
    """The outturn of a year: planned against spent for some districts, as one viewer sees them.

    Attributes:
        version, year: what it was made from.
        states: for each of ``KINDS`` one of ok, missing, hidden, by district (``version.districts``).
        requested: which districts the page asks for.
        compared: which of them have both plan and account, visible.
        presented: which of the compared have an account that was presented to the Region.
        items: which interventions the filters choose and the viewer may see.
        lines: budget lines of these, visible, by kind; ``committed`` likewise.
    """

    version: Version
    year: int
    states: Mapping[str, NDArray]
    requested: Mask
    compared: Mask
    presented: Mask
    items: Mask
    lines: Mapping[str, _Lines]
    committed: _Lines

    @property
    def accounts(self) -> tuple[int, int]:
        """Return how many districts are compared, and of how many: *x di 38 rendicontazioni*."""
        return int(self.compared.sum()), int(self.requested.sum())


def years(version: Version) -> tuple[int, ...]:
    """Return the years that have an implementing plan or an account, oldest first."""
    return tuple(sorted({year for kind, year in version.periods.values() if kind in (PLANNED, SPENT)}))


def usual_year(version: Version) -> int:
    """Return the last year with an account, or for want of one the last year there is."""
    accounted = [year for kind, year in version.periods.values() if kind == SPENT]
    return max(accounted or years(version) or (version.as_of.year,))


def execution(
    version: Version, year: int, districts: Sequence[str], viewer: Viewer, filters: Filters = EVERYTHING
) -> Execution:
    """Set a year's plan against its account.

    Args:
        version: the data.
        year: the year of the editions; one without any gives an execution without interventions.
        districts: codes of the requested districts.
        viewer: editions of other districts that are not presented are hidden, and count nowhere.
        filters: parts of the budget; with sources, only those sources' lines.
    """
    known = _year(version, year)
    codes = np.array(version.districts)
    requested = np.isin(codes, list(districts))
    states = {kind: _states(known.status[kind], codes, viewer) for kind in KINDS}
    seen = {kind: requested & (states[kind] == "ok") for kind in KINDS}
    items = np.ones(len(known.codes), dtype=bool)
    for name, catalogue, wanted in (
        ("area", version.areas.index, filters.areas),
        ("sheet", version.sheets.index, filters.sheets),
        ("target", version.targets.index, filters.targets),
    ):
        if wanted:
            items &= np.isin(known.places[name], catalogue.get_indexer(list(wanted)))
    district = known.places["district"]
    items &= np.logical_or.reduce([known.stands[kind] & seen[kind][district] for kind in KINDS])
    sources = version.sources.index.get_indexer(list(filters.sources)) if filters.sources else None

    def visible(lines: _Lines, kind: str) -> _Lines:
        mask = (items & seen[kind][district])[lines.item]
        return lines.where(mask if sources is None else mask & np.isin(lines.source, sources))

    lines = {kind: visible(known.lines[kind], kind) for kind in KINDS}
    if sources is not None:
        funded = np.zeros(len(items), dtype=bool)
        for part in lines.values():
            funded[part.item] = True
        items &= funded
    compared = seen[PLANNED] & seen[SPENT]
    return Execution(
        version=version,
        year=year,
        states=states,
        requested=requested,
        compared=compared,
        presented=compared & np.isin(known.status[SPENT], PRESENTED_STATUSES),
        items=items,
        lines=lines,
        committed=visible(known.committed, SPENT),
    )


def sums_by(outturn: Execution, by: str = "") -> dict[str, list]:
    """Return the sums by one of ``BREAKDOWNS``, or in one row (``total``) when ``by`` is empty.

    Returns:
        ``code``, in the order of its catalogue: every requested district or AUSL, and of the other
        catalogues what has an intervention. Then, in cents (None where no edition is seen):

        ``planned, updated, committed, spent``  over all districts whose edition is seen;
        ``spent_declared``  of the interventions in ``committed`` alone;
        ``planned_compared, spent_compared, moved``  over the compared districts; moved = spent - planned;
        ``added, dropped, cuts, increases``  the parts of ``moved``, dropped and cuts negative;

        and ``interventions`` (seen in any of the three editions), ``compared`` (those of compared districts),
        ``in_account`` (those in a visible account) and ``with_committed`` (those of them that say what was
        committed); ``accounts, of``: districts compared and requested, of the row's own where it is a
        district or an AUSL.
    """
    known, codes = _year(outturn.version, outturn.year), _codes(outturn.version, by)
    n, size = len(known.codes), max(len(codes), 1)
    of_item, of_source = _groups(outturn.version, known, by)

    def group(item: Whole, source: Whole) -> Whole:
        return of_item[item] if of_source is None else of_source[source]

    def sums(lines: _Lines) -> Whole:
        return _added_up(group(lines.item, lines.source), lines.cents, size)

    # A unit is what is compared between plan and account: an intervention, or its part from one source.
    width = 1 if of_source is None else size
    district = known.places["district"]

    def unit(lines: _Lines) -> Whole:
        return lines.item if of_source is None else lines.item * width + of_source[lines.source]

    parts = {kind: outturn.lines[kind] for kind in (PLANNED, SPENT)}
    both = {
        kind: _added_up(
            unit(lines)[inside := outturn.compared[district[lines.item]]], lines.cents[inside], n * width
        )
        for kind, lines in parts.items()
    }
    touched = (
        np.flatnonzero(outturn.items)
        if of_source is None
        else np.unique(
            np.concatenate([unit(lines) for lines in (*outturn.lines.values(), outturn.committed)])
        )
    )
    item = touched // width
    key = of_item[item] if of_source is None else touched % width
    planned, spent = both[PLANNED][touched], both[SPENT][touched]
    moved = spent - planned
    change = _changes(known, item, moved)
    counted = (
        outturn.items & known.stands[SPENT] & (outturn.requested & (outturn.states[SPENT] == "ok"))[district]
    )
    result = {
        "planned": sums(outturn.lines[PLANNED]),
        "planned_compared": _added_up(key, planned, size),
        "updated": sums(outturn.lines[UPDATED]),
        "committed": sums(outturn.committed),
        "spent_declared": sums(outturn.lines[SPENT].where(known.committed_known[outturn.lines[SPENT].item])),
        "spent": sums(outturn.lines[SPENT]),
        "spent_compared": _added_up(key, spent, size),
        "moved": _added_up(key, moved, size),
        **{step: _added_up(key[change == step], moved[change == step], size) for step in STEPS},
    }
    counts = {
        "interventions": np.bincount(key, minlength=size),
        "compared": np.bincount(key[outturn.compared[district[item]]], minlength=size),
        "in_account": np.bincount(key[counted[item]], minlength=size),
        "with_committed": np.bincount(key[(counted & known.committed_known)[item]], minlength=size),
    }
    members = _members(outturn, by, size)
    seen = {kind: (members & (outturn.states[kind] == "ok")).sum(axis=1) for kind in KINDS}
    accounts = (members & outturn.compared).sum(axis=1)
    needs = {
        "planned": seen[PLANNED],
        "updated": seen[UPDATED],
        "committed": counts["with_committed"],
        "spent_declared": counts["with_committed"],
        "spent": seen[SPENT],
    }
    of = members.sum(axis=1)
    if by in ("district", "ausl"):
        named = np.flatnonzero(of > 0)
    else:
        named = np.flatnonzero(counts["interventions"] > 0) if by else np.arange(size)
    return {
        "code": [codes[row] for row in named.tolist()],
        **{name: _known(result[name][named], needs.get(name, accounts)[named] > 0) for name in MONEY},
        **{name: count[named].tolist() for name, count in counts.items()},
        "accounts": accounts[named].tolist(),
        "of": of[named].tolist(),
    }


def interventions(outturn: Execution, limit: int | None = None) -> dict[str, list]:
    """Return the interventions of an execution, largest difference first, then those not compared.

    Args:
        outturn: of a year.
        limit: only so many of the first.

    Returns:
        ``code``; ``title, district_code, area, sheet, target`` of its home edition; ``planned, updated,
        committed, spent, moved`` in cents (None where the edition is not seen or the intervention is not in
        it); for each of ``KINDS`` ``absent_<kind>``, whether the edition is seen and the intervention is not
        in it; ``change``: one of ``STEPS``, ``same``, ``outside`` where it is in neither plan nor account, or
        the state of the account (``missing``, ``hidden``) where it is not compared, ``unplanned`` where the
        plan is not seen.
    """
    version, known = outturn.version, _year(outturn.version, outturn.year)
    cents = {
        kind: _added_up(lines.item, lines.cents, len(known.codes)) for kind, lines in outturn.lines.items()
    }
    difference = cents[SPENT] - cents[PLANNED]
    at = np.flatnonzero(outturn.items)
    size = np.where(outturn.compared[known.places["district"][at]], np.abs(difference[at]), -1)
    at = at[np.lexsort((known.rank[at], -size))][:limit]
    district = known.places["district"][at]
    moved, compared = difference[at], outturn.compared[district]
    seen = {kind: outturn.states[kind][district] == "ok" for kind in KINDS}
    stands = {kind: seen[kind] & known.stands[kind][at] for kind in KINDS}
    account_seen = seen[SPENT]
    committed = _added_up(outturn.committed.item, outturn.committed.cents, len(known.codes))[at]
    change = np.where(compared, _changes(known, at, moved), outturn.states[SPENT][district])
    home = known.home[at]
    return {
        "code": known.codes[at].tolist(),
        **{name: version.interventions[name].to_numpy()[home].tolist() for name in _OF_HOME},
        "planned": _known(cents[PLANNED][at], stands[PLANNED]),
        "updated": _known(cents[UPDATED][at], stands[UPDATED]),
        "committed": _known(committed, stands[SPENT] & known.committed_known[at]),
        "spent": _known(cents[SPENT][at], stands[SPENT]),
        "moved": _known(moved, compared),
        **{f"absent_{kind}": (seen[kind] & ~stands[kind]).tolist() for kind in KINDS},
        "change": np.where(account_seen & ~compared, "unplanned", change).tolist(),
    }


@version_cached(maxsize=6)
def _year(version: Version, year: int) -> _Year:
    # Worked out once a version and year: what depends on viewer and filters is masks and sums over it.
    every = version.interventions
    own = {kind: every[every["period"] == f"{year}-{kind}"] for kind in KINDS}
    homes = pd.concat([own[PLANNED], own[SPENT], own[UPDATED]]).drop_duplicates("code")
    codes = pd.Index(homes["code"])
    ausl = list(dict.fromkeys(version.ausl_of.values()))
    district = homes["district_code"].map(version.district_position).to_numpy(np.int64)
    ausl_of_district = np.array([ausl.index(version.ausl_of[code]) for code in version.districts])
    lines: dict[str, _Lines] = {}
    committed = pd.Series(dtype=float)
    for kind in KINDS:
        item_of = pd.Series(codes.get_indexer(own[kind]["code"]), index=own[kind].index)
        rows = version.lines[version.lines["version_id"].isin(own[kind].index)]
        lines[kind] = _Lines(
            item_of.loc[rows["version_id"]].to_numpy(np.int64),
            version.sources.index.get_indexer(rows["source"]).astype(np.int64),
            rows["cents"].to_numpy(np.int64),
        )
        if kind == SPENT:
            committed = rows["committed_cents"]
    given = committed.notna().to_numpy()
    committed_known = np.zeros(len(codes), dtype=bool)
    committed_known[lines[SPENT].item] = True
    committed_known[lines[SPENT].item[~given]] = False
    whole = _Lines(
        lines[SPENT].item, lines[SPENT].source, np.where(given, committed.to_numpy(), 0).astype(np.int64)
    )
    return _Year(
        codes=codes.to_numpy(object),
        rank=np.argsort(np.argsort(codes.to_numpy(object))),
        home=every.index.get_indexer(homes.index),
        places={
            "area": version.areas.index.get_indexer(homes["area"]),
            "sheet": version.sheets.index.get_indexer(homes["sheet"]),
            "target": version.targets.index.get_indexer(homes["target"]),
            "district": district,
            "ausl": ausl_of_district[district],
        },
        stands={kind: np.asarray(codes.isin(own[kind]["code"])) for kind in KINDS},
        lines=lines,
        committed=whole.where(committed_known[whole.item]),
        committed_known=committed_known,
        status={kind: _statuses(version, f"{year}-{kind}") for kind in KINDS},
    )


def _statuses(version: Version, period: str) -> NDArray:
    editions = version.editions[version.editions["period"] == period].set_index("district_code")
    return editions["status"].reindex(list(version.districts)).fillna("").to_numpy(object).astype(str)


def _states(status: NDArray, districts: NDArray, viewer: Viewer) -> NDArray:
    seen = np.where(sees_editions(viewer, districts, status), "ok", "hidden")
    return np.where(status == "", "missing", seen)


def _codes(version: Version, by: str) -> list:
    match by:
        case "":
            return ["total"]
        case "area" | "sheet" | "target" | "source":
            return getattr(version, f"{by}s").index.tolist()
        case "level":
            return list(dict.fromkeys(version.sources["level"].tolist()))
        case "district":
            return list(version.districts)
        case "ausl":
            return list(dict.fromkeys(version.ausl_of.values()))
    raise KeyError(by)


def _groups(version: Version, known: _Year, by: str) -> tuple[Whole, Whole | None]:
    """Return the group of each intervention and, where the sources make the groups, of each source."""
    nothing = np.zeros(len(known.codes), dtype=np.int64)
    if by == "":
        return nothing, None
    if by == "source":
        return nothing, np.arange(len(version.sources))
    if by == "level":
        order = _codes(version, by)
        return nothing, np.array([order.index(level) for level in version.sources["level"].tolist()])
    return known.places[by], None


def _members(outturn: Execution, by: str, size: int) -> Mask:
    """Return which of the requested districts a group speaks of, shape (groups, districts)."""
    districts = len(outturn.requested)
    if by == "district":
        return np.eye(districts, dtype=bool) & outturn.requested
    if by == "ausl":
        codes = _codes(outturn.version, by)
        own = np.array([outturn.version.ausl_of[code] for code in outturn.version.districts])
        return np.array([own == code for code in codes]) & outturn.requested
    return np.broadcast_to(outturn.requested, (size, districts))


def _changes(known: _Year, item: Whole, moved: Whole) -> NDArray:
    planned, spent = known.stands[PLANNED][item], known.stands[SPENT][item]
    return np.select(
        [~planned & ~spent, ~planned, ~spent, moved < 0, moved > 0],
        ["outside", "added", "dropped", "cuts", "increases"],
        "same",
    )


def _added_up(group: Whole, cents: Whole, size: int) -> Whole:
    # Doubles hold whole numbers up to 2**53 exactly: 90 thousand billion euro in cents.
    return np.rint(np.bincount(group, weights=cents, minlength=size)).astype(np.int64)


def _known(cents: Whole, known: Mask) -> list[int | None]:
    return [n if is_known else None for n, is_known in zip(cents.tolist(), known.tolist(), strict=True)]
