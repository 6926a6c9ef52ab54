"""The workbook of a comparison between editions: totals, by source, by district, every intervention."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.address.codes import KINDS
from dashboard.address.cross_filter import names_of
from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import Asked
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


def comparison_workbook(asked: Asked, comparison: Comparison) -> bytes:
    """Return the workbook: the totals of the whole comparison, and the interventions the view shows."""
    t, version = asked.t, asked.version
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
            place_name(version, asked.view.place, t),
            filter_words(version, asked.view.filters, t),
        )
        if part
    )
    mask = chosen_rows(comparison, asked.view.show)
    tables = {
        "excel_summary": _summary(asked, comparison),
        "by_source": _by_source(asked, comparison),
        "by_district": _by_district(asked, comparison),
        "excel_interventions": _interventions(asked, comparison, mask),
        "excel_fields": _fields(asked, comparison, mask),
        "excel_sources": _sources(asked, comparison, mask),
    }
    if len(comparison.apart):
        tables["excel_apart"] = _apart(asked, comparison)
    shown = [t(f"compare.{name}_many") for name in asked.view.show if name in KINDS]
    shown += [t(f"compare.field_{name}") for name in asked.view.show if name not in KINDS]
    return book(
        asked,
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
            *measure_notes(asked, version.measures["euro"], comparison.after),
            (t("compare.note_matching"), t("compare.figures_definition")),
            (t("compare.note_identity"), t("compare.note_identity_words")),
            (t("compare.fields"), ", ".join(shown) or t("compare.fields_all")),
        ],
    )


def _summary(asked: Asked, comparison: Comparison) -> Table:
    t, totals, counts = asked.t, comparison.totals, comparison.counts
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


def _movement_columns(asked: Asked) -> tuple[Column, ...]:
    t = asked.t
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
    return (*amounts, _difference(asked))


def _difference(asked: Asked) -> Column:
    live = Formula("difference", "after", "before")
    return Column("moved", asked.t("compare.difference"), "euro", 2, 20, total=True, formula=live)


def _by_source(asked: Asked, comparison: Comparison) -> Table:
    table = by_source(asked.version, comparison) / 100
    table.insert(0, "source", asked.version.sources.loc[table.index, "name"])
    columns = (Column("source", asked.t("column.source"), width=48), *_movement_columns(asked))
    return Table.of(columns, table.reset_index(drop=True))


def _by_district(asked: Asked, comparison: Comparison) -> Table:
    t, version = asked.t, asked.version
    table = by_district(asked.version, comparison) / 100
    table.insert(0, "district", [place_name(version, str(code), t) for code in table.index])
    table.insert(0, "code", table.index)
    columns = (
        Column("code", t("column.code"), width=10),
        Column("district", t("column.district"), width=30),
        *_movement_columns(asked),
    )
    return Table.of(columns, table.reset_index(drop=True))


def _interventions(asked: Asked, comparison: Comparison, mask: np.ndarray) -> Table:
    t, version = asked.t, asked.version
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
        _difference(asked),
    )
    return Table.of(columns, table)


def _fields(asked: Asked, comparison: Comparison, mask: np.ndarray) -> Table:
    t, version = asked.t, asked.version
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


def _sources(asked: Asked, comparison: Comparison, mask: np.ndarray) -> Table:
    t, version = asked.t, asked.version
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
        _difference(asked),
    )
    return Table.of(columns, table)


def _apart(asked: Asked, comparison: Comparison) -> Table:
    t, version, apart = asked.t, asked.version, comparison.apart
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
