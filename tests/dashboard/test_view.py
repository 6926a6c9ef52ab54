"""The address of a view: there and back, and what happens to addresses that mean nothing."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.editions import FIELDS, KINDS
from dashboard.analysis.judgement import BENCHMARKS
from dashboard.analysis.peers import WEIGHTS
from dashboard.view import (
    CLASS_COUNTS,
    METHODS,
    NEIGHBOURS,
    ORDERS,
    POLARITIES,
    TREND_GROUPS,
    Ignored,
    View,
    default_view,
    parse,
    period_of,
    to_params,
)
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

    @given(views)
    def there_and_back(view):
        assert parse(to_params(view, demo), demo) == (view, [])

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
