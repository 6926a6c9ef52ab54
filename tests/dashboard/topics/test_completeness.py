"""What is missing, late, implausible or jumping, on constructed values; and the workbook cell by cell."""

import dataclasses
import io
from datetime import date

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard.address.view import View, default_view, parse, to_params
from dashboard.excel.request import FileRequest
from dashboard.locale.texts import texts
from dashboard.locale.words import districts_of
from dashboard.topics.completeness import compute as completeness
from dashboard.topics.completeness.compute import (
    TOO_FAR,
    by_area,
    by_year,
    distances,
    due_day,
    findings,
    own_first,
    usual,
)
from dashboard.topics.completeness.tables import chosen_findings, findings_table, place_findings, review_table
from dashboard.topics.completeness.workbook import completeness_workbook
from dashboard.topics.regional.compute import regional_indicators, roll_up, status_of
from dashboard.topics.regional.tables import chosen_regional, regional_table
from dashboard.topics.regional.workbook import regional_workbook
from data_access.measures import Target
from data_access.planning.quality import COLUMNS
from data_access.values import Filters, district_values, rolled_up
from data_access.version import IndicatorFacts, Version
from data_access.viewer import Viewer

REGION = Viewer("region")
T = texts("it")


def term(day: date) -> pd.DataFrame:
    row = {"cycle_code": "2018-2020", "kind": "indicators", "year": 2019, "opens": pd.Timestamp(2019, 3, 1)}
    return pd.DataFrame([{**row, "due": pd.Timestamp(day), "extended_to": pd.NaT, "origin": "demo"}])


def changed(version: Version, **fields: object) -> Version:
    return dataclasses.replace(version, **fields)


def reasons(version: Version, year: int = 2019) -> dict[tuple[str, str], str]:
    found = findings(version, year)
    return {(r.district, r.code): r.reason for r in found.itertuples()}


def test_not_sent_counts_from_the_term_and_not_before(tiny):
    late = changed(tiny, deadlines=term(date(2019, 8, 31)))
    assert due_day(late, 2019) == date(2019, 8, 31)
    assert reasons(late) == {("BB-TRE", "DST101"): "missing"}
    assert findings(late, 2019)["days"].tolist() == [30]
    ahead = changed(tiny, deadlines=term(date(2019, 10, 15)))
    assert reasons(ahead) == {}
    assert findings(tiny, 2019)["days"].isna().all(), "without a term nobody knows how late"


def test_what_no_district_has_is_not_late(tiny):
    """DST101 has no value at all in 2018: its source is not out."""
    assert [m.code for m in completeness.not_published(tiny, 2018)] == ["DST101"]
    assert set(reasons(tiny, 2018)) == {("AA-DUE", "DST102"), ("BB-TRE", "DST102")}


def test_sent_after_the_term(tiny):
    facts = tiny.indicators["DST101"]
    days = np.full(facts.reported_on.shape, np.datetime64("NaT"), "datetime64[D]")
    at = tiny.years.index(2019), tiny.district_position["AA-UNO"]
    days[at] = np.datetime64("2019-09-12")
    late = changed(
        tiny,
        deadlines=term(date(2019, 8, 31)),
        indicators={**tiny.indicators, "DST101": dataclasses.replace(facts, reported_on=days)},
    )
    found = findings(late, 2019).set_index("reason")
    assert found.loc["sent_late", ["district", "code", "days"]].tolist() == ["AA-UNO", "DST101", 12]
    assert list(findings(late, 2019)["reason"]) == ["missing", "sent_late"], "what is to be done comes first"


def test_out_of_range_is_listed_and_not_left_out(tiny):
    narrow = dataclasses.replace(tiny.measures["DST101"], plausible=(15.0, 40.0))
    version = changed(tiny, measures={**tiny.measures, "DST101": narrow})
    found = reasons(version)
    assert found["AA-UNO", "DST101"] == "out_of_range"
    assert ("AA-DUE", "DST101") not in found
    assert district_values(version, narrow, "2019", REGION).loc["AA-UNO", "value"] == pytest.approx(10)


def test_a_row_left_out_for_a_fault_is_not_called_missing(tiny):
    row = ("indicator_value", "3", "BB-TRE", "zero_denominator", "DST101 BB-TRE 2019: 1 / 0")
    problems = pd.DataFrame([row], columns=list(COLUMNS))
    assert reasons(changed(tiny, problems=problems))["BB-TRE", "DST101"] == "left_out"


def test_usual_change_is_robust_and_two_sided():
    rng = np.random.default_rng(1)
    roots = 5 + np.cumsum(rng.normal(0.02, 0.1, (6, 38)), axis=0)
    values = roots**2
    calm = usual(values)
    assert calm.changes == 5 * 38
    assert calm.centre == pytest.approx(0.02, abs=0.03)
    assert calm.spread == pytest.approx(0.1, rel=0.2)
    assert np.nanmax(np.abs(distances(values, calm))) < TOO_FAR, "nothing jumps in a calm series"
    spoiled = values.copy()
    spoiled[5, 3] *= 10
    spoiled[5, 7] /= 10
    known = usual(spoiled)
    assert known.spread == pytest.approx(calm.spread, rel=0.1), "two wrong values do not make jumps usual"
    far = distances(spoiled, known)[5]
    assert set(np.flatnonzero(np.abs(far) > TOO_FAR)) == {3, 7}
    assert far[3] > 0 > far[7]
    # Rescaling the unit changes nothing; a missing value makes no change; few changes say nothing.
    np.testing.assert_allclose(distances(spoiled * 1000, usual(spoiled * 1000))[5], far)
    spoiled[4, 3] = np.nan
    assert np.isnan(distances(spoiled, usual(spoiled))[5, 3])
    assert np.isnan(usual(values[:, :3]).spread)
    assert np.isnan(usual(np.full((6, 38), 4.0)).spread)


def test_the_demos_wrong_values_are_found_and_little_else(demo):
    found = findings(demo, 2019)
    implausible = found[found["reason"].isin(["out_of_range", "jump"])]
    wrong = {
        "DST006",
        "DST008",
        "DST014",
        "DST018",
        "DST022",
        "DST023",
        "DST026",
        "DST047",
        "DST055",
        "DST057",
    }
    # The year after a wrong value of 2018 is a jump too.
    assert set(implausible["code"]) <= wrong | {"DST011", "DST025"}
    assert len(set(implausible["code"]) & wrong) >= 8
    reported = district_values(demo, demo.measures["reported"], "2019", REGION)
    assert by_year(demo)["2019"].tolist() == reported["numerator"].tolist()
    areas, of = by_area(demo, 2019)
    assert sum(of.values()) == 57
    assert areas.sum(axis=1).tolist() == by_year(demo)["2019"].tolist()


def test_own_district_comes_first_and_keeps_its_order(demo):
    found = findings(demo, 2019)
    own = str(found["district"].iloc[-1])
    sorted_ = own_first(found, own)
    mine = found[found["district"] == own]
    assert sorted_["code"].head(len(mine)).tolist() == mine["code"].tolist()
    assert sorted(sorted_["code"]) == sorted(found["code"])


@pytest.mark.parametrize(
    ("polarity", "value", "before", "goal", "status"),
    [
        ("higher_better", 60.0, 50.0, 60.0, "reached"),
        ("higher_better", 55.0, 50.0, 60.0, "nearing"),
        ("higher_better", 45.0, 50.0, 60.0, "leaving"),
        ("higher_better", 50.02, 50.0, 60.0, "standing"),
        ("lower_better", 55.0, 50.0, 40.0, "leaving"),
        ("lower_better", 40.0, 50.0, 40.0, "reached"),
        ("higher_better", 55.0, np.nan, 60.0, "standing"),
        ("higher_better", 55.0, 50.0, None, "no_target"),
        ("neutral", 55.0, 50.0, None, "context"),
        ("higher_better", np.nan, np.nan, None, "missing"),
    ],
)
def test_status_against_the_target(tiny, polarity, value, before, goal, status):
    measure = dataclasses.replace(tiny.measures["DST101"], polarity=polarity)
    target = None if goal is None else Target("ER", 2020, goal, "")
    assert status_of(measure, value, before, target) == status


def test_districts_add_up_to_the_regions_figure_where_all_have_sent(demo):
    compared = 0
    for regional in regional_indicators(demo).values():
        for i, year in enumerate(demo.years):
            total = roll_up(demo, regional.measure, str(year), REGION)
            if total and total.covered == total.of and not np.isnan(regional.values[i]):
                assert total.value == pytest.approx(regional.values[i], rel=1e-4)
                compared += 1
    assert compared > 80


def test_the_interval_of_a_regional_value_follows_its_method(demo):
    poverty = regional_indicators(demo)["REG082"]
    row = demo.regional.set_index(["code", "year"]).loc[("REG082", int(poverty.year))]
    half = 1.959964 * row["standard_error"]
    assert half > 0
    assert poverty.interval == pytest.approx((poverty.value - half, poverty.value + half), rel=1e-6)
    low, high = regional_indicators(demo)["REG008"].interval
    assert low < regional_indicators(demo)["REG008"].value < high
    assert np.isnan(regional_indicators(demo)["REG002"].interval).all(), "a full count has none"


def test_a_normal_interval_of_a_sum_combines_the_errors_by_weight(tiny):
    """Rates 10 of 100 ± 2 and 90 of 300 ± 4: the sum is 25 with error √((¼·2)² + (¾·4)²) = 3,0414."""
    facts = tiny.indicators["DST101"]
    errors = np.full(facts.numerator.shape, np.nan)
    year = tiny.years.index(2019)
    errors[year, tiny.district_position["AA-UNO"]] = 2.0
    errors[year, tiny.district_position["AA-DUE"]] = 4.0
    measure = dataclasses.replace(tiny.measures["DST101"], interval_method="normal")
    arrays = {f.name: getattr(facts, f.name) for f in dataclasses.fields(facts)}
    version = changed(
        tiny, indicators={**tiny.indicators, "DST101": IndicatorFacts(**{**arrays, "standard_error": errors})}
    )
    districts = district_values(version, measure, "2019", REGION)
    assert districts.loc["AA-UNO", ["lower", "upper"]].tolist() == pytest.approx([10 - 3.91993, 10 + 3.91993])
    total = rolled_up(version, measure, districts, "2019").loc["ER"]
    assert total["value"] == pytest.approx(25)
    assert total["standard_error"] == pytest.approx(3.041381)
    assert total["upper"] - total["value"] == pytest.approx(1.959964 * 3.041381, rel=1e-6)
    # One district without a published error: nothing is known of the sum's.
    errors[year, tiny.district_position["AA-DUE"]] = np.nan
    total = rolled_up(version, measure, district_values(version, measure, "2019", REGION), "2019").loc["ER"]
    assert total["value"] == pytest.approx(25)
    assert np.isnan(total["lower"])


def _asked(version: Version, view: View) -> FileRequest:
    return FileRequest(version, REGION, view, "it", T, "http://localhost/x")


def _table(sheet) -> list[dict]:
    (table,) = sheet.tables.values()
    header, *body = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(header, row, strict=True)) for row in body]


def test_the_work_list_on_file_is_the_one_on_screen(demo):
    view = dataclasses.replace(default_view(demo), reasons=("out_of_range", "missing"))
    book = load_workbook(io.BytesIO(completeness_workbook(_asked(demo, view))))
    found = chosen_findings(demo, view, REGION)
    on_screen = findings_table(demo, found, 2019, T, "it")
    on_file = _table(book["Da completare"])
    assert len(on_file) == len(on_screen) > 100
    for row, shown in zip(on_file, on_screen.itertuples(), strict=True):
        assert (row["Distretto"], row["Codice"], row["Motivo"]) == (shown.district, shown.code, shown.reason)
        assert row["Spiegazione"] == shown.why
        expected = "n.d." if np.isnan(shown.value) else pytest.approx(shown.value)
        assert row["Valore 2019"] == expected
        assert row["Giorni di ritardo"] == (None if np.isnan(shown.days) else shown.days)
    years = {row["Distretto"]: row["2019"] for row in _table(book["Per anno"])}
    assert sum(years.values()) == by_year(demo)["2019"].sum()


def test_the_regional_file_is_the_screens_table(demo):
    view = dataclasses.replace(default_view(demo), regional_statuses=("leaving", "reached"))
    book = load_workbook(io.BytesIO(regional_workbook(_asked(demo, view))))
    chosen = chosen_regional(demo, view)
    on_screen = regional_table(demo, chosen, T, "it")
    on_file = _table(book["Stato"])
    assert [row["Codice"] for row in on_file] == list(on_screen["code"])
    for row, r in zip(on_file, chosen, strict=True):
        assert row["Ultimo valore"] == pytest.approx(r.value)
        assert row["Obiettivo"] == r.target.value
        assert row["Stato"].split(" ", 1)[1] in ("Raggiunto", "Si allontana")
    assert len(_table(book["Serie"])) == len(chosen)
    feeding = _table(book["Dai distretti alla Regione"])
    assert {row["Codice"] for row in feeding} == {r.measure.code for r in chosen if r.measure.fed_by}
    head = " ".join(str(cell.value) for row in book["Stato"]["A1:D4"] for cell in row)
    assert "dimostra" in head.casefold()


def test_regional_search_and_filters(demo):
    view = default_view(demo)
    assert len(chosen_regional(demo, view)) == 146
    found = chosen_regional(demo, dataclasses.replace(view, search="vacinale morbillo"))
    assert [r.measure.code for r in found] == ["REG118"], "a slip is forgiven"
    assert not chosen_regional(demo, dataclasses.replace(view, search="dirigibile"))


def test_the_address_keeps_reasons_and_the_indicator_looked_at(demo):
    view = dataclasses.replace(
        default_view(demo), reasons=("jump",), regional="REG008", regional_statuses=("leaving",)
    )
    again, ignored = parse(to_params(view, demo), demo)
    assert again == view
    assert not ignored
    wrong = {"motivi": "jump,rubbish", "regionale": "REG999", "esiti": "x"}
    assert {i.value for i in parse(wrong, demo)[1]} == {"rubbish", "REG999", "x"}


@pytest.mark.parametrize("place", ["ER", "080114", "RO-RIM"])
def test_every_figure_of_the_page_follows_area_and_place(demo, place):
    """What is given and expected of the areas adds up to the whole, in the list, the tables and the file."""
    whole = dataclasses.replace(default_view(demo), place=place)
    districts = districts_of(demo, place)
    parts = [dataclasses.replace(whole, filters=Filters(areas=(area,))) for area in demo.areas.index]

    def told(view: View) -> dict[str, int]:
        areas, of = by_area(demo, 2019, view.filters)
        table = _table(load_workbook(io.BytesIO(completeness_workbook(_asked(demo, view))))["Per anno"])
        return {
            "given": int(by_year(demo, view.filters).loc[districts, "2019"].sum()),
            "expected": len(completeness.indicators(demo, view.filters)) * len(districts),
            "by area": int(areas.loc[districts].to_numpy().sum()),
            "of": sum(of.values()),
            "findings": len(place_findings(demo, view)),
            "not out yet": len(completeness.not_published(demo, 2019, view.filters)),
            "records": len(review_table(demo, view.filters, T, "it")),
            "file": sum(row["2019"] for row in table),
        }

    every = told(whole)
    added = [told(part) for part in parts if completeness.indicators(demo, part.filters)]
    assert every == {name: sum(part[name] for part in added) for name in every}
    if place == "080114":
        of_b = told(dataclasses.replace(whole, filters=Filters(areas=("B",))))
        assert (of_b["given"], of_b["expected"]) == (157, 176)
