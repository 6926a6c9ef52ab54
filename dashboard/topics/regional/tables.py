"""Tables of *Indicatori regionali* and *Completezza*: the same rows for the screen and for Excel."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from dashboard.address.view import View
from dashboard.locale.formats import HIDDEN, MISSING, Language, measured
from dashboard.locale.texts import Translate
from dashboard.locale.words import value_with_unit
from dashboard.topics.regional.compute import SYMBOLS, Regional, regional_indicators
from data_access.search.indicators import search_indicators
from data_access.version import Version


def status_words(status: str, t: Translate) -> str:
    """The status of a regional indicator with its sign."""
    return f"{SYMBOLS[status]} {t(f'regional.status.{status}')}"


def chosen_regional(version: Version, view: View) -> list[Regional]:
    """Return the regional indicators of the view's search, areas, sheets and statuses, in order of code."""
    every = regional_indicators(version)
    codes: Iterable[str] = every
    if view.search:
        codes = sorted(search_indicators(version, view.search, "region").codes)
    regional = [every[code] for code in codes]
    return [
        r
        for r in regional
        if (not view.filters.areas or r.measure.area in view.filters.areas)
        and (not view.filters.sheets or r.measure.sheet in view.filters.sheets)
        and (not view.regional_statuses or r.status in view.regional_statuses)
    ]


def regional_table(
    version: Version, chosen: Iterable[Regional], t: Translate, language: Language
) -> pd.DataFrame:
    """Return one row an indicator: words for the screen, and the figures behind them.

    Columns: ``code, title, area, sheet, sheet_title, year, shown, value, unit, before, target_shown, target,
    target_year, status, fed_by``; ``years`` are its values, oldest first, without the years that have none.
    """
    rows = []
    for r in chosen:
        m = r.measure
        goal = r.target
        rows.append(
            {
                "code": m.code,
                "title": m.title.in_(language),
                "area": m.area,
                "sheet": m.sheet,
                "sheet_title": version.sheets["title"].get(m.sheet, t("regional.no_sheet")),
                "year": r.year or MISSING[language],
                "shown": value_with_unit(m, r.value, language, hidden=r.status == "hidden"),
                "value": HIDDEN[language] if r.status == "hidden" else r.value,
                "unit": m.unit.in_(language),
                "before": r.before,
                "years": [float(v) for v in r.values if not np.isnan(v)],
                "target_shown": f"{measured(m, goal.value, language)} ({goal.year})" if goal else "",
                "target": goal.value if goal else np.nan,
                "target_year": str(goal.year) if goal else "",
                "status": status_words(r.status, t),
                "fed_by": m.fed_by,
            }
        )
    columns = "code title area sheet sheet_title year shown value unit before years"
    columns += " target_shown target target_year status fed_by"
    return pd.DataFrame(rows, columns=columns.split())
