"""The tables of *Presa in carico*: one and the same for the screen and for Excel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.cases.rows import figures_or_words
from dashboard.cases.words import case_word, comune_word, month_words
from dashboard.excel.request import FileRequest
from dashboard.locale.words import districts_of
from dashboard.tables.table import Column, Table
from data_access.cases.mart import CATEGORIES
from data_access.cases.published import CaseTables, case_cells, case_counts
from data_access.measures import ratio
from data_access.planning.schema import AGE_BANDS
from data_access.privacy import TOTAL

IN_CHARGE_MEASURES = (
    "people_in_charge",
    "people_0_17",
    "people_18_64",
    "people_65_up",
    "accesses",
    "new_accesses",
    "conversion_90",
    "cases_per_worker",
)
AGES = ("0-17", *AGE_BANDS[:3], "18-64", "65+", *AGE_BANDS[4:])
"""The age groups, each before the bands it is made of."""


def breakdown(
    request: FileRequest,
    tables: CaseTables,
    code: str,
    axis: str,
    nodes: Sequence[str] | None = None,
    **at: str,
) -> pd.DataFrame:
    """Cells of one axis at the view's place: ``node, n, status, share, share_status``, without empty ones.

    A share is hidden or missing where its part or the whole is. ``nodes``: in this order; else those of the
    axis, largest first, the total left out.
    """
    # Some ten rows: sorted and shared out as arrays, and made a frame once.
    cells = case_cells(tables, code, request.viewer, place=request.view.place, **at)
    n, status, own = cells["n"], cells["status"], cells[axis]
    rows = np.flatnonzero((own != TOTAL) & ~((status == "ok") & (n == 0)))
    if nodes is None:
        rows = rows[np.argsort(-n[rows], kind="stable")]
    else:
        at_node = dict(zip(own[rows], rows, strict=True))
        rows = np.array([at_node[node] for node in nodes if node in at_node], dtype=np.int64)
    columns = {"node" if name == axis else name: values[rows] for name, values in cells.items()}
    whole = np.flatnonzero(own == TOTAL)
    known = str(status[whole[0]]) if len(whole) else "missing"
    if known == "ok" and n[whole[0]]:
        columns["share"] = ratio(n[rows], n[whole[0]], 100)
        columns["share_status"] = status[rows]
    else:
        columns["share"] = np.full(len(rows), np.nan)
        columns["share_status"] = np.full(len(rows), "missing" if known == "ok" else known, dtype=object)
    return pd.DataFrame(columns)


def breakdown_table(
    request: FileRequest, axis: str, rows: pd.DataFrame, *, count: str = "", bars: bool = True
) -> Table:
    """A breakdown with words for its nodes; ``bars`` behind its counts."""
    t, language = request.t, request.language
    columns = (
        Column("name", t("cases.what"), width=34),
        Column("n", count or t("cases.persons"), "integer", 0, 14, bar=bars),
        Column("share", t("cases.share"), "percent", 1, 12),
    )
    return Table(
        columns,
        {
            "name": [case_word(request, axis, node) for node in rows["node"]],
            "n": figures_or_words(rows["n"], rows["status"], language),
            "share": figures_or_words(rows["share"], rows["share_status"], language),
        },
    )


def age_table(request: FileRequest, tables: CaseTables, year: str) -> Table:
    """People in charge by age, with the rate per 1,000 residents of that age."""
    t, language, version = request.t, request.language, request.version
    rows = breakdown(
        request,
        tables,
        "people_by_age",
        "age",
        (*AGES, "unknown"),
        state="in_charge",
        time=tables.closing[year],
    )
    table = breakdown_table(request, "age", rows)
    inside = [version.district_position[d] for d in districts_of(version, request.view.place)]
    bands = version.age_bands.get(int(year))
    groups = {"0-17": AGE_BANDS[:3], "18-64": AGE_BANDS[3:4], "65+": AGE_BANDS[4:]}
    rates = []
    for node, n in zip(rows["node"], rows["n"], strict=True):
        own = groups.get(node, (node,))
        known = bands is not None and all(band in AGE_BANDS for band in own)
        living = (
            bands[[AGE_BANDS.index(b) for b in own]][:, inside].sum() if known and bands is not None else 0
        )
        rates.append(float(ratio(n, living, 1000)) if living else np.nan)
    statuses = [s if r == r or s != "ok" else "missing" for s, r in zip(rows["status"], rates, strict=True)]
    return Table(
        (*table.columns, Column("rate", t("cases.per_1000"), "decimal", 1, 16)),
        {**table.rows, "rate": figures_or_words(rates, statuses, language)},
    )


def months_table(request: FileRequest, tables: CaseTables) -> Table:
    """People in charge at the end of each month, in total and by category, oldest first."""
    months, nodes = tables.months, (TOTAL, *CATEGORIES)
    cells = case_counts(
        tables,
        "people_by_category",
        request.viewer,
        place=request.view.place,
        state="in_charge",
        time=months,
        category=nodes,
    )
    shape = (len(months), len(nodes))
    figures, status = cells["n"].to_numpy().reshape(shape), cells["status"].to_numpy().reshape(shape)
    table: dict[str, list] = {"month": [month_words(month) for month in months]}
    columns = [Column("month", request.t("cases.month"), width=12)]
    for i, node in enumerate(nodes):
        if not (figures[:, i] == 0).all():
            table[node] = figures_or_words(figures[:, i], status[:, i], request.language)
            columns.append(Column(node, case_word(request, "category", node), "integer", 0, 14))
    return Table(tuple(columns), table)


def access_months_table(request: FileRequest, tables: CaseTables) -> Table:
    """Accesses month by month."""
    cells = case_counts(
        tables, "accesses", request.viewer, place=request.view.place, time=list(tables.months)
    )
    columns = (
        Column("month", request.t("cases.month"), width=12),
        Column("n", request.t("cases.accesses"), "integer", 0, 14),
    )
    words = figures_or_words(cells["n"], cells["status"], request.language)
    return Table(columns, {"month": [month_words(m) for m in cells["time"]], "n": words})


def after_table(request: FileRequest, tables: CaseTables, year: str) -> Table:
    """What became of the people at their first access."""
    rows = breakdown(
        request,
        tables,
        "conversion",
        "after",
        ("already", "within_90", "later"),
        kind="new",
        time=tables.matured[year],
    )
    return breakdown_table(request, "after", rows, bars=False)


def events_table(request: FileRequest, tables: CaseTables, year: str) -> Table:
    """Cases opened, taken in charge, reopened and closed in the year."""
    cells = case_counts(tables, "events", request.viewer, place=request.view.place, time=year)
    columns = (
        Column("name", request.t("cases.events"), width=34),
        Column("n", request.t("waits.cases"), "integer", 0, 14),
    )
    words = figures_or_words(cells["n"], cells["status"], request.language)
    return Table(columns, {"name": [case_word(request, "event", e) for e in cells["event"]], "n": words})


def comuni_table(request: FileRequest, tables: CaseTables, year: str) -> Table:
    """The Comuni of the view's district: people in charge by residence, accesses by desk."""
    t, language = request.t, request.language
    month = tables.closing[year]
    place = request.view.place
    columns = (
        Column("name", t("cases.comune"), width=34),
        Column("people", t("cases.comuni_people", month=month_words(month)), "integer", 0, 22),
        Column("accesses", t("cases.comuni_accesses", year=year), "integer", 0, 22),
    )
    parts = {}
    for name, code, at in (
        ("people", "people_by_comune", {"state": "in_charge", "time": month}),
        ("accesses", "accesses_by_comune", {"time": year}),
    ):
        cells = case_counts(tables, code, request.viewer, **at)
        cells = cells[cells["place"].str.startswith(f"{place}/")].set_index("place")
        parts[name] = pd.Series(figures_or_words(cells["n"], cells["status"], language), cells.index, object)
    table = pd.DataFrame(parts)
    table = table[~((table["people"] == 0) & (table["accesses"] == 0))]
    table.insert(0, "name", [comune_word(request, str(node)) for node in table.index])
    elsewhere = table.index.str.contains(r"/(?:region|outside|unknown)$")
    order = table.assign(last=elsewhere).sort_values(["last", "name"], kind="stable").index
    return Table.of(columns, table.loc[order].reset_index(drop=True))
