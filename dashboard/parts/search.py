"""The search box and what it finds, wherever a page has one.

It goes where a click with ``st.text_input`` costs no more (``tests/bench/parts.py``).
"""

from __future__ import annotations

import streamlit as st

from dashboard.address.codes import SEARCH_LENGTH
from dashboard.address.cross_filter import names_of
from dashboard.locale.words import escaped, period_name
from dashboard.parts import part
from dashboard.parts.contract import Search
from dashboard.screen.grid import show_list
from dashboard.screen.session import Context, change
from dashboard.tables.table import Column, Table
from data_access.search.interventions import FoundInterventions, search_interventions

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
    sent: Search = {
        "label": label,
        "value": ctx.view.search,
        "length": SEARCH_LENGTH,
        "placeholder": placeholder or t("search.placeholder"),
        "help": help or t("search.help"),
        "about": t("filter.about"),
        "clear": t("search.clear"),
    }

    def typed(words: object) -> None:
        # It comes from a browser, which may cut a character in two.
        whole = str(words).encode(errors="ignore").decode()
        change(search="".join(filter(str.isprintable, whole))[:SEARCH_LENGTH].strip(), intervention="")

    part("search.js", "search", sent, typed)


def found_interventions(ctx: Context) -> FoundInterventions:
    """Look for the view's words in every place and every visible edition."""
    return search_interventions(ctx.version, ctx.view.search, ctx.viewer)


def search_results(ctx: Context, hits: FoundInterventions) -> None:
    """What was found, best first; a row opens the intervention in the edition it was found in."""
    t, version, rows = ctx.t, ctx.version, hits.rows
    text = escaped(ctx.view.search)
    st.subheader(t("search.title"), anchor=False)
    if not hits.words:
        st.info(t("search.no_words", text=text), icon=":material/search_off:")
        return
    if rows.empty:
        st.info(t("search.none", text=text), icon=":material/search_off:")
        return
    if not hits.exact:
        st.info(t("search.alike", text=text), icon=":material/spellcheck:")
    districts = len(set(rows["district_code"].tolist()))
    st.markdown(t("search.count", n=len(rows), districts=districts, text=text))
    shown = {name: rows[name].to_numpy()[:SHOWN] for name in rows}
    names = names_of(version)

    def opened(nth: str) -> None:
        i = int(nth)
        change(intervention=str(shown["code"][i]), edition=str(shown["period"][i]))

    st.caption(t("interventions.choose"))
    columns = (
        Column("code", t("column.code")),
        Column("title", t("column.title"), room="large"),
        Column("district", t("column.district")),
        Column("edition", t("column.edition")),
        Column("euro", t("column.euro"), "euro", 2),
        Column("sheet", t("column.sheet"), room="medium"),
        Column("target", t("column.target")),
    )
    cells = {
        # The same intervention may be found in several editions.
        "nth": list(range(len(shown["code"]))),
        "code": shown["code"].tolist(),
        "title": shown["title"].tolist(),
        "district": [version.place_names[code] for code in shown["district_code"]],
        "edition": [period_name(version, period, t) for period in shown["period"]],
        "euro": (shown["cents"] / 100).tolist(),
        "sheet": [names["sheet"][str(number)] for number in shown["sheet"]],
        "target": [names["target"][code] for code in shown["target"]],
    }
    show_list(Table(columns, cells, mark="nth"), key="search_results", on_row=opened)
    if len(rows) > SHOWN:
        st.caption(t("search.first", n=SHOWN))
