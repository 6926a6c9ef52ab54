"""What one run of a page works with, and how a click changes the address.

The view lives in the address alone. Widgets are filled from it before they are drawn, and their callbacks
write it; so links, bookmarks and the back button need no code of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard.address.view import Ignored, View, default_view, made_of_other_data, parse, stated, to_params
from dashboard.assets import BASE
from dashboard.judging.benchmark import district_of
from dashboard.locale.formats import Language
from dashboard.locale.texts import Translate, texts
from data_access.observatory import State, shared
from data_access.version import Version, in_words_of
from data_access.viewer import Viewer

VIEWER, _CONTEXT, _SWITCH = "viewer", "context", "switch"
REGION_VIEWER = Viewer("region")

CANDIDATE = "candidate"
"""Where a proof puts the state it draws from, in the session that draws."""

_VISIT_SECONDS = 4.0
"""How long a visit that finds no data waits for a look at the database."""


@dataclass(frozen=True)
class Here:
    """Where the visitor is: ``app`` is the address of the app without a slash at its end, ``page`` the page's
    name, empty for the front page."""

    app: str
    page: str = ""

    @property
    def page_address(self) -> str:
        """The address of the page."""
        return f"{self.app}/{self.page}"

    @property
    def base(self) -> str:
        """What stands before every path of the app."""
        return urlsplit(self.app).path


def here_of(url: str | None, pages: Collection[str], configured: str = "") -> Here:
    """Take the address of a visitor apart.

    Args:
        url: as Streamlit tells it. Streamlit cuts off the first page's name that the address ends with, also
            where that is the end of a longer one, and adds the present page's: of ``bisogni_e_risorse`` it
            makes ``bisogni_e_/bisogni_e_risorse``.
        pages: names of all pages.
        configured: the path that the server is set to be below, where it is.
    """
    parts = urlsplit(url or "http://localhost")
    steps = [step for step in parts.path.split("/") if step]
    page = steps.pop() if steps and steps[-1] in pages else ""
    if configured.strip("/"):
        steps = configured.strip("/").split("/")
    elif steps and any(name.startswith(steps[-1]) and name[len(steps[-1]) :] in pages for name in pages):
        steps.pop()
    return Here("/".join((f"{parts.scheme}://{parts.netloc}", *steps)), page)


@dataclass(frozen=True)
class Context:
    """Everything a page needs to know before it draws."""

    version: Version
    state: State
    viewer: Viewer
    view: View
    ignored: tuple[Ignored, ...]
    language: Language
    t: Translate
    other_data: date | None = None
    """The day of the data that the link was made of, where it was made of others than these."""
    here: Here = field(default_factory=lambda: Here("http://localhost"))
    pages: Collection[str] = ()
    shown: dict[str, str] = field(default_factory=dict)
    """What the page shows where the view leaves it open, by key of the address: the year, the open tab."""

    @property
    def own(self) -> str:
        """The district of the address, else the viewer's own; empty for the region without a choice."""
        return district_of(self.view, self.viewer, self.version)

    @property
    def link(self) -> str:
        """The address of what is shown, to be kept: it says all that another day might be shown otherwise."""
        return f"{self.here.page_address}?{urlencode(self.stated())}"

    def stated(self) -> dict[str, str]:
        """Return the parameters of an address that is kept."""
        return stated(self.view, self.version, self.shown)

    def params(self, **fields: object) -> dict[str, str]:
        """Return the address's parameters of this view with some fields changed."""
        return to_params(replace(self.view, **fields), self.version)  # type: ignore[arg-type]


def begin(state: State, version: Version, pages: Collection[str] = ()) -> Context:
    """Read the address and the profile at the start of a run, and keep them for the page.

    ``pages``: names of all pages.
    """
    params = st.query_params.to_dict()
    view, ignored = parse(params, version)
    version = in_words_of(version, view.edition)
    here = here_of(st.context.url, pages, st.get_option("server.baseUrlPath") or "")
    BASE.set(here.base)
    context = Context(
        version,
        state,
        st.session_state.get(VIEWER, REGION_VIEWER),
        view,
        tuple(ignored),
        view.language,
        texts(view.language),
        made_of_other_data(params, version),
        here,
        pages,
    )
    st.session_state[_CONTEXT] = context
    return context


def context() -> Context:
    """Return the context of the present run."""
    return st.session_state[_CONTEXT]


def change(**fields: object) -> None:
    """Change the view from a callback: one new entry in the browser's history."""
    version = st.session_state[_CONTEXT].version
    view, _ = parse(st.query_params.to_dict(), version)
    st.query_params.from_dict(to_params(replace(view, **fields), version))  # type: ignore[arg-type]


def change_with(make: Callable[[View], View]) -> None:
    """Change the view from a callback by a function of the present one."""
    version = st.session_state[_CONTEXT].version
    view, _ = parse(st.query_params.to_dict(), version)
    st.query_params.from_dict(to_params(make(view), version))


def places_among(said: object, n: int) -> list[int]:
    """Return which of ``n`` places a component of ours says were picked: one, or a list of them.

    It comes from a browser: where anything in it is no such place, there is none.
    """
    places: list[object] = said if isinstance(said, list) else [said]
    found = [int(p) for p in places if isinstance(p, int | float) and 0 <= p < n]
    return found if len(found) == len(places) else []


def open_page(path: str, **fields: object) -> None:
    """Go to another page from a callback, with the same view but for some fields; a tab stays behind."""
    st.session_state[_SWITCH] = (path, st.session_state[_CONTEXT].params(**{"tab": "", **fields}))


def is_switching() -> bool:
    """Return whether a callback asked to go to another page."""
    return _SWITCH in st.session_state


def pending_switch() -> tuple[str, dict[str, str]] | None:
    """Return and forget the page a callback asked to go to."""
    return st.session_state.pop(_SWITCH, None)


def reset_filters() -> None:
    """Take every filter off, from a callback; place, measure and language stay."""
    version = st.session_state[_CONTEXT].version
    change(filters=default_view(version).filters)


def become(viewer: Viewer) -> None:
    """Look with another profile (embedded demo only), from a callback."""
    st.session_state[VIEWER] = viewer


def data_state() -> State:
    """Return the shared state of the data; as long as there are none, every visit asks for a look.

    A page drawn in memory for a proof (:mod:`dashboard.proof`) brings its own.
    """
    if CANDIDATE in st.session_state:
        return st.session_state[CANDIDATE]
    state = shared().current()
    return state if state.version else shared().check_soon(_VISIT_SECONDS)
