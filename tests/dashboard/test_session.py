"""What comes from a browser is checked before a page believes it."""

from math import inf, nan
from types import SimpleNamespace

import pytest
import streamlit as st

from dashboard.ui.session import picked_places


@pytest.mark.parametrize(
    ("said", "places"),
    [
        (0, [0]),
        (2.0, [2]),
        ([2, 0], [2, 0]),
        ([], []),
        (3, []),
        (-1, []),
        ([0, 3], []),
        ("1", []),
        (None, []),
        ([nan], []),
        ([inf], []),
        ({"0": 1}, []),
        ([[0]], []),
    ],
)
def test_only_places_that_there_are_are_picked(monkeypatch, said, places):
    monkeypatch.setattr(st, "session_state", {"key": SimpleNamespace(picked=said)})
    assert picked_places("key", 3) == places
