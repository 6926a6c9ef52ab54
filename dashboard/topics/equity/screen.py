"""The pieces of the page Bisogni e risorse: the quadrant, the districts it names, and the rule in words."""

from __future__ import annotations

import pandas as pd

from dashboard.cases.needs_screen import (
    definition,
    figure,
    interval,
    open_district,
)
from dashboard.cases.words import Wording
from dashboard.locale.words import period_name
from dashboard.parts import prose
from dashboard.parts.plot import plot
from dashboard.parts.strip import sections
from dashboard.parts.tiles import figures
from dashboard.screen.downloads import asked
from dashboard.screen.session import Context
from dashboard.tables.screen import show
from dashboard.topics.equity.compute import VERDICTS
from dashboard.topics.equity.needs_and_money import NeedsAndMoney, needs_and_money, target_of
from dashboard.topics.equity.quadrant import quadrant
from dashboard.topics.equity.tables import (
    allotted_words,
    districts_table,
    named_table,
    need_words,
    region_table,
)
from data_access.cases.published import CaseTables
from data_access.version_cache import version_cached


def look(ctx: Context, tables: CaseTables) -> NeedsAndMoney | None:
    """Set the edition's budgets against the needs of its year; say calmly when there are no such needs."""
    equity = needs_and_money(ctx.version, ctx.view, ctx.viewer, tables)
    if equity is None:
        prose.info(ctx.t("equity.no_year", years=", ".join(tables.years)), "event_busy")
    return equity


def shown_target(ctx: Context) -> str:
    """The target group of the quadrant."""
    return target_of(ctx.version, ctx.view)


def headline(ctx: Context, equity: NeedsAndMoney) -> None:
    """Need and euro per person at need, of the place or the region; how many districts are named."""
    t, language, drawn = ctx.t, ctx.language, equity.quadrant
    place = ctx.view.place
    tiles: list[tuple[str, str, str | None]] = []
    if place in drawn.districts.index:
        row = drawn.districts.loc[place]
        for name, kind, region, decimals in (
            ("need", "n", drawn.need, 2),
            ("per_person", "euro", drawn.per_person, 0),
        ):
            low, high = row[f"{name}_lower"], row[f"{name}_upper"]
            words = t("fact.region", value=figure(region, "ok", kind, language, decimals))
            if band := interval(low, high, kind, ctx, decimals):
                words = f"{band} · {words}"
            status = row["need_status" if name == "need" else "status"]
            tiles.append((name, figure(row[name], status, kind, language, decimals), words))
        tiles.append(("verdict", t(f"equity.short_{row['verdict'] or 'unknown'}"), None))
    else:
        tiles = [
            ("need", figure(drawn.need, "ok", "n", language, 2), t("place.short")),
            (
                "per_person",
                figure(drawn.per_person, "ok", "euro", language, 0),
                t("value.coverage", covered=drawn.compared, of=len(drawn.districts)),
            ),
        ]
    counts = drawn.districts["verdict"].value_counts()
    tiles += [
        (verdict, t("value.of", n=int(counts.get(verdict, 0)), of=len(drawn.districts)), None)
        for verdict in VERDICTS
    ]
    figures(
        [
            (
                need_words(t, equity.target) if name == "need" else t(f"equity.{name}"),
                value,
                below,
                definition(
                    ctx,
                    equity.tables,
                    "equity.rule_words" if name in (*VERDICTS, "verdict") else f"equity.{name}_definition",
                    of=t(f"equity.of_{equity.target}"),
                ),
            )
            for name, value, below in tiles
        ],
        columns=len(tiles),
    )


def named(ctx: Context, equity: NeedsAndMoney) -> None:
    """Name, in one sentence each way, the districts where money does not follow need."""
    t, drawn = ctx.t, equity.quadrant
    for verdict, icon in (("short", "▼"), ("ample", "◆")):
        codes = drawn.districts.index[drawn.districts["verdict"] == verdict]
        names = ", ".join(ctx.version.place_names[str(code)] for code in codes)
        prose.text(
            t(f"equity.{verdict}_words", icon=icon, names=names)
            if names
            else t(f"equity.{verdict}_nobody", icon=icon)
        )
    prose.note(t("equity.rule_words"))
    if equity.total:
        prose.note(allotted_words(asked(ctx), equity))


def picture(ctx: Context, equity: NeedsAndMoney) -> None:
    """The quadrant; a mark leads to its district."""
    t, drawn = ctx.t, equity.quadrant
    rows = _marks(Wording(ctx.version, ctx.language), equity)
    if rows.empty:
        prose.info(t("equity.nothing"), "search_off")
        return
    plot(
        quadrant(
            rows,
            need=drawn.need,
            per_person=drawn.per_person,
            names={verdict: t(f"equity.{verdict}") for verdict in ("none", *VERDICTS)},
            axes=(need_words(t, equity.target), t("equity.per_person")),
            region=t("place.short"),
            chosen=ctx.view.place,
        ),
        key="quadrant",
        on_pick=lambda word: open_district(ctx, word),
        alt=t("equity.alt", need=need_words(t, equity.target)),
    )
    unknown = drawn.districts["status"].value_counts()
    prose.note(
        t(
            "equity.caption",
            edition=period_name(ctx.version, equity.edition, t),
            shown=len(rows),
            of=len(drawn.districts),
            hidden=int(unknown.get("hidden", 0)),
            missing=int(unknown.get("missing", 0)),
        )
    )


# Another place leaves all marks as they were.
@version_cached(maxsize=64)
def _marks(wording: Wording, equity: NeedsAndMoney) -> pd.DataFrame:
    """The districts of the quadrant with what the chart writes at them; not to be written to."""
    t, language, drawn = wording.t, wording.language, equity.quadrant
    rows = drawn.districts[drawn.districts["status"] == "ok"]
    names = [wording.version.place_names[str(code)] for code in rows.index]
    without = equity.coverage.loc[rows.index]
    words = [
        "\n".join(
            (
                f"**{name}**",
                f"{need_words(t, equity.target)}: {figure(need, 'ok', 'n', language, 2)}",
                f"{t('equity.per_person')}: {figure(euro, 'ok', 'euro', language, 0)}",
                f"{t('needs.share')}: {figure(share, status, 'percent', language)}",
            )
        )
        for name, need, euro, share, status in zip(
            names,
            rows["need"].tolist(),
            rows["per_person"].tolist(),
            without["value"].tolist(),
            without["status"].tolist(),
            strict=True,
        )
    ]
    return rows.assign(label=[name.rsplit(" (", 1)[0] for name in names], words=words)


def tables(ctx: Context, equity: NeedsAndMoney) -> None:
    """All districts of the quadrant; the districts named in every target group; the region."""
    t = ctx.t

    sections(
        {"districts": _districts, "named": _named, "region": _region},
        ctx,
        equity,
        key="equity_tables",
        words=lambda name: t(f"equity.{name}_sheet"),
    )
    prose.note(f"**{t('equity.caution')}** {t('equity.caution_words')}")


def _districts(ctx: Context, equity: NeedsAndMoney) -> None:
    show(
        ctx,
        districts_table(asked(ctx), equity),
        key="equity_district_rows",
        on_row=lambda code: open_district(ctx, code),
        height=560,
    )
    prose.note(ctx.t("table.open"))


def _named(ctx: Context, equity: NeedsAndMoney) -> None:
    table = named_table(asked(ctx), equity)
    show(ctx, table, key="equity_named_rows", on_row=lambda code: open_district(ctx, code))


def _region(ctx: Context, equity: NeedsAndMoney) -> None:
    show(ctx, region_table(asked(ctx), equity), key="equity_region_rows")
