"""The pieces of the page Bisogni e copertura; every share is drawn in its table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from dashboard.cases.needs_screen import (
    ALL,
    against_region,
    definition,
    figure,
    headline_rows,
    interval,
    open_district,
)
from dashboard.cases.words import case_word
from dashboard.locale.formats import percent
from dashboard.parts import prose
from dashboard.parts.tiles import figures
from dashboard.screen.downloads import asked
from dashboard.screen.filters import select
from dashboard.screen.session import Context, change
from dashboard.tables.screen import show
from dashboard.tables.spans import Spans
from dashboard.tables.table import Column, Table
from dashboard.topics.needs.compute import Needs, needs_of
from dashboard.topics.needs.tables import (
    categories_table,
    classes_table,
    districts_table,
    scope_words,
    uncategorised_words,
)
from data_access.cases.published import CaseTables
from data_access.privacy import TOTAL


def need_select(ctx: Context, tables: CaseTables) -> None:
    """The class of needs that the districts are compared on."""
    labels = tables.labels.get("need_class", {})
    select(
        ctx.t("needs.class"),
        [ALL, *labels],
        ctx.view.need if ctx.view.need in labels else ALL,
        key="need_class",
        words=lambda code: labels[code] if code else ctx.t("needs.any"),
        make=lambda view, code: replace(view, need=code),
        help=ctx.t("needs.class_help"),
    )


def look(ctx: Context, tables: CaseTables) -> Needs:
    """Choose the needs of the view."""
    return needs_of(ctx.version, ctx.view, ctx.viewer, tables)


def headline(ctx: Context, needs: Needs) -> Table:
    """People with a need, those without support, those with one elsewhere, those not followed yet."""
    t, language = ctx.t, ctx.language
    row = needs.whole.iloc[0]

    def count(name: str) -> str:
        return figure(row.get(name, float("nan")), row.get(f"{name}_status", "missing"), "n", language, 0)

    share = figure(row["value"], row["status"], "percent", language)
    region = figure(row["region"], "ok", "percent", language)
    below = " · ".join(
        part
        for part in (interval(row["lower"], row["upper"], "percent", ctx), t("fact.region", value=region))
        if part
    )
    tiles = [
        (t("needs.asked"), count("asked"), None, "asked"),
        (t("needs.share"), share, below, "share"),
        (t("needs.unanswered"), count("unanswered"), None, "unanswered"),
    ]
    if needs.elsewhere is not None:
        value = figure(needs.elsewhere["n"], needs.elsewhere["status"], "n", language, 0)
        tiles.append((t("needs.elsewhere"), value, t("needs.elsewhere_below"), "elsewhere"))
    if "unfollowed" in row:
        tiles.append((t("needs.left_out"), count("unfollowed"), t("needs.left_out_below"), "left_out"))
    shown = [
        (
            label,
            value,
            words,
            definition(ctx, needs.tables, f"needs.{key}_definition", across=key == "elsewhere"),
        )
        for label, value, words, key in tiles
    ]
    figures(shown, columns=len(shown))
    if needs.category != TOTAL:
        key = "needs.category_but_class" if needs.need else "needs.category_caption"
        words = {"category": case_word(ctx, "category", needs.category)}
        if needs.need:
            words["need"] = case_word(ctx, "need_class", needs.need)
        prose.note(t(key, **words))
    columns = (
        Column("label", t("column.figure"), width=44),
        Column("value", t("map.value"), width=18),
        Column("below", t("column.note"), width=50),
    )
    return Table.of(columns, headline_rows(shown))


def classes(ctx: Context, needs: Needs) -> None:
    """What kind of need stays without support, most people first."""
    t = ctx.t
    prose.heading(t("needs.by_class"))
    prose.note(t("needs.class_caption"))
    show(
        ctx,
        classes_table(asked(ctx), needs).beside("value", _shares(ctx, needs.classes)),
        key="need_class_rows",
        on_row=_choose_class,
    )
    prose.note(f"{t('needs.choose_class')} {t('needs.marks')}")


def categories(ctx: Context, needs: Needs) -> None:
    """Who stays without support, by category."""
    prose.heading(ctx.t("needs.by_category"))
    table = categories_table(asked(ctx), needs).beside("value", _shares(ctx, needs.categories))
    show(ctx, table, key="need_category_rows")
    if words := uncategorised_words(asked(ctx), needs):
        prose.note(words)


def districts(ctx: Context, needs: Needs) -> None:
    """Every district against the region."""
    t = ctx.t
    prose.heading(t("needs.by_district"))
    prose.note(t("needs.district_caption", what=scope_words(asked(ctx), needs)))
    table = replace(districts_table(asked(ctx), needs), mine=(ctx.view.place,))
    show(
        ctx,
        table.beside("value", _shares(ctx, needs.districts)),
        key="need_district_rows",
        on_row=lambda code: open_district(ctx, code),
        height=900,
    )
    prose.note(f"{t('table.open')} {t('needs.marks')}")


def _shares(ctx: Context, found: pd.DataFrame) -> Spans:
    """The shares of a table on their intervals, against the region's."""
    words = partial(percent, decimals=0, language=ctx.language)
    return against_region(ctx.t("needs.drawn"), found, words)


def _choose_class(code: str) -> None:
    change(need=code)
