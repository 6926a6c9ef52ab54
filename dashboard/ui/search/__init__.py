"""The search box and what it finds, wherever a page has one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.ui.grid import row_table
from dashboard.ui.parts import part
from dashboard.ui.session import Context, change
from dashboard.view import SEARCH_LENGTH
from dashboard.words import escaped, period_name
from data_access.search import Found, search

SHOWN = 300
"""Rows sent to the screen; nobody reads on, and the file has them all."""


def search_box(ctx: Context, label: str, *, placeholder: str = "", help: str = "") -> None:
    """A box that writes what is typed into the address; one button takes it off again.

    Args:
        ctx: the run's context.
        label: what is searched.
        placeholder, help: words in the box and of its help; those of the search for interventions if empty.
    """
    t = ctx.t
    sent = {
        "label": label,
        "value": ctx.view.search,
        "length": SEARCH_LENGTH,
        "placeholder": placeholder or t("search.placeholder"),
        "help": help or t("search.help"),
        "about": t("filter.about"),
        "clear": t("search.clear"),
    }

    def typed(words: object) -> None:
        # It comes from a browser.
        change(search=str(words)[:SEARCH_LENGTH].strip(), intervention="")

    part("search.js", "search", sent, typed)


def found_interventions(ctx: Context) -> Found:
    """Look for the view's words in every place and every visible edition."""
    return search(ctx.version, ctx.view.search, ctx.viewer)


def search_results(ctx: Context, found: Found) -> None:
    """What was found, best first; a row opens the intervention in the edition it was found in."""
    t, version, rows = ctx.t, ctx.version, found.rows
    text = escaped(ctx.view.search)
    st.subheader(t("search.title"), anchor=False)
    if not found.words:
        st.info(t("search.no_words", text=text), icon=":material/search_off:")
        return
    if rows.empty:
        st.info(t("search.none", text=text), icon=":material/search_off:")
        return
    if not found.exact:
        st.info(t("search.alike", text=text), icon=":material/spellcheck:")
    st.markdown(t("search.count", n=len(rows), districts=rows["district_code"].nunique(), text=text))
    shown = rows.head(SHOWN)

    def opened(i: int) -> None:
        row = shown.iloc[i]
        change(intervention=str(row["code"]), edition=str(row["period"]))

    st.caption(t("interventions.choose"))
    row_table(
        pd.DataFrame(
            {
                "code": shown["code"],
                "title": shown["title"],
                "district": shown["district_code"].map(version.place_names),
                "edition": [period_name(version, p, t) for p in shown["period"]],
                "euro": shown["cents"] / 100,
                "sheet": [f"{s} · {version.sheets.at[s, 'title']}" for s in shown["sheet"]],
                "target": shown["target"].map(version.targets["name"]),
            }
        ),
        key="search_results",
        on_row=opened,
        column_config={
            "code": st.column_config.TextColumn(t("column.code"), pinned=True),
            "title": st.column_config.TextColumn(t("column.title"), width="large"),
            "district": t("column.district"),
            "edition": t("column.edition"),
            "sheet": st.column_config.TextColumn(t("column.sheet"), width="medium"),
            "target": t("column.target"),
            "euro": st.column_config.NumberColumn(t("column.euro"), format="euro"),
        },
    )
    if len(rows) > SHOWN:
        st.caption(t("search.first", n=SHOWN))
