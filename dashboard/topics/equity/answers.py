"""What of a plan answers the registered need of a target group, and among whom that need is counted.

A need is registered by the social service of a person who came to it. What a plan spends on everybody
(nurseries, screening, prevention), on health care or on the services' own organisation answers no such need,
whatever target group it names: it is not divided by the people with a need.
"""

from __future__ import annotations

from collections.abc import Mapping

from data_access.planning.schema import AGE_BANDS

POPULATION_OF: Mapping[str, tuple[str, ...]] = {
    "FAM": AGE_BANDS[:3],
    "DIS": AGE_BANDS[:4],
    "POV": AGE_BANDS[3:4],
    "ANZ": AGE_BANDS[4:],
    "DIP": AGE_BANDS[2:4],
    "IMM": AGE_BANDS,
}
"""Age bands among whom the need of a target group arises.

Families by their minors (0-17), disability up to 64 years as ISTAT's survey of municipal services counts it,
poverty and adults 18-64, older people 65 and over, addictions 15-64 as the services for addictions (SerDP)
are measured; immigrants by all residents, since citizens of other countries are not counted by district and
age.
"""

_NOT_ANSWERING: Mapping[tuple[int, int], frozenset[int]] = {
    (2018, 2020): frozenset({1, 2, 3, 9, 14, 15, 17, 18, 24, 26, 27, 28, 29, 30, 31, 32, 33, 34, 38})
}
"""By years of a cycle, the action sheets of its catalogue that answer no registered need (proposed).

They are health care (1, 2, 3, 34, 38), prevention and health promotion (9, 18, 26-30), services for all
children and adolescents (15, 17), participation, equity and organisation (14, 24, 31-33). In another cycle
every sheet counts.
"""


def answers(sheet: int, year: int) -> bool:
    """Say whether interventions of an action sheet answer registered needs."""
    return not any(
        first <= year <= last and sheet in others for (first, last), others in _NOT_ANSWERING.items()
    )
