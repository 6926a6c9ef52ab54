"""Results that are kept with a version of the data."""

from __future__ import annotations

import gc
import weakref

from data_access.version_cache import clear_version_caches, version_cached


class _Version:
    pass


def test_a_result_is_kept_until_its_version_is_replaced():
    asked = []

    @version_cached(maxsize=2)
    def doubled(version: _Version, n: int) -> int:
        asked.append(n)
        return 2 * n

    version = _Version()
    assert [doubled(version, 1), doubled(version, 1), doubled(version, 2)] == [2, 2, 4]
    assert asked == [1, 2]
    gone = weakref.ref(version)
    del version
    gc.collect()
    assert gone() is not None
    clear_version_caches()
    gc.collect()
    assert gone() is None
