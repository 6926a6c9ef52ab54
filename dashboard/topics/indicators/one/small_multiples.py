"""Many small lines on one scale, as one piece of HTML: it weighs a fraction of as many plotly charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import isnan

from dashboard.charts.palette import CATEGORICAL

WIDTH, HEIGHT, ROOM = 120, 44, 4

STYLE = f"""
.smalls {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(142px, 1fr)); gap: 10px;
  list-style: none; margin: 0; padding: 0; font-size: 13px; line-height: 1.25; }}
.smalls li {{ border: 1px solid color-mix(in srgb, currentColor 22%, transparent); border-radius: 4px;
  padding: 5px 7px; min-width: 0; --line: currentColor; display: flex; flex-direction: column; }}
.smalls li.own {{ border: 2px solid {CATEGORICAL[1]}; --line: {CATEGORICAL[1]}; }}
.smalls li.own span {{ font-weight: 700; }}
.smalls div {{ display: flex; justify-content: space-between; gap: 6px; overflow-wrap: anywhere; flex: 1; }}
.smalls b {{ white-space: nowrap; }}
.smalls svg {{ display: block; width: 100%; height: {HEIGHT}px; }}
.smalls path, .base {{ fill: none; stroke: var(--line); stroke-width: 2; vector-effect: non-scaling-stroke; }}
.base {{ stroke: currentColor; stroke-opacity: 0.5; stroke-width: 1; stroke-dasharray: 4 3; }}
.smalls .dot {{ stroke-width: 5; stroke-linecap: round; }}
.shared {{ display: none; }}
"""
"""What the list looks like; it takes colour and font from where it stands."""


@dataclass(frozen=True)
class Small:
    """A place's line: values oldest first (NaN is a gap), and the last one in words."""

    name: str
    values: Sequence[float]
    last: str
    own: bool = False


def small_multiples(smalls: Sequence[Small], benchmark: Sequence[float]) -> str:
    """Return a list of small charts: each place's line over the benchmark's, dashed, all on the same scale.

    The lines say nothing to a screen reader: their figures belong in a table beside them.

    Args:
        smalls: in order; every line as long as ``benchmark``.
        benchmark: the region's values.

    Returns:
        HTML to be shown with :data:`STYLE`; empty without any value.
    """
    every = [v for line in (benchmark, *(small.values for small in smalls)) for v in line if not isnan(v)]
    if not every:
        return ""
    low, high = min(every), max(every)
    high = high if high > low else low + 1.0
    # Drawn once and shown behind every line: written out in each it would be a sixth of what is sent.
    base = f'<svg class=shared><path id=base class=base d="{_paths(benchmark, low, high)[0]}"/></svg>'
    return f"{base}<ul class=smalls>{''.join(_tile(small, low, high) for small in smalls)}</ul>"


def _tile(small: Small, low: float, high: float) -> str:
    line, dots = _paths(small.values, low, high)
    own = " class=own" if small.own else ""
    return (
        f"<li{own}><div><span>{escape(small.name)}</span><b>{escape(small.last)}</b></div>"
        f'<svg aria-hidden=true viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio=none>'
        f'<use href="#base"/><path d="{line}"/><path class=dot d="{dots}"/></svg></li>'
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
