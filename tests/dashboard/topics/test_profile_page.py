"""A district's profile and its comparison with others: rows, words, figures and workbooks reopened."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import plotly.graph_objects as go
import pytest
from openpyxl import load_workbook

from dashboard.address.view import default_view
from dashboard.excel.request import FileRequest
from dashboard.judging.benchmark import peers_of
from dashboard.judging.judgement import indicators_of
from dashboard.judging.signs import LOOKS
from dashboard.locale.texts import catalogue, texts
from dashboard.topics.indicators.profile.compute import profile_of
from dashboard.topics.indicators.profile.spine import strongest, weakest
from dashboard.topics.indicators.profile.tables import points, profile_table
from dashboard.topics.indicators.profile.workbook import profile_workbook
from dashboard.topics.indicators.sides import charts as charts
from dashboard.topics.indicators.sides.compute import POOLED, sides_of
from dashboard.topics.indicators.sides.tables import (
    differences_table,
    history_table,
    indicators_table,
    reasons_table,
)
from dashboard.topics.indicators.sides.workbook import sides_workbook
from data_access.values import Filters
from data_access.viewer import Viewer

REGION = Viewer("region")
FIRST_ROW = 6
PLACE = "RO-RIM"


def asked(version, language="it", **fields) -> FileRequest:
    view = replace(default_view(version), place=PLACE, language=language, **fields)
    return FileRequest(
        version, REGION, view, language, texts(language), "http://localhost:8501/profilo?luogo=RO-RIM"
    )


def profile(question):
    return profile_of(question.version, question.view, question.viewer, PLACE)


def sides(question, code="DST017"):
    version = question.version
    peers = peers_of(version, question.view, question.viewer)
    return sides_of(version, peers, version.measures[code], question.view.year, question.viewer)


def cells(book, name, rows):
    sheet = book[name]
    (table,) = sheet.tables.values()
    header, *body = sheet[table.ref]
    assert len(body) == len(rows)
    return [cell.value for cell in header], [[cell.value for cell in row] for row in body]


def same(book, name, table):
    """The sheet holds the table, cell by cell: numbers as numbers, a percentage as its fraction."""
    columns, rows = table.written, table.frame
    titles, body = cells(book, name, rows)
    assert titles == [column.title for column in columns]
    for written, (_, row) in zip(body, rows.iterrows(), strict=True):
        for value, column in zip(written, columns, strict=True):
            expected = row[column.key]
            if isinstance(expected, str):
                assert (value or "") == expected
            else:
                scale = 100 if column.kind == "percent" else 1
                assert value == pytest.approx(expected / scale), (column.title, row)


# --- profile -------------------------------------------------------------------------------------


def test_the_spine_turns_by_polarity_around_the_benchmark(demo):
    rows = profile(asked(demo, year="2018")).rows
    polarity = {measure.code: measure.polarity for measure in indicators_of(demo)}
    known = rows[rows["at_value"].notna()]
    assert len(known) > 45
    for code, row in known.iterrows():
        good = row["value"] > row["benchmark"]
        if polarity[code] == "lower_better":
            good = not good
        if row["value"] != row["benchmark"]:
            assert (row["at_value"] > 0.5) == good, code
        assert row["at_worst"] <= row["at_low"] <= row["at_high"] <= row["at_best"]
        assert row["at_worst"] == pytest.approx(0) or row["at_best"] == pytest.approx(1)
        if row["judgement"] == "better":
            assert row["at_value"] > 0.5
            assert row["spread"] > 0
    lower = known[[polarity[c] == "lower_better" for c in known.index]]
    assert (lower["worst"] >= lower["best"]).all()


def test_points_are_only_what_the_interval_shows_and_the_farthest_come_first(demo):
    question = asked(demo)
    found = profile(question)
    strong, weak = points(question, found)
    assert 0 < len(strong) <= 3
    assert 0 < len(weak) <= 3
    assert {found.rows.at[code, "judgement"] for code, _ in strong} == {"better"}
    assert {found.rows.at[code, "judgement"] for code, _ in weak} == {"worse"}
    better = found.rows[found.rows["judgement"] == "better"]["spread"]
    assert found.rows.at[strong[0][0], "spread"] == better.max()
    for code, words in (*strong, *weak):
        assert demo.measures[code].title.it in words
        assert "IC 95%" in words
    assert strongest(found.rows.assign(judgement="similar")) == []
    assert weakest(found.rows.assign(judgement="similar")) == []


def test_the_rank_counts_from_the_good_side(demo):
    rows = profile(asked(demo, year="2018")).rows
    measure = next(
        m for m in indicators_of(demo) if m.polarity == "lower_better" and rows.at[m.code, "of"] == 38
    )
    from data_access.values import district_values

    values = district_values(demo, measure, "2018", REGION)["value"]
    row = rows.loc[measure.code]
    assert row["place_rank"] == 1 + (values < values[PLACE]).sum()
    assert row["place_low"] <= row["place_rank"] <= row["place_high"]


def test_filters_and_benchmarks_choose_the_rows(demo):
    some = profile(asked(demo, filters=Filters(areas=("B",))))
    assert {demo.measures[code].area for code in some.rows.index} == {"B"}
    sheet = profile(asked(demo, filters=Filters(sheets=(22,))))
    assert {demo.measures[code].sheet for code in sheet.rows.index} == {22}
    assert profile(asked(demo, filters=Filters(areas=("B",), sheets=(22,)))).rows.empty
    every = profile(asked(demo))
    assert len(every.rows) == len(indicators_of(demo))
    assert set(every.others) == {"region", "ausl", "peers", "target"}
    of_peers = profile(asked(demo, benchmark="peers"))
    np.testing.assert_array_equal(of_peers.rows["benchmark"], every.others["peers"]["benchmark"])
    assert (of_peers.rows["benchmark"] != every.rows["benchmark"]).sum() > 40


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_profile_reopened_is_the_profile(demo, language):
    question = asked(demo, language, year="2018", filters=Filters(areas=("A", "C")))
    found, t = profile(question), texts(language)
    content = profile_workbook(question, found)
    assert content == profile_workbook(question, found)
    book = load_workbook(BytesIO(content))
    same(book, t("profile.indicators"), profile_table(question, found))
    strong, weak = points(question, found)
    _, sentences = cells(book, t("profile.points").replace("/", " "), [*strong, *weak])
    assert [row[1] for row in sentences] == [words for _, words in (*strong, *weak)]
    notes = "\n".join(str(c.value) for row in book[book.sheetnames[-1]].iter_rows() for c in row if c.value)
    assert t("judgement.rule") in notes
    assert "9,55" in notes or "9.55" in notes


def test_a_missing_value_is_a_word_and_never_a_zero(demo):
    question = asked(demo, year="2019")
    table = profile_table(question, profile(question))
    columns, rows = table.written, table.frame
    poverty = rows.set_index("code").loc["DST001"]  # published to 2018
    assert (poverty["value"], poverty["numerator"], poverty["region_judgement"]) == (
        "n.d.",
        "n.d.",
        "Dato mancante",
    )
    assert not rows.drop(columns=["reached"]).isna().any(axis=None)
    assert {column.key for column in columns} >= {"trend", "peers_judgement", "target_judgement", "note"}


# --- side by side --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_comparison_reopened_is_the_comparison(demo, language):
    question = asked(demo, language)
    found, t = sides(question), texts(language)
    content = sides_workbook(question, found)
    assert content == sides_workbook(question, found)
    book = load_workbook(BytesIO(content))
    same(book, t("sides.why"), reasons_table(question, found.peers))
    same(book, t("sides.differences"), differences_table(question, found))
    same(book, t("sides.years"), history_table(question, found))
    same(book, t("sides.every"), indicators_table(question, found.peers, found.year))


def test_the_others_together_are_a_sum(demo):
    found = sides(asked(demo, year="2018"))
    from data_access.values import district_values

    values = district_values(demo, found.measure, "2018", REGION).loc[list(found.peers.codes)]
    expected = values["numerator"].sum() / values["denominator"].sum() * found.measure.scale
    assert found.differences.at[POOLED, "value"] == pytest.approx(expected)
    assert found.differences.at[POOLED, "difference"] == pytest.approx(found.own["value"] - expected)
    table = indicators_table(asked(demo, year="2018"), found.peers, "2018").frame.set_index("code")
    assert table.at[found.measure.code, POOLED] == round(expected, found.measure.decimals)


def test_a_district_without_a_value_has_no_difference(demo):
    question = asked(demo, year="2019")
    found = sides(question, "DST001")
    rows = differences_table(question, found).frame
    assert set(rows["difference"]) == {"n.d."}
    assert set(found.differences["sign"]) == {"not_computable"}


def test_a_slope_says_in_shape_what_it_says_in_colour():
    lines = [charts.Line(n, 1.0, 2.0, ("1", "2"), n == "Uno") for n in ("Uno", "Due", "Tre")]
    # Plotly's own check, left out when drawing.
    slope = go.Figure(charts.slope(lines, ("2014", "2019")).to_dict())
    assert [trace.name for trace in slope.data] == ["Due", "Tre", "Uno"]
    assert slope.data[-1].line.width > slope.data[0].line.width
    assert slope.data[0].line.dash != slope.data[1].line.dash


def test_every_word_made_of_a_code_exists():
    from dashboard.judging.judgement import BENCHMARKS, JUDGEMENTS, REASONS
    from dashboard.judging.recent_trend import TRENDS
    from dashboard.parts.spine import _WORDS
    from dashboard.topics.indicators.sides.differences import DIFFERENCES
    from data_access.structure import LEFT_OUT

    known = catalogue("it").keys()
    wanted = {f"judgement.{w}" for w in (*JUDGEMENTS, *LOOKS)} | {
        f"judgement.reason.{w}" for w in REASONS if w
    }
    wanted |= {f"trend_word.{w}" for w in TRENDS} | {f"spine.{w}" for w in _WORDS}
    wanted |= {f"benchmark.{w}" for w in BENCHMARKS} | {f"benchmark.of_{w}" for w in BENCHMARKS}
    wanted |= {f"sides.sign.{w}" for w in DIFFERENCES} | {f"sides.left_out.{w}" for w in LEFT_OUT}
    wanted |= {f"reached.{w}" for w in ("reached", "not_reached")} | {"sides.left_out.why_no_source"}
    assert wanted <= known
