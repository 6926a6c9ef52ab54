"""Shared columns of a demo zone's rows: codes as people type them, the day of typing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_access.demo.cases import careers, people
from data_access.demo.cases.careers import LAST_DAY, Generator
from data_access.demo.cases.district import District
from data_access.demo.cases.people import Days, Numbers, chance

Columns = dict[str, npt.NDArray]
Rows = dict[str, Columns]
"""Columns by table; -1, NaN and NaT mean NULL."""

FOR_EVER = np.datetime64("9999-12-31", "D")
RELATIVES_FROM = 200_000
"""Numbers of a zone from here on are relatives, who have no file."""


def typed_codes(numbers: Numbers, category: Numbers) -> npt.NDArray[np.object_]:
    """Return fiscal codes as people type them: some in small letters, some temporary, some missing."""
    sex = people.sexes(numbers, category)
    code = people.fiscal_codes(numbers, sex, people.birthdays(numbers, category)).astype(object)
    how = chance(numbers, 6)
    small = how < 0.03
    code[small] = np.char.lower(code[small].astype(str))
    temporary = (how >= 0.03) & (how < 0.04)
    code[temporary] = [f"STP{number:013d}" for number in numbers[temporary]]
    code[(how >= 0.04) & (how < 0.047)] = None
    return code


def typed_in_order(rng: Generator, group: Numbers, order: Numbers, day: Days) -> Days:
    """Return when rows were typed: most at once, some weeks late, never before what precedes them."""
    late = rng.random(len(day))
    delay = np.where(
        late < 0.7, 0, np.where(late < 0.9, rng.integers(1, 8, len(day)), rng.integers(8, 95, len(day)))
    )
    typed = np.minimum(np.maximum(day, careers.FIRST_DAY) + delay, LAST_DAY)
    frame = pd.DataFrame({"group": group, "order": order, "typed": typed.astype(np.int64)})
    frame = frame.sort_values(["group", "order"])
    return frame.groupby("group")["typed"].cummax().sort_index().to_numpy().astype("datetime64[D]")


def taken(columns: Columns, order: Numbers) -> Columns:
    return {name: values[order] for name, values in columns.items()}


def places(rng: Generator, district: District, everyone: Numbers) -> Numbers:
    residents = district.municipalities["residents_2023"].to_numpy(float)
    share = np.cumsum(residents) / residents.sum()
    return np.minimum(np.searchsorted(share, rng.random(len(everyone)), side="right"), len(share) - 1)
