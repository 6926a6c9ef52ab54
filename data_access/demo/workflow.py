"""Draws users, deadlines, and the way of each edition from bozza to presa d'atto."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data_access.demo.catalogues import AS_OF, CYCLE, facts
from data_access.demo.spread import apportion, generator
from data_access.planning.schema import STATUSES

_DISTRICT_FUNCTIONS = {"Referente di area o scheda": 70, "Consultazione distrettuale": 38}
_REGION_FUNCTIONS = {
    "Funzionario regionale di scheda": 30,
    "Amministratore regionale": 4,
    "Consultazione regionale": 8,
    "Assistenza tecnica": 5,
}
_COMPILER = "Operatore distrettuale"
_PLAN_OFFICE = "Responsabile dell'Ufficio di Piano"
_REGION_OFFICER = "Funzionario regionale di scheda"


@dataclass(frozen=True)
class Step:
    """One kind of edition in one year: its term, and how many districts stand at each status."""

    kind: str
    year: int
    opens: date
    due: date
    extended_to: date | None
    origin: str
    standing: dict[str, int]
    late: int
    """How many of the districts that presented did so after the term."""

    @property
    def name(self) -> str:
        return f"{self.kind}_{self.year}"

    @property
    def term(self) -> date:
        return self.extended_to or self.due


STEPS = (
    # The signature of all 38 plans by 31 July 2018 is a fact; what opens a term is simulated.
    Step("original", 2018, date(2018, 2, 1), date(2018, 7, 31), None, "real", {"acknowledged": 38}, 0),
    Step(
        "implementing",
        2018,
        date(2018, 2, 1),
        date(2018, 7, 31),
        date(2018, 9, 30),
        "demo",
        {"acknowledged": 38},
        5,
    ),
    Step(
        "account",
        2018,
        date(2019, 2, 1),
        date(2019, 6, 28),
        None,
        "demo",
        {
            "draft": 5,
            "validated": 3,
            "approved": 2,
            "presented": 10,
            "integration_requested": 2,
            "presented_again": 1,
            "acknowledged": 12,
        },
        6,
    ),
    Step(
        "update",
        2019,
        date(2019, 1, 15),
        date(2019, 4, 30),
        None,
        "demo",
        {"presented": 6, "integration_requested": 2, "acknowledged": 30},
        4,
    ),
    Step(
        "implementing",
        2019,
        date(2019, 3, 1),
        date(2019, 6, 28),
        date(2019, 7, 31),
        "demo",
        {
            "draft": 4,
            "validated": 3,
            "approved": 5,
            "presented": 13,
            "integration_requested": 3,
            "presented_again": 2,
            "acknowledged": 8,
        },
        5,
    ),
)


def users() -> pd.DataFrame:
    """Return ``app_user``: 184 for the districts, 47 for the Region, by function and without names."""
    districts = facts("districts")
    weights = districts["residents_2018"].to_numpy(float)
    rows = []
    for position, code in enumerate(districts["code"]):
        shares = {name: apportion(total, weights)[position] for name, total in _DISTRICT_FUNCTIONS.items()}
        functions = [_PLAN_OFFICE, _COMPILER]
        functions += [name for name, count in shares.items() for _ in range(count)]
        rows += [("district", code, function) for function in functions]
    rows += [("region", "", name) for name, count in _REGION_FUNCTIONS.items() for _ in range(count)]
    frame = pd.DataFrame(rows, columns=["role", "district_code", "function"])
    return frame.assign(id=range(1, len(frame) + 1), origin="demo")


INDICATORS_DUE = {2018: date(2019, 7, 31), 2019: date(2019, 8, 31)}
"""By when the districts send a year's indicators: simulated."""


def deadlines() -> pd.DataFrame:
    """Return ``deadline``: one row per step, and one for the indicators of each year."""
    rows = [(s.kind, s.year, s.opens, s.due, s.extended_to, s.origin) for s in STEPS]
    rows += [
        ("indicators", year, date(2019, 3, 1), due, None, "demo") for year, due in INDICATORS_DUE.items()
    ]
    frame = pd.DataFrame(rows, columns=["kind", "year", "opens", "due", "extended_to", "origin"])
    return frame.assign(cycle_code=CYCLE)


def editions(seed: int, user: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return ``plan``, ``edition`` and ``status_change``.

    A district is quick or slow by its own habit, so that the same ones tend to be late at every step. The
    last change of an edition is its status and date; accounts nobody began have no edition.
    """
    rng = generator(seed, "workflow")
    codes = facts("districts")["code"].tolist()
    habit = rng.standard_normal(len(codes))
    edition_rows: list[dict] = []
    changes: list[dict] = []
    offices = _offices(user)
    standing = {step.name: _standing(rng, step, habit) for step in STEPS}
    for place, code in enumerate(codes):
        for step in STEPS:
            status = standing[step.name][place]
            if not status:
                continue
            edition = len(edition_rows) + 1
            history = _history(rng, step, status.removesuffix("!"), late=status.endswith("!"))
            for state, day in history:
                officers = offices[code, state]
                changes.append(
                    {
                        "id": len(changes) + 1,
                        "edition_id": edition,
                        "status": state,
                        "changed_on": day,
                        "user_id": int(rng.choice(officers)),
                        "act_number": _act(rng, state, day),
                    }
                )
            edition_rows.append(
                {
                    "id": edition,
                    "plan_id": place + 1,
                    "kind": step.kind,
                    "year": step.year,
                    "status": history[-1][0],
                    "status_date": history[-1][1],
                }
            )
    plan = pd.DataFrame({"id": range(1, len(codes) + 1), "district_code": codes, "cycle_code": CYCLE})
    return {"plan": plan, "edition": pd.DataFrame(edition_rows), "status_change": pd.DataFrame(changes)}


def _standing(rng: np.random.Generator, step: Step, habit: np.ndarray) -> list[str]:
    """Return each district's status at a step: the slow are behind, and a ``!`` marks who was late."""
    order = np.argsort(habit + 0.6 * rng.standard_normal(len(habit)), kind="stable")
    quickest_first = sorted(step.standing, key=STATUSES.index, reverse=True)
    queue = [status for status in quickest_first for _ in range(step.standing[status])]
    queue += [""] * (len(habit) - len(queue))
    # Among those who only presented, the last did so late; where all are acknowledged, the slowest.
    late_status = "presented" if "presented" in step.standing else "acknowledged"
    candidates = [rank for rank, status in enumerate(queue) if status == late_status]
    for rank in candidates[len(candidates) - step.late :] if step.late else []:
        queue[rank] += "!"
    standing = [""] * len(habit)
    for rank, place in enumerate(order):
        standing[place] = queue[rank]
    return standing


def _history(rng: np.random.Generator, step: Step, status: str, *, late: bool) -> list[tuple[str, date]]:
    """Return (status, day) from bozza on; days are working days, in order, none after the day of the data."""
    path = list(STATUSES[: STATUSES.index(status) + 1])
    if status == "acknowledged" and rng.random() < 0.7:
        path = [state for state in path if state not in ("integration_requested", "presented_again")]
    if late:
        presented = step.term + timedelta(int(rng.integers(4, 40)))
    elif status == "presented":
        presented = step.term - timedelta(int(rng.integers(0, 30)))
    else:
        presented = step.term - timedelta(int(rng.integers(6, 50)))
    before = step.term if "presented" not in path else presented
    days = {
        "draft": step.opens + timedelta(int(rng.integers(5, 30))),
        "validated": before - timedelta(int(rng.integers(22, 34))),
        "approved": before - timedelta(int(rng.integers(5, 20))),
        "presented": presented,
    }
    if "integration_requested" in path:
        days["integration_requested"] = presented + timedelta(int(rng.integers(14, 24)))
        days["presented_again"] = days["integration_requested"] + timedelta(int(rng.integers(8, 16)))
    days["acknowledged"] = days.get("presented_again", presented) + timedelta(int(rng.integers(10, 24)))
    history: list[tuple[str, date]] = []
    for state in path:
        day = min(_working_day(days[state]), AS_OF)
        history.append((state, max(day, history[-1][1]) if history else day))
    return history


def _working_day(day: date) -> date:
    return day - timedelta(max(0, day.weekday() - 4))


def _offices(user: pd.DataFrame) -> dict[tuple[str, str], np.ndarray]:
    """Return who may make a change: the district up to the presentation, the Region for its answers."""
    region = user.loc[user["function"] == _REGION_OFFICER, "id"].to_numpy()
    offices = {}
    for code, own in user[user["role"] == "district"].groupby("district_code"):
        compilers = own.loc[own["function"] == _COMPILER, "id"].to_numpy()
        office = own.loc[own["function"] == _PLAN_OFFICE, "id"].to_numpy()
        for state in STATUSES:
            if state in ("integration_requested", "acknowledged"):
                offices[str(code), state] = region
            else:
                offices[str(code), state] = compilers if state == "draft" else office
    return offices


def _act(rng: np.random.Generator, state: str, day: date) -> str:
    number = int(rng.integers(3, 60))
    if state == "approved":
        return f"Comitato di distretto {number}/{day.year}"
    if state == "acknowledged":
        return f"Determinazione {number * 311 % 20_000 + 1}/{day.year}"
    return ""
