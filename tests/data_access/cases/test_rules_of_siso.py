"""The rules of the application, each on the few rows that break a reading which does not know it.

Every rule adds to a zone and says what that adds to the zone's figures. So each is tried alone, and all of
them together, in every kind of database, where the figures must be the sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from siso_rows import (
    CLOSED,
    DELIVERED,
    ENDED,
    HANDED_OVER,
    HOME_HELP,
    OPEN,
    PRELIMINARY,
    SUSPENDED,
    TAKEN,
    SisoRows,
    lower,
    person,
    upper,
    written,
)
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from data_access.cases import mart
from data_access.cases.across import across_facts
from data_access.cases.contract import open_and_read
from data_access.cases.facts import zone_facts
from data_access.cases.readers import Zone, read_zone
from data_access.cases.refresh import refresh
from data_access.cases.siso import check
from data_access.cases.zones import Source

TODAY = pd.Timestamp("2019-09-30")
MONTHS = [f"{2017 + n // 12}-{n % 12 + 1:02d}-01" for n in range(2, 33)]
TEMPORARY = "[" + "0123456789abcdef" * 2 + "]"


def read(url: str, *, zone: str = "RO-RIM") -> Zone:
    with Source(zone, make_url(url)).connect() as connection:
        return read_zone(connection, zone=zone, key=b"a key of the tests", today=TODAY)


@pytest.fixture
def zone_of(tmp_path: Path) -> Callable[[SisoRows], Zone]:
    return lambda rows: read(written(f"sqlite:///{tmp_path / 'zone.sqlite'}", rows))


def figures(facts: dict[str, pd.DataFrame], people: int) -> Counter[str]:
    """Return what a zone's facts come to; states are those of the last month."""
    stock, delivery, request = facts["stock"], facts["delivery"], facts["request"]
    now = stock[stock["month"] == stock["month"].max()].groupby("state")["n"].sum()
    return +Counter(
        {
            "people": people,
            **{state: int(n) for state, n in now.items()},
            "accesses": int(facts["access"]["n"].sum()),
            "waits": int(facts["wait"]["n"].sum()),
            "requests": int(request["n"].sum()),
            "active": int(request.loc[request["outcome"] == "active", "n"].sum()),
            "deliveries": int(delivery["started"].sum()),
            "lines": int(delivery["lines"].sum()),
            "euro": int(delivery["cents"].sum()) // 100,
            "recipients": int(facts["recipient"]["n"].sum()),
            "overlaps": int(facts["overlap"]["n"].sum()),
        }
    )


# The rules


def help_before_the_sheet(z: SisoRows) -> dict[str, int]:
    case = z.file(person(1), (OPEN, "2019-09-20"))
    z.sheet(person(1), "2019-09-20", case=case)
    z.delivery(person(1), *((DELIVERED, day, None, 100) for day in MONTHS), case=case)
    return {
        **{"people": 1, "waiting": 1, "accesses": 1},
        **{"deliveries": 1, "lines": 31, "euro": 3100, "recipients": 3},
    }


def a_line_for_the_whole_year(z: SisoRows) -> dict[str, int]:
    z.delivery(person(2), (DELIVERED, "2019-01-01", "2019-12-31", 6000))
    return {"deliveries": 1, "lines": 1, "euro": 6000, "recipients": 1}


def a_line_that_begins_later(z: SisoRows) -> dict[str, int]:
    z.delivery(person(3), (DELIVERED, "2019-12-01", "2019-12-31", 500))
    return {}


def a_closing_dated_back(z: SisoRows) -> dict[str, int]:
    z.file(person(4), (OPEN, "2018-03-10"), (TAKEN, "2018-05-01"), (CLOSED, "2018-04-30"))
    return {"people": 1}


def a_closing_in_2091(z: SisoRows) -> dict[str, int]:
    z.file(person(5), (OPEN, "2018-03-10"), (TAKEN, "2018-05-01"), (CLOSED, "2091-01-01"))
    return {"people": 1}


def an_opening_in_1900(z: SisoRows) -> dict[str, int]:
    z.file(person(6), (OPEN, "1900-01-01"), (TAKEN, "2018-05-01"))
    return {"people": 1, "in_charge": 1}


def a_state_of_the_zone_s_own(z: SisoRows) -> dict[str, int]:
    z.file(person(7), (OPEN, "2018-03-10"), (TAKEN, "2018-05-01"), (99, "2018-06-01"))
    z.file(person(8), (99, "2018-06-01"))
    return {"people": 2, "in_charge": 1, "waiting": 1}


def a_case_handed_to_another_body(z: SisoRows) -> dict[str, int]:
    z.file(person(9), (OPEN, "2018-03-10"), (TAKEN, "2018-05-01"), (HANDED_OVER, "2018-06-01"))
    z.file(person(10), (OPEN, "2018-03-10"), (HANDED_OVER, "2018-04-01"), (TAKEN, "2018-05-01"))
    return {"people": 2, "in_charge": 1, "waiting": 1}


def people_who_are_anonymous(z: SisoRows) -> dict[str, int]:
    z.file("ANONIMO", (OPEN, "2018-03-10"))
    for alias in ("A", "B", "B"):
        z.sheet("ANONIMO", "2018-03-01", alias=alias)
    for _ in range(2):
        z.delivery("ANONIMO", (DELIVERED, "2018-05-01", None, 10))
    return {
        **{"people": 1, "waiting": 1, "accesses": 3},
        **{"deliveries": 2, "lines": 2, "euro": 20, "recipients": 2},
    }


def codes_that_can_be_nobody_s(z: SisoRows) -> dict[str, int]:
    for code in (
        "AAAAAA00A00A000A",
        "AAAAAA00A00A000A",
        "aaaaaa00a00a000a ",
        "0000000000000000",
        "00000000000",
    ):
        z.file(code, (OPEN, "2018-03-10"))
    return {"people": 5, "waiting": 5}


def codes_of_another_kind(z: SisoRows) -> dict[str, int]:
    for code in ("STP0801234567890", "12345678903"):
        z.file(code, (OPEN, "2018-03-10"))
        z.delivery(code, (DELIVERED, "2018-05-01", None, 10))
        z.delivery(code, (DELIVERED, "2018-06-01", None, 10))
    return {"people": 2, "waiting": 2, "deliveries": 4, "lines": 4, "euro": 40, "recipients": 2}


def a_temporary_code_and_the_real_one(z: SisoRows) -> dict[str, int]:
    z.temporary(TEMPORARY.upper(), person(11).lower())
    z.temporary("ANONIMO", person(11))
    z.file(TEMPORARY, (OPEN, "2018-03-10"))
    z.delivery(TEMPORARY, (DELIVERED, "2018-05-01", None, 10))
    z.delivery(person(11), (DELIVERED, "2018-06-01", None, 10))
    return {"people": 1, "waiting": 1, "deliveries": 2, "lines": 2, "euro": 20, "recipients": 1}


def a_sheet_without_a_link(z: SisoRows) -> dict[str, int]:
    """It goes to the newest file, taken in charge 15 days later, and not to the one that was closed."""
    z.file(person(12), (OPEN, "2019-01-10"), (TAKEN, "2019-01-20"), typed="2019-01-10")
    z.file(
        person(12), (OPEN, "2019-01-06"), (TAKEN, "2019-01-07"), (CLOSED, "2019-01-08"), typed="2018-01-01"
    )
    z.sheet(person(12), "2019-01-05")
    return {"people": 1, "in_charge": 1, "accesses": 1, "waits": 1}


def a_sheet_without_a_person(z: SisoRows) -> dict[str, int]:
    z.sheet(None, "2018-05-05", person=False)
    z.sheet(None, "2018-05-05")
    return {"accesses": 2}


def a_request_that_becomes_active_later(z: SisoRows) -> dict[str, int]:
    case = z.file(person(13), (OPEN, "2018-01-10"))
    z.request(case, "2018-02-10", ("V", "2018-05-20", None, False), ("A", "2018-06-01", "2020-01-01", False))
    return {"people": 1, "waiting": 1, "requests": 1, "active": 1}


def a_request_closed_before_it_began(z: SisoRows) -> dict[str, int]:
    case = z.file(person(14), (OPEN, "2018-01-10"))
    z.request(case, "2018-02-10", ("A", "2018-06-01", None, False), ("C", "2018-05-15", "2018-05-15", False))
    return {"people": 1, "waiting": 1, "requests": 1}


def an_office_that_a_comune_s_code_routes_to(z: SisoRows) -> dict[str, int]:
    """Its help beside the Comune's is an overlap: the code says where messages go, not who it is."""
    office = z.body("Sportello sociale", cod_routing="H294")
    for owner in (z.comune, office):
        z.delivery(person(15), (DELIVERED, "2018-05-01", "2018-07-31", 10), owner=owner, kind=HOME_HELP)
    return {"deliveries": 2, "lines": 2, "euro": 20, "recipients": 1, "overlaps": 1}


def a_deliverer_who_is_no_owner(z: SisoRows) -> dict[str, int]:
    cooperative = z.body("Cooperativa di prova")
    z.delivery(person(16), (DELIVERED, "2018-05-01", "2018-07-31", 10), owner=z.comune)
    z.delivery(person(16), (DELIVERED, "2018-05-01", "2018-07-31", 10), deliverer=cooperative)
    return {"deliveries": 2, "lines": 2, "euro": 20, "recipients": 1}


def a_header_that_adds_its_lines(z: SisoRows) -> dict[str, int]:
    """It adds all of them, also what is preliminary or suspended; what is written on it does not matter."""
    z.delivery(
        person(17),
        (PRELIMINARY, "2018-01-01", None, 30),
        (DELIVERED, "2018-02-01", None, 100),
        (SUSPENDED, "2018-03-01", None, 20),
        spend=999,
    )
    return {"deliveries": 1, "lines": 1, "euro": 150, "recipients": 1}


def a_header_typed_by_hand(z: SisoRows) -> dict[str, int]:
    lines = ((DELIVERED, "2018-02-01", None, 70), (DELIVERED, "2018-03-01", None, None))
    z.delivery(person(18), *lines, spend=300, calculated=0)
    z.delivery(person(18), *lines, spend=None, calculated=None)
    return {"deliveries": 2, "lines": 4, "euro": 370, "recipients": 1}


def nothing_but_a_preliminary_line(z: SisoRows) -> dict[str, int]:
    z.delivery(person(19), (PRELIMINARY, "2018-02-01", None, 70))
    return {}


def a_delivery_to_nobody_known(z: SisoRows) -> dict[str, int]:
    z.delivery("-", (DELIVERED, "2018-02-01", None, 50))
    z.delivery(None, (DELIVERED, "2018-02-01", None, 50))
    return {"deliveries": 2, "lines": 2, "euro": 100, "recipients": 1}


RULES = (
    help_before_the_sheet,
    a_line_for_the_whole_year,
    a_line_that_begins_later,
    a_closing_dated_back,
    a_closing_in_2091,
    an_opening_in_1900,
    a_state_of_the_zone_s_own,
    a_case_handed_to_another_body,
    people_who_are_anonymous,
    codes_that_can_be_nobody_s,
    codes_of_another_kind,
    a_temporary_code_and_the_real_one,
    a_sheet_without_a_link,
    a_sheet_without_a_person,
    a_request_that_becomes_active_later,
    a_request_closed_before_it_began,
    an_office_that_a_comune_s_code_routes_to,
    a_deliverer_who_is_no_owner,
    a_header_that_adds_its_lines,
    a_header_typed_by_hand,
    nothing_but_a_preliminary_line,
    a_delivery_to_nobody_known,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_alone(zone_of: Callable, rule: Callable[[SisoRows], dict[str, int]]) -> None:
    rows = SisoRows()
    expected = rule(rows)
    # Somebody else who came at the end, so that the data reach until then.
    rows.file(person(99), (OPEN, "2019-09-30"))
    given, _ = zone_facts(zone_of(rows))
    assert figures(given.facts, given.people) == Counter(expected) + Counter(people=1, waiting=1)


@pytest.fixture(scope="module")
def everything() -> tuple[SisoRows, Counter[str]]:
    """A zone in which all the rules have their rows, and what they come to."""
    rows, total = SisoRows(), Counter(people=1, waiting=1)
    for rule in RULES:
        total += Counter(rule(rows))
    rows.file(person(99), (OPEN, "2019-09-30"))
    return rows, total


@pytest.fixture(scope="module")
def plain_mart(everything, tmp_path_factory) -> dict[str, pd.DataFrame]:
    return _mart_of(everything[0], tmp_path_factory.mktemp("plain"), None, lower, views=False)


def _mart_of(rows: SisoRows, folder: Path, postgres: str | None, write: Callable, *, views: bool) -> dict:
    url = written(postgres or f"sqlite:///{folder / 'zone.sqlite'}", rows, write, views=views)
    mart_url = f"sqlite:///{folder / 'mart.sqlite'}"
    attempts = refresh(mart_url, [Source("RO-RIM", make_url(url))], origin="real", processes=0, today=TODAY)
    assert [a.problem for a in attempts] == [""]
    with create_engine(url).connect() as connection:
        assert check(connection) == ()
    return dict(open_and_read(mart_url).frames)


def test_all_rules_together(everything, plain_mart) -> None:
    assert figures(plain_mart, int(plain_mart["supply"]["people"].iloc[0])) == everything[1]


@pytest.mark.parametrize("views", [False, True], ids=["tables", "views"])
@pytest.mark.parametrize("write", [lower, upper], ids=["small", "CAPITAL"])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_database_gives_the_same_mart(
    everything,
    plain_mart,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    kind: str,
    write: Callable,
    views: bool,
) -> None:
    postgres = request.getfixturevalue("empty_postgres_url") if kind == "postgresql" else None
    found = _mart_of(everything[0], tmp_path, postgres, write, views=views)
    for table in (*mart.ZONE_FACTS, mart.supply_reject, mart.supply_feature, mart.catalogue):
        columns = [column.name for column in table.columns]
        one, two = (f[table.name].sort_values(columns, ignore_index=True) for f in (plain_mart, found))
        pd.testing.assert_frame_equal(one, two, obj=table.name)


def test_flags_ids_and_days_of_every_type_say_the_same(everything, empty_postgres_url: str) -> None:
    """Flags are CHAR, VARCHAR, NUMBER, INTEGER or BOOLEAN, ids NUMBER, and days carry a time or are text."""
    types = {
        "ss_scheda.completa": "char(3)",
        "ss_scheda.eliminata": "boolean using eliminata = 1",
        "ss_scheda.id": "numeric(10)",
        "cs_i_intervento_eseg_mast.flag_spesa_calc": "numeric(3, 1)",
        "cs_cfg_int_eseg_stato.flag_chiudi": "varchar(5) using case flag_chiudi when 1 then '1' else ' ' end",
        "cs_i_intervento_eseg_mast_sogg.flag_riferimento": "double precision",
        "cs_flg_intervento.flag_respinto": "char(1)",
        "cs_it_step.id": "numeric(10)",
        "cs_i_intervento_eseg.data_esecuzione": "timestamp using data_esecuzione + interval '13 hours'",
        "cs_d_diario.dt_amministrativa": "text using to_char(dt_amministrativa, 'YYYY-MM-DD\"T\"23:30:00')",
        "ss_scheda_accesso.data": "date",
        "cs_i_intervento_eseg.spesa": "double precision",
    }
    url = written(empty_postgres_url, everything[0])
    with create_engine(url).begin() as connection:
        for column, kind in types.items():
            table, name = column.split(".")
            connection.execute(text(f"alter table {table} alter column {name} type {kind}"))
    found = zone_facts(read(url))[0]
    assert figures(found.facts, found.people) == everything[1]


def test_no_row_that_a_rule_keeps_is_counted_as_left_out(plain_mart) -> None:
    left_out = plain_mart["supply_reject"][plain_mart["supply_reject"]["effect"] == "row"]
    # The line of next December.
    assert left_out[["table_name", "reason", "rows"]].values.tolist() == [
        ["CS_I_INTERVENTO_ESEG", "day_implausible", 1]
    ]


# What the figures do not show


def test_a_step_dated_back_counts_from_the_day_of_the_one_before(zone_of: Callable) -> None:
    rows = SisoRows()
    a_closing_dated_back(rows)
    a_closing_in_2091(rows)
    an_opening_in_1900(rows)
    days = zone_of(rows).steps.groupby("case")["day"].agg(lambda d: [str(day.date()) for day in d]).tolist()
    assert days == [
        ["2018-03-10", "2018-05-01", "2018-05-01"],
        ["2018-03-10", "2018-05-01", "2018-05-01"],
        ["2018-05-01", "2018-05-01"],
    ]


def test_help_before_the_sheet_is_in_no_wait_and_help_after_it_is(zone_of: Callable) -> None:
    rows = SisoRows()
    case = rows.file(person(1), (OPEN, "2019-01-10"), (TAKEN, "2019-01-20"))
    rows.sheet(person(1), "2019-01-10", case=case)
    rows.delivery(person(1), *((DELIVERED, day, None, 100) for day in MONTHS), case=case)
    wait = zone_facts(zone_of(rows))[0].facts["wait"]
    assert set(wait["step"]) == {"access_taken"}


def test_who_was_responsible_is_what_the_diary_of_each_step_says(zone_of: Callable) -> None:
    """Handed over in 2019: the flag of the old row is gone, and the new one is as old as the case."""
    rows = SisoRows()
    first = rows.file(
        *(person(1), (OPEN, "2018-01-01"), (TAKEN, "2018-01-10"), (TAKEN, "2019-02-01")),
        responsible=(None, 7, 8),
    )
    second = rows.file(person(2), (OPEN, "2018-01-01"), (TAKEN, "2018-01-10"), responsible=(None, 7))
    rows.operator(first, 7, responsible=False, until="2019-02-01")
    rows.operator(first, 8, responsible=True)
    rows.operator(second, 7, responsible=True)
    rows.file(person(3), (OPEN, "2019-09-30"))
    load = zone_facts(zone_of(rows))[0].facts["workload"].groupby("month")
    found = {month: dict(zip(g["cases"], g["n"], strict=True)) for month, g in load}
    assert (found[201812], found[201903], found[201909]) == ({2: 1}, {1: 2}, {1: 2})


def test_without_the_diary_s_operator_only_the_last_month_is_published(tmp_path: Path) -> None:
    rows = SisoRows()
    case = rows.file(person(1), (OPEN, "2018-01-01"), (TAKEN, "2018-01-10"))
    rows.operator(case, 7, responsible=True)
    rows.file(person(3), (OPEN, "2019-09-30"))
    url = written(f"sqlite:///{tmp_path / 'zone.sqlite'}", rows)
    with create_engine(url).begin() as connection:
        connection.execute(text("alter table cs_d_diario drop column responsabile_id"))
    load = zone_facts(read(url))[0].facts["workload"]
    assert load[["month", "cases", "n"]].values.tolist() == [[201909, 1, 1]]


def test_any_line_that_closes_ends_a_delivery_and_else_the_greatest_id_says(zone_of: Callable) -> None:
    rows = SisoRows()
    rows.delivery("-", (ENDED, "2018-05-01", None, 1), (DELIVERED, "2018-06-01", None, 1))
    rows.delivery("-", (DELIVERED, "2018-06-01", None, 1), (SUSPENDED, "2018-05-01", None, 1))
    rows.delivery("-", (SUSPENDED, "2018-06-01", None, 1), (DELIVERED, "2018-05-01", None, 1))
    assert zone_of(rows).deliveries["open"].tolist() == [False, False, True]


def test_a_line_for_the_whole_year_ends_on_the_day_of_reading(zone_of: Callable) -> None:
    rows = SisoRows()
    a_line_for_the_whole_year(rows)
    rows.delivery("-", (DELIVERED, "2018-06-01", "2018-05-01", 10))
    assert zone_of(rows).lines["until"].tolist() == [TODAY, pd.Timestamp("2018-06-01")]


def test_requests_count_in_the_quarter_in_which_they_were_typed(zone_of: Callable) -> None:
    rows = SisoRows()
    a_request_that_becomes_active_later(rows)
    a_request_closed_before_it_began(rows)
    facts = zone_facts(zone_of(rows))[0].facts
    assert facts["request"][["quarter", "outcome"]].values.tolist() == [[20181, "active"], [20181, "closed"]]


def test_categories_go_by_their_ids(zone_of: Callable) -> None:
    rows = SisoRows()
    rows.category(1, "Nuclei e infanzia")
    rows.category(17, "Dipendenze")
    rows.category(18, "Senza dimora")
    for number, category in enumerate((1, 4, 17, 18)):
        rows.file(person(number), (OPEN, "2018-01-01"), category=category)
    stock = zone_facts(zone_of(rows))[0].facts["stock"]
    assert sorted(stock["category"].unique()) == ["ANZ", "DIP", "FAM", "OTH"]


def test_a_code_with_a_wrong_letter_is_nobody_s_unless_all_codes_are_disguised(zone_of: Callable) -> None:
    rows = SisoRows()
    for number in (1, 2, 2):
        rows.file(person(number), (OPEN, "2018-01-01"))
    for number in (3, 3):
        rows.file(person(number, right=False), (OPEN, "2018-01-01"))
    people = zone_of(rows).people
    assert people["person"].nunique() == 4
    assert people["identified"].tolist() == [True] * 3 + [False] * 2


def test_in_a_copy_with_disguised_codes_people_are_still_people(zone_of: Callable) -> None:
    rows = SisoRows()
    for number in (1, 2, 3, 3):
        rows.file(person(number, right=False), (OPEN, "2018-01-01"))
    assert zone_of(rows).people["person"].nunique() == 3


@pytest.mark.parametrize(
    ("code", "overlaps"),
    [(person(1), 1), ("AAAAAA00A00A000A", 0), ("ANONIMO", 0), ("12345678903", 0), (TEMPORARY, 0), (None, 0)],
)
def test_only_a_person_s_code_is_known_in_two_zones(tmp_path: Path, code: str | None, overlaps: int) -> None:
    keys = {}
    for zone, name in (("RO-RIM", "Comune di Rimini"), ("RO-RIC", "Comune di Riccione")):
        rows = SisoRows()
        owner = rows.body(name, {"RO-RIM": "H294", "RO-RIC": "H274"}[zone])
        rows.delivery(code, (DELIVERED, "2018-05-01", "2018-07-31", 10), owner=owner)
        url = written(f"sqlite:///{tmp_path / zone}.sqlite", rows)
        keys[zone] = zone_facts(read(url, zone=zone))[1]
    assert across_facts(keys)["overlap"]["n"].sum() == overlaps


def test_a_column_that_no_fact_needs_switches_nothing_off(tmp_path: Path) -> None:
    rows = SisoRows()
    case = rows.file(person(1), (OPEN, "2018-01-01"), category=1)
    rows.sheet(person(1), "2018-01-01", case=case, need=True)
    rows.delivery(person(1), (DELIVERED, "2018-02-01", None, 10), owner=rows.comune)
    url = written(f"sqlite:///{tmp_path / 'zone.sqlite'}", rows)
    before = zone_facts(read(url))[0].facts
    dropped = {
        "ss_motivazione": ("economico", "classificazione_id"),
        "cs_a_anagrafica": ("sesso", "data_nascita"),
        "cs_a_caso": ("dt_ins",),
        "cs_d_diario": ("dt_ins", "dt_attivazione_da"),
        "ss_scheda": ("dt_ins",),
        "ss_scheda_accesso": ("rel_upo_organizzazione_id",),
        "cs_i_intervento": ("dt_ins", "scti_categoria_sociale_id"),
        "cs_i_intervento_eseg": ("data_esecuzione_a",),
        "cs_i_intervento_eseg_mast": ("categoria_sociale_id",),
        "cs_i_intervento_eseg_mast_sogg": ("sesso", "anno_nascita", "caso_id"),
        "cs_i_intervento_pr": ("flag_servizio_ambito",),
        "cs_o_organizzazione": ("cod_routing", "cod_catastale"),
    }
    with create_engine(url).begin() as connection:
        for table, columns in dropped.items():
            for column in columns:
                connection.execute(text(f"alter table {table} drop column {column}"))
        for table in ("cf_temp", "ss_classificazione_motivazione", "cs_c_categoria_sociale"):
            connection.execute(text(f"drop table {table}"))
    zone = read(url)
    assert zone.off == ()
    found = zone_facts(zone)[0].facts
    for name in ("stock", "access", "need", "coverage", "delivery", "recipient"):
        assert found[name]["n" if "n" in found[name] else "cents"].sum() == (
            before[name]["n" if "n" in before[name] else "cents"].sum()
        ), name


def test_a_table_that_may_not_be_read_is_a_table_that_is_not_there(empty_postgres_url: str) -> None:
    rows = SisoRows()
    a_header_that_adds_its_lines(rows)
    rows.file(person(1), (OPEN, "2018-01-01"))
    url = make_url(written(empty_postgres_url, rows, upper))
    with create_engine(url).begin() as connection:
        connection.execute(text("create role reads_little login password 'x'"))
        connection.execute(text("grant select on all tables in schema public to reads_little"))
        connection.execute(text('revoke select on "CS_I_INTERVENTO_PR" from reads_little'))
    reader = url.set(username="reads_little", password="x").render_as_string(hide_password=False)
    with create_engine(reader).connect() as connection:
        assert [(off.feature, off.missing) for off in check(connection)] == [
            ("owners", ("CS_I_INTERVENTO_PR",))
        ]
    assert read(reader).deliveries["spend"].sum() == 15000


@pytest.mark.parametrize("asked", ["CS_RIMINI", "cs_rimini"])
def test_a_schema_is_found_whatever_its_case(empty_postgres_url: str, asked: str) -> None:
    rows = SisoRows()
    a_header_that_adds_its_lines(rows)
    url = written(empty_postgres_url, rows, upper)
    with create_engine(url).begin() as connection:
        connection.execute(text('alter schema public rename to "CS_RIMINI"'))
    with create_engine(url).connect() as connection:
        assert check(connection, asked) == ()
        zone = read_zone(connection, zone="RO-RIM", key=b"k", schema=asked, today=TODAY)
    assert zone.deliveries["spend"].sum() == 15000


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_one_cell_that_the_driver_cannot_read_does_not_cost_the_zone(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    rows = SisoRows()
    rows.file(person(1), (OPEN, "2018-01-01"), category=4)
    a_header_that_adds_its_lines(rows)
    on_postgres = kind == "postgresql"
    sqlite = f"sqlite:///{tmp_path / 'zone.sqlite'}"
    url = written(request.getfixturevalue("empty_postgres_url") if on_postgres else sqlite, rows)
    spoil = (
        "update cs_a_soggetto_categoria_soc set data_fine_app = 'infinity'"
        if on_postgres
        else "update cs_o_organizzazione set nome = cast(x'436f6d756e65ff' as text)"
    )
    with create_engine(url).begin() as connection:
        connection.execute(text(spoil))
    zone = read(url)
    assert zone.deliveries["spend"].sum() == 15000
    assert zone.categories[["category", "end"]].isna().to_numpy().tolist() == [[False, True]]


def test_only_a_stock_of_open_cases_cuts_off_the_time_before_it(zone_of: Callable) -> None:
    """Sixty files older than the first day of typing: a stock, unless closings are among them."""
    rows = SisoRows()
    for number in range(60):
        rows.file(person(number), (OPEN, "2016-05-01"), typed="2017-01-02")
        rows.file(person(100 + number), (OPEN, "2018-05-01"), (CLOSED, "2018-07-01"), typed="2018-05-01")
    assert zone_of(rows).data_from == pd.Timestamp("2017-01-02")
