"""How long the case databases take: building the demo's zones, refreshing them, reading the mart.

``python -m tests.bench.cases`` measures this alone; with ``--million`` also a million people (some minutes
and 1.5 GB of disk).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data_access.cases.contract import open_and_read
from data_access.demo import PEOPLE
from tests.bench.served import CHECKOUT

MILLION = 1_000_000


@dataclass(frozen=True)
class Ran:
    """One command: seconds by the clock, and the most memory it and its children held at once (MB)."""

    seconds: float
    peak_mb: float


def measured(home: Path, *arguments: str) -> Ran:
    """Run the ``osservatorio`` command on the databases of a folder."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.cli", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, "OSSERVATORIO_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )
    peak = 0.0

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, sum(_resident_mb(pid) for pid in _family(process.pid)))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"osservatorio {' '.join(arguments)} failed")
    return Ran(time.perf_counter() - began, peak)


def case_lines(folder: Path, people: int) -> Iterator[tuple[str, float, str, str, float | None]]:
    """Measure one size of the demo: name, value, unit, how, target."""
    size = "" if people < MILLION else f", {people:,} people"
    home = folder / f"cases-{people}"
    home.mkdir()
    built = measured(home, "demo", "--people", str(people))
    target = 60.0 if people < MILLION else None
    how = f"planning and 38 zones, command to exit; peak {built.peak_mb:.0f} MB"
    yield f"demo with case databases{size}", built.seconds, "s", how, target
    times = 3 if people < MILLION else 1
    runs = [measured(home, "refresh") for _ in range(times)]
    refreshed = sorted(runs, key=lambda run: run.seconds)[times // 2]
    how = f"osservatorio refresh, command to exit, 2 processes; n={times}"
    yield f"refresh of 38 zones{size}", refreshed.seconds, "s", how, 60 if people < MILLION else 900
    peak = max(run.peak_mb for run in runs)
    yield f"refresh: memory{size}", peak, "MB", "parent and children together, most at once", 2048
    address = home / "mart.sqlite"
    began = time.process_time()
    reading = open_and_read(f"sqlite:///{address}")
    seconds = time.process_time() - began
    rows = sum(len(frame) for frame in reading.frames.values())
    how = f"CPU of reading all {rows:,} rows; {address.stat().st_size / 1e6:.0f} MB on disk"
    yield f"mart read{size}", seconds, "s", how, None


def _family(pid: int) -> list[int]:
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                queue += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _resident_mb(pid: int) -> float:
    """Return the proportional share of memory: pages that processes share count once."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)


def main() -> None:
    """Print what was measured, a line a figure."""
    sizes = [PEOPLE, MILLION] if "--million" in sys.argv else [PEOPLE]
    with tempfile.TemporaryDirectory() as name:
        for people in sizes:
            for measure, value, unit, how, target in case_lines(Path(name), people):
                aim = f" (target ≤ {target:g})" if target else ""
                print(f"{measure}: {value:.1f} {unit}{aim}; {how}", flush=True)


if __name__ == "__main__":
    main()
