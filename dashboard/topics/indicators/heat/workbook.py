"""Excel file of *Indicatori distrettuali*."""

from __future__ import annotations

from dashboard.excel.book import book
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.judging.words import judging_rules
from dashboard.locale.words import place_name
from dashboard.topics.indicators.heat.compute import Heat
from dashboard.topics.indicators.heat.tables import heat_table, judgements_table, values_table


def heat_workbook(request: FileRequest, drawn: Heat, benchmark: str) -> bytes:
    """The workbook of the heat table: figures and judgements as crossed on screen, then one row a cell.

    Args:
        request: who asks for what.
        drawn: the table on screen.
        benchmark: what districts are compared with, in words.
    """
    t = request.t
    title = t("page.indicatori")
    subtitle = " · ".join(
        (
            drawn.period or t("heat.latest"),
            t("indicator.against", what=benchmark),
            place_name(request.version, request.view.place, t),
        )
    )
    tables = (
        (t("heat.sheet_judgements"), judgements_table(request, drawn)),
        (t("heat.sheet_values"), values_table(request, drawn)),
        (t("heat.sheet_list"), heat_table(request, drawn)),
    )
    return book(
        request,
        sheets=[Sheet(name, title, subtitle, table) for name, table in tables],
        notes=[*judging_rules(request), *_definitions(request, drawn)],
    )


def _definitions(request: FileRequest, drawn: Heat) -> list[tuple[str, str]]:
    """One line an indicator: numerator / denominator, source."""
    language = request.language
    return [
        (
            f"{m.code} {m.title.in_(language)}",
            " / ".join(part for part in (m.numerator.in_(language), m.denominator.in_(language)) if part)
            + f". {request.t('note.source')}: {m.source}",
        )
        for m in drawn.measures
    ]
