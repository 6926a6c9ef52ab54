"""Excel file of *Completezza*."""

from __future__ import annotations

import pandas as pd

from dashboard.address.codes import REASONS
from dashboard.excel.book import book
from dashboard.excel.cells_in_words import missing_in_words
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.formats import MISSING, day, number
from dashboard.locale.words import districts_of, filter_words, place_name
from dashboard.tables.table import Column, Table
from dashboard.topics.completeness.compute import (
    FEWEST_CHANGES,
    TOO_FAR,
    by_area,
    by_year,
    due_day,
    indicators,
    not_published,
)
from dashboard.topics.completeness.tables import (
    chosen_findings,
    completeness_year,
    findings_table,
    review_table,
)


def completeness_workbook(request: FileRequest) -> bytes:
    """The work list of a year with its reasons, and how much each district has reported."""
    t, version, view, language = request.t, request.version, request.view, request.language
    year = completeness_year(version, view)
    title = t("page.completezza")
    parts = (str(year), place_name(version, view.place, t), filter_words(version, view.filters, t))
    subtitle = " · ".join(part for part in parts if part)
    found = findings_table(version, chosen_findings(version, view, request.viewer), year, t, language)
    term = due_day(version, year)
    listed = Sheet(
        t("completeness.list"),
        title,
        subtitle,
        Table.of(
            (
                Column("district", t("column.district"), width=26),
                Column("ausl", t("column.ausl"), width=18),
                Column("code", t("column.code"), width=10),
                Column("title", t("column.title"), width=52),
                Column("reason", t("column.reason"), width=26),
                Column("why", t("completeness.explained"), width=60),
                Column("days", t("completeness.days"), "integer", 0, 12),
                Column("value", t("completeness.value", year=year), "decimal", 2, 14),
                Column("before", t("completeness.value", year=year - 1), "decimal", 2, 14),
                Column("unit", t("column.unit"), width=22),
            ),
            missing_in_words(found, ("value", "before", "days"), MISSING[language], empty=("days",)),
        ),
    )
    wanted = districts_of(version, view.place)
    n = len(indicators(version, view.filters))
    years = _counts(by_year(version, view.filters).loc[wanted], request)
    areas, of = by_area(version, year, view.filters)
    unpublished = not_published(version, year, view.filters)
    sheets = [
        listed,
        _counts_sheet(
            request,
            t("completeness.by_year"),
            title,
            " · ".join(part for part in (t("completeness.counted", n=n), *parts[1:]) if part),
            years,
            {},
        ),
        _counts_sheet(
            request, t("completeness.by_area"), title, subtitle, _counts(areas.loc[wanted], request), of
        ),
        Sheet(
            t("completeness.records"),
            title,
            parts[2],
            Table.of(
                (
                    Column("code", t("column.code"), width=10),
                    Column("title", t("column.title"), width=56),
                    Column("owner", t("column.owner"), width=40),
                    Column("what", t("completeness.what"), width=50),
                ),
                review_table(version, view.filters, t, language),
            ),
        ),
    ]
    rule = {"far": number(TOO_FAR, 0, language), "fewest": FEWEST_CHANGES}
    notes = [
        (t("completeness.term"), day(term, language) if term else t("completeness.no_term")),
        *((t(f"completeness.reason.{key}"), t(f"completeness.rule.{key}", **rule)) for key in REASONS),
        (
            t("completeness.unpublished"),
            ", ".join(f"{m.title.in_(language)} ({m.code})" for m in unpublished) or "0",
        ),
    ]
    return book(request, sheets, notes)


def _counts(frame: pd.DataFrame, request: FileRequest) -> pd.DataFrame:
    named = frame.reset_index(drop=True)
    named.insert(
        0, "ausl", [request.version.place_names[request.version.ausl_of[str(c)]] for c in frame.index]
    )
    named.insert(0, "district", [place_name(request.version, str(c), request.t) for c in frame.index])
    return named


def _counts_sheet(
    request: FileRequest, name: str, title: str, subtitle: str, rows: pd.DataFrame, of: dict[str, int]
) -> Sheet:
    t = request.t
    figures = [str(column) for column in rows.columns[2:]]
    return Sheet(
        name,
        title,
        subtitle,
        Table.of(
            (
                Column("district", t("column.district"), width=26),
                Column("ausl", t("column.ausl"), width=20),
                *(
                    Column(
                        key, t("completeness.area_of", code=key, n=of[key]) if of else key, "integer", 0, 14
                    )
                    for key in figures
                ),
            ),
            rows.rename(columns=str),
        ),
    )
