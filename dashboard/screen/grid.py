"""Long lists on screen: rows as Arrow columns, as ``st.dataframe`` sends them, and rows that can be chosen.

Taking a frame apart into Arrow costs four times as much as the rest of a table on screen, and most of these
frames would be made for that moment alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from typing import Any

import pyarrow as pa
import streamlit as st


def grid(columns: Mapping[str, Iterable]) -> pa.Table:
    """Put columns of one length side by side; None, NaN and NA become empty cells.

    Args:
        columns: by name, lists, arrays or series (whose index is left out).
    """
    return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})


def row_table(data: Sized, *, key: str, on_row: Callable[[int], None], **options: Any) -> None:
    """A table on screen in which ticking a row is a click: ``on_row`` gets its position, as a callback.

    The tick comes off again. So the same table can stay when the rows change: a tick that stood would be on a
    row that has become another, and a table with another key would be built anew in the browser.

    Args:
        data: as for ``st.dataframe``, and so are ``options``.
        key: identity on the page, the same whatever the rows are.
        on_row: what to do with a row.
    """

    n = len(data)

    def ticked() -> None:
        # When a click arrives, the table may be gone, or have fewer rows.
        rows = (st.session_state.get(key) or {}).get("selection", {}).get("rows")
        if rows and 0 <= rows[0] < n:
            st.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": []}}
            on_row(rows[0])

    st.dataframe(data, key=key, hide_index=True, on_select=ticked, selection_mode="single-row", **options)
