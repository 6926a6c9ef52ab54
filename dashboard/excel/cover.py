"""The first sheet: what the file is, who asked for it and when, what is in it, and one native chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.excel.cells import number_format
from dashboard.excel.contents import Sheet, Texts
from dashboard.excel.looks import Looks
from dashboard.excel.notes import write_rows
from dashboard.excel.page import FIRST_ROW, put_text, write_head
from dashboard.excel.text import cell_text

_WIDTHS = (28.0, 100.0)
_MOST_BARS = 15
_BLUE = "0066CC"
_CM_A_BAR, _CM_AROUND, _CM_WIDE = 0.62, 0.8, 23.5
_MOST_HEADLINES = 10


def write_cover(
    book: Workbook,
    page: Worksheet,
    sheets: Sequence[tuple[str, Sheet]],
    about: Sequence[tuple[str, str]],
    *,
    notice: str,
    texts: Texts,
) -> None:
    """Write title, headline figures, ``about``, contents with links, and the first chart that is asked for.

    Args:
        book: the workbook that holds the tables.
        page: an empty sheet of it.
        sheets: name in the workbook and contents of every table.
        about: what was asked, by whom, when, with which filters; a whole http(s) address becomes a link.
        notice: as on every sheet.
        texts: the workbook's own words.
    """
    looks = Looks(page)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = _WIDTHS
    first = sheets[0][1]
    write_head(page, title=first.title, subtitle=first.subtitle, notice=notice, widths=_WIDTHS)
    row = write_rows(page, [*_headlines(first), *about], row=FIRST_ROW, looks=looks, widths=_WIDTHS)
    for i, (name, sheet) in enumerate(sheets):
        put_text(page, row, 1, texts.contents if i == 0 else "", looks, looks.label())
        words = f"{name} ({len(sheet.table)} {texts.row if len(sheet.table) == 1 else texts.rows})"
        put_text(page, row, 2, cell_text(words), looks, looks.link())
        quoted = name.replace("'", "''")
        page.cell(row, 2).hyperlink = Hyperlink(ref=f"B{row}", location=f"'{quoted}'!A1")
        row += 1
    page.page_setup.fitToHeight = 1
    charted = next(((name, s) for name, s in sheets if s.chart and len(s.table)), None)
    if charted:
        name, sheet = charted
        put_text(page, row + 1, 1, cell_text(_heading(sheet, texts)), looks, looks.label())
        page.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=2)
        page.add_chart(_bars(book[name], sheet), f"A{row + 2}")


def _headlines(sheet: Sheet) -> list[tuple[str, str]]:
    """A short first table of words holds the headline figures: they stand on the cover too."""
    columns = sheet.table.written
    if len(sheet.table) > _MOST_HEADLINES or any(column.kind != "text" for column in columns):
        return []
    return [
        (str(label), " · ".join(str(value) for value in rest if value))
        for label, *rest in zip(*(sheet.table.rows[column.key] for column in columns), strict=True)
    ]


def _heading(sheet: Sheet, texts: Texts) -> str:
    assert sheet.chart is not None
    column = next(column for column in sheet.table.written if column.key == sheet.chart[1])
    words = column.title if column.title in sheet.title else f"{sheet.title} · {column.title}"
    rows = len(sheet.table)
    bars = min(rows, _MOST_BARS)
    return f"{words} ({texts.first} {bars} {texts.of} {rows})" if rows > bars else words


def _bars(source: Worksheet, sheet: Sheet) -> Any:
    """The sheet's first rows as bars, in their order from the top; live, for it reads the sheet's cells."""
    assert sheet.chart is not None
    category, value = sheet.chart
    columns = sheet.table.written
    keys = [column.key for column in columns]
    column = columns[keys.index(value)]
    bars = min(len(sheet.table), _MOST_BARS)
    first, last = FIRST_ROW + 1, FIRST_ROW + bars
    chart: Any = BarChart()
    chart.type = "bar"
    chart.style = 2
    chart.legend = None
    at = keys.index(value) + 1
    chart.add_data(Reference(source, min_col=at, min_row=first, max_row=last), titles_from_data=False)
    names = keys.index(category) + 1
    chart.set_categories(Reference(source, min_col=names, min_row=first, max_row=last))
    chart.gapWidth = 45
    series = chart.series[0]
    series.graphicalProperties.solidFill = _BLUE
    series.graphicalProperties.line.solidFill = _BLUE
    series.invertIfNegative = False
    series.dLbls = DataLabelList()
    series.dLbls.showVal = True
    # Long amounts would be broken into pieces beside their bar; the sheet has them to the cent.
    euro = '[>=1000000]#,##0.0,, "M€";#,##0 "€"'
    series.dLbls.numFmt = euro if column.kind == "euro" else number_format(column.kind, column.decimals)
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, other, False)
    # Left to itself the library writes axes that Excel does not draw.
    chart.x_axis.delete = False
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblPos = "low"
    place = ManualLayout(xMode="edge", yMode="edge", x=0.3, y=0.03, w=0.6, h=0.94)
    chart.layout = Layout(manualLayout=place)
    chart.width = _CM_WIDE  # centimetres
    chart.height = _CM_A_BAR * bars + _CM_AROUND
    return chart
