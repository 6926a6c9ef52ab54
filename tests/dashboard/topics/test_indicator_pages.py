"""The heat table and the page of one indicator: order, filters, judged cells, tables, workbooks, pictures."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard.address.codes import TREND_GROUPS
from dashboard.address.view import default_view
from dashboard.excel.request import FileRequest
from dashboard.judging.judgement import all_judged, indicators_of
from dashboard.judging.signs import LOOKS
from dashboard.judging.words import judgement_words
from dashboard.locale.texts import texts
from dashboard.measure.choropleth import choropleth
from dashboard.topics.indicators.heat.compute import heat, place_trends
from dashboard.topics.indicators.heat.tables import heat_table, values_table
from dashboard.topics.indicators.heat.workbook import heat_workbook
from dashboard.topics.indicators.one import charts as charts
from dashboard.topics.indicators.one import funnel
from dashboard.topics.indicators.one.compute import indicator, judged_map, not_apart_from, years_table
from dashboard.topics.indicators.one.tables import history_table, indicator_table, values_by_period
from dashboard.topics.indicators.one.workbook import indicator_workbook
from data_access.values import Filters, trend
from data_access.viewer import Viewer

REGION = Viewer("region")
T = texts("it")


def view_of(version, **fields):
    return replace(default_view(version), **fields)


def asked(version, **fields) -> FileRequest:
    return FileRequest(
        version, REGION, view_of(version, **fields), "it", T, "http://localhost:8501/indicatori"
    )


def sheets(data: bytes) -> dict[str, list[dict]]:
    book = load_workbook(BytesIO(data))
    found = {}
    for sheet in book:
        for table in sheet.tables.values():
            header, *body = sheet[table.ref]
            names = [cell.value for cell in header]
            found[sheet.title] = [dict(zip(names, (c.value for c in row), strict=True)) for row in body]
    return found


def test_the_whole_table_is_57_by_38_area_by_area(demo):
    drawn = heat(demo, view_of(demo), REGION)
    assert drawn.shown("judgement").shape == (57, 38)
    areas = [measure.area for measure in drawn.measures]
    assert areas == sorted(areas)
    assert set(drawn.rows) == set(range(57))


def test_filters_keep_what_they_say(demo):
    drawn = heat(demo, view_of(demo, filters=Filters(areas=("B",)), polarities=("lower_better",)), REGION)
    assert drawn.measures
    assert {(m.area, m.polarity) for m in drawn.measures} == {("B", "lower_better")}
    every = place_trends(demo, "", REGION, "RO-RIM")
    by_group = [
        len(heat(demo, view_of(demo, place="RO-RIM", trends=(group,)), REGION).measures)
        for group in TREND_GROUPS
    ]
    assert sum(by_group) == len(every) == 57, "every indicator is in just one group of trends"


@pytest.mark.parametrize("sign", ["", "-"])
def test_districts_stand_by_an_indicators_values_and_those_without_one_last(demo, sign):
    drawn = heat(demo, view_of(demo, order=f"{sign}DST041"), REGION)
    row = [m.code for m in drawn.measures].index("DST041")
    values = drawn.shown("value")[row]
    known = values[~np.isnan(values)]
    assert np.isnan(values[len(known) :]).all()
    assert (np.diff(known) >= 0).all() if sign else (np.diff(known) <= 0).all()


def test_by_likeness_one_s_own_district_comes_first(demo):
    drawn = heat(demo, view_of(demo, place="BO-CIT", order="distance"), REGION)
    assert demo.districts[drawn.columns[0]] == "BO-CIT"
    assert sorted(drawn.columns) == list(range(38))
    nowhere = heat(demo, view_of(demo, order="distance"), REGION)
    assert list(nowhere.columns) == list(range(38)), "without a district there is no distance"


def test_a_search_decides_rows_and_their_order(demo):
    drawn = heat(demo, view_of(demo, search="screening"), REGION)
    assert {m.code for m in drawn.measures} == {"DST041", "DST042", "DST043"}
    assert not heat(demo, view_of(demo, search="zzzz"), REGION).measures


def test_the_trend_of_a_rolled_up_place_is_that_of_its_sums(demo):
    measure = demo.measures["DST041"]
    at = [m.code for m in indicators_of(demo)].index("DST041")
    words = {place: place_trends(demo, "", REGION, place)[at] for place in ("ER", "RO-RIM")}
    assert (
        words["RO-RIM"]
        == indicator(demo, view_of(demo, measure="DST041"), REGION).values.at["RO-RIM", "trend"]
    )
    series = trend(demo, measure, "ER", REGION)["value"]
    assert words["ER"].startswith("rising" if series.iloc[-1] > series.iloc[-5] else "falling")


def test_the_workbook_of_the_table_is_the_table_cell_by_cell(demo):
    question = asked(demo, place="RO-RIM", filters=Filters(areas=("C", "E")), order="DST007")
    drawn = heat(demo, question.view, REGION)
    book = sheets(heat_workbook(question, drawn, "Regione"))
    value, judged = drawn.shown("value"), drawn.shown("judgement")
    for i, measure in enumerate(drawn.measures):
        title = f"{measure.code} {measure.title.it}"
        scale = 100 if measure.unit.it.startswith("%") else 1
        for j, column in enumerate(drawn.columns):
            name = demo.place_names[demo.districts[column]]
            written, words = book["Valori"][j], book["Giudizi"][j]
            assert (written["Distretto"], words["Distretto"]) == (name, name)
            assert words[title] == judgement_words(str(judged[i, j]), T)
            if np.isnan(value[i, j]):
                assert written[title] == "n.d."
            else:
                assert written[title] == pytest.approx(value[i, j] / scale)
    listed = book["Elenco"]
    assert [(r["Codice"], r["Codice distretto"]) for r in listed] == [
        (m.code, demo.districts[c]) for m in drawn.measures for c in drawn.columns
    ]
    table = heat_table(question, drawn)
    columns, rows = table.written, table.frame
    for shown, written in zip(rows.to_dict("records"), listed, strict=True):
        for column in columns:
            expected = shown[column.key]
            # Excel keeps an empty text as no text at all.
            assert written[column.title] == (expected or None if isinstance(expected, str) else expected)


def test_the_same_question_gives_the_same_bytes(demo):
    question = asked(demo, filters=Filters(areas=("D",)))
    drawn = heat(demo, question.view, REGION)
    assert heat_workbook(question, drawn, "Regione") == heat_workbook(question, drawn, "Regione")


@pytest.mark.parametrize("code", ["DST041", "DST001", "DST018", "euro", "euro_per_resident", "reported"])
def test_every_kind_of_measure_has_its_page_and_its_workbook(demo, code):
    question = asked(demo, measure=code, place="RO-RIM")
    found = indicator(demo, question.view, REGION)
    drawn = choropleth(demo, question.view, REGION, "it", T)
    boxes = years_table(demo, REGION, found)
    book = sheets(indicator_workbook(question, found, judged_map(drawn, found, T), boxes, None, "Regione"))
    rows = indicator_table(question, found).frame
    assert [r["Distretto"] for r in book["Distretti"]] == rows["district"].tolist()
    assert [r["Rispetto a: Regione"] for r in book["Distretti"]] == rows["against_region"].tolist()
    assert len(book["Negli anni"]) == len(boxes)
    assert found.has_funnel == (code == "DST041")


def test_a_viewer_of_a_district_sees_no_hidden_plan_in_any_sheet(demo):
    viewer = Viewer("district", "RO-RIM")
    view = view_of(demo, measure="euro", edition="2019-implementing")
    question = FileRequest(demo, viewer, view, "it", T, "http://localhost")
    found = indicator(demo, view, viewer)
    hidden = found.values.index[found.values["status"] == "hidden"]
    assert len(hidden)
    rows = indicator_table(question, found).frame
    unseen = rows[rows["code"].isin(hidden)]
    assert set(unseen["value"]) == {"riservato"}
    assert set(unseen["rank"]) == {"riservato"}


def test_boxes_are_the_quartiles_of_the_districts_and_the_region_is_its_sum(demo):
    found = indicator(demo, view_of(demo, measure="DST041"), REGION)
    boxes = years_table(demo, REGION, found)
    values = found.values["value"].dropna()
    last = boxes.iloc[-1]
    assert last["n"] == len(values)
    assert last["median"] == pytest.approx(np.median(values))
    assert (last["min"], last["max"]) == (values.min(), values.max())
    sums = found.values.dropna(subset="value")
    assert last["region"] == pytest.approx(100 * sums["numerator"].sum() / sums["denominator"].sum())


def test_who_cannot_be_told_apart_overlaps_and_it_is_mutual(demo):
    found = indicator(demo, view_of(demo, measure="DST041"), REGION)
    near = not_apart_from(found, "RO-RIM")
    assert near
    for code in near:
        assert "RO-RIM" in not_apart_from(found, code)
    own, far = found.values.loc["RO-RIM"], found.values["value"].idxmax()
    assert far not in near
    assert found.values.at[far, "lower"] > own["upper"]


def test_the_map_by_judgement_counts_what_the_table_counts(demo):
    view = view_of(demo, measure="DST041")
    found = indicator(demo, view, REGION)
    drawn = judged_map(choropleth(demo, view, REGION, "it", T), found, T)
    counts = found.values["judgement"].value_counts()
    assert {words: n for _, words, n in drawn.legend} == {
        judgement_words(name, T): counts[name] for name in counts.index
    }
    better = found.values.index[found.values["judgement"] == "better"][0]
    assert drawn.places[better].lines[0].endswith(LOOKS["better"].sign), "colour is never alone"


def test_every_figure_of_the_page_is_one_that_plotly_knows(demo):
    import plotly.graph_objects as go

    found = indicator(demo, view_of(demo, measure="DST041"), REGION)
    rows = found.values.dropna(subset="value").assign(label="x", words="y")
    limits = funnel.limits(
        found.centre, funnel.grid(rows["denominator"].to_numpy()), method="wilson", scale=100.0
    )
    points = rows.assign(kind="inside", label="", above=True)
    drawn = charts.funnel_plot(
        points.to_dict("records"),
        limits,
        found.centre,
        centre_words="Regione",
        kinds={"inside": "dentro"},
        limit_words=("95", "99,8"),
        axes=("n", "%"),
    )
    boxes = years_table(demo, REGION, found).assign(region_words="z")
    own = trend(demo, found.measure, "RO-RIM", REGION).assign(words="w")
    flat = pd.DataFrame({"at": [0], "value": [70.0], "words": ["v"]})
    years = charts.years(
        boxes, flat, own, ticks=["a"] * 6, names=dict.fromkeys(("box", "point", "region", "own"), "")
    )
    for figure in (drawn, years):
        go.Figure(figure.to_dict())
    upper = [t for t in drawn.data if t.name == "99,8"][1]
    assert list(upper.y) == sorted(upper.y, reverse=True), "a funnel closes as districts grow"


def test_the_table_of_periods_has_every_value_of_the_file_once(demo):
    question = asked(demo)
    found = indicator(demo, replace(question.view, measure="DST041"), REGION)
    table = values_by_period(question, found)
    columns, wide = table.written, table.frame
    names = {column.key: column.title for column in columns}
    shown = {
        (row["code"], names[period]): row[period]
        for row in wide.to_dict("records")
        for period in wide.columns.drop(["code", "district"])
    }
    rows = history_table(question, found).frame
    assert shown == {(row["code"], row["period"]): row["value"] for row in rows.to_dict("records")}
    assert len(shown) == len(rows) == 38 * len(demo.years)
    assert list(wide.columns[2:]) == sorted(wide.columns[2:]), "oldest first"


def test_values_of_the_screen_table_are_those_of_the_judgement(demo):
    question = asked(demo)
    drawn = heat(demo, question.view, REGION)
    rows = values_table(question, drawn).frame
    judged = all_judged(demo, "", REGION)
    one = judged[(judged["measure"] == "DST041") & (judged["place"] == "RO-RIM")].iloc[0]
    assert rows.set_index("code").at["RO-RIM", "DST041"] == one["value"]
