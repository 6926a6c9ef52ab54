"""How a judgement looks, the same on every page: a colour, the ink on it, and a sign beside the colour.

Good and bad are blue and orange, which colour-blind readers tell apart and which differ in grey; what is
neither has its own pair, so that a neutral measure never seems good or bad. The lighter of each pair leaves
dark ink, the darker one white ink: every pair has a contrast of at least 4.5 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """How a judgement looks: its fill, the ink on the fill, its sign in text."""

    fill: str
    ink: str
    sign: str


LOOKS = {
    "better": Look("#7fbaf0", "#0b2239", "+"),
    "similar": Look("#eceae0", "#17324d", "="),
    "worse": Look("#b04a06", "#ffffff", "−"),
    "higher": Look("#5e3c99", "#ffffff", "▲"),
    "lower": Look("#cbc5e3", "#241443", "▼"),
    "not_compared": Look("#ffffff", "#17324d", "·"),
    "missing": Look("#dfe4e8", "#33475b", "×"),
    "hidden": Look("#dfe4e8", "#33475b", "*"),
}
"""By judgement, in the order of the legend; missing and hidden are hatched besides."""
