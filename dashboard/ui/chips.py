"""The filters that are on, each as a button that takes it off; the same line on every page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.cross_filter import Chip, chips
from dashboard.ui.session import Context, change_with
from dashboard.view import View
from dashboard.words import escaped


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

    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="chips"):
        for chip in every:
            st.button(
                escaped(chip.words),
                key=f"chip_{chip.key}",
                icon=":material/close:",
                icon_position="right",
                help=ctx.t("chips.remove", what=escaped(chip.full)),
                on_click=change_with,
                args=(chip.without,),
            )
        if len(every) > 1:
            st.button(
                ctx.t("chips.clear"),
                key="chips_clear",
                type="tertiary",
                icon=":material/filter_alt_off:",
                on_click=change_with,
                args=(clear,),
            )
