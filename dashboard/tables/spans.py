"""Puts values and intervals on one scale: drawn in the cells of a table rather than as a chart beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan

_ROOM = 0.03
"""Share of the scale kept free at each end, where the ends are not given."""


@dataclass(frozen=True)
class Spans:
    """A column of drawings on one scale.

    Attributes:
        title: of the column.
        rows: of each row ``[value, lower, upper, line]`` as thousandths of the scale, None for what is not
            drawn; ``line`` is what the value is held against.
        looks: of each row, how its mark looks: a key of :data:`dashboard.judging.signs.LOOKS`.
        order: the values, NaN where there is none.
        ends: the ends of the scale in words.
    """

    title: str
    rows: Sequence[list[int | None]]
    looks: Sequence[str]
    order: Sequence[float]
    ends: tuple[str, str]

    @property
    def known(self) -> bool:
        """Whether there is anything to draw."""
        return any(value == value for value in self.order)


def spans(
    title: str,
    values: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
    lines: Sequence[float],
    looks: Sequence[str],
    *,
    words: Callable[[float], str],
    ends: tuple[float, float] | None = None,
) -> Spans:
    """Put values, intervals and lines of one length on a common scale.

    Args:
        title: of the column.
        values: NaN where there is none.
        lower: of the intervals, NaN where there is none.
        upper: likewise.
        lines: what each value is held against, NaN for nothing.
        looks: by judgement.
        words: how a figure is written.
        ends: of the scale; without them it holds all that is drawn, with some room.
    """
    drawn = [figure for part in (values, lower, upper, lines) for figure in part if not isnan(figure)]
    if ends:
        low, high = ends
    else:
        low, high = (min(drawn), max(drawn)) if drawn else (0.0, 1.0)
        room = (high - low) * _ROOM or 1.0
        low, high = low - room, high + room

    def place(figure: float) -> int | None:
        return None if isnan(figure) else round(1000 * (figure - low) / (high - low))

    rows = [[place(figure) for figure in row] for row in zip(values, lower, upper, lines, strict=True)]
    return Spans(title, rows, looks, values, (words(low), words(high)))
