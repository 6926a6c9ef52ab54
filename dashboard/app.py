"""The Streamlit entry: who is looking, at what, on which page; and the frame around every page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.locale.texts import texts
from dashboard.menu import FRONT, MENU
from dashboard.parts.menu import Link
from dashboard.screen.chrome import broken, notices, sidebar
from dashboard.screen.session import begin, data_state, pending_switch

HERE = Path(__file__).parent
#: In a checkout the pages stand beside the package, in a wheel inside it.
PAGES = HERE / "pages" if (HERE / "pages").is_dir() else HERE.parent / "pages"

st.set_page_config(
    page_title="Osservatorio Piani di Zona", page_icon=str(HERE / "static" / "icon.svg"), layout="wide"
)
st.html(HERE / "static" / "page.css")

state = data_state()
names = [name for group in MENU.values() for name, _ in group]
ctx = begin(state, state.version, names) if state.version else None
t = ctx.t if ctx else texts("it")
pages = {
    name: st.Page(
        PAGES / f"{name}.py",
        title=t(f"page.{name}"),
        icon=f":material/{symbol}:",
        url_path="" if name == FRONT else name,
        default=name == FRONT,
    )
    for group in MENU.values()
    for name, symbol in group
}
page = st.navigation(list(pages.values()), position="hidden")
if ctx is None:
    # The pages are declared all the same: who came by a link is still on it when the data come.
    broken(state)
    st.stop()
if switch := pending_switch():
    name, params = switch
    st.switch_page(pages[name], query_params=params)
sidebar(
    ctx,
    {
        t(f"menu.{group}"): [Link(pages[name].url_path, t(f"page.{name}"), symbol) for name, symbol in links]
        for group, links in MENU.items()
    },
    page.url_path,
)
notices(ctx)
page.run()
