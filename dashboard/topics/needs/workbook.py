"""Excel file of *Bisogni e copertura*."""

from __future__ import annotations

from dashboard.cases.rows import case_notes
from dashboard.cases.words import case_word
from dashboard.excel.book import book
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import place_name
from dashboard.tables.table import Table
from dashboard.topics.needs.compute import Needs
from dashboard.topics.needs.tables import (
    categories_table,
    classes_table,
    districts_table,
    scope_words,
    uncategorised_words,
)
from data_access.privacy import TOTAL


def needs_workbook(request: FileRequest, needs: Needs, headline: Table) -> bytes:
    """The workbook of the page, in the screen's order."""
    t, version = request.t, request.version
    who = "" if needs.category == TOTAL else case_word(request, "category", needs.category)
    place = place_name(version, request.view.place, t)
    everybody = f"{place} · {needs.year}"
    sheets = (
        (t("excel.headline"), " · ".join(part for part in (place, needs.year, who) if part), headline),
        (t("needs.by_class"), everybody, classes_table(request, needs)),
        (t("needs.by_category"), everybody, categories_table(request, needs)),
        (
            t("needs.by_district"),
            f"{needs.year} · {scope_words(request, needs)}",
            districts_table(request, needs),
        ),
    )
    title = t("page.bisogni")
    return book(
        request,
        sheets=[Sheet(name, f"{title} · {name}", sub, table) for name, sub, table in sheets],
        notes=[
            (t("needs.share"), t("needs.share_definition")),
            (t("needs.by_class"), t("needs.class_caption")),
            (t("note.interval"), t("interval.wilson")),
            (t("needs.told"), t("needs.told_definition")),
            (t("needs.left_out"), t("needs.left_out_definition")),
            *((t("needs.by_category"), words) for words in [uncategorised_words(request, needs)] if words),
            *case_notes(request, needs.tables),
        ],
    )
