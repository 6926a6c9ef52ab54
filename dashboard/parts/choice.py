"""A choice from a list, of one or of several (components v2): a field that is searched by typing.

React visits every part of ``st.selectbox`` and ``st.multiselect`` at every pass of a run, and their lists
close with a movement before they tell what was chosen: four of them were a fifth of a click on a page of
little else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard.parts import part
from dashboard.parts.contract import Choice
from dashboard.screen.session import context, places_among


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
    _draw(
        label,
        options,
        value,
        key=key,
        on_pick=lambda picked: on_pick(picked[0]),
        help=help,
        placeholder=placeholder,
    )


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
    _draw(
        label,
        options,
        list(chosen),
        key=key,
        on_pick=on_pick,
        help=help,
        placeholder=placeholder,
        limit=limit,
    )


def _draw(
    label: str,
    options: Sequence[str],
    value: int | list[int] | None,
    *,
    key: str,
    on_pick: Callable[[list[int]], None],
    help: str | None,
    placeholder: str,
    limit: int | None = None,
) -> None:
    n = len(options)

    def picked(said: object) -> None:
        places = places_among(said, n)
        if isinstance(value, list) or len(places) == 1:
            on_pick(places)

    t = context().t
    sent: Choice = {
        "label": label,
        "options": options,
        "value": value,
        "help": help or "",
        "about": t("filter.about"),
        "placeholder": placeholder,
        "limit": limit,
        "nothing": t("filter.nothing_like_it"),
    }
    part("choice.js", key, sent, picked, names=options)
