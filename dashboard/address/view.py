"""What a person is looking at, as a value; to and from the address of the page.

The address is the only place where a view is kept: a pasted link, a bookmark and the back button all show
the same thing. Codes go into it, never labels, so a link survives a change of language or wording.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from dashboard.address.codes import FIELDS, KINDS, REASONS, STATUSES
from dashboard.judging.judgement import BENCHMARKS, BenchmarkKind
from dashboard.judging.peers import WEIGHTS, K
from dashboard.locale.formats import Language
from dashboard.measure.classes import METHODS, Method
from data_access.measures import Measure
from data_access.structure import VARIABLES
from data_access.values import EVERYTHING, Filters, latest_period, periods_of
from data_access.version import REGION, Version

CLASS_COUNTS = (3, 4, 5, 6, 7)
BREAKDOWNS = ("area", "sheet", "target", "source", "level", "district", "ausl")
"""What the money may be broken down by."""
SEARCH_LENGTH = 80
OF_ITS_PAGE = frozenset({"intervento", "cerca", "aperta", "al"})
"""Keys of the address that another page does not take over: what was opened or searched for, and what the
page shows unless told otherwise."""
BY_AUSL = "ausl"
"""The usual order of the heat table's districts, in an address that is kept."""
ORDERS = ("name", "distance")
"""How the districts of the heat table may stand, besides by AUSL and by an indicator."""
NEIGHBOURS = (2, 3, 4, 5, 6, 7)
"""How many peers a district may have: with itself, at most eight are compared."""
POLARITIES = ("higher_better", "lower_better", "neutral")
TREND_GROUPS = ("better", "worse", "up", "down", "no_change", "not_computable")
"""Recent trends by what they mean; ``up`` and ``down`` are those of neutral measures."""
DEFAULT_MEASURE = "euro_per_resident"


_WEIGHTED = frozenset(f"{name}:{weight:g}" for name in VARIABLES for weight in WEIGHTS)


@dataclass(frozen=True)
class View:
    """One view. ``edition`` and ``year`` are both kept, so that changing measure and back loses neither.

    ``before`` is the edition compared with, empty for the usual one; ``by`` the breakdown of the money;
    ``show`` the kinds of change and the changed fields shown, empty for all; ``search`` what was typed into
    the search box; ``need`` a class of needs, empty for all; ``tab`` the open tab, empty for the first.

    ``order`` is that of the heat table's districts: empty for AUSL, one of :data:`ORDERS`, or an
    indicator's code, with a minus for lowest first; ``values`` whether its cells show figures;
    ``polarities`` and ``trends`` which indicators it shows, empty for all; ``by_class`` whether the map of an
    indicator shows classes of its values instead of judgements.

    ``reasons`` are those for which values are listed as to be completed, empty for all that is to be done;
    ``regional`` is the region's indicator looked at, ``regional_statuses`` which of them are listed.

    ``benchmark`` is what districts are compared with. ``peers`` are districts chosen by hand; where there are
    none, the peers are the ``neighbours`` districts nearest to the place in structure, with those ``pinned``
    and without those ``dropped``, the variables weighted by ``weights`` (1 where not named).
    """

    edition: str
    year: str = ""
    place: str = REGION
    measure: str = DEFAULT_MEASURE
    filters: Filters = EVERYTHING
    method: Method = "quantile"
    classes: int = 5
    fixed: bool = True
    intervention: str = ""
    before: str = ""
    by: str = ""
    show: tuple[str, ...] = ()
    search: str = ""
    order: str = ""
    values: bool = False
    polarities: tuple[str, ...] = ()
    trends: tuple[str, ...] = ()
    by_class: bool = False
    benchmark: BenchmarkKind = "region"
    peers: tuple[str, ...] = ()
    neighbours: int = K
    pinned: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    reasons: tuple[str, ...] = ()
    regional: str = ""
    regional_statuses: tuple[str, ...] = ()
    home_map: str = "status"
    need: str = ""
    tab: str = ""
    language: Language = "it"


@dataclass(frozen=True)
class Ignored:
    """A part of an address that means nothing here; the view fell back to its default for it."""

    key: str
    value: str


def default_view(version: Version) -> View:
    """The view of an empty address: the region, euro per resident, the last implementing plan."""
    return View(edition=latest_period(version, version.measures[DEFAULT_MEASURE]))


def measure_of(version: Version, view: View) -> Measure:
    """Return the measure looked at."""
    return version.measures[view.measure]


def period_of(version: Version, view: View) -> str:
    """Return the period of the view's measure: its edition, its year, or the last with values."""
    measure = measure_of(version, view)
    if measure.periods == "edition":
        return view.edition
    return view.year or latest_period(version, measure)


def parse(params: Mapping[str, str], version: Version) -> tuple[View, list[Ignored]]:
    """Read an address.

    Args:
        params: query parameters; keys that are not ours are left alone.
        version: says which codes exist.

    Returns:
        The view, and what in the address was unknown and therefore ignored.
    """
    view = default_view(version)
    ignored: list[Ignored] = []

    def one(key: str, allowed: object) -> str | None:
        value = params.get(key)
        if not value:
            return None
        if value in allowed:  # type: ignore[operator]
            return value
        ignored.append(Ignored(key, value[:60]))
        return None

    def several(key: str, allowed: object) -> tuple[str, ...]:
        given = [v for v in params.get(key, "").split(",") if v]
        known = tuple(dict.fromkeys(v for v in given if v in allowed))  # type: ignore[operator]
        ignored.extend(Ignored(key, v[:60]) for v in given if v not in allowed)  # type: ignore[operator]
        return known

    measure = one("misura", version.measures) or view.measure
    sheets = {str(number) for number in version.sheets.index}
    indicators = [code for code, known in version.measures.items() if known.kind == "indicator"]
    years = {str(y) for y in (*version.years, *(y for _, y in version.periods.values()))}
    parsed = replace(
        view,
        place=one("luogo", version.places.index) or view.place,
        measure=measure,
        year=one("anno", years) or _year_then(params, version, years),
        edition=one("edizione", version.periods) or view.edition,
        filters=Filters(
            areas=several("aree", version.areas.index),
            sheets=tuple(int(s) for s in several("schede", sheets)),
            targets=several("target", version.targets.index),
            sources=several("fonti", version.sources.index),
        ),
        method=one("classi", METHODS) or view.method,  # type: ignore[arg-type]
        classes=int(one("n", {str(n) for n in CLASS_COUNTS}) or view.classes),
        fixed=one("scala", {"periodo"}) is None,
        intervention=one("intervento", version.intervention_codes) or "",
        before=one("prima", version.periods) or "",
        by=one("per", BREAKDOWNS) or "",
        show=several("cambi", (*KINDS, *FIELDS)),
        search=params.get("cerca", "")[:SEARCH_LENGTH],
        order=_order(one("ordina", {BY_AUSL, *ORDERS, *indicators, *(f"-{code}" for code in indicators)})),
        values=one("valori", {"1"}) is not None,
        polarities=several("verso", POLARITIES),
        trends=several("tende", TREND_GROUPS),
        by_class=one("colori", {"classi"}) is not None,
        benchmark=one("rif", BENCHMARKS) or view.benchmark,  # type: ignore[arg-type]
        peers=several("pari", version.district_position)[: max(NEIGHBOURS)],
        neighbours=int(one("vicini", {str(n) for n in NEIGHBOURS}) or view.neighbours),
        pinned=several("fissi", version.district_position)[: max(NEIGHBOURS)],
        dropped=several("tolti", version.district_position),
        weights=tuple((name, float(weight)) for name, _, weight in map(_parted, several("pesi", _WEIGHTED))),
        reasons=several("motivi", REASONS),
        regional=one("regionale", version.regional_measures) or "",
        regional_statuses=several("esiti", STATUSES),
        need=one("bisogno", version.cases.labels.get("need_class", {}) if version.cases else ()) or "",
        home_map=one("vista", {"status", DEFAULT_MEASURE}) or view.home_map,
        tab=params["aperta"] if _TAB.fullmatch(params.get("aperta", "")) else "",
        language="en" if one("lingua", {"it", "en"}) == "en" else "it",
    )
    return parsed, ignored


def to_params(view: View, version: Version) -> dict[str, str]:
    """Write a view as query parameters, without what is default; ``luogo`` is always there.

    An address of ours is therefore never empty, and an empty one means a visitor at the front door.
    """
    default = default_view(version)
    written = {
        "luogo": view.place,
        "misura": _unless(view.measure, default.measure),
        "anno": view.year,
        "edizione": _unless(view.edition, default.edition),
        "aree": ",".join(view.filters.areas),
        "schede": ",".join(str(s) for s in view.filters.sheets),
        "target": ",".join(view.filters.targets),
        "fonti": ",".join(view.filters.sources),
        "classi": _unless(view.method, default.method),
        "n": _unless(str(view.classes), str(default.classes)),
        "scala": "" if view.fixed else "periodo",
        "intervento": view.intervention,
        "prima": view.before,
        "per": view.by,
        "cambi": ",".join(view.show),
        "cerca": view.search,
        "ordina": view.order,
        "valori": "1" if view.values else "",
        "verso": ",".join(view.polarities),
        "tende": ",".join(view.trends),
        "colori": "classi" if view.by_class else "",
        "rif": _unless(view.benchmark, default.benchmark),
        "pari": ",".join(view.peers),
        "vicini": _unless(str(view.neighbours), str(default.neighbours)),
        "fissi": ",".join(view.pinned),
        "tolti": ",".join(view.dropped),
        "pesi": ",".join(f"{name}:{weight:g}" for name, weight in view.weights),
        "motivi": ",".join(view.reasons),
        "regionale": view.regional,
        "esiti": ",".join(view.regional_statuses),
        "bisogno": view.need,
        "vista": _unless(view.home_map, default.home_map),
        "aperta": view.tab,
        "lingua": _unless(view.language, default.language),
    }
    return {key: value for key, value in written.items() if value}


def stated(view: View, version: Version, shown: Mapping[str, str]) -> dict[str, str]:
    """Write a view as parameters of an address that is kept: a bookmark, a copy, a link in a file.

    Beside what :func:`to_params` writes it says what another day may be shown otherwise: edition, measure and
    order, also the usual ones; the year and the tab that the page shows unless told otherwise (``shown``, by
    key of the address: ``al``, ``aperta``); and of which data all this was said.
    """
    written = to_params(view, version)
    usual = {"misura": view.measure, "edizione": view.edition, "ordina": view.order or BY_AUSL}
    open_ = {key: value for key, value in shown.items() if value and not (key == "al" and view.year)}
    return {**usual, **open_, **written, "dati": _data_mark(version)}


def made_of_other_data(params: Mapping[str, str], version: Version) -> date | None:
    """Return the day of the data that a kept address was made of, None where they are the present ones.

    Plans and cases are read one after the other: an address made before the cases were there is of the same
    data as one made with them.
    """
    mark = _MARK.fullmatch(params.get("dati", ""))
    if not mark:
        return None
    day, plans, cases = mark.groups()
    now = _MARK.fullmatch(_data_mark(version))
    assert now
    if plans == now[2] and (not cases or not now[3] or cases == now[3]):
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def year_choice(version: Version, measure: Measure, year: str) -> str:
    """What to write for a chosen year: nothing when it is the one shown anyway."""
    return "" if year == latest_period(version, measure) else year


def years_for(version: Version, measure: Measure) -> tuple[str, ...]:
    """Return the periods to choose from, newest first."""
    return tuple(reversed(periods_of(version, measure)))


_TAB = re.compile(r"[a-z0-9_.]{1,40}")
_MARK = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9a-f]{8})(?:\.([0-9a-f]{8}))?")


def _data_mark(version: Version) -> str:
    """The day of the data and short marks of their tokens, which a loader may write as it likes."""
    cases = f".{version.cases.token[:8]}" if version.cases else ""
    tokens = [version.token.removesuffix(cases), *([version.cases.token] if version.cases else [])]
    marks = (sha256(token.encode(errors="backslashreplace")).hexdigest()[:8] for token in tokens)
    return ".".join([version.as_of.isoformat(), *marks])


def _year_then(params: Mapping[str, str], version: Version, years: set[str]) -> str:
    """The year that was shown unless told otherwise, where the address was made of other data."""
    year = params.get("al", "")
    return year if year in years and made_of_other_data(params, version) else ""


def _order(order: str | None) -> str:
    return "" if order is None or order == BY_AUSL else order


def _parted(weight: str) -> tuple[str, str, str]:
    return weight.partition(":")


def _unless(value: str, default: str) -> str:
    return "" if value == default else value
