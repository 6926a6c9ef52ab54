"""Where each zone's database is: environment, file, demo; and what is said where none answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.cases.readers import ZoneUnreadableError
from data_access.cases.zones import Source, ZonesError, only_demo, sources


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder."""
    monkeypatch.setenv("OSSERVATORIO_HOME", str(tmp_path))
    return tmp_path


def listed(home: Path, text: str) -> None:
    (home / "zones.toml").write_text(text, encoding="utf-8")


def test_without_anything_there_are_no_zones() -> None:
    assert sources() == ()
    assert only_demo()


def test_the_demo_s_files_are_found_by_name(home: Path) -> None:
    (home / "cases").mkdir()
    for name in ("RO-RIM.sqlite", "BO-CIT.sqlite", ".RO-RIC.x.part", "notes.sqlite"):
        (home / "cases" / name).touch()
    assert [source.zone for source in sources()] == ["BO-CIT", "RO-RIM"]


def test_a_list_of_addresses_replaces_the_demo(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "cases").mkdir()
    (home / "cases" / "BO-CIT.sqlite").touch()
    listed(
        home,
        '[RO-RIM]\nurl = "oracle+oracledb://reader@host/?service_name=SISO"\nschema = "CS_RIMINI"\n'
        'password_variable = "RIMINI_PASSWORD"\n',
    )
    monkeypatch.setenv("RIMINI_PASSWORD", "segreta")
    monkeypatch.setenv("OSSERVATORIO_CASES_RO_RIC", "postgresql://reader:segreta@host/ric")
    found = {source.zone: source for source in sources()}
    assert sorted(found) == ["RO-RIC", "RO-RIM"]
    assert found["RO-RIM"].schema == "CS_RIMINI"
    assert found["RO-RIM"].url.password == "segreta"
    assert "segreta" not in repr(found) + found["RO-RIM"].shown + found["RO-RIC"].shown
    assert not only_demo()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[Rimini]\nurl = 'sqlite://'", "not a district's code"),
        ("[RO-RIM]\nschema = 'X'", "needs url"),
        ("[RO-RIM]\nurl = 'sqlite://'\npassword = 'x'", "unknown settings: password"),
        ("[RO-RIM]\nurl = 'not an address'", "not a database address"),
        ("[RO-RIM]\nurl = 'sqlite://'\npassword_variable = 'NOT_SET_ANYWHERE'", "NOT_SET_ANYWHERE"),
        ("[RO-RIM", "not valid TOML"),
    ],
)
def test_a_wrong_list_says_what_and_where(home: Path, text: str, words: str) -> None:
    listed(home, text)
    with pytest.raises(ZonesError, match=words) as raised:
        sources()
    assert "zones.toml" in str(raised.value)


def test_a_named_list_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSSERVATORIO_CASES_FILE", "/nowhere/zones.toml")
    with pytest.raises(ZonesError, match="OSSERVATORIO_CASES_FILE"):
        sources()


@pytest.mark.parametrize(
    "address", ["sqlite:////nowhere/zone.sqlite", "postgresql://reader:segreta@127.0.0.1:1/zone"]
)
def test_a_zone_that_does_not_answer_is_named_without_its_password(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSSERVATORIO_CASES_RO_RIM", address)
    (source,) = sources()
    with pytest.raises(ZoneUnreadableError) as raised, source.connect():
        pass
    assert "RO-RIM" in str(raised.value)
    assert "segreta" not in str(raised.value)


def test_a_missing_driver_is_said_in_one_sentence() -> None:
    from sqlalchemy import make_url

    try:
        import oracledb  # noqa: F401
    except ImportError:
        source = Source("RO-RIM", make_url("oracle+oracledb://reader@host/?service_name=X"))
        with pytest.raises(ZoneUnreadableError, match="osservatorio-pdz"), source.connect():
            pass


def test_a_zone_is_read_in_one_state_while_people_go_on_typing(
    empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import create_engine, text

    writer = create_engine(empty_postgres_url)
    with writer.begin() as typing:
        typing.execute(text("create table x (y int)"))
    monkeypatch.setenv("OSSERVATORIO_CASES_RO_RIM", empty_postgres_url)
    with sources()[0].connect() as connection:
        before = connection.execute(text("select count(*) from x")).scalar_one()
        with writer.begin() as typing:
            typing.execute(text("insert into x values (1)"))
        assert connection.execute(text("select count(*) from x")).scalar_one() == before == 0
    writer.dispose()


def test_a_zone_is_opened_for_reading_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import OperationalError

    url = f"sqlite:///{home / 'zone.sqlite'}"
    with create_engine(url).begin() as connection:
        connection.execute(text("create table x (y)"))
    monkeypatch.setenv("OSSERVATORIO_CASES_RO_RIM", url)
    with sources()[0].connect() as connection, pytest.raises(OperationalError):
        connection.execute(text("drop table x"))
