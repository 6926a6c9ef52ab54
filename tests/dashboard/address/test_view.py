"""The address of a view: there and back, and what happens to addresses that mean nothing."""

from dataclasses import fields, replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dashboard.address.codes import SEARCH_LENGTH
from dashboard.address.keys import KEYS
from dashboard.address.view import (
    Ignored,
    View,
    default_view,
    made_of_other_data,
    parse,
    period_of,
    stated,
    to_params,
)
from data_access.values import Filters


def values_of(key, demo):
    """What the field of a key may hold: its default, and whatever its texts are read as."""
    default = default_view(demo)
    usual = st.just(getattr(default.filters if hasattr(default.filters, key.field) else default, key.field))
    if key.field == "tab":
        return st.sampled_from(["", "by_year", "cases.tab_map"])
    if key.codec.allowed is None:
        return st.text(max_size=SEARCH_LENGTH)
    # Some codes of each key, the first and the last of many: hypothesis mixes the keys.
    texts = [str(code) for code in key.codec.allowed(demo)]
    texts = sorted(texts) if len(texts) < 100 else [*sorted(texts)[:3], sorted(texts)[-1]]
    if not texts:  # no cases here: no class of needs
        return usual
    if key.codec.several:
        some = st.lists(st.sampled_from(texts), unique=True, max_size=3).map(",".join)
        return usual | some.map(lambda words: key.codec.read(words, demo)[0] if words else ())
    return usual | st.sampled_from(texts).map(lambda words: key.codec.read(words, demo)[0])


def test_every_field_of_a_view_has_a_key_and_every_key_says_what_it_means():
    named = {field.name for field in fields(View)} - {"filters"} | {field.name for field in fields(Filters)}
    assert sorted(key.field for key in KEYS) == sorted(named)
    assert len({key.name for key in KEYS}) == len(KEYS)
    assert all(key.help.endswith(".") for key in KEYS)


def test_every_view_survives_its_address(demo):
    of_filters = {field.name for field in fields(Filters)}
    values = {key.field: values_of(key, demo) for key in KEYS}
    filters = st.builds(Filters, **{name: values.pop(name) for name in of_filters})
    views = st.builds(View, filters=filters, **values)

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
