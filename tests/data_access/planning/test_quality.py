"""Each kind of wrong row is named with its figures, and leaves with whatever hangs on it."""

import sqlite3

import pytest
import test_bad_loads
from sqlalchemy import text

from data_access.engines import writing_engine
from data_access.planning.contract import open_and_read
from data_access.planning.quality import CODES, clean
from data_access.planning.queries import row_keys
from data_access.planning.schema import metadata

VALUE = (
    "insert into indicator_value (id, indicator_code, place_code, year, numerator, denominator, origin) "
    "values (900001, {}, 'demo')"
)
LINE = (
    "insert into budget_line (id, intervention_version_id, funding_source_code, amount, origin) "
    "values (900001, 1, {}, 'demo')"
)
EDITION = "insert into edition values (900001, 1, {}, 'draft', '2019-05-01')"
VERSION = (
    "insert into intervention_version (id, intervention_id, edition_id, sheet_number, target_group_code, "
    "title, description, lead_body, origin) values (900001, {}, 'T', 'D', 'L', 'demo')"
)

# The first plan is PC-CIT's: edition 1 its original of 2018, version 1 its first intervention there.
CASES = [
    # code, statement, table, row, place, detail
    (
        "unknown_district",
        VALUE.format("'DST005', 'XX-XXX', 2019, 1, 100"),
        ("indicator_value", "900001", "", "DST005 XX-XXX"),
    ),
    (
        "unknown_district",
        VALUE.format("'DST005', 'ER', 2019, 1, 100"),
        ("indicator_value", "900001", "ER", "DST005 ER"),
    ),
    (
        "unknown_district",
        "insert into population values ('XX-XXX', 2019, '0-2', 10, 'demo')",
        ("population", "XX-XXX/2019/0-2", "", "district_code XX-XXX"),
    ),
    (
        "unknown_indicator",
        VALUE.format("'DST999', 'PC-CIT', 2019, 1, 100"),
        ("indicator_value", "900001", "PC-CIT", "indicator_code DST999"),
    ),
    (
        "unknown_source",
        LINE.format("'NOPE', 12.5"),
        ("budget_line", "900001", "PC-CIT", "funding_source_code NOPE"),
    ),
    (
        "unknown_sheet",
        VERSION.format("1900, 38, 77, 'FAM'"),
        ("intervention_version", "900001", "{place}", "sheet_number 77"),
    ),
    (
        "unknown_sheet",
        "update indicator set sheet_number = 77 where code = 'DST056'",
        ("indicator", "DST056", "", "sheet_number 77"),
    ),
    ("negative_amount", LINE.format("'COM', -120.5"), ("budget_line", "900001", "PC-CIT", "-120.50")),
    (
        "negative_amount",
        VALUE.format("'DST005', 'PC-CIT', 2013, -3, 100"),
        ("indicator_value", "900001", "PC-CIT", "DST005 PC-CIT 2013: -3 / 100"),
    ),
    (
        "absurd_amount",
        LINE.format("'COM', 100000000.01"),
        ("budget_line", "900001", "PC-CIT", "100000000.01"),
    ),
    (
        "negative_amount",
        "update budget_line set committed = -0.5 where id = 1",
        ("budget_line", "1", "PC-CIT", "committed -0.50"),
    ),
    (
        "absurd_amount",
        "update budget_line set committed = 100000000.01 where id = 1",
        ("budget_line", "1", "PC-CIT", "committed 100000000.01"),
    ),
    (
        "not_a_number",
        "update budget_line set committed = 'all of it' where id = 1",
        ("budget_line", "1", "PC-CIT", "committed 'all of it'"),
    ),
    ("not_a_number", LINE.format("'COM', 'many'"), ("budget_line", "900001", "PC-CIT", "amount 'many'")),
    ("not_a_number", LINE.format("'COM', 1.005"), ("budget_line", "900001", "PC-CIT", "amount '1.005'")),
    (
        "not_a_number",
        VALUE.format("'DST005', 'PC-CIT', 2013, '1.234,5', 100"),
        ("indicator_value", "900001", "PC-CIT", "numerator '1.234,5'"),
    ),
    (
        "not_a_date",
        "update edition set status_date = '31/07/2018' where id = 1",
        ("edition", "1", "PC-CIT", "status_date '31/07/2018'"),
    ),
    (
        "numerator_above_denominator",
        VALUE.format("'DST013', 'PC-CIT', 2013, 120, 100"),
        ("indicator_value", "900001", "PC-CIT", "DST013 PC-CIT 2013: 120 / 100"),
    ),
    (
        "zero_denominator",
        VALUE.format("'DST005', 'PC-CIT', 2013, 31, 0"),
        ("indicator_value", "900001", "PC-CIT", "DST005 PC-CIT 2013: 31 / 0"),
    ),
    (
        "missing_denominator",
        VALUE.format("'DST005', 'PC-CIT', 2013, 31, null"),
        ("indicator_value", "900001", "PC-CIT", "DST005 PC-CIT 2013: 31 / -"),
    ),
    (
        "missing_numerator",
        "insert into indicator_value values "
        "(900001, 'DST005', 'PC-CIT', 2013, null, 100, '2014-05-01', 'demo', null)",
        ("indicator_value", "900001", "PC-CIT", "DST005 PC-CIT 2013: - / 100"),
    ),
    (
        "percent_above_100",
        VALUE.format("'DST037', 'PC-CIT', 2013, 1001, 1000"),
        ("indicator_value", "900001", "PC-CIT", "DST037 PC-CIT 2013: 1001 / 1000"),
    ),
    (
        "interval_without_value",
        "insert into indicator_value values (900001, 'DST001', 'PC-CIT', 2013, 5, 100, null, 'demo', -0.5)",
        ("indicator_value", "900001", "PC-CIT", "DST001 PC-CIT 2013: 5 / 100 ± -0.5"),
    ),
    (
        "target_out_of_range",
        "insert into indicator_target values ('DST013', 'PC-CIT', 1999, 14.5, 'prova', 'demo')",
        ("indicator_target", "DST013/PC-CIT/1999", "PC-CIT", "DST013 PC-CIT 1999: 14.5"),
    ),
    (
        "target_without_direction",
        "insert into indicator_target values ('DST005', '', 2020, 10, 'prova', 'demo')",
        ("indicator_target", "DST005//2020", "", "DST005 - 2020: 10"),
    ),
    (
        "unknown_district",
        "insert into indicator_target values ('DST013', 'XX-XXX', 2020, 6, 'prova', 'demo')",
        ("indicator_target", "DST013/XX-XXX/2020", "", "DST013 XX-XXX 2020: 6"),
    ),
    (
        "record_missing",
        "update indicator set title_it = '' where code = 'DST056'",
        ("indicator", "DST056", "", "DST056 title_it"),
    ),
    (
        "record_scale",
        "update indicator set scale = -100 where code = 'DST056'",
        ("indicator", "DST056", "", "DST056 scale -100"),
    ),
    (
        "record_denominator",
        "update indicator set denominator = '' where code = 'DST013'",
        ("indicator", "DST013", "", "DST013 denominator wilson"),
    ),
    (
        "year_out_of_range",
        VALUE.format("'DST005', 'PC-CIT', 2020, 31, 100"),
        ("indicator_value", "900001", "PC-CIT", "DST005 PC-CIT 2020: 31 / 100"),
    ),
    (
        "year_out_of_range",
        EDITION.format("'update', 2109"),
        ("edition", "900001", "PC-CIT", "update 2109: 0, 0.00"),
    ),
    (
        "edition_older_than_plan",
        EDITION.format("'update', 2017"),
        ("edition", "900001", "PC-CIT", "update 2017: 0, 0.00"),
    ),
    (
        "duplicate_intervention",
        "insert into intervention_version select 900001, intervention_id, edition_id, sheet_number, "
        "target_group_code, title, description, lead_body, municipality_code, origin "
        "from intervention_version where id = 1",
        ("intervention_version", "900001", "PC-CIT", "PC-CIT-0001"),
    ),
    (
        "orphan",
        "insert into budget_line (id, intervention_version_id, funding_source_code, amount, origin) "
        "values (900001, 123456, 'COM', 10, 'demo')",
        ("budget_line", "900001", "", "intervention_version_id 123456"),
    ),
    (
        "orphan",
        VERSION.format("1, 123456, 5, 'FAM'"),
        ("intervention_version", "900001", "", "edition_id 123456"),
    ),
    (
        "orphan",
        "insert into status_change values (900001, 1, 'draft', '2019-01-01', 999, null)",
        ("status_change", "900001", "PC-CIT", "user_id 999"),
    ),
]


def spoil(url: str, *statements: str) -> None:
    """Run statements as a careless loader would: without foreign keys."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def found(problems, code):
    rows = problems[problems["code"] == code]
    return {(row.table, row.row, row.place, row.detail) for row in rows.itertuples()}


def total(frames) -> int:
    return int(frames["budget_line"]["cents"].sum())


@pytest.mark.parametrize(("code", "statement", "expected"), CASES, ids=[f"{c}-{e[0]}" for c, _, e in CASES])
def test_wrong_row_is_named_and_left_out(own_sqlite, demo_sqlite_url, code, statement, expected):
    url = own_sqlite()
    spoil(url, statement)
    reading = open_and_read(url)
    table, row, place, detail = expected
    place = place.format(place=_district_of_edition(reading.frames, 38))
    assert (table, row, place, detail) in found(reading.problems, code)
    left = clean(reading.frames, reading.problems)
    again = left[table]
    assert row not in row_keys(metadata.tables[table], again).to_numpy()
    whole = open_and_read(demo_sqlite_url).frames
    if statement.startswith("insert") and table in (
        "budget_line",
        "indicator_value",
        "population",
        "status_change",
    ):
        # Only the wrong row went.
        assert len(again) == len(whole[table])
        assert total(left) == total(whole)


def _district_of_edition(frames, edition_id):
    plan = frames["edition"].set_index("id").loc[edition_id, "plan_id"]
    return frames["plan"].set_index("id").loc[plan, "district_code"]


def test_every_code_has_a_case():
    tried = {code for code, _, _ in CASES}
    # A wrong choice is refused by the tables' own checks; databases of other hands may lack them.
    apart = {"duplicate_value", "duplicate_edition", "intervention_changes_district", "record_choice"}
    # What keys, checks and whole loads should have stopped is tried in test_bad_loads.
    assert tried | apart | set(test_bad_loads.TRIED) == set(CODES)


def test_a_value_given_twice_goes_whole(own_sqlite):
    url = own_sqlite()
    spoil(
        url,
        "insert into indicator_value select 900001, indicator_code, place_code, year, numerator + 1, "
        "denominator, reported_on, origin, standard_error from indicator_value where id = 10",
    )
    reading = open_and_read(url)
    assert set(reading.problems["row"]) == {"10", "900001"}
    assert set(reading.problems["code"]) == {"duplicate_value"}
    left = clean(reading.frames, reading.problems)["indicator_value"]
    assert not left["id"].isin([10, 900001]).any()
    assert len(left) == len(reading.frames["indicator_value"]) - 2


def test_an_edition_given_twice_takes_its_interventions_and_money_with_it(own_sqlite):
    url = own_sqlite()
    spoil(url, "insert into edition values (900001, 1, 'original', 2018, 'draft', '2018-08-01')")
    reading = open_and_read(url)
    frames = reading.frames
    own = frames["intervention_version"].query("edition_id == 1")
    money = frames["budget_line"].loc[
        frames["budget_line"]["intervention_version_id"].isin(own["id"]), "cents"
    ]
    assert found(reading.problems, "duplicate_edition") == {
        ("edition", "1", "PC-CIT", f"original 2018: {len(own)}, {money.sum() / 100:.2f}"),
        ("edition", "900001", "PC-CIT", "original 2018: 0, 0.00"),
    }
    left = clean(frames, reading.problems)
    assert len(left["intervention_version"]) == len(frames["intervention_version"]) - len(own)
    assert total(left) == total(frames) - money.sum()
    assert not left["status_change"]["edition_id"].isin([1, 900001]).any()
    assert len(left["intervention"]) == len(frames["intervention"])


def test_an_intervention_in_another_districts_edition(own_sqlite):
    url = own_sqlite()
    spoil(url, VERSION.format("1, 38, 5, 'FAM'"))
    reading = open_and_read(url)
    other = _district_of_edition(reading.frames, 38)
    assert other != "PC-CIT"
    assert found(reading.problems, "intervention_changes_district") == {
        ("intervention_version", "900001", other, f"PC-CIT > {other}")
    }
    assert 900001 not in clean(reading.frames, reading.problems)["intervention_version"]["id"].to_numpy()


def test_an_unknown_district_of_a_plan_takes_all_its_money(own_sqlite):
    url = own_sqlite()
    spoil(url, "update plan set district_code = 'XX-XXX' where id = 1")
    reading = open_and_read(url)
    assert found(reading.problems, "unknown_district") == {("plan", "1", "", "district_code XX-XXX")}
    left = clean(reading.frames, reading.problems)
    editions = left["edition"]["id"]
    assert not (left["edition"]["plan_id"] == 1).any()
    assert left["intervention_version"]["edition_id"].isin(editions).all()
    assert left["budget_line"]["intervention_version_id"].isin(left["intervention_version"]["id"]).all()
    assert 0 < total(left) < total(reading.frames)


def test_postgresql_lets_wrong_facts_in_and_we_find_the_same(own_postgres):
    url = own_postgres()
    engine = writing_engine(url)
    with engine.begin() as connection:
        connection.execute(text(LINE.format("'NOPE', -5")))
        connection.execute(text("update budget_line set amount = 'NaN' where id = 7"))
        connection.execute(text("update indicator_value set numerator = 'Infinity' where id = 1"))
    engine.dispose()
    problems = open_and_read(url).problems
    assert {(row.table, row.row, row.code) for row in problems.itertuples()} == {
        ("budget_line", "900001", "unknown_source"),
        ("budget_line", "900001", "negative_amount"),
        ("budget_line", "7", "not_a_number"),
        ("indicator_value", "1", "not_a_number"),
    }


def test_clean_frames_are_the_given_ones(demo_sqlite_url):
    reading = open_and_read(demo_sqlite_url)
    left = clean(reading.frames, reading.problems)
    assert all(left[name] is frame for name, frame in reading.frames.items())


def test_percentages_that_may_exceed_100_are_left_alone(demo_sqlite_url):
    """People in prison per 100 regular places are about 117; the record's plausible range allows it."""
    frames = open_and_read(demo_sqlite_url).frames
    crowding = frames["indicator_value"].query("indicator_code == 'REG034'")
    assert (crowding["numerator"] > crowding["denominator"]).any()
