"""A table of some measures of the cases over the districts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.cases.rows import figures_or_words
from dashboard.excel.request import FileRequest
from dashboard.locale.words import place_name
from dashboard.tables.table import Column, Table


def measures_table(request: FileRequest, codes: Sequence[str], year: str) -> Table:
    """Some measures of every district, region and AUSL, a row a place: figures as published."""
    from data_access.case_values import case_values

    t, version, language = request.t, request.version, request.language
    columns = [Column("place", t("column.place"), width=32)]
    table: dict[str, list] = {"place": [place_name(version, str(p), t) for p in version.places.index]}
    for code in codes:
        measure = version.measures[code]
        values = case_values(version, code, year)
        table[code] = figures_or_words(values["value"], values["status"], language)
        unit = measure.unit.in_(language)
        kind = "percent" if unit == "%" else "decimal"
        title = measure.title.in_(language) + ("" if unit == "%" else f" ({unit})")
        columns.append(Column(code, title, kind, measure.decimals, 20))  # type: ignore[arg-type]
    return Table.of(tuple(columns), pd.DataFrame(table))
