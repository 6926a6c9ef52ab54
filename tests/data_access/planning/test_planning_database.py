"""SQLite and PostgreSQL give the same frames, and the migrations give the schema."""

import pandas as pd
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from data_access.engines import reading_engine, writing_engine
from data_access.planning.contract import read_if_new
from data_access.planning.migrate import head, stamped, upgrade
from data_access.planning.queries import read
from data_access.planning.schema import metadata


def frames_of(url: str) -> dict[str, pd.DataFrame]:
    engine = reading_engine(url)
    with engine.connect() as connection:
        frames = read(connection)
    engine.dispose()
    return frames


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_migrations_give_the_schema(backend, request, tmp_path):
    if backend == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    else:
        url = request.getfixturevalue("empty_postgres_url")
    upgrade(url)
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert stamped(connection) == head()
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        # Alembic does not compare check constraints.
        for table in metadata.sorted_tables:
            wanted = {
                str(check.name)
                for column in table.columns
                for check in column.constraints
                if isinstance(check, CheckConstraint)
            }
            there = {check["name"] for check in inspect(connection).get_check_constraints(table.name)}
            assert there == wanted, table.name
    engine.dispose()


def test_both_databases_give_equal_frames(demo_sqlite_url, demo_postgres_url):
    embedded, served = frames_of(demo_sqlite_url), frames_of(demo_postgres_url)
    assert embedded.keys() == served.keys() == {*metadata.tables, "unreadable", "repeated"}
    for name, frame in embedded.items():
        pd.testing.assert_frame_equal(frame, served[name], check_exact=True, obj=name)


def test_types_of_the_frames(demo_sqlite_url):
    frames = frames_of(demo_sqlite_url)
    assert frames["ausl"]["code"].iloc[0] == "080101"
    assert frames["municipality"]["istat_code"].str.len().eq(6).all()
    assert frames["budget_line"]["cents"].dtype == "int64"
    assert "amount" not in frames["budget_line"]
    committed = frames["budget_line"]["committed_cents"]
    assert committed.dtype == "float64"
    given = committed.dropna()
    assert 0 < len(given) < len(committed)
    assert (given == given.round()).all()
    assert frames["edition"]["status_date"].dtype == "datetime64[us]"
    assert frames["municipality"]["involved"].dtype == bool
    assert frames["indicator"]["official"].dtype == bool
    assert frames["edition"]["year"].dtype == "int64"
    assert frames["app_user"].query("role == 'region'")["district_code"].isna().all()


@pytest.mark.parametrize("amount", ["0.01", "-0.29", "1234567.89", "99999999999.99"])
def test_cents_are_exact(own_sqlite, own_postgres, amount):
    for url in (own_sqlite(), own_postgres()):
        engine = writing_engine(url)
        with engine.begin() as connection:
            connection.execute(
                text(f"update budget_line set amount = {amount}, committed = {amount} where id = 1")
            )
        engine.dispose()
        lines = frames_of(url)["budget_line"].set_index("id")
        expected = int(amount.replace(".", ""))
        assert lines.at[1, "cents"] == expected
        assert int(lines.at[1, "committed_cents"]) == expected


def test_an_empty_database_reads_as_empty_frames(tmp_path, demo_sqlite_url):
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    upgrade(url)
    empty, full = frames_of(url), frames_of(demo_sqlite_url)
    for name, frame in empty.items():
        assert len(frame) == 0
        assert frame.dtypes.to_dict() == full[name].dtypes.to_dict(), name


def test_token_changes_with_the_data(own_sqlite, tmp_path):
    url = own_sqlite()
    before = read_if_new(url)
    assert before.token.startswith("demo-2019-")
    assert read_if_new(url, before.token) is None
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("update data_version set token = 'later'"))
    engine.dispose()
    assert read_if_new(url, before.token).token == "later"


def test_where_we_only_read_nothing_can_be_written(demo_sqlite_url, demo_postgres_url):
    for url in (demo_sqlite_url, demo_postgres_url):
        engine = reading_engine(url)
        with (
            engine.connect() as connection,
            pytest.raises((OperationalError, DatabaseError), match=r"(?i)read.?only"),
        ):
            connection.execute(text("delete from deadline"))
        engine.dispose()


def test_any_cell_of_sqlite_may_hold_anything(own_sqlite):
    """A blob, a text or a huge number is listed with its row; the others are read as ever."""
    url = own_sqlite()
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in (
            "update district set name = x'ff41' where code = 'PC-CIT'",
            "update sheet set first_year = 'soon' where number = 3",
            "update indicator set plausible_max = x'00' where code = 'DST007'",
            "update municipality set involved = 7 where istat_code = '033001'",
            "update intervention set plan_id = 1e30 where id = 5",
            "update budget_line set amount = 'dear' where id = 9",
        ):
            connection.execute(text(statement))
    engine.dispose()
    frames = frames_of(url)
    cells = {(row.table, row.row, row.column) for row in frames["unreadable"].itertuples()}
    assert cells == {
        ("district", "PC-CIT", "name"),
        ("sheet", "2018-2020/3", "first_year"),
        ("indicator", "DST007", "plausible_max"),
        ("municipality", "033001", "involved"),
        ("intervention", "5", "plan_id"),
        ("budget_line", "9", "amount"),
    }
    assert frames["district"].set_index("code").loc["PC-CIT", "name"] == "\ufffdA"
    assert len(frames["budget_line"]) > 26_000
