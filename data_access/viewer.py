"""Who is asking. Every read takes a :class:`Viewer`; there is no way around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data_access.planning.schema import PRESENTED_STATUSES


@dataclass(frozen=True)
class Viewer:
    """The role of the person looking and, for a district user, the district."""

    role: Literal["region", "district"]
    district: str | None = None

    def __post_init__(self) -> None:
        if (self.role == "district") != (self.district is not None):
            raise ValueError("A district viewer needs a district and a regional viewer has none.")


def sees_editions(viewer: Viewer, districts: NDArray, statuses: NDArray) -> NDArray[np.bool_]:
    """Say which editions the viewer may see.

    The region sees every edition in every status; a district its own in every status and the others'
    from ``presented`` (presentata alla Regione) on.

    Args:
        viewer: who asks.
        districts: district code of each edition, shape (n,).
        statuses: status of each edition, shape (n,).

    Returns:
        Booleans, shape (n,).
    """
    if viewer.role == "region":
        return np.ones(len(statuses), dtype=bool)
    return np.isin(statuses, PRESENTED_STATUSES) | (districts == viewer.district)
