"""Text that is safe in a workbook: never a formula, never a broken file, never too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

CELL_LIMIT = 32_767
SHEET_NAME_LIMIT = 31
HEADER_LIMIT = 255

# Control characters, lone surrogates and non-characters cannot be written in XML 1.0.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel decodes `_x003D_` to `=` when it opens a file (ECMA-376, ST_Xstring): the underscore is escaped.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# The full-width and small twins count too: Excel with an Asian keyboard reads them as operators; and the
# typographic minus, which LibreOffice takes for one. What has no width hides nothing.
_WIDTHLESS = "\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
_FORMULA_START = re.compile(rf"[\s{_WIDTHLESS}]*[=+\-@＝＋－＠﹦﹢﹣﹫\u2212]")
_SHEET_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\\s]+")
# Excel keeps these two for its change log and refuses to open a file that uses them.
_SHEET_NAMES_RESERVED = {"history", "cronologia"}


def cell_text(value: object) -> str:
    """Return ``value`` as text a cell can hold: legal characters, at most 32,767 UTF-16 units."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _limited(_ESCAPE.sub("_x005F_", _ILLEGAL.sub("", text)), CELL_LIMIT)


def looks_like_formula(text: str) -> bool:
    """Say whether a spreadsheet would take ``text`` for a formula if somebody typed it."""
    return _FORMULA_START.match(text) is not None


def header_text(title: str, taken: set[str]) -> str:
    """Return a column title that a native table accepts: one line, and unlike those ``taken`` (updated)."""
    return _unique(" ".join(cell_text(title).split()), HEADER_LIMIT, taken)


def sheet_name(name: str, taken: set[str], fallback: str) -> str:
    """Return a name Excel accepts: 31 characters, none of ``[]:*?/\\``, unlike those ``taken`` (updated)."""
    clean = _SHEET_NAME_FORBIDDEN.sub(" ", cell_text(name)).strip(" '")
    if not clean or clean.casefold() in _SHEET_NAMES_RESERVED:
        clean = f"{fallback} {clean}".strip()
    return _unique(clean, SHEET_NAME_LIMIT, taken)


def footer_text(text: str) -> str:
    """Return ``text`` for a page footer: one line, ``&`` doubled because it starts a code."""
    # Excel calls a file damaged whose footer, page numbers and codes included, is over 255 characters.
    return _limited(" ".join(cell_text(text).split()), 90).replace("&", "&&")


def file_name(*parts: str, as_of: date) -> str:
    """Return an ASCII file name that says what and when.

    ``file_name("Mappa", "Rimini", as_of=date(2019, 9, 30))`` is
    ``osservatorio-pdz_mappa_rimini_2019-09-30.xlsx``.
    """
    slugs = [slug for part in parts if (slug := _slug(part))]
    return "_".join(["osservatorio-pdz", *slugs, as_of.isoformat()]) + ".xlsx"


def longest_word(text: str) -> int:
    """Return the length of the longest word, which a column must be able to hold."""
    return max(map(len, text.split()), default=0)


def lines_needed(text: str, width: float) -> int:
    """Return how many lines ``text`` takes in ``width`` characters, broken at spaces."""
    return sum(_lines(paragraph.split(), width) for paragraph in text.split("\n"))


def _lines(words: Iterable[str], width: float) -> int:
    lines, used = 1, 0
    for word in words:
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, 0
        used += len(word) + (1 if used else 0)
        while used > width:
            lines, used = lines + 1, used - int(width)
    return lines


def _slug(part: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.casefold())[:60].strip("-")


def _limited(text: str, limit: int) -> str:
    # Excel counts UTF-16 units, of which a character takes at most two.
    if len(text) * 2 <= limit or len(text.encode("utf-16-le")) <= limit * 2:
        return text
    return text.encode("utf-16-le")[: (limit - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _unique(text: str, limit: int, taken: set[str]) -> str:
    candidate, number = _limited(text, limit), 1
    while candidate.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        candidate = _limited(text, limit - len(suffix)) + suffix
    taken.add(candidate.casefold())
    return candidate
