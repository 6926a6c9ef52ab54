"""Many small lines on one scale, as one piece of HTML: it weighs a fraction of as many plotly charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import isnan

from dashboard.charts.palette import CATEGORICAL

WIDTH, HEIGHT, ROOM = 120, 44, 4


@dataclass(frozen=True)
class Small:
    """A place's line: values oldest first (NaN is a gap), the last one and the whole line in words."""

    name: str
    values: Sequence[float]
    last: str
    words: str
    own: bool = False


def small_multiples(smalls: Sequence[Small], benchmark: Sequence[float], *, ends: tuple[str, str]) -> str:
    """Return a list of small charts: each place's line over the benchmark's, dashed, all on the same scale.

    Args:
        smalls: in order; every line as long as ``benchmark``.
        benchmark: the region's values.
        ends: first and last period, written under each chart.

    Returns:
        HTML that takes colours and fonts from the page; empty without any value.
    """
    every = [v for line in (benchmark, *(small.values for small in smalls)) for v in line if not isnan(v)]
    if not every:
        return ""
    low, high = min(every), max(every)
    high = high if high > low else low + 1.0
    base = _paths(benchmark, low, high)[0]
    tiles = "".join(_tile(small, base, low, high, ends) for small in smalls)
    return (
        '<ul style="display:grid;grid-template-columns:repeat(auto-fill,minmax(142px,1fr));gap:10px;'
        f'list-style:none;margin:0;padding:0;font-size:13px;line-height:1.25">{tiles}</ul>'
    )


def _tile(small: Small, base: str, low: float, high: float, ends: tuple[str, str]) -> str:
    line, dots = _paths(small.values, low, high)
    edge = (
        f"2px solid {CATEGORICAL[1]}"
        if small.own
        else "1px solid color-mix(in srgb,currentColor 22%,transparent)"
    )
    color = CATEGORICAL[1] if small.own else "currentColor"
    return (
        f'<li style="border:{edge};border-radius:4px;padding:5px 7px;min-width:0">'
        f'<div style="display:flex;justify-content:space-between;gap:6px"><span style="overflow-wrap:anywhere'
        f'{";font-weight:700" if small.own else ""}">{escape(small.name)}</span>'
        f'<b style="white-space:nowrap">{escape(small.last)}</b></div>'
        f'<svg role="img" aria-label="{escape(small.words)}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'style="display:block;width:100%;height:{HEIGHT}px" preserveAspectRatio="none" fill="none">'
        f'<path d="{base}" stroke="currentColor" stroke-opacity=".5" stroke-dasharray="4 3" '
        f'vector-effect="non-scaling-stroke"/>'
        f'<path d="{line}" stroke="{color}" stroke-width="2" vector-effect="non-scaling-stroke"/>'
        f'<path d="{dots}" stroke="{color}" stroke-width="5" stroke-linecap="round" '
        f'vector-effect="non-scaling-stroke"/></svg>'
        f'<div style="display:flex;justify-content:space-between;font-size:11px">'
        f"<span>{escape(ends[0])}</span><span>{escape(ends[1])}</span></div></li>"
    )


def _paths(values: Sequence[float], low: float, high: float) -> tuple[str, str]:
    """The line, broken where a value is missing; dots for the last value and those no line reaches."""
    step = (WIDTH - 2 * ROOM) / max(len(values) - 1, 1)
    points = [
        None
        if isnan(v)
        else (round(ROOM + i * step), round(HEIGHT - ROOM - (v - low) / (high - low) * (HEIGHT - 2 * ROOM)))
        for i, v in enumerate(values)
    ]
    line, dots, before = [], [], None
    last = max((i for i, point in enumerate(points) if point), default=-1)
    for i, point in enumerate(points):
        if point:
            line.append(f"{'L' if before else 'M'}{point[0]} {point[1]}")
            alone = not before and (i + 1 == len(points) or points[i + 1] is None)
            if alone or i == last:
                dots.append(f"M{point[0]} {point[1]}h0")
        before = point
    return "".join(line), "".join(dots)
