"""Who is late and what moved, on the database computed by hand (tests/tiny.py)."""

import pytest

from dashboard.topics.overview.compute import attention, days_late
from data_access.viewer import Viewer

REGION = Viewer("region")
P18, P19 = "2018-implementing", "2019-implementing"


def test_late_are_drafts_and_absent_editions_after_the_extended_deadline(tiny):
    # Due 31/7, extended to 31/8; the data speak of 30/9: 30 days.
    assert days_late(tiny, P19).to_dict() == {"AA-DUE": 30, "BB-TRE": 30}
    assert days_late(tiny, P18).empty
    assert days_late(tiny, "2019-account").empty


def test_reasons_name_the_figures(tiny, monkeypatch):
    monkeypatch.setattr("dashboard.topics.overview.compute.MONEY_MOVED", 11.0)
    reasons = {(r.district, r.code): r.values for r in attention(tiny, P19, "2019", REGION)}
    assert reasons[("AA-DUE", "late")] == {"days": 30, "period": P19}
    assert reasons[("BB-TRE", "unreported")] == {"given": 1, "of": 2, "year": "2019"}
    # 180.00 to 200.01 is 11.1 %, 300 to 330 is 10 %.
    assert reasons[("AA-UNO", "money_up")] == {
        "percent": pytest.approx(100 * 20.01 / 180),
        "before": 180.0,
        "after": 200.01,
    }
    assert ("AA-DUE", "money_up") not in reasons


def test_the_district_with_the_weightiest_reasons_comes_first(tiny):
    districts = [reason.district for reason in attention(tiny, P19, "2019", REGION)]
    assert districts[0] == "BB-TRE"
    assert districts == sorted(districts, key=districts.index)
