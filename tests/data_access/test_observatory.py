"""One version for everybody: replaced as a whole, kept when the database fails."""

import os
from pathlib import Path

import pytest
import tiny as tiny_database
from mart_of import reading
from mart_of import write as write_mart
from sqlalchemy import text

from data_access.engines import reading_engine, writing_engine
from data_access.observatory import Observatory
from data_access.values import district_values, rolled_up
from data_access.viewer import Viewer


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "planning.sqlite"
    tiny_database.build(f"sqlite:///{path}")
    return path


def total(observatory: Observatory) -> float:
    version = observatory.current().version
    values = district_values(version, version.measures["euro"], "2018-implementing", Viewer("region"))
    return rolled_up(version, version.measures["euro"], values, "2018-implementing").at["ER", "value"]


def write(path: Path, *statements: str) -> None:
    engine = writing_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_new_token_brings_a_new_version_and_the_same_token_keeps_the_old(database):
    observatory = Observatory(f"sqlite:///{database}")
    first = observatory.current().version
    assert observatory.refresh().version is first
    write(database, "update budget_line set amount = amount * 2")
    assert observatory.refresh().version is first
    write(database, "update data_version set token = 'tiny-2'")
    assert observatory.refresh().version is not first
    assert total(observatory) == 980.20


def test_the_last_good_version_stays_when_the_file_goes_or_breaks(database, tmp_path):
    observatory = Observatory(f"sqlite:///{database}")
    first = observatory.current().version
    os.replace(database, tmp_path / "away.sqlite")
    state = observatory.refresh()
    assert (state.version, state.problem.code) == (first, "missing")
    database.write_bytes(b"this is not a database, whatever its name says" * 100)
    state = observatory.refresh()
    assert (state.version, state.problem.code) == (first, "not_a_database")
    os.replace(tmp_path / "away.sqlite", database)
    state = observatory.refresh()
    assert state.problem is None
    assert total(observatory) == 490.10


def test_cases_come_beside_the_plans_and_the_last_good_ones_stay(database, tmp_path):
    mart = tmp_path / "mart.sqlite"
    observatory = Observatory(f"sqlite:///{database}", f"sqlite:///{mart}")
    state = observatory.refresh()
    assert state.version.cases is None
    assert (state.cases_problem.code, state.cases_problem.calm) == ("absent", True)
    assert "accesses" not in state.version.measures
    plans = state.version

    write_mart(reading(plans.places, plans.municipalities), f"sqlite:///{mart}")
    state = observatory.refresh()
    assert state.cases_problem is None
    assert state.version.token == f"{plans.token}.mart-tes"
    assert "accesses" in state.version.measures
    first = state.version
    assert observatory.refresh().version is first

    mart.write_bytes(b"this is not a database" * 100)
    state = observatory.refresh()
    assert state.version is first
    assert not state.cases_problem.calm
    write(database, "update data_version set token = 'tiny-2'")
    state = observatory.refresh()
    assert state.version.token == "tiny-2.mart-tes", "new plans keep the last good cases"
    assert state.version.cases is first.cases


def test_without_any_version_the_state_says_why(tmp_path):
    state = Observatory(f"sqlite:///{tmp_path / 'none.sqlite'}").current()
    assert state.version is None
    assert state.problem.code == "missing"
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize(("step", "cases"), [("assemble", False), ("publish", True), ("with_cases", True)])
def test_the_log_tells_kind_and_place_of_an_error_and_no_value(
    database, tmp_path, monkeypatch, caplog, step, cases
):
    message = "Rossi Mario, 12.345 euro"

    def failing(*_given: object) -> None:
        raise ValueError(message)

    mart = f"sqlite:///{tmp_path / 'mart.sqlite'}"
    plans = Observatory(f"sqlite:///{database}").current().version
    write_mart(reading(plans.places, plans.municipalities), mart)
    monkeypatch.setattr(f"data_access.observatory.{step}", failing)
    state = Observatory(f"sqlite:///{database}", mart).refresh()
    problem = state.cases_problem if cases else state.problem
    assert (problem.code, problem.detail) == ("unreadable" if cases else "unfit", "ValueError")
    assert "ValueError" in caplog.text
    assert "in failing" in caplog.text
    assert "12.345" not in caplog.text


def test_wrong_rows_are_left_out_and_listed(database):
    write(
        database,
        "insert into budget_line (intervention_version_id, funding_source_code, amount, origin)"
        " values (1, 'COM', -5, 'demo'), (1, 'NIENTE', 7, 'demo')",
        "insert into indicator_value (indicator_code, place_code, year, numerator, denominator, origin)"
        " values ('DST101', 'AA-UNO', 2019, 11, 100, 'demo'), ('DST101', 'ZZ-ZZZ', 2019, 1, 2, 'demo'),"
        " ('DST101', 'BB-TRE', 2018, 9, 3, 'demo')",
    )
    observatory = Observatory(f"sqlite:///{database}")
    version = observatory.current().version
    assert sorted(version.problems["code"]) == [
        "duplicate_value",
        "duplicate_value",
        "negative_amount",
        "numerator_above_denominator",
        "unknown_district",
        "unknown_source",
    ]
    assert total(observatory) == 490.10
    shares = district_values(version, version.measures["DST101"], "2019", Viewer("region"))
    assert shares["status"].to_dict() == {"AA-DUE": "ok", "AA-UNO": "missing", "BB-TRE": "missing"}


def test_a_reading_engine_cannot_write(database):
    engine = reading_engine(f"sqlite:///{database}")
    with engine.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute(text("delete from budget_line"))


def test_a_reading_engine_cannot_write_to_postgresql(demo_postgres_url):
    engine = reading_engine(demo_postgres_url)
    with engine.connect() as connection, pytest.raises(Exception, match="read-only"):
        connection.execute(text("delete from budget_line"))


def test_both_databases_give_the_same_figures(demo, demo_postgres_url):
    other = Observatory(demo_postgres_url).current().version
    assert other.token == demo.token
    for code in ("euro_per_resident", "interventions", "reported", "DST001", "DST013"):
        measure = demo.measures[code]
        period = "2019-implementing" if measure.periods == "edition" else "2018"
        mine, theirs = (district_values(v, v.measures[code], period, Viewer("region")) for v in (demo, other))
        assert mine.equals(theirs)


def test_figures_of_the_demo_agree_with_sql(demo, demo_sqlite_url):
    with reading_engine(demo_sqlite_url).connect() as connection:
        by_district = dict(
            connection.execute(
                text(
                    "select p.district_code, round(sum(l.amount) * 100) from budget_line l"
                    " join intervention_version v on v.id = l.intervention_version_id"
                    " join edition e on e.id = v.edition_id join plan p on p.id = e.plan_id"
                    " where e.kind = 'implementing' and e.year = 2019 and v.sheet_number in"
                    " (select sheet_number from sheet_area where area_code = 'B' and position = 1)"
                    " and l.funding_source_code = 'COM' group by 1"
                )
            ).all()
        )
        shares = dict(
            connection.execute(
                text(
                    "select d.ausl_code, 100.0 * sum(i.numerator) / sum(i.denominator) from indicator_value i"
                    " join district d on d.code = i.place_code"
                    " where indicator_code = 'DST013' and year = 2019 and numerator is not null group by 1"
                )
            ).all()
        )
    from data_access.values import Filters

    region = Viewer("region")
    euro = district_values(
        demo, demo.measures["euro"], "2019-implementing", region, Filters(areas=("B",), sources=("COM",))
    )
    assert euro["numerator"].to_dict() == by_district
    share = demo.measures["DST013"]
    rolled = rolled_up(demo, share, district_values(demo, share, "2019", region), "2019")
    for ausl, value in shares.items():
        assert rolled.at[ausl, "value"] == pytest.approx(value, abs=1e-9)
