"""The tables of *Tempi*: one and the same for the screen and for Excel."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.cases.rows import figures_or_words
from dashboard.cases.words import case_word
from dashboard.excel.request import FileRequest
from dashboard.judging.benchmark import Peers
from dashboard.locale.texts import Translate
from dashboard.locale.words import place_name
from dashboard.measure.caveats import cut_off
from dashboard.tables.table import Column, Table
from dashboard.topics.indicators.sides.compute import POOLED, Sides, sides_of
from dashboard.topics.indicators.sides.tables import differences_table
from data_access.case_values import case_values
from data_access.cases.mart import WAIT_EXCLUDED, WAIT_STEPS
from data_access.cases.published import CaseTables, case_counts, quarters
from data_access.measures import ratio
from data_access.privacy import TOTAL
from data_access.version import REGION
from data_access.version_cache import version_cached
from data_access.viewer import Viewer

WAIT_MEASURES = (
    "median_access_taken",
    "median_taken_active",
    "median_active_delivered",
    "median_access_delivered",
    "within_30",
    "within_60",
    "within_90",
)
STEP_OF = {code: code.removeprefix("median_") for code in WAIT_MEASURES[:4]}
COHORTS = "conversion_90"
"""The measure that follows people from their first access, everybody as long."""
BANDS = ("within_30", "31_60", "61_90", "over_90")
_FIGURES = ("median", "lower", "upper", "q1", "q3")


def step_of(measure: str) -> str:
    """The step a measure of the page speaks of."""
    return STEP_OF.get(measure, WAIT_STEPS[0])


def places_compared(request: FileRequest) -> list[str]:
    """The place looked at, its AUSL and the region, each once."""
    place = request.view.place
    steps = [place]
    if place in request.version.district_position:
        steps.append(str(request.version.places.at[place, "ausl"]))
    return steps if place == REGION else [*steps, REGION]


def quarter_words(t: Translate, quarter: str) -> str:
    """``2019-Q3`` → *3° trim. 2019*."""
    return t("waits.quarter_name", q=quarter[6:], year=quarter[:4])


def marked_quarter(t: Translate, tables: CaseTables, quarter: str) -> str:
    """A quarter with a sign where the waits that end in it are cut off by the beginning of the data."""
    return quarter_words(t, quarter) + (" *" if cut_off(tables, quarter) else "")


def cohorts_table(request: FileRequest, tables: CaseTables) -> Table:
    """Of the people at their first access, year by year, the share taken in charge within 90 days.

    Each year's people are followed for the same 90 days from their own access, so the years compare: unlike
    the waits by the quarter in which they end.
    """
    t, measure = request.t, request.version.measures[COHORTS]
    columns = [Column("year", t("waits.cohort_year"), width=18)]
    table: dict[str, list] = {"year": list(tables.years)}
    rows = [case_values(request.version, COHORTS, year) for year in tables.years]
    for place in dict.fromkeys((request.view.place, REGION)):
        name = place_name(request.version, place, t)
        statuses = [values.at[place, "status"] for values in rows]
        for figure, title, kind in (
            ("value", name, "percent"),
            ("lower", f"{name}, {t('column.lower')}", "percent"),
            ("upper", f"{name}, {t('column.upper')}", "percent"),
            ("denominator", f"{name}, {t('waits.cohort_people')}", "integer"),
        ):
            figures = [values.at[place, figure] for values in rows]
            table[f"{place}_{figure}"] = figures_or_words(figures, statuses, request.language)
            decimals = measure.decimals if kind == "percent" else 0
            columns.append(Column(f"{place}_{figure}", title, kind, decimals, 18))  # type: ignore[arg-type]
    return Table.of(tuple(columns), pd.DataFrame(table))


def medians(request: FileRequest, tables: CaseTables, place: str, time: str) -> pd.DataFrame:
    """Medians of the four steps in one place: ``n, status, median, lower, upper, q1, q3`` by step.

    Not to be written to.
    """
    return _medians(tables, request.viewer, place, time)


# The picture and its table ask for the same.
@version_cached(maxsize=128)
def _medians(tables: CaseTables, viewer: Viewer, place: str, time: str) -> pd.DataFrame:
    cells = case_counts(tables, "median_waits", viewer, place=place, time=time).set_index("step")
    return cells.loc[list(WAIT_STEPS)]


def compared_table(request: FileRequest, tables: CaseTables, year: str) -> Table:
    """Every step in the place looked at, its AUSL and the region, with how many cases are left out."""
    t, language = request.t, request.language
    columns = (
        Column("step", t("waits.step"), width=34),
        Column("place", t("column.place"), width=26),
        Column("median", t("waits.median"), "decimal", 1, 14),
        Column("lower", t("column.lower"), "decimal", 0, 14),
        Column("upper", t("column.upper"), "decimal", 0, 14),
        Column("n", t("waits.cases"), "integer", 0, 12),
        Column("excluded", t("waits.excluded"), "integer", 0, 12),
        Column("q1", t("waits.quarter_of", share="25%"), "decimal", 0, 14),
        Column("q3", t("waits.quarter_of", share="75%"), "decimal", 0, 14),
    )
    places = places_compared(request)
    parts: list[dict[str, list]] = []
    for place in places:
        found = medians(request, tables, place, year)
        left = case_counts(tables, "excluded", request.viewer, place=place, time=year, reason=TOTAL)
        part: dict[str, list] = {
            name: figures_or_words(found[name], found["status"], language) for name in (*_FIGURES, "n")
        }
        part["excluded"] = figures_or_words(left["n"], left["status"], language)
        part["step"] = [case_word(request, "step", step) for step in WAIT_STEPS]
        part["place"] = [place_name(request.version, place, t)] * len(WAIT_STEPS)
        parts.append(part)
    # Step by step, and in each the places beside one another.
    table = {
        column.key: [part[column.key][i] for i in range(len(WAIT_STEPS)) for part in parts]
        for column in columns
    }
    return Table.of(columns, pd.DataFrame(table, dtype=object))


def beside_peers(request: FileRequest, peers: Peers, step: str, year: str) -> Sides:
    """The median of a step in a district and in those most alike, without one of all of them together."""
    measure = request.version.measures[f"median_{step}"]
    sides = sides_of(request.version, peers, measure, year, request.viewer)
    return replace(sides, differences=sides.differences.drop(index=POOLED, errors="ignore"))


def peers_table(request: FileRequest, peers: Peers, year: str) -> Table:
    """Every step in the districts most alike, with the district's difference from each."""
    parts = []
    for step in WAIT_STEPS:
        table = differences_table(request, beside_peers(request, peers, step, year))
        parts.append(table.frame.assign(step=case_word(request, "step", step)))
    columns = (Column("step", request.t("waits.step"), width=34), *table.columns)
    return Table.of(columns, pd.concat(parts))


def within_table(request: FileRequest, tables: CaseTables, year: str, step: str) -> Table:
    """Cases of a step by how soon, in shares of the cases: place, AUSL, region."""
    t, language = request.t, request.language
    columns = [Column("place", t("column.place"), width=30)]
    columns += [
        Column(band, t(f"waits.{band}"), "percent", 1, 14)
        for band in ("within_30", "within_60", "within_90", "over_90")
    ]
    columns.append(Column("n", t("waits.cases"), "integer", 0, 12))
    rows = []
    for place in places_compared(request):
        shares = band_shares(request, tables, place, year, step)
        row: dict[str, object] = {"place": place_name(request.version, place, t)}
        for band in ("within_30", "within_60", "within_90", "over_90"):
            row[band] = figures_or_words([shares.at[band, "share"]], [shares.at[band, "status"]], language)[0]
        row["n"] = figures_or_words([shares.at[TOTAL, "n"]], [shares.at[TOTAL, "status"]], language)[0]
        rows.append(row)
    return Table.of(tuple(columns), pd.DataFrame(rows, dtype=object))


def band_shares(request: FileRequest, tables: CaseTables, place: str, year: str, step: str) -> pd.DataFrame:
    """By band ``n, status, share``, hidden where a cell or the total is; not to be written to."""
    return _band_shares(tables, request.viewer, place, year, step)


# The picture and its table ask for the same.
@version_cached(maxsize=128)
def _band_shares(tables: CaseTables, viewer: Viewer, place: str, year: str, step: str) -> pd.DataFrame:
    cells = case_counts(tables, "waits_by_band", viewer, place=place, time=year, step=step).set_index("band")
    whole = cells.loc[TOTAL]
    if whole["status"] != "ok":
        return cells.assign(share=float("nan"), status=whole["status"])
    if not whole["n"]:
        return cells.assign(share=float("nan"), status="missing")
    return cells.assign(share=ratio(cells["n"], whole["n"], 100))


def trend_table(request: FileRequest, tables: CaseTables, step: str) -> Table:
    """Medians of a step by quarter, in the place looked at and the region."""
    t, language = request.t, request.language
    columns = [Column("quarter", t("waits.quarter"), width=16)]
    table: dict[str, list] = {"quarter": [marked_quarter(t, tables, q) for q in quarters(tables)]}
    for place in dict.fromkeys((request.view.place, REGION)):
        cells = case_counts(
            tables, "median_waits", request.viewer, place=place, time=quarters(tables), step=step
        )
        name = place_name(request.version, place, t)
        for figure, title in (
            ("median", name),
            ("lower", f"{name}, {t('column.lower')}"),
            ("upper", f"{name}, {t('column.upper')}"),
            ("n", f"{name}, {t('waits.cases').lower()}"),
        ):
            table[f"{place}_{figure}"] = figures_or_words(cells[figure], cells["status"], language)
            columns.append(
                Column(
                    f"{place}_{figure}",
                    title,
                    "integer" if figure == "n" else "decimal",
                    1 if figure == "median" else 0,
                    16,
                )
            )
    return Table.of(tuple(columns), pd.DataFrame(table))


def category_table(request: FileRequest, tables: CaseTables, year: str, step: str) -> Table:
    """Medians of a step by category."""
    t, language = request.t, request.language
    cells = case_counts(
        tables, "median_waits_by_category", request.viewer, place=request.view.place, time=year, step=step
    )
    cells = cells[~((cells["status"] == "ok") & (cells["n"] == 0))]
    columns = (
        Column("category", t("cases.what"), width=28),
        Column("median", t("waits.median"), "decimal", 1, 16),
        Column("lower", t("column.lower"), "decimal", 0, 14),
        Column("upper", t("column.upper"), "decimal", 0, 14),
        Column("n", t("waits.cases"), "integer", 0, 12),
    )
    table: dict[str, list] = {"category": [case_word(request, "category", c) for c in cells["category"]]}
    table |= {
        name: figures_or_words(cells[name], cells["status"], language)
        for name in ("median", "lower", "upper", "n")
    }
    return Table.of(columns, pd.DataFrame(table))


def excluded_table(request: FileRequest, tables: CaseTables, year: str) -> Table:
    """Cases without a wait, by step and reason."""
    t, language = request.t, request.language
    cells = case_counts(tables, "excluded", request.viewer, place=request.view.place, time=year)
    columns = (
        Column("step", t("waits.step"), width=34),
        *(Column(r, case_word(request, "reason_of_exclusion", r), "integer", 0, 20) for r in WAIT_EXCLUDED),
        Column(TOTAL, t("code.all"), "integer", 0, 12),
    )
    rows = []
    for step in WAIT_STEPS:
        own = cells[cells["step"] == step].set_index("reason")
        row: dict[str, object] = {"step": case_word(request, "step", step)}
        for reason in (*WAIT_EXCLUDED, TOTAL):
            row[reason] = figures_or_words([own.at[reason, "n"]], [own.at[reason, "status"]], language)[0]
        rows.append(row)
    return Table.of(columns, pd.DataFrame(rows, dtype=object))
