"""Excel file of *Confronto tra distretti*."""

from __future__ import annotations

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import FileRequest
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


def sides_workbook(request: FileRequest, sides: Sides) -> bytes:
    """The workbook of the comparison: why these districts, differences, years, every indicator, notes."""
    t, version, language = request.t, request.version, request.language
    title = t("sides.file_title", name=place_name(version, sides.peers.place, t))
    measure = sides.measure.title.in_(language)
    subtitle = t(
        "sides.subtitle", measure=measure, unit=sides.measure.unit.in_(language), period=sides.period
    )
    tables = (
        (t("sides.why"), title, t("sides.rule"), reasons_table(request, sides.peers)),
        (t("sides.differences"), title, subtitle, differences_table(request, sides)),
        (t("sides.years"), title, subtitle, history_table(request, sides)),
        (
            t("sides.every"),
            title,
            sides.year or t("profile.latest"),
            indicators_table(request, sides.peers, sides.year),
        ),
    )
    return book(
        request,
        sheets=[Sheet(name, head, below, table) for name, head, below, table in tables],
        notes=[
            (t("sides.why"), t("sides.rule")),
            *structure_notes(request),
            (t("sides.difference_note"), t("sides.difference_rule")),
            *measure_notes(request, sides.measure, sides.period),
            *judgement_notes(request, sides.peers.place),
        ],
    )
