"""State of the plans, a district's plan and search: figures by hand, files opened again, pages run."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dashboard.address.view import default_view
from dashboard.excel.request import FileRequest
from dashboard.locale.texts import texts
from dashboard.screen.session import Context
from dashboard.topics.interventions.workbook import found_workbook
from dashboard.topics.plan.compute import money, money_by, sheet_indicators
from dashboard.topics.plan.screen import plan_tables, read_plan
from dashboard.topics.plan.workbook import plan_workbook
from dashboard.topics.stages.chart import days_of, timeline
from dashboard.topics.stages.compute import SYMBOLS, counts, delay_words, in_order
from dashboard.topics.stages.screen import stage_rows
from dashboard.topics.stages.workbook import stages_workbook
from data_access import observatory
from data_access.planning.schema import STATUSES
from data_access.search.interventions import search_interventions
from data_access.stages import stages, term
from data_access.viewer import Viewer
from tests.components import prose, tables, tiles

REGION = Viewer("region")
P18, P19 = "2018-implementing", "2019-implementing"
T = texts("it")
APP = Path(__file__).parents[3] / "dashboard" / "app.py"


def test_counts_and_order_on_the_tiny_data(tiny):
    table = stages(tiny, P19)
    n = counts(table)
    assert (n.districts, n.presented, n.presented_late, n.overdue, n.without) == (3, 1, 1, 2, 1)
    # Both 30 days late: who has no document is behind who has a draft; who has presented comes last.
    assert list(in_order(tiny, table, "").index) == ["BB-TRE", "AA-DUE", "AA-UNO"]
    assert list(in_order(tiny, table, "ausl").index) == ["AA-DUE", "AA-UNO", "BB-TRE"]
    assert list(in_order(tiny, table, "district").index) == ["AA-DUE", "BB-TRE", "AA-UNO"]


@pytest.mark.parametrize(
    ("has", "days", "words"),
    [
        (True, 3.0, "presentato 3 giorni dopo il termine"),
        (True, -3.0, "presentato 3 giorni prima del termine"),
        (True, 0.0, "presentato l'ultimo giorno utile"),
        (False, 3.0, "non presentato: 3 giorni oltre il termine"),
        (False, -3.0, "non presentato: mancano 3 giorni"),
        (False, 0.0, "non presentato: il termine è oggi"),
        (True, float("nan"), "giorno di presentazione non noto"),
        (False, float("nan"), ""),
    ],
)
def test_delay_in_words(has, days, words):
    assert delay_words(has, days, T) == words


def test_a_delay_is_a_part_of_the_bar_from_the_term_and_each_stage_a_sign(demo):
    table, limit = stages(demo, P19), term(demo, P19)
    first, last = days_of(table, demo.as_of)
    drawn = timeline("x", table, limit, demo.as_of, signs=SYMBOLS, words=str)
    assert drawn.ends == (str(first), str(last))
    per_day = 950 / (last - first).days
    (line,) = set(drawn.lines)
    for (start, before, late, after), days in zip(drawn.rows, table["days_late"], strict=True):
        assert abs(late - max(days, 0) * per_day) <= 1
        assert not late or start + before == line
        assert 0 <= start <= start + before + late + after <= 1000
    stages_of = table[list(STATUSES)]
    for marks, reached in zip(drawn.marks, stages_of.notna().to_numpy(), strict=True):
        assert {sign for _, sign in marks} == {
            SYMBOLS[s] for s, is_there in zip(STATUSES, reached, strict=True) if is_there
        }
        assert marks == sorted(marks, key=lambda mark: mark[0])
        assert all(0 <= at <= 1000 for at, _ in marks)


def test_money_beside_the_region_by_hand(tiny):
    # UNO 2019: 200.01 euro for 1,000 residents; region: UNO and DUE, 530.01 for 5,000.
    own = money(tiny, "AA-UNO", P19, REGION)
    assert (own["cents"], own["per_resident"], own["region"]) == (
        20001,
        pytest.approx(0.20001),
        pytest.approx(530.01 / 5000),
    )
    assert (own["covered"], own["of"], own["status"]) == (2, 3, "ok")
    by_area = pd.DataFrame(money_by(tiny, "AA-UNO", P19, REGION, "area")).set_index("code")
    assert by_area["cents"].to_dict() == {"A": 1, "B": 20000}
    by_level = pd.DataFrame(money_by(tiny, "AA-UNO", P19, REGION, "level")).set_index("code")
    assert by_level["cents"].to_dict() == {"region": 1, "municipality": 20000}
    # To BB-TRE the draft of DUE is hidden, and is in no regional figure either.
    stranger = Viewer("district", "BB-TRE")
    assert money(tiny, "AA-DUE", P19, stranger)["status"] == "hidden"
    assert money(tiny, "AA-UNO", P19, stranger)["region"] == pytest.approx(0.20001)


@pytest.mark.parametrize("breakdown", ["area", "level"])
def test_the_parts_add_up_to_the_whole_to_the_cent(demo, breakdown):
    for district in ("RO-RIM", "PC-CIT"):
        parts = money_by(demo, district, P19, REGION, breakdown)["cents"]
        whole = demo.lines[
            demo.lines["version_id"].isin(
                demo.interventions.index[
                    (demo.interventions["district_code"] == district) & (demo.interventions["period"] == P19)
                ]
            )
        ]["cents"].sum()
        assert sum(parts) == whole == money(demo, district, P19, REGION)["cents"]


def test_indicators_are_those_of_the_plans_sheets(tiny):
    assert not sheet_indicators(tiny, "AA-UNO", {15})["sheet"]
    found = sheet_indicators(tiny, "AA-UNO", {1, 15})
    rows = pd.DataFrame(found, index=[measure.code for measure in found["measure"]])
    assert rows["value"].to_dict() == {"DST101": 10.0, "DST102": 5.0}
    assert rows["region"].to_dict() == {"DST101": 25.0, "DST102": pytest.approx(17 / 5.5)}
    assert rows.loc["DST101", "lower"] < 10 < rows.loc["DST101", "upper"]


def asked(version, viewer=REGION, **fields):
    view = replace(default_view(version), **fields)
    return FileRequest(version, viewer, view, "it", T, "http://localhost/stato_piani?luogo=ER")


def test_the_workbook_of_the_stages_has_numbers_and_dates(tiny):
    question = asked(tiny, edition=P19)
    rows = stage_rows(tiny, in_order(tiny, stages(tiny, P19), ""), T, "it")
    sheet = load_workbook(BytesIO(stages_workbook(question, rows)))["Stato dei piani"]
    cells = list(sheet.iter_rows(min_row=6, max_row=8, values_only=True))
    assert [row[0] for row in cells] == ["BB-TRE", "AA-DUE", "AA-UNO"]
    assert [row[5] for row in cells] == [30, 30, 30]
    assert pd.Timestamp(cells[2][6]) == pd.Timestamp("2019-09-30")
    assert cells[0][6] in (None, "")


def test_the_workbook_of_a_plan_adds_up_and_keeps_the_log_from_strangers(demo):
    t = texts("it")
    table = stages(demo, P19)
    waiting = str(table.index[table["status"] == "approved"][0])
    for viewer, seen in ((REGION, True), (Viewer("district", str(table.index[table["has"]][0])), False)):
        question = asked(demo, viewer, place=waiting)
        ctx = Context(demo, None, viewer, question.view, (), "it", t)
        plan = read_plan(ctx, waiting)
        book = load_workbook(BytesIO(plan_workbook(question, plan_tables(ctx, plan))))
        log = list(book["Stato e passaggi"].iter_rows(min_row=6, values_only=True))
        assert [row[0] for row in log[:3]] == [t(f"status.{s}") for s in ("draft", "validated", "approved")]
        if seen:
            for name in ("Per area", "Per livello della fonte"):
                rows = [
                    r for r in book[name].iter_rows(min_row=6, values_only=True) if isinstance(r[1], float)
                ]
                assert round(sum(row[1] for row in rows) * 100) == plan.money["cents"]
            assert "Comitato di distretto" in log[2][3]
        else:
            assert {row[2] for row in log[:3]} == {row[3] for row in log[:3]} == {"riservato"}
            assert plan.rows.empty
            assert "Per area" not in book.sheetnames


def test_the_workbook_of_a_search_has_every_row_found(demo):
    found = search_interventions(demo, "anziani", REGION).rows
    question = asked(demo, search="=anziani")
    sheet = load_workbook(BytesIO(found_workbook(question, found))).worksheets[1]
    listed = [row[0] for row in sheet.iter_rows(min_row=6, values_only=True) if row[0]]
    assert listed == found["code"].tolist()


@pytest.fixture
def opened(demo_sqlite_url, monkeypatch):
    """Run a page for a viewer with an address; returns all its words and the codes of its tables."""
    monkeypatch.setenv("OSSERVATORIO_PLANNING_URL", demo_sqlite_url)
    monkeypatch.setattr(observatory, "_shared", None)

    def run(page, viewer=REGION, **params):
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.session_state["viewer"] = viewer
        app.query_params.update(params)
        app.run().switch_page(f"../pages/{page}.py").run()
        assert not app.exception
        kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.info, app.success)
        words = [str(element.value) for kind in kinds for element in kind]
        words += [*prose(app), *(" ".join(tile) for tile in tiles(app))]
        frames = [*tables(app), *(table.value for table in (*app.dataframe, *app.table))]
        return "\n".join(words), frames

    return run


def codes_in(frames):
    # A short table has the titles of the screen, a long one the names of its columns.
    return {code for frame in frames for name in {"code", "Codice"} & set(frame) for code in frame[name]}


def test_the_state_of_the_plans_names_every_district_to_everyone(opened, demo):
    for viewer in (REGION, Viewer("district", "RO-RIM")):
        words, frames = opened("stato_piani", viewer)
        assert "26 di 38" in words
        assert len(frames[0]) == 38
        days = [int(words) for words in frames[0][T("stages.days")]]
        assert days == sorted(days, reverse=True)
    words, _ = opened("stato_piani", edizione="2018-original")
    assert "38 di 38" in words


def test_a_plan_page_shows_every_intervention_and_search_narrows_it(opened, demo):
    listed = demo.interventions[
        (demo.interventions["district_code"] == "PC-CIT") & (demo.interventions["period"] == P19)
    ]
    words, frames = opened("piano_distretto", luogo="PC-CIT")
    assert codes_in(frames) == set(listed["code"])
    assert "Città di Piacenza" in words
    code = listed["code"].iloc[0]
    words, frames = opened("piano_distretto", luogo="PC-CIT", cerca=code)
    assert codes_in(frames) == {code}
    words, frames = opened("piano_distretto", luogo="PC-CIT", cerca="xyzzy *[")
    assert codes_in(frames) == set()
    assert "Nessuno dei" in words


def test_a_plan_page_asks_for_a_district_and_a_district_user_finds_the_own(opened):
    words, frames = opened("piano_distretto", luogo="ER")
    assert "Scegliere un distretto" in words
    assert not frames
    words, _ = opened("piano_distretto", Viewer("district", "PC-CIT"), luogo="ER")
    assert "Città di Piacenza" in words


def test_a_plan_that_is_not_presented_shows_others_its_state_and_nothing_else(opened, demo):
    table = stages(demo, P19)
    district = str(table.index[table["status"] == "approved"][0])
    stranger = Viewer("district", str(table.index[table["has"]][0]))
    _, frames = opened("piano_distretto", Viewer("district", district), luogo=district)
    act = (
        demo.status_log.query("district_code == @district and period == @P19")["act_number"].dropna().iloc[-1]
    )
    assert codes_in(frames)
    assert act in "".join(frame.to_csv() for frame in frames)
    words, frames = opened("piano_distretto", stranger, luogo=district)
    assert not codes_in(frames)
    assert act not in words + "".join(frame.to_csv() for frame in frames)
    assert "riservati al distretto" in words
    assert "Approvata" in words
    rows = demo.interventions[demo.interventions["district_code"] == district]
    code = rows.loc[rows["period"] == P19, "code"].iloc[0]
    _, frames = opened("interventi", stranger, cerca=code)
    found = [frame[frame["code"] == code] for frame in frames if "edition" in frame]
    assert not any("attuativo 2019" in edition for frame in found for edition in frame["edition"])


def test_search_on_the_interventions_page(opened):
    words, frames = opened("interventi", cerca="anzaini")
    assert "parole simili" in words
    assert len(codes_in(frames)) == 300
    assert "primi 300" in words
    words, frames = opened("interventi", cerca="di")
    assert "non ci sono parole da cercare" in words
    assert not codes_in(frames)
