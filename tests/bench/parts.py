"""Each part of ours beside Streamlit's own element of the same data: what a change costs server and browser.

``python -m tests.bench.parts [database [script ...]]`` prints the table alone. Both are measured in one run,
so their ratio holds on a noisy machine too: Streamlit's cost by ours, each with the run that any click costs.
A part is ours for a reason, and goes where that is gone: :data:`LIMITS` says under which ratio.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from tests.bench.browser import chromium
from tests.bench.files import demo_builds
from tests.bench.parts_page import PAIRS
from tests.bench.served import CHECKOUT, Server, _metered

CHANGES = 8

ONLY_FASTER, ALSO_MORE = 1.0, 0.5
"""Where ours is only faster it goes as soon as Streamlit's costs no more. Where it also does what Streamlit's
cannot (it is gone through by key, a figure in it can be marked, a part of it answers a click), it may cost
twice as much."""

LIMITS = {
    **dict.fromkeys(PAIRS, ONLY_FASTER),
    **dict.fromkeys(("map.js", "heat.js", "spine.js", "table.js", "flows.js", "treemap.js"), ALSO_MORE),
}
"""The ratio under which ours goes, by its script."""


@dataclass(frozen=True)
class Cost:
    """What a change costs: CPU of the whole server, work of the browser's page thread, and bytes sent."""

    server_ms: float
    browser_ms: float
    wire_kb: float

    @property
    def ms(self) -> float:
        """Server and browser together."""
        return self.server_ms + self.browser_ms


@dataclass(frozen=True)
class Pair:
    """A part and Streamlit's own element."""

    script: str
    ours: Cost
    streamlits: Cost

    @property
    def ratio(self) -> float:
        """How many times as much Streamlit's costs."""
        return self.streamlits.ms / self.ours.ms

    def words(self) -> str:
        """Return the figures in words."""
        one, other = (
            f"{c.server_ms:.0f} ms server, {c.browser_ms:.0f} ms browser, {c.wire_kb:.1f} kB"
            for c in (self.ours, self.streamlits)
        )
        goes = " (GOES)" if self.ratio < LIMITS[self.script] else ""
        return f"ours {one}; {PAIRS[self.script][2]} {other}; goes under {LIMITS[self.script]:g}{goes}"


def pairs(planning_url: str, folder: Path, scripts: Sequence[str] = ()) -> Iterator[Pair]:
    """Measure every part, or those named."""
    with _serving(planning_url, folder) as server, chromium() as browser:
        for script in scripts or PAIRS:
            ours, streamlits = (_cost(browser, server, script, by) for by in ("ours", "streamlit"))
            yield Pair(script, ours, streamlits)


def _cost(browser: Browser, server: Server, script: str, by: str) -> Cost:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="it-IT")
    page = context.new_page()
    page.goto(f"{server.address}/?part={script or ''}&by={by or ''}")
    page.get_by_text("turn 0").wait_for(timeout=60_000)
    if page.locator("[data-testid=stException]").count():
        raise RuntimeError(f"{script}, {by}: {page.locator('[data-testid=stException]').inner_text()}")
    page.wait_for_timeout(2_000)
    counters = context.new_cdp_session(page)
    counters.send("Performance.enable")

    def used() -> tuple[float, float]:
        told = {one["name"]: one["value"] for one in counters.send("Performance.getMetrics")["metrics"]}
        return 1000 * server.cpu_seconds(), 1000 * told["TaskDuration"]

    costs = []
    # The first change compiles what later ones only run.
    for turn in range(1, CHANGES + 2):
        runs, before = len(server.runs()), used()
        _changed(page, turn)
        after = used()
        done = server.runs()
        sent = (done[-1].wire_bytes - done[runs - 1].wire_bytes) / 1000 if len(done) > runs else 0.0
        costs.append((after[0] - before[0], after[1] - before[1], sent))
    context.close()
    server_ms, browser_ms, wire_kb = zip(*costs[1:], strict=True)
    # The system counts a process's CPU in steps as long as a click.
    return Cost(sum(server_ms) / len(server_ms), median(browser_ms), median(wire_kb))


def _changed(page: Page, turn: int) -> None:
    page.get_by_role("button", name="next").click()
    page.get_by_text(f"turn {turn}", exact=True).wait_for()
    page.wait_for_timeout(700)


@contextmanager
def _serving(planning_url: str, folder: Path) -> Iterator[Server]:
    """Serve the page of pairs in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    meter = folder / f"{port}.jsonl"
    meter.touch()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.parts", "serve", str(meter), str(port), planning_url],
        cwd=CHECKOUT,
    )
    address, began = f"http://127.0.0.1:{port}", time.perf_counter()
    try:
        while not _answers(address):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise TimeoutError("The page of pairs did not come.")
            time.sleep(0.1)
        yield Server(address, time.perf_counter() - began, process.pid, meter)
    finally:
        process.terminate()
        process.wait(10)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _serve(meter: Path, port: int, url: str) -> None:
    """Serve as the dashboard does: same settings, same compression, same addresses of scripts."""
    import os

    os.environ["OSSERVATORIO_PLANNING_URL"] = url
    import uvicorn

    from dashboard.cli import _settings
    from dashboard.screen.seams import configure

    configure({**_settings(), "server.port": port})
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.middleware.gzip import GZipMiddleware

    from dashboard.assets import ROUTES

    _metered(meter)
    app = st.App(
        Path(__file__).with_name("parts_page.py"),
        routes=list(ROUTES),
        middleware=[Middleware(GZipMiddleware, minimum_size=600)],
    )
    uvicorn.run(app, port=port, ws="websockets-sansio", log_level="warning", access_log=False)


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        _serve(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        with tempfile.TemporaryDirectory() as name:
            url = sys.argv[1] if sys.argv[1:] else demo_builds(Path(name), 1)[0]
            for pair in pairs(url, Path(name), sys.argv[2:]):
                sys.stdout.write(f"{pair.script:20} {pair.ratio:5.2f}  {pair.words()}\n")
                sys.stdout.flush()
