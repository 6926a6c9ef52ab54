"""Facts of the case files: stock, flow, workload, and how long each step took."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.careers import Careers, slug
from data_access.cases.cells import (
    NEVER,
    Coded,
    Ints,
    coded,
    count,
    day_numbers,
    months,
    quarters,
    years,
)
from data_access.cases.mart import (
    EVENTS,
    STATES,
    WAIT_DAYS_MAX,
    WAIT_EXCLUDED,
    WAIT_STEPS,
)

Facts = dict[str, pd.DataFrame]


def month_ends(first: int, last: int) -> Ints:
    """Return the last days, as day numbers, of the months from ``first`` to ``last`` (201701, 201909)."""
    begin = np.datetime64(f"{first // 100}-{first % 100:02d}", "M")
    after = np.datetime64(f"{last // 100}-{last % 100:02d}", "M") + 2
    starts = np.arange(begin + 1, after).astype("datetime64[D]")
    return starts.astype(np.int64) - 1


def quarter_ends(ends: Ints) -> Ints:
    """Return those of the month ends that end a quarter, and the last one."""
    return ends[(months(ends) % 100 % 3 == 0) | (ends == ends[-1])]


def stock_facts(careers: Careers, ends: Ints) -> Facts:
    """Return ``stock`` at the given month ends, and ``stock_by_municipality`` at those of quarters.

    A person with two files (one fiscal code twice) is counted once: by the one in charge, else the first.
    """
    rows = [_open_on(careers, day) for day in ends]
    case = np.concatenate([r[0] for r in rows]) if rows else np.empty(0, np.int64)
    state = np.concatenate([r[1] for r in rows]) if rows else np.empty(0, np.int64)
    day = np.repeat(ends, [len(r[0]) for r in rows])
    when, category = coded(months(day)), careers.category_on(case, day)
    in_state = Coded(state, STATES)
    places = np.isin(day, quarter_ends(ends))
    return {
        "stock": count(
            {
                "month": when,
                "state": in_state,
                "category": category,
                "age_band": careers.ages_on(case, day),
                "sex": careers.sex.of(case),
            }
        ),
        "stock_by_municipality": count(
            {
                "month": coded(months(day[places])),
                "state": in_state.of(places),
                "municipality": careers.place.of(case[places]),
                "category": category.of(places),
            }
        ),
    }


def _open_on(careers: Careers, day: int) -> tuple[Ints, Ints]:
    """Return the cases open at the end of a day, one a person, and the position of their state."""
    episodes = careers.episodes
    now = (episodes.opened <= day) & (episodes.closed > day)
    case, charges = episodes.case[now], careers.charges
    in_charge = np.zeros(len(careers.ids), np.int64)
    in_charge[charges.case[(charges.start <= day) & (charges.end > day)]] = 1
    state = in_charge[case]
    order = np.lexsort((case, -state))
    _, one_each = np.unique(careers.persons[case[order]], return_index=True)
    chosen = order[one_each]
    return case[chosen], state[chosen]


def flow_facts(careers: Careers, first: int, last: int) -> Facts:
    """Return ``flow`` of the months from ``first`` to ``last``."""
    episodes = careers.episodes
    none = np.zeros(len(episodes.case), np.int64)
    reasons = [slug(str(label)) for label in episodes.reason.labels]
    labels = ["", *sorted({r for r in reasons if r})]
    closing = np.array([labels.index(r) for r in reasons], np.int64)[episodes.reason.positions]
    parts = (
        (0, np.where(episodes.first, episodes.opened, NEVER), none),
        (1, episodes.taken, none),
        (2, np.where(episodes.first, NEVER, episodes.opened), none),
        (3, episodes.closed, closing),
    )
    event = np.repeat([p[0] for p in parts], len(episodes.case))
    day = np.concatenate([p[1] for p in parts])
    reason = np.concatenate([p[2] for p in parts])
    case = np.tile(episodes.case, len(parts))
    in_range = inside(months(day), first, last)
    event, day, reason, case = event[in_range], day[in_range], reason[in_range], case[in_range]
    return {
        "flow": count(
            {
                "month": coded(months(day)),
                "event": Coded(event, EVENTS),
                "category": careers.category_on(case, day),
                "reason": Coded(reason, labels),
            }
        )
    }


def workload_facts(careers: Careers, workers: pd.DataFrame, ends: Ints) -> Facts:
    """Return ``workload`` at the given month ends: workers by the number of open cases they answer for.

    At the last one count those who are responsible at the time of reading, before it those of the history.
    """
    case = careers.position(workers["case"])
    start, end = day_numbers(workers["start"]), day_numbers(workers["end"])
    present = workers["now"].to_numpy(bool)
    worker = coded(workers["worker"].to_numpy(np.int64)).positions
    episodes = careers.episodes
    month, load = [], []
    for day in ends:
        is_open = np.zeros(len(careers.ids) + 1, bool)
        is_open[episodes.case[(episodes.opened <= day) & (episodes.closed > day)]] = True
        then = present if day == ends[-1] else ~present & (start <= day) & (day <= end)
        answers = then & (case >= 0) & is_open[case]
        pairs = np.unique(worker[answers] * len(is_open) + case[answers]) // len(is_open)
        _, cases = np.unique(pairs, return_counts=True)
        load.append(cases)
        month.append(np.full(len(cases), day))
    days = np.concatenate([*month, np.empty(0, np.int64)]).astype(np.int64)
    loads = np.concatenate([*load, np.empty(0, np.int64)]).astype(np.int64)
    return {"workload": count({"month": coded(months(days)), "cases": coded(loads)})}


def wait_facts(
    careers: Careers,
    access: Ints,
    active: Ints,
    delivered: Ints,
    steps: Iterable[str],
    first: int,
    last: int,
) -> Facts:
    """Return the histograms of the steps' days, and the cases that have none.

    Args:
        whole: the careers; the first taking in charge of a case is what counts here.
        access, active, delivered: day of each case's first access, activated sheet and delivery, or NEVER.
        steps: those of ``WAIT_STEPS`` that the zone can give.
        first, last: months kept, of the step's end (of its start where it has no end).
    """
    taken = np.full(len(careers.ids), NEVER)
    np.minimum.at(taken, careers.episodes.case, careers.episodes.taken)
    days_of = {"access": access, "taken": taken, "active": active, "delivered": delivered}
    measured_waits, left_out = [], []
    for step in steps:
        start, end = (days_of[name] for name in step.split("_"))
        position = WAIT_STEPS.index(step)
        reason = np.select([start == NEVER, end == NEVER, start > end], [0, 2, 1], -1)
        when = np.where(end == NEVER, start, end)
        in_range = inside(months(when), first, last)
        measured = np.flatnonzero(in_range & (reason < 0))
        measured_waits.append(
            (position, measured, end[measured], np.minimum(end - start, WAIT_DAYS_MAX + 1)[measured])
        )
        out = np.flatnonzero(in_range & (reason >= 0))
        left_out.append((position, out, when[out], reason[out]))
    at, case, day, days = _joined(measured_waits)
    at_out, case_out, day_out, reason_out = _joined(left_out)
    return {
        "wait": count({"step": Coded(at, WAIT_STEPS), "quarter": coded(quarters(day)), "days": coded(days)}),
        "wait_by_category": count(
            {
                "step": Coded(at, WAIT_STEPS),
                "year": coded(years(day)),
                "category": careers.category_on(case, day),
                "days": coded(days),
            }
        ),
        "wait_excluded": count(
            {
                "step": Coded(at_out, WAIT_STEPS),
                "quarter": coded(quarters(day_out)),
                "category": careers.category_on(case_out, day_out),
                "reason": Coded(reason_out, WAIT_EXCLUDED),
            }
        ),
    }


def inside(month: Ints, first: int, last: int) -> NDArray[np.bool_]:
    """Say which months are kept."""
    return (month >= first) & (month <= last)


def _joined(parts: list[tuple[int, Ints, Ints, Ints]]) -> tuple[Ints, Ints, Ints, Ints]:
    none = np.empty(0, np.int64)
    positions = np.repeat([p[0] for p in parts], [len(p[1]) for p in parts]).astype(np.int64)
    case, day, figure = (np.concatenate([none, *(p[i] for p in parts)]) for i in (1, 2, 3))
    return positions, case, day, figure
