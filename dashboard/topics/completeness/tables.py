"""The tables of *Completezza*: the same rows for the screen and for Excel."""

from __future__ import annotations

import pandas as pd

from dashboard.address.view import View
from dashboard.locale.formats import HIDDEN, Language, day, measured, number
from dashboard.locale.texts import Translate
from dashboard.locale.words import districts_of, place_name, value_with_unit
from dashboard.topics.completeness.compute import TO_DO, findings, indicators, own_first
from data_access.measures import Measure
from data_access.values import Filters
from data_access.version import Version
from data_access.viewer import Viewer

REASON_SYMBOLS = {"left_out": "✕", "out_of_range": "▲", "jump": "↕", "missing": "○", "sent_late": "◷"}


def completeness_year(version: Version, view: View) -> int:
    """Return the year looked at: the view's, or else the last with any value."""
    years = [int(year) for year in version.years]
    return int(view.year) if view.year.isdigit() and int(view.year) in years else years[-1]


def place_findings(version: Version, view: View) -> pd.DataFrame:
    """Return the findings of the view's year, place, areas and sheets, for whatever reason."""
    found = findings(version, completeness_year(version, view))
    codes = [measure.code for measure in indicators(version, view.filters)]
    chosen = found["code"].isin(codes) & found["district"].isin(districts_of(version, view.place))
    return found[chosen]


def chosen_findings(version: Version, view: View, viewer: Viewer) -> pd.DataFrame:
    """Return the findings of the view's year, place, areas, sheets and reasons; a district's own first."""
    found = place_findings(version, view)
    found = found[found["reason"].isin(view.reasons or TO_DO)]
    return own_first(found.reset_index(drop=True), viewer.district)


def findings_table(
    version: Version, found: pd.DataFrame, year: int, t: Translate, language: Language
) -> pd.DataFrame:
    """Return the work list in words: ``district, ausl, code, title, reason, why, days, value, before``."""
    rows = []
    for row in found.itertuples(index=False):
        m = version.measures[row.code]
        rows.append(
            {
                "district": place_name(version, row.district, t),
                "ausl": version.place_names[version.ausl_of[row.district]],
                "code": row.code,
                "title": m.title.in_(language),
                "reason": f"{REASON_SYMBOLS[row.reason]} {t(f'completeness.reason.{row.reason}')}",
                "why": _why(m, row, year, t, language),
                "days": row.days,
                "value": HIDDEN[language] if row.hidden else row.value,
                "before": HIDDEN[language] if row.before_hidden else row.before,
                "unit": m.unit.in_(language),
                "shown": value_with_unit(m, row.value, language, hidden=row.hidden),
                "before_shown": value_with_unit(m, row.before, language, hidden=row.before_hidden),
            }
        )
    columns = "district ausl code title reason why days value before unit shown before_shown"
    return pd.DataFrame(rows, columns=columns.split())


def review_table(version: Version, filters: Filters, t: Translate, language: Language) -> pd.DataFrame:
    """Return the records of some areas and sheets whose review is past or that nobody has checked.

    Columns: ``code, title, owner, what``.
    """
    rows = []
    regional = [
        m
        for m in version.regional_measures.values()
        if (not filters.areas or m.area in filters.areas)
        and (not filters.sheets or m.sheet in filters.sheets)
    ]
    for m in (*indicators(version, filters), *regional):
        what = []
        if not m.checked_by:
            what.append(t("completeness.unchecked"))
        if m.next_review and m.next_review < version.as_of:
            what.append(t("completeness.review_past", day=day(m.next_review, language)))
        if what:
            rows.append((m.code, m.title.in_(language), m.owner, "; ".join(what)))
    return pd.DataFrame(rows, columns=["code", "title", "owner", "what"])


def _why(m: Measure, row: object, year: int, t: Translate, language: Language) -> str:
    reason, distance = row.reason, row.distance  # type: ignore[attr-defined]
    low, high = m.plausible
    jumped = ""
    if distance == distance:
        jumped = t("completeness.why.jump", n=number(abs(distance), 0, language), year=year - 1)
    if reason == "out_of_range":
        words = t(
            "completeness.why.out_of_range",
            low=t("completeness.none") if low is None else measured(m, low, language),
            high=t("completeness.none") if high is None else measured(m, high, language),
        )
        return f"{words}; {jumped}" if jumped else words
    return jumped if reason == "jump" else t(f"completeness.why.{reason}")
