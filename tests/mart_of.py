"""A mart of a few made-up people a district, small enough to have small cells everywhere."""

from __future__ import annotations

from datetime import date, datetime, time

import numpy as np
import pandas as pd
from sqlalchemy import insert

from data_access.cases import mart
from data_access.cases.contract import MartReading
from data_access.engines import writing_engine

MONTHS = [*(201800 + m for m in range(1, 13)), *(201900 + m for m in range(1, 10))]
UNTIL = date(2019, 9, 30)


def reading(
    places: pd.DataFrame, municipalities: pd.DataFrame, *, people: int = 60, seed: int = 1
) -> MartReading:
    """The mart of ``people`` people in each district; its tables agree as those of a refresh do."""
    random = np.random.default_rng(seed)
    districts = list(places.index[places["level"] == "district"])
    n = people * len(districts)
    zone = np.repeat(districts, people)

    def draw(codes: tuple, weights: list[float] | None = None) -> np.ndarray:
        return random.choice(np.array(codes), size=n, p=weights)

    comuni = {d: list(municipalities.index[municipalities["district_code"] == d]) for d in districts}
    month = draw(tuple(MONTHS))
    person = pd.DataFrame(
        {
            "zone": zone,
            "month": month,
            "year": month // 100,
            "quarter": month // 100 * 10 + (month % 100 + 2) // 3,
            "category": draw(mart.CATEGORIES, [0.35, 0.25, 0.2, 0.1, 0.04, 0.03, 0.02, 0.01]),
            "age_band": draw(mart.MART_AGE_BANDS),
            "sex": draw(mart.SEXES, [0.49, 0.49, 0.02]),
            "municipality": [random.choice([*comuni[z], "outside"]) for z in zone],
            "need_class": draw(("casa", "reddito", "salute")),
            "support_kind": draw(("pasti", "contributo", "assistenza")),
            "status": draw(mart.COVERAGES, [0.5, 0.35, 0.1, 0.05]),
            "band": draw(mart.CONVERSIONS),
            "outcome": draw(mart.OUTCOMES),
            "reason": draw(("", "decesso", "trasferimento")),
            "days": random.integers(0, 200, n),
            "state": draw(mart.STATES, [0.2, 0.8]),
            "kind": "new",
            "cents": random.integers(1000, 90000, n),
        }
    )
    stock = pd.concat([person[person["month"] <= m].assign(month=m) for m in MONTHS])
    waits = pd.concat(
        [person.assign(step=step, days=person["days"] // k) for k, step in enumerate(mart.WAIT_STEPS, 1)]
    )
    half = person.sample(frac=0.3, random_state=seed)
    delivery = person.assign(owner_kind="municipality", started=1, lines=1, cents_typed=0)
    overlap = half.assign(
        other_zone=half["zone"],
        body_kind_1="health",
        body_kind_2="municipality",
        zone_service=0,
        cents_smaller=half["cents"] // 2,
    )
    across = half.iloc[: len(half) // 4]
    across = across[across["zone"] != districts[-1]]
    overlap = pd.concat(
        [
            overlap,
            across.assign(
                other_zone=districts[-1],
                body_kind_1="municipality",
                body_kind_2="municipality",
                zone_service=1,
                cents_smaller=across["cents"] // 2,
            ),
        ]
    )
    met = across.assign(zones=across["zone"] + " " + districts[-1])
    elsewhere = person[(person["status"] == "unanswered")].iloc[::5]
    rows: dict[str, pd.DataFrame] = {
        "stock": stock,
        "stock_by_municipality": stock,
        "flow": pd.concat(
            [person.assign(event=e, reason=person["reason"] if e == "closed" else "") for e in mart.EVENTS]
        ),
        "access": person,
        "access_by_municipality": person,
        "conversion": person,
        "wait": waits,
        "wait_by_category": waits,
        "wait_excluded": half.assign(step="access_taken", reason="no_end"),
        "need": person,
        "coverage": person,
        "coverage_by_class": person,
        "coverage_elsewhere": elsewhere,
        "coverage_elsewhere_by_class": elsewhere,
        "request": person,
        "recipient": person,
        "recipient_by_kind": person,
        "overlap_person": half,
        "overlap_person_across": met,
    }
    frames = {}
    for name, frame in rows.items():
        keys = [c.name for c in mart.metadata.tables[name].columns if c.name != "n"]
        frames[name] = frame.groupby(keys, as_index=False).size().rename(columns={"size": "n"})
    frames["delivery"] = delivery.groupby(
        ["zone", "month", "support_kind", "category", "owner_kind"], as_index=False
    )[["lines", "started", "cents", "cents_typed"]].sum()
    keys = ["zone", "other_zone", "year", "support_kind", "body_kind_1", "body_kind_2", "zone_service"]
    frames["overlap"] = (
        overlap.assign(n=1).groupby(keys, as_index=False)[["n", "cents", "cents_smaller"]].sum()
    )
    frames["workload"] = pd.DataFrame(
        [(z, m, 5 + 20 * i, 1 + i) for z in districts for m in (201812, 201909) for i in range(3)],
        columns=["zone", "month", "cases", "n"],
    )
    return _with_supply(frames, districts)


def write(made: MartReading, url: str) -> None:
    """Put a reading into a new mart database."""
    engine = writing_engine(url)
    mart.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(
            insert(mart.mart_version).values(
                token=made.token,
                schema_number=mart.SCHEMA,
                origin=made.origin,
                written_at=made.written_at,
                across_at=made.across_at,
                across_zones=made.across_zones,
            )
        )
        for name, frame in made.frames.items():
            if len(frame):
                frame.to_sql(name, connection, if_exists="append", index=False)
    engine.dispose()


def _with_supply(frames: dict[str, pd.DataFrame], districts: list[str]) -> MartReading:
    moment = datetime.combine(date(2019, 10, 1), time(3))
    frames["supply"] = pd.DataFrame(
        {
            "zone": districts,
            "state": "ok",
            "attempted_at": moment,
            "refreshed_at": moment,
            "data_until": UNTIL,
            "seconds": 1.0,
            "rows_read": 1000,
            "rows_rejected": 10,
            "people": 60,
            "in_across": 1,
            "problem": "",
            "problem_detail": "",
            "zone_name": "",
        }
    )
    frames["supply_read"] = pd.DataFrame(
        {"zone": districts, "table_name": "CS_IT_STEP", "rows": 1000},
    )
    frames["supply_reject"] = pd.DataFrame(
        {
            "zone": [districts[0]],
            "table_name": ["CS_IT_STEP"],
            "reason": ["key_not_unique"],
            "effect": ["row"],
            "rows": [10],
        }
    )
    frames["supply_feature"] = pd.DataFrame({"zone": [], "feature": [], "reason": [], "detail": []}).astype(
        str
    )
    labels = [
        ("need_class", "casa", "Casa"),
        ("need_class", "reddito", "Reddito"),
        ("need_class", "salute", "Salute"),
        ("support_kind", "pasti", "Pasti a domicilio"),
        ("support_kind", "contributo", "Contributo economico"),
        ("support_kind", "assistenza", "Assistenza domiciliare"),
        ("reason", "decesso", "Decesso"),
        ("reason", "trasferimento", "Trasferimento"),
    ]
    frames["catalogue"] = pd.DataFrame(labels, columns=["list", "code", "label"])
    return MartReading("mart-test-1", "demo", moment, moment, len(districts), frames)
