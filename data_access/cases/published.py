"""Publishes the case facts: counts that may be shown leave this room, and nothing else.

The mart's small counts live only while :func:`publish` runs. What a page, a file or a log can reach are the
tables of :mod:`data_access.cases.tables`, with the status of each cell: ``ok``, ``missing`` (the zone has
not been read, or does not give the fact) or ``hidden`` (a small cell, or one that would tell a small cell).

District and larger places are published to everyone; the Comuni of a district only to the region and to
that district.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases import mart
from data_access.cases.contract import MartProblem, MartReading
from data_access.cases.order_statistics import OrderStatistics
from data_access.cases.protection import Protected, coalition_size, protect, unpublished
from data_access.cases.tables import (
    Calendar,
    Declaration,
    Declared,
    comuni_axis,
    month_name,
    places_axis,
    quarter_name,
    quarter_of,
)
from data_access.privacy import TOTAL, Axis, Thresholds
from data_access.privacy.hiding_key import hiding_key
from data_access.viewer import Viewer, sees_places

STATUSES = ("ok", "missing", "hidden")
OK, MISSING, HIDDEN = range(3)
_NAMES = np.array(STATUSES, dtype=object)
_LEAST_OF_A_YEAR = 0.1
_ACROSS = ("elsewhere", "nowhere", "across")


@dataclass(frozen=True, eq=False)
class Published:
    """A published table: arrays over its axes (place, time, then its own), which nobody may write to.

    Attributes:
        axes: place first; an axis with the node ``*`` has its total there.
        counts: NaN where not shown.
        status: ``OK``, ``MISSING`` or ``HIDDEN``.
        covered: districts in each place and time that give the table.
        amounts: further figures of the same cells, NaN where not shown: cents, days.
        threshold: the least count shown.
    """

    axes: tuple[Axis, ...]
    counts: NDArray[np.float64]
    status: NDArray[np.int8]
    covered: NDArray[np.int64]
    amounts: Mapping[str, NDArray[np.float64]]
    threshold: int

    # A table is asked for a few cells at every click: what depends on it alone is worked out once.
    @cached_property
    def nodes(self) -> list[NDArray]:
        """Return the nodes of each axis."""
        return [np.array(axis.nodes, dtype=object) for axis in self.axes]

    @cached_property
    def positions(self) -> list[dict[str, int]]:
        """Return the position of each node on its axis."""
        return [{node: i for i, node in enumerate(axis.nodes)} for axis in self.axes]


@dataclass(frozen=True, eq=False)
class CaseTables:
    """All published case facts at one moment; see the module's docstring.

    Attributes:
        token, origin, across_at, across_zones: of the mart; see :class:`MartReading`.
        tables: by code.
        labels: words of ``need_class``, ``support_kind`` and ``reason`` by code.
        years: years there are facts of, as text, oldest first.
        months: as text, oldest first.
        closing: the month in which the stock of a year is read.
        observed: share of each year that each district's data cover, shape (years, districts).
        matured: in which time of ``conversion`` the year's people stand.
        until: last day of the data, all zones together.
        supply, reads, rejects, features: the supply log, for *Forniture dati*.
        limits: the thresholds used.
        protection: the system the tables were protected as, for the audit; nothing else may read it.
    """

    token: str
    origin: str
    across_at: pd.Timestamp | None
    across_zones: int
    tables: Mapping[str, Published]
    labels: Mapping[str, Mapping[str, str]]
    years: tuple[str, ...]
    months: tuple[str, ...]
    closing: Mapping[str, str]
    observed: NDArray[np.float64]
    matured: Mapping[str, str]
    until: date
    supply: pd.DataFrame
    reads: pd.DataFrame
    rejects: pd.DataFrame
    features: pd.DataFrame
    limits: Thresholds
    protection: Protected


def publish(
    reading: MartReading, places: pd.DataFrame, municipalities: pd.DataFrame, limits: Thresholds
) -> CaseTables:
    """Roll up the mart's facts, hide the small cells, and let the rest out.

    Args:
        reading: the mart.
        places, municipalities: as in :class:`data_access.version.Version`.
        limits: the thresholds.
    """
    frames = _of_known_zones(reading.frames, places)
    supply = frames["supply"].set_index("zone")
    read = supply[supply["refreshed_at"].notna()]
    place = places_axis(places)
    districts = list(places.index[places["level"] == "district"])
    until = {str(zone): pd.Timestamp(day).date() for zone, day in read["data_until"].dropna().items()}
    if not until:
        # Zones were read, and none of them is a district here: the mart is of another region or register.
        raise MartProblem("unsound", "supply.zone")
    calendar = _calendar(frames, until)
    declaration = Declaration(
        frames,
        place,
        comuni_axis(place, municipalities, frames),
        calendar,
        {zone: _matured(day) for zone, day in until.items()},
        limits,
    )
    compared = set(supply.index[supply["in_across"] == 1]) if reading.across_at is not None else set()
    since = _since(frames)
    gaps = _Gaps(frames["supply_feature"], since, until, compared, places)
    one = protect(declaration, hiding_key(lambda: unpublished(frames)), insiders=coalition_size(districts))
    tables = {
        code: _shown(declared, one.hidden[one.at[code]], gaps) for code, declared in one.declared.items()
    }
    for code, figures in one.order_statistics.items():
        tables[f"median_{code}"] = _medians(figures, tables[code], one.hidden[one.at[f"median_{code}"]])
    months = calendar.months
    return CaseTables(
        token=reading.token,
        origin=reading.origin,
        across_at=pd.Timestamp(reading.across_at) if reading.across_at else None,
        across_zones=reading.across_zones,
        tables=tables,
        labels={
            str(name): dict(zip(rows["code"], rows["label"], strict=True))
            for name, rows in frames["catalogue"].groupby("list")
        },
        years=tuple(str(year) for year in calendar.years),
        months=tuple(month_name(month) for month in months),
        closing={str(year): month_name(month) for year, month in calendar.closing.items()},
        observed=_observed(calendar, districts, since, until),
        matured=declaration.matured_time,
        until=max(until.values()),
        supply=supply.reindex(districts).rename_axis("zone"),
        reads=frames["supply_read"],
        rejects=frames["supply_reject"],
        features=frames["supply_feature"],
        limits=limits,
        protection=one,
    )


def case_cells(
    tables: CaseTables, code: str, viewer: Viewer, **at: str | Sequence[str]
) -> dict[str, NDArray]:
    """Return cells of a published table as arrays by column; see :func:`case_counts`, their frame.

    A page asks for a handful of cells many times, and a frame costs more than what is in it.
    """
    table = tables.tables[code]
    chosen: list[NDArray[np.int64]] = []
    free_axes: list[tuple[str, NDArray]] = []
    for axis, nodes, position in zip(table.axes, table.nodes, table.positions, strict=True):
        wanted = at.get(axis.name)
        if wanted is None:
            where = np.arange(len(nodes))
        else:
            several = [wanted] if isinstance(wanted, str) else list(wanted)
            try:
                where = np.array([position[node] for node in several], dtype=np.int64)
            except KeyError as unknown:
                raise KeyError(f"{code} has no {axis.name} {unknown}.") from None
        if axis.name == "place":
            where = where[sees_places(viewer, nodes[where])]
        chosen.append(where)
        if not isinstance(wanted, str):
            free_axes.append((axis.name, nodes[where]))
    grid = np.ix_(*chosen)
    columns: dict[str, NDArray] = {}
    sizes = [len(where) for where in chosen]
    rows = math.prod(sizes)
    after = rows
    names = dict(free_axes)
    for axis, size in zip(table.axes, sizes, strict=True):
        after = after // size if size else 0
        if axis.name in names:
            columns[axis.name] = np.tile(np.repeat(names[axis.name], after), rows // max(size * after, 1))
    columns["n"] = table.counts[grid].ravel()
    columns["status"] = _NAMES[table.status[grid].ravel()]
    columns |= {name: values[grid].ravel() for name, values in table.amounts.items()}
    return columns


def case_counts(tables: CaseTables, code: str, viewer: Viewer, **at: str | Sequence[str]) -> pd.DataFrame:
    """Return cells of a published table.

    Args:
        tables: ``Version.cases``.
        code: of the table.
        viewer: Comuni they may not see (:func:`data_access.viewer.sees_comuni`) are not among the rows.
        at: for any axis one node, which is then no column, or several; without, all nodes are rows.

    Returns:
        One row a cell: the axes that are not fixed, ``n``, ``status`` and the table's amounts; figures are
        NaN where the status is not ``ok``.

    Raises:
        KeyError: the table or a node does not exist.
    """
    return pd.DataFrame(case_cells(tables, code, viewer, **at))


def _of_known_zones(frames: Mapping[str, pd.DataFrame], places: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Leave out zones that are no district of the planning database."""
    known = set(places.index[places["level"] == "district"])
    known_frames = {}
    for name, frame in frames.items():
        if "zone" in frame:
            frame = frame[frame["zone"].isin(known)]
        if "other_zone" in frame:
            frame = frame[frame["other_zone"].isin(known)]
        known_frames[name] = frame
    return known_frames


def _calendar(frames: Mapping[str, pd.DataFrame], until: Mapping[str, date]) -> Calendar:
    """Return every month from January of the first year that counts to the last month any zone has data of.

    Files carry dates from before their zone used the system: a year with less than a tenth of the accesses
    of the fullest year is such a remainder and is not published.
    """
    access = frames["access"]
    last = max(until.values())
    yearly = access.groupby(access["month"] // 100)["n"].sum()
    full = yearly[yearly >= _LEAST_OF_A_YEAR * yearly.max()] if len(yearly) else yearly
    first = int(min(full.index, default=last.year))
    months = [year * 100 + month for year in range(first, last.year + 1) for month in range(1, 13)]
    return Calendar(tuple(m for m in months if m <= last.year * 100 + last.month), _matured(last))


def _matured(until: date) -> int:
    """Return the last month that ended 90 days or more before a day."""
    day = until - timedelta(days=mart.SUPPORT_DAYS - 1)
    before = date(day.year, day.month, 1) - timedelta(days=1)
    return before.year * 100 + before.month


def _since(frames: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Return the first month of which a zone has any case or access: before it the zone recorded nothing."""
    months = pd.concat([frames[name][["zone", "month"]] for name in ("stock", "access", "flow")])
    return {str(zone): int(month) for zone, month in months.groupby("zone")["month"].min().items()}


def _observed(
    calendar: Calendar, districts: Sequence[str], since: Mapping[str, int], until: Mapping[str, date]
) -> NDArray[np.float64]:
    share = np.zeros((len(calendar.years), len(districts)))
    for column, district in enumerate(districts):
        if district not in until:
            continue
        end = until[district].year * 100 + until[district].month
        for row, year in enumerate(calendar.years):
            seen = [m for m in calendar.months if since.get(district, 0) <= m <= end]
            share[row, column] = sum(m // 100 == year for m in seen) / 12
    return share


class _Gaps:
    """The places and times without data: a zone not read, without that fact, or not in that month."""

    def __init__(
        self,
        features: pd.DataFrame,
        since: Mapping[str, int],
        until: Mapping[str, date],
        compared: set[str],
        places: pd.DataFrame,
    ) -> None:
        self.compared = compared
        self.districts = list(places.index[places["level"] == "district"])
        self.since, self.until = since, until
        self.off: dict[str, set[str]] = {}
        for row in features.itertuples():
            self.off.setdefault(str(row.zone), set()).add(str(row.feature))
        self.members = {
            str(code): self.districts
            if row["level"] == "region"
            else [d for d in self.districts if places.at[d, "ausl"] == code]
            for code, row in places.iterrows()
            if row["level"] != "district"
        }

    def alone(self, place: Axis) -> NDArray[np.int64]:
        """Return the places of which no zone was compared with the others."""
        without = [
            i
            for i, node in enumerate(place.nodes)
            if not self.compared.intersection(self.members.get(node, [node.split("/")[0]]))
        ]
        return np.array(without, dtype=np.int64)

    def missing(self, declared: Declared) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Return which cells are missing, shape (places, times, steps or 1), and how many districts cover."""
        place, time = declared.table.axes[:2]
        steps = next((axis.nodes for axis in declared.table.axes if axis.name == "step"), ("",))
        begins = np.array([_first_month(node) for node in time.nodes])
        ends = np.array([_last_month(node) for node in time.nodes])

        def zone_lacks(zone: str) -> NDArray[np.bool_]:
            off = self.off.get(zone, set())
            end = self.until.get(zone)
            lacks = np.zeros((len(time.nodes), len(steps)), dtype=bool)
            lacks[begins > (end.year * 100 + end.month if end else 0)] = True
            lacks[ends < self.since.get(zone, 0)] = True
            for k, step in enumerate(steps):
                lacks[:, k] |= any(step in mart.STEPS_WITHOUT.get(feature, ()) for feature in off)
            if any(s in mart.MISSING_WITHOUT.get(f, ()) for f in off for s in declared.sources):
                lacks[:] = True
            return lacks

        zones = {zone: zone_lacks(zone) for zone in self.districts}
        covered = np.ones((len(place.nodes), len(time.nodes)), dtype=np.int64)
        missing = np.zeros((len(place.nodes), len(time.nodes), len(steps)), dtype=bool)
        for row, node in enumerate(place.nodes):
            if node in self.members:
                inside = np.array([zones[zone] for zone in self.members[node]])
                missing[row] = inside.all(axis=0)
                covered[row] = (~inside).all(axis=2).sum(axis=0)
            else:
                missing[row] = zones[node.split("/")[0]]
        return missing, covered


def _first_month(time: str) -> int:
    """Return the first month of a time: a year, quarter or month in text."""
    year = int(time[:4])
    if "-Q" in time:
        return year * 100 + int(time[6]) * 3 - 2
    return year * 100 + (int(time[5:7]) if time[4:5] == "-" else 1)


def _last_month(time: str) -> int:
    first = _first_month(time)
    return first + 2 if "-Q" in time else first if time[4:5] == "-" else first + 11


def _shown(declared: Declared, hidden: NDArray[np.bool_], gaps: _Gaps) -> Published:
    lacks, covered = gaps.missing(declared)
    axes = declared.table.axes
    shape = [
        lacks.shape[2] if axis.name == "step" else (len(axis.nodes) if i < 2 else 1)
        for i, axis in enumerate(axes)
    ]
    missing = np.broadcast_to(lacks.reshape(shape), hidden.shape).copy()
    # What is told of other zones is not known, and not zero, of a zone that was not compared with them.
    alone = gaps.alone(axes[0])
    for dimension, axis in enumerate(axes):
        for node in (i for i, node in enumerate(axis.nodes) if node in _ACROSS):
            np.moveaxis(missing, dimension, 1)[alone, node] = True
    status = np.where(missing, MISSING, np.where(hidden, HIDDEN, OK)).astype(np.int8)
    shown = status == OK

    def out(figures: NDArray) -> NDArray[np.float64]:
        seen = np.where(shown, figures, np.nan)
        seen.setflags(write=False)
        return seen

    status.setflags(write=False)
    return Published(
        axes,
        out(declared.table.counts),
        status,
        covered,
        {name: out(values) for name, values in declared.amounts.items()},
        declared.table.threshold,
    )


def _medians(figures: OrderStatistics, counted: Published, hidden: NDArray[np.bool_]) -> Published:
    """Return medians and quartiles of the waits whose number is shown, but not of a hidden band."""
    n, status = counted.counts, counted.status.copy()
    few = (status == OK) & (n > 0) & (n < counted.threshold)
    if few.any():
        raise AssertionError("A median of fewer cases than the threshold.")
    status[hidden & (status == OK)] = HIDDEN
    shown = (status == OK) & (n > 0)
    made = {name: np.where(shown, values, np.nan) for name, values in figures.figures.items()}
    n = np.where(status == OK, n, np.nan)
    for values in (*made.values(), n, status):
        values.setflags(write=False)
    return Published(counted.axes, n, status, counted.covered, made, counted.threshold)


def quarters(tables: CaseTables) -> list[str]:
    """Return the quarters there are facts of, oldest first."""
    months = [int(m[:4]) * 100 + int(m[5:]) for m in tables.months]
    return [quarter_name(q) for q in dict.fromkeys(quarter_of(m) for m in months)]


__all__ = ["TOTAL", "CaseTables", "Published", "case_cells", "case_counts", "publish", "quarters"]
