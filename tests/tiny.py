"""A planning database small enough to compute by hand: two AUSL, three districts, two editions.

district  AUSL  residents 2018, 2019   implementing 2018        implementing 2019
AA-UNO    1     1.000   1.000          A1: 100 + 50, A2: 30     A1: 200, A3: 0,01
AA-DUE    1     3.000   4.000          B1: 300                  B1: 330 (draft)
BB-TRE    2       500     500          C1: 10,10                none

share (Wilson), 2019: UNO 10 of 100, DUE 90 of 300, TRE not reported
rate per 1.000 (Byar), 2019: UNO 5 of 1.000, DUE 0 of 4.000, TRE 12 of 500

``build(url, accounts=True)`` adds what follows the plan; without it nothing above changes:

district  update 2019    account 2018 (spent, committed in brackets)             presented
AA-UNO    A1: 180        A1: COM 90 (95) + FRNA 55 (55), A3: FRNA 5              8 July 2019
AA-DUE    none           B1: FRNA 330 (330), draft                               not yet
BB-TRE    none           none                                                    not yet
deadline of the account: 28 June 2019; the data speak of 30 September 2019
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import Connection, insert

from data_access.engines import writing_engine
from data_access.planning import schema
from data_access.planning.migrate import upgrade

CYCLE = "2018-2020"
DAY = date(2019, 9, 30)
MOMENT = datetime.combine(DAY, time())

EDITIONS = (
    # id, district, year, status
    (1, "AA-UNO", 2018, "acknowledged"),
    (2, "AA-DUE", 2018, "acknowledged"),
    (3, "BB-TRE", 2018, "presented"),
    (4, "AA-UNO", 2019, "presented"),
    (5, "AA-DUE", 2019, "draft"),
)
INTERVENTIONS = {"A1": 1, "A2": 1, "A3": 1, "B1": 2, "C1": 3}
VERSIONS = (
    # id, intervention, edition, sheet, target, title, lines
    (1, "A1", 1, 1, "ANZ", "Assistenza a casa", {"COM": "100.00", "FRNA": "50.00"}),
    (2, "A2", 1, 15, "MIN", "Nido", {"COM": "30.00"}),
    (3, "B1", 2, 1, "ANZ", "Centro diurno", {"FRNA": "300.00"}),
    (4, "C1", 3, 15, "MIN", "Genitori", {"COM": "10.10"}),
    (5, "A1", 4, 15, "ANZ", "Assistenza a casa", {"COM": "200.00"}),
    (6, "A3", 4, 1, "ANZ", "Un centesimo", {"FRNA": "0.01"}),
    (7, "B1", 5, 1, "ANZ", "Centro diurno", {"FRNA": "330.00"}),
)
VALUES = (
    ("DST101", "AA-UNO", 2019, 10, 100),
    ("DST101", "AA-DUE", 2019, 90, 300),
    ("DST101", "BB-TRE", 2019, None, None),
    ("DST102", "AA-UNO", 2019, 5, 1000),
    ("DST102", "AA-DUE", 2019, 0, 4000),
    ("DST102", "BB-TRE", 2019, 12, 500),
    ("DST102", "AA-UNO", 2018, 4, 1000),
    ("REG001", "ER", 2019, 7, None),
)


ACCOUNT_EDITIONS = (
    # id, district, kind, year, status
    (11, "AA-UNO", "account", 2018, "acknowledged"),
    (12, "AA-DUE", "account", 2018, "draft"),
    (13, "AA-UNO", "update", 2019, "presented"),
)
ACCOUNT_VERSIONS = (
    # id, intervention, edition, sheet, target, title, lines: source, amount, committed
    (11, "A1", 11, 1, "ANZ", "Assistenza a casa", (("COM", "90.00", "95.00"), ("FRNA", "55.00", "55.00"))),
    (12, "A3", 11, 1, "ANZ", "Un centesimo", (("FRNA", "5.00", None),)),
    (13, "B1", 12, 1, "ANZ", "Centro diurno", (("FRNA", "330.00", "330.00"),)),
    (14, "A1", 13, 1, "ANZ", "Assistenza a casa", (("COM", "180.00", None),)),
)


def build(url: str, *, accounts: bool = False) -> None:
    """Create the database at ``url``."""
    upgrade(url)
    engine = writing_engine(url)
    with engine.begin() as connection:
        _catalogues(connection)
        _plans(connection)
        _indicators(connection)
        if accounts:
            _accounts(connection)
    engine.dispose()


def _add(connection: Connection, table: str, rows: list[dict]) -> None:
    connection.execute(insert(schema.metadata.tables[table]), rows)


def _catalogues(c: Connection) -> None:
    _add(
        c,
        "data_version",
        [{"token": "tiny-1", "as_of": DAY, "loaded_at": MOMENT, "origin": "demo"}],
    )
    _add(c, "ausl", [{"code": "080101", "name": "Alfa"}, {"code": "080102", "name": "Beta"}])
    names = (
        ("AA-UNO", "Uno", "080101", "AA"),
        ("AA-DUE", "Due", "080101", "AA"),
        ("BB-TRE", "Tre", "080102", "BB"),
    )
    _add(
        c,
        "district",
        [
            {"code": code, "name": name, "display_name": f"{name} ({p})", "ausl_code": ausl, "province": p}
            for code, name, ausl, p in names
        ],
    )
    _add(
        c,
        "municipality",
        [
            {
                "istat_code": f"00000{i}",
                "name": f"Comune {i}",
                "district_code": d,
                "province": d[:2],
                "involved": i > 1,
                "origin": "demo",
            }
            for i, d in enumerate(("AA-UNO", "AA-DUE", "BB-TRE"), start=1)
        ],
    )
    residents = {
        ("AA-UNO", 2018): 1000,
        ("AA-UNO", 2019): 1000,
        ("AA-DUE", 2018): 3000,
        ("AA-DUE", 2019): 4000,
    }
    residents |= {("BB-TRE", 2018): 500, ("BB-TRE", 2019): 500}
    _add(
        c,
        "population",
        [
            {"district_code": d, "year": y, "age_band": band, "residents": n, "origin": "demo"}
            for (d, y), total in residents.items()
            for band, n in (("18-64", total - 100), ("80+", 100))
        ],
    )
    _add(c, "cycle", [{"code": CYCLE, "first_year": 2018, "last_year": 2020}])
    _add(c, "area", [{"cycle_code": CYCLE, "code": a, "name": f"Area {a}", "origin": "demo"} for a in "AB"])
    _add(
        c,
        "sheet",
        [
            {
                "cycle_code": CYCLE,
                "number": n,
                "title": f"Scheda {n}",
                "recipients": "",
                "first_year": 2017,
                "source": "",
                "origin": "demo",
            }
            for n in (1, 15)
        ],
    )
    links = ((1, "A", 1), (15, "B", 1), (15, "A", 2))
    _add(
        c,
        "sheet_area",
        [{"cycle_code": CYCLE, "sheet_number": n, "area_code": a, "position": p} for n, a, p in links],
    )
    sources = (("COM", "Comuni", "municipality"), ("FRNA", "FRNA", "region"))
    _add(
        c,
        "funding_source",
        [{"code": s, "name": n, "level": level, "origin": "real"} for s, n, level in sources],
    )
    targets = (("MIN", "Famiglia e minori", 1), ("ANZ", "Anziani", 2))
    _add(c, "target_group", [{"code": s, "name": n, "position": p} for s, n, p in targets])
    _add(c, "app_user", [{"id": 1, "role": "region", "function": "Amministratore", "origin": "demo"}])


def _plans(c: Connection) -> None:
    plans = ("AA-UNO", "AA-DUE", "BB-TRE")
    _add(
        c, "plan", [{"id": i, "district_code": d, "cycle_code": CYCLE} for i, d in enumerate(plans, start=1)]
    )
    _add(
        c,
        "edition",
        [
            {
                "id": i,
                "plan_id": plans.index(d) + 1,
                "kind": "implementing",
                "year": y,
                "status": s,
                "status_date": DAY,
            }
            for i, d, y, s in EDITIONS
        ],
    )
    _add(
        c,
        "deadline",
        [
            {
                "cycle_code": CYCLE,
                "kind": "implementing",
                "year": 2019,
                "opens": date(2019, 5, 1),
                "due": date(2019, 7, 31),
                "extended_to": date(2019, 8, 31),
                "origin": "demo",
            }
        ],
    )
    _add(
        c,
        "status_change",
        [{"edition_id": i, "status": s, "changed_on": DAY, "user_id": 1} for i, _, _, s in EDITIONS],
    )
    ids = {code: i for i, code in enumerate(INTERVENTIONS, start=1)}
    _add(c, "intervention", [{"id": ids[k], "plan_id": p, "code": k} for k, p in INTERVENTIONS.items()])
    for version, code, edition, sheet, target, title, lines in VERSIONS:
        _add(
            c,
            "intervention_version",
            [
                {
                    "id": version,
                    "intervention_id": ids[code],
                    "edition_id": edition,
                    "sheet_number": sheet,
                    "target_group_code": target,
                    "title": title,
                    "description": "",
                    "lead_body": "Comune",
                    "origin": "demo",
                }
            ],
        )
        rows = [
            {
                "intervention_version_id": version,
                "funding_source_code": s,
                "amount": Decimal(a),
                "origin": "demo",
            }
            for s, a in lines.items()
        ]
        _add(c, "budget_line", rows)


def _accounts(c: Connection) -> None:
    plans = ("AA-UNO", "AA-DUE", "BB-TRE")
    _add(
        c,
        "edition",
        [
            {
                "id": i,
                "plan_id": plans.index(d) + 1,
                "kind": kind,
                "year": y,
                "status": s,
                "status_date": DAY,
            }
            for i, d, kind, y, s in ACCOUNT_EDITIONS
        ],
    )
    due = {"opens": date(2019, 2, 1), "due": date(2019, 6, 28), "extended_to": None, "origin": "demo"}
    _add(c, "deadline", [{"cycle_code": CYCLE, "kind": "account", "year": 2018, **due}])
    days = (
        (11, "draft", date(2019, 6, 3)),
        (11, "presented", date(2019, 7, 8)),
        (11, "presented_again", date(2019, 8, 20)),
        (11, "acknowledged", date(2019, 9, 12)),
        (12, "draft", date(2019, 6, 27)),
        (13, "presented", DAY),
    )
    _add(
        c,
        "status_change",
        [{"edition_id": e, "status": s, "changed_on": on, "user_id": 1} for e, s, on in days],
    )
    ids = {code: i for i, code in enumerate(INTERVENTIONS, start=1)}
    for version, code, edition, sheet, target, title, lines in ACCOUNT_VERSIONS:
        words = {"title": title, "description": "", "lead_body": "Comune", "origin": "demo"}
        keys = {"id": version, "intervention_id": ids[code], "edition_id": edition}
        _add(
            c,
            "intervention_version",
            [{**keys, "sheet_number": sheet, "target_group_code": target, **words}],
        )
        _add(
            c,
            "budget_line",
            [
                {
                    "intervention_version_id": version,
                    "funding_source_code": source,
                    "amount": Decimal(amount),
                    "committed": committed and Decimal(committed),
                    "origin": "demo",
                }
                for source, amount, committed in lines
            ],
        )


def _indicators(c: Connection) -> None:
    common = {
        "cycle_code": CYCLE,
        "sheet_number": 1,
        "area_code": "A",
        "decimals": 1,
        "source": "KNOWN|prova",
        "official": False,
    }
    kinds = (
        ("DST101", "district", "%", 100.0, "residenti", "higher_better", "wilson"),
        ("DST102", "district", "per 1.000 ab.", 1000.0, "residenti", "neutral", "byar"),
        ("REG001", "region", "n.", 1.0, "", "neutral", "none"),
    )
    _add(
        c,
        "indicator",
        [
            {
                "code": code,
                "level": level,
                "title_it": code,
                "title_en": code,
                "unit": unit,
                "scale": scale,
                "numerator": "casi",
                "denominator": base,
                "polarity": polarity,
                "interval_method": method,
                **common,
            }
            for code, level, unit, scale, base, polarity, method in kinds
        ],
    )
    _add(
        c,
        "indicator_value",
        [
            {
                "indicator_code": i,
                "place_code": p,
                "year": y,
                "numerator": n,
                "denominator": d,
                "origin": "demo",
            }
            for i, p, y, n, d in VALUES
        ],
    )
