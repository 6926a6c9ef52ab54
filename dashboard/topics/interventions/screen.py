"""Lists of interventions and the one intervention, wherever a page shows them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.locale.formats import MISSING, euro, number
from dashboard.locale.words import (
    absence_word,
    coverage_words,
    districts_of,
    escaped,
    filter_words,
    left_out_words,
    period_name,
)
from dashboard.screen.grid import show_list
from dashboard.screen.session import Context, open_page
from dashboard.topics.editions.compute import differing_fields
from dashboard.topics.editions.words import field_words, signed_euro
from dashboard.topics.interventions.tables import interventions_table
from data_access.interventions import (
    Interventions,
    UnknownIntervention,
    amounts_by_source,
    history,
    interventions,
)
from data_access.version import in_words_of


def listed_interventions(ctx: Context) -> Interventions:
    """Return the interventions of the view: its place, edition and filters, largest amount first."""
    view = ctx.view
    return interventions(
        ctx.version, view.edition, districts_of(ctx.version, view.place), ctx.viewer, view.filters
    )


def scope_line(ctx: Context, listed: Interventions) -> None:
    """How many interventions, of which edition, districts and filters, for how much; or why none are told."""
    t, view = ctx.t, ctx.view
    edition = period_name(ctx.version, view.edition, t)
    if listed.count is None or listed.cents is None:
        words = t(
            "interventions.scope_none",
            word=absence_word(listed.coverage.status, ctx.language),
            edition=edition,
        )
    else:
        total = euro(listed.cents / 100, 2, ctx.language)
        words = t(
            "interventions.scope", n=number(listed.count, 0, ctx.language), edition=edition, total=total
        )
    parts = (
        words,
        coverage_words(listed.coverage, t),
        escaped(filter_words(ctx.version, view.filters, t)),
    )
    st.markdown(" · ".join(part for part in parts if part))
    if listed.coverage.covered and (left_out := left_out_words(listed.coverage, t)):
        st.caption(" ".join(left_out))


def district_interventions(ctx: Context) -> None:
    """The list under a map; a row opens the intervention's page."""
    listed = listed_interventions(ctx)
    scope_line(ctx, listed)
    interventions_list(ctx, listed, on_open=lambda code: open_page("interventi", intervention=code))


def interventions_list(ctx: Context, listed: Interventions, *, on_open: Callable[[str], None]) -> None:
    """A list of interventions; a row clicked, or chosen by keyboard, calls ``on_open`` with its code.

    Args:
        ctx: the run's context.
        listed: what :func:`data_access.interventions.interventions` returned.
        on_open: runs as a callback, before the page is drawn again.
    """
    t, version, rows = ctx.t, ctx.version, listed.rows
    status = listed.coverage.status
    if status != "ok":
        icon = ":material/lock:" if status == "hidden" else ":material/event_busy:"
        st.info(t(f"resources.all_{status}"), icon=icon)
        return
    if rows.empty:
        st.info(t("interventions.none"), icon=":material/search_off:")
        return
    st.caption(t("interventions.choose"))
    show_list(interventions_table(version, rows, t), key="interventions", on_row=on_open)


def found_history(ctx: Context) -> pd.DataFrame | None:
    """Return the editions of the intervention in the address; None, with a notice, if it may not be seen."""
    if not ctx.view.intervention:
        return None
    try:
        return history(ctx.version, ctx.view.intervention, ctx.viewer)
    except UnknownIntervention:
        words = ctx.t("intervention.not_visible", code=ctx.view.intervention)
        st.info(words, icon=":material/visibility_off:")
        return None


def one_intervention(ctx: Context, rows: pd.DataFrame, *, titled: bool = True) -> None:
    """One intervention: what it is in the view's edition, its amounts by source and its history.

    Args:
        ctx: the run's context.
        rows: what :func:`data_access.interventions.history` returned.
        titled: whether its title stands above; not where the page has said it already.
    """
    t, version = ctx.t, ctx.version
    here = rows[rows["period"] == ctx.view.edition]
    row = (here if len(here) else rows).iloc[-1]
    if titled:
        st.header(escaped(row["title"]), anchor=False)
    # Its area and sheet are those of its own cycle, whatever edition is looked at.
    own = in_words_of(version, row["period"])
    facts = {
        "column.code": row["code"],
        "column.edition": period_name(version, row["period"], t),
        "column.status": t(f"status.{row['status']}"),
        "column.district": version.places.at[row["district_code"], "name"],
        "column.area": f"{row['area']} · {own.areas.at[row['area'], 'name']}",
        "column.sheet": f"{row['sheet']} · {own.sheets.at[row['sheet'], 'title']}",
        "column.target": version.targets.at[row["target"], "name"],
        "column.lead": row["lead_body"],
        "column.municipality": row["municipality"]
        if isinstance(row["municipality"], str)
        else t("intervention.whole_district"),
        "column.euro": euro(row["cents"] / 100, 2, ctx.language),
    }
    if not len(here):
        st.info(
            t("intervention.not_in_edition", edition=period_name(version, ctx.view.edition, t)),
            icon=":material/info:",
        )
    with st.grid(min_column_width=260):
        for label, words in facts.items():
            with st.container(gap=None):
                st.caption(t(label))
                st.text(words)
    if own.sheets.at[row["sheet"], "origin"] != "real":
        st.caption(t("intervention.unverified_sheet"))
    st.text(row["description"])
    st.subheader(t("intervention.by_source"), anchor=False)
    amounts = amounts_by_source(version, rows)
    table = amounts.map(
        lambda cents: MISSING[ctx.language] if pd.isna(cents) else euro(cents / 100, 2, ctx.language)
    )
    table.index = pd.Index(version.sources.loc[amounts.index, "name"], name=t("column.source"))
    table.loc[t("column.total")] = [euro(cents / 100, 2, ctx.language) for cents in amounts.sum()]
    table.columns = pd.Index([period_name(version, p, t) for p in amounts.columns])
    # With a width of its own the table can be scrolled by keyboard, its first column standing still.
    st.table(table.replace(MISSING[ctx.language], "–"), width=240 + 170 * len(table.columns))
    st.caption(t("intervention.dash"))
    st.subheader(t("intervention.history"), anchor=False)
    changes(ctx, rows)


def changes(ctx: Context, rows: pd.DataFrame) -> None:
    """What changed from each edition to the next, in words, with the way to its differences word by word."""
    t, version = ctx.t, ctx.version
    for at, (_, row) in enumerate(rows.iterrows()):
        words = [euro(row["cents"] / 100, 2, ctx.language)]
        before = rows.iloc[at - 1] if at else None
        if before is None:
            words.append(t("intervention.first"))
        else:
            if moved := row["cents"] - before["cents"]:
                words.append(t("intervention.moved", euro=signed_euro(moved, ctx.language)))
            for field in differing_fields(before, row):
                name = t(f"compare.field_{field}")
                if field in ("title", "description"):
                    words.append(t("compare.reworded", field=name))
                else:
                    old, new = (field_words(version, field, r[field], t) for r in (before, row))
                    words.append(t("intervention.changed", field=name, before=old, after=new))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"**{period_name(version, row['period'], t)}**", width=240)
            st.text(" · ".join(words), width="content")
            if before is not None:
                st.button(
                    t("compare.from_previous"),
                    key=f"differences_{row['period']}",
                    type="tertiary",
                    icon=":material/compare_arrows:",
                    on_click=open_page,
                    args=("confronto_edizioni",),
                    kwargs={
                        "intervention": str(row["code"]),
                        "before": str(before["period"]),
                        "edition": str(row["period"]),
                    },
                )
