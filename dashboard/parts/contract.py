"""The contract with the browser: what each part is sent, field by field, with the same names on both sides.

A script takes its payload apart by these names. ``frontend/contract.d.ts`` says the same to the scripts' type
checker; it is made from this module by ``python -m tests.contract``, and a test fails where it is stale.
A sentence below a field says what its type cannot. Places on a scale are in thousandths of it.
"""

# No "from __future__ import annotations" here: a TypedDict would not know which of its fields may be absent.
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict


class Placed(TypedDict):
    """What every part is sent beside its own payload: what it is and where it stands."""

    key: str
    """Identity in the element."""
    script: str
    """Address of the script that draws it."""
    within: str
    """Key of the part that it stands in; empty for none."""
    stamp: str
    """Digest of the names among which an answer counts; goes back with the answer."""


class Address(TypedDict):
    """Parameters to complete the address bar with."""

    asked: Mapping[str, str]
    """The address's as they were when the page was drawn."""
    kept: Mapping[str, str]
    """Those of an address that shows the same another year."""


class Box(TypedDict):
    """A button that opens a small window with other parts. Answers whether it is open now."""

    label: str
    symbol: str
    """A Material symbol."""


class Select(TypedDict):
    """A choice of one from a few words. Answers the position chosen."""

    label: str
    options: Sequence[str]
    value: int | None
    """Position of what is chosen."""
    help: str
    about: str
    """What a screen reader calls the sign with the help behind it."""
    placeholder: str
    """Stands in the field where nothing is chosen."""


class Hits(TypedDict):
    """What a screen reader says of how many options are left; ``%d`` stands for the number."""

    of: str
    singular: str
    plural: str


class Combobox(TypedDict):
    """A choice of one from a list that is searched. Answers the position chosen."""

    label: str
    options: Sequence[str]
    """Spaces before one move it in."""
    value: int | None
    """Position of what is chosen."""
    help: str
    about: str
    """What a screen reader calls the sign with the help behind it."""
    placeholder: str
    """Stands in the field where nothing is chosen."""
    nothing: str
    """Said where no option is like what was typed."""
    hits: Hits


class Checks(TypedDict):
    """A choice of several from a list. Answers all positions chosen, in the order they were chosen in."""

    label: str
    options: Sequence[str]
    value: Sequence[int]
    """Positions of what is chosen, in the order they were chosen in."""
    help: str
    about: str
    """What a screen reader calls the sign with the help behind it."""
    placeholder: str
    """Stands in the field where nothing is chosen."""
    limit: int | None
    """How many may be chosen."""
    search: str
    """What the field is for that searches a long list."""
    nothing: str
    """Said where no option is like what was typed."""


class Panel(TypedDict):
    """What stands behind the tab that is open: other parts."""

    tab: str
    """``id`` of the tab."""


class Plot(TypedDict):
    """A plotly figure. Answers what a clicked mark stands for: its ``customdata``."""

    plotly: str
    """Address of plotly's script."""
    clicks: bool
    """Whether its marks answer."""
    alt: str
    named: bool
    """Whether the names of its lines stand below it."""
    figure: Mapping[str, Any]
    """``data`` and ``layout`` as plotly describes them."""


class Prose(TypedDict):
    """Words in the dialect of :mod:`dashboard.parts.prose`."""

    kind: Literal["h2", "h3", "text", "note", "info", "warning"]
    words: str
    symbol: NotRequired[str]
    """A Material symbol, of a notice."""
    help: NotRequired[str]
    about: NotRequired[str]
    """What a screen reader calls the sign with the help behind it."""
    tags: NotRequired[Sequence[str]]
    """A word or two each, in its frame at the end."""


class Row(TypedDict):
    """Other parts beside or below one another, or behind a line that opens them."""

    kind: Literal["side", "pair", "parts", "framed", "fold"]
    label: NotRequired[str]
    """The line that opens them."""
    left: NotRequired[str]
    """How wide the left one of a pair is, as a track of a grid."""


class Search(TypedDict):
    """A field for words that are searched for. Answers the words typed."""

    label: str
    value: str
    length: int
    """Characters that may be typed."""
    placeholder: str
    help: str
    about: str
    """What a screen reader calls the sign with the help behind it."""
    clear: str
    """What the button says that takes the words off."""


class SmallLine(TypedDict):
    """A place's line among many on one scale."""

    name: str
    last: str
    """Its last value in words."""
    own: bool
    """Whether it is the reader's own."""
    at: Sequence[int | None]
    """Oldest first; null is a gap."""


class SmallMultiples(TypedDict):
    """Many small lines on one scale, each over the benchmark's."""

    benchmark: Sequence[int | None]
    smalls: Sequence[SmallLine]
    """Every line as long as the benchmark's."""


class Strip(TypedDict):
    """Words side by side. Answers the position of the one that was clicked; toggles all that are chosen."""

    kind: Literal["tabs", "segments", "toggles", "trail", "chips", "buttons"]
    label: str
    words: Sequence[str]
    chosen: Sequence[int]
    panel: str
    """Key of the container behind the tabs, where that is no part."""
    titles: Sequence[str]
    """What each word's button does; empty for words that are none."""
    help: str
    about: str
    """What a screen reader calls the sign with the help behind it."""


PAYLOADS: Mapping[str, Any] = {
    "address.js": Address,
    "box.js": Box,
    "checks.js": Checks,
    "combobox.js": Combobox,
    "panel.js": Panel,
    "plot.js": Plot,
    "prose.js": Prose,
    "row.js": Row,
    "search.js": Search,
    "select.js": Select,
    "small_multiples.js": SmallMultiples,
    "strip.js": Strip,
}
"""The payload of each script."""
