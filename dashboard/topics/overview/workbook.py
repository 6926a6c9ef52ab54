"""Excel file of *Quadro regionale*."""

from __future__ import annotations

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import Asked
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import (
    period_name,
)
from dashboard.tables.table import Table


def overview_workbook(asked: Asked, headline: Table, reasons: Table, changed: Table, rules: str) -> bytes:
    """The workbook of the front page: headline figures, reasons to look with their ``rules``, movements."""
    t = asked.t
    edition = period_name(asked.version, asked.view.edition, t)
    compared = t("value.coverage", covered=len(changed), of=len(asked.version.districts))
    tables = (
        (t("excel.headline"), edition, headline),
        (t("home.look_first"), edition, reasons),
        (t("home.changed"), f"{edition} · {compared}", changed),
    )
    return book(
        asked,
        sheets=[Sheet(name, name, subtitle, table) for name, subtitle, table in tables],
        notes=[
            (t("home.look_first"), rules),
            *measure_notes(asked, asked.version.measures["euro"], asked.view.edition),
        ],
    )
