"""Draws the interventions of the 38 plans: what each is, and in which editions it stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data_access.demo.catalogues import facts, municipalities
from data_access.demo.spread import Vector, apportion, generator

INTERVENTIONS_2019 = 1776
"""Interventions in the implementing edition of 2019, all districts."""

_ADDED_BY_UPDATE = 0.125
_DROPPED_AFTER_2018 = 0.08
_ADDED_LAST = 22
_WITHDRAWN_LAST = 16

_NEVER_BEGUN = 0.02
_BEGUN_EARLY = 0.1
"""Of the interventions outside the core sheets, planned in 2018 but not in its account; of those planned only
from the update of 2019, already in the account of 2018."""

_IN_EVERY_PLAN = 1.3
"""Sheets at least this frequent are in every plan; each funding source is at home in one of them."""

_CHEAPEST = 6_000.0
"""Euro a year below which nothing is limited, however small the Comune."""

_LARGE = 1.5
"""Sheets of at least this weight in euro keep their interventions: nobody refiles a nursing home."""


def interventions(seed: int, municipality: pd.DataFrame) -> pd.DataFrame:
    """Return one row per intervention, with its life and its words in 2018 and 2019.

    Columns: ``district_code, code, core, in_2018, in_account, in_update, in_2019`` (the implementing edition
    and the account of 2018, the update and the implementing edition of 2019), ``sheet_2018, sheet_2019,
    target_2018, target_2019, title_2018, title_2019, description, lead_body, municipality_code`` (empty: the
    whole district) and ``most`` (euro a year that such a thing can cost where it is). Exactly 1,776 are
    ``in_2019``, and every involved Comune has at least one of them of its own.
    """
    rng = generator(seed, "interventions")
    districts = facts("districts")
    profiles = facts("sheet_profiles")
    words = facts("interventions")
    places = municipalities().merge(municipality.loc[municipality["involved"], ["istat_code"]])
    residents = municipalities().groupby("district_code")["residents_2023"].sum()
    counts = _counts(rng, np.sqrt(districts["residents_2018"].to_numpy(float)))
    core_sheets = profiles.loc[profiles["interventions"] >= _IN_EVERY_PLAN, "number"].to_numpy()
    frequency = profiles["interventions"].to_numpy(float)
    rows = []
    for district, count in zip(
        districts.itertuples(index=False), counts.itertuples(index=False), strict=True
    ):
        size = int(sum(count))
        extra = rng.choice(
            profiles["number"].to_numpy(), size - len(core_sheets), p=frequency / frequency.sum()
        )
        frame = pd.DataFrame(
            {
                "district_code": district.code,
                "code": [f"{district.code}-{number:04d}" for number in range(1, size + 1)],
                "core": np.arange(size) < len(core_sheets),
                "sheet_2018": np.concatenate([core_sheets, extra]),
            }
        )
        life = np.repeat(["kept", "added", "added_last", "dropped", "withdrawn"], count)
        frame["in_2018"] = np.isin(life, ["kept", "dropped", "withdrawn"])
        frame["in_update"] = np.isin(life, ["kept", "added", "withdrawn"])
        frame["in_2019"] = np.isin(life, ["kept", "added", "added_last"])
        own = places[places["district_code"] == district.code]
        frame["municipality_code"] = _located(rng, own, frame)
        frame = _worded(rng, frame, words, own.set_index("istat_code"), residents[district.code])
        frame["lead_body"] = _lead_bodies(rng, frame, district, own)
        rows.append(frame)
    return _accounted(seed, _changed_in_2019(rng, pd.concat(rows, ignore_index=True)))


def _counts(rng: np.random.Generator, weights: Vector) -> pd.DataFrame:
    """Return how many interventions of each life a district has; rows are districts."""
    in_2019 = apportion(INTERVENTIONS_2019, weights)
    added_last = apportion(_ADDED_LAST, weights * rng.uniform(0.2, 2, len(weights)))
    added = np.rint(_ADDED_BY_UPDATE * in_2019 * rng.uniform(0.5, 1.5, len(weights))).astype(int)
    dropped = np.rint(_DROPPED_AFTER_2018 * in_2019 * rng.uniform(0.3, 1.7, len(weights))).astype(int)
    withdrawn = apportion(_WITHDRAWN_LAST, weights * rng.uniform(0.2, 2, len(weights)))
    unchanged = in_2019 - added - added_last
    return pd.DataFrame([unchanged, added, added_last, dropped, withdrawn]).T


def _accounted(seed: int, frame: pd.DataFrame) -> pd.DataFrame:
    """Say what the account of 2018 holds: the plan, but for what never began and what began a year early."""
    draw = generator(seed, "account").random(len(frame))
    never = frame["in_2018"] & ~frame["core"] & (draw < _NEVER_BEGUN)
    early = ~frame["in_2018"] & frame["in_update"] & (draw < _BEGUN_EARLY)
    return frame.assign(in_account=(frame["in_2018"] & ~never) | early)


def _located(rng: np.random.Generator, own: pd.DataFrame, frame: pd.DataFrame) -> np.ndarray:
    """Give each involved Comune an intervention of its own; core ones stay the district's if they can."""
    codes = own["istat_code"].to_numpy(str)
    located = np.full(len(frame), "", dtype="<U6")
    core = frame["core"].to_numpy()
    free = rng.permutation(np.flatnonzero(frame["in_2019"]))
    free = free[np.argsort(core[free], kind="stable")]
    located[free[: len(codes)]] = codes
    others = np.setdiff1d(np.flatnonzero(~core), free[: len(codes)])
    some = others[rng.random(len(others)) < 0.15]
    located[some] = rng.choice(codes, len(some))
    return located


def _worded(
    rng: np.random.Generator, frame: pd.DataFrame, words: pd.DataFrame, own: pd.DataFrame, everybody: int
) -> pd.DataFrame:
    """Say what each is. The first of a sheet is its largest kind: every plan has the main services."""
    by_sheet = {sheet: group.to_dict("records") for sheet, group in words.groupby("sheet")}
    names = own["name"]
    unused: dict[int, list[int]] = {}
    chosen = []
    for sheet in frame["sheet_2018"]:
        kinds = by_sheet[sheet]
        if not unused.get(sheet):
            order = rng.permutation(len(kinds)).tolist()
            if sheet not in unused:
                largest = max(range(len(kinds)), key=lambda kind: kinds[kind]["most"])
                order.append(order.pop(order.index(largest)))
            unused[sheet] = order
        chosen.append(kinds[unused[sheet].pop()])
    titles: list[str] = []
    for word, place in zip(chosen, frame["municipality_code"], strict=True):
        title = word["title"]
        if place:
            title = f"{title} - {names[place]}"
        candidates = [title, *(f"{title} - {part}" for part in ("rafforzamento", "nuovi destinatari"))]
        candidates += [f"{title} - {number}ª azione" for number in range(2, 12)]
        titles.append(next(candidate for candidate in candidates if candidate not in titles))
    return frame.assign(
        title_2018=titles,
        description=[word["description"] for word in chosen],
        target_2018=[word["target"] for word in chosen],
        most=[
            max(word["most"] * (own.at[place, "residents_2023"] if place else everybody), _CHEAPEST)
            for word, place in zip(chosen, frame["municipality_code"], strict=True)
        ],
    )


def _lead_bodies(
    rng: np.random.Generator, frame: pd.DataFrame, district: Any, own: pd.DataFrame
) -> list[str]:
    names = own.set_index("istat_code")["name"]
    largest = own.loc[own["residents_2023"].idxmax(), "name"]
    health = {1, 2, 3, 4, 9, 18, 21, 26, 28, 30, 34, 38}
    bodies = []
    for sheet, place, draw in zip(
        frame["sheet_2018"], frame["municipality_code"], rng.random(len(frame)), strict=True
    ):
        if place:
            bodies.append(f"Comune di {names[place]}")
        elif sheet in health:
            bodies.append(f"Azienda USL {_of(district.ausl_name)}")
        elif draw < 0.4:
            bodies.append(f"Ufficio di Piano del distretto {district.display_name}")
        elif draw < 0.85:
            bodies.append(f"Comune di {largest}")
        else:
            bodies.append(f"ASP del distretto {district.display_name}")
    return bodies


def _of(ausl: str) -> str:
    return "della Romagna" if ausl == "Romagna" else f"di {ausl}"


def _changed_in_2019(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Add the words of 2019: a few kept interventions changed title, target group or sheet."""
    frame = frame.assign(
        sheet_2019=frame["sheet_2018"], target_2019=frame["target_2018"], title_2019=frame["title_2018"]
    )
    lives_on = (frame["in_2018"] & frame["in_2019"]).to_numpy()
    draw = rng.random(len(frame))
    retitled = lives_on & (draw < 0.035)
    frame.loc[retitled, "title_2019"] += " (aggiornato 2019)"
    retargeted = lives_on & (draw > 0.98) & (frame["target_2018"] != "MUL").to_numpy()
    frame.loc[retargeted, "target_2019"] = "MUL"
    sheets = facts("sheets")
    profiles = facts("sheet_profiles").set_index("number")
    area = sheets.set_index("number")["areas"].str[0]
    small = frame["sheet_2018"].map(profiles["euro"]) < _LARGE
    resheeted = lives_on & (draw > 0.06) & (draw < 0.085) & ~frame["core"].to_numpy() & small.to_numpy()
    frame.loc[resheeted, "sheet_2019"] = [
        rng.choice([other for other in profiles.index if area[other] == area[sheet]])
        for sheet in frame.loc[resheeted, "sheet_2018"]
    ]
    return frame
