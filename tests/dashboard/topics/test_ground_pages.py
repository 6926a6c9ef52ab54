"""Pages over a register that does not agree with the boundaries: said calmly, and never a false zero."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.address.view import default_view
from dashboard.cases.territory_table import territory_table
from dashboard.excel.request import FileRequest
from dashboard.locale.texts import texts
from dashboard.topics.case_map.compute import case_map
from dashboard.topics.case_map.tables import places_table
from data_access import observatory
from data_access.cases.published import publish
from data_access.observatory import State
from data_access.planning.contract import open_and_read
from data_access.privacy import Thresholds
from data_access.territory import counted
from data_access.version import assemble, with_cases
from data_access.viewer import Viewer
from tests.components import parts, prose
from tests.mart_of import reading

APP = Path(__file__).parents[3] / "dashboard" / "app.py"
CODES = ("code", "district_code", "place_code")
RIMINI, RICCIONE = "099014", "099013"


def page(version, monkeypatch, name, **params):
    state = State(version, None, datetime.now(UTC))
    monkeypatch.setattr(observatory, "_shared", SimpleNamespace(current=lambda: state, refresh=lambda: state))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params.update(params)
    app.run().switch_page(f"../pages/{name}.py").run()
    assert not app.exception
    return app


@pytest.fixture(scope="module")
def renamed(demo_sqlite_url):
    """The demo with another code for the district of Rimini, in every table."""
    found = open_and_read(demo_sqlite_url)
    frames = {
        name: frame.assign(**{c: frame[c].replace("RO-RIM", "RN-NOR") for c in CODES if c in frame})
        for name, frame in found.frames.items()
    }
    return assemble(replace(found, frames=frames))


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("mappa", {}),
        ("mappa", {"luogo": "RN-NOR"}),
        ("quadro_regionale", {}),
        ("stato_piani", {}),
        ("scheda_indicatore", {"misura": "DST041", "aperta": "map"}),
    ],
)
def test_a_renamed_district_is_hatched_and_named(renamed, monkeypatch, name, params):
    app = page(renamed, monkeypatch, name, **params)
    [drawn] = parts(app, "map.js")
    areas = drawn["areas"]
    known = dict(zip(areas["code"], zip(areas["index"], areas["lines"], strict=True), strict=True))
    assert known["RO-RIM"] == (-1, ["Non è nel registro dei piani"])
    assert {"index": -1, "label": "Non è nel registro dei piani", "count": 1} in drawn["legend"]
    assert drawn["names"] == {"RN-NOR": "Rimini (RN)"}
    [said] = [words for words in prose(app) if words.startswith("Confini")]
    assert said == (
        "Confini dei Comuni e dei distretti al 2019. "
        "Non sono sulla mappa, perché i confini non conoscono il loro codice: Rimini (RN). "
        "A tratteggio, perché il registro dei piani non conosce il loro codice: RO-RIM."
    )


def test_a_moved_comune_is_drawn_where_it_is_counted(demo, monkeypatch):
    register = demo.municipalities.copy()
    register.loc[RICCIONE, "district_code"] = "RO-RIM"
    app = page(replace(demo, municipalities=register), monkeypatch, "mappa", luogo="RO-RIM")
    [drawn] = parts(app, "map.js")
    assert f"/2019,{RICCIONE}:RO-RIM/districts.json" in drawn["geo"]
    assert f"/2019,{RICCIONE}:RO-RIM/municipalities/RO-RIM.json" in drawn["inset"]
    assert RICCIONE in drawn["areas"]["code"]


def test_the_parts_of_a_split_comune_are_missing_and_the_old_one_keeps_its_people(demo):
    register = demo.municipalities.drop(index=RIMINI)
    parts_of = pd.DataFrame(
        {"name": ["Rimini Nord", "Rimini Sud"], "district_code": "RO-RIM", "involved": True},
        index=pd.Index(["099032", "099033"], name="istat_code"),
    )
    split = replace(demo, municipalities=pd.concat([register, parts_of]))
    tables = publish(
        reading(demo.places, demo.municipalities, people=2000), split.places, counted(split), Thresholds()
    )
    version, t = with_cases(split, tables), texts("it")
    view = replace(default_view(version), place="RO-RIM")
    asked = FileRequest(version, Viewer("region"), view, "it", t, "http://localhost/")
    found = case_map(version, view, asked.viewer, tables)
    rows = places_table(asked, found).frame
    told = dict(zip(rows["name"], rows["n"], strict=True))
    assert (told["Rimini Nord"], told["Rimini Sud"]) == ("n.d.", "n.d.")
    assert told["Rimini"] != 0
    findings = territory_table(asked).frame
    words = "\n".join(findings["problem"])
    assert "099032 Rimini Nord" in words
    assert f"solo la base dati dei casi conosce: {RIMINI}" in words
