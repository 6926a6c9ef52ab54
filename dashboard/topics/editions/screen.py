"""The pieces of the comparison between editions: choices, totals, lists, one intervention's differences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.address.codes import FIELDS, KINDS, STORED_FIELDS
from dashboard.locale.formats import compact_euro, euro, number, percent
from dashboard.locale.words import districts_of, escaped, filter_words, period_name, place_name
from dashboard.parts import folded, prose, side_by_side, together
from dashboard.parts.choice import choices
from dashboard.parts.strip import button, sections, toggles
from dashboard.parts.tiles import figures
from dashboard.screen.filters import budget_filters, place_select, select
from dashboard.screen.grid import show_list
from dashboard.screen.session import Context, change
from dashboard.tables.screen import show, show_steps
from dashboard.tables.stacks import Step, changes
from dashboard.tables.table import Column, Table
from dashboard.topics.editions.compute import (
    Comparison,
    by_district,
    by_source,
    chosen_rows,
    compare,
    differing_fields,
    previous_period,
)
from dashboard.topics.editions.text_difference import Piece, added_marked, removed_marked, word_difference
from dashboard.topics.editions.words import SYMBOLS, changed_fields, field_words, signed_euro
from dashboard.topics.interventions.screen import one_intervention
from data_access.interventions import amounts_by_source

TEXTS = ("title", "description", "lead_body")

_MONEY = {
    "before": "compare.before",
    "added": "compare.added_many",
    "dropped": "compare.dropped_many",
    "changed": "compare.column_net",
    "after": "compare.after",
    "moved": "compare.difference",
}


def editions_choice(ctx: Context, *, of_one: bool) -> str | None:
    """The two editions and, unless one intervention is looked at, the place and the filters.

    Returns:
        The edition compared with; None, and nothing drawn, where there is no other edition.
    """
    before = before_of(ctx)
    if before is None:
        return None
    with side_by_side():
        before_select(ctx, before)
        after_select(ctx)
        swap_button(ctx, before)
        if not of_one:
            place_select(ctx)
            budget_filters(ctx)
    return before


def before_of(ctx: Context) -> str | None:
    """Return the edition compared with: the address's, else the usual one; None if there is no other."""
    if ctx.view.before and ctx.view.before != ctx.view.edition:
        return ctx.view.before
    return _usual_before(ctx)


def _usual_before(ctx: Context) -> str | None:
    others = [period for period in ctx.version.periods if period != ctx.view.edition]
    return previous_period(ctx.version, ctx.view.edition) or next(iter(others), None)


def before_select(ctx: Context, before: str) -> None:
    """The edition compared with, newest first."""
    usual = _usual_before(ctx)
    select(
        ctx.t("compare.before_label"),
        [period for period in reversed(list(ctx.version.periods)) if period != ctx.view.edition],
        before,
        key="before",
        words=lambda period: period_name(ctx.version, period, ctx.t),
        make=lambda view, period: replace(view, before="" if period == usual else period),
    )


def after_select(ctx: Context) -> None:
    """The edition looked at: the same choice as on every other page, under a name that says its side."""
    select(
        ctx.t("compare.after_label"),
        list(ctx.version.periods)[::-1],
        ctx.view.edition,
        key="after",
        words=lambda period: period_name(ctx.version, period, ctx.t),
        make=lambda view, period: replace(view, edition=period),
    )


def swap_button(ctx: Context, before: str) -> None:
    """What was before becomes after."""
    button(
        f"⇄ {ctx.t('compare.swap')}",
        key="swap",
        help=ctx.t("compare.swap_help"),
        on_pick=lambda: change(before=ctx.view.edition, edition=before),
    )


def compared(ctx: Context, before: str) -> Comparison:
    """Compare the two editions for the view's place and filters."""
    view, version = ctx.view, ctx.version
    districts = districts_of(version, view.place)
    return compare(version, before, view.edition, districts, ctx.viewer, view.filters)


def scope(ctx: Context, comparison: Comparison) -> None:
    """Which editions, of how many districts, with which filters; and the districts that stand apart."""
    t, version, apart = ctx.t, ctx.version, comparison.apart
    words = t(
        "compare.scope",
        before=period_name(version, comparison.before, t),
        after=period_name(version, comparison.after, t),
        n=len(comparison.districts),
        of=len(comparison.districts) + len(apart),
    )
    if chosen := filter_words(version, ctx.view.filters, t):
        words = f"{words} · {chosen}"
    prose.text(words)
    order = list(version.periods)
    if order.index(comparison.before) > order.index(comparison.after):
        prose.note(t("compare.backwards"))
    kinds = [version.periods[period][0] for period in (comparison.before, comparison.after)]
    if kinds.count("account") == 1:
        prose.note(t("compare.spent_note"))
    if not comparison.districts:
        prose.info(t("compare.none"), "search_off")
    if not apart:
        return
    with folded(t("compare.apart", n=len(apart)), "apart_fold"):
        prose.note(t("compare.apart_words"))
        columns = (
            Column("district", t("column.district")),
            Column("before", period_name(version, comparison.before, t)),
            Column("after", period_name(version, comparison.after, t)),
        )
        rows = {
            "district": [place_name(version, code, t) for code in apart],
            "before": [_state(ctx, state) for state, _ in apart.values()],
            "after": [_state(ctx, state) for _, state in apart.values()],
        }
        show(ctx, Table(columns, rows), key="apart")


def _state(ctx: Context, state: str) -> str:
    return ctx.t(f"compare.state_{state}")


def headline(ctx: Context, comparison: Comparison) -> None:
    """Before, after and difference; how many interventions were added, dropped, changed, or are the same."""
    t, language, totals, counts = ctx.t, ctx.language, comparison.totals, comparison.counts
    definition = t("compare.figures_definition")

    def money(key: str, cents: int, below: str) -> tuple[str, str, str, str]:
        exact = euro(cents / 100, 2, language)
        return t(f"compare.{key}"), compact_euro(cents / 100, language), below, f"{exact}\n\n{definition}"

    share = percent(totals.moved / totals.before * 100, 1, language) if totals.before else ""
    strip: list[tuple[str, str, str | None, str]] = [
        money(side, cents, t("compare.of_before", n=counts[side]))
        for side, cents in (("before", totals.before), ("after", totals.after))
    ]
    strip.append(
        (
            t("compare.difference"),
            ("+" if totals.moved > 0 else "") + compact_euro(totals.moved / 100, language),
            ("+" if totals.moved > 0 else "") + share,
            f"{signed_euro(totals.moved, language)}\n\n{definition}",
        )
    )
    figures(strip, columns=3)
    figures(
        [
            (
                f"{SYMBOLS[kind]} {t(f'compare.{kind}_many')}",
                number(counts[kind], 0, language),
                None,
                definition,
            )
            for kind in KINDS
        ],
        columns=4,
        key="kind_figures",
    )
    if crossed := int((comparison.rows["crossed"] != "").sum()):
        prose.note(t("compare.crossed_words", n=crossed))


def bridge_chart(ctx: Context, comparison: Comparison) -> None:
    """The way from the total before to the total after, drawn and as one line of exact figures."""
    t, language, totals = ctx.t, ctx.language, comparison.totals
    parts = ("added", "dropped", "increased", "decreased")
    steps = [
        Step(t("compare.before"), totals.before),
        *(Step(t(f"compare.step_{part}"), getattr(totals, part)) for part in parts),
        Step(t("compare.after"), totals.after),
    ]
    prose.heading(t("compare.bridge"))
    show_steps(ctx, steps, key="bridge", label=t("compare.bridge"))
    exact = {part: euro(getattr(totals, part) / 100, 2, language) for part in ("before", *parts, "after")}
    # A zero has no sign of its own, and two amounts would run into each other.
    exact |= {part: f"- {exact[part]}" for part in ("dropped", "decreased") if not getattr(totals, part)}
    prose.text(t("compare.identity", **exact))
    prose.note(t("compare.bridge_note"))


def lists(ctx: Context, comparison: Comparison) -> None:
    """Interventions, movements by source and by district; only the one in front is made."""
    parts = {
        "list": compared_interventions,
        "by_source": movements_by_source,
        "by_district": movements_by_district,
    }
    sections(
        parts,
        ctx,
        comparison,
        key="compare_tab",
        words=lambda name: ctx.t(f"compare.{name}"),
        apart=("list",),
    )


def change_filters(ctx: Context, comparison: Comparison) -> None:
    """Which kinds of change and which changed fields the list shows; totals are not touched."""
    t = ctx.t
    counts = dict(zip(FIELDS, comparison.fields.sum(axis=0).tolist(), strict=True))
    kinds_shown = tuple(name for name in KINDS if name in ctx.view.show)
    fields_shown = tuple(name for name in FIELDS if name in ctx.view.show)
    with side_by_side("shown"):
        toggles(
            t("compare.kinds"),
            [
                f"{SYMBOLS[kind]} {t(f'compare.{kind}_many')} "
                f"({number(comparison.counts[kind], 0, ctx.language)})"
                for kind in KINDS
            ],
            [KINDS.index(kind) for kind in kinds_shown],
            key="kinds",
            on_pick=lambda chosen: change(show=(*(KINDS[nth] for nth in chosen), *fields_shown)),
        )
        choices(
            t("compare.fields"),
            [f"{t(f'compare.field_{name}')} ({counts[name]})" for name in FIELDS],
            [FIELDS.index(name) for name in fields_shown],
            key="fields",
            on_pick=lambda chosen: change(show=(*kinds_shown, *(FIELDS[nth] for nth in chosen))),
            placeholder=t("compare.fields_all"),
            help=t("compare.fields_help"),
        )


def compared_interventions(ctx: Context, comparison: Comparison) -> None:
    """The interventions, largest movement first; a row opens its differences and its history."""
    t, version = ctx.t, ctx.version
    mask = chosen_rows(comparison, ctx.view.show)
    rows = {name: column[mask] for name, column in comparison.rows.items()}
    with together("shown_above"):
        change_filters(ctx, comparison)
        if not mask.any():
            prose.info(t("compare.nothing"), "search_off")
            return
        prose.text(t("compare.listed", n=int(mask.sum()), of=len(mask)))
    kinds = {kind: f"{SYMBOLS[kind]} {t(f'compare.{kind}')}" for kind in KINDS}
    columns = (
        Column("code", t("column.code")),
        Column("kind", t("compare.column_kind")),
        Column("title", t("column.title"), room="medium"),
        # A width of their own: the list fits a column to its first rows, which may all be dashes.
        *(Column(name, t(_MONEY[name]), "euro", 2, room=135) for name in ("before", "after", "moved")),
        Column("fields", t("compare.column_fields"), room="medium"),
        Column("district", t("column.district")),
        Column("sheet", t("column.sheet"), "integer", room="small"),
    )
    cells = {
        "code": rows["code"].tolist(),
        "kind": [kinds[kind] for kind in rows["kind"].tolist()],
        "title": rows["title"].tolist(),
        # An intervention that an edition does not have is not worth zero in it.
        "before": np.where(rows["before_id"] < 0, np.nan, rows["before"] / 100).tolist(),
        "after": np.where(rows["after_id"] < 0, np.nan, rows["after"] / 100).tolist(),
        "moved": (rows["moved"] / 100).tolist(),
        "fields": changed_fields(comparison, mask, t),
        "district": [version.place_names[code] for code in rows["district_code"].tolist()],
        "sheet": rows["sheet"].tolist(),
    }
    show_list(
        Table(columns, cells, mark="code"),
        key="compared",
        on_row=lambda code: change(intervention=code),
        empty="–",
    )


def movements_by_source(ctx: Context, comparison: Comparison) -> None:
    """Which sources pay more or less than before."""
    table = by_source(ctx.version, comparison)
    _movements(ctx, table, [str(name) for name in ctx.version.sources.loc[table.index, "name"]], "source")


def movements_by_district(ctx: Context, comparison: Comparison) -> None:
    """Which districts' plans grew or shrank; a row narrows the page to the district."""
    table = by_district(ctx.version, comparison)
    names = [place_name(ctx.version, str(code), ctx.t) for code in table.index]
    _movements(ctx, table, names, "district")


def _movements(ctx: Context, table: pd.DataFrame, names: list[str], what: str) -> None:
    t = ctx.t
    key = f"movements_{what}"
    drawn = changes(
        t("compare.drawn"),
        (table["moved"] / 100).tolist(),
        words=lambda amount: compact_euro(amount, ctx.language),
    )
    opens = what == "district" and len(table) > 1
    if opens:
        prose.note(t("compare.district_open"))
    columns = (
        Column("name", t(f"column.{what}")),
        *(
            Column(name, t(_MONEY[name]), "euro", 2, signed=name in ("moved", "changed"))
            for name in table.columns
        ),
    )
    amounts = {str(name): (table[name] / 100).tolist() for name in table}
    rows = {"code": table.index.tolist(), "name": names, **amounts}
    show(
        ctx,
        Table(columns, rows, mark="code").beside("moved", drawn),
        key=key,
        on_row=(lambda code: change(place=code)) if opens else None,
    )


def one_compared(ctx: Context, history_rows: pd.DataFrame, before: str) -> None:
    """One intervention: its differences between the two editions, then all of it with its whole history."""
    st.button(
        ctx.t("intervention.back"), icon=":material/arrow_back:", on_click=change, kwargs={"intervention": ""}
    )
    intervention_differences(ctx, history_rows, before)
    st.divider()
    one_intervention(ctx, history_rows, titled=False)


def intervention_differences(ctx: Context, history_rows: pd.DataFrame, before: str) -> None:
    """What changed in one intervention between the two editions: each field, and the amounts by source.

    Args:
        ctx: the run's context.
        history_rows: what :func:`data_access.interventions.history` returned.
        before: the edition compared with.
    """
    t, version, after = ctx.t, ctx.version, ctx.view.edition
    editions = {"before": period_name(version, before, t), "after": period_name(version, after, t)}
    last = history_rows.iloc[-1]
    st.header(escaped(f"{last['code']} · {last['title']}"), anchor=False)
    st.subheader(t("compare.detail", **editions), anchor=False)
    district = str(last["district_code"])
    comparison = compare(version, before, after, [district], ctx.viewer)
    if district in comparison.apart:
        states = zip(("before", "after"), comparison.apart[district], strict=True)
        words = {f"state_{side}": _state(ctx, state) for side, state in states}
        st.info(t("compare.detail_apart", **editions, **words), icon=":material/visibility_off:")
        return
    at = comparison.rows["code"] == last["code"]
    if not at.any():
        st.info(t("compare.detail_absent"), icon=":material/info:")
        return
    changed = zip(FIELDS, comparison.fields[at][0], strict=True)
    names = ", ".join(t(f"compare.field_{name}") for name, is_changed in changed if is_changed)
    kind = comparison.rows["kind"][at][0]
    st.markdown(
        f"**{SYMBOLS[kind]} {t(f'compare.{kind}')}** · "
        + t(f"compare.detail_{kind}", **editions, fields=names)
    )
    if ctx.view.filters:
        st.caption(t("compare.detail_whole"))
    pair = history_rows[history_rows["period"].isin([before, after])].set_index("period", drop=False)
    if kind == "changed":
        field_differences(ctx, pair.loc[before], pair.loc[after])
    _amounts(ctx, history_rows[history_rows["period"].isin([before, after])], before, after)


def field_differences(ctx: Context, before: pd.Series, after: pd.Series) -> None:
    """The stored fields that differ, before on the left and after on the right, word by word."""
    t = ctx.t
    differing = differing_fields(before, after)
    if not differing:
        return
    st.caption(t("compare.marks"))
    for name in STORED_FIELDS:
        if name not in differing:
            continue
        old, new = (field_words(ctx.version, name, row[name], t) for row in (before, after))
        whole = (Piece(old, True),), (Piece(new, True),)
        pieces = word_difference(old, new) if name in TEXTS else whole
        with st.container(border=True):
            st.markdown(f"**{t(f'compare.field_{name}')}**")
            left, right = st.columns(2)
            left.caption(t("compare.before"))
            left.markdown(removed_marked(pieces[0]) or t("compare.empty_text"))
            right.caption(t("compare.after"))
            right.markdown(added_marked(pieces[1]) or t("compare.empty_text"))


def _amounts(ctx: Context, rows: pd.DataFrame, before: str, after: str) -> None:
    t, version = ctx.t, ctx.version
    amounts = amounts_by_source(version, rows).reindex(columns=[before, after])
    total = amounts.sum()
    cents = amounts.fillna(0).astype("int64")

    def words(value: float) -> str:
        return "–" if pd.isna(value) else euro(value / 100, 2, ctx.language)

    table = pd.DataFrame(
        {
            t("compare.before"): [words(c) for c in amounts[before]],
            t("compare.after"): [words(c) for c in amounts[after]],
            t("compare.difference"): [signed_euro(c, ctx.language) for c in cents[after] - cents[before]],
        },
        index=pd.Index(version.sources.loc[amounts.index, "name"], name=t("column.source")),
    )
    table.loc[t("column.total")] = [
        words(total[before]) if before in set(rows["period"]) else "–",
        words(total[after]) if after in set(rows["period"]) else "–",
        signed_euro(int(total[after] - total[before]), ctx.language),
    ]
    st.table(table, width=760)
    st.caption(t("intervention.dash"))
