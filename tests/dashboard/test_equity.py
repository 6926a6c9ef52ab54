"""The rule that names districts where money does not follow need, on districts made for it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.coverage import against, worst
from dashboard.analysis.equity import equity


def made(**districts: tuple[float, float, float]) -> pd.DataFrame:
    """Districts by people, residents, euro."""
    return pd.DataFrame(districts.values(), list(districts), ["people", "residents", "euro"]).assign(
        status="ok"
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
def test_what_is_not_shown_counts_nowhere(status: str) -> None:
    districts = made(a=(500, 10_000, 50_000), b=(700, 10_000, 10_000_000))
    districts.loc["b", "status"] = status
    found = equity(districts, 1_200, 20_000)
    assert found.per_person == pytest.approx(100.0)
    assert found.compared == 1
    assert found.districts.loc["b", ["need", "per_person"]].isna().all()
    assert found.districts.at["b", "status"] == status
    assert found.districts.at["b", "verdict"] == ""


def test_nobody_at_need_or_an_unknown_region_names_nobody() -> None:
    districts = made(a=(0, 10_000, 50_000), b=(700, 10_000, 1_000))
    found = equity(districts, np.nan, np.nan)
    assert found.districts.at["a", "status"] == "missing"
    assert np.isnan(found.need)
    assert set(found.districts["verdict"]) == {"", "none"}


def test_a_share_with_a_part_that_is_not_shown_is_not_shown() -> None:
    ok, hidden, missing = (np.array([s], dtype=object) for s in ("ok", "hidden", "missing"))
    assert worst(ok, ok)[0] == "ok"
    assert worst(ok, hidden)[0] == "hidden"
    assert worst(hidden, missing)[0] == "missing"


def test_an_interval_is_above_below_or_similar() -> None:
    lower, upper = np.array([31.0, 10.0, 25.0, np.nan]), np.array([40.0, 20.0, 35.0, np.nan])
    assert against(lower, upper, np.full(4, 30.0)).tolist() == ["above", "below", "similar", ""]
    assert against(lower, upper, np.full(4, np.nan)).tolist() == [""] * 4
