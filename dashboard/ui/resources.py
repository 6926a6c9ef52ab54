"""The pieces of the page Risorse e interventi; every picture stands beside its table."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.analysis.resources import curve_points, holding
from dashboard.charts import resources as charts
from dashboard.charts.palette import CATEGORICAL
from dashboard.cross_filter import (
    chosen_codes,
    code_name,
    mark_text,
    marks_of,
    narrowed,
    shortened,
    toggled,
)
from dashboard.excel.workbook import Column
from dashboard.locale.formats import HIDDEN, MISSING, compact_euro, euro, number, percent
from dashboard.resources import (
    Looked,
    breakdown_table,
    cells,
    concentration_table,
    counting,
    coverage,
    districts_table,
    flows_table,
    interventions_table,
    looked_at,
)
from dashboard.snapshot import Table
from dashboard.ui.downloads import asked
from dashboard.ui.measure import explanation
from dashboard.ui.plot import plot
from dashboard.ui.rows import TALL, show
from dashboard.ui.session import Context, change, change_with, open_page
from dashboard.ui.tiles import figures
from dashboard.words import districts_of
from data_access import resources as money
from data_access.resources import DIMENSIONS, MAX_SOURCES

SHOWN_BARS = 12
SHOWN_INTERVENTIONS = 50
"""Rows of the table below the treemap; a page of its own and the Excel file have all of them."""


def look(ctx: Context) -> Looked:
    """Choose the money of the view."""
    return looked_at(ctx.version, ctx.view, ctx.viewer)


def headline_figures(ctx: Context, looked: Looked) -> None:
    """Total, per resident, interventions and plans presented; below, what is in the total and what is not."""
    rows = headline(ctx, looked)
    figures(
        [(r["label"], r["value"], r["below"], r["definition"]) for r in rows.to_dict("records")], columns=4
    )
    if len(sentences := coverage(asked(ctx), looked.found)) > 1:
        st.caption(" ".join(sentences[1:]))


def headline(ctx: Context, looked: Looked) -> pd.DataFrame:
    """The headline figures in words: ``label, value, below, definition``."""
    t, version, language, found = ctx.t, ctx.version, ctx.language, looked.found
    per_resident = found.euro_per_resident
    known = found.known
    of = {"n": number(found.residents[known].sum(), 0, language), "districts": int(known.sum())}
    half = holding(money.concentration(found), 50) if found.total else 0
    measures = version.measures
    rows = [
        (
            t("resources.total"),
            compact_euro(found.total / 100, language),
            euro(found.total / 100, 2, language),
            explanation(ctx, measures["euro"], ctx.view.edition),
        ),
        (
            t("resources.per_resident"),
            euro(per_resident, 2, language) if per_resident == per_resident else MISSING[language],
            t("resources.residents_of" if known.sum() != 1 else "resources.residents", **of),
            explanation(ctx, measures["euro_per_resident"], ctx.view.edition),
        ),
        (
            t("resources.interventions"),
            number(found.interventions, 0, language),
            t("resources.half", n=number(half, 0, language)) if half else "",
            explanation(ctx, measures["interventions"], ctx.view.edition),
        ),
        (
            t("resources.plans"),
            t("resources.plans_value", n=int(found.presented.sum()), of=int(found.asked.sum())),
            t("resources.plans_below", n=int(found.covered.sum())),
            t("resources.plans_definition"),
        ),
    ]
    return pd.DataFrame(rows, columns=["label", "value", "below", "definition"])


def headline_table(ctx: Context, looked: Looked) -> Table:
    """The headline figures for Excel."""
    t = ctx.t
    columns = (
        Column("label", t("column.figure"), width=34),
        Column("value", t("map.value"), width=24),
        Column("below", t("column.note"), width=40),
    )
    return columns, headline(ctx, looked)


def breakdown(ctx: Context, looked: Looked) -> None:
    """The money by one dimension: bars to click, and all rows in a table."""
    t, by, found = ctx.t, looked.by, looked.found
    st.session_state["by"] = by
    st.segmented_control(
        t("by.label"),
        DIMENSIONS,
        key="by",
        format_func=lambda code: t(f"by.{code}"),
        on_change=lambda: change(by=st.session_state["by"]),
        required=True,
    )
    table = breakdown_table(asked(ctx), found, by)
    if table[1].empty:
        st.info(t("resources.nothing"), icon=":material/search_off:")
        return
    picture, beside = st.columns([1, 1.35], gap="medium")
    rows = _bars(ctx, looked, table[1])
    with picture:
        plot(
            charts.bars(rows[:SHOWN_BARS]),
            key="bars",
            on_pick=lambda word: picked(ctx, word),
            alt=t("resources.bars_alt", by=t(f"by.{by}")),
        )
        if len(rows) > SHOWN_BARS:
            st.caption(t("resources.more", n=SHOWN_BARS, of=len(rows)))
    with beside:
        _show(ctx, table, key=f"rows_{by}", height=540)
    if counted := counting(asked(ctx), found, by):
        st.caption(" ".join(counted))
    st.caption(t("resources.click"))


def _bars(ctx: Context, looked: Looked, chosen: pd.DataFrame) -> list[charts.Bar]:
    """The chosen rows with their share, and around them, by amount, what the filter on ``by`` leaves out."""
    t, version, by, language = ctx.t, ctx.version, looked.by, ctx.language
    share = dict(zip(chosen["code"], chosen["share"], strict=True))
    picked = chosen_codes(ctx.view, version, by)
    rows = []
    for code, cents in money.breakdown(looked.around, by)["cents"].items():
        inside = str(code) in share and (not picked or looked.around is looked.found or str(code) in picked)
        name = shortened(code_name(version, by, str(code), t, brief=True), 40)
        amount = compact_euro(cents / 100, language)
        label = (
            t("resources.bar", name=name, euro=amount, share=_percent(share[str(code)], language))
            if inside
            else t("resources.bar_around", name=name, euro=amount)
        )
        rows.append(charts.Bar(f"+{mark_text((by, str(code)))}", label, cents / 100, inside))
    # What was chosen is never among those that do not fit.
    return [r for r in rows if r.chosen] + [r for r in rows if not r.chosen] if picked else rows


def flows(ctx: Context, looked: Looked) -> None:
    """From source or level to area to target group."""
    t, version = ctx.t, ctx.version
    table = flows_table(asked(ctx), looked.found)
    links = table[1]
    start = money.flow_start(looked.found)
    sources = len(money.breakdown(looked.found, "source"))
    st.caption(
        t("resources.flows_source")
        if start == "source"
        else t("resources.flows_level", n=sources, limit=MAX_SOURCES)
    )
    colors = _area_colors(ctx)
    nodes = {}
    for mark in dict.fromkeys((*links["source"], *links["target"])):
        kind, code = mark.split(":")
        label = shortened(code_name(version, kind, code, t, brief=True), 22)
        nodes[mark] = (label, colors[code] if kind == "area" else CATEGORICAL[7])
    plot(
        charts.sankey(links, nodes),
        key="flows",
        on_pick=lambda word: picked(ctx, word),
        alt=t("resources.flows_alt", start=t(f"by.{start}")),
    )
    _show(ctx, table, key="flow_rows", height=320)


def tree(ctx: Context, looked: Looked) -> None:
    """Area, sheet, single intervention as nested cells; below, every intervention."""
    t, language = ctx.t, ctx.language
    named = cells(asked(ctx), looked.found)
    named["words"] = [euro(cents / 100, 2, language) for cents in named["cents"].tolist()]
    named["label"] = [shortened(label) for label in named["label"].tolist()]
    plot(
        charts.treemap(named, {code: charts.tint(color) for code, color in _area_colors(ctx).items()}),
        key="tree",
        on_pick=lambda word: picked(ctx, word),
        alt=t("resources.tree_alt"),
    )
    own, rest = (named[named["kind"] == kind] for kind in ("intervention", "rest"))
    others = int(rest["count"].sum())
    words = [
        t(
            "resources.tree_caption",
            n=number(len(own), 0, language),
            others=number(others, 0, language),
            euro=euro(int(rest["cents"].sum()) / 100, 2, language),
        )
        if others
        else t("resources.tree_all", n=number(len(own), 0, language))
    ]
    if empty := looked.found.interventions - len(own) - others:
        words.append(t("resources.tree_zero", n=number(empty, 0, language)))
    if looked.found.interventions > SHOWN_INTERVENTIONS:
        of = number(looked.found.interventions, 0, language)
        words.append(t("resources.tree_table", n=SHOWN_INTERVENTIONS, of=of))
    st.caption(" ".join(words))
    st.caption(t("interventions.choose"))
    columns, rows = interventions_table(asked(ctx), looked.found, SHOWN_INTERVENTIONS)
    narrow = tuple(column for column in columns if column.key != "sheet_title")
    _show(ctx, (narrow, rows), key="intervention_rows", height=360)


def districts(ctx: Context, looked: Looked) -> None:
    """Every district's euro per resident, stacked by area."""
    t, version, language = ctx.t, ctx.version, ctx.language
    table = districts_table(asked(ctx), looked.everywhere)
    areas = {
        code: shortened(code_name(version, "area", str(code), t), 40)
        for code in version.areas.index
        if (table[1][f"area_{code}"] > 0).any()
    }
    rows = table[1].set_index("code", drop=False)
    near = set(districts_of(version, ctx.view.place)) if ctx.view.place in version.ausl_of else set()
    if not near and ctx.view.place in set(version.ausl_of.values()):
        near = set(districts_of(version, ctx.view.place))
    labels = [f"<b>{name}</b>" if code in near else str(name) for code, name in rows["district"].items()]
    plotted = rows.rename(columns={f"area_{code}": code for code in version.areas.index}).assign(label=labels)
    mean = looked.everywhere.euro_per_resident
    why = {"hidden": HIDDEN[language], "missing": MISSING[language]}
    plot(
        charts.stacked(
            plotted,
            areas,
            benchmark=mean,
            benchmark_words=t("resources.mean", value=euro(mean, 2, language)),
            words={str(c): why[s] for c, s in rows["status"].items() if s != "ok"},
        ),
        key="compared",
        on_pick=lambda word: picked(ctx, word),
        alt=t("resources.districts_alt"),
    )
    st.caption(f"{t('resources.districts_caption')} {' '.join(coverage(asked(ctx), looked.everywhere))}")
    _show(ctx, table, key="district_rows", height=320)


def concentration(ctx: Context, looked: Looked) -> None:
    """How few interventions carry how much."""
    t, language, found = ctx.t, ctx.language, looked.found
    cumulative = money.concentration(found)
    half, most = holding(cumulative, 50), holding(cumulative, 80)
    if found.interventions < 5:
        st.info(t("resources.concentration_short"), icon=":material/info:")
        return
    table = concentration_table(asked(ctx), found)
    rows = table[1].set_index("percent")
    st.markdown(
        t(
            "resources.concentration_words",
            # With few interventions a tenth of them is no whole number: the true share is stated.
            percent=percent(rows.at[10, "interventions"] / found.interventions * 100, 1, language),
            n=number(rows.at[10, "interventions"], 0, language),
            of=number(found.interventions, 0, language),
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
                    "interventions": named["interventions"] / found.interventions * 100,
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
    _show(ctx, table, key="concentration_rows")


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


def sections(ctx: Context, looked: Looked) -> None:
    """Flows, treemap, districts, concentration: one at a time, and only that one is computed and sent."""
    t = ctx.t
    parts: dict[str, Callable[[Context, Looked], None]] = {
        "flows": flows,
        "tree": tree,
        "districts": districts,
        "concentration": concentration,
    }
    if not looked.found.total:
        parts = {"districts": districts} if looked.everywhere.total else {}
    if not parts:
        return
    names = [t(f"resources.{name}") for name in parts]
    for tab, draw in zip(
        st.tabs(names, key=f"resources_tab_{len(parts)}", on_change="rerun"), parts.values(), strict=True
    ):
        if tab.open:
            with tab:
                draw(ctx, looked)


def _show(ctx: Context, table: Table, *, key: str, height: int = TALL) -> None:
    """A table on screen; a click on a row does what one on its mark does."""
    _, rows = table
    show(
        ctx,
        table,
        key=key,
        without=() if "title" in rows else ("code",),
        bars=("euro",),
        on_row=(lambda word: picked(ctx, word)) if "mark" in rows else None,
        height=height,
    )


def _area_colors(ctx: Context) -> dict[str, str]:
    return {str(code): CATEGORICAL[i % len(CATEGORICAL)] for i, code in enumerate(ctx.version.areas.index)}


def _percent(value: object, language: str) -> str:
    return percent(float(value), 1, language) if isinstance(value, float) else str(value)  # type: ignore[arg-type]
