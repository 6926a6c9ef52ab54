"""The measures of the case facts: rows of :data:`CASE_MEASURES`, with the published cells each is made of.

Their values are worked out in :mod:`data_access.case_values`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from data_access.measures import Measure, Text
from data_access.planning.schema import AGE_BANDS
from data_access.privacy import TOTAL

Period = Literal["year", "closing", "matured"]
SOURCE = "S.I.SO, cartella sociale e segretariato sociale"
_PER_1000 = Text("per 1.000 residenti", "per 1,000 residents")
_YEARLY = Text("per 1.000 residenti l'anno", "per 1,000 residents a year")
_PERCENT = Text("%", "%")
_DAYS = Text("giorni", "days")


@dataclass(frozen=True)
class CaseMeasure:
    """A measure and its recipe: the cell ``part`` of ``table`` over the cell ``whole``, or over residents.

    ``bands`` are the ages of the residents, None where the denominator is no residents; ``amount`` takes
    the cell's amount instead of its count; ``median`` makes the value the median of the cell.
    """

    measure: Measure
    table: str
    part: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] | None = None
    bands: tuple[str, ...] | None = None
    period: Period = "year"
    amount: str = ""
    median: bool = False


def _measure(
    code: str,
    title: Text,
    numerator: Text,
    denominator: Text,
    unit: Text,
    scale: float,
    *,
    decimals: int = 1,
    polarity: str = "neutral",
    interval: str = "byar",
) -> Measure:
    return Measure(
        code=code,
        kind="case",
        periods="year",
        title=title,
        numerator=numerator,
        denominator=denominator,
        unit=unit,
        scale=scale,
        decimals=decimals,
        polarity=polarity,
        interval_method=interval,
        source=SOURCE,
        official=False,
    )


def _in_charge(code: str, it: str, en: str, age: str, bands: tuple[str, ...]) -> CaseMeasure:
    of_age = Text(f"{it}" if it else "", f"{en}" if en else "")
    return CaseMeasure(
        _measure(
            code,
            Text(f"Persone in carico{of_age.it}", f"People in charge{of_age.en}"),
            Text(
                f"Persone{of_age.it} con un caso in carico alla fine dell'ultimo mese dell'anno con dati",
                f"People{of_age.en} with a case in charge at the end of the year's last month with data",
            ),
            Text(f"Residenti{of_age.it} al 1° gennaio", f"Residents{of_age.en} on 1 January"),
            _PER_1000,
            1000.0,
        ),
        "people_by_age",
        {"state": "in_charge", "age": age},
        bands=bands,
        period="closing",
    )


def _median(code: str, it: str, en: str, step: str) -> CaseMeasure:
    return CaseMeasure(
        _measure(
            code,
            Text(f"Giorni mediani: {it}", f"Median days: {en}"),
            Text(
                f"Mediana dei giorni, {it}, dei casi il cui passo si conclude nell'anno",
                f"Median of the days, {en}, of the cases whose step ends in the year",
            ),
            Text("Casi con le due date in ordine", "Cases with both dates in order"),
            _DAYS,
            1.0,
            decimals=0,
            polarity="lower_better",
            interval="order",
        ),
        "median_waits",
        {"step": step},
        median=True,
    )


def _within(days: int) -> CaseMeasure:
    return CaseMeasure(
        _measure(
            f"within_{days}",
            Text(f"Presi in carico entro {days} giorni", f"Taken in charge within {days} days"),
            Text(
                f"Casi presi in carico nell'anno entro {days} giorni dal primo accesso",
                f"Cases taken in charge in the year within {days} days of the first access",
            ),
            Text(
                "Casi presi in carico nell'anno con un accesso prima",
                "Cases taken in charge in the year with an access before",
            ),
            _PERCENT,
            100.0,
            polarity="higher_better",
            interval="wilson",
        ),
        "waits_by_band",
        {"step": "access_taken", "band": f"within_{days}"},
        {"step": "access_taken", "band": TOTAL},
    )


_MINORS, _ADULTS, _OLDER = AGE_BANDS[:3], AGE_BANDS[3:4], AGE_BANDS[4:]

CASE_MEASURES: tuple[CaseMeasure, ...] = (
    _in_charge("people_in_charge", "", "", TOTAL, AGE_BANDS),
    _in_charge("people_0_17", " da 0 a 17 anni", " aged 0 to 17", "0-17", _MINORS),
    _in_charge("people_18_64", " da 18 a 64 anni", " aged 18 to 64", "18-64", _ADULTS),
    _in_charge("people_65_up", " di 65 anni e oltre", " aged 65 and over", "65+", _OLDER),
    CaseMeasure(
        _measure(
            "accesses",
            Text("Accessi al servizio sociale", "Accesses to social services"),
            Text("Schede di accesso valide", "Valid access sheets"),
            Text("Residenti per la parte di anno osservata", "Residents for the part of the year observed"),
            _YEARLY,
            1000.0,
        ),
        "accesses",
        bands=AGE_BANDS,
    ),
    CaseMeasure(
        _measure(
            "new_accesses",
            Text("Primi accessi al servizio sociale", "First accesses to social services"),
            Text("Persone al primo accesso nella zona", "People at their first access in the zone"),
            Text("Residenti per la parte di anno osservata", "Residents for the part of the year observed"),
            _YEARLY,
            1000.0,
        ),
        "accesses_by_kind",
        {"kind": "new"},
        bands=AGE_BANDS,
    ),
    CaseMeasure(
        _measure(
            "conversion_90",
            Text(
                "Primi accessi presi in carico entro 90 giorni", "First accesses taken in charge in 90 days"
            ),
            Text(
                "Persone prese in carico entro 90 giorni dal primo accesso",
                "People taken in charge within 90 days of the first access",
            ),
            Text(
                "Persone al primo accesso, non già in carico, nei mesi seguiti per 90 giorni",
                "People at their first access, not in charge before, in months followed for 90 days",
            ),
            _PERCENT,
            100.0,
            interval="wilson",
        ),
        "conversion",
        {"kind": "new", "after": "within_90"},
        {"kind": "new", "after": "not_before"},
        period="matured",
    ),
    _median(
        "median_access_taken",
        "dal primo accesso alla presa in carico",
        "from first access to taking in charge",
        "access_taken",
    ),
    _median(
        "median_taken_active",
        "dalla presa in carico all'attivazione",
        "from taking in charge to activation",
        "taken_active",
    ),
    _median(
        "median_active_delivered",
        "dall'attivazione alla prima erogazione",
        "from activation to first delivery",
        "active_delivered",
    ),
    _median(
        "median_access_delivered",
        "dal primo accesso alla prima erogazione",
        "from first access to first delivery",
        "access_delivered",
    ),
    _within(30),
    _within(60),
    _within(90),
    CaseMeasure(
        _measure(
            "needs_unanswered",
            Text("Bisogno senza sostegno attivo dopo 90 giorni", "Need without active support after 90 days"),
            Text(
                "Persone con un bisogno registrato nell'anno e nessun sostegno attivo nella zona nei 90 "
                "giorni seguenti",
                "People with a need registered in the year and no active support in the zone in the next 90 "
                "days",
            ),
            Text(
                "Persone con un bisogno registrato nell'anno, seguite per 90 giorni",
                "People with a need registered in the year, followed for 90 days",
            ),
            _PERCENT,
            100.0,
            polarity="lower_better",
            interval="wilson",
        ),
        "coverage",
        {"status": "unanswered"},
        {"status": "asked"},
    ),
    CaseMeasure(
        _measure(
            "overlaps_inside",
            Text(
                "Persone con lo stesso sostegno da più enti (da verificare)",
                "People with the same support from several bodies (to be checked)",
            ),
            Text(
                "Persone con sostegni dello stesso tipo da due enti della zona in periodi che si "
                "sovrappongono",
                "People with supports of the same kind from two bodies of the zone in overlapping periods",
            ),
            Text("Residenti per la parte di anno osservata", "Residents for the part of the year observed"),
            _YEARLY,
            1000.0,
            decimals=2,
        ),
        "overlapping_people",
        {"scope": "inside"},
        bands=AGE_BANDS,
    ),
    CaseMeasure(
        _measure(
            "cases_per_worker",
            Text("Casi per operatore responsabile", "Cases per responsible worker"),
            Text(
                "Casi aperti con un operatore responsabile, alla fine dell'ultimo mese dell'anno con dati",
                "Open cases with a responsible worker, at the end of the year's last month with data",
            ),
            Text("Operatori responsabili di almeno un caso", "Workers responsible for at least one case"),
            Text("casi", "cases"),
            1.0,
            interval="none",
        ),
        "workers",
        {"load": TOTAL},
        {"load": TOTAL},
        period="closing",
        amount="cases",
    ),
)


def case_measures() -> dict[str, Measure]:
    """Return the measures by code, in the order of the choice."""
    return {made.measure.code: made.measure for made in CASE_MEASURES}
