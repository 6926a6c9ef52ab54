"""Excel files of *Indicatori regionali* and of *Completezza*."""

from __future__ import annotations

import pandas as pd

from dashboard.excel.book import book
from dashboard.excel.cells_in_words import missing_in_words
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.formats import HIDDEN, MISSING, day
from dashboard.locale.words import threshold_words
from dashboard.tables.table import Column, Table
from dashboard.topics.regional.compute import Regional, regional_indicators, roll_up
from dashboard.topics.regional.tables import chosen_regional, regional_table


def regional_workbook(request: FileRequest) -> bytes:
    """The region's indicators: status and target, every year, what feeds them, definitions."""
    t, version, language = request.t, request.version, request.language
    chosen = chosen_regional(version, request.view)
    title = t("page.indicatori_regionali")
    subtitle = t("regional.count", n=len(chosen), of=len(regional_indicators(version)))
    table = regional_table(version, chosen, t, language)
    names = (Column("code", t("column.code"), width=10), Column("title", t("column.title"), width=56))
    sheets = [
        Sheet(
            t("regional.sheet_status"),
            title,
            subtitle,
            Table.of(
                (
                    *names,
                    Column("area", t("column.area"), width=7),
                    Column("sheet", t("column.sheet"), "integer", 0, 8),
                    Column("sheet_title", t("column.sheet_title"), width=40),
                    Column("year", t("regional.year"), width=9),
                    Column("value", t("regional.value"), "decimal", 2, 14),
                    Column("unit", t("column.unit"), width=22),
                    Column("before", t("regional.before"), "decimal", 2, 16),
                    Column("target", t("regional.target"), "decimal", 2, 14),
                    Column("target_year", t("regional.target_year"), width=11),
                    Column("status", t("column.status"), width=30),
                    Column("fed_by", t("regional.fed_by"), width=16),
                ),
                missing_in_words(table, ("value", "before", "target"), MISSING[language], empty=("target",)),
            ),
        ),
        _years_sheet(request, chosen, title, subtitle, names),
        _feeding_sheet(request, chosen, title, subtitle, names),
        _records_sheet(request, chosen, title, subtitle, names),
    ]
    notes = [
        (t("column.status"), t("regional.status_words")),
        (t("regional.feeding"), t("regional.feeding_words")),
        (t("note.proposed"), t("note.proposed_words")),
    ]
    return book(request, sheets, notes)


def _years_sheet(
    request: FileRequest, chosen: list[Regional], title: str, subtitle: str, names: tuple[Column, ...]
) -> Sheet:
    years = [str(year) for year in request.version.years]
    rows = pd.DataFrame(
        [
            {
                "code": r.measure.code,
                "title": r.measure.title.in_(request.language),
                "unit": r.measure.unit.in_(request.language),
                **{
                    year: HIDDEN[request.language] if hidden else value
                    for year, value, hidden in zip(years, r.values.tolist(), r.hidden, strict=True)
                },
            }
            for r in chosen
        ],
        columns=["code", "title", "unit", *years],
    )
    columns = (
        *names,
        Column("unit", request.t("column.unit"), width=22),
        *(Column(year, year, "decimal", 2, 12) for year in years),
    )
    return Sheet(
        request.t("regional.sheet_years"),
        title,
        subtitle,
        Table.of(columns, missing_in_words(rows, tuple(years), MISSING[request.language])),
    )


def _feeding_sheet(
    request: FileRequest, chosen: list[Regional], title: str, subtitle: str, names: tuple[Column, ...]
) -> Sheet:
    t, version = request.t, request.version
    rows = []
    for r in chosen:
        if not r.year or (total := roll_up(version, r.measure, r.year, request.viewer)) is None:
            continue
        source = version.measures[r.measure.fed_by]
        rows.append(
            {
                "code": r.measure.code,
                "title": r.measure.title.in_(request.language),
                "source": f"{source.code} {source.title.in_(request.language)}",
                "year": r.year,
                "value": r.value,
                "sum": HIDDEN[request.language] if total.status == "hidden" else total.value,
                "covered": t("value.of", n=total.covered, of=total.of),
            }
        )
    frame = pd.DataFrame(rows, columns=["code", "title", "source", "year", "value", "sum", "covered"])
    columns = (
        *names,
        Column("source", t("regional.fed_by"), width=56),
        Column("year", t("regional.year"), width=9),
        Column("value", t("regional.published"), "decimal", 2, 16),
        Column("sum", t("regional.sum"), "decimal", 2, 18),
        Column("covered", t("column.covered"), width=18),
    )
    words = missing_in_words(frame, ("value", "sum"), MISSING[request.language])
    return Sheet(t("regional.feeding"), title, subtitle, Table.of(columns, words))


_RECORD = ["code", "title", "why", "numerator", "denominator", "polarity", "source", "record"]
_RECORD += ["owner", "checked", "review", "threshold"]


def _records_sheet(
    request: FileRequest, chosen: list[Regional], title: str, subtitle: str, names: tuple[Column, ...]
) -> Sheet:
    t, language = request.t, request.language
    rows = pd.DataFrame(
        [
            {
                "code": m.code,
                "title": m.title.in_(language),
                "why": m.why_it_matters.in_(language),
                "numerator": m.numerator.in_(language),
                "denominator": m.denominator.in_(language) or t("note.absolute"),
                "polarity": t(f"polarity.{m.polarity}"),
                "source": t("source.demo", source=m.source) if not r.real else m.source,
                "record": t("note.official") if m.official else t("note.proposed"),
                "owner": m.owner,
                "checked": m.checked_by or t("completeness.unchecked"),
                "review": day(m.next_review, language) if m.next_review else "",
                "threshold": threshold_words(m, t),
            }
            for r in chosen
            for m in (r.measure,)
        ],
        columns=_RECORD,
    )
    columns = (
        *names,
        Column("why", t("column.why"), width=70),
        Column("numerator", t("column.numerator"), width=44),
        Column("denominator", t("column.denominator"), width=30),
        Column("polarity", t("column.polarity"), width=24),
        Column("source", t("column.source"), width=60),
        Column("record", t("column.status"), width=20),
        Column("owner", t("column.owner"), width=36),
        Column("checked", t("column.checked"), width=32),
        Column("review", t("column.review"), width=16),
        Column("threshold", t("indicator.threshold"), width=44),
    )
    return Sheet(t("regional.sheet_records"), title, subtitle, Table.of(columns, rows))
