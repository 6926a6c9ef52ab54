"""The pieces of the page Risorse e interventi; every picture stands beside its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from dashboard.address.cross_filter import (
    code_name,
    mark_text,
    marks_of,
    narrowed,
    shortened,
    toggled,
)
from dashboard.charts.palette import CATEGORICAL, tint
from dashboard.locale.formats import compact_euro, euro, number, percent
from dashboard.locale.words import absence_word, coverage_words, districts_of
from dashboard.measure.screen import explanation
from dashboard.parts import prose, strip
from dashboard.parts.flows import flows as ribbons
from dashboard.parts.plot import plot
from dashboard.parts.tiles import figures
from dashboard.parts.treemap import treemap
from dashboard.screen.downloads import asked
from dashboard.screen.session import Context, change, change_with, open_page
from dashboard.tables.screen import show
from dashboard.tables.stacks import stacks
from dashboard.tables.table import Column, Table
from dashboard.topics.money import charts as charts
from dashboard.topics.money.compute import curve_points, holding
from dashboard.topics.money.tables import (
    Looked,
    cells,
    choices_table,
    concentration_table,
    counting,
    coverage,
    districts_in_words,
    districts_table,
    flows_table,
    interventions_table,
    looked_at,
)
from data_access import resources as money
from data_access.resources import DIMENSIONS, MAX_SOURCES, codes_of
from data_access.version import REGION

SHOWN_INTERVENTIONS = 50
"""Rows of the table below the treemap; a page of its own and the Excel file have all of them."""


def look(ctx: Context) -> Looked:
    """Choose the money of the view."""
    return looked_at(ctx.version, ctx.view, ctx.viewer)


def headline_figures(ctx: Context, selection: Looked) -> None:
    """Total, per resident, interventions and plans presented; below, what is in the total and what is not."""
    figures(headline(ctx, selection), columns=4)
    if len(sentences := coverage(asked(ctx), selection.found)) > 1:
        prose.note(" ".join(sentences[1:]))


def headline(ctx: Context, selection: Looked) -> list[tuple[str, str, str, str]]:
    """The headline figures in words: label, value, what stands below, definition."""
    t, version, language, found = ctx.t, ctx.version, ctx.language, selection.found
    per_resident, total, count = found.euro_per_resident, found.total, found.interventions
    known = found.known
    of = {"n": number(found.residents[known].sum(), 0, language), "districts": int(known.sum())}
    half = holding(money.concentration(found), 50) if total else 0
    measures = version.measures
    none, covered = absence_word(found.coverage.status, language), coverage_words(found.coverage, t)

    def below(*parts: str) -> str:
        return " · ".join(part for part in parts if part)

    return [
        (
            t("resources.total"),
            none if total is None else compact_euro(total / 100, language),
            below("" if total is None else euro(total / 100, 2, language), covered),
            explanation(ctx, measures["euro"], ctx.view.edition),
        ),
        (
            t("resources.per_resident"),
            euro(per_resident, 2, language) if per_resident == per_resident else none,
            t("resources.residents_of" if known.sum() != 1 else "resources.residents", **of)
            if known.any()
            else "",
            explanation(ctx, measures["euro_per_resident"], ctx.view.edition),
        ),
        (
            t("resources.interventions"),
            none if count is None else number(count, 0, language),
            below(t("resources.half", n=half) if half else "", covered),
            explanation(ctx, measures["interventions"], ctx.view.edition),
        ),
        (
            t("resources.plans"),
            t("resources.plans_value", n=int(found.presented.sum()), of=int(found.requested.sum())),
            t("resources.plans_below", n=int(found.covered.sum())),
            t("resources.plans_definition"),
        ),
    ]


def headline_table(ctx: Context, selection: Looked) -> Table:
    """The headline figures for Excel."""
    t = ctx.t
    columns = (
        Column("label", t("column.figure"), width=34),
        Column("value", t("map.value"), width=24),
        Column("below", t("column.note"), width=40),
    )
    label, value, below, _ = zip(*headline(ctx, selection), strict=True)
    return Table(columns, {"label": label, "value": value, "below": below})


def breakdown(ctx: Context, selection: Looked) -> None:
    """The money by one dimension: bars to click, and all rows in a table."""
    t, by, found = ctx.t, selection.by, selection.found
    strip.segments(
        t("by.label"),
        [t(f"by.{code}") for code in DIMENSIONS],
        DIMENSIONS.index(by),
        key="by",
        on_pick=lambda nth: change(by=DIMENSIONS[nth]),
    )
    table = choices_table(asked(ctx), selection)
    status = found.coverage.status
    if status != "ok":
        prose.info(t(f"resources.all_{status}"), "lock" if status == "hidden" else "event_busy")
    if not any(table.rows["chosen"]):
        if status == "ok":
            prose.info(t("resources.nothing"), "search_off")
        return
    show(
        ctx,
        table,
        key=f"rows_{by}",
        on_row=lambda word: picked(ctx, f"+{word}"),
        height=540,
    )
    if counted := counting(asked(ctx), found, by):
        prose.note(" ".join(counted))
    prose.note(t("resources.click"))


def flows(ctx: Context, selection: Looked) -> None:
    """From source or level to area to target group."""
    t, version = ctx.t, ctx.version
    table = flows_table(asked(ctx), selection.found)
    links = table.rows
    start = money.flow_start(selection.found)
    sources = money.sources_used(selection.found)
    prose.note(
        t("resources.flows_source")
        if start == "source"
        else t("resources.flows_level", n=sources, limit=MAX_SOURCES)
    )
    colors = _area_colors(ctx)
    nodes = {}
    for mark in dict.fromkeys((*links["source"], *links["target"])):
        kind, code = mark.split(":")
        label = code_name(version, kind, code, t, brief=True)
        nodes[mark] = (label, colors[code] if kind == "area" else CATEGORICAL[7])
    ribbons(
        links,
        nodes,
        key="flows",
        alt=t("resources.flows_alt", start=t(f"by.{start}")),
        language=ctx.language,
        on_pick=lambda word: picked(ctx, word),
    )
    show(ctx, table, key="flow_rows", on_row=lambda word: picked(ctx, word), height=320)


def tree(ctx: Context, selection: Looked) -> None:
    """Area, sheet, single intervention as nested cells; below, every intervention."""
    t, language = ctx.t, ctx.language
    named = cells(asked(ctx), selection.found)
    words = [euro(cents / 100, 2, language) for cents in named["cents"]]
    treemap(
        {**named, "words": words, "label": [shortened(label) for label in named["label"]]},
        {code: tint(color) for code, color in _area_colors(ctx).items()},
        key="tree",
        alt=t("resources.tree_alt"),
        language=language,
        on_pick=lambda word: picked(ctx, word),
    )
    kinds, counts, cents = (named[name] for name in ("kind", "count", "cents"))
    rest = [i for i, kind in enumerate(kinds) if kind == "rest"]
    own, others = kinds.count("intervention"), sum(counts[i] for i in rest)
    words = [
        t(
            "resources.tree_caption",
            n=own,
            others=others,
            euro=euro(sum(cents[i] for i in rest) / 100, 2, language),
        )
        if others
        else t("resources.tree_all", n=own)
    ]
    every = len(selection.found.cents)
    if empty := every - own - others:
        words.append(t("resources.tree_zero", n=empty))
    if every > SHOWN_INTERVENTIONS:
        of = number(every, 0, language)
        words.append(t("resources.tree_table", n=SHOWN_INTERVENTIONS, of=of))
    prose.note(" ".join(words))
    prose.note(t("interventions.choose"))
    table = interventions_table(asked(ctx), selection.found, SHOWN_INTERVENTIONS)
    show(ctx, table, key="intervention_rows", on_row=lambda word: picked(ctx, word), height=360)


def districts(ctx: Context, selection: Looked) -> None:
    """Every district's euro per resident as a bar made of areas."""
    t, version, language = ctx.t, ctx.version, ctx.language
    rows = districts_table(asked(ctx), selection.everywhere).rows
    areas = [code for code in codes_of(version)["area"] if any(rate > 0 for rate in rows[f"area_{code}"])]
    colors = _area_colors(ctx)
    mean, n = selection.everywhere.euro_per_resident, len(rows["mark"])
    drawn = stacks(
        t("resources.by_area"),
        [(code, tint(colors[code])) for code in areas],
        [[rows[f"area_{code}"][i] for code in areas] for i in range(n)],
        [mean] * n,
        words=lambda amount: euro(amount, 0, language),
    )
    table = districts_in_words(asked(ctx), selection.everywhere)
    # The bars come into sight first, on a phone too.
    columns = tuple(sorted(table.written, key=lambda column: column.key == "ausl"))
    near = {mark_text(("district", code)) for code in districts_of(version, ctx.view.place)}
    show(
        ctx,
        replace(table, columns=columns, mine=near if ctx.view.place != REGION else ()).beside(
            "per_resident", drawn
        ),
        key="district_rows",
        on_row=lambda word: picked(ctx, word),
        on_part=lambda word, part: (
            picked(ctx, "|".join([word, f"area:{areas[part]}"])) if part < len(areas) else None
        ),
        height=900,
    )
    words = [code_name(version, "area", code, t) for code in areas]
    if mean == mean:
        words.append(t("resources.mean", value=euro(mean, 2, language)))
    prose.note("; ".join(words))
    prose.note(f"{t('resources.districts_caption')} {' '.join(coverage(asked(ctx), selection.everywhere))}")


def concentration(ctx: Context, selection: Looked) -> None:
    """How few interventions carry how much."""
    t, language, found = ctx.t, ctx.language, selection.found
    cumulative = money.concentration(found)
    half, most = holding(cumulative, 50), holding(cumulative, 80)
    if len(found.cents) < 5:
        prose.info(t("resources.concentration_short"), "info")
        return
    table = concentration_table(asked(ctx), found)
    rows = table.frame.set_index("percent")
    prose.text(
        t(
            "resources.concentration_words",
            # With few interventions a tenth of them is no whole number: the true share is stated.
            percent=percent(rows.at[10, "interventions"] / len(found.cents) * 100, 1, language),
            n=number(rows.at[10, "interventions"], 0, language),
            of=number(len(found.cents), 0, language),
            share=_percent(rows.at[10, "share"], language),
            half=number(half, 0, language),
            most=number(most, 0, language),
        )
    )
    named = rows.loc[[10, 20, 50]]
    plot(
        charts.concentration_curve(
            curve_points(cumulative),
            pd.DataFrame(
                {
                    "interventions": named["interventions"] / len(found.cents) * 100,
                    "resources": named["share"],
                    "words": [f"{p}% → {_percent(share, language)}" for p, share in named["share"].items()],
                }
            ),
            even=t("resources.even"),
            axes=(t("resources.axis_interventions"), t("resources.axis_resources")),
        ),
        key="concentration",
        alt=t("resources.concentration_alt"),
    )
    show(ctx, table, key="concentration_rows")


def picked(ctx: Context, word: str) -> None:
    """Filter by what was clicked or ticked; with ``+`` a bar, which is added to those chosen; an
    intervention opens."""
    marks = marks_of(word.removeprefix("+"), ctx.version)
    if not marks:
        return
    if marks[0][0] == "intervention":
        open_page("interventi", intervention=marks[0][1])
    elif word.startswith("+"):
        change_with(lambda view: toggled(view, ctx.version, marks[0]))
    else:
        change_with(lambda view: narrowed(view, ctx.version, marks))


def sections(ctx: Context, selection: Looked) -> None:
    """Flows, treemap, districts, concentration: one at a time, and only that one is computed and sent."""
    parts: dict[str, Callable[[Context, Looked], None]] = {
        "flows": flows,
        "tree": tree,
        "districts": districts,
        "concentration": concentration,
    }
    if not selection.found.total:
        parts = {"districts": districts} if selection.everywhere.total else {}
    if not parts:
        return
    strip.sections(
        parts,
        ctx,
        selection,
        key="resources_tab",
        words=lambda name: ctx.t(f"resources.{name}"),
    )


def _area_colors(ctx: Context) -> dict[str, str]:
    return {str(code): CATEGORICAL[i % len(CATEGORICAL)] for i, code in enumerate(ctx.version.areas.index)}


def _percent(value: object, language: str) -> str:
    return percent(float(value), 1, language) if isinstance(value, float) else str(value)  # type: ignore[arg-type]
