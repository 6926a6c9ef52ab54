"""What an old copy, a careless load or a wrong address can do to the mart: each is named, mended or held."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from copy import deepcopy
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from zone import ROWS, TODAY, hand_made
from zones_apart import rows_of

from data_access.cases import mart
from data_access.cases.contract import MartProblem, open_and_read
from data_access.cases.left_out import LimitError, Limits, limits, shares
from data_access.cases.mart_writing import MartRefusedError
from data_access.cases.refresh import refresh
from data_access.cases.same_zone import Identity, coinciding
from data_access.cases.zones import Source
from data_access.italian_time import italian_day
from data_access.storage import storage_fault


@pytest.fixture
def mart_url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'mart.sqlite'}"


@pytest.fixture
def zone(tmp_path) -> Callable[..., Source]:
    """Make the zone of a code, from the hand-made rows or others."""

    def made(code: str, rows: dict | None = None) -> Source:
        path = tmp_path / f"{code}.sqlite"
        path.unlink(missing_ok=True)
        return Source(code, hand_made(f"sqlite:///{path}", rows_of(code, rows)))

    return made


def run(url: str, *sources: Source, today: str = TODAY, **more) -> dict[str, tuple[str, str]]:
    done = refresh(url, sources, origin="demo", today=pd.Timestamp(today), processes=0, **more)
    return {attempt.zone: (attempt.problem, attempt.detail) for attempt in done}


def alter(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_two_zones_at_one_schema_are_both_refused_and_named(mart_url, zone):
    first, third = zone("RO-RIM"), zone("FE-OVE")
    run(mart_url, first, third)
    before = open_and_read(mart_url).frames["stock"]
    twin = Source("RO-RIC", first.url)
    assert run(mart_url, first, twin, third) == {
        "RO-RIM": ("same_zone", "RO-RIC (name)"),
        "RO-RIC": ("same_zone", "RO-RIM (name)"),
        "FE-OVE": ("", ""),
    }
    pd.testing.assert_frame_equal(
        open_and_read(mart_url).frames["stock"].sort_values(list(before), ignore_index=True),
        before.sort_values(list(before), ignore_index=True),
    )
    # Alone it is held against the names of those that were read before.
    assert run(mart_url, first, twin, third, only=["RO-RIC"]) == {"RO-RIC": ("same_zone", "RO-RIM (name)")}


def test_a_renamed_copy_is_known_by_its_bodies_or_its_people():
    def made(name: str, bodies: str, first: int, people: int = 200) -> Identity:
        return Identity(name, frozenset(bodies.split()), np.arange(first, first + people), ())

    assert coinciding({"A": made("uno", "x y", 0), "B": made("due", "x y", 900)}, {}) == {
        "A": [("B", "bodies")],
        "B": [("A", "bodies")],
    }
    most = coinciding({"A": made("uno", "x y", 0), "B": made("due", "x z", 99)}, {})
    assert most == {"A": [("B", "people")], "B": [("A", "people")]}
    # Half of the people, the same few, no name and one body are no sign.
    assert not coinciding({"A": made("uno", "x y", 0), "B": made("due", "x z", 100)}, {})
    assert not coinciding({"A": made("", "x", 0, 50), "B": made("", "x", 0, 50)}, {})


def test_a_comune_of_another_district_is_named(mart_url, zone):
    rows = deepcopy(ROWS)
    rows["cs_o_organizzazione"].append({"id": 5, "nome": "Comune di Ferrara", "cod_catastale": "D548"})
    (attempt,) = refresh(
        mart_url, [zone("RO-RIM", rows)], origin="demo", today=pd.Timestamp(TODAY), processes=0
    )
    assert attempt.strangers == ("Comune di Ferrara",)
    assert not attempt.problem


def test_data_that_end_earlier_are_refused_until_they_are_accepted(mart_url, zone):
    source = zone("RO-RIM")
    run(mart_url, source)
    before = open_and_read(mart_url).frames
    problem, detail = run(mart_url, source, today="2018-06-30")["RO-RIM"]
    assert problem == "ends_earlier"
    until = before["supply"]["data_until"].iloc[0]
    assert detail.endswith(f"< {until:%d/%m/%Y}")
    after = open_and_read(mart_url).frames
    assert len(after["stock"]) == len(before["stock"])
    assert after["supply"]["data_until"].iloc[0] == until
    assert run(mart_url, source, today="2018-06-30", accept_less=True)["RO-RIM"] == ("", "")
    assert open_and_read(mart_url).frames["supply"]["data_until"].iloc[0] < until


def test_a_table_that_lost_most_of_its_rows_is_refused(mart_url, zone):
    rows = deepcopy(ROWS)
    rows["cs_c_tipo_intervento"] += [
        {"id": 1000 + n, "descrizione": f"Tipo {n}", "codice_memo": f"Z{n}"} for n in range(200)
    ]
    source = zone("RO-RIM", rows)
    run(mart_url, source)
    alter(str(source.url), "delete from cs_c_tipo_intervento where id >= 1050")
    problem, detail = run(mart_url, source)["RO-RIM"]
    assert problem == "fewer_rows"
    assert detail.startswith("CS_C_TIPO_INTERVENTO: ")
    assert run(mart_url, source, accept_less=True)["RO-RIM"] == ("", "")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update supply set data_until = '30/09/2019'", "supply.data_until"),
        ("update supply set data_until = '9999-12-31'", "supply.data_until"),
        ("update supply set data_until = '1900-01-01'", "supply.data_until"),
        ("update supply set refreshed_at = 'ieri'", "supply.refreshed_at"),
        ("update stock set month = 201913", "stock.month"),
        ("update stock set n = -1", "stock.n"),
        ("update stock set n = 'molti'", "stock.n"),
        ("update stock set category = 'XYZ'", "stock.category"),
        ("update coverage set status = 'forse'", "coverage.status"),
        ("insert into stock select * from stock", "stock, rows twice"),
        ("update mart_version set origin = 'copia'", "mart_version.origin"),
        (
            "insert into mart_version select 'x', schema_number, origin, written_at, across_at, across_zones "
            "from mart_version",
            "mart_version",
        ),
    ],
)
def test_a_mart_that_holds_what_cannot_be_is_named_and_made_anew(mart_url, zone, statement, named):
    source = zone("RO-RIM")
    run(mart_url, source)
    alter(mart_url, statement)
    with pytest.raises(MartProblem, match="unsound") as problem:
        open_and_read(mart_url)
    assert problem.value.detail == named
    assert run(mart_url, source) == {"RO-RIM": ("", "")}
    assert len(open_and_read(mart_url).frames["stock"])


def test_a_copy_without_keys_and_with_days_as_text_is_read(mart_url, zone):
    source = zone("RO-RIM")
    run(mart_url, source)
    before = open_and_read(mart_url).frames["supply"]
    alter(
        mart_url,
        *("create table copy as select * from supply", "drop table supply"),
        "alter table copy rename to supply",
        "update supply set refreshed_at = '2019-10-01T04:30:00+02:00', data_until = '2019-03-20 00:00:00'",
    )
    after = open_and_read(mart_url).frames["supply"]
    assert after["refreshed_at"].iloc[0] == pd.Timestamp("2019-10-01 02:30")
    assert after["data_until"].iloc[0] == pd.Timestamp("2019-03-20")
    assert after["rows_read"].tolist() == before["rows_read"].tolist()
    assert run(mart_url, source) == {"RO-RIM": ("", "")}


@pytest.mark.parametrize(
    ("statements", "only", "code"),
    [
        ((f"update mart_version set schema_number = {mart.SCHEMA + 1}",), (), "newer_mart"),
        (("update mart_version set schema_number = 0",), ("RO-RIM",), "remake_all"),
        (("alter table stock rename to kept", "create view stock as select * from kept"), (), "views"),
    ],
)
def test_a_mart_that_must_not_be_written_stays_as_it_is(mart_url, zone, statements, only, code):
    sources = zone("RO-RIM"), zone("RO-RIC")
    run(mart_url, *sources)
    alter(mart_url, *statements)
    with pytest.raises(MartRefusedError) as refused:
        run(mart_url, *sources, only=only)
    assert refused.value.code == code
    with sqlite3.connect(str(make_url(mart_url).database)) as connection:
        assert connection.execute("select count(*) from supply").fetchone() == (2,)


def test_a_broken_letter_or_a_control_character_in_a_label_stops_no_zone(mart_url, zone, empty_postgres_url):
    source = zone("RO-RIM")
    # Half of a surrogate pair, as no UTF-8 may have it, and a character that PostgreSQL refuses.
    broken = "cast(x'436173614544A0BD' || x'EDA0BD' || x'01' as text)"
    alter(str(source.url), f"update cs_c_tipo_intervento set descrizione = {broken}")
    for url in (mart_url, empty_postgres_url):
        assert run(url, source) == {"RO-RIM": ("", "")}
        labels = open_and_read(url).frames["catalogue"]["label"]
        assert labels.str.contains("Casa.*\ufffd").any()
        assert not labels.str.contains("\x01").any()


def test_half_past_midnight_in_italy_is_the_new_day():
    assert italian_day(pd.Timestamp("2019-09-29 22:30")) == date(2019, 9, 30)
    assert italian_day(pd.Timestamp("2019-12-31 23:30", tz="UTC")) == date(2020, 1, 1)
    assert italian_day(pd.Timestamp("2019-12-31 22:30")) == date(2019, 12, 31)


def test_shares_left_out_are_told_by_table():
    read = pd.DataFrame(
        [("A", "T1", 1000), ("A", "T2", 100), ("A", "T3", 50)], columns=["zone", "table_name", "rows"]
    )
    rejects = pd.DataFrame(
        [
            ("A", "T1", "row", 10),
            ("A", "T2", "row", 2),
            ("A", "T2", "row", 4),
            ("A", "T3", "row", 1),
            ("A", "T3", "value", 40),
        ],
        columns=["zone", "table_name", "effect", "rows"],
    )
    found = shares(read, rejects, Limits()).set_index("table_name")
    assert found["share"].to_dict() == {"T2": 6.0, "T3": 2.0, "T1": 1.0}
    assert found["verdict"].to_dict() == {"T2": "fail", "T3": "warn", "T1": "ok"}


def test_limits_come_from_the_environment():
    assert limits({}) == Limits(1.0, 5.0)
    given = {"OSSERVATORIO_LEFT_OUT_WARN": "0,5", "OSSERVATORIO_LEFT_OUT_FAIL": "10 %"}
    assert limits(given) == Limits(0.5, 10.0)
    for wrong in ({"OSSERVATORIO_LEFT_OUT_WARN": "molto"}, {"OSSERVATORIO_LEFT_OUT_WARN": "6"}):
        with pytest.raises(LimitError, match="OSSERVATORIO_LEFT_OUT"):
            limits(wrong)


def test_a_full_disk_and_a_folder_that_is_none_are_known(tmp_path):
    full = sqlite3.connect(tmp_path / "small.sqlite")
    full.execute("create table t (x)")
    full.execute("pragma max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as fault:
        full.executemany("insert into t values (?)", [("x" * 4000,)] * 10)
    full.close()
    assert storage_fault(fault.value) == "full"
    assert storage_fault(OperationalError("insert", {}, fault.value)) == "full"
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError) as no_folder:
        (tmp_path / "file" / "home").mkdir()
    assert storage_fault(no_folder.value) == "not_writable"
    with pytest.raises(OperationalError) as closed:
        create_engine(f"sqlite:///{tmp_path / 'file' / 'mart.sqlite'}").connect()
    assert storage_fault(closed.value) == "not_writable"
    assert storage_fault(sqlite3.OperationalError("no such table")) == ""
