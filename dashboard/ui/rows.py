"""A table of a file on screen: the same columns and rows, figures in words, some dozen rows at most."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard.charts.spans import Spans
from dashboard.excel.workbook import Column
from dashboard.locale.formats import MISSING, Language, day, written
from dashboard.ui.session import Context
from dashboard.ui.table import Cells, table

TALL = 480
"""Pixels of some dozen rows."""


def show(
    ctx: Context,
    file: tuple[Sequence[Column], pd.DataFrame | Mapping[str, Sequence]],
    *,
    key: str,
    label: str = "",
    on_row: Callable[[str], None] | None = None,
    mark: str = "mark",
    without: Collection[str] = (),
    bars: Collection[str] = (),
    signed: Collection[str] = (),
    spans: Mapping[str, Spans] | None = None,
    decimals: Sequence[int] | None = None,
    height: int = TALL,
    mine: Collection[str] = (),
    helps: Mapping[str, str] | None = None,
) -> None:
    """Draw a table; a hidden, a missing and a zero cell are told apart in each cell.

    Args:
        ctx: who looks at what.
        file: columns and rows, as they go into Excel; a word among figures stays a word.
        key: identity on the page.
        label: what a screen reader calls it; the titles of its first two columns, if empty.
        on_row: called with the ``mark`` of a row that is clicked.
        mark: the column of ``file`` that says what a row is.
        without: keys of columns that the screen leaves out.
        bars: keys of columns of figures that show each figure's part of the largest as a bar.
        signed: keys of columns of differences, which have a sign also above zero.
        spans: by key of the column that they stand behind, drawings of the rows.
        decimals: of every row's figures, where rows are measured in different units.
        height: pixels above which the rows are scrolled.
        mine: marks of rows that stand out.
        helps: by key, words on a column.
    """
    columns, rows = file
    if not len(rows[columns[0].key]):
        st.caption(ctx.t("cases.no_rows"))
        return
    shown = [column for column in columns if column.key not in without]
    marks = [str(of_row) for of_row in rows[mark]] if on_row or mine else []
    cells = []
    for c in shown:
        cells.append(
            _cells(
                list(rows[c.key]),
                c,
                ctx.language,
                about=helps.get(c.key, "") if helps else "",
                bar=c.key in bars,
                signed=c.key in signed,
                decimals=decimals,
            )
        )
        if spans and (drawn := spans.get(c.key)):
            order = [None if value != value else value for value in drawn.order]
            if not any(value is not None for value in order):
                continue
            cells.append(Cells(drawn.title, [""] * len(order), order, spans=drawn))
    table(
        cells,
        key=key,
        label=label or ", ".join(column.title for column in shown[:2]),
        language=ctx.language,
        on_row=(lambda i: on_row(marks[i])) if on_row else None,
        height=height,
        mine=[i for i, of_row in enumerate(marks) if of_row in mine],
    )


def cell_words(cells: pd.Series, column: Column, language: Language) -> list[str]:
    """The cells of a column as they are written on screen."""
    return _words(cells.tolist(), column, language, signed=False, decimals=None)


def _cells(
    values: list,
    column: Column,
    language: Language,
    *,
    about: str,
    bar: bool,
    signed: bool,
    decimals: Sequence[int] | None,
) -> Cells:
    words = _words(values, column, language, signed=signed, decimals=decimals)
    if column.kind == "text":
        return Cells(column.title, words, help=about)
    if column.kind == "date":
        return Cells(
            column.title, words, ["" if pd.isna(value) else str(value) for value in values], help=about
        )
    # Ordered as they are read: what looks the same is the same.
    keys = [
        None if isinstance(value, str) or pd.isna(value) else round(float(value), n or None)
        for value, n in zip(values, _places(values, column, decimals), strict=True)
    ]
    largest = max((figure for figure in keys if figure), default=0.0)
    shares = [None if figure is None else figure / largest for figure in keys] if bar and largest > 0 else ()
    return Cells(column.title, words, keys, shares, figures=True, help=about)


def _words(
    values: list, column: Column, language: Language, *, signed: bool, decimals: Sequence[int] | None
) -> list[str]:
    if column.kind == "text":
        return ["" if value is None or value != value else str(value) for value in values]
    if column.kind == "date":
        return ["" if pd.isna(value) else day(value, language) for value in values]
    places = _places(values, column, decimals)
    words = []
    for i, value in enumerate(values):
        if isinstance(value, str):
            words.append(value)
        elif pd.isna(value):
            words.append(MISSING[language])
        else:
            sign = "+" if signed and value > 0 else ""
            words.append(sign + written(float(value), column.kind, places[i], language))
    return words


def _places(values: list, column: Column, decimals: Sequence[int] | None) -> Sequence[int]:
    """The decimals of each row."""
    if column.kind == "integer":
        return [0] * len(values)
    return decimals or [column.decimals] * len(values)
