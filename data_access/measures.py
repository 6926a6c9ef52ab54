"""The catalogue of measures: one word for everything a district has a value of in a period.

Value = numerator / denominator * scale; an absolute figure has no denominator. Both are additive, so
any roll-up (district → AUSL → region) is computed from sums, never from other ratios.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Kind = Literal["euro", "euro_per_resident", "interventions", "reported", "indicator", "case"]
Periods = Literal["edition", "year"]


@dataclass(frozen=True)
class Text:
    """The same words in both languages of the screen."""

    it: str
    en: str

    def in_(self, language: str) -> str:
        """Return the words in ``it`` or ``en``."""
        return self.en if language == "en" else self.it


@dataclass(frozen=True)
class Measure:
    """A reviewed record of what is measured; ``code`` is stable and goes into links.

    ``unit`` is ``euro``, ``%``, ``n.`` or words to print after the figure. ``official`` is false where
    the definition is proposed by the editors and is not on the Region's list.
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

    @property
    def filtered(self) -> bool:
        """Whether area, sheet, target group and source choose a part of it."""
        return self.periods == "edition"

    @property
    def has_denominator(self) -> bool:
        """Whether it is a ratio; without one it is an absolute figure."""
        return bool(self.denominator.it)


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
        denominator=Text("Indicatori distrettuali previsti", "District indicators expected"),
        unit=Text("%", "%"),
        scale=100.0,
        decimals=1,
        polarity="higher_better",
        interval_method="none",
        source=_PLATFORM,
        official=True,
    ),
)


def indicator_measures(indicator: pd.DataFrame) -> list[Measure]:
    """Make a measure of each district indicator (rows of the ``indicator`` table, any number)."""
    district = indicator[indicator["level"] == "district"].sort_values("code")
    return [_indicator_measure(row) for row in district.to_dict("records")]


def _indicator_measure(row: dict) -> Measure:
    unit = row["unit"]
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
    )


def _bound(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
