"""One person's visit: a browser context of its own, and what must never happen in it."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from openpyxl import Workbook, load_workbook
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Download,
    Locator,
    Page,
    Request,
    WebSocket,
    expect,
)

#: Sizes of a desk's window and of a phone, in CSS pixels.
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

LOOPBACK = ("127.0.0.1", "localhost")

#: On an address with a page's name Streamlit first asks below that name and then at the root.
_PROBING = re.compile(r"^http://127\.0\.0\.1:\d+(/[a-z_]+)+/_stcore/")

_AT_REST = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    return app
        && app.dataset.testScriptState === "notRunning"
        && app.dataset.testConnectionState === "CONNECTED"
        && !document.querySelector("[data-stale=true], [data-testid=stSkeleton], [data-testid=stSpinner]")
        && !document.querySelector("[data-drawing]");
}"""

_POINT_ON = """path => {
    const box = path.getBoundingClientRect(), root = path.getRootNode(), steps = 24;
    const middle = [box.left + box.width / 2, box.top + box.height / 2];
    const points = [];
    for (let i = 1; i < steps; i++) for (let j = 1; j < steps; j++) {
        points.push([box.left + box.width * i / steps, box.top + box.height * j / steps]);
    }
    const far = p => Math.hypot(p[0] - middle[0], p[1] - middle[1]);
    return points.sort((a, b) => far(a) - far(b)).find(p => root.elementFromPoint(...p) === path) ?? null;
}"""


class Visit:
    """A page and everything that was asked, printed and received while it was open."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.frames: list[bytes] = []
        context.on("request", self._asked)
        context.on("console", self._printed)
        context.on("weberror", lambda error: self.complaints.append(f"page error: {error.error}"))
        self.page: Page = context.new_page()
        self.page.on("websocket", self._connected)
        self.page.on("dialog", self._interrupted)

    # --- going places -----------------------------------------------------------------------------
    def open(self, path: str = "", **params: object) -> Page:
        """Open a page by its address and wait until it stands still."""
        query = f"?{urlencode(params)}" if params else ""
        self.page.goto(f"{self.address}/{path}{query}")
        expect(self.page.get_by_role("heading", level=1).or_(self._broken())).to_be_visible()
        self.settle()
        assert not self._broken().count(), f"/{path}{query} could not be drawn; see the server's log"
        return self.page

    def settle(self) -> None:
        """Wait until the script has run and nothing on screen is stale; wait for an expected text first."""
        self.page.wait_for_function(_AT_REST)

    def menu(self, title: str) -> None:
        """Follow a link of the menu."""
        self.page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
        self.settle()

    def up(self, name: str) -> None:
        """Go up to a place on the way down to the one looked at."""
        way = self.page.get_by_role("navigation", name="Dove si è")
        way.get_by_role("button", name=name, exact=True).click()

    # --- what is on screen ------------------------------------------------------------------------
    def tile(self, label: str) -> Locator:
        """A headline figure by its label."""
        return self.page.locator(".tile").filter(has=self.page.locator(f".label:text-is('{label}')"))

    def value(self, label: str) -> Locator:
        """The figure of a headline tile."""
        return self.tile(label).locator(".value")

    def area(self, code: str) -> Locator:
        """A district (or Comune) on the map."""
        return self.page.locator(f".map path.area[data-code='{code}']")

    def point_on(self, code: str) -> tuple[float, float]:
        """A point of the screen where an area of the map can be hit, as near its middle as possible."""
        area = self.area(code)
        area.scroll_into_view_if_needed()
        point = area.evaluate(_POINT_ON)
        assert point, f"{code} cannot be hit by a mouse"
        return point[0], point[1]

    def click_area(self, code: str) -> None:
        """Click an area of the map where it really is."""
        self.page.mouse.click(*self.point_on(code))

    def legend(self) -> list[tuple[str, int]]:
        """Words and number of districts of every entry of the map's legend."""
        entries = []
        for item in self.page.locator(".legend .item").all_inner_texts():
            words, count = re.fullmatch(r"(.+?)\s*\((\d+)\)", " ".join(item.split())).groups()
            entries.append((words, int(count)))
        return entries

    def ranking(self) -> list[tuple[str, str, str]]:
        """Position, name and value of every row of the ranking."""
        rows = self.page.locator(".ranking tbody tr")
        rows.first.wait_for()
        return [
            tuple(cells)
            for cells in rows.evaluate_all(
                "rows => rows.map(row => [row.cells[0], row.cells[1], row.cells[3]].map(c => c.innerText))"
            )
        ]

    def choose(self, label: str, option: str) -> None:
        """Choose one from a list: the browser's own, or a longer one, opened and searched by typing."""
        box = self.page.get_by_role("combobox", name=label)
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(label=option)
            return
        box.click()
        box.fill(option)
        self.page.get_by_role("listbox").get_by_role("option", name=option, exact=True).click()

    def tick(self, label: str, option: str) -> None:
        """Tick one of a list of several, which is opened first."""
        self.page.locator(".choice").get_by_role("button", name=re.compile(f"^{label}")).click()
        self.page.get_by_role("checkbox", name=option, exact=True).click()

    def open_row(self, row: int) -> None:
        """Click a row (0 is the first) of the first table whose rows lead on."""
        self.page.locator(".rows.pick").first.locator("tbody tr").nth(row).click()

    def tick_row(self, row: int, *, table: int = 0) -> None:
        """Tick a row (0 is the first) of a long list; it is a canvas, so by position."""
        grid = self.page.get_by_test_id("stDataFrame").nth(table)
        grid.scroll_into_view_if_needed()
        grid.click(position={"x": 16, "y": 35 * (row + 1) + 17})

    def grid(self, first: str, *, count: int | None = None) -> list[dict[str, str]]:
        """The rows of the table whose first column is called so; of a long list those in sight.

        A long list tells a screen reader a moment after it is drawn: give the rows it should have in all, or
        wait for one of them with :meth:`cell`, where another of the same kind was there before.
        """
        table = self.page.locator("table[role=grid], .rows table").filter(
            has=self.page.locator("thead th:first-child").filter(has_text=re.compile(rf"^\s*{first}\s*$"))
        )
        if count is not None:
            expect(table.first).to_have_attribute("aria-rowcount", str(count + 1))
        titles, *body = table.first.evaluate(
            "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))"
        )
        return [dict(zip(titles, row, strict=True)) for row in body]

    def cell(self, words: str) -> Locator:
        """A cell of any table; of a long list, of its rows in sight."""
        cells = self.page.locator("table[role=grid] td, .rows tbody :is(th, td)")
        return cells.filter(has_text=re.compile(rf"^\s*{re.escape(words)}\s*$"))

    def click_mark(self, chart: str, mark: str) -> None:
        """Click a mark (a plotly selector, or one with a text) of a chart, once the chart listens."""
        self.page.locator(f"[data-part={chart}] .js-plotly-plot.clickable").wait_for()
        found = self.page.locator(f"[data-part={chart}] {mark}").first
        found.scroll_into_view_if_needed()
        box = found.bounding_box()
        assert box, f"{mark} is not drawn"
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    # --- files ------------------------------------------------------------------------------------
    def download(self, button: str) -> Download:
        """Press a download button and return what comes."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=button, exact=True).click()
        return waiting.value

    def excel(self) -> Workbook:
        """Download the page's Excel file and open it again."""
        download = self.download("Scarica Excel")
        assert re.fullmatch(r"osservatorio-pdz_[a-z0-9_-]+_2019-09-30\.xlsx", download.suggested_filename)
        return load_workbook(io.BytesIO(Path(download.path()).read_bytes()))

    # --- what must never happen -------------------------------------------------------------------
    def faults(self) -> list[str]:
        """Everything that went wrong until now; nothing, on a good visit."""
        found = [f"asked outside: {url}" for url in self.outside] + self.complaints
        exceptions = self.page.get_by_test_id("stException").or_(self._broken())
        found += [f"exception on the page: {words}" for words in exceptions.all_inner_texts()]
        return found

    def received(self, parts: Sequence[bytes]) -> list[bytes]:
        """Which of these bytes the server sent over the websocket, in any message."""
        return [part for part in parts if any(part in frame for frame in self.frames)]

    def _broken(self) -> Locator:
        """What the server shows instead of a page that failed."""
        return self.page.get_by_test_id("stAlert").filter(has_text="Questa pagina non si è potuta comporre")

    def _asked(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob") and where.hostname not in LOOPBACK:
            self.outside.append(request.url)

    def _printed(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _PROBING.match(message.location.get("url", "")):
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _interrupted(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _connected(self, socket: WebSocket) -> None:
        def keep(content: str | bytes) -> None:
            self.frames.append(content.encode() if isinstance(content, str) else content)

        socket.on("framereceived", keep)
