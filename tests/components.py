"""What a page gave to the app's own components, read from Streamlit's test of an app."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd
from streamlit.testing.v1 import AppTest


def tiles(app: AppTest) -> list[list[str]]:
    """Return label, value and line below of every headline figure."""
    return [tile[:3] for strip in _given(app, "osservatorio_tiles") for tile in strip["tiles"]]


def tables(app: AppTest) -> list[pd.DataFrame]:
    """Return every table of rows as its words, by the columns' titles."""
    return [
        pd.DataFrame({title: words for title, _, _, words, *_ in table["columns"]})
        for table in _given(app, "osservatorio_table")
    ]


def _given(app: AppTest, component: str) -> Iterator[dict]:
    for element in app.get("bidi_component"):
        if element.proto.component_name == component:
            yield json.loads(element.proto.bytes)
