"""The commands on the case databases: what they say, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from zone import hand_made
from zones_apart import rows_of

from dashboard import cases_cli
from dashboard.cli import main
from data_access.cases.contract import complete, open_and_read
from data_access.demo.cases.build import build_zones
from data_access.engines import mart_url


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo_sqlite_url: str) -> Path:
    """A home with two hand-made zones, beside the demo planning database.

    Of few rows some are wrong on purpose: here no share of them is too many.
    """
    monkeypatch.setenv("OSSERVATORIO_LEFT_OUT_FAIL", "100")
    monkeypatch.setenv("OSSERVATORIO_HOME", str(tmp_path))
    monkeypatch.setenv("OSSERVATORIO_PLANNING_URL", demo_sqlite_url)
    (tmp_path / "cases").mkdir()
    for code in ("RO-RIM", "RO-RIC"):
        hand_made(f"sqlite:///{tmp_path / 'cases' / code}.sqlite", rows_of(code))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_refresh_check_and_one_zone(home):
    assert "non c'è ancora" in run("check").output
    done = run("refresh")
    assert done.exit_code == 0
    assert "Zone aggiornate: 2 su 2" in done.output
    checked = run("check")
    assert checked.exit_code == 0, checked.output
    for line in ("✓ RO-RIC", "✓ RO-RIM", "✓ mart: 2 zone con dati su 2 configurate; i distretti sono 38"):
        assert line in checked.output
    assert "Zone aggiornate: 1 su 1" in run("refresh", "--zone", "RO-RIM").output
    assert len(open_and_read(mart_url()).frames["supply_log"]) == 3


def test_a_broken_zone_is_named_by_both_commands(home):
    assert run("refresh").exit_code == 0
    (home / "cases" / "RO-RIM.sqlite").write_bytes(b"junk" * 1000)
    refreshed, checked = run("refresh"), run("check")
    assert refreshed.exit_code == checked.exit_code == 1
    for result in (refreshed, checked):
        assert "✗ RO-RIM" in result.output
        assert "✗ RO-RIC" not in result.output
    assert "Restano i dati dell'ultimo aggiornamento riuscito" in refreshed.output


def test_unknown_zone_and_no_zones(home):
    assert "XX-ABC" in run("refresh", "--zone", "XX-ABC").output
    for file in (home / "cases").iterdir():
        file.unlink()
    none = run("refresh")
    assert none.exit_code == 1
    assert "zones.toml" in none.output


def test_a_mart_that_cannot_be_written_tells_no_password(home, monkeypatch):
    monkeypatch.setenv("OSSERVATORIO_MART_URL", "postgresql://reader:secret-word@127.0.0.1:1/mart")
    refreshed, checked = run("refresh"), run("check")
    assert refreshed.exit_code == 1
    assert "OSSERVATORIO_MART_URL" in refreshed.output
    assert checked.exit_code == 1
    assert "secret-word" not in refreshed.output + checked.output


def test_preparing_starts_only_on_the_embedded_demo(home, monkeypatch):
    started = []

    class Process:
        def __init__(self, command: list[str], **_more: object) -> None:
            started.append(command)

        def terminate(self) -> None:
            started.append("terminated")

        def wait(self) -> None: ...

    monkeypatch.setattr(cases_cli.subprocess, "Popen", Process)
    with cases_cli.preparing():
        assert not started
    monkeypatch.delenv("OSSERVATORIO_PLANNING_URL")
    with cases_cli.preparing():
        assert [command[-1] for command in started] == ["prepare"]
    assert started[-1] == "terminated"


def test_prepare_builds_what_is_missing_and_refreshes(home, monkeypatch):
    monkeypatch.delenv("OSSERVATORIO_PLANNING_URL")
    monkeypatch.setattr(cases_cli.os, "nice", lambda _by: 0)
    monkeypatch.setattr(cases_cli, "end_with_parent", lambda _parent: None)
    asked = []

    def build(folder: Path, *, districts: list[str], progress: object) -> None:
        asked.extend(districts)
        build_zones(folder, people=3_000, processes=1, districts=districts[:1])

    monkeypatch.setattr("data_access.demo.cases.build.build_zones", build)
    done = run("prepare")
    assert done.exit_code == 0, done.output
    assert len(asked) == 36
    assert not {"RO-RIM", "RO-RIC"} & set(asked)
    assert "Zone aggiornate: 3 su 3" in done.output
    assert complete(mart_url())
