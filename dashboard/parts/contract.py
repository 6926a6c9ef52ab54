"""The contract with the browser: what each part is sent, field by field, with the same names on both sides.

A script takes its payload apart by these names. ``frontend/contract.d.ts`` says the same to the scripts' type
checker; it is made from this module by ``python -m tests.contract``, and a test fails where it is stale.
A sentence below a field says what its type cannot. Places on a scale are in thousandths of it. Many rows
travel as columns, a list a field: so names weigh nothing. The scripts' ``rowsOf`` makes rows of them again.
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


class Answer(TypedDict):
    """What a part tells the server."""

    part: str
    """Its key."""
    picked: Any
    """What a person picked, as the part's own sentence says."""
    stamp: str
    """As it was sent."""


class Judgement(TypedDict):
    """How a judgement looks, and what it is called."""

    name: str
    fill: str
    ink: str
    sign: str
    words: str


class Trend(TypedDict):
    """A recent trend as an arrow and in words."""

    sign: str
    words: str


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


class FlowNode(TypedDict):
    """A node of flows, a button."""

    mark: str
    label: str
    color: str
    column: Literal[0, 1, 2]
    words: str
    """Its amount in words."""


class FlowLinks(TypedDict):
    """Flows between two nodes, which are named by their positions; columns."""

    source: Sequence[int]
    target: Sequence[int]
    cents: Sequence[int]
    words: Sequence[str]
    """Amounts in words."""
    area: Sequence[int]
    """The node whose colour each has."""


class Flows(TypedDict):
    """Flows in three columns. Answers the mark of a node, or the two marks of a flow with ``|`` between."""

    alt: str
    nodes: Sequence[FlowNode]
    links: FlowLinks


class Ground(TypedDict):
    """What pydeck describes. Answers the ``code`` of what was clicked."""

    library: str
    """Address of pydeck's script."""
    alt: str
    width: int
    """Pixels, wide and high, that the view is made for."""
    without: str
    """Said by a browser that cannot draw it."""
    clicks: bool
    """Whether it answers."""
    deck: Mapping[str, Any]
    """As pydeck writes it."""


class Districts(TypedDict):
    """The districts of the heat table; columns."""

    code: Sequence[str]
    name: Sequence[str]
    full: Sequence[str]
    """With their AUSL."""


class HeatRows(TypedDict):
    """Indicators in a year: figures a district, in whole units of their last decimal; columns."""

    code: Sequence[str]
    title: Sequence[str]
    unit: Sequence[str]
    decimals: Sequence[int]
    prefix: Sequence[str]
    """Stands before a figure."""
    suffix: Sequence[str]
    values: Sequence[Sequence[int | None]]
    below: Sequence[Sequence[int | None]]
    """How far below the value its interval begins."""
    above: Sequence[Sequence[int | None]]
    area: Sequence[int]
    """Position among the areas."""
    period: Sequence[str]
    ranks: Sequence[Sequence[int | None]]
    """Place of the exact value among the different ones, from the lowest, 0."""


class HeatFigureWords(TypedDict):
    """Words for figures."""

    missing: str
    hidden: str
    interval: str
    """With ``{low}`` and ``{high}``."""


class HeatFigures(TypedDict):
    """The heat table's figures of a year, which stay in the browser. No answer."""

    stamp: str
    language: str
    districts: Districts
    areas: Sequence[str]
    rows: HeatRows
    words: HeatFigureWords


class HeatLines(TypedDict):
    """The lines of the heat table; columns."""

    at: Sequence[int]
    """Positions of their indicators among the figures' rows."""
    judged: Sequence[str]
    """A letter a district; ``a`` is the first of the looks."""
    benchmark: Sequence[int | Sequence[int | None] | None]
    """What districts are held against, all or each."""
    trend: Sequence[int]
    """Positions among the trends."""
    note: Sequence[str]
    """Stands behind the benchmark's figure."""
    why: Sequence[str]
    """Why it cannot be compared."""


class HeatGroup(TypedDict):
    """Columns of one AUSL, side by side."""

    name: str
    start: int
    size: int


class HeatCount(TypedDict):
    """How many cells have a look."""

    look: int
    count: int


class HeatWords(TypedDict):
    """Words of the heat table itself."""

    corner: str
    sort: str
    """With ``{title}``."""
    empty: str


class HeatTable(TypedDict):
    """Which rows and columns stand where, and how each cell is judged. Answers a :class:`HeatAnswer`."""

    style: str
    """Address of its style."""
    figures: str
    """Stamp of the figures that it shows."""
    rows: HeatLines
    order: Sequence[int]
    """The district of each column, by its position among the figures' districts."""
    groups: Sequence[HeatGroup]
    areas: bool
    """Whether rows stand by area."""
    mine: int
    """The reader's own district; -1 for none."""
    looks: Sequence[Judgement]
    legend: Sequence[HeatCount]
    trends: Sequence[Trend]
    words: HeatWords
    label: str
    """What a screen reader calls the table."""
    benchmark: str
    """Name of what districts are compared with."""
    sort: str
    """Code of the indicator whose values order the columns; ``-`` before it from the lowest."""
    values: bool
    """Whether cells show figures."""


class HeatAnswer(TypedDict):
    """What was done to the heat table: a cell or heading picked, or columns ordered."""

    act: Literal["picked", "sorted"]
    measure: NotRequired[str]
    """Code of the indicator picked; empty for a district's heading."""
    district: NotRequired[str]
    order: NotRequired[str]
    """As ``sort``."""


class MapAreas(TypedDict):
    """What is known of areas; columns."""

    code: Sequence[str]
    index: Sequence[int]
    """Classes: positions in the palette, -1 without a figure, -2 hidden."""
    lines: Sequence[Sequence[str]]
    """In words; the first is its value."""


class MapClass(TypedDict):
    """A line of the map's legend."""

    index: int
    label: str
    count: int
    """Areas of the class."""


class RankingRows(TypedDict):
    """Districts in the ranking beside the map; columns."""

    code: Sequence[str]
    position: Sequence[str]
    at: Sequence[int | None]
    low: Sequence[int | None]
    high: Sequence[int | None]


class Ranking(TypedDict):
    """The ranking beside the map: its headings, and a row a district."""

    caption: str
    place: str
    scale: str
    value: str
    benchmark: int | None
    rows: RankingRows


class MapWords(TypedDict):
    """What the map's buttons do."""

    nearer: str
    farther: str
    whole: str


class RegionMap(TypedDict):
    """The map of the districts. Answers the code of one that was picked."""

    style: str
    """Address of its style."""
    geo: str
    """Address of the districts' boundaries."""
    inset: str | None
    """Address of the boundaries of the Comuni that stand in the selected district's place."""
    label: str
    areas: MapAreas
    palette: Sequence[str]
    legend: Sequence[MapClass]
    facts: Sequence[str]
    """Said below what is known of any district."""
    parents: Mapping[str, str]
    """Name of the AUSL by its code."""
    names: Mapping[str, str]
    """Of districts without boundaries."""
    rank: Ranking | None
    focus: Sequence[str] | None
    """Districts looked at closely."""
    selected: str
    compact: bool
    """Whether it is one of many on the page: no names, tips or buttons."""
    pickable: bool
    words: MapWords


class MenuLink(TypedDict):
    """A page in the menu."""

    path: str
    """Its address under the app's."""
    title: str
    symbol: str
    """A Material symbol."""


class MenuGroup(TypedDict):
    """Pages under a heading."""

    heading: str
    links: Sequence[MenuLink]


class Menu(TypedDict):
    """The menu of pages. No answer: it changes the address."""

    style: str
    """Address of its style."""
    groups: Sequence[MenuGroup]
    current: str
    """Address of the page that is open."""
    label: str
    language: str
    without: Sequence[str]
    """Parameters of the address that another page does not take over."""
    also: Mapping[str, str]
    """Parameters that a link has where the address says nothing of them."""


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
    """Words in the dialect of :mod:`dashboard.locale.dialect`."""

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


class SpineEnds(TypedDict):
    """The districts' lowest, middle half and highest in words, from the worst to the best; columns."""

    worst: Sequence[str]
    low: Sequence[str]
    high: Sequence[str]
    best: Sequence[str]


class SpinePlaces(TypedDict):
    """Where on a spine's rows things lie, the benchmark at 500; null for nothing to draw; columns."""

    worst: Sequence[int | None]
    low: Sequence[int | None]
    high: Sequence[int | None]
    best: Sequence[int | None]
    lower: Sequence[int | None]
    upper: Sequence[int | None]
    value: Sequence[int | None]
    target: Sequence[int | None]


class SpineRows(TypedDict):
    """Indicators of a district around the benchmark; columns."""

    code: Sequence[str]
    area: Sequence[str]
    title: Sequence[str]
    unit: Sequence[str]
    period: Sequence[str]
    value: Sequence[str]
    interval: Sequence[str]
    ratio: Sequence[str]
    benchmark: Sequence[str]
    judgement: Sequence[int]
    """Positions among the looks."""
    reason: Sequence[int]
    """Positions among the reasons, of which the first is none."""
    trend: Sequence[int]
    target: Sequence[str]
    reached: Sequence[int]
    """Positions among the words for it."""
    neutral: Sequence[bool]
    """Whether neither side is the good one."""
    covered: Sequence[int]
    """How many districts the benchmark holds, where not all have a value; else 0."""


class Spine(TypedDict):
    """The spine chart of a district. Answers the code of an indicator."""

    style: str
    """Address of its style."""
    label: str
    benchmark: str
    areas: Mapping[str, str]
    looks: Sequence[Judgement]
    reasons: Sequence[str]
    trends: Sequence[Trend]
    reached: Sequence[str]
    covered: str
    """With ``#`` for the number of districts."""
    interval: str
    words: Mapping[str, str]
    rows: SpineRows
    ends: SpineEnds
    places: SpinePlaces


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


class Tile(TypedDict):
    """A headline figure."""

    label: str
    value: str
    below: str
    """A line below; empty for none."""
    about: int
    """Position of its definition."""


class Tiles(TypedDict):
    """Headline figures, each with its definition behind a sign. No answer."""

    columns: int
    """Tiles side by side where there is room."""
    about: str
    """What a screen reader calls the sign with the definition behind it."""
    abouts: Sequence[str]
    """Definitions; several figures of one measure have one."""
    tiles: Sequence[Tile]


class TreemapCells(TypedDict):
    """Nested cells; columns."""

    id: Sequence[str]
    parent: Sequence[int]
    """Positions of the cells that they lie in; -1 for none."""
    label: Sequence[str]
    cents: Sequence[int]
    words: Sequence[str]
    """Amounts in words."""
    area: Sequence[int]
    """Positions of their colours."""


class Treemap(TypedDict):
    """Nested cells, each as large as its amount. Answers the ``id`` of one."""

    alt: str
    language: str
    """Of percentages."""
    tints: Sequence[str]
    cells: TreemapCells


PAYLOADS: Mapping[str, Any] = {
    "address.js": Address,
    "box.js": Box,
    "checks.js": Checks,
    "combobox.js": Combobox,
    "flows.js": Flows,
    "ground.js": Ground,
    "heat.js": HeatTable,
    "heat_figures.js": HeatFigures,
    "map.js": RegionMap,
    "menu.js": Menu,
    "panel.js": Panel,
    "plot.js": Plot,
    "prose.js": Prose,
    "row.js": Row,
    "search.js": Search,
    "select.js": Select,
    "small_multiples.js": SmallMultiples,
    "spine.js": Spine,
    "strip.js": Strip,
    "table.js": Table,
    "tiles.js": Tiles,
    "treemap.js": Treemap,
}
"""The payload of each script."""
