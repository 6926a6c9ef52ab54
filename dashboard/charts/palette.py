"""Colours of classes: safe for colour-blind readers, from light to dark so that they also print in grey."""

from __future__ import annotations

#: Lightest and darkest of a single blue (Bootstrap Italia's primary family) by number of classes.
SEQUENTIAL = {
    1: ("#5c9fe0",),
    2: ("#a9d0f5", "#1a66b3"),
    3: ("#c4e0f9", "#5c9fe0", "#0f4f94"),
    4: ("#d3e8fb", "#8abdee", "#3d84cc", "#0d4685"),
    5: ("#dcedfc", "#a9d0f5", "#6caae6", "#2f76c0", "#0a3d75"),
    6: ("#e1f0fd", "#bcdaf8", "#8abdee", "#559ade", "#226ab3", "#08366a"),
    7: ("#e5f2fd", "#c8e1f9", "#a0cbf3", "#74b0e9", "#4490d8", "#1c62aa", "#073061"),
}

#: Below the benchmark purple, above it green-brown, the middle class nearly white (ColorBrewer PuOr family).
DIVERGING = {
    2: ("#8073ac", "#e08214"),
    3: ("#998ec3", "#f3f1f2", "#f1a340"),
    4: ("#5e3c99", "#b2abd2", "#fdb863", "#e66101"),
    5: ("#5e3c99", "#b2abd2", "#f3f1f2", "#fdb863", "#e66101"),
    6: ("#542788", "#998ec3", "#d8daeb", "#fee0b6", "#f1a340", "#b35806"),
    7: ("#542788", "#998ec3", "#d8daeb", "#f3f1f2", "#fee0b6", "#f1a340", "#b35806"),
}

CATEGORICAL = (
    "#0069d1",
    "#d1700a",
    "#007a5e",
    "#c32e6e",
    "#6b5fba",
    "#876600",
    "#0b7589",
    "#6b7785",
    "#c63533",
    "#317a23",
)
"""Ten colours with at least 3:1 on the paper of both themes, for lines and bars."""


def colors(classes: int, *, diverging: bool) -> tuple[str, ...]:
    """Return one colour a class, from low to high; at least one, at most seven."""
    table = DIVERGING if diverging and classes > 1 else SEQUENTIAL
    return table[max(1, min(classes, 7))]


#: Of amounts that went down and up: neither is good or bad.
LESS, MORE = CATEGORICAL[0], CATEGORICAL[1]


def tint(color: str, paper: float = 0.68) -> str:
    """Mix a colour with white, so much that dark text on it has a contrast of at least 4.5 to 1."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * paper):02x}" for c in (red, green, blue))
