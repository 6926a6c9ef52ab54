"""Headline figures (components v2): a strip of tiles, each with its definition behind a sign.

``st.metric`` makes a tile of a dozen elements, which React visits five times at every change of a filter:
five tiles were a fifth of the browser's work for a click.

It goes where a click with ``st.metric`` costs no more (``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.parts import part
from dashboard.parts.contract import Tile, Tiles
from dashboard.screen.session import context


def figures(
    tiles: Sequence[tuple[str, str, str | None, str]], *, columns: int = 5, key: str = "figures"
) -> None:
    """A strip of headline figures.

    Args:
        tiles: label, value, a line below or nothing, and definition with source and date, in
            the dialect of parts (:mod:`dashboard.locale.dialect`).
        columns: tiles side by side where there is room.
        key: identity on the page.
    """
    # Several figures of one measure have one definition, which travels once.
    abouts = list(dict.fromkeys(definition for *_, definition in tiles))
    sent: Tiles = {
        "columns": columns,
        "about": context().t("headline.about"),
        "abouts": abouts,
        "tiles": [
            Tile(label=label, value=value, below=below or "", about=abouts.index(about))
            for label, value, below, about in tiles
        ],
    }
    part("tiles.js", key, sent)
