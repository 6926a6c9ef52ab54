"""What a person is looking at, as a value; to and from the address of the page.

The address is the only place where a view is kept: a pasted link, a bookmark and the back button all show
the same thing. Codes go into it, never labels, so a link survives a change of language or wording.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from hashlib import sha256

from dashboard.address.codes import (
    BY_AUSL,
    DEFAULT_MEASURE,
)
from dashboard.address.keys import KEYS, YEARS
from dashboard.judging.judgement import BenchmarkKind
from dashboard.judging.peers import K
from dashboard.locale.formats import Language
from dashboard.measure.classes import Method
from data_access.measures import Measure
from data_access.values import EVERYTHING, Filters, latest_period, periods_of
from data_access.version import REGION, Version

OF_ITS_PAGE = frozenset({"al", *(key.name for key in KEYS if key.of_its_page)})
"""Keys of the address that another page does not take over: what was opened or searched for, and what the
page shows unless told otherwise."""


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
    values: dict[str, object] = {}
    ignored: list[Ignored] = []
    for key in KEYS:
        if not (text := params.get(key.name)):
            continue
        value, unknown = key.codec.read(text, version)
        ignored.extend(Ignored(key.name, part[:60]) for part in unknown)
        if value is not None:
            values[key.field] = value
    values.setdefault("year", _year_then(params, version))
    filters = Filters(**{field: values.pop(field) for field in _OF_FILTERS if field in values})  # type: ignore[arg-type]
    return replace(default_view(version), filters=filters, **values), ignored  # type: ignore[arg-type]


def to_params(view: View, version: Version) -> dict[str, str]:
    """Write a view as query parameters, without what is default; ``luogo`` is always there.

    An address of ours is therefore never empty, and an empty one means a visitor at the front door.
    """
    default = default_view(version)
    return {
        key.name: text
        for key in KEYS
        if (value := _value(view, key.field)) != _value(default, key.field) or key.field == "place"
        if (text := key.codec.write(value))
    }


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


_OF_FILTERS = frozenset(field.name for field in fields(Filters))
_MARK = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9a-f]{8})(?:\.([0-9a-f]{8}))?")


def _data_mark(version: Version) -> str:
    """The day of the data and short marks of their tokens, which a loader may write as it likes."""
    cases = f".{version.cases.token[:8]}" if version.cases else ""
    tokens = [version.token.removesuffix(cases), *([version.cases.token] if version.cases else [])]
    marks = (sha256(token.encode(errors="backslashreplace")).hexdigest()[:8] for token in tokens)
    return ".".join([version.as_of.isoformat(), *marks])


def _year_then(params: Mapping[str, str], version: Version) -> str:
    """The year that was shown unless told otherwise, where the address was made of other data."""
    year, _ = YEARS.read(params.get("al", ""), version)
    return str(year) if year and made_of_other_data(params, version) else ""


def _value(view: View, field: str) -> object:
    return getattr(view.filters if field in _OF_FILTERS else view, field)
