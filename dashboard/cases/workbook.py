"""The workbook of some tables of the cases, shared by the pages on them."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.cases.rows import case_notes
from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.tables.table import Table
from data_access.cases.published import CaseTables


def case_workbook(
    request: FileRequest,
    tables: CaseTables,
    page: str,
    subtitle: str,
    sheets: Sequence[tuple[str, Table]],
    measures: Sequence[str],
    year: str,
    explained: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A workbook of case tables with the definitions of the measures and the rules of what is hidden."""
    t = request.t
    notes = [*case_notes(request, tables), *explained]
    for code in measures:
        notes += measure_notes(request, request.version.measures[code], year)
    return book(
        request,
        sheets=[Sheet(name, f"{t(f'page.{page}')} · {name}", subtitle, table) for name, table in sheets],
        notes=[*notes],
        as_of=tables.until,
    )
