"""People in charge or accesses by district and Comune: what the map's columns, its table and Excel say."""

from __future__ import annotations

import pandas as pd

from dashboard.cases.rows import figure_or_word, figures_or_words
from dashboard.cases.words import case_word, month_words
from dashboard.excel.request import FileRequest
from dashboard.locale.formats import number
from dashboard.tables.table import Column, Table
from dashboard.topics.case_map.compute import CaseMap, ground_of
from dashboard.topics.case_map.deck import Pillar
from geodata.layers import points


def pillars(request: FileRequest, case_map: CaseMap) -> list[Pillar]:
    """The columns of the map; a Comune without boundaries has none and stands in the table alone."""
    layer = "municipalities" if case_map.level == "comune" else "districts"
    known, language, t = points(layer, ground_of(request.version, case_map)), request.language, request.t
    return [
        Pillar(
            str(code),
            row["name"],
            words
            if isinstance(words := figure_or_word(row["n"], row["status"], language), str)
            else t(f"case_map.words_{case_map.subject}", n=number(words, 0, language)),
            *known[str(code)],
            count=row["n"],
        )
        for code, row in case_map.rows.iterrows()
        if str(code) in known
    ]


def places_table(request: FileRequest, case_map: CaseMap) -> Table:
    """The map as a table, largest first; below those that stand on no Comune of the district."""
    t, language = request.t, request.language
    rows = pd.concat(
        [
            case_map.rows,
            case_map.elsewhere.assign(
                name=[case_word(request, "comune", str(code)) for code in case_map.elsewhere.index]
            ),
        ]
    )
    table = pd.DataFrame(
        {
            "mark": rows.index.astype(str),
            "name": rows["name"].to_numpy(),
            "n": figures_or_words(rows["n"], rows["status"], language),
        }
    )
    columns = (
        Column("name", t(f"case_map.{case_map.level}"), width=36),
        Column("n", t(f"case_map.{case_map.subject}"), "integer", 0, 18),
    )
    return Table.of(columns, table)


def when(request: FileRequest, case_map: CaseMap) -> str:
    """The year of what happens in it, the month at whose end a stock is read."""
    if case_map.subject == "accesses":
        return case_map.year
    return request.t("case_map.closing", month=month_words(case_map.tables.closing[case_map.year]))
