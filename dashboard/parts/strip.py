"""Words side by side (components v2): tabs, segments, toggles, a trail, chips.

``st.tabs`` with five tabs and ``st.segmented_control`` with seven words are 170 parts each that React visits
at every pass of a run, a third of some pages.

It goes where a click with ``st.segmented_control`` costs no more (``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal

import streamlit as st

from dashboard.parts import inside, part, prose, together
from dashboard.parts.contract import Panel, Strip
from dashboard.screen.session import change, context, places_among


def sections(
    parts: Mapping[str, Callable[..., object]],
    *drawn: object,
    key: str,
    words: Callable[[str], str],
    apart: Collection[str] = (),
) -> None:
    """Tabs, of which only the open one is drawn: computed and sent.

    Args:
        parts: what draws each, by name; the first is open until another is chosen.
        drawn: what the open one is called with.
        key: identity on the page, which has these tabs and no others: the open one is in its address.
        words: what stands on the tab of a name.
        apart: names of those that draw more than parts (:mod:`dashboard.parts`).
    """
    names, ctx = list(parts), context()
    name = ctx.view.tab if ctx.view.tab in parts else names[0]
    ctx.shown["aperta"] = name

    def opened(nth: int) -> None:
        change(tab=names[nth] if nth else "")

    titles, at, panel = [words(name) for name in names], names.index(name), f"{key}_panel"

    def tabs(of: str) -> None:
        if ctx.view.tab and ctx.view.tab != name:
            prose.info(ctx.t("notice.ignored", key="aperta", value=ctx.view.tab), "link_off")
        _strip("tabs", "", titles, [at], key=key, on_pick=lambda picked: opened(picked[0]), panel=of)

    if name in apart:
        tabs(panel)
        with st.container(key=panel):
            parts[name](*drawn)
        return
    with together(f"{key}_parts"):
        tabs("")
        with inside("panel.js", panel, Panel(tab=f"strip-{key}-{at}")):
            parts[name](*drawn)


def segments(
    label: str,
    words: Sequence[str],
    chosen: int,
    *,
    key: str,
    on_pick: Callable[[int], None],
    help: str | None = None,
) -> None:
    """Words of which one is chosen; ``on_pick`` is called, as a callback, with another one's position."""
    _strip("segments", label, words, [chosen], key=key, on_pick=lambda picked: on_pick(picked[0]), help=help)


def toggles(
    label: str,
    words: Sequence[str],
    chosen: Collection[int],
    *,
    key: str,
    on_pick: Callable[[list[int]], None],
    help: str | None = None,
) -> None:
    """Words of which any number is chosen; ``on_pick`` is called, as a callback, with all positions."""
    _strip("toggles", label, words, sorted(chosen), key=key, on_pick=on_pick, help=help)


def trail(
    label: str, words: Sequence[str], here: int | None, *, key: str, on_pick: Callable[[int], None]
) -> None:
    """The way down to where one is (``here``), each step a way back up to it."""
    chosen = [] if here is None else [here]
    _strip("trail", label, words, chosen, key=key, on_pick=lambda picked: on_pick(picked[0]))


def row_of_chips(
    label: str, words: Sequence[str], titles: Sequence[str], *, key: str, on_pick: Callable[[int], None]
) -> None:
    """What is on, each taken off by a click; those without a title, at the end, are plain words."""
    _strip("chips", label, words, [], key=key, on_pick=lambda picked: on_pick(picked[0]), titles=titles)


def button(words: str, *, key: str, on_pick: Callable[[], object], help: str = "") -> None:
    """One button; ``on_pick`` is called, as a callback, when it is clicked."""
    _strip("buttons", "", [words], [], key=key, on_pick=lambda _: on_pick(), titles=[help])


def _strip(
    kind: Literal["tabs", "segments", "toggles", "trail", "chips", "buttons"],
    label: str,
    words: Sequence[str],
    chosen: Sequence[int],
    *,
    key: str,
    on_pick: Callable[[list[int]], object],
    help: str | None = None,
    panel: str = "",
    titles: Sequence[str] = (),
) -> None:
    n = len(words)

    def picked(said: object) -> None:
        places = places_among(said, n)
        if kind == "toggles" or len(places) == 1:
            on_pick(places)

    sent: Strip = {
        "kind": kind,
        "label": label,
        "words": words,
        "chosen": chosen,
        "panel": panel,
        "titles": titles,
        "help": help or "",
        "about": context().t("filter.about"),
    }
    part("strip.js", key, sent, picked, names=words)
