"""The ASGI application around the Streamlit script: geometry, health, compression, security headers."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.assets import ROUTES, script_address
from dashboard.proof import prove
from dashboard.screen.chrome import SAID
from dashboard.screen.seams import in_italian, inline_scripts
from dashboard.topics.equity import needs_and_money as equity
from dashboard.topics.indicators.profile import compute as profile
from dashboard.topics.needs import tables as needs
from dashboard.topics.overlaps import tables as overlaps
from dashboard.topics.plan import compute as plan
from data_access.fault_log import log_fault
from data_access.observatory import State, shared
from data_access.planning.contract import DatabaseProblem
from data_access.search.interventions import prepare as prepare_search
from data_access.version import Version
from data_access.version_cache import clear_version_caches

_LOG = logging.getLogger("osservatorio.server")

POLL_SECONDS = float(os.environ.get("OSSERVATORIO_POLL_SECONDS", "60"))
FIRST_CHECK_SECONDS = 10.0


#: ``blob:`` is how Streamlit starts the script of an inline component; only our own scripts can make one.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        " ".join(("script-src 'self' blob:", *(f"'sha256-{digest}'" for digest in inline_scripts()))),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "media-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Headers:
    """Adds the security headers to every answer and says that the page is Italian."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        html: Message | None = None

        async def send_with_headers(message: Message) -> None:
            nonlocal html
            if message["type"] == "http.response.start":
                headers = [(k, v) for k, v in message["headers"] if k.decode().lower() not in HEADERS]
                headers += [(k.encode(), v.encode()) for k, v in HEADERS.items()]
                message = {**message, "headers": headers}
                if any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in headers):
                    html = message
                    return
            elif html is not None:
                body = in_italian(message.get("body", b""))
                await send(html)
                html = None
                message = {**message, "body": body}
            await send(message)

        await self.app(scope, receive, send_with_headers)


async def alive(_request: Request) -> Response:
    """``/healthz``: the process is up."""
    return JSONResponse({"status": "ok"})


async def ready(_request: Request) -> Response:
    """``/readyz``: whether there are data to show, which, how old, and what is wrong with the database.

    ``status`` is ``ready``, ``stale`` (the last good data are shown, the database gives none: still 200) or
    ``not ready`` (503). Nothing here waits for a database.
    """
    state = await asyncio.to_thread(shared().current)
    version, problem = state.version, state.problem
    stale = version is not None and problem is not None
    answer = {
        "status": "stale" if stale else "ready" if version else "not ready",
        "version": version and version.token,
        "origin": version and version.origin,
        "as_of": version and version.as_of.isoformat(),
        "age_seconds": version and _seconds_since(version.read_at),
        "checked_at": state.checked_at.isoformat(timespec="seconds"),
        "seconds_since_good_look": state.good_at and _seconds_since(state.good_at),
        "database": problem.code if problem else "ok" if version else "preparing",
        "problem": problem and _said(problem),
        "problem_seconds": state.since and _seconds_since(state.since),
        "cases": _cases(state),
    }
    return JSONResponse(answer, status_code=200 if version else 503)


def _seconds_since(moment: datetime) -> int:
    return round((datetime.now(UTC) - moment).total_seconds())


def _said(problem: DatabaseProblem) -> str:
    """What was lost or where drawing failed; other details name paths and accounts, which `check` prints."""
    return problem.detail if problem.code in SAID else ""


def _prepare(version: Version) -> None:
    """Make what takes longer than a click, as soon as there is a new version."""
    # The large scripts are read and compressed for the first that asks.
    for name in ("plotly.js", "deck.js"):
        script_address(name)
    prepare_search(version)
    plan.prepare(version)
    profile.prepare(version)
    if version.cases:
        # Each by its name: in a loop over modules nobody would see that one has no such function.
        equity.prepare(version, version.cases)
        needs.prepare(version, version.cases)
        overlaps.prepare(version, version.cases)


def _settle() -> None:
    """Leave what lives as long as its version out of the collector's rounds: one took 150 ms of a click."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    _give_back()


def _give_back() -> None:
    """Give the memory that reading a version took, and needs no more, back to the system.

    Only glibc keeps it so long that it must be asked; elsewhere there is no such call.
    """
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def _cases(state: State) -> str:
    if state.cases_problem:
        return state.cases_problem.code
    return "ok" if state.version and state.version.cases else "preparing"


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Watch the databases for as long as the server runs; the first visitor waits a moment for the plans.

    A database that hangs must not keep the server from answering that it hangs.
    """
    ended, looked = threading.Event(), threading.Event()
    prepared: Version | None = None

    def after(state: State) -> None:
        nonlocal prepared
        if state.version and state.version is not prepared:
            if prepared:
                # The caches of the old version go, and with them what was made ready of the new.
                clear_version_caches()
                _prepare(state.version)
            prepared = state.version
            _settle()
        looked.set()

    observatory = shared()
    observatory.prove = lambda version: prove(version, _prepare)
    watch = threading.Thread(
        target=observatory.watch, args=(POLL_SECONDS, ended, after), name="osservatorio-watch", daemon=True
    )
    watch.start()
    await asyncio.to_thread(looked.wait, FIRST_CHECK_SECONDS)
    yield
    ended.set()
    observatory.wake()


def script_error(fault: Exception) -> bool:
    """Tell the log the kind and place of an error, and the person one calm sentence without a trace."""
    log_fault(_LOG, "Page failed", fault)
    st.error(
        "Questa pagina non si è potuta comporre. I dati non sono toccati: ricaricare la pagina, "
        "o tornare al Quadro regionale. / This page could not be drawn; please reload it.",
        icon=":material/error:",
    )
    return True


def _routes(below: str) -> list[BaseRoute]:
    """Our routes; also below a path where a proxy hands on the whole address (``server.baseUrlPath``).

    At the root they stay: there a health check asks.
    """
    ours = (Route("/healthz", alive), Route("/readyz", ready), *ROUTES)
    path = f"/{below.strip('/')}" if below.strip("/") else ""
    return [*ours, *(Route(f"{path}{route.path}", route.endpoint) for route in ours if path)]


app = st.App(
    Path(__file__).with_name("app.py"),
    routes=_routes(st.get_option("server.baseUrlPath") or ""),
    middleware=[Middleware(GZipMiddleware, minimum_size=600), Middleware(Headers)],
    lifespan=lifespan,
    on_script_error=script_error,
)
