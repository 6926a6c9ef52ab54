"""What comes from a browser is checked before a page believes it."""

from math import inf, nan

import pytest

from dashboard.screen.session import here_of, places_among

PAGES = ("quadro_regionale", "mappa", "bisogni", "risorse", "bisogni_e_risorse", "interventi")


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
def test_only_places_that_there_are_are_picked(said, places):
    assert places_among(said, 3) == places


@pytest.mark.parametrize("below", ["", "/piani", "/welfare/osservatorio"])
@pytest.mark.parametrize("page", ["", *PAGES])
@pytest.mark.parametrize("configured", [False, True])
def test_a_page_is_found_again_by_the_address_that_streamlit_tells(below, page, configured):
    app = f"https://pdz.example.it{below}"
    told = f"{app}/{page}" if page else app
    # As streamlit.runtime.context_util does it.
    cut = next((told.removesuffix(name) for name in PAGES if told.endswith(name)), told)
    told = f"{cut.removesuffix('/')}/{page}" if page else cut
    here = here_of(told, PAGES, below if configured else "")
    assert (here.app, here.page, here.base) == (app, page, below)
    assert here.page_address == f"{app}/{page}"


def test_without_an_address_the_app_is_at_the_root():
    assert here_of(None, PAGES).page_address == "http://localhost/"
