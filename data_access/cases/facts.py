"""Turns one zone's frames into additive facts: the only way from people to counts, and pure.

What leaves here for the database is ``ZoneFacts.facts``, without a person. ``Keys`` hold person keys and stay
in the memory of the refresh, which needs them for the facts across zones and then forgets them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data_access.cases import mart
from data_access.cases.access_facts import (
    Accesses,
    OpenNeeds,
    access_facts,
    accesses,
    conversion_facts,
    coverage_facts,
    need_facts,
)
from data_access.cases.careers import Careers, careers_of, slug
from data_access.cases.case_facts import (
    Facts,
    flow_facts,
    inside,
    month_ends,
    quarter_ends,
    stock_facts,
    wait_facts,
    workload_facts,
)
from data_access.cases.cells import NEVER, Ints, coded, count, day_numbers, earliest, months, pairs_of
from data_access.cases.overlaps import Held, held, overlap_cells, overlapping
from data_access.cases.readers import Zone
from data_access.cases.support_facts import delivery_facts, recipient_facts, request_facts
from data_access.cases.supports import Supports, supports


@dataclass(frozen=True, eq=False)
class Keys:
    """The person keys of a zone that the facts across zones need: identified people only, in memory only."""

    supports: Supports
    needs: OpenNeeds
    held: Held
    months: tuple[int, int]


@dataclass(frozen=True, eq=False)
class ZoneFacts:
    """A zone's facts by table name, with the tables' columns but ``zone``; see ``mart.ZONE_FACTS``."""

    facts: Facts
    labels: pd.DataFrame
    data_until: date
    people: int


class EmptyZoneError(Exception):
    """Raised where a zone's database holds not one dated row."""


def zone_facts(zone: Zone) -> tuple[ZoneFacts, Keys]:
    """Return all facts of a zone; those its database cannot give are empty (``mart.MISSING_WITHOUT``).

    Raises:
        EmptyZoneError: if nothing in the zone has a date.
    """
    if pd.isna(zone.data_until):
        raise EmptyZoneError
    until = int(day_numbers(pd.Series([zone.data_until]))[0])
    first_month, last = months_kept(until)
    # Of the time before the database was in use it knows only the cases that were still open.
    first, first_given = (max(first_month, _month_of(day)) for day in (zone.data_from, zone.deliveries_from))
    off = {reason.feature for reason in zone.off}
    missing = {table for feature in off for table in mart.MISSING_WITHOUT[feature]}
    careers = careers_of(zone.zone, zone.people, zone.steps, zone.categories)
    came = accesses(careers, zone.accesses)
    given = supports(careers, zone.requests, zone.deliveries, zone.beneficiaries)
    covered, open_needs = coverage_facts(careers, came, zone.needs, given, until, first, last)
    holding = held(careers, zone.deliveries, zone.beneficiaries, zone.bodies)
    pairs = overlapping(holding)
    pairs = pairs[inside(pairs["month"].to_numpy(), first_given, last)]
    people = pairs[["person", "year"]].drop_duplicates()
    ends = month_ends(first, last)
    facts = {
        **stock_facts(careers, ends),
        **flow_facts(careers, first, last),
        **workload_facts(careers, zone.workers, quarter_ends(ends)),
        **access_facts(came, first, last),
        **conversion_facts(careers, came, first, last),
        **wait_facts(careers, *_milestones(careers, came, zone), _steps(off), first, last),
        **need_facts(came, zone.needs, first, last),
        **covered,
        **request_facts(careers, zone.requests, first, last),
        **delivery_facts(zone.deliveries, zone.lines, zone.bodies, first_given, last),
        **recipient_facts(careers, zone.deliveries, zone.lines, zone.beneficiaries, first_given, last),
        "overlap": overlap_cells(pairs, holding.kind.labels).assign(other_zone=zone.zone),
        "overlap_person": count({"year": coded(people["year"])}),
    }
    facts = {name: frame.iloc[:0] if name in missing else frame for name, frame in facts.items()}
    return (
        ZoneFacts(
            facts=facts,
            labels=_labels(zone),
            data_until=pd.Timestamp(zone.data_until).date(),
            people=len(np.unique(careers.persons)),
        ),
        Keys(
            supports=given.of(given.identified),
            needs=open_needs,
            # What is missing inside the zone is not told across zones either.
            held=holding.of(holding.identified & ("overlap" not in missing)),
            months=(first_given, last),
        ),
    )


def _month_of(day: pd.Timestamp) -> int:
    return 0 if pd.isna(day) else int(months(day_numbers(pd.Series([day])))[0])


def months_kept(until: int) -> tuple[int, int]:
    """Return the first and the last month of the facts of data that reach until a day."""
    last = int(months(np.array([until]))[0])
    index = last // 100 * 12 + last % 100 - 1 - (mart.MONTHS_KEPT - 1)
    return index // 12 * 100 + index % 12 + 1, last


def _steps(off: set[str]) -> list[str]:
    without = {step for feature in off for step in mart.STEPS_WITHOUT.get(feature, ())}
    return [step for step in mart.WAIT_STEPS if step not in without]


def _milestones(careers: Careers, came: Accesses, zone: Zone) -> tuple[Ints, Ints, Ints]:
    """Return each case's first access, first activated sheet and first delivery, NEVER for none.

    Help often comes before the sheet, or the sheet is typed at the end. The first delivery is therefore the
    first that began on or after the access; where all began before it, the first of all, and no wait counts
    it.
    """
    every = np.arange(len(careers.ids))
    request_case = careers.position(zone.requests["case"])
    activated = day_numbers(zone.requests["activated"])
    activated = np.where(zone.requests["refused"].to_numpy(bool), NEVER, activated)
    access = earliest(came.case, came.day, every)
    got = careers.position(zone.beneficiaries["case"])
    who, at = pairs_of(
        zone.beneficiaries["delivery"].to_numpy(np.int64), zone.deliveries["delivery"].to_numpy(np.int64)
    )
    case, began = got[who], day_numbers(zone.deliveries["first"])[at]
    case, began = case[case >= 0], began[case >= 0]
    follows = (began >= access[case]) | (access[case] == NEVER)
    following = earliest(case[follows], began[follows], every)
    delivered = np.where(following < NEVER, following, earliest(case, began, every))
    return access, earliest(request_case, activated, every), delivered


def _labels(zone: Zone) -> pd.DataFrame:
    """Return the words behind the codes: list, code, label."""
    types = pd.concat([zone.requests[["type", "type_name"]], zone.deliveries[["type", "type_name"]]])
    types = types.drop_duplicates()
    classes, reasons = zone.needs["need_class"].drop_duplicates(), zone.steps["reason"].drop_duplicates()
    rows = [("support_kind", slug(c), n or c) for c, n in zip(types["type"], types["type_name"], strict=True)]
    rows += [("need_class", slug(label), label) for label in classes]
    rows += [("reason", slug(label), label) for label in reasons]
    frame = pd.DataFrame(rows, columns=["list", "code", "label"])
    return frame[frame["code"] != ""].drop_duplicates(["list", "code"], ignore_index=True)
