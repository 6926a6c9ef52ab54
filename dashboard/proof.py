"""Whether a version of the data can be shown: everything prepared, and every page drawn, in memory.

A page that cannot be drawn would show everybody an error until somebody mends the data; so it is tried before
anybody sees them. The pages run as for a visitor (Streamlit's runner of its tests), the region's and one
district's, from a session that brings the version along. It takes about a second, once a version.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from streamlit.testing.v1.element_tree import ElementTree

from dashboard.menu import FRONT, MENU
from dashboard.screen.seams import draw_in_memory
from dashboard.screen.session import CANDIDATE, VIEWER
from data_access.fault_log import log_fault
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
        log_fault(logging.getLogger("osservatorio.proof"), "Preparing failed", fault)
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
            yield (
                page,
                draw_in_memory(
                    APP,
                    {CANDIDATE: state, VIEWER: viewer},
                    "" if page == FRONT else page,
                    {**place, **params},
                    _PAGE_SECONDS,
                ),
            )
