"""Puts bars on one scale, made of parts or floating: drawn in the cells of a table rather than above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isnan, nan

from dashboard.charts.palette import LESS, MORE, tint

_ROOM = 0.02
"""Share of the scale kept free at each end of floating bars."""


@dataclass(frozen=True)
class Stacks:
    """A column of bars on one scale.

    Attributes:
        title: of the column.
        parts: by part, the letters that mark it and its colour, on which dark ink can be read.
        rows: of each row, in thousandths of the scale, where its bar starts and how long its parts are, in
            their order; none where there is no bar.
        order: what the rows are ordered by, NaN for none.
        lines: of each row, the thousandths at which a line crosses it; None for no line.
        ends: the ends of the scale in words.
        marks: of each row, signs on its bar and the thousandths where they stand; may be empty.
    """

    title: str
    parts: Sequence[tuple[str, str]]
    rows: Sequence[list[int]]
    order: Sequence[float]
    lines: Sequence[int | None]
    ends: tuple[str, str]
    marks: Sequence[Sequence[tuple[int, str]]] = ()

    @property
    def known(self) -> bool:
        """Whether there is anything to draw."""
        return any(value == value for value in self.order)


@dataclass(frozen=True)
class Step:
    """A step from one amount to another: its name, and cents (at both ends an amount, else a difference)."""

    name: str
    cents: int


def stacks(
    title: str,
    parts: Sequence[tuple[str, str]],
    amounts: Sequence[Sequence[float]],
    lines: Sequence[float],
    *,
    words: Callable[[float], str],
) -> Stacks:
    """Put amounts made of parts on a common scale from zero.

    Args:
        title: of the column.
        parts: by part, its letters and its colour.
        amounts: of each row the amount of each part, not negative; NaN for none.
        lines: what each sum is held against, NaN for nothing.
        words: how an amount is written.
    """
    sums = [_sum(row) for row in amounts]
    longest = max([total for total in (*sums, *lines) if not isnan(total)], default=0.0) or 1.0
    rows: list[list[int]] = []
    for row, total in zip(amounts, sums, strict=True):
        if isnan(total):
            rows.append([])
            continue
        # By where each part ends: rounded one by one the parts would not add up to their bar.
        ends, so_far = [0], 0.0
        for amount in row:
            so_far += 0.0 if isnan(amount) else amount
            ends.append(round(1000 * so_far / longest))
        rows.append([0, *(after - before for before, after in pairwise(ends))])
    at = [None if isnan(line) else round(1000 * line / longest) for line in lines]
    return Stacks(title, parts, rows, sums, at, (words(0), words(longest)))


def floating(
    title: str,
    bars: Sequence[tuple[float, float]],
    lines: Sequence[float],
    *,
    words: Callable[[float], str],
) -> Stacks:
    """Draw bars from one amount to another; less and more differ in colour and sign.

    Args:
        title: of the column.
        bars: of each row from where to where; NaN for no bar.
        lines: of each row where a line crosses it, NaN for no line.
        words: how an amount is written.
    """
    known = [amount for bar in (*bars, lines) for amount in bar if not isnan(amount)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    room = (high - low) * _ROOM or 1.0
    scale = (high - low) + 2 * room

    def place(amount: float) -> int:
        return round(1000 * (amount - low + room) / scale)

    rows: list[list[int]] = []
    for start, end in bars:
        if isnan(start) or isnan(end):
            rows.append([])
            continue
        first, last = sorted((place(start), place(end)))
        # A small difference is still one.
        length = max(last - first, 1) if start != end else 0
        rows.append([first, length, 0] if end < start else [first, 0, length])
    parts = (("−", tint(LESS)), ("+", tint(MORE)))
    order = [end - start for start, end in bars]
    at = [None if isnan(line) else place(line) for line in lines]
    return Stacks(title, parts, rows, order, at, (words(low), words(high)))


def changes(title: str, amounts: Sequence[float], *, words: Callable[[float], str]) -> Stacks:
    """Draw differences as bars from zero to the left or to the right; NaN for no bar."""
    return floating(title, [(0.0, amount) for amount in amounts], [0.0] * len(amounts), words=words)


def waterfall(title: str, steps: Sequence[Step], *, words: Callable[[float], str]) -> Stacks:
    """Draw the way from the first amount to the last, a row a step, as floating bars between two lines.

    The scale does not start at zero: where a billion loses a few millions, bars from zero would hide what
    the picture is about.

    Args:
        title: of the column.
        steps: the first amount, the differences, the last amount, which they add up to. A click on the title
            leaves the rows in their order.
        words: how euro are written.
    """
    level = steps[0].cents / 100
    bars, lines = [(nan, nan)], [level]
    for step in steps[1:-1]:
        bars.append((level, level + step.cents / 100))
        lines.append(nan)
        level += step.cents / 100
    drawn = floating(title, [*bars, (nan, nan)], [*lines, steps[-1].cents / 100], words=words)
    return replace(drawn, order=range(len(steps)))


def _sum(row: Sequence[float]) -> float:
    """The sum of what is known; NaN where nothing is."""
    known = [amount for amount in row if not isnan(amount)]
    return sum(known) if known else nan
