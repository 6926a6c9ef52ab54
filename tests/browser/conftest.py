"""One server and one browser for all page tests; a fresh context for every visit, and its clean end."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mart_of import reading, write
from playwright.sync_api import Browser, Playwright, expect, sync_playwright
from server import Running, running
from visit import DESK, Visit

from data_access.version import Version

WAIT_MS = 30_000
expect.set_options(timeout=WAIT_MS)

#: Besides what a container needs: every name but this machine's is unknown, as with the network cut.
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PROGRAMS = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium."""
    program = _program(*PROGRAMS, says="Chromium: install the package chromium, or set CHROMIUM to its path")
    browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """The system's Firefox."""
    program = _program(
        os.environ.get("FIREFOX", ""), "firefox-esr", "firefox", says="Firefox: install firefox-esr"
    )
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=program)
    yield browser
    browser.close()


def _program(*names: str, says: str) -> str:
    """Return where a browser is; without one the tests fail in CI and are skipped elsewhere."""
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        sentence = f"The page tests need {says}."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return program


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """The browser of a test; a module that tries another one says so."""
    return chromium


@pytest.fixture(scope="session")
def site(demo_sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The dashboard on the demo data, for every test that changes nothing."""
    with running(demo_sqlite_url, tmp_path_factory.mktemp("site")) as server:
        yield server


@pytest.fixture(scope="session")
def case_site(
    demo_sqlite_url: str, demo: Version, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """The dashboard on the demo plans and a mart of as many made-up people as in truth (tests/mart_of.py).

    With a few people a district nearly every cell is small, and hiding them takes minutes.
    """
    folder = tmp_path_factory.mktemp("cases")
    url = f"sqlite:///{folder / 'mart.sqlite'}"
    write(reading(demo.places, demo.municipalities, people=4000), url)
    with running(demo_sqlite_url, folder, mart_url=url) as server:
        server.becomes(lambda told: told["cases"] == "ok", seconds=180)
        yield server


@pytest.fixture
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visit]]:
    """Make visits to any server; at the end of the test none of them may have gone wrong in any way."""
    visits: list[Visit] = []

    def new(server: Running, **context: object) -> Visit:
        options = {"viewport": DESK, "locale": "it-IT", "reduced_motion": "reduce", "accept_downloads": True}
        made = browser.new_context(**{**options, **context})
        made.set_default_timeout(WAIT_MS)
        visits.append(Visit(made, server.address))
        return visits[-1]

    yield new
    if request.node.stash.get(_FAILED, False):
        _keep_pictures(visits, request.node.name)
    faults = [fault for visit in visits for fault in visit.faults()]
    for visit in visits:
        visit.page.context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def visit(visitor: Callable[..., Visit], site: Running) -> Visit:
    """A visit to the dashboard at a desk."""
    return visitor(site)


@pytest.fixture(scope="session")
def sql(demo_sqlite_url: str) -> Callable[..., list[tuple]]:
    """Ask the demo database directly, around everything of ours: the figures to compare the screen with."""
    connection = sqlite3.connect(f"file:{demo_sqlite_url.removeprefix('sqlite:///')}?mode=ro", uri=True)

    def ask(query: str, *values: object) -> list[tuple]:
        return connection.execute(query, values).fetchall()

    return ask


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Remember that a test failed, so that its pages are pictured before they close."""
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


def _keep_pictures(visits: list[Visit], test: str) -> None:
    folder = Path("test-results")
    folder.mkdir(exist_ok=True)
    for number, visit in enumerate(visits):
        visit.page.screenshot(path=folder / f"{test}-{number}.png", full_page=True)
