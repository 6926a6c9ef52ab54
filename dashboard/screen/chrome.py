"""The frame around every page: menu, profile, language, where the data come from, and calm bad news."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from dashboard.address.cross_filter import heeded
from dashboard.address.view import OF_ITS_PAGE
from dashboard.locale.formats import Language, day
from dashboard.locale.texts import Translate, texts
from dashboard.locale.words import escaped, place_name
from dashboard.parts.address import keep_address
from dashboard.parts.choice import choice
from dashboard.parts.contract import MenuLink
from dashboard.parts.menu import menu
from dashboard.parts.strip import segments, trail
from dashboard.screen.session import (
    REGION_VIEWER,
    Context,
    become,
    begin,
    change,
    context,
    data_state,
    is_switching,
)
from data_access.observatory import State, shared
from data_access.planning.contract import DatabaseProblem
from data_access.version import REGION
from data_access.viewer import Viewer

_WAIT_SECONDS = 3.0


def broken(state: State) -> None:
    """The only page there is when no data could ever be read: what is wrong, where, how to mend it."""
    t = texts("it")
    st.title("Osservatorio Piani di Zona")
    words = problem_words(state.problem, t) if state.problem else t("broken.waiting")
    st.warning(words, icon=":material/database:")
    st.markdown(t("broken.mend"))
    st.button(t("broken.again"), icon=":material/refresh:")

    @st.fragment(run_every=_WAIT_SECONDS)
    def healed() -> None:
        # A look takes longer than a visit waits for: who stays on the page sees the data when they come.
        if shared().current().version:
            st.rerun()

    healed()


SAID = ("held", "unfit", "no_data", "bad_version")
"""Faults whose details speak of the data alone."""


def problem_words(problem: DatabaseProblem, t: Translate) -> str:
    """A fault of the database as a sentence for visitors, without the paths that `check` prints.

    Of data held back it says what is missing, which tells of no path and no account.
    """
    detail = problem.detail if problem.code in SAID else ""
    return t(f"problem.{problem.code}", detail=detail).replace(" ()", "").replace(": .", ".").strip()


def sidebar(ctx: Context, groups: Mapping[str, Sequence[MenuLink]], current: str) -> None:
    """Menu in groups, with links that carry the view; profile, language, and the state of the data."""
    t = ctx.t
    with st.sidebar:
        st.markdown(f"**Osservatorio  \nPiani di Zona**  \n{t('app.region')}")
        menu(
            groups,
            current=current,
            label=t("menu.label"),
            language=ctx.language,
            # What meant nothing is not handed on either.
            without=OF_ITS_PAGE.union(ignored.key for ignored in ctx.ignored),
            also={"luogo": REGION},
        )
        if ctx.version.origin == "demo":
            _profile(ctx)
        _language(ctx)
        st.caption(data_line(ctx))
        if ctx.version.origin == "demo":
            st.caption(f":material/science: **{t('demo.short')}** {t('demo.long')}")


def _profile(ctx: Context) -> None:
    t = ctx.t
    options = [REGION, *ctx.version.districts]

    def words(code: str) -> str:
        if code == REGION:
            return t("profile.region")
        return t("profile.district", name=place_name(ctx.version, code, t))

    def chosen(nth: int) -> None:
        code = options[nth]
        become(REGION_VIEWER if code == REGION else Viewer("district", code))

    choice(
        t("profile.label"),
        [words(code) for code in options],
        options.index(ctx.viewer.district or REGION),
        key="profile",
        on_pick=chosen,
        help=t("profile.help"),
    )


def _language(ctx: Context) -> None:
    languages: tuple[Language, ...] = ("it", "en")
    segments(
        ctx.t("app.language"),
        ["Italiano", "English"],
        languages.index(ctx.language),
        key="language_choice",
        on_pick=lambda nth: change(language=languages[nth]),
    )


def data_line(ctx: Context) -> str:
    """One line on the data: the day they speak of and where they come from."""
    return ctx.t(
        "app.data", day=day(ctx.version.as_of, ctx.language), version=escaped(ctx.version.token[-8:])
    )


def notices(ctx: Context) -> None:
    """What the person must know before reading on: old data, rows left out, parts of the link ignored."""
    t = ctx.t
    if ctx.state.problem:
        st.warning(stale_words(ctx), icon=":material/cloud_off:")
    if len(ctx.version.problems):
        st.warning(t("notice.rows", n=len(ctx.version.problems)), icon=":material/rule:")
    if ctx.other_data:
        now, then = day(ctx.version.as_of, ctx.language), day(ctx.other_data, ctx.language)
        st.info(t("notice.other_data", then=then, now=now), icon=":material/history:")
    for ignored in ctx.ignored:
        st.info(
            t("notice.ignored", key=ignored.key, value=escaped(ignored.value)), icon=":material/link_off:"
        )


SILENT_MINUTES = 5
"""From here on it is said for how long the database could not be looked at."""

_AWAY = ("missing", "unreachable", "no_answer", "starting", "locked", "not_a_database")
_NOT_TAKEN = ("held", "unfit", "bad_version", "unknown_origin", "no_data")


def stale_words(ctx: Context) -> str:
    """Why the data shown are not the newest, of which day they are, and for how long that has been so."""
    t, state = ctx.t, ctx.state
    if state.problem is None:
        return ""
    kind = "database" if state.problem.code in _AWAY else "refused"
    if state.problem.code in _NOT_TAKEN:
        kind = "held"
    words = t(
        f"notice.{kind}",
        why=problem_words(state.problem, t),
        day=day(ctx.version.as_of, ctx.language),
    )
    seen = state.good_at or ctx.version.read_at
    minutes = int((datetime.now(UTC) - seen).total_seconds() // 60)
    if kind != "held" and minutes >= SILENT_MINUTES:
        words += " " + t("notice.silent", minutes=minutes)
    return words


def draw_page(page: Callable[[Context], None], name: str) -> None:
    """Draw a page under its heading; a choice made on it draws the page again and nothing around it.

    The frame (menu, profile, notices) is drawn again too where it would say something else: other data, a
    fault of the database, a part of the address that is no longer ignored, another page to go to.
    """
    frame, again = context(), False

    @st.fragment
    def alone() -> None:
        nonlocal again
        ctx = frame
        if again:
            state = data_state()
            ctx = begin(state, frame.state.version or frame.version, frame.pages)
            same = (state.version, state.problem, ctx.ignored, ctx.other_data, ctx.version) == (
                frame.state.version,
                frame.state.problem,
                frame.ignored,
                frame.other_data,
                frame.version,
            )
            if is_switching() or not same:
                st.rerun()
        again = True
        page(replace(ctx, view=heeded(ctx.view, name)))
        keep_address(ctx)

    heading(frame, name)
    alone()


def heading(ctx: Context, page: str) -> None:
    """The page's title and the question it answers, with the notice that data are for demonstration."""
    t = ctx.t
    st.title(t(f"page.{page}"), anchor=False)
    demo = f" :orange-badge[:material/science: {t('demo.short')}]" if ctx.version.origin == "demo" else ""
    st.markdown(t(f"question.{page}") + demo)


def breadcrumb(ctx: Context, *, intervention_of: str = "") -> None:
    """Region › AUSL › district, each a way up; ``intervention_of``: the district of the one shown."""
    place = intervention_of or ctx.view.place
    steps: list[str] = [REGION]
    if place != REGION:
        ausl = ctx.version.places.at[place, "ausl"]
        steps += [ausl] if ausl == place else [ausl, place]
    trail(
        ctx.t("breadcrumb.label"),
        [place_name(ctx.version, code, ctx.t) for code in steps],
        None if intervention_of else len(steps) - 1,
        key="breadcrumb",
        on_pick=lambda nth: change(place=steps[nth], intervention=""),
    )
