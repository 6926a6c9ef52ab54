"""Every page is drawn in memory: what cannot be drawn is not published, and "nan" is on none of them."""

import re
import sqlite3

import pytest

from dashboard.proof import PAGES, drawn, prove
from data_access.observatory import UnfitError
from data_access.planning.contract import open_and_read
from data_access.version import assemble
from data_access.viewer import Viewer

NAN = re.compile(r"\bnan\b|\bNaT\b", re.IGNORECASE)


def spoilt(url: str, *statements: str):
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return assemble(open_and_read(url))


def test_nan_is_on_no_page_with_a_lone_first_draft(runtime, own_sqlite):
    version = spoilt(
        own_sqlite(),
        "insert into edition values (900, 1, 'implementing', 2020, 'draft', '2019-09-20')",
        "insert into intervention values (9000, 1, 'PC-CIT-9000')",
        "insert into intervention_version values (90000, 9000, 900, 1, 'ANZ', 'T', 'D', 'L', null, 'demo')",
        "insert into budget_line (id, intervention_version_id, funding_source_code, amount, origin)"
        " values (900000, 90000, 'COM', 10, 'demo')",
    )
    found = {}
    for params in ({}, {"edizione": "2020-implementing"}):
        for page, tree in drawn(version, (Viewer("region"), Viewer("district", "PC-CIT")), **params):
            assert not tree.exception, (page, params, tree.exception[0].message)
            words = " ".join(str(element.proto) for element in tree if hasattr(element, "proto"))
            assert len(words) > 500, "the texts are there to be searched"
            if NAN.search(words):
                found[page] = words[max(0, NAN.search(words).start() - 80) :][:160]
    assert found == {}
    assert len(PAGES) == 22


def test_what_cannot_be_prepared_or_drawn_is_unfit(runtime, demo):
    def fails(_version: object) -> None:
        raise KeyError("secret")

    with pytest.raises(UnfitError, match=r"^prepare: KeyError$"):
        prove(demo, fails)
    broken = type("Broken", (), {"__getattr__": lambda self, name: getattr(demo, name)})()
    broken.districts, broken.editions = demo.districts, demo.editions.iloc[:0]
    with pytest.raises(UnfitError, match="quadro_regionale"):
        prove(broken, lambda _version: None)
