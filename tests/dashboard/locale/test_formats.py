"""Italian and English figures, held against Babel's."""

from datetime import date

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from dashboard.locale import formats


@given(value=st.floats(-1e12, 1e12), decimals=st.integers(0, 3), language=st.sampled_from(["it", "en"]))
def test_numbers_agree_with_babel(value, decimals, language):
    from decimal import Decimal

    rounded = Decimal(f"{value:.{decimals}f}")
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    expected = format_decimal(rounded, pattern, locale=language)
    if rounded == 0:
        expected = expected.lstrip("-")
    assert formats.number(value, decimals, language) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (formats.euro(1234.56), "1.234,56 €"),
        (formats.euro(-0.004), "0,00 €"),
        (formats.euro(1234.56, 2, "en"), "€1,234.56"),
        (formats.compact_euro(1_597_412_345.67), "1.597,4 mln €"),
        (formats.compact_euro(-2_500_000), "-2,5 mln €"),
        (formats.compact_euro(950_000), "950.000 €"),
        (formats.percent(12.34), "12,3%"),
        (formats.day(date(2019, 9, 30)), "30/09/2019"),
        (formats.day(date(2019, 9, 30), "en"), "30 Sep 2019"),
    ],
)
def test_as_people_write_them(given_, expected):
    assert given_ == expected
