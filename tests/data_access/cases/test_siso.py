"""A zone as S.I.SO keeps it, read by S.I.SO's own rules: each rule on rows that would break it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.dialects import oracle
from sqlalchemy.engine import make_url
from zone import ANNA, BRUNO, CARLA, DARIO_TEMPORARY, FADO, LONE, RELATIVE, ROWS, TODAY, hand_made

from data_access.cases import readers
from data_access.cases.border import Border, cents, days, flags, ids, words
from data_access.cases.persons import Persons, new_key
from data_access.cases.places import is_elsewhere, municipalities, municipality_codes
from data_access.cases.readers import Zone, ZoneUnreadableError, body_kind, read_zone
from data_access.cases.siso import (
    FEATURES,
    PresentTable,
    check,
    present_tables,
    switched_off,
    tables,
    tables_of,
)

KEY = b"a key of the tests"
Day = pd.Timestamp


def read(url: str, *, zone: str = "RO-RIM", key: bytes = KEY) -> Zone:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return read_zone(connection, zone=zone, key=key, today=Day(TODAY))
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Zone:
    """The hand-made zone, read from SQLite."""
    return read(str(hand_made(f"sqlite:///{tmp_path_factory.mktemp('zone') / 'zone.sqlite'}")))


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[dict], None]], Zone]:
    """Read the hand-made zone after a change of its rows."""

    def read_changed(change: Callable[[dict], None]) -> Zone:
        rows = deepcopy(ROWS)
        change(rows)
        return read(str(hand_made(f"sqlite:///{tmp_path / 'changed.sqlite'}", rows)))

    return read_changed


def rejects(zone: Zone) -> dict[tuple[str, str], int]:
    return {(r["table"], r["reason"]): r["rows"] for r in zone.rejects.to_dict("records")}


def test_the_days_between_which_the_database_was_in_use(known: Zone) -> None:
    # Until the last day on which anything was typed or happened; and from ever, for no stock was typed in.
    assert known.data_until == Day("2019-09-25")
    assert pd.isna(known.data_from)


# People


def test_only_people_with_a_file_are_read(known: Zone) -> None:
    assert known.people["case"].tolist() == [1001, 1002, 1003, 1004, 1005, 1007, 1008]
    assert known.people["person"].nunique() == 6  # Anna has two files, the relative none


def test_current_residence_is_the_row_without_an_end(known: Zone) -> None:
    place = known.people.set_index("case")["municipality"]
    assert place[1001] == "099014"  # not the domicile
    assert place[1002] == "099014"  # not the address that ended; written as an ISTAT code
    where = known.people.set_index("case")["resident"]
    assert (place[1003], where[1003]) == ("", "outside")
    assert (place[1004], where[1004]) == ("", "")


def test_birth_dates_become_years_and_a_form_s_default_none(known: Zone) -> None:
    years = known.people.set_index("case")["birth_year"]
    assert (years[1001], years[1004], years[1005]) == (1940, 0, 0)


def test_a_code_in_small_letters_is_the_same_person(known: Zone) -> None:
    person = known.people.set_index("case")["person"]
    sheet = known.accesses.set_index("sheet")
    assert sheet["person"][3] == person[1003]
    assert person[1001] == person[1008]  # a blank behind the code


def test_a_permanent_code_is_one_person_in_all_zones_and_others_are_not(tmp_path: Path) -> None:
    url = str(hand_made(f"sqlite:///{tmp_path / 'zone.sqlite'}"))
    here, there = (read(url, zone=zone).people.set_index("case") for zone in ("RO-RIM", "RO-RIC"))
    same = here["person"] == there["person"]
    assert same[[1001, 1002, 1003]].all()
    assert not same[[1004, 1005]].any()  # temporary, missing
    assert here["identified"].tolist() == same.tolist()


def test_another_key_gives_other_persons(known: Zone, tmp_path: Path) -> None:
    url = str(hand_made(f"sqlite:///{tmp_path / 'zone.sqlite'}"))
    assert not read(url, key=b"another").people["person"].isin(known.people["person"]).any()


def test_no_code_name_or_birth_date_is_in_any_frame(known: Zone) -> None:
    every = (ANNA, BRUNO, CARLA, DARIO_TEMPORARY, FADO, LONE, RELATIVE)
    frames = [value for value in vars(known).values() if isinstance(value, pd.DataFrame)]
    printed = "\n".join(frame.to_csv() for frame in frames).upper()
    assert not [code for code in every if code in printed]
    assert "1985-02-01" not in printed


def test_the_key_of_a_run_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OSSERVATORIO_PERSON_KEY", raising=False)
    assert new_key() != new_key()
    monkeypatch.setenv("OSSERVATORIO_PERSON_KEY", "kept")
    assert new_key() == b"kept" == new_key()


def test_everybody_without_a_code_is_somebody_else() -> None:
    codes = [ANNA, BRUNO] * 3 + [None, ""]
    keys, identified = Persons(KEY, "RO-RIM").keys(codes, np.arange(8), "t")
    assert len(set(keys.tolist())) == 4
    assert identified.tolist() == [True] * 6 + [False] * 2


# Cases


def test_steps_follow_the_ids_and_never_go_back(known: Zone) -> None:
    by_case = known.steps.groupby("case")["state"].agg(list)
    assert by_case[1001] == ["open", "in_charge", "closed"]
    assert by_case[1002] == ["open", "in_charge", "closed", "reopened", "in_charge"]
    # The closing is dated before the taking in charge: it closes all the same, on that day.
    assert by_case[1004] == ["open", "in_charge", "closed"]
    assert known.steps[known.steps["case"] == 1004]["day"].tolist()[1:] == [Day("2018-04-01")] * 2
    # 2091: the case is open, since the day it was typed.
    assert known.steps[known.steps["case"] == 1007][["state", "day"]].values.tolist() == [
        ["open", Day("2018-07-01")]
    ]
    assert (known.steps.groupby("case")["day"].diff().dropna() >= pd.Timedelta(0)).all()


def test_the_last_step_is_the_greatest_id_whatever_order_rows_come_in(changed: Callable) -> None:
    def shuffle(rows: dict) -> None:
        rows["cs_it_step"].reverse()

    zone = changed(shuffle)
    assert zone.steps.groupby("case")["state"].last()[1002] == "in_charge"


def test_a_step_counts_on_its_administrative_day_else_on_the_day_of_typing(known: Zone) -> None:
    taken = known.steps[(known.steps["case"] == 1001) & (known.steps["state"] == "in_charge")].iloc[0]
    assert (taken["day"], taken["typed"]) == (Day("2018-01-20"), Day("2018-02-20"))
    assert known.steps.set_index("case")["day"][1005] == Day("2018-07-01")


def test_a_closed_case_takes_the_reason_of_its_last_closed_intervention(known: Zone) -> None:
    closed = known.steps[known.steps["state"] == "closed"].set_index("case")["reason"]
    assert closed.to_dict() == {1001: "Obiettivi raggiunti", 1002: "", 1004: "", 1008: ""}


def test_categories_overlap_and_change(known: Zone) -> None:
    of_1002 = known.categories[known.categories["case"] == 1002]
    assert of_1002["category"].tolist() == ["Adulti", "Famiglia e minori"]
    assert of_1002["end"].isna().tolist() == [False, True]
    assert known.categories[known.categories["case"] == 1003]["main"].tolist() == [False, True]


def test_only_the_responsible_worker_counts(known: Zone) -> None:
    now = known.workers[known.workers["now"]]
    assert now.groupby("case")["worker"].agg(list).to_dict() == {1002: [32], 1003: [31], 1004: [31]}


# Accesses and requests


def test_only_complete_sheets_that_were_not_deleted_are_accesses(known: Zone) -> None:
    assert known.accesses["sheet"].tolist() == [1, 2, 3, 6]


def test_a_sheet_finds_its_case_by_link_else_by_code(known: Zone) -> None:
    found = known.accesses.set_index("sheet")[["case", "linked"]]
    assert found.loc[1].tolist() == [1001, True]
    assert found.loc[3].tolist() == [1003, False]
    assert found.loc[6].tolist() == [-1, False]  # a SERENA sheet, of somebody without a file


def test_needs_belong_to_valid_sheets(known: Zone) -> None:
    assert known.needs["sheet"].tolist() == [1, 1, 2, 3, 6]
    assert known.needs["need_class"].tolist() == [
        "Bisogni economici",
        "Non autosufficienza",
        *["Bisogni economici"] * 3,
    ]


def test_requests_are_what_their_last_sheet_says(known: Zone) -> None:
    found = known.requests.set_index("request")
    assert found.loc[401, ["requested", "activated", "closed", "state"]].tolist() == [
        Day("2018-01-25"),
        Day("2018-02-01"),
        Day("2018-06-30"),
        "C",
    ]
    assert found.loc[402, "state"] == "G"
    assert bool(found.loc[403, "refused"])
    assert pd.isna(found.loc[403, "activated"])  # refused: not active, although its sheet says A
    # Closed before it was active: then it ended on the day it began.
    assert found.loc[404, ["activated", "closed"]].tolist() == [Day("2018-06-01")] * 2


# Deliveries


def test_money_is_the_header_s_or_the_lines_never_both(known: Zone) -> None:
    spend = known.deliveries.set_index("delivery")
    assert spend["spend"].to_dict() == {501: 119950, 502: 30000, 503: 8000, 506: 5000, 507: 4000, 508: 9000}
    assert spend.loc[[501, 502, 503, 507], "spend_from"].tolist() == ["lines", "header", "header", "lines"]
    by_header = spend.loc[spend["spend_from"] == "header", "spend"].sum()
    assert known.lines["spend"].sum() + by_header == spend["spend"].sum()


def test_only_states_of_type_e_deliver(known: Zone) -> None:
    assert 505 not in known.deliveries["delivery"].to_list()
    first = known.deliveries.set_index("delivery")["first"]
    assert first[501] == Day("2018-02-10")  # its preliminary line is of the 1st


def test_a_delivery_is_open_unless_its_last_line_closes(known: Zone) -> None:
    is_open = known.deliveries.set_index("delivery")["open"]
    assert not is_open[501]
    assert is_open[502]


def test_the_owner_is_the_project_s_office_and_unknown_offices_are_nobody(known: Zone) -> None:
    owner = known.deliveries.set_index("delivery")["owner"]
    assert owner[[501, 502, 507]].tolist() == [1, 3, -1]


def test_beneficiaries_do_not_multiply_money(known: Zone) -> None:
    household = known.beneficiaries[known.beneficiaries["delivery"] == 506]
    assert len(household) == 2
    assert household["reference"].sum() == 1
    assert household[household["reference"]]["case"].tolist() == [1002]
    assert (known.beneficiaries.groupby("delivery")["reference"].sum() == 1).all()


def test_a_beneficiary_without_a_case_number_is_known_by_the_code(known: Zone) -> None:
    # Anna has two files: hers is the newest.
    assert known.beneficiaries.set_index("delivery").loc[502, "case"] == 1008


# What is left out


def test_every_bad_row_is_counted_with_its_reason(known: Zone) -> None:
    assert rejects(known) == {
        ("CS_A_ANA_INDIRIZZO", "municipality_unknown"): 1,
        ("CS_A_CASO_OPE_TIPO_OPE", "orphan"): 1,
        ("CS_A_SOGGETTO", "orphan"): 1,
        ("CS_A_SOGGETTO_CATEGORIA_SOC", "orphan"): 1,
        ("CS_FLG_INTERVENTO", "step_out_of_order"): 1,  # closed before it was active
        ("CS_IT_STEP", "body_unknown"): 1,
        ("CS_IT_STEP", "day_implausible"): 1,
        ("CS_IT_STEP", "day_missing"): 1,
        ("CS_IT_STEP", "orphan"): 1,
        ("CS_IT_STEP", "step_out_of_order"): 1,
        ("CS_I_INTERVENTO_ESEG", "day_implausible"): 1,
        ("CS_I_INTERVENTO_ESEG", "orphan"): 1,
        ("CS_I_INTERVENTO_ESEG", "spend_negative"): 2,  # its own, and the line of a header that is
        ("CS_I_INTERVENTO_ESEG_MAST", "body_unknown"): 1,
        ("CS_I_INTERVENTO_ESEG_MAST", "spend_negative"): 1,
        ("CS_I_INTERVENTO_ESEG_MAST", "spend_typed_twice"): 1,
        ("SS_MOTIVAZIONI_SCHEDE", "orphan"): 1,
        ("SS_SCHEDA_ACCESSO", "day_implausible"): 1,
    }


def test_a_row_twice_under_one_key_counts_once(changed: Callable, known: Zone) -> None:
    def repeat(rows: dict) -> None:
        for table in ("cs_it_step", "ss_scheda", "cs_i_intervento_eseg", "cs_i_intervento_eseg_mast"):
            rows[table].append(rows[table][0])

    zone = changed(repeat)
    assert zone.deliveries["spend"].sum() == known.deliveries["spend"].sum()
    assert len(zone.steps) == len(known.steps)
    assert [reason for _, reason in rejects(zone)].count("key_not_unique") == 4


def test_rows_read_are_counted_by_table(known: Zone) -> None:
    read_rows = known.read.set_index("table")["rows"]
    assert read_rows["CS_IT_STEP"] == len(ROWS["cs_it_step"])
    assert read_rows["CS_C_CATEGORIA_SOCIALE"] == 4  # looked up by three, read once
    left_out = known.rejects[known.rejects["effect"] == "row"].groupby("table")["rows"].sum()
    assert (left_out <= read_rows.reindex(left_out.index)).all()  # a share of every table can be told


# Databases


def test_postgresql_gives_the_same_frames(known: Zone, empty_postgres_url: str) -> None:
    zone = read(str(hand_made(empty_postgres_url).render_as_string(hide_password=False)))
    for name, frame in vars(known).items():
        if isinstance(frame, pd.DataFrame):
            pd.testing.assert_frame_equal(frame, getattr(zone, name), obj=name)


def test_backup_copies_are_ignored(tmp_path: Path, known: Zone) -> None:
    url = hand_made(f"sqlite:///{tmp_path / 'zone.sqlite'}")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text("create table CS_I_INTERVENTO_ESEG_MAST_1315 as select * from cs_i_intervento_eseg_mast")
        )
    with engine.connect() as connection:
        assert not [name for name in present_tables(connection) if name.endswith("1315")]
    engine.dispose()
    assert read(str(url)).deliveries["spend"].sum() == known.deliveries["spend"].sum()


@pytest.mark.parametrize(
    ("statement", "off", "empty"),
    [
        ("drop table ss_motivazione", {"needs"}, ("needs",)),
        (
            "alter table ss_scheda drop column completa",
            {"accesses", "needs", "access_links"},
            ("accesses", "needs"),
        ),
        ("drop table cs_a_ana_indirizzo", {"residence"}, ()),
        ("alter table cs_i_intervento_eseg_mast drop column int_progetto_id", {"owners"}, ()),
        ("alter table cs_flg_intervento drop column motivo_chiusura_int_id", {"closing_reasons"}, ()),
        ("drop table cs_ss_scheda_segr", {"access_links"}, ()),
        ("drop table cs_a_caso_ope_tipo_ope", {"workload", "workload_history"}, ("workers",)),
        ("alter table cs_d_diario drop column responsabile_id", {"workload_history"}, ()),
        (
            "drop table cs_i_intervento_eseg",
            {"deliveries", "owners"},
            ("deliveries", "lines", "beneficiaries"),
        ),
        (
            "drop table cs_it_step",
            {
                *("cases", "residence", "categories", "workload", "workload_history"),
                *("requests", "closing_reasons"),
            },
            ("people", "steps", "categories", "workers", "requests"),
        ),
        ("drop table cs_o_organizzazione", {"bodies"}, ("bodies",)),
    ],
)
def test_what_is_missing_switches_off_what_needs_it_and_nothing_else(
    known: Zone, tmp_path: Path, statement: str, off: set[str], empty: tuple[str, ...]
) -> None:
    url = hand_made(f"sqlite:///{tmp_path / 'zone.sqlite'}")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    zone = read(str(url))
    assert {feature.feature for feature in zone.off} == off
    for name, frame in vars(known).items():
        if isinstance(frame, pd.DataFrame) and name not in ("rejects", "read"):
            found = getattr(zone, name)
            assert found.dtypes.to_dict() == frame.dtypes.to_dict()
            assert found.empty == (name in empty)


def test_the_sentence_names_table_and_column() -> None:
    there = {
        name: PresentTable(name, {c.name: c.name for c in table.columns}) for name, table in tables().items()
    }
    del there["cs_flg_intervento"].columns["flag_respinto"]
    sentences = [feature.sentence() for feature in switched_off(there)]
    assert sentences[0] == "requests is off: the schema lacks CS_FLG_INTERVENTO.FLAG_RESPINTO."


def test_an_empty_database_reads_as_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nothing.sqlite'}"
    create_engine(url).connect().close()
    zone = read(url)
    assert {feature.feature for feature in zone.off} == set(FEATURES)
    assert zone.steps.empty
    assert zone.deliveries.empty


def test_an_error_says_neither_address_nor_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = hand_made(f"sqlite:///{tmp_path / 'zone.sqlite'}")

    def fails(border: Border, *_: object) -> None:
        border.connection.execute(text(f"select * from nowhere where cf = '{ANNA}'"))

    monkeypatch.setattr(readers, "people", fails)
    with pytest.raises(ZoneUnreadableError) as raised:
        read(str(url))
    assert str(raised.value) == "The database of zone RO-RIM could not be read (OperationalError)."
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


# Oracle: no server was at hand, so what is sent is compiled and looked at.


def test_statements_compile_for_oracle_with_plain_names_and_the_schema(known: Zone, tmp_path: Path) -> None:
    sent: list = []
    url = hand_made(f"sqlite:///{tmp_path / 'zone.sqlite'}")
    engine = create_engine(url)
    with engine.connect() as connection, pytest.MonkeyPatch.context() as patch:
        original = type(connection).execute

        def remember(self: object, statement: object, *args: object, **kwargs: object) -> object:
            sent.append(statement)
            return original(self, statement, *args, **kwargs)

        patch.setattr(type(connection), "execute", remember)
        read_zone(connection, zone="RO-RIM", key=KEY, today=Day(TODAY))
    engine.dispose()
    assert len(sent) > 20
    for statement in sent:
        compiled = str(statement.compile(dialect=oracle.dialect()))
        assert '"' not in compiled  # quoted names would be lower case in Oracle, and not found
        assert "*" not in compiled
        assert compiled.startswith("SELECT ")
    step = PresentTable("cs_it_step", {c.name: c.name for c in tables()["cs_it_step"].columns}, "CS_RIMINI")
    in_schema = str(select(tables_of({"cs_it_step": step})["cs_it_step"]).compile(dialect=oracle.dialect()))
    assert "CS_RIMINI" in in_schema
    assert ".cs_it_step" in in_schema


# The border's readings of a cell


def test_flags_of_five_types() -> None:
    given = [1, "1", "1 ", True, 1.0, 0, "0", None, "", False, "N"]
    assert flags(given).tolist() == [True] * 5 + [False] * 6


def test_days_have_no_time_and_survive_what_is_not_a_day() -> None:
    given = ["2018-02-01", "2018-02-01 13:45:00", None, "", "ieri", "9999-12-31"]
    found = days(given)
    assert found[:2].tolist() == [Day("2018-02-01").to_pydatetime()] * 2
    assert np.isnat(found[2:5]).all()
    assert str(found[5])[:10] == "9999-12-31"
    assert days([Day("2018-02-01 13:45").to_pydatetime(), None])[0] == np.datetime64("2018-02-01", "s")


def test_money_is_whole_cents_and_numbers_come_in_any_type() -> None:
    assert cents(["10.10", None, 0.29, 3]).tolist() == [1010, 0, 29, 300]
    assert ids(["7", None, 8.0]).tolist() == [7, -1, 8]
    assert words(["a ", None, " b"]).tolist() == ["a", "", "b"]


def test_places_are_the_330_comuni() -> None:
    assert len(set(municipalities().values())) == 330
    assert municipality_codes(["H294", "h294 ", "099014", "99014", "F205", None]).tolist() == [
        "099014",
        "099014",
        "099014",
        "099014",
        "",
        "",
    ]


def test_codes_of_merged_comuni_mean_the_one_that_followed() -> None:
    sorbolo_mezzani = "034051"
    assert municipality_codes(["I845", "034037", "F174", "M411"]).tolist() == [sorbolo_mezzani] * 4
    # Of Pesaro e Urbino until 2021: the Belfiore code stayed, the ISTAT code did not.
    assert municipality_codes(["F478", "041033", "099030"]).tolist() == ["099030"] * 3
    assert is_elsewhere(["I845", "H294", "F205", "Z100", "?", None]).tolist() == [
        False,
        False,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Comune di Rimini", "municipality"),
        ("Unione dei Comuni Valmarecchia", "union"),
        ("Nuovo Circondario Imolese", "union"),
        ("Azienda USL della Romagna", "health"),
        ("A.U.S.L. di Imola", "health"),
        ("ASP Valloni Marecchia", "asp"),
        ("ASP Circondario Imolese", "asp"),
        ("A.S.P. Circondario Imolese", "asp"),
        ("A. S. P. Città di Bologna", "asp"),
        ("Cooperativa sociale La Goccia", "third_sector"),
        ("Istituto comprensivo", "other"),
    ],
)
def test_a_body_s_kind_is_read_from_its_name(name: str, kind: str) -> None:
    assert body_kind(name, is_comune=False) == kind


def test_check_needs_no_rows(tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    hand_made(url, {})
    with create_engine(url).connect() as connection:
        assert check(connection) == ()
