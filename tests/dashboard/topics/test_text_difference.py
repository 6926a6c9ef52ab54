"""Two versions of a text, word by word."""

import re

from hypothesis import given
from hypothesis import strategies as st

from dashboard.topics.editions.text_difference import added_marked, removed_marked, word_difference


def test_words_that_differ_are_marked_by_more_than_colour():
    before, after = word_difference(
        "Incontri aperti nella Casa della salute, due volte al mese.",
        "Incontri nella Casa della comunità, due volte al mese con un educatore.",
    )
    assert removed_marked(before) == (
        r"Incontri :red-background[~~aperti~~] nella Casa della :red-background[~~salute~~], "
        r"due volte al mese\."
    )
    assert added_marked(after) == (
        r"Incontri nella Casa della :green-background[**comunità**], due volte al mese "
        r":green-background[**con un educatore**]\."
    )


def test_texts_with_little_in_common_differ_as_a_whole():
    before, after = word_difference("Laboratori per ragazzi di strada", "Ricoveri di sollievo")
    assert [piece.differs for piece in (*before, *after)] == [True, True]


def test_nothing_of_the_text_becomes_markup():
    before, after = word_difference("", "<script>alert(1)</script> **forte** [qui](http://x)\n\n# titolo")
    assert removed_marked(before) == ""
    shown = added_marked(after)
    bare = re.sub(r"\\.", "", shown.replace(":green-background[**", "").replace("**]", ""))
    assert not re.search(r"[<>*\[\]()#]", bare)
    # A mark does not reach over the end of a paragraph, where Markdown would close it.
    assert [part.count("**") for part in shown.split("\n\n")] == [2, 2] or shown.count(":green") == 2


@given(st.text(alphabet="ab ,.\n*", max_size=40), st.text(alphabet="ab ,.\n*", max_size=40))
def test_both_texts_stay_whole(before, after):
    for pieces, text in zip(word_difference(before, after), (before, after), strict=True):
        assert "".join(piece.text for piece in pieces) == text.strip()


def test_equal_texts_have_no_mark():
    for pieces in word_difference("Due visite al mese", "Due visite al mese"):
        assert not any(piece.differs for piece in pieces)
