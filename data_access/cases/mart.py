"""The tables of the mart: the sums of the 38 case databases, without one person.

Every fact is a count (``n``) or an amount (``cents``) in a cell of a few dimensions, and **the rows of one
table can be summed over any of its dimensions**: what a row counts makes that true, and each table's comment
says what it is. Where people are meant and not events, a person is counted in exactly one cell of the
table (so they are not additive over *years*, and the comment says so). What needs another way of counting
people, as people by kind of support, who may have several, is a table of its own.

Dimensions and their codes: ``month`` 201909, ``quarter`` 20193, ``year`` 2019 (integers, so that they sort);
``category``, ``age_band``, ``sex`` and so on below. The number of cells is bounded by the dimensions: the
mart does not grow with people.

The schema is created whole and carries its number. There are no migrations on purpose: every row can be
computed again from the zones, so another number means that the mart is emptied and refreshed.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Float,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
)

from data_access.planning.schema import AGE_BANDS

SCHEMA = 4
"""Number of this schema; raise it with every change of a table, and of what its rows count."""

MONTHS_KEPT = 60
"""Months of history in the mart, up to the month the data reach."""

UNKNOWN = "unknown"

CATEGORIES = ("FAM", "DIS", "ADU", "ANZ", "DIP", "IMM", "OTH", UNKNOWN)
"""Categoria sociale prevalente of the person: family and minors, disabled, adults, older people, addictions,
immigrants, other (a zone's own), and none recorded."""

TARGET_GROUP_OF = {"FAM": "FAM", "DIS": "DIS", "ADU": "POV", "ANZ": "ANZ", "DIP": "DIP", "IMM": "IMM"}
"""Target group of the planning database that answers to a category; OTH and unknown have none."""

MART_AGE_BANDS = (*AGE_BANDS, UNKNOWN)
SEXES = ("F", "M", UNKNOWN)
STATES = ("waiting", "in_charge")
"""A case that is open: taken in charge since it was opened or reopened (preso in carico), or not yet, or no
longer, because it was reported to another body."""

ACCESS_KINDS = ("new", "repeated", UNKNOWN)
"""The person's first valid access sheet in the zone, a later one, or a sheet without a fiscal code."""

CONVERSIONS = ("already", "0-30", "31-60", "61-90", "91-180", "181+", "none")
"""Days from first access to taking in charge; ``already``: in charge before; ``none``: not by now."""

EVENTS = ("opened", "taken", "reopened", "closed")
WAIT_STEPS = ("access_taken", "taken_active", "active_delivered", "access_delivered")
"""First access → first taking in charge → first activated sheet → first delivery; and access → delivery."""

WAIT_DAYS_MAX = 730
"""Waits above are kept as 731: more than two years."""

WAIT_EXCLUDED = ("no_start", "out_of_order", "no_end")
OUTCOMES = ("evaluation", "ranked", "active", "suspended", "closed", "refused")
"""Last foglio amministrativo of a request: V, G, A, S, C, or rejected."""

COVERAGES = ("answered", "unanswered", "pending", "unmatched")
"""Of a person who registered a need, in the ``SUPPORT_DAYS`` that follow: a support was active in the zone;
none was; the data end before the days are over, whatever came until then; or there is no fiscal code to tell
by. Only the first two can stand in a share: who is pending is left out before anybody looks at supports."""

SUPPORT_DAYS = 90
BODY_KINDS = ("municipality", "union", "health", "asp", "third_sector", "other")
"""Comune, Unione, AUSL, ASP, third sector, other or unknown."""

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}
)


def _zone() -> Column:
    return Column("zone", String(8), nullable=False, comment="district code: one zone is one district")


def _int(name: str, comment: str = "") -> Column:
    return Column(name, Integer, nullable=False, comment=comment or None)


def _code(name: str, length: int = 16, comment: str = "") -> Column:
    return Column(name, String(length), nullable=False, comment=comment or None)


def _n(name: str = "n") -> Column:
    return Column(name, BigInteger, nullable=False)


def _fact(name: str, comment: str, *columns: Column) -> Table:
    return Table(name, metadata, _zone(), *columns, Index(None, "zone"), comment=comment)


stock = _fact(
    "stock",
    "People with an open case at the end of the month; each person once a month, under the main category "
    "of that day. Not additive over months.",
    _int("month"),
    _code("state"),
    _code("category"),
    _code("age_band"),
    _code("sex"),
    _n(),
)
stock_by_municipality = _fact(
    "stock_by_municipality",
    "The people of stock by Comune of present residence: sums over municipality are those of stock. Only at "
    "the ends of quarters and of the last month.",
    _int("month"),
    _code("state"),
    _code("municipality", comment="ISTAT code; 'region', 'outside': not in the zone; 'unknown'"),
    _code("category"),
    _n(),
)
flow = _fact(
    "flow",
    "Steps of cases in the month, by main category of that day; reason only for closings, else ''.",
    _int("month"),
    _code("event"),
    _code("category"),
    _code("reason", 40),
    _n(),
)
workload = _fact(
    "workload",
    "Histogram: n workers who at the end of the month are responsible for this many open cases. Only at the "
    "ends of quarters and of the last month.",
    _int("month"),
    _int("cases"),
    _n(),
)
access = _fact(
    "access",
    "Valid access sheets by month of access.",
    _int("month"),
    _code("kind"),
    _code("age_band"),
    _code("sex"),
    _n(),
)
access_by_municipality = _fact(
    "access_by_municipality",
    "The same sheets as in access by Comune of the office that received the person.",
    _int("month"),
    _code("municipality", comment="ISTAT code; 'unknown': the office is not a Comune's"),
    _code("kind"),
    _n(),
)
conversion = _fact(
    "conversion",
    "People by month of their first access and by how soon they were taken in charge: each person once in "
    "all. Sums over band equal access of kind 'new'. A share within d days needs months whose last day lies "
    "d days before data_until.",
    _int("month"),
    _code("band"),
    _n(),
)
wait = _fact(
    "wait",
    "Histogram of days of a step, by quarter of the step's end; each case once a step.",
    _code("step", 24),
    _int("quarter"),
    _int("days"),
    _n(),
)
wait_by_category = _fact(
    "wait_by_category",
    "The same waits by year of the step's end and main category of that day.",
    _code("step", 24),
    _int("year"),
    _code("category"),
    _int("days"),
    _n(),
)
wait_excluded = _fact(
    "wait_excluded",
    "Cases without a wait of the step: its end is there and no start, or the start lies after the end "
    "(quarter of the end), or the start is there and no end yet (quarter of the start).",
    _code("step", 24),
    _int("quarter"),
    _code("category"),
    _code("reason"),
    _n(),
)
need = _fact(
    "need",
    "Needs registered on valid access sheets (bisogni registrati): one for each sheet and need.",
    _int("month"),
    _code("need_class", 40),
    _n(),
)
coverage = _fact(
    "coverage",
    "People who registered any need in the year, by what followed the first of them in that year; each "
    "person once a year. Not additive over years.",
    _int("year"),
    _code("category"),
    _code("age_band"),
    _code("status"),
    _n(),
)
coverage_by_class = _fact(
    "coverage_by_class",
    "Pairs of person and class of need of the year, by what followed the first need of that class in that "
    "year; a person with two classes is in two pairs, so sums over classes are pairs, never people.",
    _int("year"),
    _code("need_class", 40),
    _code("status"),
    _n(),
)
coverage_elsewhere = _fact(
    "coverage_elsewhere",
    "Of the people counted as unanswered in coverage, those with an active support in another zone.",
    _int("year"),
    _code("category"),
    _code("age_band"),
    _n(),
)
coverage_elsewhere_by_class = _fact(
    "coverage_elsewhere_by_class",
    "Of the pairs counted as unanswered in coverage_by_class, those with an active support in another zone.",
    _int("year"),
    _code("need_class", 40),
    _n(),
)
request = _fact(
    "request",
    "Requested interventions by the quarter in which they were typed and by the state of their last foglio "
    "amministrativo.",
    _int("quarter"),
    _code("category"),
    _code("support_kind", 40),
    _code("outcome"),
    _n(),
)
delivery = _fact(
    "delivery",
    "Delivery lines (erogazioni) by month of execution. A total typed by hand on the header is shared "
    "equally over its lines, to the cent, and is also in cents_typed.",
    _int("month"),
    _code("support_kind", 40),
    _code("category"),
    _code("owner_kind", comment="kind of the body that owns the support (ente titolare)"),
    _n("lines"),
    _n("started"),
    _n("cents"),
    _n("cents_typed"),
)
recipient = _fact(
    "recipient",
    "People with a delivery in the year, each once a year. Not additive over years.",
    _int("year"),
    _code("category"),
    _code("age_band"),
    _code("sex"),
    _n(),
)
recipient_by_kind = _fact(
    "recipient_by_kind",
    "Pairs of person and kind of support delivered in the year: sums over kinds are pairs, never people.",
    _int("year"),
    _code("support_kind", 40),
    _n(),
)
overlap = _fact(
    "overlap",
    "Pairs of supports of one person, of the same kind, from two owners, in overlapping periods, by year in "
    "which the overlap begins. other_zone equals zone inside a zone; across zones zone < other_zone and the "
    "pair is stored once: a district's figure sums rows where it is either, the region's sums all rows. To "
    "be checked, never a verdict.",
    _code("other_zone", 8),
    _int("year"),
    _code("support_kind", 40),
    _code("body_kind_1", comment="in alphabetical order with body_kind_2"),
    _code("body_kind_2"),
    Column(
        "zone_service",
        SmallInteger,
        nullable=False,
        comment="1: one of the two is a service of the whole zone",
    ),
    _n(),
    _n("cents"),
    _n("cents_smaller"),
)
overlap_person = _fact(
    "overlap_person",
    "People with at least one overlap inside the zone that begins in the year, each once a year.",
    _int("year"),
    _n(),
)
overlap_person_across = Table(
    "overlap_person_across",
    metadata,
    _int("year"),
    Column("zones", String(300), nullable=False, comment="codes in alphabetical order, a blank between"),
    _n(),
    comment="People with an overlap across zones that begins in the year, by the zones it lies in: each "
    "person once a year. The people of a district, an AUSL or the region are the rows that name any of "
    "its zones, so that nobody counts twice.",
)

catalogue = Table(
    "catalogue",
    metadata,
    Column("list", String(16), primary_key=True, comment="support_kind, need_class or reason"),
    Column("code", String(40), primary_key=True),
    Column("label", String(120), nullable=False),
)

supply = Table(
    "supply",
    metadata,
    Column("zone", String(8), primary_key=True),
    _code(
        "state", comment="ok: last attempt succeeded; failed: facts are those of refreshed_at; never: none"
    ),
    Column("attempted_at", DateTime, nullable=False, comment="UTC"),
    Column("refreshed_at", DateTime, comment="UTC; when the facts here were read"),
    Column("data_until", Date, comment="last day the zone's data reach"),
    Column("seconds", Float, nullable=False, comment="of the last attempt"),
    _n("rows_read"),
    _n("rows_rejected"),
    _n("people"),
    Column(
        "in_across", SmallInteger, nullable=False, comment="1: the facts across zones rest on this zone too"
    ),
    Column("problem", String(40), nullable=False, comment="code of what is wrong; '' if nothing"),
    Column("problem_detail", String(200), nullable=False, comment="table, column or kind of error"),
    Column(
        "zone_name", String(200), nullable=False, comment="as the zone's database calls it; '' if it does not"
    ),
    comment="One row a zone: what its figures rest on.",
)
supply_read = _fact(
    "supply_read",
    "Rows read of each table, at the last success: what supply_reject is a share of.",
    _code("table_name", 40),
    _n("rows"),
)
supply_reject = _fact(
    "supply_reject",
    "Rows found wanting, by table and reason, at the last success.",
    _code("table_name", 40),
    _code("reason", 40),
    _code("effect", comment="row: left out of every fact; value: kept with one value unknown"),
    _n("rows"),
)
supply_feature = _fact(
    "supply_feature",
    "Facts that are switched off in a zone, and why; their rows are missing, not zero.",
    _code("feature"),
    _code("reason", 40),
    Column("detail", String(200), nullable=False),
)
supply_log = Table(
    "supply_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _zone(),
    Column("started_at", DateTime, nullable=False, comment="UTC"),
    Column("seconds", Float, nullable=False),
    _code("state"),
    _n("rows_read"),
    _n("rows_rejected"),
    Column("problem", String(40), nullable=False),
    Column("problem_detail", String(200), nullable=False),
    comment="Every attempt, oldest first; append-only.",
)
mart_version = Table(
    "mart_version",
    metadata,
    Column("token", String(64), primary_key=True, comment="changes with every commit of facts"),
    Column("schema_number", Integer, nullable=False),
    Column("origin", String(8), nullable=False, comment="demo or real"),
    Column("written_at", DateTime, nullable=False, comment="UTC"),
    Column(
        "across_at", DateTime, comment="UTC; when facts across zones were last computed, from all zones read"
    ),
    Column("across_zones", Integer, nullable=False, comment="zones they rest on"),
)

FORMER_TABLES = ("overlap_region",)
"""Tables of earlier schemas that are no more: they go when such a mart is made anew."""

ZONE_FACTS = (
    stock,
    stock_by_municipality,
    flow,
    workload,
    access,
    access_by_municipality,
    conversion,
    wait,
    wait_by_category,
    wait_excluded,
    need,
    coverage,
    coverage_by_class,
    request,
    delivery,
    recipient,
    recipient_by_kind,
    overlap,
    overlap_person,
)
"""Written together, zone by zone; of ``overlap`` only the rows inside the zone."""

ACROSS_FACTS = (overlap, overlap_person_across, coverage_elsewhere, coverage_elsewhere_by_class)
"""Written after all zones have been read; of ``overlap`` only the rows across zones. They carry the date
``mart_version.across_at`` and rest on the zones with ``supply.in_across``."""

_CASES = ("stock", "stock_by_municipality", "flow", "workload", "conversion")
_WAITS = ("wait", "wait_by_category", "wait_excluded")
_OVERLAPS = ("overlap", "overlap_person", "overlap_person_across")
_COVERAGE = ("coverage", "coverage_by_class", "coverage_elsewhere", "coverage_elsewhere_by_class")

MISSING_WITHOUT = {
    "bodies": ("access_by_municipality", *_OVERLAPS),
    "cases": (*_CASES, *_WAITS, *_COVERAGE),
    "residence": ("stock_by_municipality",),
    "categories": (),
    "workload": ("workload",),
    "workload_history": (),
    "accesses": ("access", "access_by_municipality", "conversion", "need", *_COVERAGE),
    "needs": ("need", *_COVERAGE),
    "access_links": (),
    "requests": ("request", *_COVERAGE),
    "closing_reasons": (),
    "deliveries": ("delivery", "recipient", "recipient_by_kind", *_OVERLAPS, *_COVERAGE),
    "owners": _OVERLAPS,
}
"""What a zone's database may lack (``supply_feature.feature``) and the facts that are then *missing* there,
not zero. Where nothing is listed the facts stay and only say less: category or reason unknown, links
by code."""

STEPS_WITHOUT = {
    "accesses": ("access_taken", "access_delivered"),
    "requests": ("taken_active", "active_delivered"),
    "deliveries": ("active_delivered", "access_delivered"),
}
"""The same for the steps of a wait."""
