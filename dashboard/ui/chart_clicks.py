"""Clicks on plotly's marks: bars, flows, cells.

Streamlit passes on clicks on bars and treemap cells, but none on a Sankey's nodes and links; it leaves a
selection behind, so that a second click on the same bar says nothing; and a click zooms a treemap instead of
choosing. This listens to plotly's own events on the charts of a page, one and the same way for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

# plotly announces ``plotly_click`` on the chart's element for every kind of trace; what a mark stands for
# lies in the id of a treemap's cell, else in its customdata. A chart may be drawn after this or anew at any
# time: the observer finds it then.
_COMPONENT = st.components.v2.component(
    "osservatorio_chart_clicks",
    js="""
const listeners = new WeakMap();
export default ({ data, setTriggerValue, parentElement }) => {
  const said = (point) => {
    const word = typeof point.id === "string" ? point.id : point.customdata;
    return Array.isArray(word) ? word[0] : word;
  };
  const listen = () => {
    for (const key of data.charts) {
      for (const chart of document.querySelectorAll(`.st-key-${key} .js-plotly-plot`)) {
        const known = listeners.has(chart);
        if (!chart.on) continue;
        let last;
        listeners.set(chart, (event) => {
          // A treemap announces the same click twice, except on its leaves.
          if (event.event && event.event === last) return;
          last = event.event;
          const word = event.points?.length ? said(event.points[0]) : undefined;
          if (typeof word === "string" && word) setTriggerValue("picked", word);
        });
        if (known) continue;
        chart.on("plotly_click", (event) => listeners.get(chart)?.(event));
        // Saying no keeps the treemap from zooming into the cell.
        chart.on("plotly_treemapclick", (event) => {
          listeners.get(chart)?.(event);
          return false;
        });
        chart.classList.add("clickable");
      }
    }
  };
  listen();
  let waiting = false;
  const observer = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; listen(); });
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
};
""",
)


def chart_clicks(charts: Sequence[str], on_pick: Callable[[str], None], *, key: str = "chart_clicks") -> None:
    """Call ``on_pick``, as a callback, with what the clicked mark stands for.

    Args:
        charts: keys of ``st.plotly_chart`` on this page; others may be drawn or not.
        on_pick: gets a treemap cell's ``id``, or else the mark's ``customdata`` (its first entry).
            It comes from a browser: to be checked like any input.
        key: identity on the page.
    """

    def picked() -> None:
        if word := st.session_state[key].picked:
            on_pick(str(word))

    _COMPONENT(key=key, data={"charts": list(charts)}, on_picked_change=picked, height=1)
