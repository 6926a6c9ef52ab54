"""The address of a view: there and back, and what happens to addresses that mean nothing."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dashboard.address.codes import FIELDS, KINDS
from dashboard.address.view import (
    CLASS_COUNTS,
    METHODS,
    NEIGHBOURS,
    ORDERS,
    POLARITIES,
    TREND_GROUPS,
    Ignored,
    View,
    default_view,
    made_of_other_data,
    parse,
    period_of,
    stated,
    to_params,
)
from dashboard.judging.judgement import BENCHMARKS
from dashboard.judging.peers import WEIGHTS
from data_access.structure import VARIABLES
from data_access.values import Filters


def test_every_view_survives_its_address(demo):
    def some(codes):
        return st.lists(st.sampled_from(list(codes)), unique=True, max_size=3).map(tuple)

    views = st.builds(
        View,
        edition=st.sampled_from(list(demo.periods)),
        year=st.sampled_from(["", *map(str, demo.years)]),
        place=st.sampled_from(list(demo.places.index)),
        measure=st.sampled_from(list(demo.measures)),
        filters=st.builds(
            Filters,
            areas=some(demo.areas.index),
            sheets=some(int(n) for n in demo.sheets.index),
            targets=some(demo.targets.index),
            sources=some(demo.sources.index),
        ),
        method=st.sampled_from(METHODS),
        classes=st.sampled_from(CLASS_COUNTS),
        fixed=st.booleans(),
        intervention=st.sampled_from(["", *sorted(demo.intervention_codes)[:3]]),
        before=st.sampled_from(["", *demo.periods]),
        show=some([*KINDS, *FIELDS]),
        order=st.sampled_from(["", *ORDERS, "DST041", "-DST041"]),
        values=st.booleans(),
        polarities=some(POLARITIES),
        trends=some(TREND_GROUPS),
        by_class=st.booleans(),
        home_map=st.sampled_from(["status", "euro_per_resident"]),
        tab=st.sampled_from(["", "by_year", "cases.tab_map"]),
        language=st.sampled_from(["it", "en"]),
        benchmark=st.sampled_from(BENCHMARKS),
        peers=some(demo.districts),
        neighbours=st.sampled_from(NEIGHBOURS),
        pinned=some(demo.districts),
        dropped=some(demo.districts),
        weights=st.dictionaries(st.sampled_from(VARIABLES), st.sampled_from(WEIGHTS)).map(
            lambda weights: tuple(weights.items())
        ),
    )

    shown = st.fixed_dictionaries(
        {}, optional={"al": st.sampled_from(["2018", "2019"]), "aperta": st.just("trend")}
    )

    @given(views, shown)
    def there_and_back(view, shown):
        assert parse(to_params(view, demo), demo) == (view, [])
        kept = parse(stated(view, demo, shown), demo)
        # The tab that is open by itself is named in an address that is kept.
        assert kept == (replace(view, tab=view.tab or shown.get("aperta", "")), [])

    there_and_back()


def test_the_front_door_is_the_default_and_a_default_address_is_short(demo):
    view, ignored = parse({}, demo)
    assert (view, ignored) == (default_view(demo), [])
    assert view.edition == "2019-implementing"
    assert to_params(view, demo) == {"luogo": "ER"}


def test_unknown_codes_fall_back_and_are_told(demo):
    view, ignored = parse(
        {
            "luogo": "XX",
            "misura": "DST001",
            "anno": "1789",
            "aree": "A,Z",
            "schede": "1,x",
            "n": "99",
            "utm": "1",
        },
        demo,
    )
    assert view.place == "ER"
    assert view.measure == "DST001"
    assert view.filters == Filters(areas=("A",), sheets=(1,))
    assert ignored == [
        Ignored("luogo", "XX"),
        Ignored("anno", "1789"),
        Ignored("aree", "Z"),
        Ignored("schede", "x"),
        Ignored("n", "99"),
    ]
    # The poverty risk is published to 2018 only: without a year the last one with values is shown.
    assert period_of(demo, view) == "2018"


def test_an_address_that_is_kept_says_all_that_next_year_is_shown_otherwise(demo):
    kept = stated(default_view(demo), demo, {"al": "2019", "aperta": "trend"})
    mark = kept.pop("dati")
    assert kept == {
        "luogo": "ER",
        "misura": "euro_per_resident",
        "edizione": "2019-implementing",
        "ordina": "ausl",
        "al": "2019",
        "aperta": "trend",
    }
    assert mark.startswith("2019-09-30.")
    chosen = stated(replace(default_view(demo), year="2018"), demo, {"al": "2018"})
    assert (chosen["anno"], "al" in chosen) == ("2018", False)


def test_next_year_a_kept_address_still_shows_the_year_it_was_made_of(demo):
    poverty = replace(default_view(demo), measure="DST001")
    kept = stated(poverty, demo, {"al": period_of(demo, poverty)})
    assert parse(kept, demo) == (poverty, [])
    assert made_of_other_data(kept, demo) is None
    later = replace(demo, token="another", as_of=date(2020, 9, 30), years=(*demo.years, 2020))
    assert made_of_other_data(kept, later) == date(2019, 9, 30)
    view, _ = parse(kept, later)
    assert (view.year, period_of(later, view)) == ("2018", "2018")
    # A link of before these marks, or one that says nonsense, is a link all the same.
    for mark in ({}, {"dati": "x"}, {"dati": "2019-99-99.00000000"}):
        assert made_of_other_data(mark, later) is None
        assert parse({"luogo": "ER", **mark}, later)[1] == []


def test_plans_and_cases_may_come_one_after_the_other(demo):
    class Cases:
        token = "0123456789"

    with_cases = replace(demo, token=f"{demo.token}.01234567", cases=Cases())
    others = replace(demo, token=f"{demo.token}.98765432", cases=type("Cases", (), {"token": "9876543210"}))
    usual = default_view(demo)
    for made, now, same in (
        (demo, with_cases, True),
        (with_cases, demo, True),
        (with_cases, with_cases, True),
        (with_cases, others, False),
    ):
        assert (made_of_other_data(stated(usual, made, {}), now) is None) is same
