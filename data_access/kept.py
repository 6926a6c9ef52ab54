"""Results that are kept as long as their version of the data is the newest one.

A cache that only drops its oldest entries would hold on for weeks to versions that nobody asks for any more,
each of them tens of MB: here all go at once when another version comes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import TypeVar

T = TypeVar("T")

_KEPT: list[_lru_cache_wrapper] = []


def kept(maxsize: int) -> Callable[[Callable[..., T]], _lru_cache_wrapper[T]]:
    """Keep the last ``maxsize`` results of a function, as ``functools.lru_cache`` does, until :func:`forget`.

    Results are shared: they are not to be written to.
    """

    def keeping(function: Callable[..., T]) -> _lru_cache_wrapper[T]:
        cached = lru_cache(maxsize=maxsize)(function)
        _KEPT.append(cached)
        return cached

    return keeping


def forget() -> None:
    """Let go of everything kept, when a version is replaced. Who still reads the old one recomputes."""
    for cached in _KEPT:
        cached.cache_clear()
