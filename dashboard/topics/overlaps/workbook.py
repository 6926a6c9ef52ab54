"""Excel file of *Sovrapposizioni*."""

from __future__ import annotations

from dashboard.cases.rows import (
    case_notes,
)
from dashboard.excel.book import book
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.locale.words import place_name
from dashboard.tables.table import Table
from dashboard.topics.overlaps.compute import SCOPES, Overlaps
from dashboard.topics.overlaps.tables import (
    across_definition,
    bodies_table,
    districts_table,
    kinds_table,
    service_table,
)
from data_access.version import REGION


def overlaps_workbook(request: FileRequest, overlaps: Overlaps, headline: Table) -> bytes:
    """The workbook of the page, in the screen's order; the words *to be checked* stand on every sheet."""
    t, version = request.t, request.version
    here, wider = (place_name(version, code, t) for code in (request.view.place, overlaps.wider))
    check = t("overlaps.check_short")
    sheets = [(t("excel.headline"), here, headline)]
    for scope in SCOPES:
        scoped = t(f"overlaps.scope_{scope}")
        sheets += [
            (f"{t('overlaps.bodies_sheet')} {scoped}", wider, bodies_table(request, overlaps, scope)),
            (f"{t('overlaps.kinds_sheet')} {scoped}", wider, kinds_table(request, overlaps, scope)),
            (f"{t('overlaps.service_sheet')} {scoped}", wider, service_table(request, overlaps, scope)),
        ]
    sheets.append(
        (t("overlaps.by_district"), place_name(version, REGION, t), districts_table(request, overlaps))
    )
    title = t("page.sovrapposizioni")
    return book(
        request,
        sheets=[
            Sheet(name, f"{title} · {name}", f"{place} · {overlaps.year} · {check}", table)
            for name, place, table in sheets
        ],
        notes=[
            (t("overlaps.check"), t("overlaps.check_words")),
            (t("overlaps.pairs"), t("overlaps.pairs_definition")),
            (t("overlaps.people"), t("overlaps.people_definition")),
            (t("overlaps.smaller"), t("overlaps.smaller_definition")),
            (t("overlaps.service"), t("overlaps.service_definition")),
            (t("overlaps.scope_across"), across_definition(request, overlaps)),
            (t("overlaps.wider_label"), t("overlaps.wider")),
            *case_notes(request, overlaps.tables),
        ],
    )
