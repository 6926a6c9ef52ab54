"""A table of one indicator on screen: the rows of its file, each a way to a district's profile."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.excel.request import Table
from dashboard.screen.session import Context, open_page
from dashboard.tables.screen import TALL, show
from dashboard.tables.spans import Spans


def show_rows(
    ctx: Context,
    table: Table,
    *,
    key: str,
    drawn: Mapping[str, Spans] | None = None,
    height: int = TALL,
    clickable: bool = True,
) -> None:
    """A table on screen, the rows of the file; a click on a row opens the district's profile."""
    _, rows = table
    leads = clickable and "code" in rows
    show(
        ctx,
        table,
        key=key,
        mark="code",
        without=("code",),
        on_row=(lambda code: open_page("profilo", place=code)) if leads else None,
        drawn=drawn,
        mine=(ctx.view.place,) if "code" in rows else (),
        height=height,
    )
