"""What the years of a measure cannot say: where the data begin, and where the last year stops."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from mart_of import reading

from dashboard.address.view import default_view
from dashboard.excel.file_notes import measure_notes
from dashboard.excel.request import FileRequest
from dashboard.locale.texts import texts
from dashboard.measure.caveats import caveats, cut_off, unfinished
from dashboard.topics.catalogue.screen import users_words
from dashboard.topics.needs.compute import needs_of
from dashboard.topics.needs.tables import uncategorised_words
from dashboard.topics.overview.compute import MONEY_MOVED, REPORTED_BELOW
from dashboard.topics.overview.screen import rules_words
from dashboard.topics.waits.tables import COHORTS, cohorts_table, trend_table
from data_access.case_values import case_values
from data_access.cases.published import publish
from data_access.privacy import Thresholds
from data_access.version import with_cases
from data_access.viewer import Viewer

T = texts("it")


@pytest.fixture(scope="module")
def version(tiny):
    """Cases from January 2018 to 30 September 2019, many enough that little is hidden."""
    mart = reading(tiny.places, tiny.municipalities, people=3000)
    return with_cases(tiny, publish(mart, tiny.places, tiny.municipalities, Thresholds()))


def asked(version, **fields):
    view = replace(default_view(version), **fields)
    return FileRequest(version, Viewer("region"), view, "it", T, "http://localhost/")


@pytest.mark.parametrize(
    ("begins", "time", "cut"),
    [
        # Two years after the first of January 2017 a wait of 730 days could be seen whole.
        ("2017-01", "2017", True),
        ("2017-01", "2018-Q4", True),
        ("2017-01", "2019-Q1", False),
        ("2017-01", "2019", False),
        ("2017-02", "2019-Q1", True),
        ("2017-02", "2019-Q2", False),
    ],
)
def test_waits_that_end_soon_after_the_data_begin_are_cut_off(begins, time, cut):
    assert cut_off(SimpleNamespace(months=(begins,)), time) == cut


def test_a_year_that_is_not_over_says_until_when(version):
    cases, indicator = version.measures["people_in_charge"], version.measures["DST101"]
    assert unfinished(version, cases) == unfinished(version, indicator) == ("2019", date(2019, 9, 30))
    assert unfinished(replace(version, as_of=date(2019, 12, 31)), indicator) is None
    assert unfinished(replace(version, as_of=date(2020, 3, 31)), indicator) is None
    for measure in (cases, indicator):
        said = dict.fromkeys(label for label, _ in measure_notes(asked(version), measure, "2019"))
        assert "Avvertenza" in said
    assert not caveats(version, version.measures["euro"], T, "it")


def test_first_accesses_and_waits_say_where_the_data_begin(version):
    def said(code):
        return " ".join(caveats(version, version.measures[code], T, "it"))

    assert "I dati cominciano a 01/2018: chi era già venuto prima" in said("new_accesses")
    assert "quelle concluse nel 2018-2019 sono troncate" in said("median_access_taken")
    assert "troncate" in said("within_90")
    assert "troncate" not in said(COHORTS)


def test_quarters_are_marked_and_cohorts_stand_beside_them(version):
    question = asked(version)
    rows = trend_table(question, version.cases, "access_taken").frame
    assert all(quarter.endswith(" *") for quarter in rows["quarter"])
    table = cohorts_table(question, version.cases)
    columns, cohorts = table.written, table.frame
    assert cohorts["year"].tolist() == ["2018", "2019"]
    expected = [case_values(version, COHORTS, year).at["ER", "value"] for year in ("2018", "2019")]
    assert cohorts["ER_value"].tolist() == expected
    assert [column.kind for column in columns[1:]] == ["percent", "percent", "percent", "integer"]


def test_people_without_a_category_are_counted_where_groups_are_shown(version):
    question = asked(version)
    found = needs_of(version, question.view, question.viewer, version.cases)
    every = found.categories.set_index("category")["asked"]
    words = uncategorised_words(question, found)
    shown = f"{int(every['unknown'])} persone con un bisogno su {int(every.sum()):,}".replace(",", ".")
    assert shown in words


def test_rules_and_users_are_told(tiny):
    words = rules_words(T, "it")
    assert f"{REPORTED_BELOW:.0f}%" in words
    assert f"{MONEY_MOVED:.0f}%" in words
    told = SimpleNamespace(version=replace(tiny, users={"district": 184, "region": 47}), language="it", t=T)
    assert "**184** dei distretti e **47** della Regione" in users_words(told)
    assert users_words(SimpleNamespace(version=replace(tiny, users={}), language="it", t=T)) == ""


def test_tables_are_taken_along_by_the_excel_file_alone():
    """A grid's own CSV would have no heading of ours, no date and no mark of simulated data."""
    settings = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text())
    assert settings["client"]["disableDataExport"] is True
