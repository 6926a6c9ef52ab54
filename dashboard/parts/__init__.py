"""Parts of a page that our own scripts draw (components v2), several of them together as one element.

Every element of a page is a message, and some two dozen parts that React visits at every pass of a run,
whatever it shows. A page of twenty choices, figures, words and tables is one element here where its parts
stand in :func:`together`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from zlib import crc32

import streamlit as st

from dashboard.assets import script_address
from dashboard.parts.contract import Placed, Row
from dashboard.screen.seams import Spot, spot

# In the page, not in a shadow: the parts' style comes with the page's. A component's own script travels again
# with every change of its data, so this one only fetches, by an address that never changes, what draws them.
_COMPONENT = st.components.v2.component(
    "osservatorio_parts",
    js="""
export default ({ data, parentElement, setTriggerValue }) => {
  const [address, ...parts] = new TextDecoder().decode(data).split("\\n");
  parentElement.setAttribute("data-drawing", "");
  const script = import(new URL(address, location.origin).href);
  script.then(({ draw }) => draw(parentElement, parts, setTriggerValue));
};
""",
    isolate_styles=False,
)


@dataclass
class _Group:
    """What is drawn together so far: a line a part, what is done when one is clicked (and what it has to show
    for that), and where parts go."""

    lines: list[str] = field(default_factory=list)
    picked: dict[str, tuple[str, Callable[[object], None]]] = field(default_factory=dict)
    within: list[str] = field(default_factory=list)
    around: Spot = field(default_factory=spot)
    keys: set[str] = field(default_factory=set)
    unnamed: int = 0


_GROUP: ContextVar[_Group | None] = ContextVar("group", default=None)


def part(
    script: str,
    key: str,
    sent: Mapping[str, object] | str,
    on_pick: Callable[[object], None] | None = None,
    *,
    names: Sequence[str] = (),
) -> None:
    """Draw a part: an element of its own, or one with what stands beside it in :func:`together`.

    Args:
        script: the name of its script, in :mod:`dashboard.assets`.
        key: identity on the page; words need none of their own.
        sent: what the script draws; or its text, an object of JSON that is not empty.
        on_pick: called, as a callback, with what the script says was picked. It comes from a browser: to be
            checked as any input.
        names: what the script's answer counts through, where it answers with places among them: a click on
            names that are no longer the ones drawn, the second of two for instance, is not heard.

    Raises:
        ValueError: another part of the element has the same key.
        OutOfPlaceError: as of :func:`together`.
    """
    group = _GROUP.get()
    if group is None:
        with together(key):
            part(script, key, sent, on_pick, names=names)
        return
    _alone(group, f"before the part {key or script!r}")
    if not key:
        group.unnamed += 1
        key = f"{script}-{group.unnamed}"
    if key in group.keys:
        raise ValueError(f"Two parts of one element have the key {key!r}.")
    group.keys.add(key)
    stamp = f"{crc32(chr(0).join(names).encode(errors='replace')):08x}" if names else ""
    place: Placed = {
        "key": key,
        "script": script_address(script),
        "within": group.within[-1] if group.within else "",
        "stamp": stamp,
    }
    # One object a line: what the part is goes before what it shows.
    if isinstance(sent, str):
        group.lines.append(f"{json.dumps(place)[:-1]},{sent[1:]}")
    else:
        group.lines.append(json.dumps({**place, **sent}, ensure_ascii=False, separators=(",", ":")))
    if on_pick:
        group.picked[key] = stamp, on_pick


class OutOfPlaceError(Exception):
    """An element of Streamlit's was drawn among parts that are one element."""


def _alone(group: _Group, where: str) -> None:
    if drawn := group.around.drawn_since():
        raise OutOfPlaceError(
            f"{drawn} of Streamlit's elements stand among parts, {where}: they would come above all of them."
            " Draw them before or after together(), or as a part."
        )


@contextmanager
def together(key: str) -> Iterator[None]:
    """Draw the parts of this block as one element, from top to bottom.

    Raises:
        OutOfPlaceError: the block drew an element of Streamlit's, which would come before all of its parts.
    """
    if _GROUP.get() is not None:
        yield
        return
    group = _Group()
    token = _GROUP.set(group)
    try:
        yield
    finally:
        _GROUP.reset(token)
    _alone(group, f"at the end of {key!r}")
    if not group.lines:
        return

    def picked() -> None:
        # The element may be gone, or drawn anew with other parts, when a click on it arrives.
        match getattr(st.session_state.get(key), "picked", None):
            case {"part": str() as name, "picked": value, "stamp": str() as stamp} if name in group.picked:
                drawn, on_pick = group.picked[name]
                if stamp == drawn:
                    on_pick(value)

    # Half a character cannot be sent: a question mark stands for it.
    text = "\n".join((script_address("draw.js"), *group.lines))
    # Words alone have no key.
    _COMPONENT(key=key or None, data=text.encode(errors="replace"), on_picked_change=picked if key else None)


@contextmanager
def inside(
    script: str, key: str, sent: Mapping[str, object], on_pick: Callable[[object], None] | None = None
) -> Iterator[None]:
    """Draw a part that holds the parts of this block; arguments as of :func:`part`."""
    with together(key):
        part(script, key, sent, on_pick)
        group = _GROUP.get()
        assert group is not None
        group.within.append(key)
        try:
            yield
        finally:
            group.within.pop()


def side_by_side(key: str = "choices") -> AbstractContextManager[None]:
    """Draw the parts of a block beside one another, as many as have room."""
    return inside("row.js", key, Row(kind="side"))


def folded(label: str, key: str) -> AbstractContextManager[None]:
    """Draw the parts of a block behind a line that opens them."""
    return inside("row.js", key, Row(kind="fold", label=label))


def framed(key: str) -> AbstractContextManager[None]:
    """Draw the parts of a block in a frame."""
    return inside("row.js", key, Row(kind="framed"))


@contextmanager
def columns(
    key: str, wide: float = 1
) -> Iterator[tuple[AbstractContextManager[None], AbstractContextManager[None]]]:
    """Draw two columns, one below the other on a phone; give the block of each.

    ``wide``: how wide the left one is, the right one being 1.
    """
    with inside("row.js", key, Row(kind="pair", left=f"{wide}fr")):
        left, right = (inside("row.js", f"{key}_{side}", Row(kind="parts")) for side in ("left", "right"))
        yield left, right
