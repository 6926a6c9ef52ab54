"""Where the name of each point goes, so that names do not lie on one another."""

from __future__ import annotations

from collections.abc import Sequence

PLACES = {
    "top right": (1.0, -1.0),
    "top left": (-1.0, -1.0),
    "bottom right": (1.0, 1.0),
    "bottom left": (-1.0, 1.0),
    "top center": (0.0, -1.0),
    "bottom center": (0.0, 1.0),
    "middle right": (1.0, 0.0),
    "middle left": (-1.0, 0.0),
}
"""Plotly's names for the sides of a mark, the best first, and the way there: to the right, down."""
LETTER, LINE, MARK = 7.0, 16.0, 8.0
"""Pixels: a letter's width and a line's height at 14 pixels, and half a mark."""

Box = tuple[float, float, float, float]


def label_places(
    points: Sequence[tuple[float, float]], labels: Sequence[str], lines: Sequence[Box] = ()
) -> list[str]:
    """Choose the side of its mark where each label stands.

    Args:
        points: right and down from the corner of the picture, in pixels; roughly is enough.
        labels: one a point; an empty one takes no room.
        lines: left, top, right and bottom of what else is drawn, as the intervals of the points.

    Returns:
        One of :data:`PLACES` each: the first whose room no mark, line or label before it takes, or else the
        one where least is covered. The order of the points decides who chooses first.
    """
    taken: list[Box] = [*lines, *((x - MARK, y - MARK, x + MARK, y + MARK) for x, y in points)]
    chosen = []
    for (x, y), label in zip(points, labels, strict=True):
        wide = LETTER * len(label) / 2
        best, room, covered = next(iter(PLACES)), None, float("inf")
        for name, (right, down) in PLACES.items() if label else ():
            middle_x, middle_y = x + right * (MARK + wide), y + down * (MARK + LINE / 2)
            box = (middle_x - wide, middle_y - LINE / 2, middle_x + wide, middle_y + LINE / 2)
            over = sum(_shared(box, other) for other in taken)
            if over < covered:
                best, room, covered = name, box, over
        chosen.append(best)
        if room:
            taken.append(room)
    return chosen


def _shared(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)
