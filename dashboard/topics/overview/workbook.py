"""Excel file of *Quadro regionale*."""

from __future__ import annotations

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import (
    period_name,
)
from dashboard.tables.table import Table


def overview_workbook(
    request: FileRequest, headline: Table, reasons: Table, changed: Table, rules: str
) -> bytes:
    """The workbook of the front page: headline figures, reasons to look with their ``rules``, movements."""
    t = request.t
    edition = period_name(request.version, request.view.edition, t)
    compared = t("value.coverage", covered=len(changed), of=len(request.version.districts))
    tables = (
        (t("excel.headline"), edition, headline),
        (t("home.look_first"), edition, reasons),
        (t("home.changed"), f"{edition} · {compared}", changed),
    )
    return book(
        request,
        sheets=[Sheet(name, name, subtitle, table) for name, subtitle, table in tables],
        notes=[
            (t("home.look_first"), rules),
            *measure_notes(request, request.version.measures["euro"], request.view.edition),
        ],
    )
