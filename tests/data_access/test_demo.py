"""The demo database is what it says: the platform's scale, sums that agree, real facts kept."""

import hashlib
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.demo.build import DemoRefusedError, build
from data_access.demo.catalogues import facts
from data_access.demo.workflow import STEPS
from data_access.planning.contract import Reading, open_and_read
from data_access.planning.schema import STATUSES


@pytest.fixture(scope="module")
def reading(demo_sqlite_url: str) -> Reading:
    return open_and_read(demo_sqlite_url)


@pytest.fixture(scope="module")
def frames(reading: Reading) -> dict[str, pd.DataFrame]:
    return reading.frames


def lines_of(frames: dict[str, pd.DataFrame], kind: str, year: int) -> pd.DataFrame:
    """Budget lines of one edition of all districts, with the district."""
    edition = frames["edition"].query("kind == @kind and year == @year")
    plan = frames["plan"].set_index("id")["district_code"]
    edition = edition.assign(district=edition["plan_id"].map(plan))
    versions = frames["intervention_version"].merge(
        edition[["id", "district"]].rename(columns={"id": "edition_id"}), on="edition_id"
    )
    return frames["budget_line"].merge(
        versions[["id", "intervention_id", "district", "municipality_code"]],
        left_on="intervention_version_id",
        right_on="id",
    )


def presented(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    changes = frames["status_change"].query("status == 'presented'")
    return changes.merge(frames["edition"][["id", "kind", "year"]], left_on="edition_id", right_on="id")


def test_headline_counts(frames):
    lines = lines_of(frames, "implementing", 2019)
    assert lines["intervention_id"].nunique() == 1776
    cents = int(lines["cents"].sum())
    assert 159_000_000_000 <= cents <= 159_999_999_999
    assert cents % 100
    assert lines_of(frames, "original", 2018)["intervention_id"].nunique() < 1776
    assert len(frames["ausl"]) == 8
    assert len(frames["district"]) == 38
    # Of 2019: 330 today, and two of them were in Marche until 2021.
    assert len(frames["municipality"]) == 328
    assert {"099030", "099031"}.isdisjoint(frames["municipality"]["istat_code"])
    assert frames["municipality"]["involved"].sum() == 264
    assert frames["indicator"]["level"].value_counts().to_dict() == {"region": 146, "district": 57}
    assert not frames["indicator"]["official"].any()
    assert frames["app_user"]["role"].value_counts().to_dict() == {"district": 184, "region": 47}


def test_no_row_of_the_demo_is_wrong(reading):
    assert reading.problems.empty, reading.problems.head()
    assert str(reading.as_of) == "2019-09-30"
    assert reading.origin == "demo"


def test_funds_reconcile_to_the_cent(frames):
    planned = facts("funding_sources").set_index("code")
    for year in (2018, 2019):
        by_source = lines_of(frames, "implementing", year).groupby("funding_source_code")["cents"].sum()
        expected = (planned[f"planned_{year}"] * 100).round().astype(int)
        assert by_source.to_dict() == expected.to_dict()
    assert planned.loc["FRNA", "planned_2019"] == 437_390_000


def test_accounts_spend_less_than_planned_and_three_are_missing(frames):
    spent = lines_of(frames, "account", 2018)
    assert spent["district"].nunique() == 35
    planned = lines_of(frames, "implementing", 2018).groupby("district")["cents"].sum()
    shares = spent.groupby("district")["cents"].sum() / planned
    assert shares.dropna().between(0.8, 1.04).all()


def test_about_half_of_the_accounts_say_what_was_committed(frames):
    lines = lines_of(frames, "account", 2018)
    given = lines.dropna(subset="committed_cents")
    assert 15 <= given["district"].nunique() <= 19
    assert (given["committed_cents"] >= given["cents"]).all()
    other = frames["budget_line"].drop(lines_of(frames, "account", 2018)["id_x"] - 1)
    assert other["committed_cents"].isna().all()


def test_the_account_is_not_simply_the_plan(frames):
    spent = lines_of(frames, "account", 2018)
    planned = lines_of(frames, "implementing", 2018)
    planned = planned[planned["district"].isin(spent["district"])]
    done, meant = set(spent["intervention_id"]), set(planned["intervention_id"])
    assert 5 <= len(done - meant) <= 40
    assert 5 <= len(meant - done) <= 60


def test_larger_districts_plan_more_and_none_is_extreme(frames):
    residents = frames["population"].query("year == 2019").groupby("district_code")["residents"].sum()
    euro = lines_of(frames, "implementing", 2019).groupby("district")["cents"].sum() / 100
    assert (euro / residents).between(240, 520).all()
    assert np.corrcoef(euro, residents)[0, 1] > 0.9


def test_involved_municipalities_are_those_with_an_intervention(frames):
    located = lines_of(frames, "implementing", 2019)["municipality_code"].dropna().unique()
    municipality = frames["municipality"]
    assert set(located) == set(municipality.loc[municipality["involved"], "istat_code"])


def test_interventions_keep_their_identity_across_editions(frames):
    before = set(lines_of(frames, "original", 2018)["intervention_id"])
    after = set(lines_of(frames, "implementing", 2019)["intervention_id"])
    assert len(before & after) > 1400
    assert len(after - before) > 100
    assert len(before - after) > 50


def test_population_keeps_the_published_totals(frames):
    population = frames["population"]
    by_year = population.groupby("year")["residents"].sum()
    assert by_year[2019] == 4_459_477
    districts = facts("districts").set_index("code")
    for year in (2018, 2022, 2023):
        totals = population[population["year"] == year].groupby("district_code")["residents"].sum()
        assert totals.to_dict() == districts[f"residents_{year}"].to_dict()
    old = population[(population["year"] == 2022) & population["age_band"].isin(["75-79", "80+"])]
    assert old.groupby("district_code")["residents"].sum().to_dict() == districts["aged_75_up_2022"].to_dict()
    assert set(population.loc[population["year"] >= 2022, "origin"]) == {"real"}
    assert set(population.loc[population["year"] < 2022, "origin"]) == {"demo"}


def test_poverty_is_the_published_one_and_2019_is_not_out_yet(frames):
    poverty = frames["indicator_value"].query("indicator_code == 'DST001'")
    assert sorted(poverty["year"].unique()) == [2014, 2015, 2016, 2017, 2018]
    assert set(poverty["origin"]) == {"real"}
    rates = poverty.assign(rate=poverty["numerator"] / poverty["denominator"] * 100)
    published = facts("districts").set_index("code")
    for year, group in rates.groupby("year"):
        given = published[f"poverty_{year}"].reindex(group["place_code"])
        np.testing.assert_allclose(group["rate"], given, atol=1e-5)


def test_gaps_of_2019(frames):
    catalogue = frames["indicator"].set_index("code")["level"]
    values = frames["indicator_value"]
    reported = values[values["numerator"].notna()]
    level = reported["indicator_code"].map(catalogue)
    now = reported["year"] == 2019
    assert 0.87 <= (now & (level == "district")).sum() / 2166 <= 0.92
    assert 125 <= (now & (level == "region")).sum() <= 140
    assert values["numerator"].isna().any(), "some gaps are empty cells, not missing rows"
    by_district = reported[now & (level == "district")]["place_code"].value_counts()
    assert (by_district < 45).sum() == 3


def test_regional_figures_are_the_roll_up_of_complete_districts(frames):
    links = frames["indicator"].dropna(subset=["fed_by"]).set_index("code")["fed_by"]
    assert len(links) > 30
    values = frames["indicator_value"].set_index(["indicator_code", "year"]).sort_index()
    compared = 0
    for regional, own in links.items():
        for year in range(2014, 2020):
            if (own, year) not in values.index or (regional, year) not in values.index:
                continue
            districts = values.loc[[(own, year)]]
            if len(districts) == 38 and districts["numerator"].notna().all():
                region = values.loc[[(regional, year)]].iloc[0]
                assert region["numerator"] == pytest.approx(districts["numerator"].sum())
                if not np.isnan(region["denominator"]):
                    assert region["denominator"] == pytest.approx(districts["denominator"].sum())
                compared += 1
    assert compared > 80


def test_values_are_alike_nearby_and_from_year_to_year(frames):
    values = frames["indicator_value"]
    rates = values.assign(rate=values["numerator"] / values["denominator"])
    table = rates[rates["place_code"] != "ER"].pivot_table(
        index=["indicator_code", "year"], columns="place_code", values="rate"
    )
    districts = facts("districts").set_index("code").loc[table.columns]
    east = districts["longitude"].to_numpy() * 79.4
    north = districts["latitude"].to_numpy() * 110.6
    near = np.exp(-np.hypot(east[:, None] - east, north[:, None] - north) / 30)
    np.fill_diagonal(near, 0)
    moran, lasting = [], []
    for indicator in table.index.get_level_values(0).unique():
        before, after = (table.loc[(indicator, year)].to_numpy() for year in (2017, 2018))
        standard = np.nan_to_num((after - np.nanmean(after)) / np.nanstd(after))
        moran.append(standard @ near @ standard / near.sum() / (standard @ standard / 38))
        both = ~np.isnan(before) & ~np.isnan(after)
        lasting.append(np.corrcoef(before[both], after[both])[0, 1])
    assert np.mean(moran) > 0.1
    assert np.median(lasting) > 0.8


def test_editions_stand_where_the_steps_say(frames):
    standing = frames["edition"].groupby(["kind", "year"])["status"].value_counts()
    for step in STEPS:
        assert standing[step.kind, step.year].to_dict() == step.standing


def test_status_log_is_consistent(frames):
    changes = frames["status_change"].merge(frames["app_user"], left_on="user_id", right_on="id")
    changes = changes.sort_values("id_x").rename(columns={"id_x": "id"})
    edition = frames["edition"].merge(
        frames["plan"], left_on="plan_id", right_on="id", suffixes=("", "_plan")
    )
    last = changes.groupby("edition_id").last()
    assert (last["status"].reindex(edition["id"]).to_numpy() == edition["status"].to_numpy()).all()
    assert (last["changed_on"].reindex(edition["id"]).to_numpy() == edition["status_date"].to_numpy()).all()
    assert changes["changed_on"].max() <= frames["data_version"]["as_of"].iloc[0]
    order = changes["status"].map(STATUSES.index)
    for _, steps in changes.assign(order=order).groupby("edition_id"):
        assert steps["order"].is_monotonic_increasing
        assert steps["changed_on"].is_monotonic_increasing
        assert steps["status"].iloc[0] == "draft"
    by_region = changes["status"].isin(["integration_requested", "acknowledged"])
    assert (changes.loc[by_region, "role"] == "region").all()
    own = changes["edition_id"].map(edition.set_index("id")["district_code"])
    assert (changes.loc[~by_region, "district_code"] == own[~by_region]).all()
    with_act = changes["status"].isin(["approved", "acknowledged"])
    assert (changes["act_number"].notna() == with_act).all()


def test_all_original_plans_were_signed_by_31_july_2018_and_some_others_are_late(frames):
    steps = presented(frames).merge(frames["deadline"], on=["kind", "year"])
    late = steps[steps["changed_on"] > steps["extended_to"].fillna(steps["due"])]
    counts = late.groupby(["kind", "year"]).size().to_dict()
    assert ("original", 2018) not in counts
    assert counts["implementing", 2019] == 5


def test_same_seed_same_bytes_other_seed_other_figures(demo_sqlite_url, tmp_path):
    again, other = tmp_path / "again.sqlite", tmp_path / "other.sqlite"
    build(f"sqlite:///{again}")
    build(f"sqlite:///{other}", seed=7)
    first = Path(demo_sqlite_url.removeprefix("sqlite:///"))
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (first, again, other)]
    assert digests[0] == digests[1] != digests[2]
    elsewhere = open_and_read(f"sqlite:///{other}")
    assert elsewhere.problems.empty
    assert lines_of(elsewhere.frames, "implementing", 2019)["intervention_id"].nunique() == 1776


def test_a_failed_build_leaves_the_old_file(own_sqlite, monkeypatch):
    path = Path(own_sqlite().removeprefix("sqlite:///"))
    before = path.read_bytes()

    def fails(*_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("data_access.demo.build._fill", fails)
    with pytest.raises(RuntimeError, match="disk full"):
        build(f"sqlite:///{path}")
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_refuses_a_database_that_is_no_demo(own_sqlite, own_postgres, tmp_path):
    real = own_sqlite()
    with sqlite3.connect(real.removeprefix("sqlite:///")) as connection:
        connection.execute("update data_version set origin = 'real'")
    connection.close()
    letter = tmp_path / "letter.txt"
    letter.write_text("not a database")
    for url in (real, f"sqlite:///{letter}", own_postgres()):
        with pytest.raises(DemoRefusedError):
            build(url)
    assert letter.read_text() == "not a database"
    build(real, replace=True)
    assert open_and_read(real).origin == "demo"


def test_progress_goes_from_nothing_to_done(tmp_path):
    told: list[tuple[float, str]] = []
    build(f"sqlite:///{tmp_path / 'p.sqlite'}", progress=lambda share, step: told.append((share, step)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert told[0] == (0.0, "rows")
    assert told[-1] == (1.0, "done")
