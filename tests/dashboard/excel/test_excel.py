"""The workbook is opened again and read as its reader's program would."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from PIL import Image

from dashboard.excel.text import looks_like_formula
from dashboard.excel.workbook import ENGLISH, ITALIAN, Sheet, file_name, workbook
from dashboard.tables.table import Column, Table

NOTICE = "Dati dimostrativi: Forlì & Cesena simulate"
HOSTILE = '=HYPERLINK("http://x","y")'
ROWS = pd.DataFrame(
    {
        "name": ["Rimini", HOSTILE, " \t@SUM(A1)", "\n-1+1", "#N/A"],
        "count": [12, "n.d.", 1_234_567, "< 5", 12_345_678_901_234_567],
        "euro": [Decimal("1234.56"), 0.0, "non visibile", -10.5, 1_580_000_000.01],
        "share": [12.3, 0, 100.0, "n.d.", 45.678],
        "on": [
            date(2019, 9, 30),
            pd.Timestamp("2018-01-02 13:45"),
            "n.d.",
            date(2020, 12, 31),
            date(2019, 2, 3),
        ],
        "remark": [None, "a\x00b", "\x0b=1+1", float("nan"), "_x003D_1+1"],
    }
)
COLUMNS = (
    Column("name", "Distretto"),
    Column("count", "Interventi", "integer", total=True),
    Column("euro", "Euro programmati", "euro", total=True),
    Column("share", "Quota", "percent"),
    Column("on", "Presentata il", "date"),
    Column("remark", "=Nota"),
)
TABLE = Sheet("Mappa: euro/residente [2019]", "Euro per residente", "Edizione 2019", Table.of(COLUMNS, ROWS))
NOTES = [
    ("Fonte", "Piani di zona 2018-2020"),
    ("Collegamento", "https://example.org/mappa?a=2019&m=euro"),
    ("Altro", "javascript:alert(1)"),
    ("=1+1", "=2+2"),
]
HEADER, FIRST, LAST = 5, 6, 10


def png(width: int = 400, height: int = 100) -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height), "white").save(target, "PNG")
    return target.getvalue()


def made(*sheets: Sheet, **changes: object) -> bytes:
    arguments: dict = {"sheets": sheets, "notes": NOTES, "notice": NOTICE, "texts": ITALIAN} | changes
    return workbook(**arguments)


def opened(*sheets: Sheet, **changes: object) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(made(*sheets, **changes)))


def column(page: openpyxl.worksheet.worksheet.Worksheet, letter: str) -> list:
    return [cell.value for (cell,) in page[f"{letter}{FIRST}:{letter}{LAST}"]]


def test_numbers_and_dates_are_real_and_words_among_them_stay_words() -> None:
    page = opened(TABLE).worksheets[0]
    assert column(page, "B") == [12, "n.d.", 1_234_567, "< 5", "12345678901234567"]
    assert column(page, "C") == [1234.56, 0, "non visibile", -10.5, 1_580_000_000.01]
    assert column(page, "D") == [pytest.approx(0.123), 0, 1, "n.d.", pytest.approx(0.45678)]
    shown = [value if isinstance(value, str) else value.date().isoformat() for value in column(page, "E")]
    assert shown == [
        "2019-09-30", "2018-01-02", "n.d.", "2020-12-31", "2019-02-03"
    ]  # fmt: skip
    assert [page[f"{letter}{FIRST}"].number_format for letter in "BCDE"] == [
        "#,##0", '#,##0.00 "€"', "#,##0.0%", "dd/mm/yyyy"
    ]  # fmt: skip
    assert {page[f"B{row}"].alignment.horizontal for row in range(FIRST, LAST + 1)} == {"right"}


def test_text_is_never_a_formula_an_error_or_an_illegal_character() -> None:
    page = opened(TABLE).worksheets[0]
    assert column(page, "A") == ["Rimini", HOSTILE, " \t@SUM(A1)", "\n-1+1", "#N/A"]
    assert column(page, "F") == [None, "ab", "=1+1", None, "_x005F_x003D_1+1"]
    assert {page[f"A{row}"].data_type for row in range(FIRST, LAST + 1)} == {"s"}
    assert [bool(page[f"A{row}"].quotePrefix) for row in range(FIRST, LAST + 1)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert page["F5"].data_type == "s"
    assert page["F5"].quotePrefix
    assert page["F8"].data_type == "s"


@pytest.mark.parametrize("start", ["=", "-", "＝", "﹣", "\u2212", "\u200b=", "\ufeff\u2212", "\u00a0@"])
def test_what_a_spreadsheet_may_take_for_a_formula_stays_text(start: str) -> None:
    assert looks_like_formula(f"{start}1+1")
    assert not looks_like_formula(f"a{start}1")


def test_table_is_native_filtered_frozen_and_printable() -> None:
    page = opened(TABLE).worksheets[0]
    (table,) = page.tables.values()
    assert table.ref == table.autoFilter.ref == "A5:F10"
    assert table.column_names == [page.cell(HEADER, index).value for index in range(1, 7)]
    assert table.tableStyleInfo.showRowStripes
    assert page.freeze_panes == "B6"
    assert page.print_title_rows == "$5:$5"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.oddFooter.left.text == NOTICE.replace("&", "&&")
    assert page.oddFooter.right.text == "Pagina &P di &N"


def test_cover_says_who_and_when_leads_to_the_tables_and_draws_live_bars() -> None:
    charted = replace(TABLE, chart=("name", "count"))
    book = opened(charted, about=[("Profilo", "Regione"), ("Indirizzo", "https://example.org/?a=1")])
    cover = book.worksheets[0]
    assert cover.title == "Copertina"
    assert [cover[f"A{row}"].value for row in (1, 3, 5, 6)] == [
        TABLE.title,
        NOTICE,
        "Profilo",
        "Indirizzo",
    ]
    assert cover["B6"].hyperlink.target == "https://example.org/?a=1"
    name = book.worksheets[1].title
    assert cover["B7"].value == f"{name} (5 righe)"
    assert cover["B7"].hyperlink.location == f"'{name}'!A1"
    (chart,) = cover._charts
    (series,) = chart.series
    assert series.val.numRef.f == f"'{name}'!$B$6:$B$10"
    assert series.cat.numRef.f == f"'{name}'!$A$6:$A$10"
    assert made(charted, about=[("Profilo", "Regione")]) == made(charted, about=[("Profilo", "Regione")])


def test_every_sheet_says_that_data_are_for_demonstration() -> None:
    book = opened(TABLE, picture=png())
    assert book.sheetnames == ["Mappa euro residente 2019", "Mappa", "Note"]
    assert [page["A3"].value for page in book.worksheets] == [NOTICE] * 3
    assert [page["A1"].value for page in book.worksheets] == [
        "Euro per residente",
        "Euro per residente",
        "Note",
    ]


def test_sums_are_live_and_carry_the_value_that_readers_without_a_calculator_show() -> None:
    content = made(TABLE)
    live = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    shown = openpyxl.load_workbook(BytesIO(content), data_only=True).worksheets[0]
    row = LAST + 2
    assert live[f"A{row}"].value == "Totale righe visibili"
    assert live[f"B{row}"].value == "=SUBTOTAL(109,B6:B10)"
    assert live[f"C{row}"].value == "=SUBTOTAL(109,C6:C10)"
    assert live[f"D{row}"].value is None
    # By hand: 12 + 1,234,567, and 1,234.56 + 0 - 10.50 + 1,580,000,000.01; words do not count.
    assert shown[f"B{row}"].value == 1_234_579
    assert shown[f"C{row}"].value == pytest.approx(1_580_001_224.07, abs=1e-6)


def test_same_formula_on_two_sheets_shows_the_value_of_its_own_sheet() -> None:
    rows = pd.DataFrame({"n": [1, 2]})
    columns = (Column("n", "N", "integer", total=True),)
    content = made(*(Sheet("S", "S", "", Table.of(columns, rows * factor)) for factor in (1, 10)))
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    assert [page["A9"].value for page in book.worksheets[:2]] == [3, 30]


def test_notes_are_text_and_only_web_addresses_are_links() -> None:
    page = opened(TABLE).worksheets[-1]
    assert [(page[f"A{row}"].value, page[f"B{row}"].value) for row in range(5, 9)] == NOTES
    links = [page[f"B{row}"].hyperlink for row in range(5, 9)]
    assert links[1].target == NOTES[1][1]
    assert links[0] is links[2] is links[3] is None
    assert page["A8"].data_type == page["B8"].data_type == "s"
    assert page["B5"].alignment.wrap_text


@pytest.mark.parametrize(("width", "height"), [(4000, 500), (500, 4000), (80, 40)])
def test_picture_fills_a_page_keeps_its_shape_and_is_described(width: int, height: int) -> None:
    book = openpyxl.load_workbook(
        BytesIO(content := made(TABLE, picture=png(width, height), picture_alt='Mappa "A"'))
    )
    size = book["Mappa"]._images[0].anchor.ext
    assert size.width / size.height == pytest.approx(width / height, rel=1e-3)
    millimetres = size.width / 36_000, size.height / 36_000
    assert millimetres[0] <= 275
    assert millimetres[1] <= 165
    assert max(millimetres[0] / 275, millimetres[1] / 165) > 0.9
    drawing = ElementTree.fromstring(ZipFile(BytesIO(content)).read("xl/drawings/drawing1.xml"))
    assert [element.get("descr") for element in drawing.iter() if element.get("descr")] == ['Mappa "A"']


def test_same_arguments_same_bytes_and_no_trace_of_the_present_moment() -> None:
    arguments = {"picture": png(), "as_of": date(2019, 9, 30)}
    first = made(TABLE, **arguments)
    assert made(TABLE, **arguments) == first
    assert {entry.date_time for entry in ZipFile(BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = openpyxl.load_workbook(BytesIO(first)).properties
    assert properties.created.isoformat() == properties.modified.isoformat() == "2019-09-30T00:00:00"


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("euro", float("nan"), "Column 'X', row 2: a number is missing"),
        ("integer", None, "Column 'X', row 2: a number is missing"),
        ("percent", float("inf"), "Column 'X', row 2: inf is not a finite number"),
        ("decimal", True, "Column 'X', row 2: True is not a number"),
        ("date", pd.NaT, "Column 'X', row 2: a date is missing"),
    ],
)
def test_missing_value_without_a_word_for_it_is_refused(kind: str, value: object, sentence: str) -> None:
    good = date(2019, 1, 1) if kind == "date" else 1
    rows = pd.DataFrame({"x": pd.Series([good, value], dtype=object)})
    with pytest.raises(ValueError, match=sentence):
        made(Sheet("S", "S", "", Table.of((Column("x", "X", kind),), rows)))


def test_ratios_cannot_be_added_up() -> None:
    with pytest.raises(ValueError, match="'Quota' \\(percent\\) cannot be added up"):
        made(Sheet("S", "S", "", Table.of((Column("share", "Quota", "percent", total=True),), ROWS)))


def test_sheet_names_and_column_titles_are_legal_and_unique() -> None:
    rows = pd.DataFrame({"a": [1], "b": [2]})
    columns = (Column("a", "Valore\n(euro)", "integer"), Column("b", "valore (EURO)", "integer"))
    names = [
        "Interventi del distretto di Rimini 2019",
        "interventi DEL distretto di Rimini 2018",
        "note",
        "///",
        "History",
    ]
    book = opened(*(Sheet(name, "T", "", Table.of(columns, rows)) for name in names), texts=ENGLISH)
    assert book.sheetnames == [
        "Interventi del distretto di Ri…", "interventi DEL distretto d… (2)", "note", "Data",
        "Data History", "Notes",
    ]  # fmt: skip
    assert [cell.value for cell in book.worksheets[0][HEADER]][:2] == ["Valore (euro)", "valore (EURO) (2)"]


def test_empty_table_says_so_and_long_text_is_cut_at_the_limit() -> None:
    empty = Sheet("Vuota", "T", "", Table.of(COLUMNS, ROWS.head(0)))
    words = pd.DataFrame({"x": ["è" * 40_000, "😀" * 20_000]})
    long = Sheet("Lunga", "T", "", Table.of((Column("x", "X"),), words))
    book = opened(empty, long)
    assert book["Vuota"]["A6"].value == "Nessuna riga con questi filtri."
    assert not book["Vuota"].tables
    lengths = [len(book["Lunga"][f"A{row}"].value.encode("utf-16-le")) // 2 for row in (6, 7)]
    assert lengths[0] == 32_767
    assert 32_765 <= lengths[1] <= 32_767


def test_file_name_says_what_and_when_in_ascii() -> None:
    on = date(2019, 9, 30)
    assert file_name("Mappa", "Rimini", as_of=on) == "osservatorio-pdz_mappa_rimini_2019-09-30.xlsx"
    assert (
        file_name("Forlì/Cesena", "", "../=x", as_of=on) == "osservatorio-pdz_forli-cesena_x_2019-09-30.xlsx"
    )
