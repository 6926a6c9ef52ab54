"""The filters that are on, each as a button that takes it off; the same line on every page."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.address.cross_filter import Chip, chips
from dashboard.address.view import View
from dashboard.parts.strip import row_of_chips
from dashboard.screen.session import Context, change_with


def filter_chips(ctx: Context, extra: Sequence[Chip] = ()) -> None:
    """Draw a chip for each filter of the view; nothing where none is on.

    Args:
        ctx: the run's context.
        extra: a page's own filters (a search, a kind of change).
    """
    every = (*chips(ctx.view, ctx.version, ctx.t), *extra)
    if not every:
        return

    def clear(view: View) -> View:
        for chip in every:
            view = chip.without(view)
        return view

    words = [chip.words for chip in every]
    without = [chip.without for chip in every]
    if len(every) > 1:
        words.append(ctx.t("chips.clear"))
        without.append(clear)
    row_of_chips(
        ctx.t("chips.label"),
        words,
        [ctx.t("chips.remove", what=chip.full) for chip in every],
        key="chips",
        on_pick=lambda nth: change_with(without[nth]),
    )
