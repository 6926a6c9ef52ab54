"""A button that opens a small window with choices (components v2).

It goes where a click with ``st.popover`` costs no more (``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.parts import inside
from dashboard.parts.contract import Box


@contextmanager
def opened_box(label: str, symbol: str, key: str) -> Iterator[bool]:
    """Draw the button, with a Material symbol; whether the window is open.

    Only then is there something to draw in it.
    """
    kept = f"{key}_open"
    is_open = bool(st.session_state.get(kept, False))

    def told(opened: object) -> None:
        st.session_state[kept] = opened is True

    with inside("box.js", key, Box(label=label, symbol=symbol), told):
        yield is_open
