"""The one dialect of words that parts of a page show, wherever they show them: prose, help, figures, charts.

``**`` stands around what is bold, an empty line between paragraphs, ``- `` before each line of a list; in a
chart a new line breaks the line. Everything else is what it is, so words of a database need no escaping.
``words.js`` reads it. Streamlit's own elements read markdown instead; there words of a database stay as they
are through :func:`dashboard.locale.words.escaped`.
"""

from __future__ import annotations


def plain(words: str) -> str:
    """Return words for what shows none of it: a label for screen readers, a cell of a file."""
    return words.replace("**", "")
