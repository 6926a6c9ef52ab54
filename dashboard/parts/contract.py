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


class Ends(TypedDict):
    """Both ends of a scale in words."""

    low: str
    high: str


class SpanCells(TypedDict):
    """Values on their intervals, a row each: where they lie on the scale, null for what is not drawn."""

    ends: Ends
    looks: Sequence[int]
    """How the marks look: positions among the table's ``looks``."""
    at: Sequence[int | None]
    low: Sequence[int | None]
    high: Sequence[int | None]
    line: Sequence[int | None]
    """What a value is held against."""


class StackPart(TypedDict):
    """A part that bars are made of."""

    letters: str
    color: str


class StackSign(TypedDict):
    """A sign on a bar and where it stands on the scale."""

    at: int
    sign: str


class StackCells(TypedDict):
    """Bars made of parts, a row each."""

    ends: Ends
    parts: Sequence[StackPart]
    starts: Sequence[int]
    """Where the bars start on the scale."""
    widths: Sequence[Sequence[int]]
    """How much of the scale each part of a bar takes; none where there is no bar."""
    lines: Sequence[int | None]
    """Where a line crosses the bars."""
    signs: Sequence[Sequence[StackSign]]
    """Of each row; empty where no bar has any."""


class TableColumn(TypedDict):
    """A column of a table, a cell a row: words, figures or drawings."""

    title: str
    help: NotRequired[str]
    kind: Literal["text", "figure", "span", "stack", "line"]
    words: NotRequired[Sequence[str]]
    """Of texts and figures."""
    keys: NotRequired[Sequence[float | str | None]]
    """What the rows are ordered by; without them words are ordered as in a dictionary."""
    shares: NotRequired[Sequence[float | None]]
    """Length of the bar behind each figure, from 0 to 1."""
    heights: NotRequired[Sequence[Sequence[int]]]
    """Points of each line, from 0 at its lowest to 16 at its highest."""
    spans: NotRequired[SpanCells]
    stacks: NotRequired[StackCells]


class Look(TypedDict):
    """How a mark looks."""

    fill: str
    ink: str
    sign: str


class Table(TypedDict):
    """A table of some dozen rows. Answers the position of a row, or that and the position of a bar's part."""

    label: str
    """What a screen reader calls it."""
    language: str
    """Whose dictionary orders words."""
    height: int | None
    """Pixels above which the rows are scrolled."""
    pick: bool
    """Whether rows answer."""
    parts: bool
    """Whether parts of bars answer."""
    mine: Sequence[int]
    """Positions of rows that stand out."""
    outside: Sequence[int]
    """Positions of rows that stand back."""
    looks: Sequence[Look]
    """How marks may look; none where no column has marks."""
    columns: Sequence[TableColumn]
    """The first one's words name the rows."""


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
    "table.js": Table,
}
"""The payload of each script."""
