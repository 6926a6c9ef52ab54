"""What a person is looking at, as a value; to and from the address of the page.

The address is the only place where a view is kept: a pasted link, a bookmark and the back button all show
the same thing. Codes go into it, never labels, so a link survives a change of language or wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.analysis.classes import METHODS, Method
from dashboard.analysis.editions import FIELDS, KINDS
from dashboard.locale.formats import Language
from data_access.measures import Measure
from data_access.values import EVERYTHING, Filters, latest_period, periods_of
from data_access.version import REGION, Version

CLASS_COUNTS = (3, 4, 5, 6, 7)
BREAKDOWNS = ("area", "sheet", "target", "source", "level", "district", "ausl")
"""What the money may be broken down by."""
SEARCH_LENGTH = 80
DEFAULT_MEASURE = "euro_per_resident"


@dataclass(frozen=True)
class View:
    """One view. ``edition`` and ``year`` are both kept, so that changing measure and back loses neither.

    ``before`` is the edition compared with, empty for the usual one; ``by`` the breakdown of the money;
    ``show`` the kinds of change and the changed fields shown, empty for all; ``search`` what was typed into
    the search box; ``need`` a class of needs, empty for all.
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
    home_map: str = "status"
    need: str = ""
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
    parsed = replace(
        view,
        place=one("luogo", version.places.index) or view.place,
        measure=measure,
        year=one("anno", {str(y) for y in (*version.years, *(y for _, y in version.periods.values()))}) or "",
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
        need=one("bisogno", version.cases.labels.get("need_class", {}) if version.cases else ()) or "",
        home_map=one("vista", {"status", DEFAULT_MEASURE}) or view.home_map,
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
        "bisogno": view.need,
        "vista": _unless(view.home_map, default.home_map),
        "lingua": _unless(view.language, default.language),
    }
    return {key: value for key, value in written.items() if value}


def year_choice(version: Version, measure: Measure, year: str) -> str:
    """What to write for a chosen year: nothing when it is the one shown anyway."""
    return "" if year == latest_period(version, measure) else year


def years_for(version: Version, measure: Measure) -> tuple[str, ...]:
    """Return the periods to choose from, newest first."""
    return tuple(reversed(periods_of(version, measure)))


def _unless(value: str, default: str) -> str:
    return "" if value == default else value
