"""A table of a file on screen: the same columns and rows, figures in words, some dozen rows at most."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import pandas as pd

from dashboard.locale.formats import MISSING, Language, compact_euro, day, written
from dashboard.parts import prose, together
from dashboard.parts.table import Cells, table
from dashboard.screen.session import Context
from dashboard.tables.spans import Spans
from dashboard.tables.stacks import Stacks, Step, waterfall
from dashboard.tables.table import Column

TALL = 480
"""Pixels of some dozen rows."""


def show(
    ctx: Context,
    file: tuple[Sequence[Column], pd.DataFrame | Mapping[str, Sequence]],
    *,
    key: str,
    label: str = "",
    on_row: Callable[[str], None] | None = None,
    on_part: Callable[[str, int], None] | None = None,
    mark: str = "mark",
    without: Collection[str] = (),
    bars: Collection[str] = (),
    signed: Collection[str] = (),
    drawn: Mapping[str, Spans | Stacks] | None = None,
    decimals: Sequence[int] | None = None,
    height: int = TALL,
    mine: Collection[str] = (),
    outside: Collection[str] = (),
    helps: Mapping[str, str] | None = None,
) -> None:
    """Draw a table; a hidden, a missing and a zero cell are told apart in each cell.

    Args:
        ctx: who looks at what.
        file: columns and rows, as they go into Excel; a word among figures stays a word.
        key: identity on the page.
        label: what a screen reader calls it; the titles of its first two columns, if empty.
        on_row: called with the ``mark`` of a row that is clicked.
        on_part: called with that and the position of the part of a bar that is clicked.
        mark: the column of ``file`` that says what a row is.
        without: keys of columns that the screen leaves out.
        bars: keys of columns of figures that show each figure's part of the largest as a bar.
        signed: keys of columns of differences, which have a sign also above zero.
        drawn: by key of the column that they stand behind, drawings of the rows.
        decimals: of every row's figures, where rows are measured in different units.
        height: pixels above which the rows are scrolled.
        mine: marks of rows that stand out.
        outside: marks of rows that stand back.
        helps: by key, words on a column.
    """
    columns, rows = file
    if not len(rows[columns[0].key]):
        with together(f"{key}_none"):
            prose.note(ctx.t("cases.no_rows"))
        return
    shown = [column for column in columns if column.key not in without]
    marks = [str(of_row) for of_row in rows[mark]] if on_row or mine or outside else []
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
        if drawn and (picture := drawn.get(c.key)):
            order = [None if value != value else value for value in picture.order]
            if any(value is not None for value in order):
                cells.append(Cells(picture.title, [""] * len(order), order, drawn=picture))
    table(
        cells,
        key=key,
        label=label or ", ".join(column.title for column in shown[:2]),
        language=ctx.language,
        on_row=(lambda i: on_row(marks[i])) if on_row else None,
        on_part=(lambda i, part: on_part(marks[i], part)) if on_part else None,
        height=height,
        mine=[i for i, of_row in enumerate(marks) if of_row in mine],
        outside=[i for i, of_row in enumerate(marks) if of_row in outside],
    )


def show_steps(ctx: Context, steps: Sequence[Step], *, key: str, label: str) -> None:
    """Draw the way from the first amount to the last, a row a step (:func:`waterfall`)."""
    t = ctx.t
    cents = [step.cents for step in steps]
    words = [compact_euro(amount / 100, ctx.language) for amount in cents]
    ends = (0, len(steps) - 1)
    words = [w if i in ends or n <= 0 else f"+{w}" for i, (w, n) in enumerate(zip(words, cents, strict=True))]
    drawn = waterfall(t("steps.drawn"), steps, words=lambda amount: compact_euro(amount, ctx.language))
    table(
        [
            Cells(t("steps.step"), [step.name for step in steps]),
            Cells(t("column.euro"), words, cents, figures=True),
            Cells(drawn.title, [""] * len(steps), list(range(len(steps))), drawn=drawn),
        ],
        key=key,
        label=label,
        language=ctx.language,
        mine=ends,
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
            column.title,
            words,
            ["" if isinstance(value, str) or pd.isna(value) else str(value) for value in values],
            help=about,
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
        # A word among days stays a word, as among figures.
        return [_day_words(value, language) for value in values]
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


def _day_words(value: object, language: Language) -> str:
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else day(pd.Timestamp(value), language)


def _places(values: list, column: Column, decimals: Sequence[int] | None) -> Sequence[int]:
    """The decimals of each row."""
    if column.kind == "integer":
        return [0] * len(values)
    return decimals or [column.decimals] * len(values)
