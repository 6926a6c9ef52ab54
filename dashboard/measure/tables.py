"""Tables of one measure over the districts: the same rows for the screen and for Excel."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dashboard.excel.file_notes import kind_of
from dashboard.excel.request import FileRequest
from dashboard.locale.formats import MISSING, Language
from dashboard.measure.choropleth import Choropleth, value_words
from dashboard.tables.table import Column, Table
from data_access.measures import Measure


def districts_table(request: FileRequest, drawn: Choropleth, districts: Collection[str]) -> Table:
    """Some districts in the order of the ranking, a row each; who has no value says why in every figure."""
    t, version = request.t, request.version
    wanted = set(districts)
    values = drawn.values[[code in wanted for code in drawn.values.index.tolist()]]
    codes = values.index.tolist()
    rows = {
        "rank": [MISSING[request.language] if r != r else int(r) for r in values["rank"].tolist()],
        "code": codes,
        "district": [version.place_names[code] for code in codes],
        "ausl": [version.place_names[version.ausl_of[code]] for code in codes],
        **figures(drawn.measure, values, request.language),
    }
    columns = (
        Column("rank", t("column.rank"), "integer", 0, 11),
        Column("code", t("column.code"), width=10, screen=False),
        Column("district", t("column.district"), width=30),
        Column("ausl", t("column.ausl"), width=20),
        *figure_columns(request, drawn.measure),
    )
    return Table(columns, rows, mark="code")


def figure_columns(request: FileRequest, measure: Measure) -> tuple[Column, ...]:
    """Value, interval, numerator and denominator, as far as a measure has them."""
    t, kind, decimals = request.t, kind_of(measure), measure.decimals
    columns: tuple[Column, ...] = (
        Column("value", measure.title.in_(request.language), kind, decimals, 18, bar=True),
        Column("lower", t("column.lower"), kind, decimals),
        Column("upper", t("column.upper"), kind, decimals),
        Column(
            "numerator",
            t("column.numerator"),
            "euro" if measure.scale == 0.01 else "decimal",
            0,
            help=measure.numerator.in_(request.language),
        ),
        Column(
            "denominator",
            t("column.denominator"),
            "decimal",
            0,
            help=measure.denominator.in_(request.language),
        ),
    )
    if not measure.has_denominator:
        return columns[:1]
    return (columns[0], *columns[3:]) if measure.interval_method == "none" else columns


def figures(measure: Measure, values: pd.DataFrame, language: Language) -> dict[str, list[object]]:
    """The figures of a table by column, with a word where there is none."""

    def words(column: str) -> list[object]:
        # A place without a value says why in the value's cell; its other figures are empty words too.
        return [
            number if status == "ok" and number == number else value_words(measure, number, status, language)
            for number, status in zip(values[column].tolist(), values["status"].tolist(), strict=True)
        ]

    table = {name: words(name) for name in ("value", "lower", "upper", "numerator", "denominator")}
    if measure.scale == 0.01:
        table["numerator"] = [n / 100 if isinstance(n, float) else n for n in table["numerator"]]
    return table
