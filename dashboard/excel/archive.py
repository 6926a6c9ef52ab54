"""A workbook to bytes: the same workbook gives the same bytes, on any day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from os import fspath
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

_FIRST_DAY = date(1980, 1, 1)
_FORMULA_WITHOUT_VALUE = re.compile(rb"<f>([^<]*)</f><v\s*(?:/>|></v>)")


def to_bytes(book: Workbook, *, as_of: date | None, computed: Mapping[tuple[str, str], float]) -> bytes:
    """Return the file's bytes, dated ``as_of`` (the first day a zip can tell when None), never now.

    ``computed`` holds, by (sheet name, formula with its ``=``), the value a formula has in the file as made.
    Excel's protected view, previews and telephones show that value: they do not compute.
    """
    stamp = datetime.combine(as_of or _FIRST_DAY, time())
    book.properties.created = stamp
    book.properties.modified = stamp
    paths = {f"xl/worksheets/sheet{number}.xml": name for number, name in enumerate(book.sheetnames, start=1)}
    values = {
        (path, formula.removeprefix("=").encode()): repr(computed[sheet, formula]).encode()
        for path, sheet in paths.items()
        for sheet_of_formula, formula in computed
        if sheet_of_formula == sheet
    }
    target = BytesIO()
    with _TimelessZip(target, values) as archive:
        ExcelWriter(book, archive).write_data()
    return target.getvalue()


class _TimelessZip(ZipFile):
    """A zip whose entries all carry the format's first day, and whose formulas carry their value."""

    def __init__(self, target: BytesIO, values: Mapping[tuple[str, bytes], bytes]) -> None:
        super().__init__(target, "w", ZIP_DEFLATED)
        self._values = values

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        self.writestr(fspath(arcname or filename), Path(filename).read_bytes())

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        path = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        content = data.encode() if isinstance(data, str) else data
        entry = ZipInfo(path, date_time=(*_FIRST_DAY.timetuple()[:3], 0, 0, 0))
        entry.compress_type = ZIP_DEFLATED
        super().writestr(entry, self._with_values(path, content))

    def _with_values(self, path: str, content: bytes) -> bytes:
        if not path.startswith("xl/worksheets/sheet"):
            return content

        def filled(match: re.Match[bytes]) -> bytes:
            value = self._values.get((path, match[1]))
            return match[0] if value is None else b"<f>" + match[1] + b"</f><v>" + value + b"</v>"

        return _FORMULA_WITHOUT_VALUE.sub(filled, content)
