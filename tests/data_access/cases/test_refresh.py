"""The refresh: what is written, what stays when a zone fails or the process is killed, and what never is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest
from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.engine import make_url
from zone import ANNA, BRUNO, CARLA, ROWS, TODAY, hand_made
from zones_apart import rows_of

from data_access.cases import contract, mart
from data_access.cases.contract import MartProblem, complete, open_and_read, token
from data_access.cases.mart_writing import MartRefusedError
from data_access.cases.refresh import refresh
from data_access.cases.zones import Source

DAY = pd.Timestamp(TODAY)
CLOCK = ["written_at", "attempted_at", "refreshed_at", "started_at", "seconds"]


@pytest.fixture
def zones(tmp_path) -> Callable[..., list[Source]]:
    """Make hand-made zones of some codes."""

    def made(*codes: str, rows: dict | None = None) -> list[Source]:
        found = []
        for code in codes:
            path = tmp_path / f"{code}.sqlite"
            path.unlink(missing_ok=True)
            found.append(Source(code, hand_made(f"sqlite:///{path}", rows_of(code, rows))))
        return found

    return made


@pytest.fixture
def mart_url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'mart.sqlite'}"


def run(url: str, sources: list[Source], processes: int = 0, **more) -> dict[str, str]:
    """Refresh and return the problem of each zone."""
    done = refresh(url, sources, origin="demo", today=DAY, processes=processes, **more)
    return {attempt.zone: attempt.problem for attempt in done}


def facts_of(url: str, zone: str = "") -> dict[str, list]:
    """Return every fact of a zone, or of all and what lies across them, comparable."""
    frames = open_and_read(url).frames
    tables = {t.name for t in (*mart.ZONE_FACTS, *mart.ACROSS_FACTS) if not zone or "zone" in t.c}
    found = {}
    for name in tables:
        frame = frames[name]
        rows = frame[frame["zone"] == zone] if zone else frame
        found[name] = sorted(rows.itertuples(index=False, name=None))
    return found


def alter(source: Source, *statements: str) -> None:
    engine = create_engine(source.url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_mart_that_is_not_there_or_empty_is_calm(mart_url, zones):
    with pytest.raises(MartProblem, match="absent") as problem:
        open_and_read(mart_url)
    assert problem.value.calm
    assert not complete(mart_url)
    gone = [Source("RO-RIM", make_url("sqlite:////nowhere/at/all.sqlite"))]
    assert run(mart_url, gone) == {"RO-RIM": "unreachable"}
    with pytest.raises(MartProblem, match="preparing") as problem:
        open_and_read(mart_url)
    assert problem.value.calm


@pytest.mark.parametrize("processes", [0, 2])
def test_refreshing_twice_gives_the_same_facts_and_a_new_token(mart_url, zones, processes):
    sources = zones("RO-RIM", "RO-RIC")
    assert run(mart_url, sources) == {"RO-RIM": "", "RO-RIC": ""}
    first, before = facts_of(mart_url), token(mart_url)
    assert first["stock"]
    assert complete(mart_url)
    assert run(mart_url, sources, processes) == {"RO-RIM": "", "RO-RIC": ""}
    assert facts_of(mart_url) == first
    assert token(mart_url) != before
    log = open_and_read(mart_url).frames["supply_log"]
    assert log["zone"].value_counts().to_dict() == {"RO-RIM": 2, "RO-RIC": 2}


def test_tables_are_read_in_one_state_while_a_refresh_commits(mart_url, zones):
    run(mart_url, zones("RO-RIM"))
    more = zones("RO-RIM", "RO-RIC")
    writing = Thread(target=run, args=(mart_url, more))

    def counts(connection: Connection) -> tuple[int, int]:
        first = connection.execute(select(func.count()).select_from(mart.stock)).scalar_one()
        writing.start()
        # Long enough for the refresh to end, if it could.
        writing.join(5)
        second = connection.execute(select(func.count()).select_from(mart.stock)).scalar_one()
        return first, second

    before, during = contract._with_mart(mart_url, counts)
    writing.join()
    assert before == during > 0
    assert len(open_and_read(mart_url).frames["stock"]) > before


def test_sqlite_and_postgresql_give_the_same(mart_url, zones, empty_postgres_url):
    sources = zones("RO-RIM", "RO-RIC")
    run(mart_url, sources)
    run(empty_postgres_url, sources)
    assert facts_of(mart_url) == facts_of(empty_postgres_url)
    lite, great = open_and_read(mart_url).frames, open_and_read(empty_postgres_url).frames
    assert lite.keys() == great.keys()
    for name, frame in lite.items():
        shown = [column for column in frame.columns if column not in CLOCK]
        keys = [column for column in shown if frame[column].dtype != object] or shown
        same = [f[shown].sort_values(keys, ignore_index=True) for f in (frame, great[name])]
        pd.testing.assert_frame_equal(*same, check_dtype=True, obj=name)


def test_across_zones(mart_url, zones):
    """The same people in two zones: Bruno's need of one zone is answered in the other."""
    sources = zones("RO-RIM")
    helped = deepcopy(ROWS)
    # In the other zone Bruno gets home help from its own Comune, in the 90 days from his need of
    # 20 February 2018 in the first; and Anna's home help of 501 is the other Comune's too.
    for row in helped["cs_o_organizzazione"]:
        if row["id"] == 1:
            row |= {"nome": "Comune di Riccione", "cod_catastale": "H274"}
    helped["cs_i_intervento_eseg_mast_sogg"].append(
        {
            "int_eseg_mast_id": 508,
            "cf": BRUNO,
            "caso_id": None,
            "flag_riferimento": 0,
            "sesso": "M",
            "anno_nascita": 1980,
        }
    )
    sources += zones("RO-RIC", rows=helped)
    run(mart_url, sources)
    frames = open_and_read(mart_url).frames
    elsewhere = frames["coverage_elsewhere"]
    assert elsewhere.drop(columns="age_band").to_dict("records") == [
        {"zone": "RO-RIM", "year": 2018, "category": "ADU", "n": 1}
    ]
    by_class = frames["coverage_elsewhere_by_class"]
    assert by_class[["zone", "need_class", "n"]].to_numpy().tolist() == [["RO-RIM", "bisogni-economici", 1]]
    overlap = frames["overlap"]
    across = overlap[overlap["zone"] != overlap["other_zone"]]
    assert set(zip(across["zone"], across["other_zone"], strict=True)) == {("RO-RIC", "RO-RIM")}
    # Home help of Anna: Comune of Rimini with Comune of Riccione, and each with the other zone's AUSL, which
    # is the same body in both and does not overlap with itself.
    home_help = across[across["support_kind"] == "a2-07"].set_index(["body_kind_1", "body_kind_2"])
    assert home_help["n"].to_dict() == {("municipality", "municipality"): 1, ("health", "municipality"): 2}
    assert home_help["cents"].to_dict()["municipality", "municipality"] == 2 * 128950
    # Anna and Carla are two people in the region, whatever the number of zones and pairs.
    across_people = frames["overlap_person_across"].query("year == 2018")
    assert across_people[["zones", "n"]].to_numpy().tolist() == [["RO-RIC RO-RIM", 2]]
    inside = frames["overlap_person"].query("year == 2018")
    assert inside.set_index("zone")["n"].to_dict() == {"RO-RIC": 1, "RO-RIM": 1}


def test_one_zone_alone_leaves_the_others_and_what_lies_across(mart_url, zones):
    sources = zones("RO-RIM", "RO-RIC")
    run(mart_url, sources)
    before = facts_of(mart_url)
    across_at = open_and_read(mart_url).across_at
    alter(sources[0], "delete from ss_scheda")
    assert run(mart_url, sources, only=["RO-RIM"]) == {"RO-RIM": ""}
    after = open_and_read(mart_url)
    assert after.across_at == across_at
    assert after.across_zones == 2
    assert facts_of(mart_url, "RO-RIC") == {
        name: [row for row in rows if row[0] == "RO-RIC"]
        for name, rows in before.items()
        if name != "overlap_person_across"
    }
    assert not facts_of(mart_url, "RO-RIM")["access"]
    for table in ("coverage_elsewhere", "coverage_elsewhere_by_class", "overlap_person_across"):
        assert facts_of(mart_url)[table] == before[table]
    across = [[row for row in rows["overlap"] if row[0] != row[1]] for rows in (before, facts_of(mart_url))]
    assert across[0] == across[1] != []


def test_a_zone_that_fails_keeps_its_facts_and_its_date(mart_url, zones):
    sources = zones("RO-RIM", "RO-RIC")
    run(mart_url, sources)
    before, supply = facts_of(mart_url), open_and_read(mart_url).frames["supply"].set_index("zone")
    Path(str(sources[0].url.database)).unlink()
    assert run(mart_url, sources) == {"RO-RIM": "unreachable", "RO-RIC": ""}
    assert facts_of(mart_url) == before
    now = open_and_read(mart_url).frames["supply"].set_index("zone")
    assert now.at["RO-RIM", "state"] == "failed"
    assert now.at["RO-RIM", "refreshed_at"] == supply.at["RO-RIM", "refreshed_at"]
    assert now.at["RO-RIM", "data_until"] == supply.at["RO-RIM", "data_until"]
    assert now.at["RO-RIM", "rows_read"] == supply.at["RO-RIM", "rows_read"]
    assert now.at["RO-RIC", "state"] == "ok"
    # Once the zone is gone from the list for good, the others go on without it.
    assert run(mart_url, sources[1:]) == {"RO-RIC": ""}
    assert open_and_read(mart_url).across_zones == 1


@pytest.mark.parametrize("junk", [b"", b"this is no database at all" * 100])
def test_a_file_that_is_no_zone(mart_url, zones, tmp_path, junk):
    path = tmp_path / "junk.sqlite"
    path.write_bytes(junk)
    sources = [Source("RO-RIM", make_url(f"sqlite:///{path}")), *zones("RO-RIC")]
    problems = run(mart_url, sources)
    assert problems["RO-RIM"] in ("unreadable", "table_missing")
    assert problems["RO-RIC"] == ""


def test_a_zone_without_a_dated_row_is_empty(mart_url, zones):
    assert run(mart_url, zones("RO-RIM", rows={})) == {"RO-RIM": "empty"}


@pytest.mark.parametrize(
    ("statement", "feature", "missing", "there"),
    [
        ("drop table cs_i_intervento_eseg", "deliveries", "delivery", "stock"),
        ("drop table ss_motivazione", "needs", "coverage", "access"),
        ("alter table cs_it_step drop column cfg_it_stato_id", "cases", "stock", "delivery"),
        ("drop table cs_a_caso_ope_tipo_ope", "workload", "workload", "stock"),
    ],
)
def test_half_a_schema_gives_half_the_facts(mart_url, zones, statement, feature, missing, there):
    sources = zones("RO-RIM", "RO-RIC")
    alter(sources[0], statement)
    assert run(mart_url, sources) == {"RO-RIM": "", "RO-RIC": ""}
    frames = open_and_read(mart_url).frames
    off = frames["supply_feature"]
    assert feature in set(off.loc[off["zone"] == "RO-RIM", "feature"])
    assert "CS_" in off["detail"].iloc[0] or "SS_" in off["detail"].iloc[0]
    assert "RO-RIM" not in set(frames[missing]["zone"])
    assert "RO-RIM" in set(frames[there]["zone"])
    assert "RO-RIC" in set(frames[missing]["zone"])


def test_facts_of_the_demo_never_stand_in_for_real_zones(mart_url, zones):
    run(mart_url, zones("RO-RIM"))
    gone = [Source("RO-RIM", make_url("sqlite:////nowhere/at/all.sqlite"))]
    refresh(mart_url, gone, origin="real", today=DAY, processes=0)
    with pytest.raises(MartProblem, match="preparing"):
        open_and_read(mart_url)


def test_the_demo_never_replaces_real_facts(mart_url, zones):
    """As when the list of zones goes missing on a server that also has the demo's files."""
    sources = zones("RO-RIM")
    refresh(mart_url, sources, origin="real", today=DAY, processes=0)
    before = facts_of(mart_url)
    with pytest.raises(MartRefusedError):
        run(mart_url, sources)
    assert facts_of(mart_url) == before
    assert open_and_read(mart_url).origin == "real"


def test_a_zone_no_longer_configured_is_forgotten(mart_url, zones):
    sources = zones("RO-RIM", "RO-RIC")
    run(mart_url, sources)
    run(mart_url, sources[:1])
    frames = open_and_read(mart_url).frames
    for name, frame in frames.items():
        if "zone" in frame and name != "supply_log":
            assert "RO-RIC" not in set(frame["zone"]), name
    assert frames["overlap_person_across"].empty


def test_a_mart_of_another_schema_is_named_and_made_anew(mart_url, zones):
    sources = zones("RO-RIM")
    run(mart_url, sources)
    alter(Source("", make_url(mart_url)), "update mart_version set schema_number = 0")
    with pytest.raises(MartProblem, match="older_schema"):
        open_and_read(mart_url)
    assert not complete(mart_url)
    run(mart_url, sources)
    assert complete(mart_url)


KILLED = """
import sys
import pandas as pd
from sqlalchemy import make_url
from data_access.cases.refresh import refresh
from data_access.cases.zones import Source
if __name__ == "__main__":
    mart, *paths = sys.argv[1:]
    sources = [Source(p.rsplit("/", 1)[1][:6], make_url("sqlite:///" + p)) for p in paths]
    def tell(done, of, zone, problem):
        print(zone, flush=True)
    refresh(mart, sources, origin="demo", today=pd.Timestamp("2019-09-30"), progress=tell)
"""


@pytest.mark.parametrize("after_zones", [0, 1])
def test_killed_at_any_point_leaves_whole_facts_and_a_new_run_mends_all(
    mart_url, zones, tmp_path, after_zones
):
    codes = ["RO-RIM", "RO-RIC", "FE-OVE", "BO-CIT"]
    sources = zones(*codes)
    run(mart_url, sources)
    before = {code: facts_of(mart_url, code) for code in codes}
    for source in sources:
        alter(source, "delete from ss_scheda where id = 1")
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    paths = [str(source.url.database) for source in sources]
    child = subprocess.Popen(
        [sys.executable, str(script), mart_url, *paths], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    for _ in range(after_zones):
        child.stdout.readline()
    if not after_zones:
        time.sleep(1.0)
    # The children of the refresh end with it: see how many there are before and after.
    children = _children(child.pid)
    child.send_signal(signal.SIGKILL)
    child.wait()
    halfway = {code: facts_of(mart_url, code) for code in codes}
    assert run(mart_url, sources) == dict.fromkeys(codes, "")
    whole = {code: facts_of(mart_url, code) for code in codes}
    own = [table.name for table in mart.ZONE_FACTS if table not in mart.ACROSS_FACTS]
    for code in codes:
        assert {n: halfway[code][n] for n in own} in (
            {n: before[code][n] for n in own},
            {n: whole[code][n] for n in own},
        )
        assert before[code]["access"] != whole[code]["access"]
    deadline = time.monotonic() + 10
    while any(_alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(_alive(pid) for pid in children)


def _children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_reading_process_that_is_killed_costs_its_zone_only(mart_url, zones, monkeypatch, tmp_path):
    """What memory shortage looks like: the process is gone without a word."""
    sources = zones("RO-RIM", "RO-RIC", "BO-CIT")
    monkeypatch.setenv("OSSERVATORIO_TEST_DIES", "RO-RIC")
    monkeypatch.setattr("data_access.cases.refresh._read", _dies)
    problems = run(mart_url, sources, processes=2)
    assert problems == {"RO-RIM": "", "BO-CIT": "", "RO-RIC": "died"}


def _dies(source, key, today):
    from data_access.cases.refresh import _read

    if source.zone == os.environ["OSSERVATORIO_TEST_DIES"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return _read(source, key, today)


def test_an_error_of_ours_tells_no_row(mart_url, zones, monkeypatch):
    sources = zones("RO-RIM")
    monkeypatch.setattr("data_access.cases.refresh._read", _fails)
    assert run(mart_url, sources, processes=1) == {"RO-RIM": "failed"}
    supply = open_supply(mart_url)
    assert supply["problem_detail"].iloc[0].startswith("ValueError, ")
    assert ANNA not in Path(make_url(mart_url).database or "").read_bytes().decode("latin-1")


def _fails(source, key, today):
    from data_access.cases import refresh as module

    def broken(_zone):
        raise ValueError(f"cannot digest {ANNA}")

    module.zone_facts = broken
    return module._read(source, key, today)


def open_supply(url: str) -> pd.DataFrame:
    engine = create_engine(url)
    frame = pd.read_sql("select * from supply", engine)
    engine.dispose()
    return frame


def test_no_person_in_the_mart_or_on_the_console(tmp_path):
    """The command as people run it, on zones where half a schema and junk are among the good ones."""
    home = tmp_path / "home"
    (home / "cases").mkdir(parents=True)
    for code in ("RO-RIM", "RO-RIC", "FE-OVE"):
        hand_made(f"sqlite:///{home / 'cases' / code}.sqlite", rows_of(code))
    alter(
        Source("", make_url(f"sqlite:///{home / 'cases' / 'FE-OVE'}.sqlite")),
        "drop table cs_i_intervento_eseg",
    )
    shutil.copyfile(__file__, home / "cases" / "BO-CIT.sqlite")
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "refresh"],
        env={**os.environ, "OSSERVATORIO_HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "BO-CIT" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    written = (
        b"".join(path.read_bytes() for path in home.glob("mart.sqlite*"))
        + (done.stdout + done.stderr).encode()
    )
    assert b"RO-RIM" in written
    for secret in (ANNA, BRUNO, CARLA, "1001", "STP0123456789012"):
        if secret == "1001":
            continue
        assert secret.encode() not in written, secret
        assert secret.lower().encode() not in written.lower(), secret
