"""Draws what happens to the people of one demo zone, from access to closing, as arrays of events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.demo.cases.catalogue import CATEGORIES, NEEDS, SUPPORTS
from data_access.demo.cases.people import Days, Numbers

FIRST_DAY = np.datetime64("2017-01-01", "D")
LAST_DAY = np.datetime64("2019-09-30", "D")
NEVER = np.datetime64("NaT", "D")

Generator = np.random.Generator
Mask = npt.NDArray[np.bool_]

_MEAN_DAYS_IN_CHARGE = np.array([1080, 2300, 520, 910, 770, 460])
_MONTHS_OF_SUPPORT = np.array([13, 30, 7, 22, 12, 8])


@dataclass(frozen=True)
class Pace:
    """The pace of a zone: median days of each wait, and how many people it leaves without an answer."""

    to_charge: float
    to_decision: float
    to_activation: float
    refused: float
    unanswered: float


@dataclass(frozen=True)
class Cases:
    """The dates of each case, NaT where it did not come to that."""

    access: Days
    opened: Days
    reported: Days
    taken: Days
    closed: Days
    reopened: Days
    retaken: Days
    reclosed: Days


@dataclass(frozen=True)
class Requests:
    """The requested interventions: position of the case, kind of support, and the sheets' days."""

    case: Numbers
    support: Numbers
    requested: Days
    ranked: Days
    refused: Days
    activated: Days
    active_from: Days
    suspended: Days
    closed: Days


@dataclass(frozen=True)
class Deliveries:
    """The headers of deliveries: position of the case (-1: no file) and of the request (-1: none), dates."""

    case: Numbers
    request: Numbers
    support: Numbers
    first: Days
    last: Days
    ended: Mask


def later(rng: Generator, day: Days, median: float, spread: float = 0.9) -> Days:
    """Return working days that follow each day by a log-normal wait, NaT beyond the last day."""
    # Rounded first, so that the last bit of a mathematics library decides no day.
    wait = np.floor(np.round(np.exp(rng.normal(np.log(median), spread, len(day))), 6))
    return until_now(working_day(day + wait.astype("timedelta64[D]")))


def working_day(day: Days) -> Days:
    """Return the day itself, or the Monday after a weekend."""
    weekday = (day.astype("datetime64[D]").astype(np.int64) + 3) % 7
    shift = np.where(np.isnat(day) | (weekday < 5), 0, 7 - weekday)
    return day + shift.astype("timedelta64[D]")


def until_now(day: Days) -> Days:
    """Return NaT for what lies after the last day of the demo: it has not happened yet."""
    return np.where(day > LAST_DAY, NEVER, day)


def only(keep: Mask, day: Days) -> Days:
    """Return the day where it is to happen, else NaT."""
    return np.where(keep, day, NEVER)


def access_days(rng: Generator, count: int) -> Days:
    """Return days of access over the whole demo: a little more each year, fewer in August, no weekends."""
    every = np.arange(FIRST_DAY, LAST_DAY + 1)
    month = every.astype("datetime64[M]").astype(int) % 12
    weight = 1 + 0.1 * np.arange(len(every)) / 365
    weight = weight * np.array([1.15, 1, 1, 1, 1, 0.95, 0.85, 0.5, 1.1, 1.15, 1.05, 0.75])[month]
    weight[(every.astype(np.int64) + 3) % 7 >= 5] = 0
    chosen = np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random(count), side="right")
    return every[np.minimum(chosen, len(every) - 1)]


def cases(rng: Generator, category: Numbers, pace: Pace) -> Cases:
    """Return the life of each case. Half of them were open before S.I.SO came in January 2017."""
    count = len(category)
    old = rng.random(count) < 0.5
    access = only(~old, access_days(rng, count))
    before = FIRST_DAY - np.floor(rng.random(count) * 900 + 1).astype("timedelta64[D]")
    opened = np.where(old, working_day(before), later(rng, access, 1.5, 1.2))
    reported = only(rng.random(count) < 0.16, later(rng, opened, 3))
    waits_from = np.where(np.isnat(reported), opened, reported)
    taken = only(rng.random(count) > 0.06, later(rng, waits_from, pace.to_charge))
    lasting = rng.exponential(1, count) * _MEAN_DAYS_IN_CHARGE[category] + 12
    start = np.where(np.isnat(taken), opened + 60, taken)
    closed = until_now(working_day(start + lasting.astype("timedelta64[D]")))
    # An old case that ended before 2017 was not copied into S.I.SO: it goes on.
    closed = only(closed >= FIRST_DAY, closed)
    reopened = only(rng.random(count) < 0.16, later(rng, closed, 150, 0.6))
    retaken = later(rng, reopened, max(3.0, pace.to_charge / 2))
    again = (rng.exponential(1, count) * _MEAN_DAYS_IN_CHARGE[category] * 0.7 + 20).astype("timedelta64[D]")
    return Cases(
        access=access,
        opened=opened,
        reported=reported,
        taken=taken,
        closed=closed,
        reopened=reopened,
        retaken=retaken,
        reclosed=until_now(working_day(retaken + again)),
    )


def requests(
    rng: Generator, life: Cases, category: Numbers, pace: Pace, leaning: npt.NDArray[np.float64]
) -> Requests:
    """Return what was requested for people in charge; for one in ``pace.unanswered`` of them, nothing.

    ``leaning`` is NaN, or in [0, 1) for people whom two zones know: both then see the same first wish.
    """
    count = np.where(np.isnat(life.taken), 0, rng.poisson(0.95, len(category)) + 1)
    count[(rng.random(len(category)) < pace.unanswered) & np.isnan(leaning)] = 0
    count = np.minimum(count, 4) + np.where((count > 0) & (life.taken < FIRST_DAY), 1, 0)
    case = np.repeat(np.arange(len(category)), count)
    position = np.arange(len(case)) - np.repeat(np.cumsum(count) - count, count)
    support = draw_support(rng, category[case], np.where(position == 0, leaning[case], np.nan))
    # An old case's first request is as old as the case; what else it asks for is spread over the whole time.
    begin = life.taken[case]
    spread = (begin < FIRST_DAY) & (position > 0)
    begin = np.where(spread, FIRST_DAY + rng.integers(-300, 950, len(case)), begin)
    requested = later(rng, begin + (position * 130).astype("timedelta64[D]"), 6, 1.0)
    closing = life.closed[case]
    requested = only(np.isnat(closing) | (requested < closing), requested)
    happened = ~np.isnat(requested)
    case, support, requested = case[happened], support[happened], requested[happened]
    ranked = only(rng.random(len(case)) < 0.2, later(rng, requested, 8))
    decided_from = np.where(np.isnat(ranked), requested, ranked)
    decision = later(rng, decided_from, pace.to_decision)
    fate = rng.random(len(case))
    refused = only(fate < pace.refused, decision)
    activated = only((fate >= pace.refused) & (fate < 0.97), decision)
    active_from = later(rng, activated, 4, 0.8)
    active_from = np.where(np.isnat(active_from), activated, active_from)
    lasting = rng.exponential(1, len(case)) * _MONTHS_OF_SUPPORT[category[case]] * 30 + 25
    one_off = ~np.array([kind.monthly for kind in SUPPORTS])[support]
    lasting = np.where(one_off, rng.integers(15, 100, len(case)), lasting)
    end = active_from + lasting.astype("timedelta64[D]")
    end_of_case = life.closed[case]
    end = np.where(~np.isnat(end_of_case) & (end_of_case < end), np.maximum(end_of_case, active_from), end)
    closed = until_now(end)
    suspended = only((rng.random(len(case)) < 0.03) & np.isnat(closed), later(rng, active_from, 90))
    return Requests(case, support, requested, ranked, refused, activated, active_from, suspended, closed)


def deliveries(
    rng: Generator, life: Cases, requests: Requests, category: Numbers, pace: Pace, stranger_days: Days
) -> Deliveries:
    """Return what was delivered: most activated requests, then help without a request.

    ``stranger_days`` are the accesses of people without a file: some get a contribution soon after.
    """
    answered = np.flatnonzero(~np.isnat(requests.active_from) & (rng.random(len(requests.case)) < 0.88))
    first = later(rng, requests.active_from[answered], pace.to_activation, 0.8)
    last = np.where(np.isnat(requests.closed[answered]), LAST_DAY, requests.closed[answered])
    helped = np.flatnonzero(~np.isnat(life.taken) & (rng.random(len(category)) < 0.25))
    helped_first = later(rng, life.taken[helped], 30, 1.1)
    met = np.flatnonzero(rng.random(len(stranger_days)) < 0.6)
    met_first = later(rng, stranger_days[met], 24)
    one_off = np.flatnonzero([not kind.monthly for kind in SUPPORTS])
    given = Deliveries(
        case=np.concatenate([requests.case[answered], helped, -1 - met]),
        request=np.concatenate([answered, np.full(len(helped) + len(met), -1)]),
        support=np.concatenate(
            [
                requests.support[answered],
                draw_support(rng, category[helped]),
                one_off[rng.integers(0, len(one_off), len(met))],
            ]
        ),
        first=np.concatenate([first, helped_first, met_first]),
        last=np.concatenate([last, helped_first + rng.integers(20, 400, len(helped)), met_first + 30]),
        ended=np.concatenate(
            [~np.isnat(requests.closed[answered]), rng.random(len(helped) + len(met)) < 0.6]
        ),
    )
    keep = ~np.isnat(given.first) & (given.first <= given.last)
    return Deliveries(*(getattr(given, name)[keep] for name in Deliveries.__dataclass_fields__))


def draw_support(
    rng: Generator, category: Numbers, leaning: npt.NDArray[np.float64] | None = None
) -> Numbers:
    """Return a kind of support for each person, as likely as it is in the category."""
    where = rng.random(len(category))
    if leaning is not None:
        where = np.where(np.isnan(leaning), where, leaning)
    return _draw(where, category, np.array([kind.weight for kind in SUPPORTS]))


def draw_need(rng: Generator, category: Numbers) -> Numbers:
    """Return a need for each row, as likely as it is in the category."""
    return _draw(rng.random(len(category)), category, np.array([need[3] for need in NEEDS]))


def _draw(where: npt.NDArray[np.float64], category: Numbers, weights: npt.NDArray[np.float64]) -> Numbers:
    chosen = np.zeros(len(category), np.int64)
    for index in range(len(CATEGORIES)):
        rows = category == index
        share = np.cumsum(weights[:, index]) / weights[:, index].sum()
        chosen[rows] = np.minimum(np.searchsorted(share, where[rows], side="right"), len(share) - 1)
    return chosen
