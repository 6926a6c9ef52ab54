"""Counts as columns on the ground they stand on, for pydeck: no tiles, nothing asked of anybody else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pydeck

LAYER, GROUND = "cases", "ground"
COLUMN, CHOSEN, UNKNOWN = [47, 118, 192, 235], [209, 112, 10, 235], [120, 130, 140, 200]
LAND, BORDER = [120, 135, 150, 40], [112, 127, 142, 230]
TALLEST = 0.32
"""Height of the tallest column, in widths of the view."""
WIDTH = 560
"""Pixels, wide and high, that the view is made for."""


@dataclass(frozen=True)
class Pillar:
    """A column: code, name and words of its tooltip, where it stands, its count (NaN where not shown)."""

    code: str
    name: str
    words: str
    longitude: float
    latitude: float
    count: float


def deck(
    pillars: Sequence[Pillar], ground: str, bounds: tuple[float, float, float, float], chosen: str = ""
) -> pydeck.Deck:
    """Draw columns whose height goes with the count; where it is not shown, a grey disc lies flat.

    Args:
        pillars: one a place.
        ground: address of the GeoJSON of the areas.
        bounds: west, south, east, north of what is to be seen, degrees.
        chosen: code of the column to mark.
    """
    west, south, east, north = bounds
    metres = (east - west) * 111_320 * math.cos(math.radians((south + north) / 2))
    # Seen aslant, a degree to the north is about as long as one to the east, and columns rise above it.
    seen = max(east - west, 1.2 * (north - south) + 0.3 * (east - west))
    largest = max((p.count for p in pillars if p.count == p.count), default=0.0) or 1.0
    rows = [
        {
            "code": p.code,
            "name": p.name,
            "words": p.words,
            "at": [round(p.longitude, 4), round(p.latitude, 4)],
            "height": round(p.count / largest * metres * TALLEST) if p.count == p.count else 0,
            "color": UNKNOWN if p.count != p.count else CHOSEN if p.code == chosen else COLUMN,
        }
        for p in pillars
    ]
    return pydeck.Deck(
        map_provider=None,
        layers=[
            pydeck.Layer(
                "GeoJsonLayer",
                ground,
                id=GROUND,
                filled=True,
                stroked=True,
                get_fill_color=LAND,
                get_line_color=BORDER,
                line_width_min_pixels=1,
                pickable=False,
            ),
            pydeck.Layer(
                "ColumnLayer",
                rows,
                id=LAYER,
                disk_resolution=16,
                radius=round(metres / 75),
                extruded=True,
                pickable=True,
                auto_highlight=True,
                # Light enough all around to stand out from dark paper too.
                material={"ambient": 0.7, "diffuse": 0.5},
                get_position="at",
                get_elevation="height",
                get_fill_color="color",
            ),
        ],
        initial_view_state=pydeck.ViewState(
            longitude=round((west + east) / 2, 4),
            latitude=round((south + north) / 2, 4),
            # A world of 512 pixels at zoom 0, and a frame around what is seen.
            zoom=round(math.log2(360 * WIDTH / 512 / seen) - 0.25, 2),
            pitch=42,
            bearing=0,
        ),
    )
