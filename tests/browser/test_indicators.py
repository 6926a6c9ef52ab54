"""From the table of all indicators to one indicator, one district and back; sorted, searched, read by all."""

from __future__ import annotations

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from italian import decimal
from playwright.sync_api import Locator, expect
from server import Running
from spreadsheet import rows
from visit import PHONE, Visit

from dashboard.judging.signs import LOOKS
from dashboard.locale.texts import texts

SCREENING = "Adesione allo screening mammografico"
RIMINI = "Rimini (RN)"
VALUE = """
    select numerator, denominator from indicator_value
    where indicator_code = 'DST041' and place_code = ? and year = 2019
"""


def table(visit: Visit) -> Locator:
    return visit.page.get_by_role("grid", name=re.compile("^Giudizi di "))


def row_of(visit: Visit, title: str) -> Locator:
    return table(visit).get_by_role("row").filter(has=visit.page.get_by_role("rowheader", name=title))


def headings(visit: Visit) -> list[str]:
    expect(table(visit).locator("thead .place")).to_have_count(38)
    return table(visit).locator("thead .place").all_inner_texts()


def back_to(visit: Visit, heading: str) -> None:
    """Press the browser's Back until a page is there: a jump leaves an entry for the view and one more."""
    title = visit.page.get_by_role("heading", level=1, name=heading)
    for _ in range(3):
        visit.page.go_back()
        visit.page.wait_for_timeout(700)
        visit.settle()
        if title.is_visible():
            return
    expect(title).to_be_visible()


def crossed(visit: Visit, title: str) -> dict[str, tuple[str, str]]:
    """A row of the table: by district, value and judgement as they are read aloud."""
    labels = row_of(visit, title).locator("td").evaluate_all("cells => cells.map(c => c.ariaLabel)")
    told = (label.rpartition(", ") for label in labels)
    return {place: (value, word) for place, (value, _, word) in zip(headings(visit), told, strict=True)}


def test_a_director_goes_from_the_table_to_an_indicator_to_a_district_and_back(visit: Visit) -> None:
    page = visit.open("indicatori")
    expect(table(visit).locator("tbody td")).to_have_count(57 * 38)
    page.locator("th.name").filter(has_text=SCREENING).locator(".title").click()
    expect(page.get_by_role("heading", level=1, name="Scheda indicatore")).to_be_visible()
    expect(page.get_by_text(SCREENING).first).to_be_visible()
    visit.settle()
    assert "misura=DST041" in page.url
    page.get_by_role("tab", name="Tabella").click()
    expect(page.get_by_text("Scegliere una riga per aprire il profilo")).to_be_visible()
    visit.settle()
    visit.open_row(0)
    expect(page.get_by_role("heading", level=1, name="Profilo del distretto")).to_be_visible()
    visit.settle()
    assert re.search(r"luogo=[A-Z]{2}-[A-Z0-9]+", page.url)
    back_to(visit, "Scheda indicatore")
    back_to(visit, "Indicatori distrettuali")
    expect(table(visit).locator("tbody td")).to_have_count(57 * 38)


def test_a_cell_opens_the_indicator_with_the_district_marked_and_a_heading_its_profile(visit: Visit) -> None:
    page = visit.open("indicatori")
    at = headings(visit).index(RIMINI)
    row_of(visit, SCREENING).locator("td").nth(at).click()
    expect(visit.tile(RIMINI)).to_be_visible()
    visit.settle()
    assert {"misura=DST041", "luogo=RO-RIM"} <= set(page.url.partition("?")[2].split("&"))
    back_to(visit, "Indicatori distrettuali")
    table(visit).locator("thead .place").nth(at).click()
    expect(page.get_by_role("heading", level=1, name="Profilo del distretto")).to_be_visible()
    visit.settle()
    assert "luogo=RO-RIM" in page.url


def test_districts_stand_in_the_order_asked_for_and_a_link_keeps_it(visit: Visit, sql: Callable) -> None:
    page = visit.open("indicatori", misura="DST041")
    page.get_by_role("button", name=f"Ordina i distretti secondo: {SCREENING}").click()
    expect(row_of(visit, SCREENING).locator("button")).to_have_text("↓")
    visit.settle()
    assert "ordina=DST041" in page.url
    known = sql(
        """select d.display_name from indicator_value v join district d on d.code = v.place_code
        where v.indicator_code = 'DST041' and v.year = 2019 and v.numerator is not null and v.denominator > 0
        order by v.numerator * 1.0 / v.denominator desc"""
    )
    assert headings(visit)[: len(known)] == [name for (name,) in known]
    page.reload()
    expect(row_of(visit, SCREENING).locator("button")).to_have_text("↓")
    row_of(visit, SCREENING).locator("button").click()
    expect(row_of(visit, SCREENING).locator("button")).to_have_text("↑")
    visit.settle()
    assert headings(visit)[0] == known[-1][0]


def test_a_search_with_a_slip_finds_and_says_so(visit: Visit) -> None:
    page = visit.open("indicatori")
    box = page.get_by_role("textbox", name="Cerca un indicatore")
    box.fill("screning mamografico")
    box.press("Enter")
    expect(page.get_by_text("questi hanno parole simili o più lunghe")).to_be_visible()
    expect(table(visit).get_by_role("rowheader").first).to_contain_text(SCREENING)
    visit.settle()
    box.fill("zzzz")
    box.press("Enter")
    expect(page.get_by_text("Nessun indicatore contiene «zzzz»")).to_be_visible()


def test_filters_narrow_the_rows_and_can_be_taken_off_one_by_one(visit: Visit) -> None:
    page = visit.open("indicatori", aree="E", verso="neutral")
    expect(table(visit).get_by_role("rowheader").first).to_be_visible()
    narrow = table(visit).locator("tbody td").count() // 38
    assert 0 < narrow < 10
    page.get_by_role("button", name=re.compile("^Verso: ")).click()
    expect(page.get_by_role("button", name=re.compile("^Verso: "))).to_have_count(0)
    visit.settle()
    assert table(visit).locator("tbody td").count() // 38 > narrow
    assert "aree=E" in page.url


def test_on_paper_the_heat_table_is_as_wide_as_a_landscape_page_and_its_cells_show_themselves(
    visit: Visit,
) -> None:
    page = visit.open("indicatori", luogo="RO-RIM", valori="1")
    table = page.locator("[data-part=heat] table")
    expect(table.locator("td").first).to_be_attached()
    page.emulate_media(media="print")
    # A4 between margins of 10 mm.
    page.set_viewport_size({"width": 1047, "height": 718})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert table.bounding_box()["width"] <= 1047
    shown = table.locator("tbody tr:not(.over, .spare) td")
    assert shown.count() == 57 * 38
    assert all(shown.all_inner_texts())
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not any(shown.all_inner_texts())


def test_rows_left_out_are_not_read_aloud_and_come_back_as_they_were(visit: Visit) -> None:
    page = visit.open("indicatori", luogo="RO-RIM")
    box = page.get_by_role("textbox", name="Cerca un indicatore")

    def read_aloud() -> list[str]:
        visit.settle()
        names = table(visit).get_by_role("rowheader").all_text_contents()
        cells = table(visit).get_by_role("gridcell")
        return names + cells.evaluate_all("cells => cells.map(cell => cell.ariaLabel)")

    expect(table(visit).get_by_role("rowheader").first).to_be_visible()
    every = read_aloud()
    assert len(every) > 57 * 38
    box.fill("screening")
    box.press("Enter")
    expect(table(visit).get_by_role("rowheader").first).to_contain_text("screening")
    few = read_aloud()
    assert 0 < len(few) < 10 * 39
    page.reload()
    expect(table(visit).get_by_role("rowheader").first).to_contain_text("screening")
    assert read_aloud() == few
    box.fill("")
    box.press("Enter")
    expect(table(visit).get_by_role("rowheader").nth(56)).to_be_attached()
    assert read_aloud() == every


#: Label and colour of each cell in sight: the colour is the picture's, a little inside the cell.
SEEN = """() => {
    const root = document.querySelector("[data-drawn]").shadowRoot;
    const [pane, canvas] = [root.querySelector(".pane"), root.querySelector("canvas")];
    const [frame, picture] = [pane, canvas].map(element => element.getBoundingClientRect());
    const corner = root.querySelector("thead .corner").getBoundingClientRect();
    const pen = canvas.getContext("2d"), fine = canvas.width / picture.width;
    return [...root.querySelectorAll("td")].flatMap(cell => {
        const box = cell.getBoundingClientRect();
        if (box.left < corner.right || box.top < corner.bottom) return [];
        if (box.right > frame.right || box.bottom > frame.bottom) return [];
        const at = [box.left + 3 - picture.left, box.top + 3 - picture.top].map(size => size * fine);
        const rgb = pen.getImageData(...at, 1, 1).data.slice(0, 3);
        return [[cell.ariaLabel, "#" + [...rgb].map(part => part.toString(16).padStart(2, "0")).join("")]];
    });
}"""


def test_what_is_seen_of_a_cell_is_what_is_read_aloud(visit: Visit) -> None:
    page = visit.open("indicatori", luogo="RO-RIM")
    t, seen = texts("it"), set()
    # A missing figure is hatched: its colour depends on where one looks.
    fills = {t(f"judgement.{name}"): look.fill for name, look in LOOKS.items() if name != "missing"}

    def look_at() -> None:
        visit.settle()
        cells = page.evaluate(SEEN)
        assert len(cells) > 100
        for label, colour in cells:
            word = label.rpartition(", ")[2]
            seen.add(word)
            assert word not in fills or colour == fills[word], label

    def scroll_to(left: str, top: str) -> None:
        # What is scrolled is told, and painted, with the next frame.
        page.locator(".pane").evaluate(
            f"pane => new Promise(done => {{ pane.scrollTo({left}, {top});"
            " requestAnimationFrame(() => requestAnimationFrame(done)); })"
        )

    expect(table(visit).get_by_role("rowheader").first).to_be_visible()
    look_at()
    page.locator("button[data-sort]").nth(1).click()
    look_at()
    scroll_to("0", "pane.scrollHeight")
    look_at()
    page.get_by_role("button", name=t("heat.values")).click()
    look_at()
    scroll_to("pane.scrollWidth", "0")
    look_at()
    assert {t(f"judgement.{name}") for name in ("better", "similar", "worse", "higher", "lower")} <= seen


def test_the_table_is_walked_by_keyboard(visit: Visit) -> None:
    page = visit.open("indicatori")
    first = table(visit).locator("td").first
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    row = "document.querySelector('[data-drawn]').shadowRoot.activeElement.parentElement.dataset.i"
    assert page.evaluate(row) == "1"
    page.keyboard.press("o")
    expect(table(visit).locator("th.name").nth(1).locator("button")).to_have_text("↓")
    visit.settle()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Scheda indicatore")).to_be_visible()


def test_the_file_says_what_the_table_says_cell_by_cell(visit: Visit, sql: Callable) -> None:
    visit.open("indicatori", valori="1", aree="B", luogo="RO-RIM")
    expect(table(visit).get_by_role("rowheader").first).to_be_visible()
    titles = table(visit).locator("tbody .title").all_inner_texts()
    screen = {title: crossed(visit, title) for title in titles}
    book = visit.excel()
    listed = {(row["Titolo"], row["Distretto"]): row for row in rows(book["Elenco"])}
    assert len(listed) == len(titles) * 38
    judged = {row["Distretto"]: row for row in rows(book["Giudizi"])}
    for title, cells in screen.items():
        for place, (value, word) in cells.items():
            row = listed[title, place]
            written = row["Valore"]
            if value in ("n.d.", "riservato"):
                assert written == value, (title, place)
            else:
                places = len(value.rstrip("%").partition(",")[2])
                assert decimal(written, places) if places else f"{written:.0f}", (title, place)
                shown = value.removesuffix("%").removesuffix(" €").replace(".", "").replace(",", ".")
                assert float(shown) == written, (title, place)
            assert row["Rispetto a: Regione"].endswith(word), (title, place)
            column = next(name for name in judged[place] if name.endswith(title))
            assert judged[place][column] == row["Rispetto a: Regione"]
    ((numerator, denominator),) = sql(VALUE, "RO-RIM")
    found = listed[SCREENING, RIMINI]
    assert (found["Numeratore"], found["Denominatore"]) == (numerator, denominator)
    assert found["Valore"] == round(100 * numerator / denominator, 1)


def test_an_indicator_shows_its_charts_or_says_why_not(visit: Visit) -> None:
    page = visit.open("scheda_indicatore", misura="DST041", luogo="RO-RIM")
    expect(page.locator(".map path.area")).to_have_count(38)
    for tab, words in (
        ("Graduatoria", "non si distingue con sicurezza da"),
        ("Grafico a imbuto", "Distretti entro i limiti"),
        ("Negli anni", "Tendenze dei distretti"),
        ("Distretto per distretto", "tutte sulla stessa scala"),
        ("Definizione e qualità", "Perché conta"),
    ):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_text(words).first).to_be_visible()
        visit.settle()
    visit.open("scheda_indicatore", misura="euro")
    page.get_by_role("tab", name="Grafico a imbuto").click()
    expect(page.get_by_text("questa misura è una cifra assoluta")).to_be_visible()
    page.get_by_role("tab", name="Negli anni").click()
    expect(page.get_by_text("le edizioni di un piano sono atti diversi")).to_be_visible()


def test_the_file_of_an_indicator_agrees_with_its_screen(visit: Visit, sql: Callable) -> None:
    page = visit.open("scheda_indicatore", misura="DST041", luogo="RO-RIM")
    interval = visit.tile(RIMINI).inner_text()
    position = visit.tile("Posizione").inner_text()
    judgement = visit.value("Giudizio").inner_text()
    page.get_by_role("tab", name="Tabella").click()
    expect(page.get_by_text("Scegliere una riga per aprire il profilo")).to_be_visible()
    visit.settle()
    book = visit.excel()
    sheet = rows(book["Distretti"])
    (row,) = (row for row in sheet if row["Distretto"] == RIMINI)
    ((numerator, denominator),) = sql(VALUE, "RO-RIM")
    assert row["Valore"] == round(numerator / denominator, 12)
    assert decimal(100 * row["Valore"], 1) in interval
    assert (
        f"{decimal(100 * row['IC 95% inferiore'], 1)}% – {decimal(100 * row['IC 95% superiore'], 1)}%"
        in interval
    )
    assert row["Rispetto a: Regione"] == judgement
    assert f"{row['Posizione']}ª" in position
    best, worst = (row[f"Posizione, {end} (90%, un distretto per volta)"] for end in ("migliore", "peggiore"))
    assert f"{best}ª – {worst}ª" in position
    shown = visit.grid("Distretto", count=38)
    for here, there in zip(shown, sheet, strict=True):
        value = there["Valore"]
        words = value if isinstance(value, str) else f"{decimal(100 * value, 1)}%"
        assert [here[name] for name in ("Distretto", "AUSL", "Valore")] == [
            there["Distretto"],
            there["AUSL"],
            words,
        ]


def test_both_pages_can_be_read_on_a_phone_and_by_everybody(
    visitor: Callable[..., Visit], site: Running
) -> None:
    visit, axe = visitor(site, viewport=PHONE), Axe()
    rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    views = (
        ("indicatori", {"valori": "1", "luogo": "RO-RIM"}, ""),
        ("scheda_indicatore", {"misura": "DST041", "luogo": "RO-RIM"}, "Graduatoria"),
        ("scheda_indicatore", {"misura": "DST041", "luogo": "RO-RIM"}, "Distretto per distretto"),
        ("scheda_indicatore", {"misura": "DST041", "luogo": "RO-RIM"}, "Grafico a imbuto"),
    )
    found = []
    for path, params, tab in views:
        visit.page.emulate_media(color_scheme="light")
        page = visit.open(path, **params)
        if tab:
            page.get_by_role("tab", name=tab).click()
            page.wait_for_timeout(500)
            visit.settle()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            visit.settle()
            for violation in axe.run(page, options={"runOnly": rules}).response["violations"]:
                found += [
                    f"/{path} {tab} {scheme}: {violation['id']} {n['target']}" for n in violation["nodes"]
                ]
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found += [f"/{path} {tab} is too wide"] if wide else []
    assert not found, "\n".join(found)
    page = visit.open("indicatori", luogo="RO-RIM")
    pane, heading = visit.page.locator(".pane"), table(visit).locator("thead .mine")
    expect(heading).to_be_visible()
    inside, column = pane.bounding_box(), heading.bounding_box()
    assert inside["x"] < column["x"] < inside["x"] + inside["width"], "my district is out of sight"
