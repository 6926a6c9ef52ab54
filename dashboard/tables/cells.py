"""Writes the cells of a column for a screen: their words, what they are ordered by, their bars."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.locale.formats import MISSING, Language, day, written
from dashboard.tables.table import Column, Table


def cell_words(table: Table, column: Column, language: Language) -> list[str]:
    """Write the cells of a column; a hidden, a missing and a zero cell are told apart.

    A word among figures or days stays a word. Nothing is ``n.d.`` among figures, and empty elsewhere.
    """
    values = table.rows[column.key]
    if column.kind == "text":
        return ["" if value is None or value != value else str(value) for value in values]
    if column.kind == "date":
        return [_day_words(value, language) for value in values]
    words = []
    for value, decimals in zip(values, _decimals(table, column), strict=True):
        if isinstance(value, str):
            words.append(value)
        elif pd.isna(value):
            words.append(MISSING[language])
        else:
            sign = "+" if column.signed and value > 0 else ""
            words.append(sign + written(float(value), column.kind, decimals, language))
    return words


def cell_order(table: Table, column: Column) -> list[float | str | None]:
    """Return what the cells are ordered by, None for nothing; no list at all for the words themselves."""
    values = table.rows[column.order or column.key]
    if column.order:
        return [None if pd.isna(value) else value for value in values]
    if column.kind == "text":
        return []
    if column.kind == "date":
        return [None if isinstance(value, str) or pd.isna(value) else str(value) for value in values]
    # Ordered as they are read: what looks the same is the same.
    return [
        None if isinstance(value, str) or pd.isna(value) else round(float(value), decimals or None)
        for value, decimals in zip(values, _decimals(table, column), strict=True)
    ]


def cell_shares(table: Table, column: Column) -> list[float | None]:
    """Return the length of each figure's bar, from 0 to 1; no list at all where there are no bars."""
    if not column.bar:
        return []
    figures = [None if isinstance(figure, str) else figure for figure in cell_order(table, column)]
    longest = max((f for f in figures if f), default=0.0) if column.bar is True else column.bar
    return [None if figure is None else figure / longest for figure in figures] if longest > 0 else []


def _day_words(value: object, language: Language) -> str:
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else day(pd.Timestamp(value), language)


def _decimals(table: Table, column: Column) -> Sequence[int]:
    """The decimals of each row."""
    if table.decimals and column.kind != "integer":
        return table.rows[table.decimals]
    return [0 if column.kind == "integer" else column.decimals] * len(table)
