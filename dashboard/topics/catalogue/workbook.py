"""Excel file of *Dati e definizioni*."""

from __future__ import annotations

from dashboard.excel.book import book
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.tables.table import Table


def catalogue_workbook(request: FileRequest, measures: Table, problems: Table) -> bytes:
    """The workbook of definitions and of the rows left out."""
    tables = ((request.t("catalogue.measures"), measures), (request.t("catalogue.problems"), problems))
    return book(request, sheets=[Sheet(name, name, "", table) for name, table in tables])
