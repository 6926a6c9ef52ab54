"""The menu of pages (components v2): links that carry the view, read from the address when they are used.

Streamlit's own links hold the view themselves, so all of them travel and are drawn again at every change of a
filter, which is a third of its messages. These never change, and travel as a hash.

It goes where a click with ``st.page_link`` costs no more (``tests/bench/parts.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dashboard.assets import script_address
from dashboard.parts import part
from dashboard.parts.contract import Menu, MenuGroup, MenuLink


def menu(
    groups: Mapping[str, Sequence[MenuLink]],
    *,
    current: str,
    label: str,
    language: str,
    without: Collection[str],
    also: Mapping[str, str],
) -> None:
    """Draw the menu, and tell browsers and screen readers the language of the page.

    Args:
        groups: by heading, its pages.
        current: the address of the page that is open.
        label: what a screen reader calls the menu.
        language: ``it`` or ``en``.
        without: parameters of the address that another page does not take over.
        also: parameters that a link has where the address says nothing of them.
    """
    data: Menu = {
        "style": script_address("menu.css"),
        "groups": [MenuGroup(heading=heading, links=links) for heading, links in groups.items()],
        "current": current,
        "label": label,
        "language": language,
        "without": sorted(without),
        "also": dict(also),
    }
    part("menu.js", "menu", data)
