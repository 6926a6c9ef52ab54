"""Planned against spent as a workbook whose differences, shares and totals are live formulas."""

from __future__ import annotations

import pandas as pd

from dashboard.excel.book import book
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.formats import HIDDEN, MISSING, Language
from dashboard.locale.texts import texts
from dashboard.locale.words import filter_words, period_name, place_name
from dashboard.tables.table import Column, Formula, Table
from dashboard.topics.execution.compute import MOSTLY, NEARLY_ALL, PARTLY
from dashboard.topics.execution.tables import Comparison, delays_table, groups_table, interventions_table
from data_access.execution import KINDS, PLANNED, SPENT, UPDATED

_MONEY = (
    *("planned", "planned_compared", "planned_apart", "updated", "committed", "spent_declared"),
    *("spent", "moved"),
)
_EDITION = {
    "planned": PLANNED,
    "planned_compared": PLANNED,
    "planned_apart": PLANNED,
    "updated": UPDATED,
    "committed": SPENT,
    "spent": SPENT,
}
"""The edition that an intervention may not be in, where an amount of it is not there."""


def execution_workbook(request: FileRequest, comparison: Comparison) -> bytes:
    """Return the workbook of a comparison: the breakdown, every intervention, late accounts, notes."""
    t, version, year = request.t, request.version, comparison.found.year
    title = t("page.preventivo_consuntivo")
    accounts, of = comparison.found.accounts
    parts = (
        place_name(version, request.view.place, t),
        str(year),
        filter_words(version, request.view.filters, t),
        t("execution.spent_below", n=accounts, of=of) if accounts < of else "",
    )
    subtitle = " · ".join(part for part in parts if part)

    def money(key: str, label: str, formula: Formula | None = None) -> Column:
        return Column(key, label, "euro", 2, 19, total=True, formula=formula)

    def figures(planned: str) -> tuple[Column, ...]:
        return (
            money("updated", t("execution.updated")),
            money("committed", t("execution.committed")),
            money("spent", t("execution.spent")),
            money("moved", t("execution.moved"), Formula("difference", "spent", planned)),
            Column(
                "share",
                t("execution.share"),
                "percent",
                1,
                12,
                total=True,
                formula=Formula("share", "spent", planned),
            ),
            Column("words", t("execution.words"), width=26),
        )

    by = t(f"execution.by_{comparison.by}")
    compared = t("execution.planned_compared")
    groups = Sheet(
        by,
        title,
        subtitle,
        Table.of(
            (
                Column("name", by, width=44),
                money("planned_compared", compared),
                *figures("planned_compared"),
                money("spent_declared", t("execution.spent_declared")),
                money("planned_apart", t("execution.planned_apart")),
                Column("accounts", t("execution.accounts"), width=16),
            ),
            pd.DataFrame(cells_of(groups_table(comparison, t), request.language)),
        ),
        chart=("name", "share"),
    )
    every = interventions_table(comparison, t)
    # Where there is no account there is no plan to compare with: such a plan stands in its own column.
    plans = list(zip(every["planned"], every["moved"], strict=True))
    every = {
        **every,
        "planned_compared": [None if moved is None else cents for cents, moved in plans],
        "planned_apart": [cents if moved is None else 0 for cents, moved in plans],
    }
    interventions = Sheet(
        t("execution_excel.interventions"),
        title,
        subtitle,
        Table.of(
            (
                Column("code", t("column.code"), width=14),
                Column("title", t("column.title"), width=48),
                Column("district", t("column.district"), width=24),
                Column("area", t("column.area"), width=7),
                Column("sheet", t("column.sheet"), "integer", 0, 8),
                money("planned_compared", compared),
                *figures("planned_compared"),
                Column("change", t("execution.change"), width=26),
                money("planned_apart", t("execution.planned_apart")),
            ),
            pd.DataFrame(cells_of(every, request.language)),
        ),
    )
    late = Sheet(
        t("execution_excel.accounts"), title, subtitle, delays_table(comparison, t, request.language)
    )
    return book(
        request,
        sheets=[groups, interventions, late],
        notes=[*_notes(request, comparison)],
    )


def _notes(request: FileRequest, comparison: Comparison) -> list[tuple[str, str]]:
    t, year = request.t, comparison.found.year
    accounts, of = comparison.found.accounts
    thresholds = {"nearly_all": NEARLY_ALL, "mostly": MOSTLY, "partly": PARTLY}
    known = measure_notes(request, request.version.measures["euro"], f"{year}-{PLANNED}")
    return [
        (t("execution.accounts"), t("execution.spent_below", n=accounts, of=of)),
        *(
            (t(f"execution.{key}"), t(f"execution.{key}_definition", year=year))
            for key in ("planned", "updated", "committed", "spent_declared", "spent", "share", "apart")
        ),
        (t("execution_excel.bands"), t("execution_excel.bands_words", **thresholds)),
        (t("execution_excel.formulas"), t("execution_excel.formulas_words")),
        (t("note.period"), period_name(request.version, f"{year}-{PLANNED}", t)),
        *(note for note in known if note[0] == t("note.source")),
    ]


def cells_of(rows: dict[str, list], language: Language) -> dict[str, list]:
    """Return rows with cents as euro, and a word for what is missing, hidden or not in an edition.

    For file and screen.
    """
    t, none = texts(language), [False] * len(rows["moved"])
    hidden = {kind: rows[f"hidden_{kind}"] for kind in KINDS}
    # What is compared needs plan and account: either may be what is hidden.
    either = [plan or account for plan, account in zip(hidden[PLANNED], hidden[SPENT], strict=True)]
    own = {
        "planned": hidden[PLANNED],
        "updated": hidden[UPDATED],
        "committed": hidden[SPENT],
        "spent_declared": hidden[SPENT],
    }
    absent = {kind: rows.get(f"absent_{kind}", none) for kind in KINDS}

    def word(row: int, kinds: tuple[str, ...], is_hidden: bool) -> str:
        if is_hidden:
            return HIDDEN[language]
        return next((t(f"execution.absent_{kind}") for kind in kinds if absent[kind][row]), MISSING[language])

    def worded(key: str, scale: int) -> list[float | str]:
        kinds = (SPENT, PLANNED) if key == "share" else (_EDITION[key],) if key in _EDITION else ()
        return [
            word(row, kinds, is_hidden) if value is None else value / scale
            for row, (value, is_hidden) in enumerate(zip(rows[key], own.get(key, either), strict=True))
        ]

    money = {key: worded(key, 100) for key in _MONEY if key in rows}
    return {**rows, **money, "share": worded("share", 1)}
