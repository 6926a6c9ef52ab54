"""A demo database ten times as large, for the bench: 17,760 interventions an edition, ten editions.

Made from the demo by copying rows inside SQLite, so that words, amounts and changes between editions keep
their shape: intervention 12 of a district becomes 12, 1012, 2012, …, and later years repeat those there are.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from data_access.demo.build import build as build_demo

TIMES = 10

EDITIONS = (
    # kind, year, and the edition of the demo whose content it repeats
    ("original", 2018, ("original", 2018)),
    ("update", 2018, ("original", 2018)),
    ("implementing", 2018, ("implementing", 2018)),
    ("account", 2018, ("account", 2018)),
    ("update", 2019, ("update", 2019)),
    ("implementing", 2019, ("implementing", 2019)),
    ("account", 2019, ("account", 2018)),
    ("update", 2020, ("update", 2019)),
    ("implementing", 2020, ("implementing", 2019)),
    ("account", 2020, ("account", 2018)),
)

_STEPS = (
    "create temp table times (k integer)",
    "create temp table repeats (kind text, year integer, from_kind text, from_year integer)",
    """create temp table old_edition as select * from edition""",
    """create temp table new_edition as
       select row_number() over (order by o.plan_id, r.year, r.kind) as id, o.plan_id, r.kind, r.year,
              o.status, o.status_date, o.id as from_id
       from repeats r join old_edition o on o.kind = r.from_kind and o.year = r.from_year""",
    """create temp table new_intervention as
       select i.id * :times + t.k as id, i.plan_id, i.id as from_id, t.k,
              substr(i.code, 1, length(i.code) - 4)
              || printf('%04d', cast(substr(i.code, -4) as integer) + 1000 * t.k) as code
       from intervention i join times t""",
    """create temp table new_version as
       select row_number() over (order by e.id, n.id) as id, n.id as intervention_id, e.id as edition_id,
              v.sheet_number, v.target_group_code, v.title, v.description, v.lead_body, v.municipality_code,
              v.origin, v.id as from_id
       from new_edition e
       join intervention_version v on v.edition_id = e.from_id
       join new_intervention n on n.from_id = v.intervention_id""",
    """create temp table new_line as
       select v.id as version_id, b.funding_source_code, b.amount, b.committed, b.origin
       from new_version v join budget_line b on b.intervention_version_id = v.from_id""",
    """create temp table new_change as
       select e.id as edition_id, c.status, c.changed_on, c.user_id, c.act_number
       from new_edition e join status_change c on c.edition_id = e.from_id""",
    "delete from status_change",
    "delete from budget_line",
    "delete from intervention_version",
    "delete from intervention",
    "delete from edition",
    """insert into edition (id, plan_id, kind, year, status, status_date)
       select id, plan_id, kind, year, status, status_date from new_edition""",
    "insert into intervention (id, plan_id, code) select id, plan_id, code from new_intervention",
    """insert into intervention_version (id, intervention_id, edition_id, sheet_number, target_group_code,
         title, description, lead_body, municipality_code, origin)
       select id, intervention_id, edition_id, sheet_number, target_group_code, title, description, lead_body,
         municipality_code, origin from new_version""",
    """insert into budget_line (intervention_version_id, funding_source_code, amount, committed, origin)
       select version_id, funding_source_code, amount, committed, origin from new_line""",
    """insert into status_change (edition_id, status, changed_on, user_id, act_number)
       select edition_id, status, changed_on, user_id, act_number from new_change""",
    "update data_version set token = token || '-times-' || :times",
)


def build(path: Path) -> str:
    """Make the large database at ``path`` (replaced if it is there) and return its address."""
    path.unlink(missing_ok=True)
    build_demo(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    try:
        connection.execute("pragma synchronous = off")
        for statement in _STEPS:
            connection.execute(statement, {"times": TIMES} if ":times" in statement else {})
            if "temp table times" in statement:
                connection.executemany("insert into times values (?)", [(k,) for k in range(TIMES)])
            if "temp table repeats" in statement:
                rows = [(kind, year, *source) for kind, year, source in EDITIONS]
                connection.executemany("insert into repeats values (?, ?, ?, ?)", rows)
        connection.commit()
    finally:
        connection.close()
    return f"sqlite:///{path}"
