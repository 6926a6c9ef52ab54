"""One choice from a list (components v2): a field that is searched by typing.

``st.selectbox`` is some hundred elements that React visits at every pass of a run, and closes its list with a
movement before it tells what was chosen: the three or four of a page were a fifth of a click.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.assets import LOADER, script_address
from dashboard.ui.session import context

# In the page, not in a shadow: its style comes with the page's.
_COMPONENT = st.components.v2.component("osservatorio_choice", js=LOADER, isolate_styles=False)


def choice(
    label: str,
    options: Sequence[str],
    value: int | None,
    *,
    key: str,
    on_pick: Callable[[int], None],
    help: str | None = None,
    placeholder: str = "",
) -> None:
    """Draw a choice.

    Args:
        label: stands above it.
        options: the words of the list; spaces before them move them in.
        value: the position of what is chosen, or nothing.
        key: identity on the page, the same whatever the options are.
        on_pick: called, as a callback, with the position of another option that a person chooses.
        help: words behind a sign beside the label.
        placeholder: stands in the field where nothing is chosen.
    """
    n = len(options)

    def picked() -> None:
        # It comes from a browser.
        match st.session_state[key].picked:
            case int() | float() as nth if 0 <= nth < n:
                on_pick(int(nth))

    t = context().t
    sent = {
        "script": script_address("choice.js"),
        "label": label,
        "options": options,
        "value": value,
        "help": help or "",
        "about": t("filter.about"),
        "placeholder": placeholder,
        "nothing": t("filter.nothing_like_it"),
    }
    text = json.dumps(sent, ensure_ascii=False, separators=(",", ":"))
    _COMPONENT(key=key, data=text.encode(), on_picked_change=picked)
