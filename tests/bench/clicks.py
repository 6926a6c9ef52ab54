"""What a click costs the server: visitors over the websocket, who go through all pages and pick from them.

``python -m tests.bench.clicks`` measures this alone, on databases it builds first; with ``--home FOLDER`` on
those of a folder, which has a planning database and a mart.

A visitor sends what a browser sends: the address of the view, the page, and what was picked from a part. Two
thirds of the clicks change a filter, the others open a tab, follow a row, or go to another page.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from dashboard.menu import FRONT, MENU
from data_access.demo import PEOPLE
from data_access.observatory import Observatory
from data_access.version import REGION
from tests.bench.cases import measured
from tests.bench.served import Server, serving

PAGES = tuple("" if name == FRONT else name for group in MENU.values() for name, _ in group)
WEIGHTS = {"": 6, "mappa": 8, "risorse": 6, "piano_distretto": 5, "profilo": 6, "scheda_indicatore": 5}
"""How often a page is gone to; the others are gone to three times where these are so often."""

VISITORS, CLICKS, THINK_SECONDS = 20, 40, 1.0
KINDS = {"filter": 12, "tab": 3, "row": 3, "page": 4}
KEPT_APART = ("profile", "language_choice")
"""Who looks and in which language is chosen once, not with every sixth click."""

Picks = dict[str, list[object]]
"""By kind of click, what can be sent for it."""


@dataclass
class Click:
    """One click: its kind, the page it was on, until the run was through, and whether anything came of it."""

    kind: str
    page: str
    ms: float
    heard: bool


@dataclass
class Visitor:
    """Somebody at a browser: what is on the page, by component, and what the browser keeps of it."""

    random: random.Random
    districts: Sequence[str]
    page: str = ""
    page_hash: str = ""
    hashes: dict[str, str] = field(default_factory=dict)
    address: dict[str, str] = field(default_factory=dict)
    shown: dict[str, tuple[str, list[dict]]] = field(default_factory=dict)
    known: dict[str, tuple[str, str, bytes] | None] = field(default_factory=dict)
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    """The parts that came, each with its script and its line."""

    async def open(self, websocket: Any) -> None:
        """Come to a page by a link."""
        self.page = self.random.choices(PAGES, [WEIGHTS.get(page, 3) for page in PAGES])[0]
        self.address = {"luogo": self.random.choice([REGION, *self.districts])}
        await self._run(websocket, None)

    async def click(self, websocket: Any) -> Click:
        """Pick something, or go to another page where there is nothing to pick."""
        kinds = {"page": [None]} | {kind: found for kind, found in self._picks().items() if found}
        kind = self.random.choices(list(kinds), [KINDS[kind] for kind in kinds])[0]
        picked: Any = self.random.choice(kinds[kind])
        if picked is None:
            self.page = self.random.choices(PAGES, [WEIGHTS.get(page, 3) for page in PAGES])[0]
            self.page_hash = self.hashes[self.page]
        page, before, began = self.page, dict(self.address), time.perf_counter()
        await self._run(websocket, picked)
        ms = (time.perf_counter() - began) * 1000
        return Click(kind, page, ms, picked is None or page != self.page or before != self.address)

    def _picks(self) -> Picks:
        picks: Picks = {"filter": [], "tab": [], "row": []}
        for component, (fragment, parts) in self.shown.items():
            for part in parts:
                if part.get("key") in KEPT_APART:
                    continue
                for kind, value in picks_of(part, self.random, self.districts):
                    event = {"part": part["key"], "picked": value, "stamp": part["stamp"]}
                    picks[kind].append((component, fragment, event))
        return picks

    async def _run(self, websocket: Any, picked: tuple[str, str, dict] | None) -> None:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string, rerun.page_script_hash = urlencode(self.address), self.page_hash
        if not self.page_hash:
            rerun.page_name = self.page
        if picked:
            component, rerun.fragment_id, event = picked
            widget = rerun.widget_states.widgets.add()
            widget.id = f"$$STREAMLIT_INTERNAL_KEY_{component}__events"
            widget.json_trigger_value = json.dumps([{"event": "picked", "value": event}])
        rerun.cached_message_hashes.extend(self.known)
        await websocket.send(message.SerializeToString())
        shown: dict[str, tuple[str, list[dict]]] = {}
        async for raw in websocket:
            came = ForwardMsg.FromString(raw)
            match came.WhichOneof("type"):
                case "new_session":
                    shown = {}
                    self.page_hash = came.new_session.page_script_hash
                case "navigation":
                    self.hashes = {p.url_pathname: p.page_script_hash for p in came.navigation.app_pages}
                    self.page_hash = came.navigation.page_script_hash
                    paths = {code: path for path, code in self.hashes.items()}
                    self.page = paths.get(self.page_hash, self.page)
                case "page_info_changed":
                    self.address = dict(parse_qsl(came.page_info_changed.query_string))
                case "ref_hash":
                    if found := self.known.get(came.ref_hash):
                        self._show(shown, *found, sent=False)
                case "delta" if came.delta.WhichOneof("type") == "new_element":
                    element = came.delta.new_element
                    found = None
                    if element.WhichOneof("type") == "exception":
                        raise AssertionError(f"{self.page}: {element.exception.message}")
                    if element.WhichOneof("type") == "bidi_component":
                        one = element.bidi_component
                        found = one.id, came.delta.fragment_id, one.bytes
                        self._show(shown, *found, sent=True)
                    if came.metadata.cacheable:
                        self.known[came.hash] = found
                case "script_finished" if came.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    if came.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
                        shown = {**self.shown, **shown}
                    break
        self.shown = shown

    def _show(self, shown: dict, component: str, fragment: str, data: bytes, *, sent: bool) -> None:
        # Words of an element of parts: the address of what draws them, then an object a line.
        address, *lines = data.split(b"\n") if data[:1] == b"/" else (b"",)
        if not address:
            return
        parts = [json.loads(line) for line in lines]
        shown[component] = fragment, parts
        for part, line in zip(parts, lines, strict=True):
            if sent:
                self.sent.append((part["script"].rpartition("/")[2], line))
            if part["key"] == "address" and part["asked"] == self.address:
                self.address = dict(part["kept"])


def picks_of(part: dict, rnd: random.Random, districts: Sequence[str]) -> Iterator[tuple[str, object]]:
    """Return what can be picked from a part as its script would say it, each with the kind of click it is.

    Parts are told apart by what they are sent (:mod:`dashboard.parts.contract`).
    """
    match part:
        case {"options": [*options], "value": [*chosen], "limit": limit}:
            free = [i for i in range(len(options)) if i not in chosen]
            if free and not (limit and len(chosen) >= limit):
                yield "filter", [*chosen, rnd.choice(free)]
            if chosen:
                yield "filter", chosen[:-1]
        case {"options": [*options], "value": chosen}:
            if free := [i for i in range(len(options)) if i != chosen]:
                yield "filter", rnd.choice(free)
        case {"kind": "tabs" | "segments" as kind, "words": [*words], "chosen": chosen}:
            if free := [i for i in range(len(words)) if i not in chosen]:
                yield "tab" if kind == "tabs" else "filter", rnd.choice(free)
        case {"kind": "chips", "titles": titles} if any(titles):
            yield "filter", rnd.randrange(sum(map(bool, titles)))
        case {"columns": [first, *_], "pick": True}:
            if rows := len(first["words"]):
                yield "row", rnd.randrange(rows)
        case {"areas": dict(), "pickable": True}:
            yield "row", rnd.choice(districts)
        case {"rows": _, "order": _, "looks": _}:
            yield "row", {"act": "picked", "measure": "", "district": rnd.choice(districts)}


@dataclass(frozen=True)
class Measured:
    """What a crowd cost: CPU of the whole process and of the scripts' threads, memory, and what was sent."""

    clicks: list[Click]
    process_ms: float
    scripts_ms: float
    wire_kb: float
    ready_mb: float
    after_mb: float
    sent: list[tuple[str, bytes]]


def measure(server: Server, districts: Sequence[str], *, seed: int = 0) -> Measured:
    """Let visitors go through the pages, after others who went first and are not counted."""
    ready = server.memory_mb()
    asyncio.run(_crowd(server.address, districts, VISITORS // 4, CLICKS, seed + 1_000))
    runs, cpu = len(server.runs()), server.cpu_seconds()
    visitors, clicks = asyncio.run(_crowd(server.address, districts, VISITORS, CLICKS, seed))
    cpu = server.cpu_seconds() - cpu
    new = server.runs()[runs:]
    n = len(clicks) + len(visitors)
    return Measured(
        clicks,
        1000 * cpu / n,
        sum(run.cpu_ms for run in new) / n,
        (new[-1].wire_bytes - new[0].wire_bytes) / 1000 / n,
        ready,
        server.memory_mb(),
        [sent for visitor in visitors for sent in visitor.sent],
    )


async def _crowd(
    address: str, districts: Sequence[str], people: int, clicks: int, seed: int
) -> tuple[list[Visitor], list[Click]]:
    done: list[Click] = []

    async def visit(visitor: Visitor) -> None:
        where = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        async with connect(where, subprotocols=["streamlit"], max_size=None, origin=None) as websocket:
            await visitor.open(websocket)
            for _ in range(clicks):
                await asyncio.sleep(THINK_SECONDS * (0.5 + visitor.random.random()))
                done.append(await visitor.click(websocket))

    visitors = [Visitor(random.Random(seed + i), districts) for i in range(people)]
    await asyncio.gather(*map(visit, visitors))
    return visitors, done


def click_lines(
    server: Server, districts: Sequence[str]
) -> Iterator[tuple[str, float, str, str, float | None]]:
    """Measure the mix: name, value, unit, how, target."""
    found = measure(server, districts)
    clicks = found.clicks
    kinds = {kind: [click.ms for click in clicks if click.kind == kind] for kind in KINDS}
    deaf = sum(not click.heard for click in clicks)
    if deaf > len(clicks) / 10:
        raise AssertionError(f"{deaf} of {len(clicks)} clicks changed nothing: do parts answer else now?")
    mix = ", ".join(f"{len(ms)} {kind}" for kind, ms in kinds.items())
    how = f"CPU of the process / runs; {VISITORS} visitors, all pages; {mix}; {deaf} changed nothing"
    yield "click: whole process", found.process_ms, "ms", how, 20
    yield "click: scripts' threads", found.scripts_ms, "ms", "the part of it that the pages take", None
    how = "bytes the websockets sent, compressed as a browser asks"
    yield "click: websocket", found.wire_kb, "kB", how, None
    for kind, ms in kinds.items():
        if ms:
            how = f"sent to run through; highest {max(ms):.0f}"
            yield f"  {kind}: answered, median", median(ms), "ms", how, None
    yield "memory when ready, with cases", found.ready_mb, "MB", "RSS of the server", 300
    yield f"memory after {len(clicks)} clicks", found.after_mb, "MB", "RSS of the server", None
    by_part: dict[str, list[bytes]] = defaultdict(list)
    for script, line in found.sent:
        by_part[script].append(line)
    compressed = {script: [len(zlib.compress(line)) for line in lines] for script, lines in by_part.items()}
    for script in sorted(compressed, key=lambda script: -sum(compressed[script])):
        lines = by_part[script]
        how = f"compressed alone, mean of {len(lines)}; {mean(map(len, lines)) / 1000:.2f} before"
        how += f"; {sum(compressed[script]) / 1000 / len(clicks):.2f} a click"
        yield f"  sent: {script}", mean(compressed[script]) / 1000, "kB", how, None


@contextmanager
def with_cases(home: Path, folder: Path) -> Iterator[Server]:
    """Start a server on the databases of a folder and wait until it shows the cases too."""
    with serving(f"sqlite:///{home / 'planning.sqlite'}", folder, {"OSSERVATORIO_HOME": str(home)}) as server:
        while server.readiness()["cases"] != "ok":
            time.sleep(0.5)
        yield server


def districts_of(home: Path) -> tuple[str, ...]:
    """Return the codes of the districts, as a visitor finds them in links."""
    version = Observatory(f"sqlite:///{home / 'planning.sqlite'}").current().version
    assert version is not None
    return version.districts


def main() -> None:
    """Print what was measured, a line a figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "--home" in sys.argv:
            home = Path(sys.argv[sys.argv.index("--home") + 1])
        else:
            home = folder / "home"
            home.mkdir()
            measured(home, "demo", "--people", str(PEOPLE))
            measured(home, "refresh")
        with with_cases(home, folder) as server:
            for what, value, unit, how, target in click_lines(server, districts_of(home)):
                aim = f" (target ≤ {target:g})" if target else ""
                print(f"{what}: {value:.2f} {unit}{aim}; {how}", flush=True)


if __name__ == "__main__":
    main()
