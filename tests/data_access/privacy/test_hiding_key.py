"""The key of what is hidden: the environment's, else one of the home folder, else one of the data."""

from __future__ import annotations

import logging
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from data_access.engines import HOME_VARIABLE
from data_access.privacy.hiding_key import FILE, KEY_VARIABLE, hiding_key


def data() -> bytes:
    return b"delivered in January"


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    monkeypatch.setenv(HOME_VARIABLE, str(folder))
    return folder


def test_a_key_that_is_given_is_used_and_nothing_is_kept(own_home):
    one, other = (hiding_key(data, {KEY_VARIABLE: word}) for word in ("one", "other"))
    assert one == hiding_key(data, {KEY_VARIABLE: " one "})
    assert one != other
    assert not own_home.exists()


def test_without_one_a_key_is_made_once_for_all_processes_and_for_nobody_else_to_read(own_home):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: hiding_key(data, {}), range(32)))
    assert len(keys) == 1
    assert keys == {(own_home / FILE).read_bytes()}
    assert stat.S_IMODE((own_home / FILE).stat().st_mode) == 0o600
    assert [file.name for file in own_home.iterdir()] == [FILE]
    assert len(keys.pop()) >= 32


def test_two_homes_have_two_keys(own_home, tmp_path, monkeypatch):
    one = hiding_key(data, {})
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "second"))
    assert hiding_key(data, {}) != one


@pytest.mark.parametrize("spoilt", ["no folder", "cut off"])
def test_a_home_that_keeps_nothing_draws_from_the_data_and_says_so(own_home, caplog, spoilt):
    if spoilt == "no folder":
        own_home.write_text("a file stands where the folder should")
    else:
        own_home.mkdir()
        (own_home / FILE).write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        assert hiding_key(data, {}) == hiding_key(data, {}) != hiding_key(lambda: b"other", {})
    assert KEY_VARIABLE in caplog.text
