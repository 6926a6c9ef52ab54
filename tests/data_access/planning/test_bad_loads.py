"""What a load may bring that a key, a check or an unbroken load would have stopped: found, said, held.

One small database per case. What ``check`` finds, figures must not hide: each case says what becomes of them.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
import tiny as tiny_database

from data_access.observatory import Observatory
from data_access.planning.accepted import Accepted, Memory, counts, losses
from data_access.planning.contract import DatabaseProblem, check, open_and_read
from data_access.planning.quality import clean
from data_access.planning.schema import metadata
from data_access.values import district_values, latest_period, rolled_up
from data_access.version import assemble, in_words_of
from data_access.viewer import Viewer

REGION = Viewer("region")
P18 = "2018-implementing"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose tables were copied, so that no key and no check is left."""
    folder = tmp_path_factory.mktemp("copied")
    whole, bare = folder / "whole.sqlite", folder / "bare.sqlite"
    tiny_database.build(f"sqlite:///{whole}", accounts=True)
    connection = sqlite3.connect(bare)
    connection.execute("attach ? as whole", (str(whole),))
    for name in (*metadata.tables, "alembic_version"):
        connection.execute(f"create table {name} as select * from whole.{name}")
    connection.commit()
    connection.close()
    return bare


@pytest.fixture
def database(copied: Path, tmp_path: Path) -> Path:
    path = tmp_path / "planning.sqlite"
    shutil.copyfile(copied, path)
    return path


def spoil(path: Path, *statements: str) -> str:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return f"sqlite:///{path}"


NEW_CYCLE = (
    "insert into cycle values ('2021-2023', 2021, 2023)",
    "insert into area select '2021-2023', code, 'Nuova ' || code, origin from area",
    "insert into sheet select '2021-2023', number, 'Nuova ' || number, recipients, 2021, source, origin"
    " from sheet",
    "insert into sheet_area select '2021-2023', sheet_number, area_code, position from sheet_area",
)

CASES = {
    # code: what spoils the tables, the table it is found in, and a row's key
    "repeated_row": (
        "insert into population select * from population limit 1",
        "population",
        "AA-UNO/2018/18-64",
    ),
    "conflicting_row": (
        "insert into district values ('AA-UNO', 'Altro', 'Altro (AA)', '080101', 'AA')",
        "district",
        "AA-UNO",
    ),
    "duplicate_key": (
        "insert into population values ('AA-UNO', 2018, '80+', 7, 'demo')",
        "population",
        "AA-UNO/2018/80+",
    ),
    "duplicate_code": ("update intervention set code = 'A1' where id = 2", "intervention", "1"),
    "duplicate_name": ("update district set display_name = 'Uno (AA)'", "district", "AA-DUE"),
    "duplicate_line": (
        "insert into budget_line select 900, intervention_version_id, funding_source_code, amount, committed,"
        " origin from budget_line where id = 1",
        "budget_line",
        "900",
    ),
    "duplicate_plan": ("insert into plan values (9, 'AA-UNO', '2018-2020')", "plan", "1"),
    "empty_cell": ("update intervention_version set title = null where id = 1", "intervention_version", "1"),
    "odd_text": (
        "update intervention_version set title = 'A' || char(7) || cast(x'ff' as text) where id = 1",
        "intervention_version",
        "1",
    ),
    "unknown_choice": ("update edition set kind = 'piano' where id = 1", "edition", "1"),
    "unknown_origin": (
        "update municipality set origin = 'prova' where istat_code = '000001'",
        "municipality",
        "000001",
    ),
    "date_out_of_range": (
        "update status_change set changed_on = '2091-01-01' where id = 1",
        "status_change",
        "1",
    ),
    "unknown_age_band": (
        "update population set age_band = '0-17' where residents = 100",
        "population",
        "AA-DUE/2018/0-17",
    ),
    "incomplete_residents": (
        "delete from population where district_code = 'AA-UNO' and year = 2018 and age_band = '80+'",
        "population",
        "AA-UNO/2018/18-64",
    ),
    "no_residents": (
        "delete from population where district_code = 'AA-UNO' and year = 2018",
        "population",
        "AA-UNO/2018",
    ),
    "sheet_without_area": ("delete from sheet_area where sheet_number = 1", "intervention_version", "1"),
    "edition_without_budget": (
        "delete from budget_line where intervention_version_id in (1, 2)",
        "edition",
        "1",
    ),
    "edition_without_interventions": (
        "delete from intervention_version where edition_id = 1",
        "edition",
        "1",
    ),
    "status_without_change": ("delete from status_change where edition_id = 1", "edition", "1"),
    "indicator_without_values": (
        "delete from indicator_value where indicator_code = 'DST101'",
        "indicator",
        "DST101",
    ),
    "ratio_without_denominator": (
        "update indicator set denominator = '' where code = 'DST102'",
        "indicator",
        "DST102",
    ),
    "cycle_without_plans": (NEW_CYCLE[0], "cycle", "2021-2023"),
    "empty_table": ("delete from deadline", "deadline", "-"),
    "district_not_drawn": ("update district set code = 'AA-UNX' where code = 'AA-UNO'", "district", "AA-UNX"),
    "boundary_without_district": (
        "update district set code = 'AA-UNX' where code = 'AA-UNO'",
        "district",
        "AA-UNO",
    ),
}
TRIED = tuple(CASES)
DRAWN = ("AA-UNO", "AA-DUE", "BB-TRE")


def test_the_copy_itself_fulfils_the_contract(database):
    assert check(f"sqlite:///{database}", with_boundaries=DRAWN).ok


@pytest.mark.parametrize("code", CASES)
def test_check_finds_it_by_table_and_row_and_the_rest_can_be_assembled(database, code):
    statement, table, row = CASES[code]
    report = check(spoil(database, statement), with_boundaries=DRAWN)
    assert report.fault is None
    assert not report.ok
    found = report.problems[report.problems["code"] == code]
    assert set(found["table"]) == {table}
    assert row in set(found["row"])
    assemble(open_and_read(f"sqlite:///{database}"))


def figures(url: str, measure: str, period: str):
    version = assemble(open_and_read(url))
    values = district_values(version, version.measures[measure], period, REGION)
    return values["value"], rolled_up(version, version.measures[measure], values, period)["value"]


def test_a_doubled_row_of_residents_halves_no_euro(database):
    districts, region = figures(f"sqlite:///{database}", "euro_per_resident", P18)
    spoilt = spoil(database, "insert into population select * from population")
    again, whole = figures(spoilt, "euro_per_resident", P18)
    assert again.equals(districts)
    assert whole.equals(region)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from population where district_code = 'AA-UNO' and age_band = '80+'",
        "update population set residents = -1 where district_code = 'AA-UNO' and age_band = '80+'",
        "insert into population values ('AA-UNO', 2018, '80+', 7, 'demo')",
    ],
)
def test_a_part_of_the_residents_is_no_total(database, statement):
    districts, _ = figures(spoil(database, statement), "euro_per_resident", P18)
    assert districts.isna().to_dict() == {"AA-DUE": False, "AA-UNO": True, "BB-TRE": False}


def test_money_that_did_not_come_is_missing_and_not_zero(database):
    url = spoil(database, "delete from budget_line where intervention_version_id in (1, 2)")
    districts, _ = figures(url, "euro", P18)
    assert districts.isna().to_dict() == {"AA-DUE": False, "AA-UNO": True, "BB-TRE": False}


def test_ready_made_ratios_are_not_added_up(database):
    districts, above = figures(
        spoil(
            database,
            "update indicator set denominator = '', interval_method = 'none', scale = 1"
            " where code = 'DST102'",
            "update indicator_value set numerator = 5, denominator = null where indicator_code = 'DST102'",
        ),
        "DST102",
        "2019",
    )
    assert set(districts) == {5.0}
    assert above.isna().all()


def test_catalogues_belong_to_a_cycle(database):
    url = spoil(
        database,
        *NEW_CYCLE,
        "insert into plan values (7, 'AA-UNO', '2021-2023')",
        "insert into edition values (77, 7, 'implementing', 2020, 'draft', '2019-09-30')",
        "insert into intervention values (77, 7, 'A77')",
        "insert into intervention_version values (77, 77, 77, 1, 'ANZ', 'Nuovo', '', 'Comune', null, 'demo')",
        "insert into budget_line values (777, 77, 'COM', 10, null, 'demo')",
        "update cycle set first_year = 2020 where code = '2021-2023'",
    )
    version = assemble(open_and_read(url))
    titles = version.interventions.set_index("code")["sheet_title"]
    assert set(titles["A1"]) == {"Scheda 1", "Scheda 15"}
    assert titles["A77"] == "Nuova 1"
    assert version.areas["name"].to_dict() == {"A": "Area A", "B": "Area B"}
    later = in_words_of(version, "2020-implementing")
    assert later.areas["name"].to_dict() == {"A": "Nuova A", "B": "Nuova B"}
    assert later.budgets is version.budgets
    assert in_words_of(version, P18) is version


def test_a_first_draft_of_a_new_year_is_not_where_one_begins(database):
    url = spoil(database, "insert into edition values (77, 1, 'implementing', 2020, 'draft', '2019-09-30')")
    version = assemble(open_and_read(url))
    assert latest_period(version, version.measures["euro"]) == P18


VERSION_ROWS = {
    "update data_version set loaded_at = '2019-12-01T06:00:00Z'": "",
    "insert into data_version values ('older', '2019-01-31', '2019-2-01 00:00', 'demo')": "bad_version",
    "insert into data_version values ('newer', '2019-10-31', '2019-11-01T00:00:00+01:00', 'demo')": "",
    "insert into data_version select 'same', as_of, loaded_at, origin from data_version": "bad_version",
    "update data_version set as_of = ''": "bad_version",
    "update data_version set as_of = '30/09/2019'": "bad_version",
    "update data_version set as_of = '2091-09-30'": "bad_version",
    "update data_version set as_of = 20190930": "bad_version",
    "update data_version set token = null": "bad_version",
    "update data_version set origin = 'prova'": "unknown_origin",
    "update data_version set origin = null": "unknown_origin",
}


@pytest.mark.parametrize("statement", VERSION_ROWS)
def test_what_the_version_row_says_is_read_or_refused(database, statement):
    report = check(spoil(database, statement))
    assert (report.fault.code if report.fault else "") == VERSION_ROWS[statement]
    if not report.fault:
        reading = open_and_read(f"sqlite:///{database}")
        assert reading.token == ("newer" if "newer" in statement else "tiny-1")


@pytest.mark.parametrize("how", ["emptied", "second half", "every other"])
@pytest.mark.parametrize("table", [name for name in metadata.tables if name != "indicator_target"])
def test_a_table_that_lost_much_is_held_back_and_accepted_by_one_word(database, table, how):
    """The last good data stay; the next look after the acceptance, or a whole load, brings new ones."""
    url, memory = f"sqlite:///{database}", Memory(database.with_name("accepted.json"))
    observatory = Observatory(url, accepted_before=memory)
    good = observatory.refresh().version
    assert good
    kept = {
        "emptied": "0",
        "second half": f"rowid <= (select count(*) / 2 from {table})",
        "every other": "rowid % 2 = 1",
    }[how]
    rows = sqlite3.connect(database).execute(f"select count(*) from {table}").fetchone()[0]
    left = sqlite3.connect(database).execute(f"select count(*) from {table} where {kept}").fetchone()[0]
    spoil(database, f"delete from {table} where not ({kept})", "update data_version set token = 'spoilt'")
    state = observatory.refresh()
    if rows - left > 1 or not left:
        assert state.version is good
        assert state.problem.code in ("held", "no_data")
        assert table in state.problem.detail or state.problem.code == "held"
        assert state.good_at is not None
        started = Observatory(url, accepted_before=memory).refresh()
        assert (started.version, started.problem.code) == (None, state.problem.code), "a start is held too"
    if state.problem and state.problem.code == "held":
        reading = open_and_read(url)
        memory.accept(url, Accepted(reading.token, counts(clean(reading.frames, reading.problems))))
        accepted = observatory.refresh()
        assert accepted.problem is None or accepted.problem.code == "unfit"


def test_money_that_shrinks_in_rows_that_stay_is_a_loss(database):
    def counted() -> dict[str, int]:
        reading = open_and_read(f"sqlite:///{database}")
        return counts(clean(reading.frames, reading.problems))

    before = counted()
    spoil(database, "update budget_line set amount = amount / 10 where amount >= 1")
    assert {loss.what.split()[0] for loss in losses(before, counted())} == {"euro"}


def test_one_row_less_is_no_loss():
    assert losses({"deadline": 7, "area": 5}, {"deadline": 6, "area": 5}) == []
    assert [str(loss) for loss in losses({"cycle": 1}, {})] == ["cycle 1 > 0"]


def test_a_memory_that_cannot_be_written_or_read_stops_nothing(tmp_path):
    memory = Memory(tmp_path / "a file" / "accepted.json")
    (tmp_path / "a file").write_text("")
    assert not memory.accept("sqlite:////x.sqlite", Accepted("t", {"area": 5}))
    assert memory.recall("sqlite:////x.sqlite") == Accepted("t", {"area": 5})
    broken = tmp_path / "accepted.json"
    broken.write_text("{not json")
    assert Memory(broken).recall("sqlite:////x.sqlite") is None


def test_views_are_as_good_as_tables(database, tmp_path):
    url = spoil(
        database,
        "alter table budget_line rename to voci",
        "create view budget_line as select * from voci",
    )
    assert check(url).ok


def test_the_looks_survive_whatever_a_proof_raises(database):
    raising: list[BaseException] = [SystemExit(3)]

    def prove(_version: object) -> None:
        if raising:
            raise raising[0]

    observatory = Observatory(f"sqlite:///{database}", prove=prove)
    with pytest.raises(SystemExit):
        observatory.refresh()
    raising[0] = ValueError("x")
    state = observatory.refresh()
    assert (state.version, state.problem.code, state.problem.detail) == (None, "unfit", "ValueError")
    raising.clear()
    state = observatory.refresh()
    assert state.version
    assert state.problem is None


def test_a_structural_fault_is_never_a_trace(database, monkeypatch):
    def fails(*_: object) -> None:
        raise TypeError("secret")

    monkeypatch.setattr("data_access.planning.contract.read", fails)
    assert check(f"sqlite:///{database}").fault.code == "unreadable"
    with pytest.raises(DatabaseProblem, match="unreadable: TypeError"):
        open_and_read(f"sqlite:///{database}")
