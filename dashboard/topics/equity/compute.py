"""Where money does not follow need: need and euro per person at need, district against region.

Need is a rate, people with a registered need per 1,000 of those among whom it arises (residents of 65 and
over for older people), with Byar's interval of the count. Euro
per person at need is an amount that is known exactly over the same count, so its interval comes from the
count's: the amount over the upper limit to the amount over the lower one.

The rule names a district only where both intervals lie wholly on opposite sides of the region's values:

``short``   need above the region's, euro per person at need below it
``ample``   need below the region's, euro per person at need above it

and nobody else. The region's values are recomputed from sums: need over all districts with a count, euro per
person over those whose count and amount are both known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.cases.coverage import worst
from data_access.intervals import byar
from data_access.measures import ratio

PER = 1000.0
VERDICTS = ("short", "ample")


@dataclass(frozen=True, eq=False)
class Equity:
    """Districts in the quadrant and the region's two values.

    Attributes:
        districts: by code ``people, need, need_lower, need_upper`` (per 1,000 of the population) with
            ``need_status``, ``per_person, per_person_lower, per_person_upper`` (euro), ``status`` of need
            and money together, and ``verdict``: one of :data:`VERDICTS`, ``none`` (the rule names neither) or
            empty where a value is not known.
        need, per_person: the region's.
        compared: how many districts the region's euro per person rests on.
    """

    districts: pd.DataFrame
    need: float
    per_person: float
    compared: int


def equity(districts: pd.DataFrame, region_people: float, region_residents: float) -> Equity:
    """Compare districts by the rule of this module.

    Args:
        districts: by code ``people`` (with a need), ``residents`` (those among whom it arises), ``euro``,
            ``need_status`` of the people and ``money_status`` of the euro; where one is not ``ok`` its
            figures count nowhere.
        region_people, region_residents: of the whole region, as published; NaN where not known.
    """
    people, residents, euro = (districts[n].to_numpy(dtype=float) for n in ("people", "residents", "euro"))
    need_status = districts["need_status"].to_numpy(dtype=object)
    need_status = _known(need_status, ~np.isnan(people) & (residents > 0))
    status = worst(need_status, districts["money_status"].to_numpy(dtype=object))
    # Nobody at need leaves nobody to spend on: a rate of zero is a value, euro per person is not.
    status = _known(status, ~np.isnan(euro) & (people != 0))
    columns = {name: np.full(len(districts), np.nan) for name in _FIGURES}
    at = need_status == "ok"
    low, high = byar(people[at])
    columns["need"][at] = ratio(people[at], residents[at], PER)
    columns["need_lower"][at], columns["need_upper"][at] = (end / residents[at] * PER for end in (low, high))
    ok = status == "ok"
    n, money = people[ok], euro[ok]
    low, high = byar(n)
    columns["per_person"][ok] = money / n
    columns["per_person_lower"][ok], columns["per_person_upper"][ok] = money / high, money / low
    need = ratio(region_people, region_residents, PER) if region_residents > 0 else np.nan
    per_person = float(money.sum() / n.sum()) if len(n) else np.nan
    named = np.full(len(districts), "none", dtype=object)
    more, less = columns["need_lower"] > need, columns["need_upper"] < need
    poorer, richer = columns["per_person_upper"] < per_person, columns["per_person_lower"] > per_person
    named[more & poorer] = "short"
    named[less & richer] = "ample"
    named[~ok] = ""
    return Equity(
        districts.assign(**columns, need_status=need_status, status=status, verdict=named),
        float(need),
        per_person,
        int(ok.sum()),
    )


def _known(status: NDArray, known: NDArray) -> NDArray:
    """Return the statuses, missing where a value that is said to be there is not."""
    return np.where((status == "ok") & ~known, "missing", status).astype(object)


_FIGURES = ("need", "need_lower", "need_upper", "per_person", "per_person_lower", "per_person_upper")
