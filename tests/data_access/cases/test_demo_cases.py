"""The demo's zones: the same bytes, the announced size, people who are nobody, and the faults of reality."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import create_engine

from data_access.cases.readers import Zone, read_zone
from data_access.cases.siso import tables
from data_access.demo.cases import rows as demo_rows
from data_access.demo.cases.build import build_zones, demo_tables, fill
from data_access.demo.cases.catalogue import SURNAMES
from data_access.demo.cases.district import LACKING, all_districts
from data_access.demo.cases.people import birthdays, chance, fiscal_codes, sexes

KEY = b"a key of the tests"
SMALL = 3_000
USUAL = 60_000
ZONES = ("RO-RIM", "RO-RUB", "MO-PAV", "FE-SUE", "BO-CIT")


def read(path: Path) -> Zone:
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            return read_zone(connection, zone=path.stem, key=KEY)
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five zones of the usual size."""
    where = tmp_path_factory.mktemp("zones")
    build_zones(where, people=USUAL, processes=1, districts=ZONES)
    return where


@pytest.fixture(scope="session")
def zones(folder: Path) -> dict[str, Zone]:
    return {path.stem: read(path) for path in folder.glob("*.sqlite")}


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One zone without the faults."""
    monkeypatch.setattr(demo_rows, "spoil", lambda _rng, _rows: None)
    return build_zones(tmp_path, people=USUAL, processes=1, districts=["RO-RIM"])[0]


def test_the_same_seed_gives_the_same_bytes_in_one_process_or_two(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    one = build_zones(tmp_path / "one", people=SMALL, processes=1, districts=ZONES[:2])
    two = build_zones(
        tmp_path / "two",
        people=SMALL,
        processes=2,
        districts=ZONES[:2],
        progress=lambda share, zone: told.append((share, zone)),
    )
    other = build_zones(tmp_path / "other", people=SMALL, processes=1, districts=ZONES[:2], seed=2020)
    assert [a.read_bytes() for a in one] == [b.read_bytes() for b in two]
    assert [a.read_bytes() for a in one] != [c.read_bytes() for c in other]
    assert [share for share, _ in told] == [0.5, 1.0]
    assert sorted(path.name for path in (tmp_path / "two").iterdir()) == ["RO-RIM.sqlite", "RO-RUB.sqlite"]


def test_people_with_a_file_are_as_many_as_said_and_follow_the_residents(zones: dict[str, Zone]) -> None:
    everywhere = all_districts(2019, USUAL)
    assert len(everywhere) == 38
    assert sum(district.people for district in everywhere) == USUAL
    expected = {district.code: district.people for district in everywhere}
    for code, zone in zones.items():
        assert zone.people["person"].nunique() == pytest.approx(expected[code], rel=0.03)
    largest = max(everywhere, key=lambda district: district.people)
    assert largest.code == "BO-CIT"


def test_codes_have_the_right_form_and_belong_to_nobody() -> None:
    number = np.arange(0, 11_400_000, 997)
    category = (chance(number, 0) * 6).astype(int)
    sex, born = sexes(number, category), birthdays(number, category)
    codes = fiscal_codes(number, sex, born)
    assert len(set(codes.tolist())) == len(number)
    for code, woman, day in zip(
        codes[:400], sex[:400] == "F", born[:400].astype("M8[D]").tolist(), strict=True
    ):
        assert re.fullmatch(r"X[A-Z]{5}\d\d[A-EHLMPR-T]\d\dY\d{3}[A-Z]", code)
        assert int(code[6:8]) == day.year % 100
        assert int(code[9:11]) == day.day + (40 if woman else 0)
        assert code[15] == _check_letter(code[:15])


def _check_letter(code: str) -> str:
    """Compute the control character of a fiscal code from the tables of the 1976 decree."""
    odd = dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True))
    odd |= dict(
        zip(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
            strict=True,
        )
    )
    total = sum(
        odd[sign] if place % 2 else (int(sign) if sign.isdigit() else ord(sign) - 65)
        for place, sign in enumerate(code, start=1)
    )
    return chr(65 + total % 26)


def test_ages_suit_the_categories(zones: dict[str, Zone]) -> None:
    zone = zones["BO-CIT"]
    main = zone.categories[zone.categories["main"]].drop_duplicates("case")
    age = 2018 - zone.people.set_index("case")["birth_year"].reindex(main["case"]).to_numpy()
    by_category = pd.Series(age).groupby(main["category"].to_numpy())
    assert by_category.median()["Anziani"] > 75
    assert by_category.median()["Famiglia e minori"] < 18
    assert by_category.min()["Anziani"] >= 64


def test_the_schema_is_s_i_so_s_with_names_and_backups_we_never_read(folder: Path) -> None:
    known = demo_tables("RO-RIM")
    assert set(tables()) < set(known)
    assert "cs_i_intervento_eseg_mast_1315" in known
    with sqlite3.connect(folder / "RO-RIM.sqlite") as connection:
        names = {row[0] for row in connection.execute("select distinct cognome from cs_a_anagrafica")}
    assert names <= set(SURNAMES)
    assert len(names) > 10


def test_two_zones_lack_something_and_say_so(zones: dict[str, Zone]) -> None:
    off = {code: [feature.feature for feature in zone.off] for code, zone in zones.items()}
    assert off == {
        "RO-RIM": [],
        "RO-RUB": [],
        "BO-CIT": [],
        "MO-PAV": ["closing_reasons"],
        "FE-SUE": ["workload", "workload_history"],
    }
    assert set(LACKING) <= set(off)
    assert not zones["MO-PAV"].requests.empty


def test_the_faults_of_reality_are_there_in_small_numbers(zones: dict[str, Zone]) -> None:
    found = zones["BO-CIT"].rejects
    reasons = set(found["reason"])
    assert reasons >= {
        "day_implausible",
        "step_out_of_order",
        "spend_negative",
        "spend_typed_twice",
        "body_unknown",
        "municipality_unknown",
        "key_not_unique",
    }
    rows = zones["BO-CIT"].read["rows"].sum()
    assert 0 < found.loc[found["effect"] == "row", "rows"].sum() / rows < 0.01


def test_the_oddities_that_s_i_so_allows_are_there_too(zones: dict[str, Zone], folder: Path) -> None:
    """Codes that are nobody's or temporary, states of a zone's own, periods not over, cases handed over."""
    with sqlite3.connect(folder / "BO-CIT.sqlite") as connection:

        def count(table: str, where: str) -> int:
            return connection.execute(f"select count(*) from {table} where {where}").fetchone()[0]

        sheets = count("ss_anagrafica", "true")
        found = {
            "anonymous": count("ss_anagrafica", "cf = 'ANONIMO' and alias is not null"),
            "placeholder": count("ss_anagrafica", "cf = 'AAAAAA00A00A000A'"),
            "provisional": count("ss_anagrafica", "length(cf) = 11"),
            "temporary": count("ss_anagrafica", "cf like '[%]'"),
            "mapped": count("ss_anagrafica", "cf in (select cf_temp from cf_temp)"),
            "no person": count("ss_scheda", "segnalato is null"),
            "own state": count("cs_it_step", "cfg_it_stato_id = 20"),
            "handed over": count("cs_it_step", "cfg_it_stato_id = 10"),
            "not yet over": count("cs_i_intervento_eseg", "data_esecuzione_a = '2019-12-31'"),
        }
    connection.close()
    assert all(0 < n < 0.02 * sheets for n in found.values()), found
    assert found["mapped"] < found["temporary"]
    for zone in zones.values():
        assert {"health", "asp"} <= set(zone.bodies["kind"])


def test_a_clean_zone_has_nothing_to_leave_out_but_money_typed_twice(clean: Path) -> None:
    assert set(read(clean).rejects["reason"]) <= {"spend_typed_twice", "step_out_of_order", "key_not_unique"}


def test_neighbouring_zones_share_people(zones: dict[str, Zone]) -> None:
    here, there = zones["RO-RIM"].people, zones["RO-RUB"].people
    shared = set(here[here["identified"]]["person"]) & set(there[there["identified"]]["person"])
    assert 10 < len(shared) < 60


def test_months_run_from_january_2017_to_september_2019(zones: dict[str, Zone]) -> None:
    zone = zones["BO-CIT"]
    months = zone.accesses["day"].dt.to_period("M").value_counts()
    assert (str(months.index.min()), str(months.index.max()), len(months)) == ("2017-01", "2019-09", 33)
    assert months.min() > 20
    assert zone.data_until <= pd.Timestamp("2019-09-30")
    assert zone.lines.groupby(zone.lines["day"].dt.year)["spend"].sum()[[2017, 2018, 2019]].min() > 0


def test_careers_are_plausible(zones: dict[str, Zone]) -> None:
    zone = zones["BO-CIT"]
    taken = zone.steps[zone.steps["state"] == "in_charge"].groupby("case")["day"].min()
    access = zone.accesses[zone.accesses["linked"]].groupby("case")["day"].min()
    wait = (taken - access).dropna().dt.days
    assert 5 < wait[wait >= 0].median() < 60
    assert 0.05 < zone.requests["refused"].mean() < 0.3
    assert (zone.steps["state"] == "reopened").sum() > 20
    assert ((zone.accesses["typed"] - zone.accesses["day"]).dt.days > 7).mean() > 0.03  # typed late
    owners = zone.beneficiaries.merge(zone.deliveries, on="delivery")
    bodies = owners.drop_duplicates(["person", "type", "owner"]).groupby(["person", "type"]).size()
    assert (bodies > 1).sum() > 20  # several bodies, the same thing


def test_the_reader_agrees_with_plain_sql_where_nothing_is_spoiled(clean: Path) -> None:
    zone = read(clean)
    with sqlite3.connect(clean) as connection:

        def one(statement: str) -> float:
            return connection.execute(statement).fetchone()[0]

        open_cases = one(
            "select count(*) from cs_it_step s where s.cfg_it_stato_id <> 2 and not exists "
            "(select 1 from cs_it_step later where later.caso_id = s.caso_id and later.id > s.id)"
        )
        sheets = one("select count(*) from ss_scheda where completa = 1 and eliminata = 0")
        needs = one(
            "select count(*) from (select distinct s.id, m.motivazione from ss_scheda s join "
            "ss_motivazioni_schede m on m.scheda_motivazione_id = s.motivazione "
            "where s.completa = 1 and s.eliminata = 0)"
        )
        delivered = one("select count(*) from cs_i_intervento_eseg where stato_id in (72, 73)")
        by_lines = one(
            "select sum(l.spesa) from cs_i_intervento_eseg l join cs_i_intervento_eseg_mast m "
            "on m.id = l.intervento_eseg_mast_id where m.flag_spesa_calc = 1"
        )
        by_header = one(
            "select sum(spesa) from cs_i_intervento_eseg_mast where coalesce(flag_spesa_calc, 0) = 0"
        )
    assert (zone.steps.groupby("case")["state"].last() != "closed").sum() == open_cases
    assert len(zone.accesses) == sheets
    assert len(zone.needs) == needs
    assert len(zone.lines) == delivered
    spend = zone.deliveries.groupby("spend_from")["spend"].sum()
    assert spend["lines"] == round(by_lines * 100)
    assert spend["header"] == round(by_header * 100)


def test_postgresql_holds_the_same_zone(empty_postgres_url: str, tmp_path: Path) -> None:
    engine = create_engine(empty_postgres_url)
    with engine.begin() as connection:
        fill(connection, "RO-RUB", people=SMALL)
    with engine.connect() as connection:
        there = read_zone(connection, zone="RO-RUB", key=KEY)
    engine.dispose()
    here = read(build_zones(tmp_path, people=SMALL, processes=1, districts=["RO-RUB"])[0])
    for name, frame in vars(here).items():
        if isinstance(frame, pd.DataFrame):
            pd.testing.assert_frame_equal(frame, getattr(there, name), obj=name)


def test_a_killed_build_leaves_whole_files_and_no_process(tmp_path: Path) -> None:
    builder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from pathlib import Path; from data_access.demo.cases.build import build_zones\n"
            f"if __name__ == '__main__': build_zones(Path({str(tmp_path)!r}), people={USUAL})",
        ],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert _within(60, lambda: bool(list(tmp_path.glob("*.sqlite"))))
        builder.kill()
        builder.wait()
        assert _within(30, lambda: not _group_lives(builder.pid))
    finally:
        if _group_lives(builder.pid):
            os.killpg(builder.pid, signal.SIGKILL)
    for path in tmp_path.glob("*.sqlite"):
        assert not read(path).steps.empty


def _within(seconds: float, happens: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.1)
    return False


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
