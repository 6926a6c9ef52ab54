"""Finds one kind of support for one person from two bodies at the same time: to be checked, no verdict.

Two deliveries are compared where they are of one person and one ISTAT type, their owners differ, and the
days from the first to the last line of each overlap. Of a household only the reference person counts, or
its money would count once a member. Deliveries of the same two owners that overlap in the same year are one
pair, with the money of all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.careers import Careers
from data_access.cases.cells import Coded, Ints, coded, count, day_numbers, months, pairs_of, years
from data_access.cases.mart import BODY_KINDS
from data_access.cases.support_facts import body_kinds, support_kinds
from data_access.cases.supports import persons_of


@dataclass(frozen=True, eq=False)
class Held:
    """The deliveries by the person who receives them, one row each.

    ``owner`` is the same number in every zone.
    """

    person: Ints
    identified: NDArray[np.bool_]
    kind: Coded
    start: Ints
    end: Ints
    owner: Ints
    body_kind: Ints
    service: NDArray[np.bool_]
    cents: Ints

    def of(self, rows: NDArray) -> Held:
        """Return some of the rows."""
        picked = {field.name: getattr(self, field.name) for field in fields(self)}
        return Held(**{name: v.of(rows) if name == "kind" else v[rows] for name, v in picked.items()})


def held(
    careers: Careers, deliveries: pd.DataFrame, beneficiaries: pd.DataFrame, bodies: pd.DataFrame
) -> Held:
    """Return what each reference person holds of a known owner, from ``siso``'s frames."""
    reference = beneficiaries[beneficiaries["reference"].to_numpy(bool)]
    who, at = pairs_of(reference["delivery"].to_numpy(np.int64), deliveries["delivery"].to_numpy(np.int64))
    keys = _owner_keys(bodies)
    owner = deliveries["owner"].map(keys).fillna(0).to_numpy(np.int64)[at]
    known = owner != 0
    who, at, owner = who[known], at[known], owner[known]
    return Held(
        person=persons_of(careers, reference)[who],
        identified=reference["identified"].to_numpy(bool)[who],
        kind=support_kinds(deliveries["type"]).of(at),
        start=day_numbers(deliveries["first"])[at],
        end=day_numbers(deliveries["last"])[at],
        owner=owner,
        body_kind=body_kinds(deliveries["owner"], bodies).positions[at],
        service=deliveries["service_of_zone"].to_numpy(bool)[at],
        cents=deliveries["spend"].to_numpy(np.int64)[at],
    )


def overlapping(them: Held, zones: Ints | None = None) -> pd.DataFrame:
    """Return the pairs: inside one zone, or, with the zone of each row, across zones only.

    Columns: person, zone_1, zone_2, kind (positions), body_1, body_2 (positions), service, month (of the
    overlap's beginning in that year, the first one), year, cents, cents_smaller.
    """
    rows = pd.DataFrame(
        {
            "person": them.person,
            "kind": them.kind.positions,
            "zone": np.zeros(len(them.person), np.int64) if zones is None else zones,
            "owner": them.owner,
            "start": them.start,
            "end": them.end,
            "body": them.body_kind,
            "service": them.service,
            "cents": them.cents,
        }
    )
    if zones is not None:
        rows = _in_several(rows, ["person"], "zone")
    rows = _in_several(rows, ["person", "kind"], "owner").reset_index(names="delivery")
    pairs = rows.merge(rows, on=["person", "kind"], suffixes=("_1", "_2"))
    ordered = (
        pairs["owner_1"] < pairs["owner_2"]
        if zones is None
        else (pairs["zone_1"] < pairs["zone_2"]) & (pairs["owner_1"] != pairs["owner_2"])
    )
    met = (pairs["start_1"] <= pairs["end_2"]) & (pairs["start_2"] <= pairs["end_1"])
    pairs = pairs[ordered & met]
    begins = np.maximum(pairs["start_1"], pairs["start_2"]).to_numpy(np.int64)
    pairs = pairs.assign(
        month=months(begins), year=years(begins), service=pairs["service_1"] | pairs["service_2"]
    )
    group = ["person", "kind", "zone_1", "zone_2", "owner_1", "owner_2", "year"]
    groups = pairs.groupby(group).agg(
        body_1=("body_1", "first"),
        body_2=("body_2", "first"),
        service=("service", "max"),
        month=("month", "min"),
    )
    sides = [
        pairs.drop_duplicates([*group, f"delivery_{side}"]).groupby(group)[f"cents_{side}"].sum()
        for side in (1, 2)
    ]
    return groups.assign(
        cents=sides[0] + sides[1], cents_smaller=np.minimum(sides[0], sides[1])
    ).reset_index()


def overlap_cells(pairs: pd.DataFrame, kinds: Sequence | NDArray, **zones: Coded) -> pd.DataFrame:
    """Count pairs of supports in the cells of ``overlap``, kinds of bodies in alphabetical order.

    Args:
        pairs: of ``overlapping``.
        kinds: labels of the column ``kind``.
        zones: the columns ``zone`` and ``other_zone``, if wanted.
    """
    names = np.array(sorted(BODY_KINDS))
    rank = np.array([list(names).index(k) for k in BODY_KINDS])
    one, two = rank[pairs["body_1"].to_numpy(np.int64)], rank[pairs["body_2"].to_numpy(np.int64)]
    return count(
        {
            **zones,
            "year": coded(pairs["year"]),
            "support_kind": Coded(pairs["kind"].to_numpy(np.int64), kinds),
            "body_kind_1": Coded(np.minimum(one, two), names),
            "body_kind_2": Coded(np.maximum(one, two), names),
            "zone_service": Coded(pairs["service"].to_numpy(np.int64), np.array([0, 1])),
        },
        {
            "n": np.ones(len(pairs), np.int64),
            "cents": pairs["cents"].to_numpy(np.int64),
            "cents_smaller": pairs["cents_smaller"].to_numpy(np.int64),
        },
    )


def _in_several(rows: pd.DataFrame, by: list[str], what: str) -> pd.DataFrame:
    """Keep the rows of groups that hold more than one value of ``what``."""
    distinct = rows[[*by, what]].drop_duplicates()
    several = distinct.duplicated(by, keep=False)
    return rows.merge(distinct.loc[several, by].drop_duplicates(), on=by)


def _owner_keys(bodies: pd.DataFrame) -> dict[int, int]:
    """Number each body by what it is everywhere: its Comune, else its kind and name."""
    keys = {}
    for body, name, kind, municipality in zip(
        bodies["body"], bodies["name"], bodies["kind"], bodies["municipality"], strict=True
    ):
        plain = " ".join(str(name).casefold().replace(".", "").split())
        text = f"M|{municipality}" if municipality else f"{kind}|{plain}"
        digest = hashlib.blake2b(text.encode(), digest_size=7).digest()
        keys[int(body)] = int.from_bytes(digest, "big") + 1
    return keys
