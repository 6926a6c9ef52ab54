"""Worker processes, none of which outlives the process that started it."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

_CHECK_SECONDS = 0.5


def worker_pool(processes: int) -> ProcessPoolExecutor:
    """Return a pool whose processes are started anew (the caller may be a server with threads)."""
    return ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=end_with_parent, initargs=(os.getpid(),)
    )


def end_with_parent(parent: int) -> None:
    """End this process as soon as the one that started it, of this number, is gone, killed or not.

    A pool's processes would wait for work for ever: each of them keeps the queue open that it reads from.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_CHECK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
