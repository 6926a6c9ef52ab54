"""Published counts as rows for screen and Excel: a number, or the word for hidden or missing in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.address.view import View
from dashboard.excel.request import FileRequest
from dashboard.locale.formats import HIDDEN, MISSING, Language, day
from data_access.cases.mart import TARGET_GROUP_OF
from data_access.cases.published import CaseTables
from data_access.italian_time import italian_day
from data_access.privacy import TOTAL
from data_access.version import Version

CATEGORY_OF = {target: category for category, target in TARGET_GROUP_OF.items()}
"""The category of cases that answers to a target group (destinatari) of the plans."""


def figure_or_word(value: float, status: str, language: Language, *, scale: float = 1.0) -> float | str:
    """A figure, or ``riservato`` or ``n.d.``."""
    if status == "hidden":
        return HIDDEN[language]
    return MISSING[language] if status != "ok" or value != value else value * scale


def figures_or_words(
    values: Iterable[float], statuses: Iterable[str], language: Language, *, scale: float = 1.0
) -> list[float | str]:
    """A column of :func:`figure_or_word`."""
    return [
        figure_or_word(value, status, language, scale=scale)
        for value, status in zip(values, statuses, strict=True)
    ]


def shared_columns(found: pd.DataFrame, names: Iterable[str], language: Language) -> dict[str, list]:
    """Columns ``<name>`` with ``<name>_status`` beside, in figures or words."""
    return {name: figures_or_words(found[name], found[f"{name}_status"], language) for name in names}


@dataclass(frozen=True, eq=False)
class Shared:
    """Rows that the views of several places have in common: what is made of them is kept once for all."""

    rows: pd.DataFrame


def year_of(tables: CaseTables, view: View) -> str:
    """The year looked at: the view's, or the last there are facts of."""
    return view.year if view.year in tables.years else tables.years[-1]


def category_of(view: View) -> str:
    """The category looked at: that of the one target group filtered by, else all of them."""
    targets = view.filters.targets
    return CATEGORY_OF.get(targets[0], TOTAL) if len(targets) == 1 else TOTAL


def targets_of(version: Version) -> list[str]:
    """Target groups that cases can be told of, in the order of the plans."""
    return [str(code) for code in version.targets.index if code in CATEGORY_OF]


def case_notes(request: FileRequest, tables: CaseTables) -> list[tuple[str, str]]:
    """Where the facts of cases come from, until when, and how small counts are kept back."""
    t = request.t
    notes = [
        (t("note.source"), t("case_note.source")),
        (t("case_note.until"), day(tables.until, request.language)),
        (
            t("case_note.hidden"),
            t("case_note.hidden_words", sensitive=tables.limits.sensitive, ordinary=tables.limits.ordinary),
        ),
    ]
    if tables.across_at is not None:
        notes.append((t("case_note.across"), across_words(request, tables)))
    return notes


def across_words(request: FileRequest, tables: CaseTables) -> str:
    """When the zones were compared with each other, and how many of them."""
    if tables.across_at is None:
        return request.t("case_note.across_never")
    return request.t(
        "case_note.across_words",
        day=day(italian_day(tables.across_at.to_pydatetime()), request.language),
        zones=tables.across_zones,
    )
