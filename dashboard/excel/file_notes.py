"""Writes what every file says of itself: what was asked, of which data, and how to read it."""

from __future__ import annotations

from dashboard.excel.request import Asked
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


def measure_notes(asked: Asked, measure: Measure, period: str) -> list[tuple[str, str]]:
    """Definition, source and method of a measure, label by label."""
    t, language = asked.t, asked.language
    notes = [
        (t("note.measure"), f"{measure.title.in_(language)} ({measure.code})"),
        (t("note.numerator"), measure.numerator.in_(language)),
        (t("note.denominator"), measure.denominator.in_(language) or t("note.absolute")),
        (t("note.unit"), measure.unit.in_(language)),
        (t("note.period"), period_name(asked.version, period, t)),
        (t("note.source"), source_words(measure, asked.version, t)),
        (t("note.interval"), t(f"interval.{measure.interval_method}")),
        (
            t("note.rollup"),
            t("note.rollup_order" if measure.interval_method == "order" else "note.rollup_words"),
        ),
    ]
    if not measure.official:
        notes.append((t("note.proposed"), t("note.proposed_words")))
    return notes + [(t("caveat.label"), words) for words in caveats(asked.version, measure, t, language)]


def about(asked: Asked) -> list[tuple[str, str]]:
    """What was asked, when and by whom, and the address that shows it again: the cover of every file."""
    t, version, view = asked.t, asked.version, asked.view
    who = t("profile.region")
    if asked.viewer.district:
        who = t("profile.district", name=place_name(version, asked.viewer.district, t))
    return [
        (t("note.place"), place_name(version, view.place, t)),
        (t("note.filters"), filter_words(version, view.filters, t) or t("note.no_filters")),
        (t("note.profile"), who),
        (t("note.as_of"), day(version.as_of, asked.language)),
        (t("note.version"), version.token),
        (t("note.link"), asked.link),
    ]


def view_notes(asked: Asked) -> list[tuple[str, str]]:
    """What was asked, when and by whom, and how to read the cells."""
    t = asked.t
    return [
        *about(asked),
        (t("note.zero"), t("note.zero_words")),
        (MISSING[asked.language], t("note.missing_words")),
        (HIDDEN[asked.language], t("note.hidden_words")),
        (t("note.left_out"), t("note.left_out_words", n=len(asked.version.problems))),
    ]


def notice(asked: Asked) -> str:
    """What every file says of its data: for demonstration, or real as of a day."""
    key = "demo.file" if asked.version.origin == "demo" else "real.file"
    return asked.t(key, day=day(asked.version.as_of, asked.language))


def kind_of(measure: Measure) -> Kind:
    """Return how a measure's values are written in a file."""
    if measure.unit.it == "euro":
        return "euro"
    return "percent" if measure.unit.it.startswith("%") else "decimal"
