"""Excel file of *Dati e definizioni*."""

from __future__ import annotations

import pandas as pd

from dashboard.excel.book import book
from dashboard.excel.request import Asked
from dashboard.excel.workbook import Sheet
from dashboard.tables.table import Column


def catalogue_workbook(
    asked: Asked,
    measures: pd.DataFrame,
    measure_columns: tuple[Column, ...],
    problems: pd.DataFrame,
    problem_columns: tuple[Column, ...],
) -> bytes:
    """The workbook of definitions and of the rows left out."""
    t = asked.t
    tables = (
        (t("catalogue.measures"), measure_columns, measures),
        (t("catalogue.problems"), problem_columns, problems),
    )
    return book(
        asked,
        sheets=[Sheet(name, name, "", columns, rows) for name, columns, rows in tables],
    )
