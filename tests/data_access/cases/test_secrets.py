"""After a full run nothing that names a person is in the mart, in the log or on the console."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from data_access.cases.persons import KEY_VARIABLE
from data_access.demo.cases.build import build_zones

ZONES = ("RO-RIM", "RO-RIC", "MO-PAV", "FE-SUE")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Demo zones, among them two that lack a table or a column, one that is damaged and one that is none."""
    folder = tmp_path_factory.mktemp("home")
    build_zones(folder / "cases", people=6_000, processes=1, districts=ZONES)
    whole = (folder / "cases" / "RO-RIC.sqlite").read_bytes()
    (folder / "cases" / "BO-CIT.sqlite").write_bytes(whole[: len(whole) // 2])
    (folder / "cases" / "BO-APP.sqlite").write_bytes(b"no database" * 1000)
    return folder


@pytest.fixture(scope="module")
def ran(home: Path) -> subprocess.CompletedProcess[str]:
    """The command as people run it, with a key from the environment."""
    return subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "refresh"],
        env={**os.environ, "OSSERVATORIO_HOME": str(home), KEY_VARIABLE: "the-key-of-the-region"},
        capture_output=True,
        text=True,
    )


def in_zones(home: Path, *queries: str) -> set[str]:
    """Return every value of some columns, in all zones."""
    found = set()
    for zone in ZONES:
        connection = sqlite3.connect(home / "cases" / f"{zone}.sqlite")
        for query in queries:
            found |= {str(value).strip() for (value,) in connection.execute(query) if value not in (None, "")}
        connection.close()
    return found


def written(home: Path) -> str:
    """Return all text and all numbers of the mart."""
    connection = sqlite3.connect(home / "mart.sqlite")
    dump = "\n".join(connection.iterdump())
    connection.close()
    raw = b"".join(path.read_bytes() for path in home.glob("mart.sqlite*"))
    return dump + raw.decode("latin-1")


def test_the_run_went_through_and_says_which_zones_failed(ran):
    assert ran.returncode == 1
    for zone in ("BO-CIT", "BO-APP"):
        assert f"✗ {zone}: " in ran.stdout
    assert "4 su 6" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr


def test_no_person_anywhere(home, ran):
    names = in_zones(
        home,
        "select cf from cs_a_anagrafica",
        "select cf from ss_anagrafica",
        "select cf from cs_i_intervento_eseg_mast_sogg",
        "select cognome from cs_a_anagrafica",
        "select cognome from ss_anagrafica",
        "select cognome from cs_o_operatore_anagrafica",
    )
    numbers = in_zones(home, "select identificativo from cs_a_caso")
    assert len(names) > 900
    assert len(numbers) > 400
    text = (written(home) + ran.stdout + ran.stderr).lower()
    assert "ro-rim" in text
    assert [name for name in names if name.lower() in text] == []
    assert [number for number in numbers if number in text] == []
    assert "the-key-of-the-region" not in text


def test_no_key_of_a_person_is_kept(home, ran):
    """A keyed hash has 63 bits: no number in the mart is nearly as large."""
    connection = sqlite3.connect(home / "mart.sqlite")
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    largest = 0
    for table in tables:
        for row in connection.execute(f"select * from {table}"):
            largest = max(largest, *(abs(value) for value in row if isinstance(value, int)), 0)
    connection.close()
    assert 0 < largest < 2**45
