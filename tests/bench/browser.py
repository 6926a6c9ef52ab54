"""What a person feels in Chromium: first views, changes of a filter, a download; and many people at once."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Locator, Page, TimeoutError, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.locale.texts import texts
from tests.bench.served import Server

FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)

#: A clock in the page. ``drawn`` is set once the map says that it shows new data and that frame is painted;
#: ``bytes`` are those of the messages received: counted here, for each that were told to this program would
#: take time from the page.
CLOCK = """
window.bench = { input: 0, drawn: null, bytes: 0 };
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener("message", ({ data }) => { bench.bytes += data.byteLength ?? data.size; });
  }
};
for (const kind of ["click", "keydown"]) {
  addEventListener(kind, (event) => { bench.input = event.timeStamp; }, true);
}
new MutationObserver(() => {
  requestAnimationFrame(() => setTimeout(() => { bench.drawn ??= performance.now(); }));
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-drawn"] });
"""
DRAWN = "() => bench.drawn"
AT_REST = """() => document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-stale=true]")"""

t = texts("it")

Act = Callable[[], None]


@dataclass(frozen=True)
class Change:
    """One change of a filter: what was changed, from the click to the painted map, and the run it caused."""

    what: str
    redraw_ms: float
    payload_bytes: int
    run: int


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium (or ``$CHROMIUM``)."""
    program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if program is None:
        raise SystemExit(
            "The bench needs Chromium: install the package chromium, or set CHROMIUM to its path."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A new person: nothing in the cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="it-IT")
    context.set_default_timeout(30_000)
    context.add_init_script(CLOCK)
    yield context
    context.close()


def view(context: BrowserContext, address: str) -> tuple[Page, float]:
    """Open the map in a new tab; return it and seconds from the start of navigation to a painted map."""
    page = context.new_page()
    page.goto(f"{address}/mappa?luogo=ER", wait_until="commit")
    page.wait_for_function(DRAWN, polling=20)
    return page, page.evaluate("bench.drawn") / 1000


def first_views(browser: Browser, address: str, times: int) -> tuple[list[float], list[float]]:
    """Return the seconds of a first view with an empty cache, and of a second one right after it."""
    cold, warm = [], []
    for _ in range(times):
        with visitor(browser) as context:
            page, seconds = view(context, address)
            cold.append(seconds)
            rest(page)
            warm.append(view(context, address)[1])
    return cold, warm


def changes(context: BrowserContext, server: Server, rounds: int) -> list[Change]:
    """Change edition, area, classes, place, measure and year by turns, as a person does, with real clicks."""
    page, _ = view(context, server.address)
    rest(page)
    done = []
    for turn, (what, prepare) in itertools.product(range(rounds), _filters(page)):
        act = prepare(turn)
        rest(page)
        run = len(server.runs())
        page.evaluate("bench.drawn = null, bench.bytes = 0")
        act()
        page.wait_for_function(DRAWN, polling=20)
        rest(page)
        done.append(Change(what, *page.evaluate("[bench.drawn - bench.input, bench.bytes]"), run))
    return done


def download(page: Page, times: int) -> list[float]:
    """Return the seconds from the click on *Scarica Excel* to the whole file."""
    seconds = []
    for _ in range(times):
        with page.expect_download() as coming:
            began = time.perf_counter()
            page.get_by_role("button", name=t("download.excel")).click()
        coming.value.path()
        seconds.append(time.perf_counter() - began)
    return seconds


def crowd(page: Page, people: int) -> None:
    """Open as many sessions on the map as people, over websockets of this page that stay open."""
    first = BackMsg()
    first.rerun_script.query_string, first.rerun_script.page_name = "luogo=ER", "mappa"
    page.evaluate(
        """([message, people]) => {
            const address = `ws://${location.host}/_stcore/stream`;
            window.crowd = [...(window.crowd ?? []), ...Array.from({ length: people }, () => {
                const socket = new WebSocket(address, ["streamlit"]);
                socket.onopen = () => socket.send(new Uint8Array(message));
                return socket;
            })];
        }""",
        [list(first.SerializeToString()), people],
    )


def _filters(page: Page) -> list[tuple[str, Callable[[int], Act]]]:
    """What is changed in each round: opens its list and returns the one act that is timed."""

    def turned(label: str, nth: Callable[[int], int], behind: str = "") -> Callable[[int], Act]:
        return lambda turn: option(page, label, nth(turn), behind)

    area = turned(t("filter.area"), lambda turn: 1 + turn % 4, behind=t("filter.filters"))

    def area_on_or_off(turn: int) -> Act:
        if turn % 2 == 0:
            return area(turn)
        return ticked(page)

    return [
        ("edition", turned(t("filter.edition"), lambda turn: turn % 3)),
        ("area", area_on_or_off),
        ("classes", turned(t("classes.method"), lambda turn: turn % 3, behind=t("filter.classes"))),
        ("place", turned(t("filter.place"), lambda turn: turn % 4)),
        ("measure", turned(t("filter.measure"), lambda turn: 4 + turn % 3)),
        ("year", turned(t("filter.year"), lambda turn: turn % 4)),
        ("measure", turned(t("filter.measure"), lambda turn: 0)),
    ]


def option(page: Page, label: str, nth: int, behind: str = "") -> Act:
    """Open a list and return the click on one of those not chosen; ``behind``: the button before it.

    Short lists are gone through again: how many years there are depends on the measure.
    """
    field = opened(page, label, behind)
    if field.evaluate("field => field.tagName") == "SELECT":
        now, count = field.evaluate("field => [field.selectedIndex, field.options.length]")
        # The first stands for nothing chosen.
        free = [i for i in range(1, count) if i != now]
        return lambda: field.select_option(index=free[nth % len(free)])
    free = page.locator("u-option:not([aria-selected=true]), [type=checkbox]:not(:checked):visible")
    one = free.nth(nth % free.count())
    one.hover()
    return one.click


def ticked(page: Page) -> Act:
    """Open the list of areas and return the click on one that is chosen."""
    opened(page, t("filter.area"), t("filter.filters"))
    one = page.locator("[type=checkbox]:checked:visible").first
    one.hover()
    return one.click


def opened(page: Page, label: str, behind: str) -> Locator:
    """Open a list, and before it the small window that holds it; again, if a late run closed it."""
    options = page.locator("u-option, [type=checkbox]:visible")
    for _ in range(5):
        page.keyboard.press("Escape")
        of = page.locator(".choice").filter(has_text=re.compile(f"^{re.escape(label)}"))
        box = of.locator("> :is(input, select, button)")
        if behind and not box.first.is_visible():
            page.get_by_role("button", name=behind).first.click()
        if box.first.evaluate("box => box.tagName") == "SELECT":
            return box.first
        box.first.click()
        with suppress(TimeoutError):
            options.first.wait_for(timeout=3_000)
            return box.first
    raise AssertionError(f"The list {label!r} does not open")


def rest(page: Page) -> None:
    """Wait until the page shows the result of the last run, and a quarter of a second more."""
    page.wait_for_function(AT_REST, polling=50)
    page.wait_for_timeout(250)
