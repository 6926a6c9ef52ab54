"""What a page gave to the app's own components, read from Streamlit's test of an app."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd
from streamlit.testing.v1 import AppTest


def tiles(app: AppTest) -> list[list[str]]:
    """Return label, value and line below of every headline figure."""
    return [
        [tile["label"], tile["value"], tile["below"]]
        for strip in parts(app, "tiles.js")
        for tile in strip["tiles"]
    ]


def tables(app: AppTest) -> list[pd.DataFrame]:
    """Return every table of rows as its words, by the columns' titles."""
    return [
        pd.DataFrame({c["title"]: c.get("words", [""] * rows) for c in table["columns"]})
        for table in parts(app, "table.js")
        for rows in [len(table["columns"][0]["words"])]
    ]


def prose(app: AppTest) -> list[str]:
    """Return every heading, paragraph and notice in their order."""
    return [sent["words"] for sent in parts(app, "prose.js")]


def parts(app: AppTest, script: str) -> Iterator[dict]:
    """Return what was given to a script of ours, part by part, from top to bottom."""
    return (sent for name, sent in parts_of(app) if name == script)


def parts_of(app: AppTest) -> Iterator[tuple[str, dict]]:
    """Return the script of every part, and what it was given, from top to bottom."""
    for element in app.get("bidi_component"):
        if element.proto.component_name == "osservatorio_parts":
            for line in element.proto.bytes.decode().split("\n")[1:]:
                sent = json.loads(line)
                yield sent["script"].rpartition("/")[2], sent
