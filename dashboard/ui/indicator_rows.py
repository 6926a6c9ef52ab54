"""A table of one indicator on screen: the rows of its file, each a way to a district's profile."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.excel.workbook import Column
from dashboard.locale.formats import MISSING, euro, number, percent
from dashboard.snapshot import Table
from dashboard.ui.grid import grid, row_table
from dashboard.ui.session import Context, open_page


def show_rows(
    ctx: Context, table: Table, *, key: str, height: int | Literal["auto"] = "auto", clickable: bool = True
) -> None:
    """A table on screen, the rows of the file; a row ticked opens the district's profile."""
    t, (columns, rows) = ctx.t, table
    shown: dict[str, Any] = {}
    config: dict[str, Any] = {}
    for column in columns:
        if column.key == "code":
            continue
        if column.kind == "text":
            shown[column.key] = rows[column.key].tolist()
            config[column.key] = st.column_config.TextColumn(column.title, pinned=column.key == "district")
            continue
        figures = pd.to_numeric(rows[column.key], errors="coerce").to_numpy(dtype=float)
        if column.key == "value":
            # In words, for missing and hidden are two things; the figure beside it sorts.
            shown["value"] = [
                v if isinstance(v, str) else _written(ctx, column, v) for v in rows["value"].tolist()
            ]
            config["value"] = st.column_config.TextColumn(column.title, alignment="right")
            shown["figure"] = figures
            config["figure"] = st.column_config.NumberColumn(
                t("column.figure"), format="localized", help=t("column.figure_help")
            )
            continue
        shown[column.key] = figures / 100 if column.kind == "percent" else figures
        config[column.key] = st.column_config.NumberColumn(
            column.title, format="percent" if column.kind == "percent" else "localized"
        )
    codes = rows["code"].tolist() if "code" in rows and clickable else []
    draw = (
        partial(row_table, on_row=lambda i: open_page("profilo", place=codes[i]))
        if codes
        else partial(st.dataframe, hide_index=True)
    )
    draw(grid(shown), key=key, height=height, placeholder=MISSING[ctx.language], column_config=config)


def _written(ctx: Context, column: Column, value: float) -> str:
    """A value of a file's column as it is written on screen."""
    if column.kind == "euro":
        return euro(value, column.decimals, ctx.language)
    if column.kind == "percent":
        return percent(value, column.decimals, ctx.language)
    return number(value, column.decimals, ctx.language)
