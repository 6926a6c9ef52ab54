"""Excel file of *Mappa dei casi*."""

from __future__ import annotations

from dashboard.cases.rows import case_notes
from dashboard.excel.book import book
from dashboard.excel.request import Asked
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import place_name
from dashboard.topics.case_map.compute import CaseMap, ground_of
from dashboard.topics.case_map.tables import places_table, when


def case_map_workbook(asked: Asked, found: CaseMap) -> bytes:
    """The workbook of the map: its table and how to read it."""
    t, version = asked.t, asked.version
    name = t(f"case_map.{found.subject}")
    subtitle = f"{place_name(version, asked.view.place, t)} · {when(asked, found)}"
    return book(
        asked,
        sheets=[Sheet(name, f"{t('page.mappa_casi')} · {name}", subtitle, places_table(asked, found))],
        notes=[
            (name, t(f"case_map.definition_{found.subject}")),
            (t("case_map.reading"), t("case_map.caption")),
            (t("note.boundaries"), t("note.boundaries_words", year=ground_of(version, found).year)),
            *case_notes(asked, found.tables),
        ],
    )
