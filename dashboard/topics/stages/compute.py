"""The state of the plans in counts, in an order and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.locale.texts import Translate
from data_access.planning.schema import STATUSES
from data_access.stages import NO_DOCUMENT
from data_access.version import Version

Order = Literal["", "ausl", "district"]
"""By delay (the default), by AUSL and then delay, or by name; the words are those of the address."""

SYMBOLS = dict(zip((*STATUSES, NO_DOCUMENT), "○◔◑●↩⟳✓–", strict=True))
"""A sign for each stage, so that none is told by colour alone."""

_PROGRESS = {status: position for position, status in enumerate((NO_DOCUMENT, *STATUSES))}


@dataclass(frozen=True)
class Counts:
    """How many districts: ``presented`` includes ``presented_late``; ``overdue`` includes ``without``."""

    districts: int
    presented: int
    presented_late: int
    overdue: int
    without: int
    to_complete: int
    acknowledged: int


def counts(table: pd.DataFrame) -> Counts:
    """Count the districts of :func:`data_access.stages.stages`."""
    has, late = table["has"].to_numpy(dtype=bool), table["days_late"].to_numpy() > 0
    status = table["status"].to_numpy(dtype=object)
    overdue = ~has & late
    return Counts(
        districts=len(table),
        presented=int(has.sum()),
        presented_late=int((has & late).sum()),
        overdue=int(overdue.sum()),
        without=int((overdue & (status == NO_DOCUMENT)).sum()),
        to_complete=int((status == "integration_requested").sum()),
        acknowledged=int((status == "acknowledged").sum()),
    )


def in_order(version: Version, table: pd.DataFrame, order: Order) -> pd.DataFrame:
    """Sort the districts: the latest first, and of equally late ones those at the earliest stage."""
    if order == "district":
        return table.sort_index(key=lambda codes: codes.map(version.place_names), kind="stable")
    stage = [_PROGRESS[status] for status in table["status"].tolist()]
    # Who has still to present comes before who presented late: the first can still be hurried.
    keys = [stage, -table["days_late"].to_numpy(), table["has"].to_numpy(dtype=bool)]
    if order == "ausl":
        keys.append([version.ausl_of[code] for code in table.index.tolist()])
    return table.iloc[np.lexsort(keys)]


def delay_words(has: bool, days: float, t: Translate) -> str:
    """``non presentato: 61 giorni oltre il termine``; empty where the cycle sets no term.

    Args:
        has: whether the Region has the edition.
        days: days after the term, NaN where the term or the day of presentation is not known.
        t: words of the screen.
    """
    if days != days:
        return t("stages.unknown") if has else ""
    if days == 0:
        return t("stages.on_the_day" if has else "stages.last_day")
    late = days > 0
    key = ("late_presented" if late else "early") if has else ("late_waiting" if late else "ahead")
    return t(f"stages.{key}", n=int(abs(days)))
