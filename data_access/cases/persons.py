"""Persons without names: the fiscal code becomes a keyed hash at the border and goes no further."""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

KEY_VARIABLE = "OSSERVATORIO_PERSON_KEY"

_PERMANENT = re.compile(
    r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]"
)
"""Sixteen characters, digits possibly replaced by letters (omocodia). Anything else is temporary: the
11-digit provisional code, STP and ENI codes of the health service, what an office made up."""


def new_key() -> bytes:
    """Return the key of this run: ``$OSSERVATORIO_PERSON_KEY``, else random and forgotten afterwards.

    All zones of a run need the same key, or a person in two zones is two people.
    """
    given = os.environ.get(KEY_VARIABLE)
    return given.encode() if given else secrets.token_bytes(32)


def person_keys(
    codes: Sequence[object] | npt.NDArray, ids: npt.NDArray[np.int64], *, key: bytes, zone: str, table: str
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return a key a row and whether it identifies the person beyond this zone.

    A permanent code gives the same key everywhere. A temporary one is joined to the zone's code, and a
    missing one to the row's id, so that they are somebody here and never match another zone.
    """
    positions, found = pd.factorize(np.asarray(codes, dtype=object), use_na_sentinel=True)
    hashes = np.zeros(len(found) + 1, np.int64)
    permanent = np.zeros(len(found) + 1, bool)
    empty = np.ones(len(found) + 1, bool)
    for index, value in enumerate(found):
        code = str(value).strip().upper()
        if not code:
            continue
        empty[index] = False
        permanent[index] = _PERMANENT.fullmatch(code) is not None
        hashes[index] = _hash(key, code if permanent[index] else f"{zone}|{code}")
    keys = hashes[positions]
    nameless = np.flatnonzero(empty[positions])
    keys[nameless] = [_hash(key, f"{zone}|{table}|{ids[row]}") for row in nameless]
    return keys, permanent[positions]


def _hash(key: bytes, text: str) -> int:
    """64 of the 256 bits: among a million people a collision has a chance of 1 in 37 million."""
    return int.from_bytes(hmac.digest(key, text.encode(), "sha256")[:8], "big", signed=True)
