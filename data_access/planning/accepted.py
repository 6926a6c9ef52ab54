"""Remembers what a database held when its data were last accepted, so that a load that lost much is noticed.

A load broken off leaves tables that are in order and half empty: every figure halves, and no row is wrong.
Only the memory of what was there before tells. It is a small JSON file of the home folder, by address:
counts of the rows that enter figures, by table and by the parts that people look at (edition, year, district,
indicator), and the sums of money and of residents.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from sqlalchemy.engine import URL

from data_access.engines import AddressError, address, home
from data_access.planning.schema import metadata

_LOG = logging.getLogger("osservatorio.accepted")

SHARE_VARIABLE = "OSSERVATORIO_LOSS_SHARE"
DEFAULT_SHARE = 0.1
"""A tenth less than there was is no correction any more."""

MOST_UNUSABLE = 0.25
"""With more of a table left out, what is left is no picture of the region."""

SMALLEST_PART = 20
"""Parts of fewer rows may come and go: a district takes back a draft, an indicator is dropped."""


@dataclass(frozen=True)
class Loss:
    """A loss: a table that lost much, or a part of one (``budget_line 2019-implementing``)."""

    what: str
    before: int
    now: int

    def __str__(self) -> str:
        return f"{self.what} {self.before} > {self.now}"


@dataclass(frozen=True)
class Accepted:
    """The token of the data last accepted, and what was counted in them."""

    token: str
    counts: Mapping[str, int]


def counts(frames: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Count what enters figures, by table and part.

    Args:
        frames: those of a reading without the rows that have a problem (``quality.clean``).
    """
    sizes = {table.name: len(frames[table.name]) for table in metadata.sorted_tables}
    sizes.pop("data_version")
    district = frames["plan"].drop_duplicates("id").set_index("id")["district_code"]
    editions = frames["edition"].drop_duplicates("id").set_index("id")
    period = editions["year"].astype(str) + "-" + editions["kind"]
    owner = editions["plan_id"].map(district)
    versions = frames["intervention_version"].drop_duplicates("id").set_index("id")["edition_id"]
    lines = frames["budget_line"]
    of_line = lines["intervention_version_id"].map(versions)
    log, own = frames["status_change"]["edition_id"], frames["intervention_version"]["edition_id"]
    values = frames["indicator_value"]
    values = values[values["numerator"].notna()]
    people = frames["population"]
    parts: list[tuple[str, pd.Series]] = [
        ("budget_line", of_line.map(period)),
        ("budget_line", of_line.map(owner)),
        ("intervention_version", own.map(period)),
        ("intervention_version", own.map(owner)),
        ("status_change", log.map(period)),
        ("status_change", log.map(owner)),
        ("indicator_value", values["year"]),
        ("indicator_value", values["place_code"]),
        ("indicator_value", values["indicator_code"]),
        ("population", people["year"]),
        ("population", people["district_code"]),
    ]
    for table, part in parts:
        sizes |= {f"{table} {name}": int(n) for name, n in part.value_counts().items() if n >= SMALLEST_PART}
    euro = lines["cents"].groupby(of_line.map(period)).sum() // 100
    sizes |= {f"euro {name}": int(n) for name, n in euro.items()}
    residents = people["residents"].groupby(people["year"]).sum()
    return sizes | {f"residents {name}": int(n) for name, n in residents.items()}


def unusable(frames: Mapping[str, pd.DataFrame], cleaned: Mapping[str, pd.DataFrame]) -> list[Loss]:
    """Return the tables of which too much cannot be used: so it is judged where nothing is remembered."""
    given = {table.name: len(frames[table.name]) for table in metadata.sorted_tables}
    usable = {table.name: len(cleaned[table.name]) for table in metadata.sorted_tables}
    return losses(given, usable, MOST_UNUSABLE)


def losses(before: Mapping[str, int], now: Mapping[str, int], most: float | None = None) -> list[Loss]:
    """Return the tables and parts that hold much less than before: tables first, largest loss first."""
    most = share() if most is None else most
    lost = [
        Loss(what, n, now.get(what, 0))
        for what, n in before.items()
        if n - now.get(what, 0) > most * n and (n - now.get(what, 0) > 1 or not now.get(what, 0))
    ]
    return sorted(lost, key=lambda loss: (" " in loss.what, loss.now / loss.before, loss.what))


def share() -> float:
    """Return which part of anything may be missing before new data are held back."""
    try:
        return min(1.0, max(0.0, float(os.environ.get(SHARE_VARIABLE, DEFAULT_SHARE))))
    except ValueError:
        return DEFAULT_SHARE


class Memory:
    """A memory of what was accepted of each database; safe to share between processes.

    Where the file cannot be written (a full disk, a home that is read-only) this process alone remembers.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._here: dict[str, Accepted] = {}

    def recall(self, url: URL | str) -> Accepted | None:
        """Return what was accepted last of the database at ``url``."""
        stored = self._read().get(_key(url))
        if isinstance(stored, dict) and isinstance(stored.get("counts"), dict):
            numbers = {str(k): n for k, n in stored["counts"].items() if isinstance(n, int)}
            return Accepted(str(stored.get("token", "")), numbers)
        return self._here.get(_key(url))

    def accept(self, url: URL | str, accepted: Accepted) -> bool:
        """Remember data as accepted; return whether that could be written."""
        self._here[_key(url)] = accepted
        return self._write({**self._read(), _key(url): _plain(accepted)})

    def forget(self, url: URL | str) -> None:
        """Forget what was accepted, where somebody builds the database anew on purpose."""
        self._here.pop(_key(url), None)
        stored = self._read()
        if stored.pop(_key(url), None) is not None:
            self._write(stored)

    def _read(self) -> dict[str, object]:
        try:
            stored = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stored if isinstance(stored, dict) else {}

    def _write(self, stored: Mapping[str, object]) -> bool:
        part = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(stored, indent=1, sort_keys=True), encoding="utf-8")
            part.replace(self._file)
        except OSError as problem:
            _LOG.warning("What was accepted cannot be written to %s: %s", self._file, problem.strerror)
            return False
        return True


def memory() -> Memory:
    """Return the memory of this installation."""
    return Memory(home() / "accepted.json")


def _plain(accepted: Accepted) -> dict[str, object]:
    return {"token": accepted.token, "counts": dict(accepted.counts)}


def _key(url: URL | str) -> str:
    """Name a database without its password: who may read the home folder need not learn it."""
    try:
        shown = address(url)
    except AddressError:
        return "-"
    plain = shown.set(password=None, username=None, query={}).render_as_string()
    if shown.get_backend_name() == "sqlite":
        plain = str(Path(shown.database or "").resolve())
    return f"{shown.get_backend_name()}-{hashlib.sha256(plain.encode()).hexdigest()[:16]}"
