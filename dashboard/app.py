"""The Streamlit entry: who is looking, at what, on which page; and the frame around every page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.locale.texts import texts
from dashboard.ui.chrome import broken, language_of_page, notices, sidebar
from dashboard.ui.session import begin, data_state, pending_switch

HERE = Path(__file__).parent
#: In a checkout the pages stand beside the package, in a wheel inside it.
PAGES = HERE / "pages" if (HERE / "pages").is_dir() else HERE.parent / "pages"

#: In the order of the menu, group by group: file, icon. Every page is in it.
MENU = {
    "region": (
        ("quadro_regionale", ":material/dashboard:"),
        ("mappa", ":material/map:"),
    ),
    "plans": (
        ("risorse", ":material/account_balance_wallet:"),
        ("preventivo_consuntivo", ":material/balance:"),
        ("interventi", ":material/list_alt:"),
        ("confronto_edizioni", ":material/compare_arrows:"),
        ("piano_distretto", ":material/article:"),
        ("stato_piani", ":material/checklist:"),
    ),
    "indicators": (
        ("indicatori", ":material/grid_on:"),
        ("scheda_indicatore", ":material/leaderboard:"),
        ("profilo", ":material/assignment_ind:"),
        ("confronto_distretti", ":material/group:"),
        ("indicatori_regionali", ":material/flag:"),
        ("completezza", ":material/fact_check:"),
    ),
    "cases": (
        ("presa_in_carico", ":material/group:"),
        ("tempi", ":material/schedule:"),
        ("bisogni", ":material/help_center:"),
        ("sovrapposizioni", ":material/join_inner:"),
        ("bisogni_e_risorse", ":material/query_stats:"),
        ("mappa_casi", ":material/pin_drop:"),
    ),
    "data": (
        ("forniture", ":material/sync:"),
        ("dati_e_definizioni", ":material/menu_book:"),
    ),
}
FRONT = "quadro_regionale"

st.set_page_config(
    page_title="Osservatorio Piani di Zona", page_icon=str(HERE / "static" / "icon.svg"), layout="wide"
)
st.html(HERE / "static" / "page.css")

state = data_state()
ctx = begin(state, state.version) if state.version else None
t = ctx.t if ctx else texts("it")
pages = {
    name: st.Page(
        PAGES / f"{name}.py",
        title=t(f"page.{name}"),
        icon=icon,
        url_path="" if name == FRONT else name,
        default=name == FRONT,
    )
    for group in MENU.values()
    for name, icon in group
}
page = st.navigation(list(pages.values()), position="hidden")
if ctx is None:
    # The pages are declared all the same: who came by a link is still on it when the data come.
    broken(state)
    st.stop()
if switch := pending_switch():
    name, params = switch
    st.switch_page(pages[name], query_params=params)
language_of_page(ctx)
sidebar(ctx, {group: {name: pages[name] for name, _ in menu} for group, menu in MENU.items()})
notices(ctx)
page.run()
