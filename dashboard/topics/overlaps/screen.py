"""The pieces of the page Sovrapposizioni: figures, matrix in words, kinds of support, districts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from dashboard.cases.needs_screen import (
    against_region,
    definition,
    figure,
    headline_rows,
    open_district,
)
from dashboard.cases.rows import across_words
from dashboard.locale.formats import compact_euro, number
from dashboard.locale.words import place_name
from dashboard.parts import prose
from dashboard.parts.strip import sections
from dashboard.parts.tiles import figures
from dashboard.screen.downloads import asked
from dashboard.screen.session import Context
from dashboard.tables.screen import show
from dashboard.tables.table import Column, Table
from dashboard.topics.overlaps.compute import SCOPES, Overlaps, overlaps_of
from dashboard.topics.overlaps.tables import (
    across_definition,
    bodies_table,
    districts_table,
    kinds_table,
    matrix_table,
    service_table,
)
from data_access.cases.published import CaseTables


def look(ctx: Context, tables: CaseTables) -> Overlaps:
    """Choose the overlaps of the view."""
    return overlaps_of(ctx.version, ctx.view, ctx.viewer, tables)


def to_check(ctx: Context) -> None:
    """Say before any figure that an overlap is a clue and no verdict."""
    prose.warning(f"**{ctx.t('overlaps.check')}** {ctx.t('overlaps.check_words')}", "rule")


def headline(ctx: Context, overlaps: Overlaps) -> Table:
    """People, pairs and money, inside the zone and across zones."""
    t, language = ctx.t, ctx.language
    tiles = []
    for scope in SCOPES:
        people, pairs = overlaps.people.loc[scope], overlaps.pairs.loc[scope]
        n = figure(pairs["n"], pairs["status"], "n", language, 0)
        money = figure(pairs["cents_smaller"], pairs["status"], "n", language, 0)
        if pairs["status"] == "ok" and pairs["cents_smaller"] == pairs["cents_smaller"]:
            money = compact_euro(pairs["cents_smaller"] / 100, language)
        words, across = t(f"overlaps.scope_{scope}"), scope == "across"
        tiles += [
            (
                f"{t('overlaps.people')} {words}",
                figure(people["n"], people["status"], "n", language, 0),
                t("overlaps.pairs_below", n=n),
                definition(ctx, overlaps.tables, "overlaps.people_definition", across=across),
            ),
            (
                f"{t('overlaps.smaller')} {words}",
                money,
                t("overlaps.to_check"),
                definition(ctx, overlaps.tables, "overlaps.smaller_definition", across=across),
            ),
        ]
    figures(tiles, columns=4)
    columns = (
        Column("label", t("column.figure"), width=50),
        Column("value", t("map.value"), width=18),
        Column("below", t("column.note"), width=40),
    )
    return Table.of(columns, headline_rows(tiles))


def pairs(ctx: Context, overlaps: Overlaps) -> None:
    """Matrix of kinds of bodies, kinds of support, own service; inside zones or across them."""
    t = ctx.t
    prose.heading(t("overlaps.bodies"))
    if overlaps.wider != ctx.view.place:
        prose.note(t("overlaps.wider_here", place=place_name(ctx.version, overlaps.wider, t)))
    sections(
        {scope: partial(_scope, ctx, overlaps, scope) for scope in SCOPES},
        key="overlap_scope",
        words=lambda scope: t(f"overlaps.tab_{scope}"),
    )


def _scope(ctx: Context, overlaps: Overlaps, scope: str) -> None:
    t = ctx.t
    if scope == "across":
        prose.note(f"{across_definition(asked(ctx), overlaps)} {across_words(asked(ctx), overlaps.tables)}")
    _matrix(ctx, overlaps, scope)
    show(ctx, bodies_table(asked(ctx), overlaps, scope), key=f"overlap_bodies_{scope}", height=420)
    prose.text(f"**{t('overlaps.kinds_heading')}**")
    show(ctx, kinds_table(asked(ctx), overlaps, scope), key=f"overlap_kinds_{scope}")
    prose.text(f"**{t('overlaps.service_heading')}**", help=t("overlaps.service_definition"))
    show(ctx, service_table(asked(ctx), overlaps, scope), key=f"overlap_service_{scope}")


def _matrix(ctx: Context, overlaps: Overlaps, scope: str) -> None:
    """Pairs of kinds of bodies as the lower half of a square."""
    table = matrix_table(asked(ctx), overlaps, scope)
    show(ctx, table, key=f"overlap_matrix_{scope}", label=ctx.t("overlaps.matrix"), height=None)


def districts(ctx: Context, overlaps: Overlaps) -> None:
    """Every district by people in overlaps inside it."""
    t = ctx.t
    prose.heading(t("overlaps.by_district"))
    prose.note(t("overlaps.district_caption"))
    words = partial(number, decimals=1, language=ctx.language)
    drawn = against_region(t("overlaps.drawn"), overlaps.districts, words)
    table = replace(districts_table(asked(ctx), overlaps), mine=(ctx.view.place,))
    show(
        ctx,
        table.beside("value", drawn),
        key="overlap_district_rows",
        on_row=lambda code: open_district(ctx, code),
        height=900,
    )
    prose.note(f"{t('table.open')} {t('needs.marks')}")
