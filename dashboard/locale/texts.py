"""Words of the screen in Italian and English, from each topic's ``it.toml`` and ``en.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, partial
from numbers import Integral
from pathlib import Path

from dashboard.locale.formats import Language, number

Translate = Callable[..., str]

_DASHBOARD = Path(__file__).parents[1]


@cache
def texts(language: Language) -> Translate:
    """Return a function ``t(key, **values)`` that gives the words for a key in one language.

    Whole numbers are written as the language does (``1.776``), but for a ``year``; a year of another name is
    passed as words.

    Raises:
        KeyError: when called with a key that neither file has; the tests keep both files equal in keys.
    """
    return partial(_translate, language)


def _translate(language: Language, key: str, /, **values: object) -> str:
    words = catalogue(language)[key]
    if not values:
        return words
    return words.format(**{name: _written(name, value, language) for name, value in values.items()})


def _written(name: str, value: object, language: Language) -> object:
    return number(int(value), 0, language) if isinstance(value, Integral) and name != "year" else value


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Return every text of one language by dotted key.

    Raises:
        ValueError: when two files give the same key, since either might be read.
    """
    known: dict[str, str] = {}
    for file in sorted(_DASHBOARD.rglob(f"{language}.toml")):
        for key, words in _flat(tomllib.loads(file.read_text(encoding="utf-8")), ""):
            if key in known:
                raise ValueError(f"{file.relative_to(_DASHBOARD)} gives {key!r} a second time.")
            known[key] = words
    return known


def _flat(table: dict, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, value))
    return found
