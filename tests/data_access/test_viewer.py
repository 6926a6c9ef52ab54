"""Who may see the Comuni of a district, with the reason: every role by every kind of place."""

import numpy as np
import pytest

from data_access.viewer import Viewer, sees_comuni, sees_places

DISTRICTS = ("RO-RIM", "RO-RIC")
REGION, RIMINI = Viewer("region"), Viewer("district", "RO-RIM")


@pytest.mark.parametrize(
    ("viewer", "place", "granted", "reason"),
    [
        (REGION, "RO-RIM", True, "regional"),
        (REGION, "RO-RIC", True, "regional"),
        (REGION, "114", False, "no_district"),
        (REGION, "ER", False, "no_district"),
        (RIMINI, "RO-RIM", True, "own_district"),
        (RIMINI, "RO-RIC", False, "other_district"),
        (RIMINI, "RO-", False, "no_district"),
        (RIMINI, "ER", False, "no_district"),
        (Viewer("district", "RO-OLD"), "RO-OLD", False, "no_district"),
    ],
)
def test_comuni_are_seen_by_the_region_and_their_own_district(viewer, place, granted, reason):
    permission = sees_comuni(viewer, place, DISTRICTS)
    assert (permission.granted, permission.reason) == (granted, reason)


def test_of_a_case_table_a_district_sees_every_district_and_only_its_own_comuni():
    places = np.array(["ER", "114", "RO-RIM", "RO-RIC", "RO-RIM/099014", "RO-RIC/099013", "RO-RIM2/1"])
    assert sees_places(REGION, places).all()
    assert sees_places(RIMINI, places).tolist() == [True, True, True, True, True, False, False]
    assert sees_places(RIMINI, places[:0]).tolist() == []
