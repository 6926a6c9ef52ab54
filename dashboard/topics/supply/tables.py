"""The tables of *Forniture dati*: how fresh each zone is, what was left out, what is switched off."""

from __future__ import annotations

import pandas as pd

from dashboard.excel.request import FileRequest
from dashboard.locale.formats import MISSING, percent
from dashboard.locale.texts import Translate, catalogue
from dashboard.locale.words import districts_of, place_name
from dashboard.tables.table import Column, Table
from data_access.cases.left_out import shares, usable_limits
from data_access.cases.published import CaseTables
from data_access.italian_time import italian_day
from data_access.version import Version
from data_access.version_cache import version_cached


def zones_of(request: FileRequest, tables: CaseTables) -> pd.DataFrame:
    """The supply log of the zones of the view's place, those in trouble first, then the least fresh.

    Not to be written to.
    """
    return _zones(request.version, request.view.place, tables)


@version_cached(maxsize=64)
def _zones(version: Version, place: str, tables: CaseTables) -> pd.DataFrame:
    supply = tables.supply.loc[districts_of(version, place)]
    state = supply["state"].where(supply["state"].notna(), "never")
    state = state.where(supply["refreshed_at"].notna(), "never")
    supply = supply.assign(state=state, order=state.map({"never": 0, "failed": 1, "ok": 2}))
    return supply.sort_values(["order", "data_until", "refreshed_at"], kind="stable")


def zones_table(request: FileRequest, tables: CaseTables) -> Table:
    """A row a zone."""
    t, language = request.t, request.language
    zones = zones_of(request, tables)
    off: dict[str, list[str]] = {}
    for zone, feature in zip(
        tables.features["zone"].tolist(), tables.features["feature"].tolist(), strict=True
    ):
        off.setdefault(zone, []).append(t(f"feature.{feature}"))
    none = MISSING[language]
    much = much_left_out(tables)
    codes = zones.index.tolist()
    read, rejected = (zones[name].fillna(0).tolist() for name in ("rows_read", "rows_rejected"))
    known = zones["refreshed_at"].notna().tolist()
    columns = (
        Column("zone", t("supply.zone"), width=30),
        Column("state", t("supply.state"), width=26),
        Column("until", t("supply.data_until"), "date", 0, 14),
        Column("refreshed", t("supply.refreshed"), "date", 0, 14),
        Column("read", t("supply.rows_read"), "integer", 0, 14),
        Column("rejected", t("supply.rows_rejected"), "integer", 0, 12),
        Column("share", t("supply.rejected_share"), "percent", 2, 12),
        Column("much", t("supply.much", limit=_limit(request)), width=40),
        Column("off", t("supply.what_off"), width=30),
        Column("problem", t("supply.problem"), width=60),
    )
    table = pd.DataFrame(
        {
            "zone": [place_name(request.version, zone, t) for zone in codes],
            "state": [t(f"supply.{state}") for state in zones["state"].tolist()],
            "until": [none if pd.isna(day) else pd.Timestamp(day).date() for day in zones["data_until"]],
            "refreshed": [
                none if pd.isna(moment) else italian_day(pd.Timestamp(moment).to_pydatetime())
                for moment in zones["refreshed_at"]
            ],
            "read": [int(n) if k else none for n, k in zip(read, known, strict=True)],
            "rejected": [int(n) if k else none for n, k in zip(rejected, known, strict=True)],
            "share": [
                n / of * 100 if k and of else none for n, of, k in zip(rejected, read, known, strict=True)
            ],
            "off": [", ".join(off[zone]) if zone in off else t("supply.none") for zone in codes],
            "much": [
                ", ".join(
                    t("supply.table_share", table=row.table_name, share=percent(row.share, 1, language))
                    for row in much[much["zone"] == zone].itertuples()
                )
                or t("supply.none")
                for zone in codes
            ],
            "problem": [
                _problem(str(problem), str(detail), t)
                for problem, detail in zip(
                    zones["problem"].fillna(""), zones["problem_detail"].fillna(""), strict=True
                )
            ],
        }
    )
    return Table.of(columns, table)


def much_left_out(tables: CaseTables) -> pd.DataFrame:
    """Return the tables of which a zone left out more rows than is usual (:func:`left_out.shares`)."""
    found = shares(tables.reads, tables.rejects, usable_limits())
    return found[found["verdict"] != "ok"]


def shares_table(request: FileRequest, tables: CaseTables) -> Table:
    """Rows left out of each table in the zones of the view's place, as a share of the rows read."""
    t, inside = request.t, districts_of(request.version, request.view.place)
    found = shares(tables.reads, tables.rejects, usable_limits())
    found = found[found["zone"].isin(inside)]
    columns = (
        Column("zone", t("supply.zone"), width=30),
        Column("table", t("supply.table"), width=34),
        Column("share", t("supply.rejected_share"), "percent", 2, 14, bar=True),
        Column("out", t("supply.rows_rejected"), "integer", 0, 12),
        Column("read", t("supply.rows_read"), "integer", 0, 14),
        Column("verdict", t("supply.verdict"), width=30),
    )
    return Table.of(
        columns,
        pd.DataFrame(
            {
                "zone": [place_name(request.version, str(zone), t) for zone in found["zone"]],
                "table": found["table_name"],
                "share": found["share"],
                "out": found["left_out"],
                "read": found["read"],
                "verdict": [t(f"supply.left_out_{verdict}") for verdict in found["verdict"]],
            }
        ),
    )


def shares_note(request: FileRequest) -> str:
    """What share of a table's rows left out is too many."""
    allowed, language = usable_limits(), request.language
    return request.t(
        "supply.shares_note",
        warn=percent(allowed.warn, 1 if allowed.warn % 1 else 0, language),
        fail=percent(allowed.fail, 1 if allowed.fail % 1 else 0, language),
    )


def rejects_table(request: FileRequest, tables: CaseTables) -> Table:
    """Rows found wanting in the zones of the view's place, by reason and table, most first."""
    t = request.t
    inside = tables.rejects[tables.rejects["zone"].isin(districts_of(request.version, request.view.place))]
    keys = ["reason", "table_name", "effect"]
    sums = inside.groupby(keys, as_index=False)["rows"].sum()
    sums = sums.sort_values("rows", ascending=False, kind="stable", ignore_index=True)
    # Read where the table's rows are wanting or not: the share is of all zones of the place.
    read = tables.reads[tables.reads["zone"].isin(districts_of(request.version, request.view.place))]
    of = sums["table_name"].map(read.groupby("table_name")["rows"].sum())
    columns = (
        Column("reason", t("supply.reason"), width=44),
        Column("table", t("supply.table"), width=30),
        Column("effect", t("supply.effect"), width=22),
        Column("rows", t("supply.rows"), "integer", 0, 12),
        Column("share", t("supply.of_read"), "percent", 2, 14),
    )
    none = MISSING[request.language]
    return Table.of(
        columns,
        pd.DataFrame(
            {
                "reason": [reject_word(t, reason) for reason in sums["reason"]],
                "table": sums["table_name"],
                "effect": [t(f"supply.{effect}") for effect in sums["effect"]],
                "rows": sums["rows"],
                "share": [
                    n / whole * 100 if whole > 0 else none for n, whole in zip(sums["rows"], of, strict=True)
                ],
            }
        ),
    )


def off_table(request: FileRequest, tables: CaseTables) -> Table:
    """What is switched off, zone by zone, and why."""
    t = request.t
    inside = tables.features[tables.features["zone"].isin(districts_of(request.version, request.view.place))]
    columns = (
        Column("zone", t("supply.zone"), width=30),
        Column("off", t("supply.what_off"), width=30),
        Column("why", t("supply.why"), width=60),
    )
    return Table.of(
        columns,
        pd.DataFrame(
            {
                "zone": [place_name(request.version, str(zone), t) for zone in inside["zone"]],
                "off": [t(f"feature.{feature}") for feature in inside["feature"]],
                "why": [t("supply.lacks", what=detail) for detail in inside["detail"]],
            }
        ),
    )


def reject_word(t: Translate, reason: str) -> str:
    """Why a row was found wanting; a reason without words is shown as it is."""
    return t(f"reject.{reason}") if f"reject.{reason}" in catalogue("it") else reason


def _problem(problem: str, detail: str, t: Translate) -> str:
    if not problem:
        return t("supply.none")
    return t(f"supply.problem.{problem}") + (f" ({detail})" if detail else "")


def _limit(request: FileRequest) -> str:
    allowed = usable_limits().warn
    return percent(allowed, 1 if allowed % 1 else 0, request.language)
