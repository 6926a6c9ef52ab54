"""Declares the tables of the case facts that are published: few, and nothing else leaves this room.

A family is a set of tables that share margins and is protected as one (:mod:`data_access.privacy`). Places
are the region, the AUSL, the districts and in some tables the Comuni of a district; periods are written
``2019``, ``2019-Q3`` and ``2019-09``. Tables of different families share no cell; what else ties them is
written in :mod:`data_access.cases.ties`.

The months of a year tell one another, of a stock as of what adds up to the year: a cell that is hidden in
one of them is hidden in all (``Axis.series``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases import mart
from data_access.cases.counted_once import at_every_place, told_once
from data_access.privacy import TOTAL, Axis, CountTable, Thresholds, added_up, separate_axis, total_axis

AGE_GROUPS = {"0-17": ("0-2", "3-14", "15-17"), "18-64": (), "65+": ("65-74", "75-79", "80+")}
LOADS = ((1, 20), (21, 40), (41, 60), (61, 10**9))
LOAD_BANDS = ("1-20", "21-40", "41-60", "61+")
"""Farther up a band would be of single workers, whose own number of cases it would tell."""
PLACES_ELSEWHERE = ("region", "outside", "unknown")


@dataclass(frozen=True, eq=False)
class Declared:
    """A table before suppression.

    ``sources`` are the mart's tables it rests on: where a zone does not give one, its cells are missing.
    ``amounts`` have the shape of the counts and are hidden with them.
    """

    code: str
    table: CountTable
    sources: tuple[str, ...]
    amounts: Mapping[str, NDArray] = field(default_factory=dict)


@dataclass(frozen=True)
class Calendar:
    """Months, quarters and years the mart reaches, as it writes them, and the closing month of each year.

    ``matured`` is the last month whose accesses are all older than 90 days.
    """

    months: tuple[int, ...]
    matured: int

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(month // 100 for month in self.months))

    @property
    def closing(self) -> dict[int, int]:
        """Return the last month of each year, at whose end a stock of the year is read."""
        return {month // 100: month for month in self.months}


def month_name(month: int) -> str:
    """``201909`` → ``2019-09``."""
    return f"{month // 100}-{month % 100:02}"


def quarter_name(quarter: int) -> str:
    """``20193`` → ``2019-Q3``."""
    return f"{quarter // 10}-Q{quarter % 10}"


def quarter_of(month: int) -> int:
    """``201909`` → ``20193``."""
    return month // 100 * 10 + (month % 100 + 2) // 3


class Declaration:
    """The maker of all families of tables from the mart's frames; for one use."""

    def __init__(
        self,
        frames: Mapping[str, pd.DataFrame],
        places: Axis,
        comuni: Axis,
        calendar: Calendar,
        matured: Mapping[str, int],
        limits: Thresholds,
    ) -> None:
        """Take the frames; ``matured`` is each zone's own, earlier where its data end earlier."""
        self.frames, self.place, self.comuni, self.calendar = frames, places, comuni, calendar
        self.matured, self.limits = matured, limits
        self.matured_time = self._matured_time()
        self.months = separate_axis(
            "time", [month_name(m) for m in calendar.months], [m // 100 for m in calendar.months]
        )
        self.years = separate_axis("time", [str(y) for y in calendar.years])
        self.closing = separate_axis("time", [month_name(m) for m in calendar.closing.values()])
        self.category = total_axis("category", mart.CATEGORIES)
        self.sex = total_axis("sex", mart.SEXES)
        self.age = _tree("age", {TOTAL: (*AGE_GROUPS, mart.UNKNOWN), **AGE_GROUPS})

    def families(self) -> dict[str, list[Declared]]:
        """Return every table, by family."""
        return {
            "people": self._people(),
            "accesses": self._accesses(),
            "flow": self._flow(),
            "workload": self._workload(),
            "needs": self._needs(),
            "coverage": self._coverage(),
            "coverage_by_class": self._coverage_by_class(),
            "requests": self._requests(),
            "recipients": self._recipients(),
            "recipients_by_kind": self._recipients_by_kind(),
            "waits": self._waits(),
            "excluded": self._excluded(),
            "overlaps": self._overlaps(),
            "overlapping_people": self._overlapping_people(),
        }

    def _people(self) -> list[Declared]:
        stock = self.frames["stock"].assign(time=lambda f: _map(f["month"], month_name))
        charged = stock[stock["state"] == "in_charge"]
        in_charge = separate_axis("state", ["in_charge"])
        axes = (self.place, self.months, in_charge)
        residents = self.frames["stock_by_municipality"].assign(
            time=lambda f: _map(f["month"], month_name), place=lambda f: f["zone"] + "/" + f["municipality"]
        )
        residents = residents[
            (residents["state"] == "in_charge") & residents["month"].isin(self.calendar.closing.values())
        ]
        return [
            self._declare("people_by_category", charged, (*axes, self.category), sensitive=True),
            self._declare("people_by_age", charged, (self.place, self.closing, in_charge, self.age)),
            self._declare("people_by_sex", charged, (self.place, self.closing, in_charge, self.sex)),
            self._declare(
                "open_cases",
                stock,
                (self.place, self.months, total_axis("state", mart.STATES)),
                source="stock",
            ),
            self._declare(
                "people_by_comune",
                residents,
                (self.comuni, self.closing, in_charge),
                place="place",
                source="stock_by_municipality",
            ),
        ]

    def _accesses(self) -> list[Declared]:
        access = self.frames["access"].assign(
            time=lambda f: _map(f["month"], month_name), age=lambda f: f["age_band"]
        )
        yearly = access.assign(time=_map(access["month"], _year_of))
        comuni = self.frames["access_by_municipality"].assign(
            time=lambda f: _map(f["month"], _year_of), place=lambda f: f["zone"] + "/" + f["municipality"]
        )
        kind = total_axis("kind", mart.ACCESS_KINDS)
        both = self._months_in_years()
        ripe = self._ripe()
        ripe = ripe.assign(time=_map(ripe["month"], _year_of), after=ripe["band"].map(_CONVERTED))
        after = _tree(
            "after",
            {TOTAL: ("already", "not_before"), "not_before": ("within_90", "later")},
        )
        return [
            self._declare("accesses", access, (self.place, both), source="access"),
            self._declare("accesses_by_kind", yearly, (self.place, self.years, kind), source="access"),
            self._declare("accesses_by_age", yearly, (self.place, self.years, self.age), source="access"),
            self._declare("accesses_by_sex", yearly, (self.place, self.years, self.sex), source="access"),
            self._declare(
                "accesses_by_comune",
                comuni,
                (self.comuni, self.years),
                place="place",
                source="access_by_municipality",
            ),
            self._declare(
                "conversion",
                ripe.assign(time=ripe["time"].map(self.matured_time), kind="new"),
                (
                    self.place,
                    separate_axis("time", list(self.matured_time.values())),
                    separate_axis("kind", ["new"]),
                    after,
                ),
                source="conversion",
            ),
        ]

    def _ripe(self) -> pd.DataFrame:
        conversion = self.frames["conversion"]
        return conversion[conversion["month"] <= conversion["zone"].map(self.matured).fillna(0)]

    def _matured_time(self) -> dict[str, str]:
        """Return by year the time at which the persons followed for 90 days stand.

        That is the year itself if they are all of its new persons, cell by cell the same; else a time of
        its own, since the months of the year that are too young are in no table.
        """
        access = self.frames["access"]
        new, ripe = access[access["kind"] == "new"], self._ripe()
        all_new, followed = (f.groupby(["zone", f["month"] // 100])["n"].sum() for f in (new, ripe))
        same = all_new.sub(followed, fill_value=0).eq(0).groupby(level=1).all()
        return {
            str(year): str(year) if same.get(year, True) else f"{year}, matured"
            for year in self.calendar.years
        }

    def _flow(self) -> list[Declared]:
        flow = self.frames["flow"].assign(time=lambda f: _map(f["month"], _year_of))
        closed = flow[flow["event"] == "closed"]
        closed = closed.assign(reason=closed["reason"].where(closed["reason"] != "", "unstated"))
        return [
            self._declare(
                "events", flow, (self.place, self.years, separate_axis("event", mart.EVENTS)), source="flow"
            ),
            self._declare(
                "closings_by_reason",
                closed,
                (
                    self.place,
                    self.years,
                    separate_axis("event", ["closed"]),
                    total_axis("reason", _codes(closed["reason"])),
                ),
                sensitive=True,
                source="flow",
            ),
        ]

    def _workload(self) -> list[Declared]:
        load = self.frames["workload"]
        load = load[load["month"].isin(self.calendar.closing.values()) & (load["cases"] > 0)]
        edges = np.array([low for low, _ in LOADS])
        load = load.assign(
            time=_map(load["month"], month_name),
            load=[LOAD_BANDS[i] for i in np.searchsorted(edges, load["cases"], side="right") - 1],
            all_cases=load["cases"] * load["n"],
        )
        axes = (self.place, self.closing, total_axis("load", LOAD_BANDS))
        workers = self._declare("workers", load, axes, source="workload", amounts={"cases": "all_cases"})
        # The cases of one band would tell how many workers are in it.
        cases = np.where(np.array(axes[2].nodes) == TOTAL, workers.amounts["cases"], np.nan)
        return [replace(workers, amounts={"cases": cases})]

    def _needs(self) -> list[Declared]:
        need = self.frames["need"].assign(time=lambda f: _map(f["month"], _year_of))
        axes = (self.place, self.years, total_axis("need_class", _codes(need["need_class"])))
        return [self._declare("needs", need, axes, sensitive=True, source="need")]

    def _coverage(self) -> list[Declared]:
        people = self.frames["coverage"].assign(
            time=lambda f: f["year"].astype(str), status=lambda f: f["status"].map(_FOLLOWED)
        )
        followed = people[people["status"] != "unfollowed"]
        split = self._with_elsewhere("coverage", "coverage_elsewhere", ["category", "age_band"])
        split = split[split["status"].isin(["elsewhere", "nowhere"])]
        return [
            self._declare(
                "coverage",
                people,
                (
                    self.place,
                    self.years,
                    _tree("status", {"asked": ("answered", "unanswered")}, roots=["asked", "unfollowed"]),
                ),
                sensitive=True,
                source="coverage",
            ),
            self._declare(
                "coverage_by_category",
                followed,
                (self.place, self.years, self.category, _FOLLOW_UP),
                sensitive=True,
                source="coverage",
            ),
            # Few have a support in another zone: in one district they would be a small cell.
            self._declare(
                "coverage_elsewhere",
                split.assign(zone=split["zone"].map(self._ausl())),
                (
                    self._above_districts(),
                    self.years,
                    _tree("status", {"unanswered": ("elsewhere", "nowhere")}, roots=["unanswered"]),
                ),
                sensitive=True,
                source=("coverage", "coverage_elsewhere"),
            ),
        ]

    def _coverage_by_class(self) -> list[Declared]:
        pairs = self.frames["coverage_by_class"].assign(
            time=lambda f: f["year"].astype(str), status=lambda f: f["status"].map(_FOLLOWED)
        )
        pairs = pairs[pairs["status"] != "unfollowed"]
        axes = (
            self.place,
            self.years,
            separate_axis("need_class", _codes(pairs["need_class"])),
            _FOLLOW_UP,
        )
        return [self._declare("coverage_by_class", pairs, axes, sensitive=True, source="coverage_by_class")]

    def _with_elsewhere(self, name: str, other: str, dimensions: list[str]) -> pd.DataFrame:
        """Split the people without a support into those with one in another zone and the others."""
        keys = ["zone", "year", *dimensions]
        people = self.frames[name].groupby([*keys, "status"], as_index=False)["n"].sum()
        elsewhere = self.frames[other].groupby(keys, as_index=False)["n"].sum()
        lacking = people[people["status"] == "unanswered"].merge(
            elsewhere.rename(columns={"n": "some"}), on=keys, how="left"
        )
        # A zone read after the others were compared may have fewer than were then found elsewhere.
        some = np.minimum(lacking["some"].fillna(0), lacking["n"]).astype(np.int64)
        lacking = lacking.drop(columns="some")
        parts = [
            people[people["status"] != "unanswered"],
            lacking.assign(n=some, status="elsewhere"),
            lacking.assign(n=lacking["n"] - some, status="nowhere"),
        ]
        return pd.concat(parts).assign(time=lambda f: f["year"].astype(str))

    def _requests(self) -> list[Declared]:
        request = self.frames["request"].assign(time=lambda f: _map(f["quarter"], _year_of_quarter))
        axes = (self.place, self.years)
        outcome = total_axis("outcome", mart.OUTCOMES)
        kinds = total_axis("support_kind", _codes(request["support_kind"]))
        return [
            self._declare("requests", request, (*axes, outcome), sensitive=True, source="request"),
            self._declare("requests_by_kind", request, (*axes, kinds), sensitive=True, source="request"),
        ]

    def _recipients(self) -> list[Declared]:
        people = self.frames["recipient"].assign(
            time=lambda f: f["year"].astype(str), age=lambda f: f["age_band"]
        )
        money = self._delivered(self.category, "category")
        axes = (self.place, self.years)
        return [
            self._declare(
                "recipients_by_category",
                people,
                (*axes, self.category),
                sensitive=True,
                source=("recipient", "delivery"),
                more=money,
            ),
            self._declare("recipients_by_age", people, (*axes, self.age), source="recipient"),
        ]

    def _recipients_by_kind(self) -> list[Declared]:
        pairs = self.frames["recipient_by_kind"].assign(time=lambda f: f["year"].astype(str))
        delivered = self.frames["delivery"]["support_kind"]
        kinds = total_axis("support_kind", _codes(pd.concat([pairs["support_kind"], delivered])))
        return [
            self._declare(
                "recipients_by_kind",
                pairs,
                (self.place, self.years, kinds),
                sensitive=True,
                source=("recipient_by_kind", "delivery"),
                more=self._delivered(kinds, "support_kind"),
            )
        ]

    def _delivered(self, axis: Axis, column: str) -> dict[str, NDArray]:
        delivery = self.frames["delivery"].assign(time=lambda f: _map(f["month"], _year_of))
        axes = (self.place, self.years, axis)
        return {
            name: added_up(axes, _leaves(delivery, axes, ["zone", "time", column], name), 0).counts
            for name in ("lines", "cents", "cents_typed")
        }

    def _waits(self) -> list[Declared]:
        wait = self.frames["wait"].assign(
            time=lambda f: _map(f["quarter"], quarter_name), band=lambda f: _band(f["days"])
        )
        yearly = wait.assign(time=_map(wait["quarter"], _year_of_quarter))
        by_category = self.frames["wait_by_category"].assign(time=lambda f: f["year"].astype(str))
        steps = separate_axis("step", mart.WAIT_STEPS)
        band = _tree(
            "band",
            {
                TOTAL: ("within_90", "over_90"),
                "within_90": ("within_60", "61_90"),
                "within_60": ("within_30", "31_60"),
            },
        )
        axes = (self.place, self.years, steps)
        return [
            self._declare("waits", wait, (self.place, self._quarters_in_years(), steps), source="wait"),
            self._declare("waits_by_band", yearly, (*axes, band), source="wait"),
            self._declare(
                "waits_by_category",
                by_category,
                (*axes, self.category),
                sensitive=True,
                source="wait_by_category",
            ),
        ]

    def histograms(self, code: str) -> tuple[tuple[Axis, ...], NDArray[np.int64]]:
        """Return the days of the waits of a table, shape (its axes, days 0 to 731).

        Every wait is in both tables.
        """
        if code == "waits":
            frame = self.frames["wait"].assign(time=lambda f: _map(f["quarter"], quarter_name))
            axes: tuple[Axis, ...] = (
                self.place,
                self._quarters_in_years(),
                separate_axis("step", mart.WAIT_STEPS),
            )
            columns = ["zone", "time", "step"]
        else:
            frame = self.frames["wait_by_category"].assign(time=lambda f: f["year"].astype(str))
            axes = (self.place, self.years, separate_axis("step", mart.WAIT_STEPS), self.category)
            columns = ["zone", "time", "step", "category"]
        days = separate_axis("days", [str(d) for d in range(mart.WAIT_DAYS_MAX + 2)])
        frame = frame.assign(days=frame["days"].astype(str))
        leaves = _leaves(frame, (*axes, days), [*columns, "days"], "n")
        return axes, added_up((*axes, days), leaves, 0).counts

    def _excluded(self) -> list[Declared]:
        left_out = self.frames["wait_excluded"].assign(time=lambda f: _map(f["quarter"], _year_of_quarter))
        axes = (
            self.place,
            self.years,
            separate_axis("step", mart.WAIT_STEPS),
            total_axis("reason", mart.WAIT_EXCLUDED),
        )
        return [self._declare("excluded", left_out, axes, source="wait_excluded")]

    def _overlaps(self) -> list[Declared]:
        pairs = self.frames["overlap"].assign(
            time=lambda f: f["year"].astype(str),
            scope=lambda f: np.where(f["zone"] == f["other_zone"], "inside", "across"),
            bodies=lambda f: f["body_kind_1"] + "+" + f["body_kind_2"],
            service=lambda f: np.where(f["zone_service"] == 1, "zone_service", "other"),
        )
        # A pair across two districts belongs to both.
        pairs = pairs.assign(thing=np.arange(len(pairs)))
        other = pairs[pairs["scope"] == "across"].assign(zone=lambda f: f["other_zone"])
        pairs = pd.concat([pairs, other], ignore_index=True)
        money = {"cents": "cents", "cents_smaller": "cents_smaller"}
        scope = separate_axis("scope", ["inside", "across"])

        def declare(code: str, place: Axis, *more: Axis) -> Declared:
            at = pairs if place is self.place else pairs.assign(zone=pairs["zone"].map(self._ausl()))
            axes = (place, self.years, scope, *more)
            # The sums of districts count a pair across two of them twice: the least shown is doubled.
            declared = self._declare(code, at, axes, sensitive=True, counted=2, source="overlap")
            return self._with_once(declared, pairs, money)

        # In one district nearly every kind of support would be a small cell.
        above = self._above_districts()
        return [
            declare("overlaps", self.place),
            declare("overlaps_by_kind", above, total_axis("support_kind", _codes(pairs["support_kind"]))),
            declare("overlaps_by_bodies", above, total_axis("bodies", _codes(pairs["bodies"]))),
            declare("overlaps_by_service", above, total_axis("service", _codes(pairs["service"]))),
        ]

    def _with_once(self, declared: Declared, things: pd.DataFrame, more: Mapping[str, str]) -> Declared:
        """Add what each place counts once: ``once``, and sums of further columns, hidden with it."""
        place, *others = declared.table.axes
        axes = (separate_axis("place", place.nodes), *others)
        everywhere = at_every_place(things, self._ausl(), self.place.nodes[0])
        everywhere = everywhere[everywhere["zone"].isin(place.nodes)]
        columns = ["zone", *(axis.name for axis in others)]

        def summed(column: str) -> NDArray[np.int64]:
            return added_up(axes, _leaves(everywhere, axes, columns, column), 0).counts

        once = told_once(summed("n"), declared.table.counts, place, self.limits.sensitive)
        further = {name: np.where(np.isnan(once), np.nan, summed(column)) for name, column in more.items()}
        return replace(declared, amounts={**declared.amounts, "once": once, **further})

    def _ausl(self) -> dict[str, str]:
        place = self.place
        return {node: place.nodes[place.parents[i]] for i, node in enumerate(place.nodes)}

    def _above_districts(self) -> Axis:
        """Return the axis of region and AUSL alone."""
        upper = {0, *self.place.children().get(0, [])}
        upper_nodes = [i for i in range(len(self.place.nodes)) if i in upper]
        return Axis(
            "place",
            tuple(self.place.nodes[i] for i in upper_nodes),
            tuple(
                -1 if self.place.parents[i] < 0 else upper_nodes.index(self.place.parents[i])
                for i in upper_nodes
            ),
            tuple(self.place.insiders[i] for i in upper_nodes),
        )

    def _overlapping_people(self) -> list[Declared]:
        inside = self.frames["overlap_person"].assign(scope="inside")
        across = self.frames["overlap_person_across"].assign(scope="across")
        people = pd.concat(
            [
                inside.assign(thing=np.arange(len(inside))),
                across.assign(
                    thing=np.arange(len(inside), len(inside) + len(across)), zone=across["zones"].str.split()
                ).explode("zone"),
            ],
            ignore_index=True,
        ).assign(time=lambda f: f["year"].astype(str))
        people = people[people["zone"].isin(self.place.nodes)]
        # Who overlaps with a zone that is no district here overlaps with none that is.
        people = people[(people["scope"] == "inside") | people["thing"].duplicated(keep=False)]
        axes = (self.place, self.years, separate_axis("scope", ["inside", "across"]))
        sources = ("overlap_person", "overlap_person_across")
        declared = self._declare("overlapping_people", people, axes, sensitive=True, source=sources)
        return [self._with_once(declared, people, {})]

    def _declare(
        self,
        code: str,
        frame: pd.DataFrame,
        axes: Sequence[Axis],
        *,
        sensitive: bool = False,
        counted: int = 1,
        source: str | tuple[str, ...] = "stock",
        place: str = "zone",
        amounts: Mapping[str, str] | None = None,
        more: Mapping[str, NDArray] | None = None,
    ) -> Declared:
        if "age_band" in frame and any(axis.name == "age" for axis in axes):
            frame = frame.assign(age=frame["age_band"])
        columns = [place, *(axis.name for axis in axes[1:])]
        # ``counted``: how often a cell may count the same thing.
        threshold = counted * (self.limits.sensitive if sensitive else self.limits.ordinary)
        table = added_up(axes, _leaves(frame, axes, columns, "n"), threshold)
        sums = {
            name: added_up(axes, _leaves(frame, axes, columns, column), 0).counts
            for name, column in (amounts or {}).items()
        }
        sources = (source,) if isinstance(source, str) else source
        return Declared(code, table, sources, {**sums, **(more or {})})

    def _months_in_years(self) -> Axis:
        return _tree(
            "time",
            {
                str(y): tuple(month_name(m) for m in self.calendar.months if m // 100 == y)
                for y in self.calendar.years
            },
            roots=[str(y) for y in self.calendar.years],
            series=True,
        )

    def _quarters_in_years(self) -> Axis:
        quarters = dict.fromkeys(quarter_of(m) for m in self.calendar.months)
        return _tree(
            "time",
            {str(y): tuple(quarter_name(q) for q in quarters if q // 10 == y) for y in self.calendar.years},
            roots=[str(y) for y in self.calendar.years],
            series=True,
        )


_CONVERTED = {
    "already": "already",
    "0-30": "within_90",
    "31-60": "within_90",
    "61-90": "within_90",
    "91-180": "later",
    "181+": "later",
    "none": "later",
}


def _tree(
    name: str,
    children: Mapping[str, Sequence[str]],
    roots: Sequence[str] = (TOTAL,),
    *,
    series: bool = False,
) -> Axis:
    """Return an axis of nodes and what they add up to.

    With ``series`` the parts of a sum are shown or hidden together.
    """
    nodes: list[str] = []
    parents: list[int] = []

    def add(node: str, parent: int) -> None:
        nodes.append(node)
        parents.append(parent)
        own = len(nodes) - 1
        for child in children.get(node, ()):
            add(child, own)

    for root in roots:
        add(root, -1)
    return Axis(name, tuple(nodes), tuple(parents), series=tuple(parents) if series else ())


_FOLLOW_UP = _tree("status", {"asked": ("answered", "unanswered")}, roots=["asked"])
"""What followed a need. ``asked`` are the people followed for 90 days: the denominator of a share."""
_FOLLOWED = {
    "answered": "answered",
    "unanswered": "unanswered",
    "pending": "unfollowed",
    "unmatched": "unfollowed",
}


def _leaves(
    frame: pd.DataFrame, axes: Sequence[Axis], columns: Sequence[str], value: str
) -> NDArray[np.int64]:
    """Put a frame's rows into an array over the axes, adding up rows of one cell.

    Rows of another time are left out: a year of which the mart has no month is not published.

    Raises:
        ValueError: another code is on no axis.
    """
    leaves = np.zeros([len(axis.nodes) for axis in axes], dtype=np.int64)
    at = []
    times = {axis.name: axis for axis in axes}.get("time")
    if times is not None:
        frame = frame[frame["time"].isin(times.nodes)]
    for axis, column in zip(axes, columns, strict=True):
        where = pd.Index(axis.nodes).get_indexer(pd.Index(frame[column].astype(str)))
        if (where < 0).any():
            unknown = frame[column].to_numpy()[where < 0][0]
            raise ValueError(f"The mart has the unknown {axis.name} {unknown!r}.")
        at.append(where)
    np.add.at(leaves, tuple(at), frame[value].to_numpy(np.int64))
    return leaves


def _map(column: pd.Series, name: object) -> pd.Series:
    """Map the few different values of a column."""
    return column.map({value: name(value) for value in column.unique()})  # type: ignore[operator]


def _year_of(month: int) -> str:
    return str(month // 100)


def _year_of_quarter(quarter: int) -> str:
    return str(quarter // 10)


def _codes(column: pd.Series) -> list[str]:
    return sorted(str(code) for code in column.unique())


def _band(days: pd.Series) -> list[str]:
    names = ("within_30", "31_60", "61_90", "over_90")
    return [names[i] for i in np.searchsorted([31, 61, 91], days.to_numpy(), side="right")]


def places_axis(places: pd.DataFrame) -> Axis:
    """Return the axis of ``Version.places``, in which a district's coordinator knows the own district."""
    codes = list(places.index)
    at = {code: i for i, code in enumerate(codes)}
    parents = [
        -1 if row.level == "region" else 0 if row.level == "ausl" else at[row.ausl]
        for row in places.itertuples()
    ]
    insiders = [i if row.level == "district" else -1 for i, row in enumerate(places.itertuples())]
    for i, level in enumerate(places["level"]):
        inside = [j for j, parent in enumerate(parents) if parent == i]
        if level == "ausl" and len(inside) == 1:
            insiders[i] = inside[0]
    return Axis("place", tuple(codes), tuple(parents), tuple(insiders))


def comuni_axis(place: Axis, municipalities: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> Axis:
    """Return the places and, under each district, its Comuni: ``RO-RIM/099014``, ``RO-RIM/outside``."""
    known = [f"{d}/{code}" for code, d in municipalities["district_code"].items()]
    in_facts = [
        f"{zone}/{code}"
        for name in ("stock_by_municipality", "access_by_municipality")
        for zone, code in frames[name][["zone", "municipality"]].drop_duplicates().itertuples(index=False)
    ]
    nodes = sorted({*known, *in_facts})
    at = {code: i for i, code in enumerate(place.nodes)}
    nodes = [node for node in nodes if node.split("/")[0] in at]
    return replace(
        place,
        nodes=(*place.nodes, *nodes),
        parents=(*place.parents, *(at[node.split("/")[0]] for node in nodes)),
        insiders=(*place.insiders, *(at[node.split("/")[0]] for node in nodes)),
    )
