"""Measure what the project promises and print it as one table. Figures, not tests: nothing fails here.

Run it with nothing else on the machine: a browser, the server and this program share its processors. The
yardstick above and below the table, a fixed piece of Python, says how quiet it was.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from data_access.demo import PEOPLE
from data_access.observatory import Observatory
from tests.bench.browser import Change, changes, chromium, crowd, download, first_views, view, visitor
from tests.bench.cases import MILLION, case_lines
from tests.bench.clicks import click_lines, districts_of, with_cases
from tests.bench.files import demo_builds, made, seconds_of
from tests.bench.functions import asked
from tests.bench.parts import pairs
from tests.bench.rooms import Room, RoomChange, case_rooms, indicator_rooms, room_changes, room_view, rooms
from tests.bench.served import Run, Server, serving
from tests.scale import TIMES
from tests.scale import build as build_large

ROUNDS = 6
CROWD = 50


@dataclass(frozen=True)
class Line:
    """One line of the table; ``value`` is what is held against ``target``, both in ``unit``."""

    measure: str
    value: float
    unit: str
    how: str
    target: float | None = None

    def cells(self) -> tuple[str, str, str, str]:
        """Return the line in words."""
        decimals = 2 if self.unit in ("s", "MB each") else 1
        target = "" if self.target is None else f"≤ {self.target:g} {self.unit}"
        over = " (over)" if self.target is not None and self.value > self.target else ""
        return self.measure, target, f"{self.value:.{decimals}f} {self.unit}{over}", self.how


def p95(figures: Sequence[float]) -> float:
    """Return the figure that 95 % do not exceed."""
    return sorted(figures)[min(len(figures) - 1, int(0.95 * len(figures)))]


def spread(figures: Sequence[float], unit: str, decimals: int = 2) -> str:
    """Say how many figures there were and how far they lie apart."""
    low, middle, high = (f"{x:.{decimals}f}" for x in (min(figures), median(figures), max(figures)))
    return f"n={len(figures)}, lowest {low}, median {middle}, highest {high} {unit}"


def lines() -> Iterator[Line]:
    """Measure one thing after the other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url, builds = demo_builds(folder, 3)
        yield Line("demo build", median(builds), "s", f"command to exit, SQLite; {spread(builds, 's')}", 20)
        yield from starts(url, folder)
        for people in (PEOPLE, MILLION) if "--million" in sys.argv else (PEOPLE,):
            for measure, value, unit, how, target in case_lines(folder, people):
                yield Line(measure, value, unit, how, target)
        home = folder / f"cases-{PEOPLE}"
        with with_cases(home, folder) as server:
            for measure, value, unit, how, target in click_lines(server, districts_of(home)):
                yield Line(measure, value, unit, how, target)
        with serving(url, folder) as server, chromium() as browser:
            loaded = server.memory_mb()
            with visitor(browser) as context:
                view(context, server.address)
                shown = server.memory_mb()
            yield Line("memory when ready", loaded, "MB", "RSS of the server after /readyz", 250)
            yield Line("memory after the first page", shown, "MB", "RSS, the map seen by one person", 250)
            cold, warm = first_views(browser, server.address, 5)
            how = "start of navigation to the map painted"
            yield Line("first view, cold", median(cold), "s", f"{how}, empty cache; {spread(cold, 's')}", 2)
            yield Line("first view, repeat", median(warm), "s", f"{how}, new tab; {spread(warm, 's')}", 0.8)
            with visitor(browser) as context:
                done = changes(context, server, ROUNDS)
                # The last run has no successor to be held against.
                yield from filter_changes(done[:-1], server.runs())
                files = download(context.pages[0], 5)
            yield Line("Excel of a view, in the browser", median(files), "s", spread(files, "s"), 0.5)
        with serving(url, folder) as server, chromium() as browser:
            yield sessions(server, browser)
        with serving(url, folder) as server, chromium() as browser:
            yield from all_rooms(server, browser)
            yield from indicator_views(server, browser)
        for pair in pairs(url, folder):
            yield Line(f"Streamlit's own beside {pair.script}", pair.ratio, "times", pair.words())
        yield from calls(url, "", 1)
        yield from calls(build_large(folder / "large.sqlite"), f", at {TIMES} times the demo", 3)
        for what, make in made(url).items():
            seconds = seconds_of(make, 7)
            if what.startswith("Excel"):
                yield Line(what, median(seconds), "s", f"function call; {spread(seconds, 's')}", 0.5)
            else:
                ms = [1000 * x for x in seconds]
                yield Line(what, median(ms), "ms", f"function call; {spread(ms, 'ms', 1)}")


def starts(url: str, folder: Path) -> Iterator[Line]:
    """Start the server several times on a database that is there."""
    seconds = []
    for _ in range(4):
        with serving(url, folder) as server:
            seconds.append(server.ready_s)
    yield Line(
        "start to ready", median(seconds), "s", f"process start to /readyz 200; {spread(seconds, 's')}", 5
    )


def filter_changes(done: list[Change], runs: list[Run]) -> Iterator[Line]:
    """Sum up the changes of a filter, all together and kind by kind."""
    n = len(done)
    cpu = [runs[change.run].cpu_ms for change in done]
    pairs = [(runs[change.run], runs[change.run + 1]) for change in done]
    process = [after.process_ms - before.process_ms for before, after in pairs]
    wire = [(after.wire_bytes - before.wire_bytes) / 1000 for before, after in pairs]
    payload = [change.payload_bytes / 1000 for change in done]
    redraw = [change.redraw_ms for change in done]
    how = "CPU of the script's thread, read in the process around each run"
    yield Line("filter change: server", median(cpu), "ms", f"{how}; n={n}, p95 {p95(cpu):.1f}", 15)
    how = "CPU of the whole process between two runs, with the websocket's thread"
    yield Line("filter change: whole process", median(process), "ms", f"{how}; p95 {p95(process):.1f}")
    how = "bytes the server's websocket sent, compressed as the browser asks"
    yield Line("filter change: websocket", median(wire), "kB", f"{how}; n={n}, p95 {p95(wire):.1f}", 10)
    how = "the same messages before compression, as the browser receives them"
    yield Line("filter change: messages", median(payload), "kB", f"{how}; p95 {p95(payload):.1f}")
    how = f"click to the map painted; n={n}, median {median(redraw):.0f}, highest {max(redraw):.0f}"
    yield Line("filter change: redraw, p95", p95(redraw), "ms", how, 120)
    for kind in dict.fromkeys(change.what for change in done):
        at = [i for i, change in enumerate(done) if change.what == kind]
        server, sent = median(cpu[i] for i in at), median(wire[i] for i in at)
        how = f"median to the map painted; n={len(at)}; server {server:.1f} ms, websocket {sent:.1f} kB"
        yield Line(f"  {kind}", median(redraw[i] for i in at), "ms", how)


def all_rooms(server: Server, browser: Browser) -> Iterator[Line]:
    """Change the filters of every page of plans, indicators and cases."""
    for room in (*rooms(), *case_rooms()):
        with visitor(browser) as context:
            yield from room_lines(room, list(room_changes(context, server, room, ROUNDS + 1)))


def room_lines(room: Room, done: list[RoomChange]) -> Iterator[Line]:
    """Sum up the changes of one page: the server's work and what the person waits.

    The first change of each kind is told apart: how long the browser then compiles depends on the machine.
    """
    early = [change.redraw_ms for change in done if change.first]
    done = [change for change in done if not change.first]
    cpu = [change.cpu_ms for change in done]
    redraw, sent = [change.redraw_ms for change in done], [change.payload_bytes / 1000 for change in done]
    kinds = dict.fromkeys(change.what for change in done)
    how = f"CPU of the script's thread; {'/'.join(kinds)}, n={len(cpu)}, p95 {p95(cpu):.1f}"
    yield Line(f"{room.name}: server", median(cpu), "ms", how, 30)
    how = f"click to the last change painted; median {median(redraw):.0f}, messages {median(sent):.0f} kB"
    how += f"; the first of each kind {'/'.join(f'{ms:.0f}' for ms in early)}"
    yield Line(f"{room.name}: redraw, p95", p95(redraw), "ms", how, room.redraw_ms)
    if room.change_kb is not None:
        how = f"messages before compression, of the largest change; median {median(sent):.1f}"
        yield Line(f"{room.name}: sent on a change", max(sent), "kB", how, room.change_kb)


def indicator_views(server: Server, browser: Browser) -> Iterator[Line]:
    """Open the pages of indicators, with what they draw first."""
    for room in indicator_rooms()[:3:2]:
        with visitor(browser) as context:
            # The first one comes with an empty cache.
            seen = [room_view(context, server, room) for _ in range(6)][1:]
        seconds, sent = [second for second, _ in seen], [sent for _, sent in seen]
        how = f"start of navigation to the picture drawn, new tab; {spread(seconds, 's')}"
        yield Line(f"{room.path}: repeat view", median(seconds), "s", how, 1.5)
        yield Line(
            f"{room.path}: sent on first view", max(sent) / 1000, "kB", "messages before compression", 150
        )


def calls(url: str, size: str, patience: int) -> Iterator[Line]:
    """Call the functions behind these pages, with many filters and two viewers."""
    version = Observatory(url).current().version
    assert version is not None
    for what, (call, target) in asked(version).items():
        call()
        cpu = []
        for _ in range(24):
            began = time.thread_time()
            call()
            cpu.append((time.thread_time() - began) * 1000)
        how = f"CPU of one call, other filters each time; {spread(cpu, 'ms', 1)}"
        yield Line(f"{what}{size}", p95(cpu), "ms", how, target * patience)


def sessions(server: Server, browser: Browser) -> Line:
    """Open sessions and keep them open: the first ones fill what is free in the heap, the others count."""
    with visitor(browser) as context:
        page, _ = view(context, server.address)
        at = []
        for _ in range(3):
            known = len(server.runs())
            crowd(page, CROWD)
            while len(server.runs()) < known + CROWD:
                time.sleep(0.1)
            at.append(server.memory_mb())
    each = (at[2] - at[0]) / (2 * CROWD)
    how = f"growth of RSS from {CROWD} to {3 * CROWD} open sessions: state, messages, websocket, heap"
    return Line("memory a session", each, "MB each", how, 0.3)


def yardstick() -> str:
    """Say how long a fixed piece of work takes now, by the clock and by the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    sum(i * i for i in range(3_000_000))
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    return f"yardstick {clock * 1000:.0f} ms by the clock, {processor * 1000:.0f} ms of CPU"


def main() -> None:
    """Print the table as Markdown."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors; {yardstick()}")
    rows = [("measure", "target", "measured", "how"), *(line.cells() for line in lines())]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    for number, row in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print(yardstick())


if __name__ == "__main__":
    main()
