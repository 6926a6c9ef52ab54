"""Draws a table of some dozen rows on a page; lists of hundreds of rows see :mod:`dashboard.screen.grid`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard.locale.formats import compact_euro
from dashboard.parts import prose, together
from dashboard.parts.table import table as draw_table
from dashboard.screen.session import Context
from dashboard.tables.stacks import Step, waterfall
from dashboard.tables.table import Column, Table

TALL = 480
"""Pixels of some dozen rows."""


def show(
    ctx: Context,
    table: Table,
    *,
    key: str,
    label: str = "",
    on_row: Callable[[str], None] | None = None,
    on_part: Callable[[str, int], None] | None = None,
    height: int | None = TALL,
) -> None:
    """Draw a table, or say that it has no rows.

    Args:
        ctx: who looks at what.
        table: what is shown.
        key: identity on the page, the same whatever the rows are.
        label: what a screen reader calls it; the titles of its first two columns of words, if empty.
        on_row: called with the mark of a row that is clicked.
        on_part: called with that and the position of the part of a bar that is clicked.
        height: pixels above which the rows are scrolled; None for never.
    """
    if not len(table):
        with together(f"{key}_none"):
            prose.note(ctx.t("cases.no_rows"))
        return
    titles = [column.title for column in table.shown if isinstance(column, Column)]
    draw_table(
        table,
        key=key,
        label=label or ", ".join(titles[:2]),
        language=ctx.language,
        on_row=on_row,
        on_part=on_part,
        height=height,
    )


def show_steps(ctx: Context, steps: Sequence[Step], *, key: str, label: str) -> None:
    """Draw the way from the first amount to the last, a row a step (:func:`waterfall`)."""
    t = ctx.t
    cents = [step.cents for step in steps]
    words = [compact_euro(amount / 100, ctx.language) for amount in cents]
    ends = (0, len(steps) - 1)
    words = [w if i in ends or n <= 0 else f"+{w}" for i, (w, n) in enumerate(zip(words, cents, strict=True))]
    drawn = waterfall(t("steps.drawn"), steps, words=lambda amount: compact_euro(amount, ctx.language))
    columns = (
        Column("name", t("steps.step")),
        Column("words", t("column.euro"), "euro", order="cents"),
        drawn,
    )
    rows: dict[str, list] = {
        "mark": [str(i) for i in range(len(steps))],
        "name": [step.name for step in steps],
        "words": words,
        "cents": cents,
    }
    draw_table(
        Table(columns, rows, mine=[str(end) for end in ends]), key=key, label=label, language=ctx.language
    )
