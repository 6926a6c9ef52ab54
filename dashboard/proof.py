"""Whether a version of the data can be shown: everything prepared, and every page drawn, in memory.

A page that cannot be drawn would show everybody an error until somebody mends the data; so it is tried before
anybody sees them. The pages run as for a visitor (Streamlit's runner of its tests), the region's and one
district's, from a session that brings the version along. It takes about a second, once a version.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1.element_tree import ElementTree
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from dashboard.menu import FRONT, MENU
from dashboard.screen.session import CANDIDATE, VIEWER
from data_access.observatory import State, UnfitError
from data_access.version import Version
from data_access.viewer import Viewer

APP = Path(__file__).with_name("app.py")
PAGES = tuple(name for group in MENU.values() for name, _ in group)

_PAGE_SECONDS = 60.0


def prove(version: Version, prepare: Callable[[Version], None]) -> None:
    """Prepare a version and draw its pages.

    Raises:
        UnfitError: where that fails; the message names the page and the kind of the error.
    """
    try:
        prepare(version)
    except Exception as fault:
        logging.getLogger("osservatorio.proof").error("Preparing failed", exc_info=fault)
        raise UnfitError(f"prepare: {type(fault).__name__}") from fault
    for page, tree in drawn(version, (Viewer("region"), Viewer("district", version.districts[0]))):
        if tree.exception:
            raise UnfitError(f"{page}: {tree.exception[0].proto.type}")


def drawn(
    version: Version,
    viewers: Iterable[Viewer] = (Viewer("region"),),
    pages: Iterable[str] = PAGES,
    **params: str,
) -> Iterator[tuple[str, ElementTree]]:
    """Draw pages, one after the other, and give each with what stands on it.

    Args:
        version: the data.
        viewers: who looks; a district looks at its own.
        pages: their names.
        params: of the address, besides the place.
    """
    state = State(version, None, datetime.now(UTC))
    for viewer in viewers:
        for page in pages:
            place = {"luogo": viewer.district} if viewer.district else {}
            yield page, _draw(state, viewer, page, {**place, **params})


def _draw(state: State, viewer: Viewer, page: str, params: dict[str, str]) -> ElementTree:
    with _quiet("streamlit.runtime.scriptrunner_utils.script_run_context"):
        session = SessionState()
        session[CANDIDATE], session[VIEWER] = state, viewer
        runner = LocalScriptRunner(
            str(APP),
            SafeSessionState(session, lambda: None),
            PagesManager(str(APP), ScriptCache(), setup_watcher=False),
        )
        hashed = calc_hash("" if page == FRONT else page)
        return runner.run(query_params=params, timeout=_PAGE_SECONDS, page_hash=hashed)


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
