"""Words among the parts of a page (components v2): headings, paragraphs, notes, calm notices.

Streamlit's own take markdown, for which React parses each text anew. Here they are in the one dialect of all
parts (:mod:`dashboard.locale.dialect`).

It goes where a click with ``st.markdown`` costs no more (``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dashboard.locale.dialect import plain
from dashboard.parts import part
from dashboard.parts.contract import Prose
from dashboard.screen.session import context


def heading(words: str, *, rank: Literal[2, 3] = 3) -> None:
    """A heading of the second or the third rank."""
    part("prose.js", "", Prose(kind="h2" if rank == 2 else "h3", words=words))


def text(words: str, *, help: str = "", tags: Sequence[str] = ()) -> None:
    """Paragraphs; at the end ``tags``, a word or two each in its frame, and ``help``, words behind a sign."""
    about = f"{context().t('headline.about')}: {plain(words)}" if help else ""
    part("prose.js", "", Prose(kind="text", words=words, help=help, about=about, tags=list(tags)))


def note(words: str) -> None:
    """The same in smaller letters, for what is above it."""
    part("prose.js", "", Prose(kind="note", words=words))


def info(words: str, symbol: str = "info") -> None:
    """A calm notice with a Material symbol: why there is nothing to show."""
    part("prose.js", "", Prose(kind="info", words=words, symbol=symbol))


def warning(words: str, symbol: str) -> None:
    """What is to be known before reading on."""
    part("prose.js", "", Prose(kind="warning", words=words, symbol=symbol))
