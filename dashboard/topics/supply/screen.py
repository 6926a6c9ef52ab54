"""The pieces of *Forniture dati*."""

from __future__ import annotations

import pandas as pd

from dashboard.cases import charts as charts
from dashboard.cases.rows import across_words
from dashboard.cases.territory_table import territory_table
from dashboard.locale.formats import MISSING, day, number, percent
from dashboard.parts import prose
from dashboard.parts.plot import plot
from dashboard.parts.strip import sections
from dashboard.parts.tiles import figures
from dashboard.screen.downloads import asked
from dashboard.screen.session import Context
from dashboard.tables.screen import show
from dashboard.topics.supply.tables import (
    off_table,
    rejects_table,
    shares_note,
    shares_table,
    zones_of,
    zones_table,
)
from data_access.cases.published import CaseTables


def headline(ctx: Context, tables: CaseTables) -> None:
    """How many zones, how fresh, how many rows read and left out, what is off."""
    t, language = ctx.t, ctx.language
    zones = zones_of(asked(ctx), tables)
    given = zones[zones["refreshed_at"].notna()]
    read, rejected = int(given["rows_read"].sum()), int(given["rows_rejected"].sum())
    off = tables.features[tables.features["zone"].isin(zones.index)]["zone"].nunique()
    ends = pd.to_datetime(given["data_until"])
    latest = day(ends.max(), language) if len(given) else MISSING[language]
    earliest = day(ends.min(), language) if len(given) else MISSING[language]
    share = percent(rejected / read * 100, 2, language) if read else MISSING[language]
    explained = t("question.forniture")
    figures(
        [
            (
                t("supply.zones"),
                number(len(given), 0, language),
                t("supply.zones_below", of=len(zones)),
                explained,
            ),
            (t("supply.until"), latest, t("supply.until_below", day=earliest), explained),
            (t("supply.read"), number(read, 0, language), None, explained),
            (
                t("supply.rejected"),
                number(rejected, 0, language),
                t("supply.rejected_below", share=share),
                t("supply.rejects_note"),
            ),
            (t("supply.off"), number(off, 0, language), t("supply.off_below"), explained),
        ]
    )
    prose.note(across_words(asked(ctx), tables))


def supply_sections(ctx: Context, tables: CaseTables) -> None:
    """Zones, what was left out of each table, rows left out by reason, what is off."""
    sections(
        {
            "supply.tab_zones": lambda: show(ctx, zones_table(asked(ctx), tables), key="zone_rows"),
            "supply.tab_shares": lambda: left_out(ctx, tables),
            "supply.tab_rejects": lambda: rejects(ctx, tables),
            "supply.tab_off": lambda: off(ctx, tables),
            "supply.tab_territory": lambda: territory(ctx),
        },
        key="supply_tab",
        words=ctx.t,
    )


def left_out(ctx: Context, tables: CaseTables) -> None:
    """Rows left out of each table, as a share of those read."""
    table = shares_table(asked(ctx), tables)
    if not len(table):
        prose.info(ctx.t("supply.no_rejects"), "check")
        return
    prose.note(shares_note(asked(ctx)))
    show(ctx, table, key="share_rows")


def rejects(ctx: Context, tables: CaseTables) -> None:
    """Rows found wanting, by reason."""
    t = ctx.t
    table = rejects_table(asked(ctx), tables)
    if not len(table):
        prose.info(t("supply.no_rejects"), "check")
        return
    sums = table.frame.groupby("reason")["rows"].sum().sort_values(ascending=False)
    plot(
        charts.bars(
            list(sums.index),
            sums.astype(float).tolist(),
            [number(n, 0, ctx.language) for n in sums.tolist()],
        ),
        key="rejects",
        alt=t("supply.rejects_alt"),
    )
    prose.note(t("supply.rejects_note"))
    show(ctx, table, key="reject_rows")


def territory(ctx: Context) -> None:
    """Where registers, case databases and boundaries do not know the same Comuni."""
    table = territory_table(asked(ctx))
    if not len(table):
        prose.info(ctx.t("catalogue.territory_none"), "check")
        return
    prose.note(ctx.t("catalogue.territory_words"))
    show(ctx, table, key="territory_rows")


def off(ctx: Context, tables: CaseTables) -> None:
    """What is switched off, and why."""
    table = off_table(asked(ctx), tables)
    if not len(table):
        prose.info(ctx.t("supply.all_on"), "check")
        return
    show(ctx, table, key="off_rows")
