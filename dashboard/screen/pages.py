"""The pages as Streamlit goes through them, made once in each language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from dashboard.locale.formats import Language
from dashboard.locale.texts import texts
from dashboard.menu import FRONT, MENU
from dashboard.screen.seams import for_one_run

_PACKAGE = Path(__file__).parents[1]
#: In a checkout the pages stand beside the package, in a wheel inside it.
_PAGES = _PACKAGE / "pages" if (_PACKAGE / "pages").is_dir() else _PACKAGE.parent / "pages"


def declared_pages(language: Language) -> dict[str, st.Page]:
    """Return the pages by name, for one run of the script."""
    return {name: for_one_run(page) for name, page in _made(language).items()}


# Streamlit looks for the file of each page that is made: 22 at every run, a tenth of opening a page.
@cache
def _made(language: Language) -> dict[str, st.Page]:
    t = texts(language)
    return {
        name: st.Page(
            _PAGES / f"{name}.py",
            title=t(f"page.{name}"),
            icon=f":material/{symbol}:",
            url_path="" if name == FRONT else name,
            default=name == FRONT,
        )
        for group in MENU.values()
        for name, symbol in group
    }
