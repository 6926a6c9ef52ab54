"""How much of a plan was spent, in words: what happened is named, nothing is praised or blamed by colour."""

from __future__ import annotations

from collections.abc import Iterable

NEARLY_ALL, MOSTLY, PARTLY = 90, 60, 25
"""Percent of the plan from which it is spent *nearly all*, *mostly*, *partly*; under the last *hardly begun*.

Ours, not the Region's. Bounds belong to the upper band. More than the plan is a band of its own from the
first cent: overspending is named, it is not more of a good thing.
"""

BANDS = (
    "beyond",
    "all",
    "nearly_all",
    "mostly",
    "partly",
    "hardly",
    "nothing",
    "absent",
    "unplanned",
    "no_money",
    "missing",
    "hidden",
)
"""Every word there is; the sentences are in ``dashboard.locale`` (``execution.band_…``)."""


def band(planned: int, spent: int) -> str:
    """Return which of ``BANDS`` cents planned and spent are in; exact, no rounding before comparing."""
    if planned <= 0:
        return "unplanned" if spent > 0 else "no_money"
    if spent > planned:
        return "beyond"
    if spent == planned:
        return "all"
    if spent <= 0:
        return "nothing"
    for name, least in (("nearly_all", NEARLY_ALL), ("mostly", MOSTLY), ("partly", PARTLY)):
        if spent * 100 >= planned * least:
            return name
    return "hardly"


def bands(planned: Iterable[int | None], spent: Iterable[int | None], otherwise: Iterable[str]) -> list[str]:
    """Return the band of each row; where an amount is missing the word of ``otherwise``."""
    return [
        word if p is None or s is None else band(p, s)
        for p, s, word in zip(planned, spent, otherwise, strict=True)
    ]


def shares(planned: Iterable[int | None], spent: Iterable[int | None]) -> list[float | None]:
    """Return spent as percent of planned, None where either is missing or nothing was planned."""
    return [
        s / p * 100 if p and p > 0 and s is not None else None for p, s in zip(planned, spent, strict=True)
    ]
