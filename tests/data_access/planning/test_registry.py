"""Records of indicators: one schema for files and tables, one named fault for each mistake."""

from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text
from tiny import build as build_tiny

from data_access.demo.catalogues import registry_records
from data_access.engines import writing_engine
from data_access.measures import Target, indicator_measures, reached, target_of
from data_access.planning import registry
from data_access.planning.contract import open_and_read
from data_access.planning.registry import read_records
from data_access.version import assemble

RECORD = """
[shared]
sheet_number = 1
area_code = "A"
why_it_matters = "Perché sì."
owner = "Un ufficio"
next_review = 2020-01-31
official = false

[DST901]
level = "district"
title_it = "Quota di prova"
title_en = "Test share"
numerator = "Casi"
denominator = "Residenti"
unit = "%"
scale = 100
decimals = 1
polarity = "higher_better"
interval_method = "wilson"
plausible_min = 5
plausible_max = 60
source = "prova"

[[DST901.targets]]
place_code = ""
year = 2020
value = 30
source = "una delibera"
"""


def folder(path: Path, content: str) -> Path:
    (path / "scheda_01.toml").write_text(content, encoding="utf-8")
    return path


def test_the_demo_has_57_and_146_whole_records():
    records = registry_records()
    assert records.indicator["level"].value_counts().to_dict() == {"region": 146, "district": 57}
    assert records.faults.empty
    assert records.indicator["why_it_matters"].str.len().min() > 80
    assert not records.indicator["official"].any()
    own = records.indicator[records.indicator["level"] == "district"]
    assert own["why_it_matters"].is_unique


def test_a_record_is_what_its_file_says_and_shares(tmp_path):
    records = read_records(folder(tmp_path, RECORD))
    assert records.faults.empty
    (row,) = records.indicator.to_dict("records")
    assert (row["code"], row["owner"], row["scale"], str(row["next_review"])) == (
        "DST901",
        "Un ufficio",
        100,
        "2020-01-31",
    )
    assert records.targets.to_dict("records") == [
        {"indicator_code": "DST901", "place_code": "", "year": 2020, "value": 30, "source": "una delibera"}
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('title_it = "Quota di prova"', "", ("title_it", "missing", "", True)),
        ('owner = "Un ufficio"', "", ("owner", "missing", "", False)),
        ("decimals = 1", 'decimals = "uno"', ("decimals", "wrong_type", "'uno'", True)),
        ("decimals = 1", "decimals = true", ("decimals", "wrong_type", "True", True)),
        ("decimals = 1", "decimals = 9", ("decimals", "decimals_out_of_range", "9", False)),
        ("2020-01-31", '"31/01/2020"', ("next_review", "wrong_type", "'31/01/2020'", False)),
        ('unit = "%"', 'unit = "%"\ntitolo = "x"', ("titolo", "unknown_field", "", False)),
        ("scale = 100", "scale = 0", ("scale", "scale_not_positive", "0", True)),
        ("decimals = 1", "decimals = 1\nthreshold = 2", ("threshold", "threshold_too_low", "2 < 3", False)),
        # Without its threshold a record would show what it should hide.
        ("decimals = 1", 'decimals = 1\nthreshold = "5"', ("threshold", "wrong_type", "'5'", True)),
        (
            "plausible_min = 5",
            "plausible_min = 80",
            ("plausible_min", "range_upside_down", "80 > 60", False),
        ),
        (
            "plausible_max = 60",
            "plausible_max = 160",
            ("plausible_max", "share_above_whole", "160 > 100", False),
        ),
        (
            'denominator = "Residenti"',
            "",
            ("denominator", "method_needs_denominator", "wilson", True),
        ),
        (
            '"higher_better"',
            '"up"',
            ("polarity", "unknown_choice", "up: higher_better, lower_better, neutral", True),
        ),
        (
            'source = "prova"',
            'source = "p"\nfed_by = "X"',
            ("fed_by", "fed_by_unknown", "X", False),
        ),
        (
            'source = "prova"',
            'source = "p"\nfed_by = "DST901"',
            ("fed_by", "fed_by_not_district", "DST901", False),
        ),
        ("value = 30", 'value = "30%"', ("targets.value", "wrong_type", "'30%'", True)),
    ],
)
def test_each_mistake_is_one_named_fault(tmp_path, old, new, expected):
    assert old in RECORD
    found = read_records(folder(tmp_path, RECORD.replace(old, new))).faults
    assert ("DST901", *expected) in set(found.itertuples(index=False, name=None))
    assert set(found["fault"]) <= set(registry.FAULTS)


def test_a_code_twice_and_a_broken_file_are_named(tmp_path):
    folder(tmp_path, RECORD)
    (tmp_path / "scheda_02.toml").write_text(RECORD, encoding="utf-8")
    (tmp_path / "scheda_03.toml").write_text("[DST902", encoding="utf-8")
    records = read_records(tmp_path)
    assert list(records.indicator["code"]) == ["DST901"]
    named = set(records.faults[["code", "fault"]].itertuples(index=False, name=None))
    assert named == {("DST901", "duplicate"), ("scheda_03.toml", "unreadable_file")}


def test_a_new_record_appears_everywhere_without_code(tmp_path):
    """A row in the table is a measure: searched, listed, counted, with its target and its gap of values."""
    from dashboard.topics.completeness.compute import by_year, indicators, not_published
    from data_access.search.indicators import search_indicators

    url = f"sqlite:///{tmp_path / 'planning.sqlite'}"
    build_tiny(url)
    before = len(indicators(assemble(open_and_read(url))))
    record = read_records(folder(tmp_path, RECORD)).indicator.iloc[0].to_dict()
    columns = [name for name in record if name not in ("plausible_min", "checked_by", "fed_by")]
    engine = writing_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                f"insert into indicator (cycle_code, {', '.join(columns)}) "
                f"values ('2018-2020', {', '.join(f':{name}' for name in columns)})"
            ),
            {name: record[name] for name in columns},
        )
        connection.execute(
            text("insert into indicator_target values ('DST901', 'AA-UNO', 2019, 40, 'una delibera', 'demo')")
        )
        connection.execute(text("update data_version set token = 'tiny-2'"))
    engine.dispose()
    version = assemble(open_and_read(url))
    measure = version.measures["DST901"]
    assert measure.why_it_matters.it == "Perché sì."
    assert target_of(measure, "AA-UNO", 2019) == Target("AA-UNO", 2019, 40.0, "una delibera")
    assert target_of(measure, "AA-DUE", 2019) is None
    assert search_indicators(version, "quota di prova").codes == ("DST901",)
    assert len(indicators(version)) == before + 1
    assert "DST901" in [m.code for m in not_published(version, 2019)]
    assert by_year(version).loc["AA-UNO", "2019"] == 2


def _measure(**changes):
    words = ("title_it", "title_en", "source", "why_it_matters", "owner", "checked_by", "fed_by")
    record = {
        **dict.fromkeys(words, ""),
        **{"code": "X", "level": "district", "numerator": "n", "denominator": "d", "unit": "%"},
        **{"scale": 100.0, "decimals": 1, "polarity": "higher_better", "interval_method": "wilson"},
        **{"official": False, "area_code": "A", "sheet_number": 1},
        **{"plausible_min": None, "plausible_max": None, "next_review": pd.NaT, "threshold": None},
    }
    goals = pd.DataFrame(
        [("X", "", 2018, 50.0), ("X", "", 2020, 60.0), ("X", "AA-UNO", 2020, 40.0)],
        columns=["indicator_code", "place_code", "year", "value"],
    ).assign(source="atto")
    (measure,) = indicator_measures(pd.DataFrame([{**record, **changes}]), goals)
    return measure


def test_the_target_that_holds_is_the_places_own_then_the_next_one_ahead():
    measure = _measure()
    assert target_of(measure, "BB-TRE", 2017).value == 50
    assert target_of(measure, "BB-TRE", 2019).value == 60
    assert target_of(measure, "BB-TRE", 2025).value == 60, "one past holds until there is another"
    assert target_of(measure, "AA-UNO", 2018).value == 40
    counted = _measure(denominator="", interval_method="byar")
    assert target_of(counted, "BB-TRE", 2019) is None, (
        "a count's target for everywhere says nothing of a place"
    )


def test_reached_is_turned_by_polarity():
    goal = Target("", 2020, 50.0, "")
    assert reached(_measure(), 50.0, goal)
    assert not reached(_measure(), 49.9, goal)
    assert reached(_measure(polarity="lower_better"), 49.9, goal)
    assert not reached(_measure(polarity="lower_better"), 50.1, goal)
    with pytest.raises(ValueError, match="neutral"):
        reached(_measure(polarity="neutral"), 50.0, goal)


def test_check_says_what_is_incomplete_and_how_to_mend_it(tmp_path):
    """The records of tests/tiny.py have neither reason nor owner: said, and no reason to refuse the data."""
    from click.testing import CliRunner

    from dashboard.cli import main

    url = f"sqlite:///{tmp_path / 'planning.sqlite'}"
    build_tiny(url)
    result = CliRunner().invoke(main, ["check", url])
    assert result.exit_code == 0, result.output
    assert "△ DST101: il campo why_it_matters è vuoto. Compilarlo." in result.output
    english = CliRunner().invoke(main, ["check", url, "--lang", "en"])
    assert "△ DST101: the field owner is empty. Fill it in." in english.output
