"""The history of the Comuni: how many there were in each year, and who follows whom."""

import csv
from datetime import date

import pytest

from data_access.cases.places import municipalities
from geodata import changes


@pytest.mark.parametrize(
    ("day", "comuni"),
    [
        # As ISTAT and the Region count them.
        (date(2009, 8, 14), 341),
        (date(2009, 8, 15), 348),
        (date(2013, 12, 31), 348),
        (date(2014, 1, 1), 340),
        (date(2016, 1, 1), 334),
        (date(2017, 1, 1), 333),
        (date(2018, 1, 1), 331),
        (date(2019, 9, 30), 328),
        (date(2021, 6, 16), 328),
        (date(2021, 6, 17), 330),
    ],
)
def test_how_many_comuni_there_were(day, comuni):
    assert len(changes.municipalities_on(day)) == comuni


def test_2019_knows_neither_the_merged_nor_those_that_came_later():
    then = changes.municipalities_on(date(2019, 9, 30))
    assert {m.name for m in then.values()}.isdisjoint({"Sorbolo", "Mezzani", "Montecopiolo", "Sassofeltrio"})
    assert then["034051"].name == "Sorbolo Mezzani"
    before = changes.municipalities_on(date(2018, 12, 31))
    assert "034051" not in before
    assert (before["034037"].name, before["034037"].district) == ("Sorbolo", then["034051"].district)


def test_every_code_that_ceased_is_followed_by_comuni_of_today():
    with (changes.DATA / "municipality_district.csv").open(encoding="utf-8") as file:
        today = {row["istat_code"] for row in csv.DictReader(file)}
    for code, followers in changes.successors().items():
        assert code not in today
        assert set(followers) <= today
    by_belfiore = {change.successor_belfiore: change.successor for change in changes.changes()}
    assert by_belfiore == {belfiore: municipalities()[belfiore] for belfiore in by_belfiore}


@pytest.mark.parametrize(
    ("province", "last"), [("033", 48), ("035", 45), ("036", 47), ("037", 60), ("038", 26), ("099", 27)]
)
def test_the_codes_that_ceased_fill_the_gaps_in_istat_numbering(province, last):
    """Before the mergers of 2014 a province's codes ran from 1 to the number of its Comuni."""
    then = changes.municipalities_on(date(2013, 12, 31))
    assert [int(code[3:]) for code in then if code.startswith(province)] == list(range(1, last + 1))


def test_a_split_comune_has_no_single_successor(monkeypatch):
    split = (
        changes.Change(date(2030, 1, 1), "099014", "H294", "Rimini", "RN", "099032", "M998"),
        changes.Change(date(2030, 1, 1), "099014", "H294", "Rimini", "RN", "099033", "M999"),
        changes.Change(date(2031, 1, 1), "099032", "M998", "Rimini Nord", "RN", "099034", "M997"),
    )
    monkeypatch.setattr(changes, "changes", lambda: split)
    changes.successors.cache_clear()
    try:
        assert changes.successors()["099014"] == ("099034", "099033")
        assert changes.successor("099014") == ""
        assert changes.successor("099032") == "099034"
        assert changes.successor("037006") == "037006"
    finally:
        changes.successors.cache_clear()
