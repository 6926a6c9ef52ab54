"""Planned against spent: cases computed by hand (tests/tiny.py), and every roll-up against plain SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.execution import (
    BREAKDOWNS,
    MONEY,
    STEPS,
    execution,
    interventions,
    sums_by,
    usual_year,
    years,
)
from data_access.planning.schema import PRESENTED_STATUSES
from data_access.values import Filters
from data_access.version import Version
from data_access.viewer import Viewer

REGION = Viewer("region")
UNO, DUE, TRE = (Viewer("district", code) for code in ("AA-UNO", "AA-DUE", "BB-TRE"))
EVERYWHERE = ("AA-UNO", "AA-DUE", "BB-TRE")


def by_code(columns: dict[str, list]) -> pd.DataFrame:
    """The columns of a roll-up or a list as a frame; cents are ``Int64``."""
    frame = pd.DataFrame(columns).set_index("code")
    return frame.astype({name: "Int64" for name in MONEY if name in frame})


def row(version: Version, viewer: Viewer = REGION, year: int = 2018, filters: Filters | None = None) -> dict:
    found = execution(version, year, EVERYWHERE, viewer, filters or Filters())
    columns = sums_by(found)
    assert columns.pop("code") == ["total"]
    return {key: value for key, (value,) in columns.items()}


def test_the_region_by_hand(tiny_accounts):
    assert row(tiny_accounts) == {
        "planned": 490_10,
        "planned_compared": 480_00,
        "updated": None,
        "committed": 480_00,
        # A1 and B1 alone say on every line what was committed: 145 + 330 of the 480 spent are theirs.
        "spent_declared": 475_00,
        "spent": 480_00,
        "spent_compared": 480_00,
        "moved": 0,
        "added": 5_00,
        "dropped": -30_00,
        "cuts": -5_00,
        "increases": 30_00,
        "interventions": 5,
        # C1 is in a district without an account: four can be compared.
        "compared": 4,
        "in_account": 3,
        "with_committed": 2,
        "accounts": 2,
        "of": 3,
    }


def test_a_missing_account_is_missing_and_its_plan_stands_apart(tiny_accounts):
    table = by_code(sums_by(execution(tiny_accounts, 2018, EVERYWHERE, REGION), "district"))
    tre = table.loc["BB-TRE"]
    assert tre["planned"] == 10_10
    for missing in ("planned_compared", "updated", "committed", "spent", "spent_compared", "moved", *STEPS):
        assert tre[missing] is pd.NA, missing
    assert (tre["accounts"], tre["of"]) == (0, 1)
    assert table.loc["AA-UNO", ["planned", "spent", "moved"]].tolist() == [180_00, 150_00, -30_00]
    assert table.loc["AA-DUE", ["planned", "spent", "moved"]].tolist() == [300_00, 330_00, 30_00]
    by_ausl = by_code(sums_by(execution(tiny_accounts, 2018, EVERYWHERE, REGION), "ausl"))
    assert by_ausl.loc["080101", ["accounts", "of"]].tolist() == [2, 2]
    assert by_ausl.at["080102", "spent"] is pd.NA


def test_an_intervention_is_counted_where_its_plan_has_it(tiny_accounts):
    by_sheet = by_code(sums_by(execution(tiny_accounts, 2018, EVERYWHERE, REGION), "sheet"))
    # A3 is in the account only: there it is on sheet 1.
    assert by_sheet.loc[1, ["planned", "planned_compared", "spent"]].tolist() == [450_00, 450_00, 480_00]
    assert by_sheet.loc[15, ["planned", "planned_compared", "spent"]].tolist() == [40_10, 30_00, 0]
    # In 2019 the plan has A1 on sheet 15, the update still had it on sheet 1.
    by_sheet = by_code(sums_by(execution(tiny_accounts, 2019, EVERYWHERE, REGION), "sheet"))
    assert by_sheet.at[15, "updated"] == 180_00


def test_sources_are_compared_within_each_intervention(tiny_accounts):
    by_source = by_code(sums_by(execution(tiny_accounts, 2018, EVERYWHERE, REGION), "source"))
    steps = ["planned_compared", *STEPS, "spent_compared"]
    assert by_source.loc["COM", steps].tolist() == [130_00, 0, -30_00, -10_00, 0, 90_00]
    assert by_source.loc["FRNA", steps].tolist() == [350_00, 5_00, 0, 0, 35_00, 390_00]
    assert by_source["committed"].tolist() == [95_00, 385_00]
    assert row(tiny_accounts, filters=Filters(sources=("COM",)))["increases"] == 0
    by_level = by_code(sums_by(execution(tiny_accounts, 2018, EVERYWHERE, REGION), "level"))
    assert by_level["spent"].to_dict() == {"municipality": 90_00, "region": 390_00}


def test_interventions_by_hand(tiny_accounts):
    table = by_code(interventions(execution(tiny_accounts, 2018, EVERYWHERE, REGION)))
    assert table["change"].to_dict() == {
        "A2": "dropped", "B1": "increases", "A1": "cuts", "A3": "added", "C1": "missing"
    }  # fmt: skip
    assert table["moved"].tolist() == [-30_00, 30_00, -5_00, 5_00, pd.NA]
    assert table.at["C1", "spent"] is pd.NA
    # Not in the account that there is: no amount, and neither hidden nor missing.
    assert table.at["A2", "spent"] is pd.NA
    assert table.index[table["absent_account"]].tolist() == ["A2"]
    assert table.index[table["absent_implementing"]].tolist() == ["A3"]
    assert table.at["A3", "planned"] is pd.NA
    assert table.at["A3", "committed"] is pd.NA
    assert table.at["A1", "committed"] == 150_00
    assert table["updated"].isna().all()


def test_a_draft_account_is_missing_for_the_others(tiny_accounts):
    for viewer in (UNO, TRE):
        seen = row(tiny_accounts, viewer)
        assert (seen["accounts"], seen["spent"], seen["planned_compared"]) == (1, 150_00, 180_00)
        assert (seen["planned"], seen["committed"]) == (490_10, 150_00)
        table = by_code(interventions(execution(tiny_accounts, 2018, EVERYWHERE, viewer)))
        assert table.at["B1", "change"] == "hidden"
        assert table.loc["B1", ["spent", "committed", "moved"]].isna().all()
    assert row(tiny_accounts, DUE)["spent"] == row(tiny_accounts)["spent"] == 480_00
    assert execution(tiny_accounts, 2018, EVERYWHERE, REGION).presented.sum() == 1


def test_a_year_without_accounts_has_nothing_spent(tiny_accounts):
    seen = row(tiny_accounts, year=2019)
    assert (seen["planned"], seen["updated"], seen["spent"], seen["accounts"]) == (530_01, 180_00, None, 0)
    assert years(tiny_accounts) == (2018, 2019)
    assert usual_year(tiny_accounts) == 2018
    assert row(tiny_accounts, year=1999)["planned"] is None


# The rules once more in plain SQL, sharing nothing with the product.
_LINES = """
with seen_edition as (
    select e.id, e.kind, p.district_code
    from edition e join plan p on p.id = e.plan_id
    where e.year = :year and p.district_code in ({districts})
      and (:role = 'region' or p.district_code = :district or e.status in ({presented}))
),
version as (
    select v.*, i.code, e.kind, e.district_code
    from intervention_version v
    join intervention i on i.id = v.intervention_id
    join seen_edition e on e.id = v.edition_id
),
every as (
    select v.intervention_id, v.sheet_number, v.target_group_code, row_number() over (
               partition by v.intervention_id
               order by case e.kind when 'implementing' then 1 when 'account' then 2 else 3 end) as rank
    from intervention_version v join edition e on e.id = v.edition_id
    where e.year = :year and e.kind in ('implementing', 'account', 'update')
),
home as (
    select h.*, s.area_code from every h
    join sheet_area s on s.sheet_number = h.sheet_number and s.position = 1
    where h.rank = 1
)
select v.code, v.kind, v.district_code as district, d.ausl_code as ausl, h.area_code as area,
       h.sheet_number as sheet, h.target_group_code as target, b.funding_source_code as source, f.level,
       cast(round(b.amount * 100) as integer) as cents,
       (select count(*) from budget_line x
        where x.intervention_version_id = v.id and x.committed is null) as gaps,
       cast(round(b.committed * 100) as integer) as committed
from version v
join home h on h.intervention_id = v.intervention_id
join district d on d.code = v.district_code
join budget_line b on b.intervention_version_id = v.id
join funding_source f on f.code = b.funding_source_code
where {filters}
"""


@pytest.fixture(scope="module")
def database(demo_sqlite_url: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(demo_sqlite_url.removeprefix("sqlite:///"))
    yield connection
    connection.close()


def by_sql(
    database: sqlite3.Connection, year: int, districts: list[str], viewer: Viewer, filters: Filters
) -> tuple[pd.DataFrame, set[str]]:
    """Return the visible lines, and the districts that have both plan and account visible."""
    conditions = ["1 = 1"]
    for column, codes in (
        ("h.area_code", filters.areas),
        ("h.sheet_number", filters.sheets),
        ("h.target_group_code", filters.targets),
        ("b.funding_source_code", filters.sources),
    ):
        if codes:
            conditions.append(f"{column} in ({', '.join(repr(code) for code in codes)})")
    marks = {
        "districts": ", ".join(map(repr, districts)),
        "presented": ", ".join(map(repr, PRESENTED_STATUSES)),
    }
    values = {"year": year, "role": viewer.role, "district": viewer.district}
    text = _LINES.format(filters=" and ".join(conditions), **marks)
    lines = pd.read_sql_query(text, database, params=values)
    seen = pd.read_sql_query(
        text[: text.index("version as (")].rstrip().rstrip(",")
        + " select distinct kind, district_code from seen_edition",
        database,
        params=values,
    )
    have = {kind: set(part["district_code"]) for kind, part in seen.groupby("kind")}
    return lines, have.get("implementing", set()) & have.get("account", set())


@st.composite
def questions(draw: st.DrawFn, version: Version) -> tuple[int, list[str], Viewer, Filters, str]:
    def some(codes: list, most: int) -> tuple:
        return tuple(draw(st.lists(st.sampled_from(codes), max_size=most, unique=True)))

    district = draw(st.sampled_from([None, *version.districts]))
    places = draw(st.one_of(st.just(list(version.districts)), st.just([]))) or list(
        some(list(version.districts), 6)
    )
    return (
        draw(st.sampled_from([2018, 2019])),
        places or [version.districts[0]],
        Viewer("district", district) if district else REGION,
        Filters(
            areas=some(list(version.areas.index), 2),
            sheets=some([int(number) for number in version.sheets.index], 8),
            targets=some(list(version.targets.index), 3),
            sources=some(list(version.sources.index), 6),
        ),
        draw(st.sampled_from(BREAKDOWNS)),
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_roll_up_equals_plain_sql(demo, database, data):
    year, districts, viewer, filters, by = data.draw(questions(demo))
    lines, both = by_sql(database, year, districts, viewer, filters)
    table = by_code(sums_by(execution(demo, year, districts, viewer, filters), by))
    kept = lines[lines["district"].isin(both)]
    known = lines[(lines["kind"] == "account") & (lines["gaps"] == 0)]
    expected = {
        "planned": lines[lines["kind"] == "implementing"].groupby(by)["cents"].sum(),
        "updated": lines[lines["kind"] == "update"].groupby(by)["cents"].sum(),
        "spent": lines[lines["kind"] == "account"].groupby(by)["cents"].sum(),
        "committed": known.groupby(by)["committed"].sum(),
        "planned_compared": kept[kept["kind"] == "implementing"].groupby(by)["cents"].sum(),
        "spent_compared": kept[kept["kind"] == "account"].groupby(by)["cents"].sum(),
        "interventions": lines.groupby(by)["code"].nunique(),
        "compared": kept.groupby(by)["code"].nunique(),
        "spent_declared": known.groupby(by)["cents"].sum(),
    }
    for name, sums in expected.items():
        ours = table[name].fillna(0)
        assert ours[ours != 0].to_dict() == sums[sums != 0].to_dict(), name
    moved = table["moved"].fillna(0)
    assert (moved == (table["spent_compared"] - table["planned_compared"]).fillna(0)).all()
    assert (moved == table[list(STEPS)].fillna(0).sum(axis=1)).all()
    total = by_code(sums_by(execution(demo, year, districts, viewer, filters))).loc["total"]
    for name in ("planned", "spent", "committed", "moved", *STEPS[:2]):
        assert table[name].fillna(0).sum() == (0 if pd.isna(total[name]) else total[name]), name
    listed = by_code(interventions(execution(demo, year, districts, viewer, filters)))
    assert len(listed) == total["interventions"]
    assert listed["moved"].fillna(0).sum() == (0 if pd.isna(total["moved"]) else total["moved"])


@pytest.mark.parametrize("kind", ["implementing", "account"])
@pytest.mark.parametrize("status", ["draft", "validated", "approved", *PRESENTED_STATUSES])
@pytest.mark.parametrize("viewer", [REGION, UNO, DUE, TRE], ids=lambda v: v.district or v.role)
def test_who_sees_what(tmp_path, kind, status, viewer):
    """A plan or account in every status: seen by its district and the Region, by others once presented."""
    from tiny import build

    from data_access.planning.contract import open_and_read
    from data_access.version import assemble

    path = tmp_path / "matrix.sqlite"
    build(f"sqlite:///{path}", accounts=True)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "update edition set status = ? where kind = ? and year = 2018 and plan_id = 2", (status, kind)
        )
        if kind == "implementing":
            connection.execute("update edition set status = 'presented' where id = 12")
    connection.close()
    version = assemble(open_and_read(f"sqlite:///{path}"))
    found = execution(version, 2018, EVERYWHERE, viewer)
    due = by_code(sums_by(found, "district")).loc["AA-DUE"]
    seen = viewer in (REGION, DUE) or status in PRESENTED_STATUSES
    assert (due["accounts"] == 1) == seen
    assert pd.isna(due["moved"]) != seen
    assert pd.isna(due["planned" if kind == "implementing" else "spent"]) != seen
    other = due["spent" if kind == "implementing" else "planned"]
    assert other == (330_00 if kind == "implementing" else 300_00)
    figures = {
        int(cell)
        for table in map(by_code, (sums_by(found), sums_by(found, "source"), interventions(found)))
        for cell in table.select_dtypes("Int64").to_numpy().ravel()
        if not pd.isna(cell)
    }
    secret = 300_00 if kind == "implementing" else 330_00
    assert (secret in figures) == seen
