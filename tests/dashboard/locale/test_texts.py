"""Both languages say everything the code asks for."""

import re
from pathlib import Path
from string import Formatter

import numpy as np
import pytest

from dashboard.locale.texts import catalogue, texts
from data_access.planning.schema import EDITION_KINDS, INTERVAL_METHODS, POLARITIES, STATUSES

ROOT = Path(__file__).parents[3]
CALL = re.compile(r"""\bt\(\s*f?["']([^"']+)["']""")


def asked_keys() -> set[str]:
    files = [*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("pages/*.py")]
    return {key for file in files for key in CALL.findall(file.read_text(encoding="utf-8"))}


def test_same_keys_and_same_fields_in_both():
    italian, english = catalogue("it"), catalogue("en")
    assert italian.keys() == english.keys()
    for key in italian:
        fields = [{f[1] for f in Formatter().parse(words[key]) if f[1]} for words in (italian, english)]
        assert fields[0] == fields[1], key


def test_counts_are_written_as_the_language_does_and_years_are_not():
    italian, english = texts("it"), texts("en")
    assert italian("value.of", n=np.int64(1776), of=1776) == "1.776 di 1.776"
    assert english("value.of", n=1776, of="1,776") == "1,776 of 1,776"
    assert "2019" in italian("completeness.value", year=2019)


@pytest.mark.parametrize("language", ["it", "en"])
def test_every_key_the_code_asks_for_exists(language):
    known = catalogue(language)
    plain = {key for key in asked_keys() if "{" not in key}
    assert len(plain) > 100
    assert plain <= known.keys()


def test_keys_made_of_codes_exist():
    from dashboard.topics.equity.compute import VERDICTS
    from dashboard.topics.execution.compute import BANDS
    from dashboard.topics.indicators.one.funnel import OUTSIDE
    from data_access.cases import contract as mart
    from data_access.cases.refresh import PROBLEMS
    from data_access.planning import boundaries, contract
    from data_access.planning.quality import CODES
    from data_access.planning.registry import FAULTS

    known = catalogue("it")
    for prefix, codes in (
        ("status.", STATUSES),
        ("edition.", EDITION_KINDS),
        ("interval.", INTERVAL_METHODS),
        ("polarity.", POLARITIES),
        ("quality.", CODES),
        ("registry.fault.", FAULTS),
        ("problem.", contract.FAULTS),
        ("territory.", boundaries.CODES),
        ("mart.", mart.FAULTS),
        ("supply.problem.", PROBLEMS),
        ("equity.", VERDICTS),
        ("execution.band_", BANDS),
        ("indicator.funnel_", OUTSIDE),
    ):
        assert {f"{prefix}{code}" for code in codes} <= known.keys()
