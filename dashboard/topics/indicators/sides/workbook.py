"""Excel file of *Confronto tra distretti*."""

from __future__ import annotations

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import Asked
from dashboard.excel.workbook import Sheet
from dashboard.judging.words import judgement_notes, structure_notes
from dashboard.locale.words import place_name
from dashboard.topics.indicators.sides.compute import Sides
from dashboard.topics.indicators.sides.tables import (
    differences_table,
    history_table,
    indicators_table,
    reasons_table,
)


def sides_workbook(asked: Asked, sides: Sides) -> bytes:
    """The workbook of the comparison: why these districts, differences, years, every indicator, notes."""
    t, version, language = asked.t, asked.version, asked.language
    title = t("sides.file_title", name=place_name(version, sides.peers.place, t))
    measure = sides.measure.title.in_(language)
    subtitle = t(
        "sides.subtitle", measure=measure, unit=sides.measure.unit.in_(language), period=sides.period
    )
    tables = (
        (t("sides.why"), title, t("sides.rule"), reasons_table(asked, sides.peers)),
        (t("sides.differences"), title, subtitle, differences_table(asked, sides)),
        (t("sides.years"), title, subtitle, history_table(asked, sides)),
        (
            t("sides.every"),
            title,
            sides.year or t("profile.latest"),
            indicators_table(asked, sides.peers, sides.year),
        ),
    )
    return book(
        asked,
        sheets=[Sheet(name, head, below, table) for name, head, below, table in tables],
        notes=[
            (t("sides.why"), t("sides.rule")),
            *structure_notes(asked),
            (t("sides.difference_note"), t("sides.difference_rule")),
            *measure_notes(asked, sides.measure, sides.period),
            *judgement_notes(asked, sides.peers.place),
        ],
    )
