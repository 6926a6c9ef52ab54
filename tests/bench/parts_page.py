"""A page with one part of ours, or with Streamlit's own element of the same data; a button changes the data.

``/?part=table.js&by=ours`` or ``&by=streamlit``. :data:`PAIRS` has both of each, called with the turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pandas as pd
import plotly.graph_objects as go
import pydeck
import streamlit as st

from dashboard.address.view import default_view
from dashboard.assets import geojson_address
from dashboard.judging.signs import LOOKS
from dashboard.locale.formats import euro
from dashboard.locale.texts import texts
from dashboard.measure.choropleth import Place, Ranking
from dashboard.measure.choropleth import Row as RankingRow
from dashboard.parts import prose, strip, together
from dashboard.parts.box import opened_box
from dashboard.parts.choice import choice, choices
from dashboard.parts.contract import MenuLink
from dashboard.parts.flows import flows
from dashboard.parts.ground import ground_map
from dashboard.parts.heat_table import heat_figures, heat_table
from dashboard.parts.menu import menu
from dashboard.parts.plot import plot
from dashboard.parts.region_map import region_map
from dashboard.parts.search import search_box
from dashboard.parts.small_multiples import Small, small_multiples
from dashboard.parts.spine import spine_chart
from dashboard.parts.table import table
from dashboard.parts.tiles import figures
from dashboard.parts.treemap import treemap
from dashboard.tables.table import Column, Table
from dashboard.topics.case_map.deck import Pillar, deck
from dashboard.topics.indicators.heat.compute import heat
from dashboard.topics.indicators.profile.compute import profile_of
from data_access.engines import planning_url
from data_access.planning.contract import open_and_read
from data_access.version import Version, assemble
from data_access.viewer import Viewer
from geodata.ground import TODAY

PALETTE = ("#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c")
REGION = Viewer("region")
SEVERAL = 4
t = texts("it")


def nothing(*_: object) -> None:
    """What a click does here."""


@cache
def version() -> Version:
    """The demo's plans."""
    return assemble(open_and_read(planning_url()))


def amounts(turn: int, n: int = 38) -> list[float]:
    """Return amounts that are others at every turn."""
    return [1000.0 + (37 * i + 101 * turn) % 977 for i in range(n)]


def names(n: int = 38) -> list[str]:
    """Return words as long as names of districts."""
    return list(version().place_names.values())[:n]


# --- each part, and Streamlit's own ---
def map_ours(turn: int) -> None:
    districts, values = version().districts, amounts(turn)
    places = {
        code: Place(int(value) % 5, (euro(value, 2, "it"),))
        for code, value in zip(districts, values, strict=True)
    }
    rows = tuple(
        RankingRow(code, str(i + 1), int(value) // 2)
        for i, (code, value) in enumerate(zip(districts, values, strict=True))
    )
    region_map(
        key="map",
        t=t,
        label="",
        version=version(),
        ground=TODAY,
        places=places,
        palette=PALETTE,
        legend=[(i, str(i), 1) for i in range(5)],
        ranking=Ranking("", "", rows),
        on_pick=nothing,
    )


def map_streamlits(turn: int) -> None:
    districts, values = version().districts, amounts(turn)
    rows = [
        {"code": code, "euro": value, "words": euro(value, 2, "it")}
        for code, value in zip(districts, values, strict=True)
    ]
    shapes = {"url": geojson_address("districts"), "format": {"property": "features"}}
    joined = {
        "lookup": "properties.code",
        "from": {"data": {"values": rows}, "key": "code", "fields": ["euro"]},
    }
    left, right = st.columns(2)
    with left:
        st.vega_lite_chart(
            {
                "height": 450,
                "data": shapes,
                "transform": [joined],
                "projection": {"type": "mercator"},
                "mark": "geoshape",
                "encoding": {"color": {"field": "euro", "type": "quantitative", "bin": {"maxbins": 5}}},
            },
            key="map",
        )
    with right:
        st.dataframe(
            pd.DataFrame(rows),
            column_config={"euro": st.column_config.ProgressColumn(min_value=0, max_value=2000)},
            key="ranking",
        )


def heat_shown(turn: int):
    return heat(version(), replace(default_view(version()), order=("DST011", "-DST011")[turn % 2]), REGION)


def heat_ours(turn: int) -> None:
    drawn = heat_shown(turn)
    given = {"label": "", "benchmark": "", "sort": "", "values": True}
    heat_figures(version(), REGION, drawn, language="it")
    heat_table(version(), REGION, drawn, language="it", t=t, on_pick=nothing, on_sort=nothing, **given)


def heat_streamlits(turn: int) -> None:
    drawn, n = heat_shown(turn), len(version().districts)
    values = drawn.judged["value"].to_numpy().reshape(-1, n)[list(drawn.rows)][:, list(drawn.columns)]
    judged = drawn.judged["judgement"].astype(str).to_numpy().reshape(-1, n)
    judged = judged[list(drawn.rows)][:, list(drawn.columns)]
    codes = [version().districts[i] for i in drawn.columns]
    frame = pd.DataFrame(values, index=[m.title.it for m in drawn.measures], columns=codes)
    colours = pd.DataFrame(judged, index=frame.index, columns=codes).map(
        lambda name: f"background-color: {LOOKS[name].fill}; color: {LOOKS[name].ink}"
    )
    # Styler wants rows of different names.
    frame.index = colours.index = [f"{i} {name}" for i, name in enumerate(frame.index)]
    st.dataframe(frame.style.apply(lambda _: colours, axis=None).format(precision=1), key="heat", height=600)


def profile_shown(turn: int):
    view = replace(default_view(version()), benchmark=("region", "ausl")[turn % 2], place="RO-RIM")
    return profile_of(version(), view, REGION, "RO-RIM")


def spine_ours(turn: int) -> None:
    spine_chart(version(), profile_shown(turn), language="it", label="", on_pick=nothing)


def spine_streamlits(turn: int) -> None:
    rows = profile_shown(turn).rows
    shown = rows[["value", "lower", "upper", "benchmark", "at_value", "judgement", "trend", "target"]]
    shown = shown.assign(title=[version().measures[code].title.it for code in rows.index])
    st.dataframe(
        shown,
        column_config={"at_value": st.column_config.ProgressColumn(min_value=0, max_value=1)},
        key="spine",
        height=600,
    )


def rows_of(turn: int) -> dict[str, list]:
    values = amounts(turn)
    more = {f"f{k}": [value * k for value in values] for k in range(2, 6)}
    return {"name": names(), "euro": values, **more}


def table_ours(turn: int) -> None:
    rows = rows_of(turn)
    columns = (
        Column("name", "Distretto"),
        Column("euro", "Euro", "euro", bar=True),
        *(Column(f"f{k}", f"Cifra {k}", "decimal") for k in range(2, 6)),
    )
    table(Table(columns, rows, mark="name"), key="rows", label="", language="it", on_row=nothing)


def table_streamlits(turn: int) -> None:
    st.dataframe(
        pd.DataFrame(rows_of(turn)),
        column_config={"euro": st.column_config.ProgressColumn(min_value=0, max_value=2000)},
        key="rows",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=38 * 36,
    )


def tiles_ours(turn: int) -> None:
    figures(
        [
            (name, euro(x, 2, "it"), "sotto", "Che cos'è")
            for name, x in zip(names(5), amounts(turn, 5), strict=True)
        ]
    )


def tiles_streamlits(turn: int) -> None:
    for column, name, x in zip(st.columns(5), names(5), amounts(turn, 5), strict=True):
        column.metric(name, euro(x, 2, "it"), "sotto", help="Che cos'è", border=True)


# Small parts stand in number on a page: ours are one element together.
def strip_ours(turn: int) -> None:
    with together("all"):
        for i in range(SEVERAL):
            strip.segments("Ripartizione", names(7), turn % 7, key=f"segments{i}", on_pick=nothing)


def strip_streamlits(turn: int) -> None:
    for i in range(SEVERAL):
        st.session_state[f"segments{i}"] = names(7)[turn % 7]
        st.segmented_control("Ripartizione", names(7), key=f"segments{i}")


def select_ours(turn: int) -> None:
    with together("all"):
        for i in range(SEVERAL):
            choice("Anno", names(6), turn % 6, key=f"choice{i}", on_pick=nothing, help="Aiuto")


def select_streamlits(turn: int) -> None:
    for i in range(SEVERAL):
        st.session_state[f"choice{i}"] = names(6)[turn % 6]
        st.selectbox("Anno", names(6), key=f"choice{i}", help="Aiuto")


def combobox_ours(turn: int) -> None:
    with together("all"):
        for i in range(SEVERAL):
            choice("Luogo", names(), turn % 38, key=f"choice{i}", on_pick=nothing, help="Aiuto")


def combobox_streamlits(turn: int) -> None:
    for i in range(SEVERAL):
        st.session_state[f"choice{i}"] = names()[turn % 38]
        st.selectbox("Luogo", names(), key=f"choice{i}", help="Aiuto")


def checks_ours(turn: int) -> None:
    with together("all"):
        for i in range(SEVERAL):
            choices("Aree", names(6), [turn % 6], key=f"choice{i}", on_pick=nothing)


def checks_streamlits(turn: int) -> None:
    for i in range(SEVERAL):
        st.session_state[f"choice{i}"] = [names(6)[turn % 6]]
        st.multiselect("Aree", names(6), key=f"choice{i}")


def box_ours(turn: int) -> None:
    with together("all"):
        for i in range(SEVERAL):
            with opened_box(f"Filtri {turn}", "filter_alt", f"box{i}"):
                pass


def box_streamlits(turn: int) -> None:
    for i in range(SEVERAL):
        st.popover(f"Filtri {turn}", icon=":material/filter_alt:", key=f"box{i}")


def search_ours(turn: int) -> None:
    view = SimpleNamespace(search=f"parole {turn}")
    search_box(SimpleNamespace(t=t, view=view), "Cerca")


def search_streamlits(turn: int) -> None:
    st.session_state["search"] = f"parole {turn}"
    st.text_input("Cerca", key="search", help="Aiuto")


def said(turn: int) -> list[str]:
    """Return paragraphs."""
    return [f"**{name}**: {x}" for name, x in zip(names(6), amounts(turn, 6), strict=True)]


def prose_ours(turn: int) -> None:
    with together("all"):
        for words in said(turn):
            prose.text(words)


def prose_streamlits(turn: int) -> None:
    for words in said(turn):
        st.markdown(words)


def menu_ours(turn: int) -> None:
    links = [MenuLink(path=f"p{i}", title=name, symbol="map") for i, name in enumerate(names(22))]
    menu({"Pagine": links}, current="p0", label="", language="it", without=(), also={})


def menu_streamlits(turn: int) -> None:
    # A link of Streamlit's holds the view itself; ours reads it from the address when it is used.
    for i, name in enumerate(names(22)):
        st.page_link(f"http://localhost/p{i}?turn={turn}", label=name, icon=":material/map:")


def flow_rows(turn: int) -> dict[str, list]:
    links = [(f"a{i}", f"b{j}") for i in range(5) for j in range(5)]
    links += [(f"b{j}", f"c{k}") for j in range(5) for k in range(5)]
    return {
        "source": [start for start, _ in links],
        "target": [end for _, end in links],
        "euro": amounts(turn, len(links)),
        "area": [end if end[0] == "b" else start for start, end in links],
    }


FLOW_NODES = {f"{column}{i}": (f"Nodo {column}{i}", PALETTE[i]) for column in "abc" for i in range(5)}


def flows_ours(turn: int) -> None:
    flows(flow_rows(turn), FLOW_NODES, key="flows", alt="", language="it", on_pick=nothing)


def flows_streamlits(turn: int) -> None:
    rows, at = flow_rows(turn), {mark: i for i, mark in enumerate(FLOW_NODES)}
    link = {
        "source": [at[mark] for mark in rows["source"]],
        "target": [at[mark] for mark in rows["target"]],
        "value": rows["euro"],
    }
    node = {"label": [label for label, _ in FLOW_NODES.values()]}
    st.plotly_chart(go.Figure(go.Sankey(link=link, node=node)), key="flows")


def cells_of(turn: int) -> dict[str, list]:
    ids = [f"g{i}" for i in range(12)] + [f"c{i}" for i in range(240)]
    parents = [""] * 12 + [f"g{i % 12}" for i in range(240)]
    cents = [int(x) for x in amounts(turn, 240)]
    sums = [sum(c for i, c in enumerate(cents) if i % 12 == g) for g in range(12)]
    labels = [f"Gruppo {i}" for i in range(12)] + [f"Intervento numero {i}" for i in range(240)]
    return {"id": ids, "parent": parents, "label": labels, "cents": sums + cents}


def treemap_ours(turn: int) -> None:
    cells = cells_of(turn)
    more = {"words": [euro(c / 100, 2, "it") for c in cells["cents"]], "area": ["A"] * len(cells["id"])}
    treemap({**cells, **more}, {"A": "#c6dbef"}, key="tree", alt="", language="it", on_pick=nothing)


def treemap_streamlits(turn: int) -> None:
    cells = cells_of(turn)
    trace = go.Treemap(
        ids=cells["id"],
        parents=cells["parent"],
        labels=cells["label"],
        values=cells["cents"],
        branchvalues="total",
    )
    st.plotly_chart(go.Figure(trace, {"height": 560}), key="tree")


def trend_of(turn: int) -> go.Figure:
    trace = {"type": "scatter", "x": list(range(6))}
    lines = [{**trace, "y": amounts(turn + k, 6), "name": f"Linea {k}"} for k in range(4)]
    return go.Figure({"data": lines, "layout": {"height": 300, "showlegend": True}})


def plot_ours(turn: int) -> None:
    plot(trend_of(turn), key="plot", alt="")


def plot_streamlits(turn: int) -> None:
    st.plotly_chart(trend_of(turn), key="plot")


def deck_of(turn: int) -> pydeck.Deck:
    pillars = [
        Pillar(f"{i}", name, "parole", 10.2 + i % 7 / 3, 44.2 + i % 5 / 6, x)
        for i, (name, x) in enumerate(zip(names(), amounts(turn), strict=True))
    ]
    return deck(pillars, geojson_address("districts"), (9.2, 43.7, 12.8, 45.2))


def ground_ours(turn: int) -> None:
    ground_map(deck_of(turn), key="ground", alt="", width=560, without="")


def ground_streamlits(turn: int) -> None:
    st.pydeck_chart(deck_of(turn), key="ground", height=560)


def smalls_ours(turn: int) -> None:
    lines = [Small(name, amounts(turn + i, 6), "x") for i, name in enumerate(names())]
    small_multiples(lines, amounts(turn, 6), key="smalls")


def smalls_streamlits(turn: int) -> None:
    rows = [
        {"name": name, "x": k, "y": y}
        for i, name in enumerate(names())
        for k, y in enumerate(amounts(turn + i, 6))
    ]
    axis = {"axis": None, "type": "quantitative"}
    st.vega_lite_chart(
        {
            "data": {"values": rows},
            "columns": 6,
            "facet": {"field": "name", "type": "nominal"},
            "spec": {
                "width": 120,
                "height": 44,
                "mark": "line",
                "encoding": {"x": {"field": "x", **axis}, "y": {"field": "y", **axis}},
            },
        },
        key="smalls",
    )


Draw = Callable[[int], None]
PAIRS: dict[str, tuple[Draw, Draw, str]] = {
    "map.js": (map_ours, map_streamlits, "st.vega_lite_chart and st.dataframe"),
    "heat.js": (heat_ours, heat_streamlits, "st.dataframe, styled"),
    "spine.js": (spine_ours, spine_streamlits, "st.dataframe"),
    "table.js": (table_ours, table_streamlits, "st.dataframe"),
    "tiles.js": (tiles_ours, tiles_streamlits, "st.metric"),
    "strip.js": (strip_ours, strip_streamlits, "st.segmented_control"),
    "flows.js": (flows_ours, flows_streamlits, "st.plotly_chart"),
    "treemap.js": (treemap_ours, treemap_streamlits, "st.plotly_chart"),
    "small_multiples.js": (smalls_ours, smalls_streamlits, "st.vega_lite_chart"),
    "plot.js": (plot_ours, plot_streamlits, "st.plotly_chart"),
    "ground.js": (ground_ours, ground_streamlits, "st.pydeck_chart"),
    "menu.js": (menu_ours, menu_streamlits, "st.page_link"),
    "select.js": (select_ours, select_streamlits, "st.selectbox"),
    "combobox.js": (combobox_ours, combobox_streamlits, "st.selectbox"),
    "checks.js": (checks_ours, checks_streamlits, "st.multiselect"),
    "search.js": (search_ours, search_streamlits, "st.text_input"),
    "box.js": (box_ours, box_streamlits, "st.popover"),
    "prose.js": (prose_ours, prose_streamlits, "st.markdown"),
}
"""By the part's script: ours, Streamlit's of the same data, and what that is made of."""


def draw() -> None:
    """Draw what the address asks for."""
    st.set_page_config(layout="wide")
    st.session_state["context"] = SimpleNamespace(t=t, language="it")
    turn = st.session_state.setdefault("turn", 0)
    if st.button("next"):
        turn = st.session_state["turn"] = turn + 1
    ours, streamlits, _ = PAIRS[st.query_params["part"]]
    (ours if st.query_params["by"] == "ours" else streamlits)(turn)
    st.write(f"turn {turn}")


if __name__ == "__main__":
    # A script is made anew at every run, and with it what it has read.
    from tests.bench import parts_page

    parts_page.draw()
