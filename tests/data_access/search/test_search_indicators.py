"""Search over indicators: word forms, slips, codes, sheets; hostile input breaks nothing."""

import pytest

from data_access.search.indicators import search_indicators


@pytest.mark.parametrize(
    ("typed", "first", "exact"),
    [
        ("povertà", "DST001", True),
        ("screening mammografico", "DST041", True),
        ("DST009", "DST009", True),
        ("dst 9", "DST009", True),
        ("screning mamografico", "DST041", False),
        ("povrtà", "DST001", False),
        ("material deprivation", "DST002", True),
    ],
)
def test_the_indicator_meant_comes_first(demo, typed, first, exact):
    found = search_indicators(demo, typed)
    assert (found.codes[0], found.exact) == (first, exact)


def test_definition_and_sheet_are_searched_after_the_title(demo):
    title = demo.sheets.at[demo.measures["DST044"].sheet, "title"]
    assert "DST044" in search_indicators(demo, title).codes
    found = search_indicators(demo, demo.measures["DST017"].numerator.it)
    assert found.codes[0] == "DST017"


@pytest.mark.parametrize(
    "typed", ["title:* AND (a OR b", "\x00\ud83d", "x" * 5000, "di per la", "", "1=1; --"]
)
def test_anything_may_be_typed(demo, typed):
    assert set(search_indicators(demo, typed).codes) <= set(demo.measures)
