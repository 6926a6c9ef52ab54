"""Excel file of *Indicatori distrettuali*."""

from __future__ import annotations

from dashboard.excel.book import book
from dashboard.excel.request import Asked
from dashboard.excel.workbook import Sheet
from dashboard.judging.words import judging_rules
from dashboard.locale.words import place_name
from dashboard.topics.indicators.heat.compute import Heat
from dashboard.topics.indicators.heat.tables import heat_table, judgements_table, values_table


def heat_workbook(asked: Asked, drawn: Heat, benchmark: str) -> bytes:
    """The workbook of the heat table: figures and judgements as crossed on screen, then one row a cell.

    Args:
        asked: who asks for what.
        drawn: the table on screen.
        benchmark: what districts are compared with, in words.
    """
    t = asked.t
    title = t("page.indicatori")
    subtitle = " · ".join(
        (
            drawn.period or t("heat.latest"),
            t("indicator.against", what=benchmark),
            place_name(asked.version, asked.view.place, t),
        )
    )
    tables = (
        (t("heat.sheet_judgements"), judgements_table(asked, drawn)),
        (t("heat.sheet_values"), values_table(asked, drawn)),
        (t("heat.sheet_list"), heat_table(asked, drawn)),
    )
    return book(
        asked,
        sheets=[Sheet(name, title, subtitle, table) for name, table in tables],
        notes=[*judging_rules(asked), *_definitions(asked, drawn)],
    )


def _definitions(asked: Asked, drawn: Heat) -> list[tuple[str, str]]:
    """One line an indicator: numerator / denominator, source."""
    language = asked.language
    return [
        (
            f"{m.code} {m.title.in_(language)}",
            " / ".join(part for part in (m.numerator.in_(language), m.denominator.in_(language)) if part)
            + f". {asked.t('note.source')}: {m.source}",
        )
        for m in drawn.measures
    ]
