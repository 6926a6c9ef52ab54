"""Long lists on screen: ``st.dataframe`` searches, sorts, copies and hides columns of hundreds of rows.

They are sent as Arrow columns: taking a frame apart into Arrow costs four times as much as the rest of a
list on screen, and most of these frames would be made for that moment alone. Short tables see
:mod:`dashboard.tables.screen`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.tables.table import Column, Table

_FORMATS = {"integer": "%d", "euro": "euro"}


def show_list(
    table: Table,
    *,
    key: str,
    on_row: Callable[[str], None] | None = None,
    height: int | None = None,
    empty: str = "",
) -> None:
    """Draw a long list of words, whole numbers and euro, in which ticking a row is a click.

    The tick comes off again. So the same list can stay when the rows change: a tick that stood would be on a
    row that has become another, and a list with another key would be built anew in the browser.

    Args:
        table: what is shown; None, NaN and NA become empty cells.
        key: identity on the page, the same whatever the rows are.
        on_row: called, as a callback, with the mark of a row; what a row is stays in sight then.
        height: in pixels; as high as its rows, up to some ten, if None.
        empty: stands in empty cells.
    """
    columns = [column for column in table.shown if isinstance(column, Column)]
    options: dict[str, Any] = {} if height is None else {"height": height}
    if on_row is not None:
        options |= {"on_select": _ticked(table, key, on_row), "selection_mode": "single-row"}
    st.dataframe(
        pa.table({column.key: pa.array(table.rows[column.key], from_pandas=True) for column in columns}),
        key=key,
        hide_index=True,
        placeholder=empty,
        column_config={
            column.key: _described(column, pinned=on_row is not None and i == 0)
            for i, column in enumerate(columns)
        },
        **options,
    )


def _ticked(table: Table, key: str, on_row: Callable[[str], None]) -> Callable[[], None]:
    marks = [str(mark) for mark in table.rows[table.mark]]

    def ticked() -> None:
        # When a click arrives, the list may be gone, or have fewer rows.
        rows = (st.session_state.get(key) or {}).get("selection", {}).get("rows")
        if rows and 0 <= rows[0] < len(marks):
            st.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": []}}
            on_row(marks[rows[0]])

    return ticked


def _described(column: Column, *, pinned: bool) -> Any:
    named: dict[str, Any] = {"width": column.room, "help": column.help or None, "pinned": pinned or None}
    if column.kind == "text":
        return st.column_config.TextColumn(column.title, **named)
    return st.column_config.NumberColumn(column.title, format=_FORMATS[column.kind], **named)
