"""Excel file of *Dati e definizioni*."""

from __future__ import annotations

from dashboard.excel.book import book
from dashboard.excel.request import Asked
from dashboard.excel.workbook import Sheet
from dashboard.tables.table import Table


def catalogue_workbook(asked: Asked, measures: Table, problems: Table) -> bytes:
    """The workbook of definitions and of the rows left out."""
    tables = ((asked.t("catalogue.measures"), measures), (asked.t("catalogue.problems"), problems))
    return book(asked, sheets=[Sheet(name, name, "", table) for name, table in tables])
