"""Writes what every file says of itself: what was asked, of which data, and how to read it."""

from __future__ import annotations

from dashboard.excel.request import FileRequest
from dashboard.locale.formats import HIDDEN, MISSING, day
from dashboard.locale.words import (
    filter_words,
    period_name,
    place_name,
)
from dashboard.measure.caveats import caveats
from dashboard.measure.choropleth import source_words
from dashboard.tables.table import Kind
from data_access.measures import Measure


def measure_notes(request: FileRequest, measure: Measure, period: str) -> list[tuple[str, str]]:
    """Definition, source and method of a measure, label by label."""
    t, language = request.t, request.language
    notes = [
        (t("note.measure"), f"{measure.title.in_(language)} ({measure.code})"),
        (t("note.numerator"), measure.numerator.in_(language)),
        (t("note.denominator"), measure.denominator.in_(language) or t("note.absolute")),
        (t("note.unit"), measure.unit.in_(language)),
        (t("note.period"), period_name(request.version, period, t)),
        (t("note.source"), source_words(measure, request.version, t)),
        (t("note.interval"), t(f"interval.{measure.interval_method}")),
        (
            t("note.rollup"),
            t("note.rollup_order" if measure.interval_method == "order" else "note.rollup_words"),
        ),
    ]
    if not measure.official:
        notes.append((t("note.proposed"), t("note.proposed_words")))
    return notes + [(t("caveat.label"), words) for words in caveats(request.version, measure, t, language)]


def about(request: FileRequest) -> list[tuple[str, str]]:
    """What was asked, when and by whom, and the address that shows it again: the cover of every file."""
    t, version, view = request.t, request.version, request.view
    who = t("profile.region")
    if request.viewer.district:
        who = t("profile.district", name=place_name(version, request.viewer.district, t))
    return [
        (t("note.place"), place_name(version, view.place, t)),
        (t("note.filters"), filter_words(version, view.filters, t) or t("note.no_filters")),
        (t("note.profile"), who),
        (t("note.as_of"), day(version.as_of, request.language)),
        (t("note.version"), version.token),
        (t("note.link"), request.link),
    ]


def view_notes(request: FileRequest) -> list[tuple[str, str]]:
    """What was asked, when and by whom, and how to read the cells."""
    t = request.t
    return [
        *about(request),
        (t("note.zero"), t("note.zero_words")),
        (MISSING[request.language], t("note.missing_words")),
        (HIDDEN[request.language], t("note.hidden_words")),
        (t("note.left_out"), t("note.left_out_words", n=len(request.version.problems))),
    ]


def notice(request: FileRequest) -> str:
    """What every file says of its data: for demonstration, or real as of a day."""
    key = "demo.file" if request.version.origin == "demo" else "real.file"
    return request.t(key, day=day(request.version.as_of, request.language))


def kind_of(measure: Measure) -> Kind:
    """Return how a measure's values are written in a file."""
    if measure.unit.it == "euro":
        return "euro"
    return "percent" if measure.unit.it.startswith("%") else "decimal"
