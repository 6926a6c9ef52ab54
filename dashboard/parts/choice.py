"""A choice from a list (components v2): one of a few words, one of a long list by typing, or several.

React visits every part of ``st.selectbox`` and ``st.multiselect`` at every pass of a run, and their lists
close with a movement before they tell what was chosen: four of them were a fifth of a click on a page of
little else.

It goes where a click with ``st.selectbox`` and ``st.multiselect`` cost no more (``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard.parts import part
from dashboard.parts.contract import Checks, Combobox, Hits, Select
from dashboard.screen.session import context, places_among

FEW = 12
"""So many words are seen at a glance; a longer list is searched by typing."""


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
    n, t = len(options), context().t

    def picked(said: object) -> None:
        if len(places := places_among(said, n)) == 1:
            on_pick(places[0])

    sent = Select(
        label=label,
        options=options,
        value=value,
        help=help or "",
        about=t("filter.about"),
        placeholder=placeholder,
    )
    if n <= FEW:
        part("select.js", key, sent, picked, names=options)
        return
    # "%d" stands for a number that is only known in the browser.
    hits = Hits(of=t("filter.hits_of"), singular=t("filter.hits_singular"), plural=t("filter.hits_plural"))
    searched = Combobox(**sent, nothing=t("filter.nothing_like_it"), hits=hits)
    part("combobox.js", key, searched, picked, names=options)


def choices(
    label: str,
    options: Sequence[str],
    chosen: Sequence[int],
    *,
    key: str,
    on_pick: Callable[[list[int]], None],
    help: str | None = None,
    placeholder: str = "",
    limit: int | None = None,
) -> None:
    """Draw a choice of several, which stays open while one chooses.

    Args as of :func:`choice`, but ``chosen``: positions in the order they were chosen in; ``on_pick``: called
    with all of them; ``limit``: how many there may be.
    """
    n, t = len(options), context().t
    sent = Checks(
        label=label,
        options=options,
        value=chosen,
        help=help or "",
        about=t("filter.about"),
        placeholder=placeholder,
        limit=limit,
        search=t("filter.search_list"),
        nothing=t("filter.nothing_like_it"),
    )

    def picked(said: object) -> None:
        # Nothing chosen any more is an answer too; places that are none are not.
        if (places := places_among(said, n)) or said == []:
            on_pick(places)

    part("checks.js", key, sent, picked, names=options)
