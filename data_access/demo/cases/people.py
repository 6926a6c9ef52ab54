"""Invented people. Who somebody is follows from their number alone, so that two zones agree on them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data_access.demo.cases.catalogue import CATEGORIES, FIRST_NAMES, SURNAMES

Numbers = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]

NUMBERS_A_ZONE = 300_000
"""Room for the people of a zone; 38 zones fit in five letters (26 ** 5 numbers)."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MONTHS = "ABCDEHLMPRST"
_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
"""Value of a letter in an odd place of a fiscal code (D.M. 23/12/1976); a digit counts as its letter."""

#: Chances of birth by category: bands of age on 1 July 2018 (from, to) with weights.
_AGES: tuple[tuple[tuple[int, int, float], ...], ...] = (
    ((0, 5, 2), (6, 13, 4), (14, 17, 2.4), (22, 50, 1.6)),
    ((3, 17, 2), (18, 44, 3), (45, 64, 3.5), (65, 80, 1)),
    ((18, 34, 2.5), (35, 49, 4), (50, 64, 3.5)),
    ((65, 74, 2), (75, 84, 4), (85, 99, 3.6)),
    ((18, 34, 3), (35, 60, 4)),
    ((18, 34, 4), (35, 55, 3)),
)
_WOMEN = (0.49, 0.46, 0.5, 0.66, 0.25, 0.45)
_REFERENCE_DAY = np.datetime64("2018-07-01", "D")


def chance(numbers: Numbers, topic: int) -> npt.NDArray[np.float64]:
    """Return a number in [0, 1) that belongs to each person and topic (SplitMix64)."""
    with np.errstate(over="ignore"):
        z = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(topic + 1) * np.uint64(
            0xD1B54A32D192ED03
        )
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def sexes(numbers: Numbers, category: Numbers) -> npt.NDArray[np.str_]:
    """Return F or M, as often as in each category."""
    return np.where(chance(numbers, 1) < np.array(_WOMEN)[category], "F", "M")


def birthdays(numbers: Numbers, category: Numbers) -> Days:
    """Return dates of birth that suit the category."""
    age = np.zeros(len(numbers))
    which, within = chance(numbers, 2), chance(numbers, 3)
    for index in range(len(CATEGORIES)):
        rows = np.flatnonzero(category == index)
        low, high, weight = np.array(_AGES[index]).T
        band = np.searchsorted(np.cumsum(weight) / weight.sum(), which[rows], side="right")
        band = np.minimum(band, len(low) - 1)
        age[rows] = low[band] + within[rows] * (high[band] + 1 - low[band])
    return _REFERENCE_DAY - np.floor(age * 365.25).astype("timedelta64[D]")


def fiscal_codes(numbers: Numbers, sex: npt.NDArray[np.str_], born: Days) -> npt.NDArray[np.str_]:
    """Return codes of the right form and check letter, known as false by X at the start and place Y...

    No Comune or country has a code that begins with Y, so that no code belongs to anybody.
    """
    letters = np.array(list(_LETTERS))
    signs = [np.full(len(numbers), 23)]
    signs += [numbers // 26**power % 26 for power in range(4, -1, -1)]
    months = born.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(int) % 100 + 70
    day = (born - months.astype("datetime64[D]")).astype(int) + 1 + np.where(sex == "F", 40, 0)
    month = np.array([_LETTERS.index(letter) for letter in _MONTHS])[months.astype(int) % 12]
    digits = [year % 100 // 10, year % 10]
    place = [numbers % 1000 // 100, numbers % 100 // 10, numbers % 10]
    values = [*signs, *digits, month, day // 10, day % 10, np.full(len(numbers), 24), *place]
    odd = np.array(_ODD)
    total = sum(odd[value] if position % 2 == 0 else value for position, value in enumerate(values))
    numeric = {6, 7, 9, 10, 12, 13, 14}
    texts = [
        value.astype("U1") if position in numeric else letters[value] for position, value in enumerate(values)
    ]
    texts.append(letters[np.asarray(total) % 26])
    code = texts[0]
    for text in texts[1:]:
        code = np.char.add(code, text)
    return code


def names(numbers: Numbers, sex: npt.NDArray[np.str_]) -> tuple[npt.NDArray, npt.NDArray]:
    """Return surname and first name, from the few invented words of the catalogue."""
    surname = np.array(SURNAMES)[(chance(numbers, 4) * len(SURNAMES)).astype(int)]
    choice = (chance(numbers, 5) * len(FIRST_NAMES["F"])).astype(int)
    first = np.where(sex == "F", np.array(FIRST_NAMES["F"])[choice], np.array(FIRST_NAMES["M"])[choice])
    return surname, first
