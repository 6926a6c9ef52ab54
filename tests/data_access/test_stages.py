"""Stages, terms and delays, computed by hand on tests/tiny.py and a log written here."""

from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest

from dashboard.topics.overview.compute import days_late
from data_access.planning.schema import STATUSES
from data_access.stages import account_days, stage_log, stages, term
from data_access.viewer import Viewer

P18, P19 = "2018-implementing", "2019-implementing"
LOG = (
    # district, period, status, day, function, act
    ("AA-UNO", P19, "draft", "2019-05-10", "Operatore", None),
    ("AA-UNO", P19, "approved", "2019-08-20", "Responsabile", "Comitato 1/2019"),
    ("AA-UNO", P19, "presented", "2019-09-03", "Responsabile", None),
    ("AA-UNO", P19, "draft", "2019-09-10", "Operatore", None),
    ("AA-UNO", P19, "presented", "2019-09-12", "Responsabile", None),
    ("AA-DUE", P19, "draft", "2019-06-01", "Operatore", None),
    ("AA-UNO", P18, "presented", "2018-09-01", "Responsabile", None),
)


@pytest.fixture(scope="module")
def logged(tiny):
    log = pd.DataFrame(
        LOG, columns=["district_code", "period", "status", "changed_on", "function", "act_number"]
    )
    return replace(tiny, status_log=log.assign(changed_on=pd.to_datetime(log["changed_on"])))


def day(text):
    return pd.Timestamp(text)


def test_the_term_is_the_extended_one(tiny):
    limit = term(tiny, P19)
    assert (limit.due, limit.last_day) == (day("2019-07-31").date(), day("2019-08-31").date())
    assert term(tiny, P18) is None
    assert term(tiny, "1999-original") is None


def test_days_are_counted_from_the_term_to_the_presentation_or_to_the_day_of_the_data(logged):
    table = stages(logged, P19)
    # Withdrawn and presented a second time: the presentation in force is that of 12/9, 12 days after 31/8.
    # AA-DUE is a draft and BB-TRE has nothing: both 30 days late on 30/9.
    assert table["days_late"].to_dict() == {"AA-DUE": 30, "AA-UNO": 12, "BB-TRE": 30}
    assert table["status"].to_dict() == {"AA-DUE": "draft", "AA-UNO": "presented", "BB-TRE": "none"}
    assert table["has"].to_dict() == {"AA-DUE": False, "AA-UNO": True, "BB-TRE": False}
    assert table.loc["AA-UNO", "draft"] == day("2019-09-10")
    assert table.loc["AA-UNO", "approved"] == day("2019-08-20")
    assert pd.isna(table.loc["AA-UNO", "validated"])
    assert table.loc["BB-TRE", list(STATUSES)].isna().all()


def test_without_a_term_no_delay_is_invented_and_the_present_stage_has_its_day(logged):
    table = stages(logged, P18)
    assert table["days_late"].isna().all()
    # AA-DUE has no log: its edition says acknowledged since 30/9/2019, and no more.
    assert table.loc["AA-DUE", "acknowledged"] == day("2019-09-30")
    assert pd.isna(table.loc["AA-DUE", "presented_on"])
    assert table.loc["AA-UNO", "presented_on"] == day("2018-09-01")


def test_who_is_late_is_the_same_as_on_the_front_page(demo):
    for period in demo.periods:
        table = stages(demo, period)
        waiting = table[~table["has"] & (table["days_late"] > 0)]["days_late"].astype("int64")
        assert waiting.to_dict() == days_late(demo, period).to_dict()


def test_stages_are_in_the_order_of_the_workflow(demo):
    for period in demo.periods:
        days = stages(demo, period)[list(STATUSES)]
        for before, after in pairwise(STATUSES[:4]):
            assert not (days[after] < days[before]).any()


def test_who_and_which_act_are_for_the_own_district_or_after_the_presentation(logged):
    stranger = Viewer("district", "BB-TRE")
    presented = stage_log(logged, P19, "AA-UNO", stranger)
    assert presented["function"][:2] == ["Operatore", "Responsabile"]
    assert presented["act_number"][1] == "Comitato 1/2019"
    hidden = stage_log(logged, P19, "AA-DUE", stranger)
    assert hidden["status"] == ["draft"]
    assert hidden["changed_on"] == [day("2019-06-01")]
    assert hidden["function"] == hidden["act_number"] == [None]
    assert not any(hidden["details"])
    for viewer in (Viewer("district", "AA-DUE"), Viewer("region")):
        assert stage_log(logged, P19, "AA-DUE", viewer)["function"] == ["Operatore"]


def test_days_against_the_deadline(tiny_accounts):
    days = account_days(tiny_accounts, 2018)
    # 28 June to 8 July, the first time it was presented; 28 June to 30 September, the day of the data.
    assert days["days"].to_dict() == {"AA-DUE": 94, "AA-UNO": 10, "BB-TRE": 94}
    assert days["late"].all()
    assert days["status"].to_dict() == {"AA-DUE": "draft", "AA-UNO": "acknowledged", "BB-TRE": ""}
    assert days["presented_on"].notna().to_dict() == {"AA-DUE": False, "AA-UNO": True, "BB-TRE": False}
    without = account_days(tiny_accounts, 2019)
    assert without["days"].isna().all()
    assert not without["late"].any()


def test_an_account_presented_in_time_is_not_late(demo):
    days = account_days(demo, 2018)
    presented = days[days["presented_on"].notna()]
    assert (presented["late"] == (presented["presented_on"] > presented["due"])).all()
    assert presented["late"].sum() == 6
    assert (days["status"] == "").sum() == 3
    assert (days.loc[days["presented_on"].isna(), "days"] == 94).all()
