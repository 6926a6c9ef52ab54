"""A read that hangs is given up and reported, and a database that heals is read again."""

import threading
from pathlib import Path

import pytest
import tiny as tiny_database
from sqlalchemy import text

from data_access import engines, observatory
from data_access.engines import AddressError, address, embedded, writing_engine
from data_access.observatory import Observatory
from data_access.planning.contract import check, open_and_read


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "planning.sqlite"
    tiny_database.build(f"sqlite:///{path}")
    return path


def test_a_read_that_hangs_is_given_up_and_the_next_ones_heal(database, monkeypatch):
    seen = Observatory(f"sqlite:///{database}", read_seconds=0.05)
    seen._seconds = 30.0
    good = seen.refresh()
    seen._seconds = 0.05
    ends, real = threading.Event(), observatory.read_if_new
    monkeypatch.setattr(observatory, "read_if_new", lambda *_: ends.wait(30))
    for _ in range(5):
        state = seen.refresh()
        assert (state.version, state.problem.code) == (good.version, "no_answer")
        assert state.good_at == good.good_at
    assert len(seen._hanging) == 3, "more would only join them"
    since = state.since
    assert seen.refresh().since == since
    ends.set()
    for thread in seen._hanging:
        thread.join(10)
    monkeypatch.setattr(observatory, "read_if_new", real)
    seen._seconds = 30.0
    assert seen.refresh().problem is None


def test_the_watch_goes_on_after_anything(database):
    seen, ended, calls = Observatory(f"sqlite:///{database}"), threading.Event(), []

    def after(state: object) -> None:
        calls.append(state)
        if len(calls) == 1:
            raise SystemExit(1)
        ended.set()

    watch = threading.Thread(target=seen.watch, args=(0.01, ended, after))
    watch.start()
    watch.join(60)
    assert not watch.is_alive()
    assert len(calls) == 2


def test_a_locked_version_row_is_said_and_heals(own_postgres):
    url = own_postgres()
    engine = writing_engine(url)
    seen = Observatory(url)
    good = seen.refresh()
    with engine.connect() as writer:
        writer.execute(text("lock table data_version in access exclusive mode"))
        state = seen.refresh()
        assert (state.version, state.problem.code) == (good.version, "locked")
    engine.dispose()
    assert seen.refresh().problem is None


def test_a_role_with_one_connection_suffices(own_postgres, postgres_server):
    url = own_postgres()
    engine = writing_engine(url)
    with engine.begin() as connection:
        connection.execute(text("create role single login connection limit 1"))
        connection.execute(text("grant select on all tables in schema public to single"))
    own = engines.make_url(url).set(username="single")
    seen = Observatory(own)
    assert seen.refresh().problem is None
    assert seen.refresh().problem is None
    with engine.begin() as connection:
        connection.execute(text("revoke select on budget_line from single"))
        connection.execute(text("update data_version set as_of = 'infinity'"))
    assert check(own).fault.code == "forbidden"
    assert check(url).fault.code == "bad_version"
    with engine.begin() as connection:
        connection.execute(text("alter role single nologin"))
    assert check(own).fault.code == "refused_login"
    engine.dispose()


@pytest.mark.parametrize("folder", ["a#b", "a?b=c", "100%25", "è e spazi"])
def test_any_folder_is_home(folder, tmp_path, monkeypatch):
    home = tmp_path / folder
    home.mkdir()
    monkeypatch.setenv("OSSERVATORIO_HOME", str(home))
    monkeypatch.delenv("OSSERVATORIO_PLANNING_URL", raising=False)
    url = engines.planning_url()
    assert check(url).fault.code == "missing"
    tiny_database.build(url)
    assert [path.name for path in home.iterdir()] == ["planning.sqlite"]
    assert open_and_read(embedded(home / "planning.sqlite")).token == "tiny-1"


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://me:se@cret@host/plans",
        "postgresql://me:s@e/cret@host/plans",
        "postgresql://host:port/plans",
        "postgresql://host:99999/plans",
        "nonsense",
    ],
)
def test_a_wrong_address_is_named_without_its_secret(given):
    with pytest.raises(AddressError) as refused:
        address(given)
    assert "cret" not in str(refused.value)
    fault = check(given).fault
    assert fault.code == "bad_address"
    assert "cret" not in fault.detail


def test_a_driver_that_is_not_there(tmp_path):
    assert check("nodatabase://host/plans").fault.code == "no_driver"
    file = tmp_path / "x.sqlite"
    file.write_bytes(b"SQLite format 3\x00" + b"\x00" * 50)
    assert check(f"sqlite:///{file}").fault.code in ("not_a_database", "empty")
