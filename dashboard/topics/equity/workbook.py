"""Excel file of *Bisogni e risorse*."""

from __future__ import annotations

from dashboard.cases.rows import case_notes
from dashboard.excel.book import book
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import period_name
from dashboard.topics.equity.needs_and_money import NeedsAndMoney
from dashboard.topics.equity.tables import (
    allotted_words,
    districts_table,
    named_table,
    need_words,
    region_table,
)


def equity_workbook(request: FileRequest, equity: NeedsAndMoney) -> bytes:
    """The workbook of the page: the quadrant's districts, those named, the region, notes with the rule."""
    t, version = request.t, request.version
    target = version.targets.at[equity.target, "name"]
    subtitle = f"{target} · {period_name(version, equity.edition, t)}"
    title = t("page.bisogni_e_risorse")
    sheets = (
        (t("equity.districts_sheet"), subtitle, districts_table(request, equity)),
        (t("equity.named_sheet"), period_name(version, equity.edition, t), named_table(request, equity)),
        (t("equity.region_sheet"), period_name(version, equity.edition, t), region_table(request, equity)),
    )
    return book(
        request,
        sheets=[Sheet(name, f"{title} · {name}", sub, table) for name, sub, table in sheets],
        notes=[
            (t("equity.rule"), t("equity.rule_words")),
            (need_words(t, equity.target), t("equity.need_definition", of=t(f"equity.of_{equity.target}"))),
            (t("equity.per_person"), t("equity.per_person_definition")),
            (t("equity.allotted"), allotted_words(request, equity)),
            (t("needs.share"), t("needs.share_definition")),
            (t("note.interval"), t("equity.interval_words")),
            (t("equity.caution"), t("equity.caution_words")),
            *case_notes(request, equity.tables),
        ],
    )
