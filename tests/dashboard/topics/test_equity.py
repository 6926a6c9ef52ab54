"""The rule that names districts where money does not follow need, on districts made for it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.cases.coverage import against, worst
from dashboard.topics.equity.answers import POPULATION_OF, answers
from dashboard.topics.equity.compute import equity
from data_access.cases.mart import TARGET_GROUP_OF
from data_access.planning.schema import AGE_BANDS


def made(**districts: tuple[float, float, float]) -> pd.DataFrame:
    """Districts by people, residents, euro."""
    return pd.DataFrame(districts.values(), list(districts), ["people", "residents", "euro"]).assign(
        need_status="ok", money_status="ok"
    )


def test_only_districts_clearly_on_opposite_sides_are_named() -> None:
    districts = made(
        much_need_little_money=(800, 10_000, 40_000),
        little_need_much_money=(200, 10_000, 60_000),
        both_high=(800, 10_000, 240_000),
        as_the_region=(500, 10_000, 75_000),
    )
    found = equity(districts, 2_300, 40_000)
    assert found.need == pytest.approx(57.5)
    # Euro per person at need of the region: all euro over all people, not a mean of the four.
    assert found.per_person == pytest.approx(415_000 / 2_300)
    assert found.districts["verdict"].to_dict() == {
        "much_need_little_money": "short",
        "little_need_much_money": "ample",
        "both_high": "none",
        "as_the_region": "none",
    }
    row = found.districts.loc["as_the_region"]
    assert row["per_person"] == pytest.approx(150.0)
    assert row["per_person_lower"] < 150 < row["per_person_upper"]
    assert row["need_lower"] < 50 < row["need_upper"]


def test_few_people_are_no_evidence() -> None:
    """The same rates as a district that is named, on a hundredth of the people."""
    large = made(x=(800, 10_000, 40_000), rest=(4_000, 90_000, 600_000))
    small = made(x=(8, 100, 400), rest=(4_000, 90_000, 600_000))
    assert equity(large, 4_800, 100_000).districts.at["x", "verdict"] == "short"
    assert equity(small, 4_008, 90_100).districts.at["x", "verdict"] == "none"


@pytest.mark.parametrize("status", ["hidden", "missing"])
def test_a_need_that_is_not_shown_counts_nowhere(status: str) -> None:
    districts = made(a=(500, 10_000, 50_000), b=(700, 10_000, 10_000_000))
    districts.loc["b", "need_status"] = status
    found = equity(districts, 1_200, 20_000)
    assert found.per_person == pytest.approx(100.0)
    assert found.compared == 1
    assert found.districts.loc["b", ["need", "per_person"]].isna().all()
    assert found.districts.at["b", "status"] == found.districts.at["b", "need_status"] == status
    assert found.districts.at["b", "verdict"] == ""


@pytest.mark.parametrize("status", ["hidden", "missing"])
def test_need_is_known_where_only_the_money_is_not(status: str) -> None:
    districts = made(a=(500, 10_000, 50_000), b=(700, 10_000, 0))
    districts.loc["b", "money_status"] = status
    row = equity(districts, 1_200, 20_000).districts.loc["b"]
    assert (row["need_status"], row["status"], row["verdict"]) == ("ok", status, "")
    assert row["need"] == pytest.approx(70.0)
    assert row["need_lower"] < 70 < row["need_upper"]
    assert np.isnan(row["per_person"])


def test_nobody_at_need_or_an_unknown_region_names_nobody() -> None:
    districts = made(a=(0, 10_000, 50_000), b=(700, 10_000, 1_000))
    found = equity(districts, np.nan, np.nan)
    assert found.districts.at["a", "status"] == "missing"
    assert found.districts.at["a", "need"] == 0
    assert np.isnan(found.need)
    assert set(found.districts["verdict"]) == {"", "none"}


def test_a_need_is_counted_among_those_who_may_have_it() -> None:
    """Every target group has a population, and each population is made of known age bands."""
    assert set(POPULATION_OF) == set(TARGET_GROUP_OF.values())
    assert POPULATION_OF["ANZ"] == ("65-74", "75-79", "80+")
    assert POPULATION_OF["FAM"] == ("0-2", "3-14", "15-17")
    assert all(set(bands) <= set(AGE_BANDS) for bands in POPULATION_OF.values())


def test_services_for_everybody_and_health_care_answer_no_registered_need() -> None:
    """Nurseries (15) and palliative care (2) do not; nursing homes (39) and child protection (37) do."""
    assert [answers(sheet, 2019) for sheet in (15, 2, 39, 37)] == [False, False, True, True]
    # Another cycle has another catalogue: the same number means another sheet.
    assert answers(15, 2022)


def test_a_share_with_a_part_that_is_not_shown_is_not_shown() -> None:
    ok, hidden, missing = (np.array([s], dtype=object) for s in ("ok", "hidden", "missing"))
    assert worst(ok, ok)[0] == "ok"
    assert worst(ok, hidden)[0] == "hidden"
    assert worst(hidden, missing)[0] == "missing"


def test_an_interval_is_above_below_or_similar() -> None:
    lower, upper = np.array([31.0, 10.0, 25.0, np.nan]), np.array([40.0, 20.0, 35.0, np.nan])
    assert against(lower, upper, np.full(4, 30.0)).tolist() == ["above", "below", "similar", ""]
    assert against(lower, upper, np.full(4, np.nan)).tolist() == [""] * 4
