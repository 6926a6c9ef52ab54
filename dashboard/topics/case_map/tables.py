"""People in charge or accesses by district and Comune: what the map's columns, its table and Excel say."""

from __future__ import annotations

import pandas as pd

from dashboard.cases.rows import figure_or_word, figures_or_words
from dashboard.cases.words import case_word, month_words
from dashboard.excel.request import Asked
from dashboard.locale.formats import number
from dashboard.tables.table import Column, Table
from dashboard.topics.case_map.compute import CaseMap, ground_of
from dashboard.topics.case_map.deck import Pillar
from geodata.layers import points


def pillars(asked: Asked, found: CaseMap) -> list[Pillar]:
    """The columns of the map; a Comune without boundaries has none and stands in the table alone."""
    layer = "municipalities" if found.level == "comune" else "districts"
    known, language, t = points(layer, ground_of(asked.version, found)), asked.language, asked.t
    return [
        Pillar(
            str(code),
            row["name"],
            words
            if isinstance(words := figure_or_word(row["n"], row["status"], language), str)
            else t(f"case_map.words_{found.subject}", n=number(words, 0, language)),
            *known[str(code)],
            count=row["n"],
        )
        for code, row in found.rows.iterrows()
        if str(code) in known
    ]


def places_table(asked: Asked, found: CaseMap) -> Table:
    """The map as a table, largest first; below those that stand on no Comune of the district."""
    t, language = asked.t, asked.language
    rows = pd.concat(
        [
            found.rows,
            found.elsewhere.assign(
                name=[case_word(asked, "comune", str(code)) for code in found.elsewhere.index]
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
        Column("name", t(f"case_map.{found.level}"), width=36),
        Column("n", t(f"case_map.{found.subject}"), "integer", 0, 18),
    )
    return Table.of(columns, table)


def when(asked: Asked, found: CaseMap) -> str:
    """The year of what happens in it, the month at whose end a stock is read."""
    if found.subject == "accesses":
        return found.year
    return asked.t("case_map.closing", month=month_words(found.tables.closing[found.year]))
