"""The Streamlit entry: who is looking, at what, on which page; and the frame around every page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.locale.texts import texts
from dashboard.menu import MENU
from dashboard.parts.contract import MenuLink
from dashboard.screen.chrome import broken, notices, sidebar
from dashboard.screen.pages import declared_pages
from dashboard.screen.session import begin, data_state, pending_switch

HERE = Path(__file__).parent

st.set_page_config(
    page_title="Osservatorio Piani di Zona", page_icon=str(HERE / "static" / "icon.svg"), layout="wide"
)
st.html(HERE / "static" / "page.css")

state = data_state()
names = [name for group in MENU.values() for name, _ in group]
ctx = begin(state, state.version, names) if state.version else None
t = ctx.t if ctx else texts("it")
pages = declared_pages(ctx.language if ctx else "it")
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
        t(f"menu.{group}"): [
            MenuLink(path=pages[name].url_path, title=t(f"page.{name}"), symbol=symbol)
            for name, symbol in links
        ]
        for group, links in MENU.items()
    },
    page.url_path,
)
notices(ctx)
page.run()
