"""Changes of a filter on the pages that show resources, plans and editions, in Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

from dashboard.locale.texts import texts
from tests.bench.browser import DRAWN, Act, option, rest, ticked
from tests.bench.served import Server

#: A clock for pages without a map: ``changed`` is when the last change of what the page holds was painted.
#: A list that closes is outside the page; what stands inside a canvas is a grid's copy for screen readers,
#: which the grid writes a fifth of a second after it has drawn.
CLOCK = """
window.last = { changed: 0 };
const seen = ({ target }) => {
  const at = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
  return at?.closest("[data-testid=stMain]") && !at.closest("canvas");
};
new MutationObserver((records) => {
  if (records.some(seen)) {
    requestAnimationFrame(() => setTimeout(() => { last.changed = performance.now(); }));
  }
// What a component of ours draws in its shadow it tells by this attribute.
}).observe(document, {
  subtree: true, childList: true, characterData: true, attributeFilter: ["data-drawn"],
});
"""

t = texts("it")


@dataclass(frozen=True)
class RoomChange:
    """What was changed, the server's CPU for it, from the click to the last change painted, and bytes.

    ``first`` is the first change of its kind in a tab: the browser compiles what it has not run before.
    """

    what: str
    first: bool
    cpu_ms: float
    redraw_ms: float
    payload_bytes: int


Prepare = Callable[[Page, int], Act]


@dataclass(frozen=True)
class Room:
    """A page, the tab in front if it has any, and what is changed on it by turns."""

    path: str
    tab: str
    acts: dict[str, Prepare]
    params: str = "luogo=ER"
    redraw_ms: float = 250
    change_kb: float | None = None

    @property
    def name(self) -> str:
        """``risorse, Flussi``."""
        return f"{self.path}, {self.tab}" if self.tab else self.path


def _option(label: str, kinds: int, behind: str = "") -> Prepare:
    return lambda page, turn: option(page, label, turn % kinds, behind)


def _area(page: Page, turn: int) -> Act:
    if turn % 2 == 0:
        return option(page, t("filter.area"), 1 + turn % 4, t("filter.filters"))
    return ticked(page)


def _typed(label: str) -> Prepare:
    words = ("anziani", "sportello", "famiglie", "disabili", "servizio", "minori")

    def prepare(page: Page, turn: int) -> Act:
        page.get_by_role("textbox", name=label).fill(words[turn % len(words)])
        return lambda: page.keyboard.press("Enter")

    return prepare


def _sorted(page: Page, turn: int) -> Act:
    return page.locator("button[data-sort]").nth(turn % 3).click


def _toggled(page: Page, turn: int) -> Act:
    return page.get_by_role("button", name=t("heat.values")).click


def indicator_rooms() -> tuple[Room, ...]:
    """Return the pages of indicators, with what each may send on a change."""
    own = "luogo=RO-RIM&misura=DST041"
    benchmark, year = _option(t("benchmark.label"), 3), _option(t("filter.year"), 3)
    heat: dict[str, Prepare] = {
        "sort": _sorted,
        "area": _area,
        "order": _option(t("heat.order"), 9),
        "benchmark": benchmark,
        "values": _toggled,
    }
    search = {"search": _typed(t("heat.search"))}
    one: dict[str, Prepare] = {"benchmark": benchmark, "year": year, "place": _option(t("filter.place"), 9)}
    tabs = ("map", "ranking", "funnel", "years", "multiples", "table")
    return (
        Room("indicatori", "", heat, "luogo=RO-RIM", 200, 30),
        Room("indicatori", "", search, "luogo=RO-RIM&cerca=casa", 200, 30),
        *(Room("scheda_indicatore", t(f"indicator.tab_{tab}"), one, own, 200, 30) for tab in tabs),
        Room("profilo", "", {"benchmark": benchmark, "year": year}, "luogo=RO-RIM", 200, 30),
        Room("confronto_distretti", "", {"measure": _option(t("spine.indicator"), 9)}, own, 200, 30),
        Room(
            "indicatori_regionali",
            "",
            {"search": _typed(t("regional.search"))},
            "luogo=ER&cerca=casa",
            200,
            30,
        ),
        Room("completezza", "", {"year": year, "place": _option(t("filter.place"), 9)}, "luogo=ER", 200, 30),
    )


def rooms() -> tuple[Room, ...]:
    """Return every page and tab that is measured."""
    place = _option(t("filter.place"), 4)
    money = {"edition": _option(t("filter.edition"), 3), "area": _area, "place": place}
    spent = {"by": _option(t("execution.by"), 5), "area": _area, "place": place}
    compared = {"edition": _option(t("compare.after_label"), 3), "area": _area, "place": place}
    tabs = ("flows", "tree", "districts", "concentration")
    return (
        *(Room("risorse", t(f"resources.{tab}"), money) for tab in tabs),
        Room("preventivo_consuntivo", "", spent),
        Room("preventivo_consuntivo", t("execution.tab_interventions"), spent),
        *(
            Room("confronto_edizioni", t(f"compare.{tab}"), compared)
            for tab in ("list", "by_source", "by_district")
        ),
        Room(
            "piano_distretto",
            "",
            {
                "district": _option(t("plan.choose"), 9),
                "edition": _option(t("filter.edition"), 3),
                "search": _typed(t("search.here")),
            },
            "luogo=RO-RIM",
        ),
        Room("stato_piani", "", {"edition": _option(t("filter.edition"), 3)}),
        Room("interventi", "", money),
        Room("interventi", "", {"search": _typed(t("search.label"))}, "luogo=ER&cerca=casa"),
        *indicator_rooms(),
    )


def case_rooms() -> tuple[Room, ...]:
    """Return the pages on cases, for a server that has a mart."""
    choices = {"place": _option(t("filter.place"), 4), "year": _option(t("cases.year"), 2)}
    steps = {**choices, "step": _option(t("waits.step"), 3)}
    return (
        *(
            Room("presa_in_carico", t(f"cases.tab_{tab}"), choices)
            for tab in ("time", "who", "accesses", "map")
        ),
        Room("tempi", t("waits.tab_compared"), choices),
        *(Room("tempi", t(f"waits.tab_{tab}"), steps) for tab in ("peers", "within", "trend")),
        Room("bisogni", "", choices),
        Room("sovrapposizioni", "", choices),
        Room("bisogni_e_risorse", "", {"edition": _option(t("filter.edition"), 3)}),
        Room("mappa_casi", "", choices),
        Room("forniture", "", {"place": _option(t("filter.place"), 4)}),
    )


def room_changes(context: BrowserContext, server: Server, room: Room, rounds: int) -> Iterator[RoomChange]:
    """Change one thing after the other on a page, with real clicks and keys."""
    context.add_init_script(CLOCK)
    page = context.new_page()
    page.goto(f"{server.address}/{room.path}?{room.params}")
    page.locator("[data-testid=stDataFrame], .rows, .tiles, [data-drawn]").first.wait_for()
    rest(page)
    tab = page.get_by_role("tab", name=room.tab)
    if room.tab and tab.get_attribute("aria-selected") != "true":
        tab.click()
        page.wait_for_timeout(500)
    for turn in range(rounds):
        for what, prepare in room.acts.items():
            act = prepare(page, turn)
            # Opening a box of filters is a run of its own.
            rest(page)
            before = len(server.runs())
            page.evaluate("bench.bytes = 0")
            act()
            # Asking the page whether it is done would take time from it.
            page.wait_for_timeout(600)
            rest(page)
            cpu = sum(run.cpu_ms for run in server.runs()[before:])
            redraw, received = page.evaluate("[last.changed - bench.input, bench.bytes]")
            yield RoomChange(what, turn == 0, cpu, redraw, received)


def room_view(context: BrowserContext, server: Server, room: Room) -> tuple[float, int]:
    """Open a page in a new tab; seconds until its picture is drawn, and bytes of all messages."""
    page = context.new_page()
    page.goto(f"{server.address}/{room.path}?{room.params}", wait_until="commit")
    # By the page's own clock: a locator looks only every half second.
    page.wait_for_function(DRAWN, polling=20)
    seconds = page.evaluate("bench.drawn") / 1000
    rest(page)
    received = page.evaluate("bench.bytes")
    page.close()
    return seconds, received
