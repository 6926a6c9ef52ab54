"""One table on one sheet: a native Excel table under its head, live sums below."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from numbers import Real
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.excel.cells import CellValue, column_values, number_format, shown_length, total
from dashboard.excel.contents import Sheet, Texts
from dashboard.excel.looks import Looks, wear
from dashboard.excel.page import FIRST_ROW as HEADER_ROW
from dashboard.excel.page import LINE_POINTS, ROW_POINTS_LIMIT, put_text, write_head
from dashboard.excel.text import cell_text, header_text, lines_needed, longest_word
from dashboard.tables.table import Column, Formula, Kind

_WIDEST = 50.0
_ADDABLE: frozenset[Kind] = frozenset({"integer", "decimal", "euro"})


def write_table(
    page: Worksheet, sheet: Sheet, *, number: int, notice: str, texts: Texts
) -> dict[tuple[str, str], float]:
    """Write a table and return its formulas: (sheet name, formula) to the value the formula has now.

    ``number`` counts the tables of the workbook. Raises ValueError as ``workbook`` says.
    """
    looks, columns = Looks(page), sheet.table.written
    values = _values(sheet)
    taken: set[str] = set()
    titles = [header_text(column.title or column.key, taken) for column in columns]
    widths = [
        _width(column, title, cells) for column, title, cells in zip(columns, titles, values, strict=True)
    ]
    for index, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    write_head(page, title=sheet.title, subtitle=sheet.subtitle, notice=notice, widths=widths)
    _write_header(page, looks, columns, titles, widths)
    page.freeze_panes = f"B{HEADER_ROW + 1}"
    page.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    if not columns or not len(sheet.table):
        # Excel calls a table without rows damaged.
        put_text(page, HEADER_ROW + 1, 1, cell_text(texts.no_rows), looks, looks.remark())
        return {}
    _write_body(page, looks, columns, widths, values)
    _add_native_table(page, titles, rows=len(sheet.table), number=number)
    return _make_live(page, columns, values) | _write_sums(page, looks, columns, values, texts)


def _values(sheet: Sheet) -> list[list[CellValue]]:
    columns = sheet.table.written
    for column in columns:
        if column.key not in sheet.table.rows:
            raise ValueError(f"Sheet {sheet.name!r}: the rows have no column {column.key!r}.")
        if column.total and column.kind not in _ADDABLE and not column.formula:
            raise ValueError(
                f"Sheet {sheet.name!r}: column {column.title!r} ({column.kind}) cannot be added up."
            )
    return [column_values(sheet.table.rows[column.key], column.kind, column.title) for column in columns]


def _width(column: Column, title: str, cells: Sequence[CellValue]) -> float:
    if column.width is not None:
        return column.width
    shown = max((shown_length(cell, column.kind, column.decimals) for cell in cells), default=0)
    if column.total and column.kind in _ADDABLE:
        shown = max(shown, shown_length(total(cells), column.kind, column.decimals))
    # The filter button covers about three characters of the title.
    for_title = max(longest_word(title) + 3.5, min(len(title) + 3.5, 16.0))
    return min(max(shown + 2.0, for_title, 8.0), _WIDEST)


def _write_header(
    page: Worksheet, looks: Looks, columns: Sequence[Column], titles: Sequence[str], widths: Sequence[float]
) -> None:
    for index, (column, title) in enumerate(zip(columns, titles, strict=True), start=1):
        put_text(page, HEADER_ROW, index, title, looks, looks.header(right=column.kind != "text"))
    lines = [lines_needed(title, width - 2) for title, width in zip(titles, widths, strict=True)]
    page.row_dimensions[HEADER_ROW].height = LINE_POINTS * max(lines, default=1) + 3


def _write_body(
    page: Worksheet,
    looks: Looks,
    columns: Sequence[Column],
    widths: Sequence[float],
    values: Sequence[Sequence[CellValue]],
) -> None:
    column_looks = [
        _looks_of_column(looks, column, width, cells)
        for column, width, cells in zip(columns, widths, values, strict=True)
    ]
    # Row by row: the library sorts the cells when it writes, and in this order there is nothing to sort.
    for row, cells in enumerate(zip(*values, strict=True), start=HEADER_ROW + 1):
        lines = 1
        for index, (value, (text_look, value_look)) in enumerate(zip(cells, column_looks, strict=True), 1):
            if isinstance(value, str):
                put_text(page, row, index, value, looks, text_look)
                if len(value) > widths[index - 1] - 1 or "\n" in value:
                    lines = max(lines, lines_needed(value, widths[index - 1] - 1))
            else:
                wear(page.cell(row, index, value), value_look)
        if lines > 1:
            # LibreOffice does not fit the height of a row by itself when it opens a file.
            page.row_dimensions[row].height = min(LINE_POINTS * lines, ROW_POINTS_LIMIT)


def _looks_of_column(
    looks: Looks, column: Column, width: float, cells: Sequence[CellValue]
) -> tuple[Any, Any]:
    """Return the look of a column's strings and that of its numbers, dates and empty cells."""
    if column.kind == "text":
        wrap = any(
            isinstance(cell, str) and ("\n" in cell or shown_length(cell, "text", 0) > width - 1)
            for cell in cells
        )
        return looks.body(wrap=wrap), looks.body(wrap=wrap)
    code = number_format(column.kind, column.decimals)
    return looks.body(right=True), looks.body(number_format=code, right=True)


def _make_live(
    page: Worksheet, columns: Sequence[Column], values: Sequence[Sequence[CellValue]]
) -> dict[tuple[str, str], float]:
    """Put formulas over the numbers of the columns that have one; words stay."""
    live: dict[tuple[str, str], float] = {}
    for index, (column, cells) in enumerate(zip(columns, values, strict=True), start=1):
        if column.formula is None:
            continue
        first, second = _letters(columns, column.formula)
        keys = [other.key for other in columns]
        operands = [values[keys.index(key)] for key in (column.formula.first, column.formula.second)]
        for row, value in enumerate(cells, start=HEADER_ROW + 1):
            if isinstance(value, Real | Decimal):
                # N() reckons words as nothing: what an edition does not have still moves by its whole amount.
                names = [
                    f"N({letter}{row})" if isinstance(side[row - HEADER_ROW - 1], str) else f"{letter}{row}"
                    for letter, side in zip((first, second), operands, strict=True)
                ]
                written = _written(column.formula, *names)
                page.cell(row, index).value = written
                live[page.title, written] = float(value)
    return live


def _letters(columns: Sequence[Column], formula: Formula) -> tuple[str, str]:
    keys = [column.key for column in columns]
    return (
        get_column_letter(keys.index(formula.first) + 1),
        get_column_letter(keys.index(formula.second) + 1),
    )


def _written(formula: Formula, first: str, second: str) -> str:
    return f"=ROUND({first}-{second},2)" if formula.kind == "difference" else f"={first}/{second}"


def _share_of_sums(
    columns: Sequence[Column], values: Sequence[Sequence[CellValue]], formula: Formula, row: int
) -> tuple[str, float]:
    keys = [column.key for column in columns]
    part, whole = (total(values[keys.index(key)]) for key in (formula.first, formula.second))
    first, second = (f"{letter}{row}" for letter in _letters(columns, formula))
    # A filter may leave no row.
    return f"=IF({second}=0,0,{first}/{second})", part / whole if whole else 0.0


def _add_native_table(page: Worksheet, titles: Sequence[str], *, rows: int, number: int) -> None:
    reference = f"A{HEADER_ROW}:{get_column_letter(len(titles))}{HEADER_ROW + rows}"
    page.add_table(
        Table(
            displayName=f"Dati_{number}",
            ref=reference,
            autoFilter=AutoFilter(ref=reference),
            tableColumns=[TableColumn(id=index, name=title) for index, title in enumerate(titles, start=1)],
            tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=True),
        )
    )


def _write_sums(
    page: Worksheet,
    looks: Looks,
    columns: Sequence[Column],
    values: Sequence[Sequence[CellValue]],
    texts: Texts,
) -> dict[tuple[str, str], float]:
    """Write the live sums, one empty row below: the table's filter and sorting leave them alone.

    There is none under a column without a number: the sum of nothing would read as zero.
    """
    sums: dict[tuple[str, str], float] = {}
    if not any(column.total for column in columns):
        return sums
    first, last = HEADER_ROW + 1, HEADER_ROW + len(values[0])
    page.row_dimensions[last + 1].height = 6.0
    for index, (column, cells) in enumerate(zip(columns, values, strict=True), start=1):
        cell = page.cell(last + 2, index)
        wear(cell, looks.total(number_format=number_format(column.kind, column.decimals)))
        if not column.total or all(isinstance(value, str) for value in cells):
            continue
        if column.formula and column.kind not in _ADDABLE:
            cell.value, share = _share_of_sums(columns, values, column.formula, last + 2)
            sums[page.title, str(cell.value)] = share
        else:
            letter = get_column_letter(index)
            # 109 and not 9: rows hidden by hand are left out too, as the label says.
            formula = f"=SUBTOTAL(109,{letter}{first}:{letter}{last})"
            cell.value = formula
            sums[page.title, formula] = total(cells)
    if not columns[0].total:
        put_text(page, last + 2, 1, cell_text(texts.total), looks, looks.total())
    return sums
