"""Excel file of *Profilo del distretto*."""

from __future__ import annotations

import pandas as pd

from dashboard.excel.book import book
from dashboard.excel.request import FileRequest
from dashboard.excel.workbook import Sheet
from dashboard.judging.words import benchmark_name, judgement_notes
from dashboard.locale.words import place_name
from dashboard.tables.table import Column, Table
from dashboard.topics.indicators.profile.case_table import case_profile_table
from dashboard.topics.indicators.profile.compute import Profile
from dashboard.topics.indicators.profile.tables import points, profile_table


def profile_workbook(request: FileRequest, profile: Profile) -> bytes:
    """The workbook of the profile: the points in words, every indicator with its judgements, notes."""
    t, version = request.t, request.version
    title = t("profile.file_title", name=place_name(version, profile.district, t))
    subtitle = t(
        "profile.subtitle",
        name=benchmark_name(version, profile.district, profile.against, t),
        period=profile.period or t("profile.latest"),
    )
    strong, weak = points(request, profile)
    sentences = pd.DataFrame(
        [(t("profile.strong"), words) for _, words in strong]
        + [(t("profile.weak"), words) for _, words in weak],
        columns=["kind", "words"],
    )
    cases = case_profile_table(request, profile.district, profile.against)
    return book(
        request,
        sheets=[
            Sheet(
                t("profile.points"),
                title,
                subtitle,
                Table.of(
                    (
                        Column("kind", t("profile.kind"), width=20),
                        Column("words", t("profile.point"), width=120),
                    ),
                    sentences,
                ),
            ),
            Sheet(t("profile.indicators"), title, subtitle, profile_table(request, profile)),
            *([Sheet(t("profile.cases"), title, subtitle, cases)] if cases is not None else []),
        ],
        notes=[*judgement_notes(request, profile.district)],
    )
