"""The real server, as ``osservatorio run`` starts it, on a free loopback port."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60.0
CHECKOUT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Running:
    """A server that answers; ``address`` has no slash at its end, ``log`` is what it printed so far."""

    address: str
    log: Path

    def ready(self) -> tuple[int, dict]:
        """Return status and content of ``/readyz``."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def becomes(self, told: Callable[[dict], bool], *, seconds: float = 15.0) -> dict:
        """Wait until ``/readyz`` says what is expected and return it."""
        until = time.monotonic() + seconds
        while True:
            answer = self.ready()[1]
            if told(answer):
                return answer
            assert time.monotonic() < until, f"/readyz still says {answer}"
            time.sleep(0.1)


@contextmanager
def running(
    planning_url: str, folder: Path, *, poll_seconds: float = 60.0, mart_url: str = "", below: str = ""
) -> Iterator[Running]:
    """Run a server on a planning database until the block ends, then end its whole process group.

    Args:
        planning_url: address of the database.
        mart_url: address of the mart; without one the pages on cases wait for theirs.
        folder: for the server's log.
        poll_seconds: how often the server looks for a newer version of the data.
        below: the path below which it is reached.
    """
    port, log = _free_port(), folder / "server.log"
    command = [sys.executable, "-m", "dashboard.cli", "run", "--port", str(port), "--below", below]
    environment = {
        **os.environ,
        "OSSERVATORIO_HOME": str(folder),
        "OSSERVATORIO_PLANNING_URL": planning_url,
        "OSSERVATORIO_MART_URL": mart_url or f"sqlite:///{folder / 'no_mart.sqlite'}",
        "OSSERVATORIO_POLL_SECONDS": str(poll_seconds),
        "PYTHONUNBUFFERED": "1",
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        server = Running(f"http://127.0.0.1:{port}{below}", log)
        _wait(server, process)
        yield server
    finally:
        _end(process)


def _wait(server: Running, process: subprocess.Popen) -> None:
    """Wait for any answer of ``/readyz``: a server without data answers too, that it is not ready."""
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            server.ready()
            return
        except OSError:
            alive = process.poll() is None and time.monotonic() < until
            assert alive, f"The server did not start:\n{server.log.read_text()}"
            time.sleep(0.1)


def _end(process: subprocess.Popen) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
