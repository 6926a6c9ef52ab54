"""Excel file of *Mappa dei casi*."""

from __future__ import annotations

from dashboard.cases.rows import case_notes
from dashboard.excel.book import book
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import place_name
from dashboard.topics.case_map.compute import CaseMap, ground_of
from dashboard.topics.case_map.tables import places_table, when


def case_map_workbook(request: FileRequest, case_map: CaseMap) -> bytes:
    """The workbook of the map: its table and how to read it."""
    t, version = request.t, request.version
    name = t(f"case_map.{case_map.subject}")
    subtitle = f"{place_name(version, request.view.place, t)} · {when(request, case_map)}"
    return book(
        request,
        sheets=[Sheet(name, f"{t('page.mappa_casi')} · {name}", subtitle, places_table(request, case_map))],
        notes=[
            (name, t(f"case_map.definition_{case_map.subject}")),
            (t("case_map.reading"), t("case_map.caption")),
            (t("note.boundaries"), t("note.boundaries_words", year=ground_of(version, case_map).year)),
            *case_notes(request, case_map.tables),
        ],
    )
