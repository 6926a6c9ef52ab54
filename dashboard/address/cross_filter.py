"""Filters of a view: which of them a page heeds, and clicks on marks as changes of them.

Any mark of any chart narrows the money, any chip takes that back. A mark says what it stands for in a word:
``area:B``, or ``source:FRNA|area:B`` for a flow. A level stands for its sources and a district or AUSL for
the place, so the address needs no key of its own for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from dashboard.address.view import View
from dashboard.locale.texts import Translate
from dashboard.locale.words import place_name
from data_access.resources import codes_of
from data_access.values import Filters
from data_access.version import REGION, Version
from data_access.version_cache import version_cached

Mark = tuple[str, str]
"""A dimension (:data:`data_access.resources.DIMENSIONS`, or ``intervention``) and a code."""

_FIELDS = {"area": "areas", "sheet": "sheets", "target": "targets", "source": "sources", "level": "sources"}
NAME_LENGTH = 44

_MONEY = ("areas", "sheets", "targets", "sources")
_RECORD = ("areas", "sheets")
HEEDED = {
    "mappa": _MONEY,
    "risorse": _MONEY,
    "preventivo_consuntivo": _MONEY,
    "interventi": _MONEY,
    "confronto_edizioni": _MONEY,
    "scheda_indicatore": _MONEY,
    "indicatori": _RECORD,
    "indicatori_regionali": _RECORD,
    "completezza": _RECORD,
    "profilo": ("areas",),
    "bisogni": ("targets",),
    "bisogni_e_risorse": ("targets",),
}
"""Fields of ``View.filters`` that all figures of a page depend on; a page that is not here has none."""

REGIONAL = frozenset({"quadro_regionale", "indicatori_regionali", "dati_e_definizioni"})
"""Pages that speak of the region, whatever place is chosen elsewhere."""


@dataclass(frozen=True)
class Chip:
    """A filter that is on: what it stands for, its words short and in full, and the view without it."""

    key: str
    words: str
    full: str
    without: Callable[[View], View]


def heeded(view: View, page: str) -> View:
    """Return the view without what a page takes no notice of.

    Filters and place stay in the address when the page changes. What does not bear on a page's figures is
    neither named on it nor in its files.
    """
    kept = HEEDED.get(page, ())
    filters = Filters(**{field: getattr(view.filters, field) for field in kept})
    return replace(view, filters=filters, place=REGION if page in REGIONAL else view.place)


def mark_text(*marks: Mark) -> str:
    """Write marks as the word that a chart carries."""
    return "|".join(f"{dimension}:{code}" for dimension, code in marks)


def marks_of(text: str, version: Version) -> tuple[Mark, ...]:
    """Read a word that came back from a browser; what is not known here is left out."""
    found = []
    for part in text.split("|"):
        dimension, _, code = part.partition(":")
        known: object = version.intervention_codes if dimension == "intervention" else ()
        if dimension in codes_of(version):
            known = {str(c) for c in codes_of(version)[dimension]}
        if code in known:  # type: ignore[operator]
            found.append((dimension, code))
    return tuple(found)


def chosen_codes(view: View, version: Version, dimension: str) -> tuple[str, ...]:
    """Return what the view narrows a dimension to, as text; empty for everything.

    A level is chosen when all of its sources are, and no level is while other sources are chosen too.
    """
    if dimension in ("district", "ausl"):
        level = str(version.places.at[view.place, "level"])
        return (view.place,) if level == dimension else ()
    codes = getattr(view.filters, _FIELDS[dimension])
    if dimension != "level":
        return tuple(str(code) for code in codes)
    whole, rest = _levels(version, codes)
    return () if rest else whole


def narrowed(view: View, version: Version, marks: Sequence[Mark]) -> View:
    """Narrow the view to what the marks stand for; a single mark that is already all there is comes off."""
    result = view
    for dimension, code in marks:
        if dimension in ("district", "ausl"):
            result = replace(result, place=code)
        else:
            result = _with(result, dimension, _members(version, dimension, code))
    if result == view and len(marks) == 1:
        return without(view, version, marks[0])
    return result


def toggled(view: View, version: Version, mark: Mark) -> View:
    """Add what a mark stands for to the view's choice of its dimension, or take it off if it is there."""
    dimension, code = mark
    if dimension in ("district", "ausl"):
        return replace(view, place=REGION if view.place == code else code)
    members = _members(version, dimension, code)
    present = getattr(view.filters, _FIELDS[dimension])
    if all(member in present for member in members):
        return without(view, version, mark)
    return _with(view, dimension, (*present, *(m for m in members if m not in present)))


def without(view: View, version: Version, mark: Mark) -> View:
    """Take what a mark stands for off the view."""
    dimension, code = mark
    if dimension in ("district", "ausl"):
        return replace(view, place=REGION)
    members = _members(version, dimension, code)
    present = getattr(view.filters, _FIELDS[dimension])
    return _with(view, dimension, tuple(c for c in present if c not in members))


def unfiltered(view: View, by: str) -> View:
    """Return the view without its choice of one dimension: what a chart of it shows around the chosen."""
    if by in ("district", "ausl"):
        return replace(view, place=REGION)
    return _with(view, by, ())


def chips(view: View, version: Version, t: Translate) -> tuple[Chip, ...]:
    """Return a chip for each filter that is on: place, areas, sheets, targets, levels and sources."""
    marks: list[Mark] = []
    if view.place != REGION:
        marks.append((str(version.places.at[view.place, "level"]), view.place))
    for dimension in ("area", "sheet", "target"):
        marks += [(dimension, str(code)) for code in getattr(view.filters, _FIELDS[dimension])]
    whole, rest = _levels(version, view.filters.sources)
    marks += [("level", level) for level in whole] + [("source", source) for source in rest]
    return tuple(_chip(version, mark, t) for mark in marks)


def code_name(version: Version, dimension: str, code: str, t: Translate, *, brief: bool = False) -> str:
    """The words for a code of a dimension: ``B · Politiche …``, ``9 · Medicina di genere``, ``Rimini (RN)``.

    ``brief`` leaves out the words with which all areas begin: what follows tells them apart.
    """
    if dimension in ("district", "ausl"):
        return place_name(version, code, t)
    if dimension == "level":
        return t(f"level.{code}")
    names = names_of(version)
    return names["area_brief" if brief and dimension == "area" else dimension][code]


@version_cached(maxsize=2)
def names_of(version: Version) -> dict[str, dict[str, str]]:
    """Return names by dimension and code; a look-up in a frame costs a hundred times more."""
    areas = version.areas["name"].to_dict()
    words = zip(*(str(name).split(" ") for name in areas.values()), strict=False)
    shared = " ".join(w[0] for w in takewhile(lambda w: len(set(w)) == 1, words)) if len(areas) > 1 else ""
    return {
        "area": {str(code): f"{code} · {name}" for code, name in areas.items()},
        "area_brief": {
            str(code): f"{code} · {str(name)[len(shared) :].strip() or name}" for code, name in areas.items()
        },
        "sheet": {str(n): f"{n} · {title}" for n, title in version.sheets["title"].items()},
        "target": {str(code): str(name) for code, name in version.targets["name"].items()},
        "source": {str(code): str(name) for code, name in version.sources["name"].items()},
    }


def shortened(words: str, length: int = NAME_LENGTH) -> str:
    """Cut long words at a space, with an ellipsis."""
    if len(words) <= length:
        return words
    cut = (
        words[: length - 1].rsplit(" ", 1)[0]
        if " " in words[length // 2 : length - 1]
        else words[: length - 1]
    )
    return cut.rstrip(" ,;:·-") + "…"


def _chip(version: Version, mark: Mark, t: Translate) -> Chip:
    dimension, code = mark
    label, name = t(f"by.{dimension}"), code_name(version, dimension, code, t)
    return Chip(
        key=f"{dimension}_{code}",
        words=f"{label}: {shortened(name)}",
        full=f"{label}: {name}",
        without=lambda view: without(view, version, mark),
    )


def _members(version: Version, dimension: str, code: str) -> tuple:
    if dimension == "level":
        return tuple(version.sources.index[version.sources["level"] == code])
    return (int(code),) if dimension == "sheet" else (code,)


def _levels(version: Version, sources: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split chosen sources into whole levels and the others; a level of one source is that source."""
    if not sources:
        return (), ()
    level_of = version.sources["level"].to_dict()
    sizes, picked = Counter(level_of.values()), Counter(level_of.get(source) for source in sources)
    levels = codes_of(version)["level"]
    whole = tuple(str(v) for v in levels if sizes[v] > 1 and picked[v] == sizes[v])
    return whole, tuple(source for source in sources if level_of.get(source) not in whole)


def _with(view: View, dimension: str, codes: tuple) -> View:
    return replace(view, filters=replace(view.filters, **{_FIELDS[dimension]: codes}))
