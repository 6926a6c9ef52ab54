"""A cache of results that live as long as their version of the data is the newest one.

A cache that only drops its oldest entries would hold on for weeks to versions that nobody asks for any more,
each of them tens of MB: here all go at once when another version comes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import TypeVar

T = TypeVar("T")

_CACHES: list[_lru_cache_wrapper] = []


def version_cached(maxsize: int) -> Callable[[Callable[..., T]], _lru_cache_wrapper[T]]:
    """Cache the last ``maxsize`` results of a function until :func:`clear_version_caches`.

    It works as ``functools.lru_cache`` does. Results are shared: they are not to be written to.
    """

    def caching(function: Callable[..., T]) -> _lru_cache_wrapper[T]:
        cached = lru_cache(maxsize=maxsize)(function)
        _CACHES.append(cached)
        return cached

    return caching


def clear_version_caches() -> None:
    """Drop every cached result, when a version is replaced. Who still reads the old one recomputes."""
    for cached in _CACHES:
        cached.cache_clear()
