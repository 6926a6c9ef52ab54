"""A figure as it was described, without plotly looking at each of its properties again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go


def figure(*, data: Sequence[Mapping], layout: Mapping) -> go.Figure:
    """Put traces and layout, written as plain dictionaries, into one figure.

    Plotly's own check of every name and value takes 1 to 3 ms a chart and ten for a treemap, at every
    redraw, of descriptions that are always built the same way: here it is left out, and a test makes it of
    all that the pages draw. Nothing may be wrong in a way that only some data bring out, such as an array
    of the wrong type.
    """
    return go.Figure(data=data, layout=layout, _validate=False)
