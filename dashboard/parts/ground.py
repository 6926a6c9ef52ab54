"""What pydeck describes, as a part of the page: it stays in the browser and is brought up to date.

What draws here is the script that pydeck brings with it, so description and drawing are of one version.
``st.pydeck_chart`` redraws 38 other columns in 1.3 times the browser's work (605 ms against 452, medians of
24 changes in one run, drawn without a graphics card), which is near enough. But it has no view that keeps the
whole ground in sight on a narrow page, no sentence where a browser cannot draw, and on a phone it keeps a
finger from scrolling the page. This part and its script go when it has the first two.

It goes where a click with ``st.pydeck_chart`` costs no more (``tests/bench/parts.py``).
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pydeck

from dashboard.assets import script_address
from dashboard.parts import part
from dashboard.parts.contract import Ground


def ground_map(
    deck: pydeck.Deck,
    *,
    key: str,
    alt: str,
    width: int,
    without: str,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Draw a deck.

    Args:
        deck: layers and view; rows of a layer that can be picked have ``name`` and ``words`` for the tooltip,
            and ``code``.
        key: identity on the page.
        alt: what a screen reader says; the figures themselves stand in the table beside.
        width: pixels, wide and high, that the view is made for; a narrower page looks from farther away.
        without: words for a browser that cannot draw it.
        on_pick: called, as a callback, with the ``code`` of what was clicked. It comes from a browser: to be
            checked as any input.
    """
    sent: Ground = {
        "library": script_address("deck.js"),
        "alt": alt,
        "width": width,
        "without": without,
        "clicks": on_pick is not None,
        "deck": json.loads(deck.to_json()),
    }
    part("ground.js", key, sent, (lambda said: on_pick(str(said))) if on_pick else None)
