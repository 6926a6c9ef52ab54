"""Nested cells, each as large as its amount (components v2): real boxes of text, laid out in the browser.

Plotly's treemap measures every word for the room it has: a quarter of a click on its page. Here words that
do not fit are cut off by their box.

It goes where a click with ``st.plotly_chart`` costs half as much (``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dashboard.parts import part
from dashboard.parts.contract import Treemap


def treemap(
    cells: Mapping[str, Sequence],
    tints: Mapping[str, str],
    *,
    key: str,
    alt: str,
    language: str,
    on_pick: Callable[[str], None],
) -> None:
    """Draw cells in their parents.

    Args:
        cells: columns ``id`` (a mark, or any word that is none), ``parent`` (an ``id`` or nothing),
            ``label``, ``cents`` (a parent's are the sum of its cells'), ``words`` (the amount in words),
            ``area``.
        tints: by area a pale colour, on which dark text can be read in light and dark.
        key: identity on the page.
        alt: what a screen reader says; the figures themselves stand in the table below.
        language: of percentages.
        on_pick: called, as a callback, with the ``id`` of the cell that was clicked. It comes from a browser:
            to be checked as any input.
    """
    at = {word: i for i, word in enumerate(cells["id"])}
    area_at = {area: i for i, area in enumerate(tints)}
    sent: Treemap = {
        "alt": alt,
        "language": language,
        "tints": list(tints.values()),
        "cells": {
            "id": list(cells["id"]),
            "parent": [at.get(parent, -1) for parent in cells["parent"]],
            "label": list(cells["label"]),
            "cents": list(cells["cents"]),
            "words": list(cells["words"]),
            "area": [area_at[area] for area in cells["area"]],
        },
    }

    part("treemap.js", key, sent, lambda said: on_pick(str(said)))
