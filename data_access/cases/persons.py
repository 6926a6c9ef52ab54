"""Turns fiscal codes into person keys: a keyed hash as soon as it is read; the code goes no further.

Four things stand where a fiscal code should be:

* a code that can be a person's: the same person everywhere;
* a temporary code of S.I.SO, ``[`` and 32 hexadecimal figures and ``]``: the person of the code that CF_TEMP
  gives for it, else somebody of this zone;
* the 11 figures of a provisional code, the STP and ENI codes of the health service: somebody of this zone;
* all else, as ANONIMO, ``AAAAAA00A00A000A`` or nothing: it tells nobody from anybody, so that each row is
  somebody else.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase, digits

import numpy as np
import numpy.typing as npt
import pandas as pd

KEY_VARIABLE = "OSSERVATORIO_PERSON_KEY"

_PERMANENT = re.compile(
    r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]"
)
"""Sixteen characters, figures possibly replaced by letters where two people have the same (omocodia)."""

_OF_ZONE = re.compile(r"\[[0-9A-F]{32}\]|(?!(\d)\1{10})\d{11}|(STP|ENI)(?!0{13})\d{13}")

_FIGURES = str.maketrans("LMNPQRSTUV", "0123456789")
_DAYS_OF_MONTH = dict(zip("ABCDEHLMPRST", (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))
_VALUES = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_ODD = {**dict(zip(ascii_uppercase, _VALUES, strict=True)), **dict(zip(digits, _VALUES[:10], strict=True))}
_EVEN = {sign: place for signs in (ascii_uppercase, digits) for place, sign in enumerate(signs)}
"""What a character is worth in the odd and in the even places of a fiscal code (D.M. 23/12/1976)."""


def new_key() -> bytes:
    """Return the key of this run: ``$OSSERVATORIO_PERSON_KEY``, else random and forgotten afterwards.

    All zones of a run need the same key, or a person in two zones is two people.
    """
    given = os.environ.get(KEY_VARIABLE)
    return given.encode() if given else secrets.token_bytes(32)


def can_be_a_person(code: str) -> bool:
    """Say whether a code, in capitals, has the form of a person's and a day of birth that exists."""
    if not _PERMANENT.fullmatch(code) or len(set(code[:6])) == 1:
        return False
    year, day = (int(code[part].translate(_FIGURES)) for part in (slice(6, 8), slice(9, 11)))
    day -= 40 * (day > 40)
    last = _DAYS_OF_MONTH[code[8]] - (code[8] == "B" and year % 4 != 0)
    return 1 <= day <= last


def has_right_letter(code: str) -> bool:
    """Say whether the last letter of a code is the one that the other fifteen characters give."""
    worth = sum(map(_ODD.__getitem__, code[0:15:2])) + sum(map(_EVEN.__getitem__, code[1:15:2]))
    return code[15] == ascii_uppercase[worth % 26]


@dataclass(eq=False)
class Persons:
    """The maker of the person keys of one zone in one run.

    ``real`` gives the code of a person by temporary code, both in capitals.
    """

    key: bytes
    zone: str
    real: dict[str, str] = field(default_factory=dict)
    _letters_count: bool | None = None

    def keys(
        self, codes: Sequence[object] | npt.NDArray, rows: npt.NDArray[np.int64], table: str
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Return a key a row and whether it identifies the person beyond this zone.

        Args:
            codes: as they are written.
            rows: a number for each row that no other row of the table has.
            table: where they stand.
        """
        positions, distinct = pd.factorize(np.asarray(codes, dtype=object), use_na_sentinel=True)
        written = ["".join(str(value).split()).upper() for value in distinct]
        plain = [self.real.get(code, code) for code in written]
        possible = [can_be_a_person(code) for code in plain]
        right = [fits and has_right_letter(code) for code, fits in zip(plain, possible, strict=True)]
        if self._letters_count is None and any(possible):
            # Codes that were disguised in a copy have no right letters: there the letter tells nothing.
            self._letters_count = 2 * sum(right) >= sum(possible)
        everywhere = np.zeros(len(plain) + 1, bool)
        nobody = np.ones(len(plain) + 1, bool)
        hashes = np.zeros(len(plain) + 1, np.int64)
        for index, code in enumerate(plain):
            everywhere[index] = right[index] or (possible[index] and not self._letters_count)
            nobody[index] = not everywhere[index] and not _OF_ZONE.fullmatch(code)
            if not nobody[index]:
                hashes[index] = _hash(self.key, code if everywhere[index] else f"{self.zone}|{code}")
        keys = hashes[positions]
        unknown = np.flatnonzero(nobody[positions])
        keys[unknown] = [_hash(self.key, f"{self.zone}|{table}|{rows[row]}") for row in unknown]
        return keys, everywhere[positions]


def _hash(key: bytes, text: str) -> int:
    """Hash a code to 64 of 256 bits: among a million people a collision has a chance of 1 in 37 million."""
    return int.from_bytes(hmac.digest(key, text.encode(), "sha256")[:8], "big", signed=True)
