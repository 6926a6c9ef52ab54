"""The workbook of a comparison between editions: totals, by source, by district, every intervention."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.address.codes import KINDS
from dashboard.address.cross_filter import names_of
from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import filter_words, period_name, place_name
from dashboard.tables.table import Column, Formula, Table
from dashboard.topics.editions.compute import (
    Comparison,
    by_district,
    by_source,
    chosen_rows,
    field_differences,
    source_differences,
)
from dashboard.topics.editions.words import changed_fields, field_words


def comparison_workbook(request: FileRequest, comparison: Comparison) -> bytes:
    """Return the workbook: the totals of the whole comparison, and the interventions the view shows."""
    t, version = request.t, request.version
    subtitle = " · ".join(
        part
        for part in (
            t(
                "compare.excel_subtitle",
                before=period_name(version, comparison.before, t),
                after=period_name(version, comparison.after, t),
                n=len(comparison.districts),
                of=len(comparison.districts) + len(comparison.apart),
            ),
            place_name(version, request.view.place, t),
            filter_words(version, request.view.filters, t),
        )
        if part
    )
    mask = chosen_rows(comparison, request.view.show)
    tables = {
        "excel_summary": _summary(request, comparison),
        "by_source": _by_source(request, comparison),
        "by_district": _by_district(request, comparison),
        "excel_interventions": _interventions(request, comparison, mask),
        "excel_fields": _fields(request, comparison, mask),
        "excel_sources": _sources(request, comparison, mask),
    }
    if len(comparison.apart):
        tables["excel_apart"] = _apart(request, comparison)
    shown = [t(f"compare.{name}_many") for name in request.view.show if name in KINDS]
    shown += [t(f"compare.field_{name}") for name in request.view.show if name not in KINDS]
    return book(
        request,
        sheets=[
            Sheet(
                t(f"compare.{key}"),
                t("page.confronto_edizioni"),
                subtitle,
                table,
                chart=("district", "moved") if key == "by_district" else None,
            )
            for key, table in tables.items()
        ],
        notes=[
            *measure_notes(request, version.measures["euro"], comparison.after),
            (t("compare.note_matching"), t("compare.figures_definition")),
            (t("compare.note_identity"), t("compare.note_identity_words")),
            (t("compare.fields"), ", ".join(shown) or t("compare.fields_all")),
        ],
    )


def _summary(request: FileRequest, comparison: Comparison) -> Table:
    t, totals, counts = request.t, comparison.totals, comparison.counts
    rows = [
        (t("compare.before"), counts["before"], totals.before),
        (t("compare.added_many"), counts["added"], totals.added),
        (t("compare.dropped_many"), counts["dropped"], totals.dropped),
        (t("compare.step_increased"), int(_grown(comparison, 1).sum()), totals.increased),
        (t("compare.step_decreased"), int(_grown(comparison, -1).sum()), totals.decreased),
        (t("compare.after"), counts["after"], totals.after),
        (t("compare.difference"), "", totals.moved),
    ]
    columns = (
        Column("figure", t("compare.excel_figure"), width=34),
        Column("count", t("compare.excel_count"), "integer", 0, 14),
        Column("euro", t("column.euro"), "euro", 2, 22),
    )
    frame = pd.DataFrame(rows, columns=["figure", "count", "cents"])
    return Table.of(columns, frame.assign(euro=frame["cents"] / 100))


def _grown(comparison: Comparison, sign: int) -> np.ndarray:
    rows = comparison.rows
    return np.isin(rows["kind"], ["changed", "same"]) & (np.sign(rows["moved"]) == sign)


def _movement_columns(request: FileRequest) -> tuple[Column, ...]:
    t = request.t
    amounts = tuple(
        Column(key, t(f"compare.{title}"), "euro", 2, 20, total=True)
        for key, title in (
            ("before", "before"),
            ("added", "added_many"),
            ("dropped", "dropped_many"),
            ("changed", "column_net"),
            ("after", "after"),
        )
    )
    return (*amounts, _difference(request))


def _difference(request: FileRequest) -> Column:
    live = Formula("difference", "after", "before")
    return Column("moved", request.t("compare.difference"), "euro", 2, 20, total=True, formula=live)


def _by_source(request: FileRequest, comparison: Comparison) -> Table:
    table = by_source(request.version, comparison) / 100
    table.insert(0, "source", request.version.sources.loc[table.index, "name"])
    columns = (Column("source", request.t("column.source"), width=48), *_movement_columns(request))
    return Table.of(columns, table.reset_index(drop=True))


def _by_district(request: FileRequest, comparison: Comparison) -> Table:
    t, version = request.t, request.version
    table = by_district(request.version, comparison) / 100
    table.insert(0, "district", [place_name(version, str(code), t) for code in table.index])
    table.insert(0, "code", table.index)
    columns = (
        Column("code", t("column.code"), width=10),
        Column("district", t("column.district"), width=30),
        *_movement_columns(request),
    )
    return Table.of(columns, table.reset_index(drop=True))


def _interventions(request: FileRequest, comparison: Comparison, mask: np.ndarray) -> Table:
    t, version = request.t, request.version
    rows = {name: column[mask] for name, column in comparison.rows.items()}
    targets = names_of(version)["target"]
    absent = t("compare.excel_absent")

    def amounts(side: str) -> list[object]:
        there = rows[f"{side}_id"] >= 0
        return [
            cents / 100 if is_there else absent for cents, is_there in zip(rows[side], there, strict=True)
        ]

    table = pd.DataFrame(
        {
            "kind": [t(f"compare.{kind}") for kind in rows["kind"]],
            "code": rows["code"],
            "title": rows["title"],
            "district": [version.place_names[code] for code in rows["district_code"]],
            "sheet": rows["sheet"],
            "area": rows["area"],
            "target": [targets[code] for code in rows["target"]],
            "lead": rows["lead_body"],
            "fields": changed_fields(comparison, mask, t),
            "before": amounts("before"),
            "after": amounts("after"),
            "moved": rows["moved"] / 100,
        }
    )
    columns = (
        Column("code", t("column.code"), width=14),
        Column("kind", t("compare.column_kind"), width=13),
        Column("title", t("column.title"), width=48),
        Column("district", t("column.district"), width=24),
        Column("sheet", t("column.sheet"), "integer", 0, 8),
        Column("area", t("column.area"), width=7),
        Column("target", t("column.target"), width=26),
        Column("lead", t("column.lead"), width=26),
        Column("fields", t("compare.column_fields"), width=34),
        Column("before", t("compare.before"), "euro", 2, 18, total=True),
        Column("after", t("compare.after"), "euro", 2, 18, total=True),
        _difference(request),
    )
    return Table.of(columns, table)


def _fields(request: FileRequest, comparison: Comparison, mask: np.ndarray) -> Table:
    t, version = request.t, request.version
    table = field_differences(version, comparison, mask)
    for side in ("before", "after"):
        table[side] = [
            field_words(version, field, value, t)
            for field, value in zip(table["field"], table[side], strict=True)
        ]
    table["field"] = [t(f"compare.field_{name}") for name in table["field"]]
    table["district"] = table["district_code"].map(version.place_names)
    columns = (
        Column("code", t("column.code"), width=14),
        Column("title", t("column.title"), width=40),
        Column("district", t("column.district"), width=24),
        Column("field", t("compare.excel_field"), width=20),
        Column("before", t("compare.before"), width=50),
        Column("after", t("compare.after"), width=50),
    )
    return Table.of(columns, table)


def _sources(request: FileRequest, comparison: Comparison, mask: np.ndarray) -> Table:
    t, version = request.t, request.version
    table = source_differences(version, comparison, mask)
    money = table[["before", "after", "moved"]] / 100
    table = table.assign(
        kind=[t(f"compare.{kind}") for kind in table["kind"]],
        district=table["district_code"].map(version.place_names),
        source=table["source"].map(version.sources["name"]),
        before=money["before"],
        after=money["after"],
        moved=money["moved"],
    )
    columns = (
        Column("code", t("column.code"), width=14),
        Column("kind", t("compare.column_kind"), width=13),
        Column("title", t("column.title"), width=40),
        Column("district", t("column.district"), width=24),
        Column("source", t("column.source"), width=40),
        Column("before", t("compare.before"), "euro", 2, 18, total=True),
        Column("after", t("compare.after"), "euro", 2, 18, total=True),
        _difference(request),
    )
    return Table.of(columns, table)


def _apart(request: FileRequest, comparison: Comparison) -> Table:
    t, version, apart = request.t, request.version, comparison.apart
    table = pd.DataFrame(
        {
            "code": list(apart),
            "district": [place_name(version, code, t) for code in apart],
            "before": [t(f"compare.state_{state}") for state, _ in apart.values()],
            "after": [t(f"compare.state_{state}") for _, state in apart.values()],
        }
    )
    columns = (
        Column("code", t("column.code"), width=10),
        Column("district", t("column.district"), width=30),
        Column("before", period_name(version, comparison.before, t), width=34),
        Column("after", period_name(version, comparison.after, t), width=34),
    )
    return Table.of(columns, table)
