"""Every structural fault of a planning database has one name, and none is a stack trace."""

import sqlite3
import threading

import pytest
from sqlalchemy import insert, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from data_access.engines import reading_engine, writing_engine
from data_access.planning import contract
from data_access.planning.contract import DatabaseProblem, check, open_and_read
from data_access.planning.migrate import head, upgrade
from data_access.planning.schema import metadata
from data_access.version import assemble


def fault_of(url: str) -> DatabaseProblem:
    """The same fault must come from the check and from the reading."""
    report = check(url)
    assert not report.ok
    with pytest.raises(DatabaseProblem) as caught:
        open_and_read(url)
    assert report.fault is not None
    assert (caught.value.code, caught.value.detail) == (report.fault.code, report.fault.detail)
    assert "Traceback" not in report.fault.detail
    assert caught.value.code in contract.FAULTS
    return caught.value


def run(url: str, *statements: str) -> None:
    engine = writing_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request):
    return request.getfixturevalue("own_sqlite" if request.param == "sqlite" else "own_postgres")()


def test_the_demo_fulfils_the_contract(demo_sqlite_url, demo_postgres_url):
    reports = [check(url) for url in (demo_sqlite_url, demo_postgres_url)]
    for report in reports:
        assert report.ok
    assert reports[0].tables == reports[1].tables
    rows = {table.table: table.rows for table in reports[0].tables}
    assert rows["district"] == 38
    assert rows["budget_line"] > 26_000


def test_missing_file(tmp_path):
    path = tmp_path / "none.sqlite"
    fault = fault_of(f"sqlite:///{path}")
    assert (fault.code, fault.detail) == ("missing", str(path))
    assert check(f"sqlite:///{path}").fault.code == "missing"
    assert not path.exists(), "looking must not create it"


def test_missing_database_on_a_server(postgres_server):
    assert fault_of(postgres_server.set(database="nobody_made_this").render_as_string()).code == "no_database"


def test_no_server(tmp_path):
    assert fault_of(f"postgresql://postgres@/planning?host={tmp_path}").code == "unreachable"
    secret = fault_of("postgresql://me:secret-word@127.0.0.1:1/planning")
    assert secret.code == "unreachable"
    assert "secret-word" not in secret.detail


def test_an_address_that_is_none():
    assert fault_of("nonsense").code == "bad_address"


def test_not_a_database(tmp_path):
    letter = tmp_path / "letter.sqlite"
    letter.write_text("Dear colleague, " * 100)
    assert fault_of(f"sqlite:///{letter}").code == "not_a_database"
    assert fault_of(f"sqlite:///{tmp_path}").code == "not_a_database"


def test_locked_sqlite(own_sqlite):
    url = own_sqlite()
    writer = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    writer.execute("begin exclusive")
    try:
        assert fault_of(url).code == "locked"
    finally:
        writer.close()
    assert check(url).ok


def test_locked_postgresql(own_postgres):
    url = own_postgres()
    engine = writing_engine(url)
    with engine.connect() as writer:
        writer.execute(text("lock table budget_line in access exclusive mode"))
        assert fault_of(url).code == "locked"
    engine.dispose()
    assert check(url).ok


def test_empty(tmp_path, empty_postgres_url):
    path = tmp_path / "empty.sqlite"
    path.touch()
    for url in (f"sqlite:///{path}", empty_postgres_url):
        assert fault_of(url).code == "empty"
        assert {table.error for table in check(url).tables} == {"table_missing"}


def test_tables_but_no_data(tmp_path):
    url = f"sqlite:///{tmp_path / 'bare.sqlite'}"
    upgrade(url)
    assert fault_of(url).code == "no_data"


def test_another_programs_database(tmp_path):
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("create table recipe (id integer)")
    connection.close()
    assert fault_of(f"sqlite:///{path}").code == "table_missing"


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_a_database_of_the_first_schema_is_older_until_it_is_upgraded(
    backend, request, tmp_path, demo_sqlite_url
):
    older = f"sqlite:///{tmp_path / 'older.sqlite'}"
    if backend == "postgresql":
        older = request.getfixturevalue("empty_postgres_url")
    upgrade(older, "0001")
    source, target = reading_engine(demo_sqlite_url), writing_engine(older)
    with source.connect() as there, target.begin() as here:
        inspector = inspect(here)
        for table in metadata.sorted_tables:
            if not inspector.has_table(table.name):
                continue
            known = {column["name"] for column in inspector.get_columns(table.name)}
            columns = [column for column in table.columns if column.name in known]
            rows = [dict(row) for row in there.execute(select(*columns)).mappings()]
            for row in rows:
                if row.get("interval_method") == "normal":
                    row["interval_method"] = "none"
            here.execute(insert(table), rows)
    fault = fault_of(older)
    assert (fault.code, fault.detail) == ("older_schema", f"0001 < {head()}")
    upgrade(older)
    assert check(older).ok
    reading, whole = open_and_read(older), open_and_read(demo_sqlite_url).frames
    lines = reading.frames["budget_line"]
    assert lines["committed_cents"].isna().all()
    assert lines["cents"].equals(whole["budget_line"]["cents"])
    # Records reviewed by nobody yet are incomplete, and no figure is lost for it.
    indicator, values = reading.frames["indicator"], reading.frames["indicator_value"]
    assert indicator["title_it"].equals(whole["indicator"]["title_it"])
    assert values["numerator"].equals(whole["indicator_value"]["numerator"])
    version = assemble(reading)
    assert len(version.indicators) == 57
    assert set(version.record_faults["field"]) == {"why_it_matters", "owner", "next_review"}
    assert len(version.record_faults) == 3 * 203
    with target.begin() as here, pytest.raises(IntegrityError):
        here.execute(text("update indicator set interval_method = 'guess' where code = 'DST001'"))
    source.dispose()
    target.dispose()


def test_newer_schema(own):
    run(own, "update alembic_version set version_num = '9999'")
    fault = fault_of(own)
    assert (fault.code, fault.detail) == ("newer_schema", f"9999 > {head()}")


def test_unstamped(own):
    run(own, "drop table alembic_version")
    assert fault_of(own).code == "unstamped"


def test_table_missing(own):
    run(own, "drop table budget_line")
    fault = fault_of(own)
    assert (fault.code, fault.detail) == ("table_missing", "budget_line")
    wrong = {table.table: table.error for table in check(own).tables if table.error}
    assert wrong == {"budget_line": "table_missing"}


def test_columns_missing(own):
    run(own, "alter table intervention_version drop column lead_body")
    fault = fault_of(own)
    assert (fault.code, fault.detail) == ("columns_missing", "intervention_version (lead_body)")
    table = next(table for table in check(own).tables if table.table == "intervention_version")
    assert table.missing_columns == ("lead_body",)
    assert table.rows > 0


def test_wrong_rows_do_not_stop_the_reading(own):
    run(own, "update budget_line set amount = -1 where id = 1")
    report = check(own)
    assert report.fault is None
    assert not report.ok
    assert len(report.problems) == 1
    assert len(open_and_read(own).problems) == 1


def test_a_reading_is_of_one_moment(own_postgres, monkeypatch):
    """A load that commits while we read must not be seen by half of the frames."""
    url = own_postgres()
    read = contract.read

    def read_while_somebody_writes(connection):
        connection.execute(text("select 1"))
        writer = threading.Thread(
            target=run, args=(url, "delete from status_change", "delete from budget_line where id > 9")
        )
        writer.start()
        writer.join()
        return read(connection)

    monkeypatch.setattr(contract, "read", read_while_somebody_writes)
    assert len(open_and_read(url).frames["budget_line"]) > 26_000
    monkeypatch.undo()
    assert len(open_and_read(url).frames["budget_line"]) == 9


def test_the_address_may_be_a_url_object(demo_sqlite_url):
    assert open_and_read(make_url(demo_sqlite_url)).origin == "demo"
