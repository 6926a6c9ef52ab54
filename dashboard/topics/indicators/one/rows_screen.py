"""A table of one indicator on screen: the rows of its file, each a way to a district's profile."""

from __future__ import annotations

from dataclasses import replace

from dashboard.screen.session import Context, open_page
from dashboard.tables.screen import TALL, show
from dashboard.tables.table import Table


def show_rows(ctx: Context, table: Table, *, key: str, height: int = TALL) -> None:
    """A table on screen, the rows of the file; a click on a row of a district opens its profile."""
    if "code" not in table.rows:
        show(ctx, table, key=key, height=height)
        return
    show(
        ctx,
        replace(table, mark="code", mine=(ctx.view.place,)),
        key=key,
        on_row=lambda code: open_page("profilo", place=code),
        height=height,
    )
