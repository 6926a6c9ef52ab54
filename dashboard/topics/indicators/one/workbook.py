"""The workbooks of the heat table and of one indicator: what is on screen, with the judgement columns."""

from __future__ import annotations

import pandas as pd

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import FileRequest, of_measure
from dashboard.excel.workbook import Sheet
from dashboard.judging.words import judging_rules
from dashboard.locale.formats import Language, day, measured
from dashboard.locale.texts import Translate
from dashboard.locale.words import period_name, threshold_words
from dashboard.measure.choropleth import Choropleth
from dashboard.measure.picture import map_png
from dashboard.measure.workbook import map_vector
from dashboard.topics.indicators.one.compute import Indicator
from dashboard.topics.indicators.one.tables import (
    distribution_table,
    history_table,
    indicator_table,
    spread_words,
)
from data_access.measures import Measure


def indicator_workbook(
    request: FileRequest,
    card: Indicator,
    drawn: Choropleth,
    boxes: pd.DataFrame,
    own: pd.DataFrame | None,
    benchmark: str,
) -> bytes:
    """The workbook of one indicator: districts with judgement, years, every value, map, definition.

    Args:
        request: who asks for what.
        card: the indicator.
        drawn: its map as on screen.
        boxes: its distribution in each period (:func:`dashboard.topics.indicators.one.compute.years_table`).
        own: the series of one's own district, if any.
        benchmark: what districts are compared with, in words.
    """
    request = of_measure(request, card.measure)
    t, version, measure = request.t, request.version, card.measure
    title = measure.title.in_(request.language)
    period = period_name(version, card.period, t)
    subtitle = f"{period} · {t('indicator.against', what=benchmark)}"
    tables = (
        (t("excel.districts"), subtitle, indicator_table(request, card)),
        (
            t("indicator.tab_years"),
            t("indicator.years_caption"),
            distribution_table(request, card, boxes, own),
        ),
        (t("indicator.every_value"), t("indicator.tab_multiples"), history_table(request, card)),
    )
    return book(
        request,
        sheets=[
            Sheet(name, title, words, table, chart=("district", "value") if i == 0 else None)
            for i, (name, words, table) in enumerate(tables)
        ],
        notes=[
            *measure_notes(request, measure, card.period),
            *registry_notes(request, card),
            *judging_rules(request),
            *_spread(request, card),
        ],
        picture=map_png(map_vector(request, drawn)),
        picture_alt=f"{title}, {period}",
    )


def registry_notes(request: FileRequest, card: Indicator) -> list[tuple[str, str]]:
    """What the registry says besides the definition, label by label; what it does not say is left out."""
    t, measure, language = request.t, card.measure, request.language
    notes = [
        (t("indicator.why"), measure.why_it_matters.in_(language)),
        (t("column.polarity"), t(f"polarity.{measure.polarity}")),
        (t("column.sheet"), _sheet(request, measure.sheet)),
        (
            t("indicator.plausible"),
            _range(measure, language, t),
        ),
        (
            t("indicator.threshold"),
            "" if measure.threshold is None else threshold_words(measure, t),
        ),
        (t("indicator.owner"), measure.owner),
        (t("indicator.checked_by"), measure.checked_by),
        (t("indicator.next_review"), day(measure.next_review, language) if measure.next_review else ""),
    ]
    return [(label, words) for label, words in notes if words]


def _range(measure: Measure, language: Language, t: Translate) -> str:
    """The plausible range in words; an open end is left open."""
    low, high = (None if end is None else measured(measure, end, language) for end in measure.plausible)
    if low is None and high is None:
        return ""
    return t("indicator.plausible_words", low=low or "…", high=high or "…")


def _sheet(request: FileRequest, number: int) -> str:
    sheets = request.version.sheets
    return f"{number} · {sheets.at[number, 'title']}" if number in sheets.index else ""


def _spread(request: FileRequest, card: Indicator) -> list[tuple[str, str]]:
    if not card.has_funnel or card.spread.times != card.spread.times:
        return []
    return [(request.t("indicator.rule_spread"), spread_words(card, request.t, request.language))]
