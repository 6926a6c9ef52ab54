"""What the years of a measure cannot say: where the data begin, and where the last year stops.

The case databases begin on a day. Whoever came before it is new to them, so first accesses are many in the
first year and repeated ones grow by construction. A wait that ends soon after that day began after it: early
years hold short waits only, and later ones look longer even where nobody waits longer.
"""

from __future__ import annotations

from datetime import date, timedelta

from dashboard.cases.words import month_words
from dashboard.locale.formats import Language, day
from dashboard.locale.texts import Translate
from data_access.cases.mart import WAIT_DAYS_MAX
from data_access.cases.published import CaseTables
from data_access.measures import Measure
from data_access.version import Version

FIRST_ACCESSES = "new_accesses"


def begins(tables: CaseTables) -> date:
    """Return the day from which the cases are known."""
    year, month = tables.months[0].split("-")
    return date(int(year), int(month), 1)


def cut_off(tables: CaseTables, time: str) -> bool:
    """Say whether the waits that end in a year or quarter (``2018``, ``2018-Q3``) could be seen whole.

    They are cut off where the longest wait told apart, two years, would have begun before the data do.
    """
    month = int(time[6]) * 3 - 2 if "-Q" in time else 1
    return date(int(time[:4]), month, 1) < begins(tables) + timedelta(days=WAIT_DAYS_MAX)


def unfinished(version: Version, measure: Measure) -> tuple[str, date] | None:
    """Return the last year of a measure and the day it stops, if it is not over on the day of the data."""
    tables = version.cases if measure.kind == "case" else None
    until = tables.until if tables else version.as_of
    years = tables.years if tables else tuple(str(year) for year in version.years)
    over = not years or int(years[-1]) != until.year or (until.month, until.day) == (12, 31)
    return None if over else (years[-1], until)


def caveats(version: Version, measure: Measure, t: Translate, language: Language) -> list[str]:
    """Say in sentences what to know before the years of a measure are compared."""
    if measure.periods != "year":
        return []
    sentences = []
    if measure.kind == "case" and (tables := version.cases):
        words = {"month": month_words(tables.months[0]), "year": tables.years[0]}
        if measure.code == FIRST_ACCESSES:
            sentences.append(t("caveat.first", **words))
        cut = [year for year in tables.years if cut_off(tables, year)]
        if measure.code.startswith(("median_", "within_")) and cut:
            years = cut[0] if len(cut) == 1 else f"{cut[0]}-{cut[-1]}"
            sentences.append(t("caveat.waits", years=years, **words))
    if last := unfinished(version, measure):
        kind = "cases" if measure.kind == "case" else "indicators"
        sentences.append(t(f"caveat.unfinished_{kind}", year=last[0], day=day(last[1], language)))
    return sentences
