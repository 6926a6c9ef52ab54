"""The catalogue of measures: a measure is anything a district has a value of in a period.

Value = numerator / denominator * scale; an absolute figure has no denominator. Both are additive, so
any roll-up (district → AUSL → region) is computed from sums, never from other ratios.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Kind = Literal["euro", "euro_per_resident", "interventions", "reported", "indicator", "case"]
Periods = Literal["edition", "year"]


_DIGITS = 14
"""Significant digits of a value; doubles have 15 to 17, of which a few operations spoil the last."""


@dataclass(frozen=True)
class Text:
    """A text in both languages of the screen."""

    it: str
    en: str

    def in_(self, language: str) -> str:
        """Return the words in ``it`` or ``en``."""
        return self.en if language == "en" else self.it


@dataclass(frozen=True)
class Target:
    """A value to reach by the end of ``year``, in the measure's unit; ``place`` empty: everywhere."""

    place: str
    year: int
    value: float
    source: str


@dataclass(frozen=True)
class Measure:
    """A reviewed record of what is measured; ``code`` is stable and goes into links.

    ``unit`` is ``euro``, ``%``, ``n.`` or words to print after the figure. ``official`` is false where
    the definition is proposed by the editors and is not on the Region's list. ``fed_by`` is, of a regional
    indicator, the district indicator whose sum it is. ``threshold`` is the least count shown of an indicator
    that counts people, None where it counts none. ``targets`` are in the order of place and year: ask
    :func:`target_of`.
    """

    code: str
    kind: Kind
    periods: Periods
    title: Text
    numerator: Text
    denominator: Text
    unit: Text
    scale: float
    decimals: int
    polarity: str
    interval_method: str
    source: str
    official: bool
    area: str = ""
    sheet: int = 0
    plausible: tuple[float | None, float | None] = (None, None)
    level: Literal["district", "region"] = "district"
    fed_by: str = ""
    threshold: int | None = None
    why_it_matters: Text = Text("", "")
    owner: str = ""
    checked_by: str = ""
    next_review: date | None = None
    targets: tuple[Target, ...] = ()

    @property
    def filtered(self) -> bool:
        """Say whether filters by area, sheet, target group and source apply to the measure."""
        return self.periods == "edition"

    @property
    def has_denominator(self) -> bool:
        """Say whether the measure is a ratio; without a denominator it is an absolute figure."""
        return bool(self.denominator.it)

    @property
    def adds_up(self) -> bool:
        """Say whether a region or AUSL has a value made of its districts': a ready-made ratio has none."""
        return self.has_denominator or not is_ratio(self.unit.it)


_RATIO = re.compile(
    r"%|‰|/|\bper\b|\b(?:giorni|mesi|anni|media|medio|mediana|indice|tasso|quota)\b", re.IGNORECASE
)


def is_ratio(unit: str) -> bool:
    """Say whether a unit is that of a share, a rate or a mean, which cannot be added to another's."""
    return _RATIO.search(unit) is not None


_PLATFORM = "Piattaforma regionale dei Piani di zona"
_NONE = Text("", "")

BUDGET_MEASURES = (
    Measure(
        code="euro_per_resident",
        kind="euro_per_resident",
        periods="edition",
        title=Text("Euro per residente", "Euro per resident"),
        numerator=Text(
            "Somma delle voci di budget degli interventi dell'edizione",
            "Sum of the budget lines of the edition's interventions",
        ),
        denominator=Text(
            "Residenti al 1° gennaio dell'anno dell'edizione", "Residents on 1 January of the edition's year"
        ),
        unit=Text("euro", "euro"),
        scale=0.01,
        decimals=2,
        polarity="neutral",
        interval_method="none",
        source=_PLATFORM,
        official=True,
    ),
    Measure(
        code="euro",
        kind="euro",
        periods="edition",
        title=Text("Euro in totale", "Euro, total"),
        numerator=Text(
            "Somma delle voci di budget degli interventi dell'edizione",
            "Sum of the budget lines of the edition's interventions",
        ),
        denominator=_NONE,
        unit=Text("euro", "euro"),
        scale=0.01,
        decimals=0,
        polarity="neutral",
        interval_method="none",
        source=_PLATFORM,
        official=True,
    ),
    Measure(
        code="interventions",
        kind="interventions",
        periods="edition",
        title=Text("Interventi", "Interventions"),
        numerator=Text(
            "Interventi dell'edizione, contati una volta", "Interventions of the edition, counted once"
        ),
        denominator=_NONE,
        unit=Text("n.", "no."),
        scale=1.0,
        decimals=0,
        polarity="neutral",
        interval_method="none",
        source=_PLATFORM,
        official=True,
    ),
    Measure(
        code="reported",
        kind="reported",
        periods="year",
        title=Text("Indicatori rendicontati", "Indicators reported"),
        numerator=Text(
            "Indicatori distrettuali con un valore nell'anno", "District indicators with a value in the year"
        ),
        denominator=Text(
            "Indicatori distrettuali previsti, anche quelli che nessun distretto può ancora avere",
            "District indicators expected, also those that no district can have yet",
        ),
        unit=Text("%", "%"),
        scale=100.0,
        decimals=1,
        polarity="higher_better",
        interval_method="none",
        source=_PLATFORM,
        official=True,
    ),
)


def indicator_measures(
    indicator: pd.DataFrame, targets: pd.DataFrame, level: Literal["district", "region"] = "district"
) -> list[Measure]:
    """Make a measure of each indicator of a level.

    Args:
        indicator: rows of the table ``indicator``, any number.
        targets: rows of the table ``indicator_target``.
        level: those of the districts, or the region's own.
    """
    rows = indicator[indicator["level"] == level].sort_values("code")
    goals: dict[str, list[Target]] = {}
    for goal in targets.sort_values(["indicator_code", "place_code", "year"]).to_dict("records"):
        target = Target(goal["place_code"], int(goal["year"]), float(goal["value"]), goal["source"])
        goals.setdefault(goal["indicator_code"], []).append(target)
    return [_indicator_measure(row, tuple(goals.get(row["code"], ()))) for row in rows.to_dict("records")]


def ratio(numerator: ArrayLike, denominator: ArrayLike, scale: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Return numerator / denominator * scale so that equal ratios are equal numbers.

    What is ranked, put in a class or held against a target must not depend on the last bit of a double:
    7 of 100 is 7 %, not 7.000000000000001 %, and three estimates of 12.2 % that were multiplied by their
    residents tie when they are divided again. So the quotient is rounded to 14 significant digits.

    Args:
        numerator, denominator: counts or sums; a denominator of 0 is the caller's to leave out.
        scale: the measure's, positive.
    """
    value = np.asarray(numerator, dtype=float) / np.asarray(denominator, dtype=float) * scale
    size = np.where((value != 0) & np.isfinite(value), np.abs(value), 1.0)
    # A power of ten up to 22 is exact, and a whole number of 14 digits too: only the last division rounds.
    shift = 10.0 ** np.clip(_DIGITS - 1 - np.floor(np.log10(size)), 0, 22)
    return np.asarray(np.rint(value * shift) / shift)


def target_of(measure: Measure, place: str, year: int) -> Target | None:
    """Return the target that holds for a place in a year, or None where there is none.

    A place's own targets come before those for everywhere, and those for everywhere hold of ratios only: a
    district's number of places says nothing of the region's. Of several years the next one ahead holds; a
    target already past holds until there is another.
    """
    own = [target for target in measure.targets if target.place == place]
    if not own and measure.has_denominator:
        own = [target for target in measure.targets if not target.place]
    ahead = [target for target in own if target.year >= year]
    return ahead[0] if ahead else own[-1] if own else None


def reached(measure: Measure, value: float, target: Target) -> bool:
    """Say whether a value reaches a target, turned by polarity; never ask it of a neutral measure.

    Raises:
        ValueError: the measure is neutral, so nothing says in which direction the target lies.
    """
    if measure.polarity == "neutral":
        raise ValueError(f"{measure.code} is neutral: no value of it is better than another")
    return value >= target.value if measure.polarity == "higher_better" else value <= target.value


def _indicator_measure(row: dict, targets: tuple[Target, ...]) -> Measure:
    unit = row["unit"]
    why = _words(row["why_it_matters"])
    return Measure(
        code=row["code"],
        kind="indicator",
        periods="year",
        title=Text(row["title_it"], row["title_en"]),
        numerator=Text(row["numerator"], row["numerator"]),
        denominator=Text(row["denominator"], row["denominator"]),
        unit=Text(unit, unit),
        scale=float(row["scale"]),
        decimals=int(row["decimals"]),
        polarity=row["polarity"],
        interval_method=row["interval_method"],
        source=row["source"],
        official=bool(row["official"]),
        area=row["area_code"],
        sheet=int(row["sheet_number"]),
        plausible=(_bound(row["plausible_min"]), _bound(row["plausible_max"])),
        level=row["level"],
        fed_by=_words(row["fed_by"]),
        threshold=None if pd.isna(row["threshold"]) else int(row["threshold"]),
        why_it_matters=Text(why, why),
        owner=_words(row["owner"]),
        checked_by=_words(row["checked_by"]),
        next_review=None if pd.isna(row["next_review"]) else row["next_review"].date(),
        targets=targets,
    )


def _bound(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""
