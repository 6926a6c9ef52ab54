"""Two editions compared: every kind of change by hand, and sums that reconcile on the demo.

AA-UNO has both editions, AA-DUE's second is a draft, BB-TRE has only the first.
"""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from tiny import build

from dashboard.address.codes import FIELDS, KINDS
from dashboard.locale.words import districts_of
from dashboard.topics.editions.compute import (
    by_district,
    by_source,
    chosen_rows,
    compare,
    field_differences,
    previous_period,
    source_differences,
)
from data_access.engines import writing_engine
from data_access.interventions import interventions
from data_access.planning import schema
from data_access.planning.contract import open_and_read
from data_access.values import Filters
from data_access.version import assemble
from data_access.viewer import Viewer

REGION = Viewer("region")
OLD, NEW = "2018-original", "2020-update"
P18, P19 = "2018-implementing", "2019-implementing"
#: Of each intervention: sheet, target, title, description, lead body, Comune, lines; before and after.
PLAIN = (1, "ANZ", "Assistenza a casa", "Due visite al mese", "Comune", None)
ONE = {
    "SAME": ((*PLAIN, {"COM": "10.00"}), (*PLAIN, {"COM": "10.00"})),
    "EMPTY": ((*PLAIN, {}), (*PLAIN, {})),
    "TITLE": ((*PLAIN, {}), (1, "ANZ", "Assistenza domiciliare", *PLAIN[3:], {})),
    "WORDS": ((*PLAIN, {}), (*PLAIN[:3], "Tre visite al mese", *PLAIN[4:], {})),
    "SHEET": ((*PLAIN, {"COM": "60.00"}), (15, *PLAIN[1:], {"COM": "60.00"})),
    "TARGET": ((*PLAIN, {}), (1, "MIN", *PLAIN[2:], {})),
    "LEAD": ((*PLAIN, {}), (*PLAIN[:4], "AUSL", None, {})),
    "PLACE": ((*PLAIN, {}), (*PLAIN[:5], "000001", {})),
    "MORE": ((*PLAIN, {"COM": "100.00"}), (*PLAIN, {"COM": "130.01"})),
    "LESS": ((*PLAIN, {"FRNA": "50.00"}), (*PLAIN, {"FRNA": "20.00"})),
    "OTHER": ((*PLAIN, {"COM": "40.00"}), (*PLAIN, {"FRNA": "40.00"})),
    "SPLIT": ((*PLAIN, {"COM": "10.00", "FRNA": "10.00"}), (*PLAIN, {"COM": "5.00", "FRNA": "15.00"})),
    "ADDED": (None, (*PLAIN, {"COM": "7.77"})),
    "DROPPED": ((*PLAIN, {"FRNA": "3.33"}), None),
}
TWO = {"SECRET": ((*PLAIN, {"COM": "1.00"}), (*PLAIN, {"COM": "99.00"}))}
THREE = {"ALONE": ((*PLAIN, {"COM": "5.00"}), None)}


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    """tests/tiny.py with an original plan of 2018 and an update of 2020."""
    url = f"sqlite:///{tmp_path_factory.mktemp('editions') / 'planning.sqlite'}"
    build(url)
    tables, ids = schema.metadata.tables, iter(range(100, 1000))
    engine = writing_engine(url)
    with engine.begin() as connection:

        def add(table, **row):
            connection.execute(insert(tables[table]), [row])

        for plan, (contents, last) in enumerate(((ONE, "presented"), (TWO, "draft"), (THREE, "")), start=1):
            editions = {}
            for side, (kind, year, status) in enumerate(
                (("original", 2018, "acknowledged"), ("update", 2020, last))
            ):
                if status:
                    editions[side] = next(ids)
                    add(
                        "edition",
                        id=editions[side],
                        plan_id=plan,
                        kind=kind,
                        year=year,
                        status=status,
                        status_date=date(2019, 9, 1),
                    )
                    add(
                        "status_change",
                        edition_id=editions[side],
                        status=status,
                        changed_on=date(2019, 9, 1),
                        user_id=1,
                    )
            for code, sides in contents.items():
                identity = next(ids)
                add("intervention", id=identity, plan_id=plan, code=code)
                for side, content in enumerate(sides):
                    if content is None:
                        continue
                    sheet, target, title, description, lead, municipality, lines = content
                    version = next(ids)
                    add(
                        "intervention_version",
                        id=version,
                        intervention_id=identity,
                        edition_id=editions[side],
                        sheet_number=sheet,
                        target_group_code=target,
                        title=title,
                        description=description,
                        lead_body=lead,
                        municipality_code=municipality,
                        origin="demo",
                    )
                    for source, amount in lines.items():
                        add(
                            "budget_line",
                            intervention_version_id=version,
                            funding_source_code=source,
                            amount=Decimal(amount),
                            origin="demo",
                        )
    engine.dispose()
    version = assemble(open_and_read(url))
    assert version.problems.empty
    return version


def rows_of(found):
    return pd.DataFrame(found.rows).set_index("code")


def fields_of(found):
    return pd.DataFrame(found.fields, index=found.rows["code"], columns=FIELDS)


def test_every_kind_of_change_is_told(plans):
    found = compare(plans, OLD, NEW, plans.districts, REGION)
    changed = {
        "TITLE": ["title"],
        "WORDS": ["description"],
        "SHEET": ["sheet"],
        "TARGET": ["target"],
        "LEAD": ["lead_body"],
        "PLACE": ["municipality"],
        "MORE": ["amount"],
        "LESS": ["amount"],
        "OTHER": ["sources"],
        "SPLIT": ["sources"],
        "SECRET": ["amount"],
    }
    kinds = dict.fromkeys(changed, "changed")
    kinds |= {"SAME": "same", "EMPTY": "same", "ADDED": "added", "DROPPED": "dropped"}
    assert rows_of(found)["kind"].to_dict() == kinds
    told = {code: [name for name in FIELDS if row[name]] for code, row in fields_of(found).iterrows()}
    assert {code: names for code, names in told.items() if names} == changed
    # Largest movement first: 98 euro, then 30.01 up, 30 down, 7.77 new, 3.33 gone.
    assert rows_of(found).index[:5].tolist() == ["SECRET", "MORE", "LESS", "ADDED", "DROPPED"]
    assert rows_of(found).loc["ADDED", "before_id"] == -1
    assert found.counts == {"added": 1, "dropped": 1, "changed": 11, "same": 2, "before": 14, "after": 14}


def test_totals_by_hand(plans):
    found = compare(plans, OLD, NEW, ["AA-UNO"], REGION)
    totals = found.totals
    assert (totals.before, totals.added, totals.dropped) == (28333, 777, -333)
    assert (totals.increased, totals.decreased, totals.after) == (3001, -3000, 28778)
    sources = by_source(plans, found)
    assert sources.loc["COM"].tolist() == [22000, 777, 0, -1499, 21278, -722]
    assert sources.loc["FRNA"].tolist() == [6333, 0, -333, 1500, 7500, 1167]
    assert sources.index.tolist() == ["FRNA", "COM"]
    assert by_district(plans, found).loc["AA-UNO"].tolist() == [28333, 777, -333, 1, 28778, 445]


def test_what_moves_to_another_sheet_is_changed_and_counts_on_one_side(plans):
    found = compare(plans, OLD, NEW, ["AA-UNO"], REGION, Filters(sheets=(15,)))
    assert rows_of(found)[["kind", "before", "after", "crossed"]].to_dict("index") == {
        "SHEET": {"kind": "changed", "before": 0, "after": 6000, "crossed": "in"}
    }
    assert fields_of(found).loc["SHEET"].to_dict() == {name: name == "sheet" for name in FIELDS}
    assert (found.totals.increased, found.counts["before"], found.counts["after"]) == (6000, 0, 1)
    other_side = compare(plans, OLD, NEW, ["AA-UNO"], REGION, Filters(sheets=(1,)))
    assert rows_of(other_side).loc["SHEET", "crossed"] == "out"


def test_with_a_filter_on_sources_only_their_amounts_are_compared(plans):
    found = compare(plans, OLD, NEW, ["AA-UNO"], REGION, Filters(sources=("COM",)))
    assert set(rows_of(found).index) == {"SAME", "SHEET", "MORE", "OTHER", "SPLIT", "ADDED"}
    other = rows_of(found).loc["OTHER"]
    assert (other["kind"], other["before"], other["after"], other["crossed"]) == ("changed", 4000, 0, "out")
    assert fields_of(found).loc["SPLIT", "amount"]


def test_backwards_the_signs_turn(plans):
    there, back = (compare(plans, *pair, ["AA-UNO"], REGION) for pair in ((OLD, NEW), (NEW, OLD)))
    assert back.totals.added == -there.totals.dropped
    assert back.totals.increased == -there.totals.decreased
    assert rows_of(back)["moved"].to_dict() == (-rows_of(there)["moved"]).to_dict()


@pytest.mark.parametrize(
    ("viewer", "compared", "due"),
    [
        (REGION, {"AA-UNO", "AA-DUE"}, None),
        (Viewer("district", "AA-DUE"), {"AA-UNO", "AA-DUE"}, None),
        (Viewer("district", "AA-UNO"), {"AA-UNO"}, "hidden"),
        (Viewer("district", "BB-TRE"), {"AA-UNO"}, "hidden"),
    ],
    ids=["region", "AA-DUE", "AA-UNO", "BB-TRE"],
)
def test_who_sees_which_editions(plans, viewer, compared, due):
    found = compare(plans, OLD, NEW, plans.districts, viewer)
    assert set(found.districts) == compared
    assert found.apart["BB-TRE"] == ("ok", "missing")
    assert ("SECRET" in rows_of(found).index) == ("AA-DUE" in compared)
    assert set(by_district(plans, found).index) == compared
    if due:
        assert found.apart["AA-DUE"] == ("ok", due)
        assert 9900 not in found.cents


def test_rows_answer_kinds_and_fields(plans):
    found = compare(plans, OLD, NEW, ["AA-UNO"], REGION)

    def codes(*show):
        return set(rows_of(found).index[chosen_rows(found, show)])

    assert codes() == set(ONE)
    assert codes("added", "dropped") == {"ADDED", "DROPPED"}
    assert codes("sources") == {"OTHER", "SPLIT"}
    assert codes("changed", "title", "lead_body") == {"TITLE", "LEAD"}
    assert codes("same", "title") == set()


def test_differences_field_by_field_and_source_by_source(plans):
    found = compare(plans, OLD, NEW, ["AA-UNO"], REGION)
    everything = chosen_rows(found, ())
    told = field_differences(plans, found, everything).set_index("code")
    assert told.loc["TITLE", ["field", "before", "after"]].tolist() == [
        "title",
        "Assistenza a casa",
        "Assistenza domiciliare",
    ]
    assert told.loc["SHEET", ["before", "after"]].tolist() == [1, 15]
    assert told.loc["PLACE", "before"] != told.loc["PLACE", "before"]
    assert told.loc["PLACE", "after"] == "Comune 1"
    assert len(told) == 6
    sources = source_differences(plans, found, everything)
    assert dict(zip(zip(sources["code"], sources["source"], strict=True), sources["moved"], strict=True)) == {
        ("MORE", "COM"): 3001,
        ("LESS", "FRNA"): -3000,
        ("ADDED", "COM"): 777,
        ("DROPPED", "FRNA"): -333,
        ("OTHER", "COM"): -4000,
        ("OTHER", "FRNA"): 4000,
        ("SPLIT", "COM"): -500,
        ("SPLIT", "FRNA"): 500,
    }


def test_figures_of_the_front_page(tiny):
    found = compare(tiny, P18, P19, tiny.districts, REGION)
    assert len(found.districts) == 2
    assert (found.counts["added"], found.counts["dropped"]) == (1, 1)
    assert found.counts["changed"] + found.counts["same"] == 2
    assert (found.totals.before, found.totals.after) == (48000, 53001)
    assert by_district(tiny, found)["moved"].to_dict() == {"AA-DUE": 3000, "AA-UNO": 2001}
    stranger = compare(tiny, P18, P19, tiny.districts, Viewer("district", "BB-TRE"))
    assert (stranger.districts, stranger.totals.after) == (("AA-UNO",), 20001)


def test_the_usual_edition_before(demo):
    assert previous_period(demo, "2019-implementing") == "2018-implementing"
    assert previous_period(demo, "2019-update") == "2018-implementing"
    assert previous_period(demo, "2018-original") is None


def test_everything_reconciles_to_the_cent(demo):
    def some(codes):
        return st.lists(st.sampled_from(list(codes)), unique=True, max_size=4).map(tuple)

    periods = st.sampled_from(list(demo.periods))
    viewers = st.sampled_from([REGION, Viewer("district", "RO-RIM"), Viewer("district", "PC-CIT")])
    filters = st.builds(
        Filters,
        areas=some(demo.areas.index),
        sheets=some(int(n) for n in demo.sheets.index),
        targets=some(demo.targets.index),
        sources=some(demo.sources.index),
    )

    @settings(max_examples=60, deadline=None)
    @given(periods, periods, st.sampled_from(list(demo.places.index)), viewers, filters)
    def reconciles(before, after, place, viewer, chosen):
        asked = districts_of(demo, place)
        found = compare(demo, before, after, asked, viewer, chosen)
        assert set(found.districts) | set(found.apart) == set(asked)
        totals = found.totals
        steps = totals.added + totals.dropped + totals.increased + totals.decreased
        assert totals.before + steps == totals.after
        # Each side is what the list of interventions says of that edition.
        for period, total, side in ((before, totals.before, "before"), (after, totals.after, "after")):
            listed = interventions(demo, period, list(found.districts), viewer, chosen).rows
            assert total == listed["cents"].sum()
            assert found.counts[side] == len(listed)
        for table in (by_source(demo, found), by_district(demo, found)):
            sums = table.sum()
            assert [sums["before"], sums["added"], sums["dropped"], sums["after"]] == [
                totals.before,
                totals.added,
                totals.dropped,
                totals.after,
            ]
            assert sums["changed"] == totals.increased + totals.decreased
            moved = table["before"] + table["added"] + table["dropped"] + table["changed"]
            assert (moved == table["after"]).all()
        rows = rows_of(found)
        assert (rows["moved"].abs().diff().dropna() <= 0).all()
        assert sum(found.counts[kind] for kind in KINDS) == len(rows) == rows.index.nunique()
        in_detail = source_differences(demo, found, chosen_rows(found, ()))
        assert in_detail.groupby("code")["moved"].sum().sum() == totals.moved

    reconciles()
