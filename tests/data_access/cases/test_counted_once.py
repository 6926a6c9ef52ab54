"""People and pairs that lie in two zones: one at every place, and nothing small told by the difference."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_access.cases.counted_once import at_every_place, told_once
from data_access.privacy import Axis

PLACE = Axis("place", ("ER", "UNO", "U-A", "U-B", "DUE", "D-A", "D-B"), (-1, 0, 1, 1, 0, 4, 4))
AUSL_OF = {"U-A": "UNO", "U-B": "UNO", "D-A": "DUE", "D-B": "DUE"}


def told(*things: tuple[str, int]) -> dict[str, float]:
    """Return what is told of each place of people in these zones, some of each kind."""
    rows = pd.DataFrame(
        [(thing, zone, n) for thing, (zones, n) in enumerate(things) for zone in zones.split()],
        columns=["thing", "zone", "n"],
    )
    once = at_every_place(rows, AUSL_OF, "ER").groupby("zone")["n"].sum()
    by_district = rows.groupby("zone")["n"].sum()
    sums = {d: int(by_district.get(d, 0)) for d in AUSL_OF}
    sums |= {a: sum(n for d, n in sums.items() if AUSL_OF[d] == a) for a in ("UNO", "DUE")}
    sums["ER"] = sums["UNO"] + sums["DUE"]
    arrays = [np.array([[int(of.get(node, 0))] for node in PLACE.nodes]) for of in (once, sums)]
    return dict(zip(PLACE.nodes, told_once(*arrays, PLACE, 5)[:, 0].tolist(), strict=True))


def test_who_is_in_two_zones_is_one_person_in_the_ausl_and_in_the_region():
    found = told(("U-A U-B", 12), ("U-A D-A", 9))
    assert found == {"ER": 21, "UNO": 21, "U-A": 21, "U-B": 12, "DUE": 9, "D-A": 9, "D-B": 0}


def test_a_person_in_three_zones_of_two_ausl_is_still_one():
    found = told(("U-A U-B D-A", 7), ("U-A D-A", 8))
    assert [found[place] for place in ("ER", "UNO", "DUE")] == [15, 15, 15]


def test_the_difference_to_the_districts_tells_no_small_count():
    # 3 people lie in both districts of UNO: its sum less its figure would say so.
    assert np.isnan(told(("U-A U-B", 3), ("U-A D-A", 20))["UNO"])
    # 3 people lie in three zones: all districts together less twice the region would say so.
    assert np.isnan(told(("U-A U-B D-A", 3), ("U-A D-A", 20), ("U-A U-B", 10))["ER"])
    # 4 people lie in two AUSL: both figures together less the region's would say so.
    found = told(("U-A U-B", 10), ("D-A D-B", 10), ("U-A D-A", 4))
    assert found["ER"] == 24
    assert np.isnan(found["UNO"])
    assert np.isnan(found["DUE"])
    # And of fewer than five nothing is said at all.
    assert np.isnan(told(("U-A D-A", 4))["ER"])
