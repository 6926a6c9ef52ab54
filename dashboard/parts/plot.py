"""Charts (components v2): a plotly figure that stays in the browser and is brought up to date.

``st.plotly_chart`` builds a chart anew whenever its figure changes, and draws it two or three times while it
fits colours and size: five to ten times what plotly takes to change a chart that is there. It also passes on
no click on a Sankey, and leaves a selection behind, so that a second click on the same bar says nothing.
This part and its script go when Streamlit brings a chart that is there up to date.

It goes where a click with ``st.plotly_chart`` costs no more (``tests/bench/parts.py``).
"""

from __future__ import annotations

import json
from collections.abc import Callable

import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder

from dashboard.assets import script_address
from dashboard.parts import part
from dashboard.parts.contract import Plot


def plot(
    figure: go.Figure,
    *,
    key: str,
    alt: str,
    named: bool = False,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Draw a chart.

    Args:
        figure: data and layout; what it says nothing of has the theme's fonts and colours.
        key: identity on the page, the same whatever the figure shows.
        alt: what a screen reader says; the figures themselves stand in the table beside.
        named: whether the names of its lines stand below it, as buttons that hide them: plotly draws names of
            its own anew with every change, a third of a drawing.
        on_pick: called, as a callback, with what a clicked mark stands for: its ``customdata`` (the
            first entry). It comes from a browser: to be checked as any input.
    """

    sent: Plot = {
        "plotly": script_address("plotly.js"),
        "clicks": on_pick is not None,
        "alt": alt,
        "named": named,
        "figure": figure.to_dict(),
    }
    # Plotly's encoder knows arrays. Its own text would hide every < and > from a page of HTML, which this is
    # not put into: a fifth more to send.
    text = json.dumps(sent, cls=PlotlyJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    part("plot.js", key, text, (lambda said: on_pick(str(said))) if on_pick else None)
