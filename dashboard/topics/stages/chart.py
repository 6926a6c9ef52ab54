"""The way of each district's edition in time: a bar a district, a sign a stage, the delay behind the term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.palette import CATEGORICAL, tint
from dashboard.tables.stacks import Stacks
from data_access.planning.schema import STATUSES
from data_access.stages import Term

_WAY, _LATE = tint(CATEGORICAL[7]), tint(CATEGORICAL[1], 0.4)


def timeline(
    title: str,
    table: pd.DataFrame,
    limit: Term | None,
    as_of: date,
    *,
    signs: dict[str, str],
    words: Callable[[date], str],
) -> Stacks:
    """Draw the way of each edition, its delay past the term apart.

    Args:
        title: of the column.
        table: rows of :func:`data_access.stages.stages`.
        limit: the term; without one no delay is drawn.
        as_of: the day the data speak of; the delay of an edition not presented yet ends there.
        signs: by status.
        words: how a day is written.
    """
    first, last = days_of(table, as_of)
    span = max((last - first).days, 1)

    def place(day: int) -> int:
        # Room for a sign at both ends.
        return 25 + round(950 * (day - start) / span)

    # Days as whole numbers: one of numpy's own costs more than all that is done with it.
    start, never, today = (_whole(np.datetime64(day)) for day in (first, "NaT", as_of))
    days = _whole(table[list(STATUSES)].to_numpy("datetime64[D]"))
    presented = _whole(table["presented_on"].to_numpy("datetime64[D]"))
    stops = [on if has else today for on, has in zip(presented, table["has"].tolist(), strict=True)]
    term = _whole(np.datetime64(limit.last_day)) if limit else never
    rows: list[list[int]] = []
    marks: list[list[tuple[int, str]]] = []
    for own, stop, late in zip(days, stops, table["days_late"].tolist(), strict=True):
        steps = [(day, status) for day, status in zip(own, STATUSES, strict=True) if day != never]
        marks.append([(place(day), signs[status]) for day, status in sorted(steps)])
        known = [day for day, _ in steps]
        if limit and late > 0:
            known += [term, stop]
            begin, end = place(min(known)), place(max(known))
            rows.append([begin, place(term) - begin, place(stop) - place(term), end - place(stop)])
        elif known:
            rows.append([place(min(known)), place(max(known)) - place(min(known)), 0, 0])
        else:
            rows.append([])
    line = place(term) if limit else None
    parts = (("", _WAY), ("", _LATE), ("", _WAY))
    late = table["days_late"].tolist()
    return Stacks(title, parts, rows, late, [line] * len(table), (words(first), words(last)), marks)


def days_of(table: pd.DataFrame, as_of: date) -> tuple[date, date]:
    """The first day of any stage, and the last or the day the data speak of."""
    days = table[list(STATUSES)].to_numpy("datetime64[D]")
    known = days[~np.isnat(days)].tolist()
    return min([*known, as_of]), max([*known, as_of])


def _whole(days: Any) -> Any:
    """Days as the whole numbers that numpy keeps them as, in Python's own lists."""
    return days.astype("datetime64[D]").astype(np.int64).tolist()
