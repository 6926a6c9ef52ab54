"""Many small lines on one scale (components v2): they weigh a fraction of as many plotly charts.

It goes where a click with ``st.vega_lite_chart`` costs no more (``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from dashboard.parts import part
from dashboard.parts.contract import SmallLine, SmallMultiples


@dataclass(frozen=True)
class Small:
    """A place's line: values oldest first (NaN is a gap), and the last one in words."""

    name: str
    values: Sequence[float]
    last: str
    own: bool = False


def small_multiples(smalls: Sequence[Small], benchmark: Sequence[float], *, key: str) -> None:
    """Draw a list of small charts: each place's line over the benchmark's, dashed, all on the same scale.

    The lines say nothing to a screen reader: their figures belong in a table beside them.

    Args:
        smalls: in order; every line as long as ``benchmark``. There is a value in one of them at least.
        benchmark: the region's values.
        key: identity on the page.
    """
    part("small_multiples.js", key, _scaled(smalls, benchmark))


def _scaled(smalls: Sequence[Small], benchmark: Sequence[float]) -> SmallMultiples:
    """Place every line on the scale from the lowest value of all to the highest."""
    every = [v for line in (benchmark, *(small.values for small in smalls)) for v in line if not isnan(v)]
    low, high = min(every), max(every)
    room = high - low or 1.0

    def places(values: Sequence[float]) -> list[int | None]:
        return [None if isnan(v) else round(1000 * (v - low) / room) for v in values]

    return {
        "benchmark": places(benchmark),
        "smalls": [
            SmallLine(name=small.name, last=small.last, own=small.own, at=places(small.values))
            for small in smalls
        ],
    }
