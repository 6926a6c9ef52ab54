"""Every place that leans on how Streamlit is made inside, which may change with any of its versions.

``pyproject.toml`` holds Streamlit below the version these were last looked at for. To take a newer one: raise
the bound there, run ``tests/dashboard/screen/test_seams.py`` and ``tests/browser/test_seams.py``, and mend
what they name. What leans on Streamlit from Python is a function here; what does so in scripts and style is
listed in :data:`IN_THE_PAGE`, and cannot be leant on without being listed.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1.element_tree import ElementTree
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash
from streamlit.web import bootstrap

IN_THE_PAGE: Mapping[str, str] = {
    "stApp": "page.css colours scrollbars, and tests wait for what it says of the script's state",
    "stCaptionContainer": "page.css makes captions dark enough, and keeps them with what follows on paper",
    "stDownloadButton": "page.css leaves it out on paper",
    "stElementContainer": "page.css keeps elements from fading at each click, and hides what is only sent",
    "stHeader": "page.css leaves it out on paper",
    "stMain": "page.css draws the veil over a page that waits",
    "stMainBlockContainer": "page.css sets the margins of the page",
    "stSidebar": "page.css leaves it out on paper",
    "stSidebarCollapseButton": "menu.js closes the menu on a phone when a page was chosen",
    "stSidebarUserContent": "page.css moves the menu to the top",
    "stTable": "page.css aligns its figures, and keeps it whole on paper",
    "stVerticalBlock": "strip.js finds what stands behind its tabs",
}
"""By ``data-testid`` of an element of Streamlit's, what our scripts and style use it for."""

SIGNS_IN_THE_PAGE: Mapping[str, str] = {
    "data-selected": "page.css darkens the word that is chosen",
    "data-tag": "page.css makes the words of a tag readable on its colour",
    "data-test-script-state": "page.css draws the veil while a script runs",
    "popstate": "menu.js opens a page as Back does: Streamlit answers that step of the browser's history",
    "st-key-": "strip.js finds a container of Streamlit's by its key",
}
"""By attribute, event or class that Streamlit's page has, what our scripts and style use it for."""


@dataclass(frozen=True)
class Spot:
    """A place on the page where Streamlit puts its next element, and how many it had put there."""

    cursor: object
    index: int

    def drawn_since(self) -> int:
        """Return how many of its elements Streamlit has put there since."""
        return getattr(self.cursor, "index", self.index) - self.index


def spot() -> Spot:
    """Return where Streamlit's next element goes.

    Leans on the cursor of the container in use, which counts its elements. Without a visitor there is none.
    """
    cursor = get_dg_singleton_instance().main_dg._active_dg._cursor
    return Spot(cursor, getattr(cursor, "index", 0))


def page_of_streamlit() -> str:
    """Return the one page of HTML that Streamlit sends to every browser.

    Leans on where its package keeps it.
    """
    return (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def inline_scripts() -> list[str]:
    """Return the digests of the scripts inside Streamlit's page, as a content-security policy wants them.

    They choose the first theme. Leans on their being written as plain ``<script>``.
    """
    scripts = re.findall(r"<script>(.*?)</script>", page_of_streamlit(), flags=re.DOTALL)
    return [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]


def in_italian(page: bytes) -> bytes:
    """Say in Streamlit's page that it is Italian.

    Leans on its saying English, and on its being sent as one piece.
    """
    return page.replace(b'<html lang="en"', b'<html lang="it"', 1)


def configure(settings: Mapping[str, object]) -> None:
    """Set Streamlit's options before a server is made that we serve ourselves.

    Leans on the function by which ``streamlit run`` hands on its flags.
    """
    bootstrap.load_config_options(dict(settings))


def for_one_run(page: st.Page) -> st.Page:
    """Return a page for one run of the script, made before.

    Leans on a page of Streamlit's remembering in itself that it was run, and on a copy being as good.
    """
    return copy(page)


def draw_in_memory(
    script: Path, session: Mapping[str, object], page: str, params: Mapping[str, str], seconds: float
) -> ElementTree:
    """Run a page as for a visitor, without a server, and return what stands on it.

    Leans on the runner of Streamlit's own tests, and on pages being known by a hash of their name; the public
    ``AppTest`` takes neither a session's state nor an address with a page.

    Args:
        script: the app's entry.
        session: what the session knows before.
        page: the page's name; empty for the front page.
        params: of the address.
        seconds: after which it is given up.
    """
    with _quiet("streamlit.runtime.scriptrunner_utils.script_run_context"):
        state = SessionState()
        for key, value in session.items():
            state[key] = value
        pages = PagesManager(str(script), ScriptCache(), setup_watcher=False)
        runner = LocalScriptRunner(str(script), SafeSessionState(state, lambda: None), pages)
        return runner.run(query_params=dict(params), timeout=seconds, page_hash=calc_hash(page))


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keep Streamlit from warning of a thread without a visitor: here there is none."""
    log = logging.getLogger(name)
    before = log.disabled
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = before
