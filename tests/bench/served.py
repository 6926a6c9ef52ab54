"""The dashboard as ``osservatorio run`` starts it, with two meters inside its process.

Run as a module it is the server itself: it wraps Streamlit's run of the script and the websocket's output,
and then calls the same command. What they read goes into a file, one JSON line a run.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
START_SECONDS = 60.0


@dataclass(frozen=True)
class Run:
    """One run of the script.

    ``cpu_ms`` is the CPU time of the script's thread. ``process_ms`` and ``wire_bytes`` are what the whole
    process had used and its websockets had sent when the run began, so a difference between two runs is
    what the first of them cost.
    """

    cpu_ms: float
    process_ms: float
    wire_bytes: int


@dataclass(frozen=True)
class Server:
    """A server that is ready, and how many seconds after its process began."""

    address: str
    ready_s: float
    pid: int
    meter: Path

    def runs(self) -> list[Run]:
        """Return every run of the script so far."""
        return [Run(**json.loads(line)) for line in self.meter.read_text().splitlines()]

    def cpu_seconds(self) -> float:
        """Return the CPU time that the process has used, all threads together."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def readiness(self) -> dict[str, object]:
        """Return what the server says of itself."""
        with urllib.request.urlopen(f"{self.address}/readyz", timeout=10) as answer:
            return json.load(answer)

    def memory_mb(self) -> float:
        """Return the process's resident memory."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


@contextmanager
def serving(planning_url: str, folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Start a server in a process of its own and end it after the block.

    Args:
        planning_url: the database of the plans.
        folder: for what the server prints and its meters read.
        settings: more variables of its environment.

    Raises:
        RuntimeError: it was not ready in time, or the block failed; the message is what it printed.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    meter, log = folder / f"{port}.jsonl", folder / f"{port}.log"
    meter.touch()
    command = [sys.executable, "-m", "tests.bench.served", str(meter), "run", "--port", str(port)]
    environment = {**os.environ, "OSSERVATORIO_PLANNING_URL": planning_url, **(settings or {})}
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=output, stderr=output)
        try:
            while not _ready(address):
                if process.poll() is not None or time.perf_counter() - began > START_SECONDS:
                    raise TimeoutError("The server did not become ready.")
                time.sleep(0.01)
            yield Server(address, time.perf_counter() - began, process.pid, meter)
        except Exception as fault:
            raise RuntimeError(f"The server printed:\n{log.read_text()[-3000:]}") from fault
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _metered(meter: Path) -> None:
    """Put both meters into this process."""
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from websockets.server import ServerProtocol

    sent = 0
    lines = meter.open("a", buffering=1)
    send, run = ServerProtocol.data_to_send, ScriptRunner._run_script

    def counted(protocol: ServerProtocol) -> list[bytes]:
        nonlocal sent
        pieces = send(protocol)
        sent += sum(map(len, pieces))
        return pieces

    def timed(runner: ScriptRunner, request: object) -> None:
        process, thread, bytes_before = time.process_time(), time.thread_time(), sent
        run(runner, request)
        done = Run((time.thread_time() - thread) * 1000, process * 1000, bytes_before)
        lines.write(json.dumps(vars(done)) + "\n")

    ServerProtocol.data_to_send = counted
    ScriptRunner._run_script = timed


if __name__ == "__main__":
    from dashboard.cli import main

    _metered(Path(sys.argv[1]))
    main(sys.argv[2:])
