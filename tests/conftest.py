"""Databases every test may use. The demo ones are shared by the session: copy before writing."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from postgres import PostgresMissingError, new_database, server
from sqlalchemy.engine import URL
from tiny import build as build_tiny

from data_access.demo.build import build
from data_access.planning.contract import open_and_read
from data_access.version import Version, assemble

# What is hidden beside small cells hangs on it; tests want the same every time, and no file of their own.
os.environ.setdefault("OSSERVATORIO_HIDING_KEY", "the key of the tests")

_names = (f"test_{number}" for number in itertools.count(1))


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Put the main module back: a page leaves its own there, and new processes would start from that."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture(scope="session")
def demo_sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the demo planning database in SQLite; do not write to it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'planning.sqlite'}"
    build(url)
    return url


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """Address of a PostgreSQL started for this session; needed in CI, else tests skip without it."""
    try:
        with server() as url:
            yield url
    except PostgresMissingError as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def demo_postgres_url(postgres_server: URL) -> str:
    """Address of the demo planning database in PostgreSQL; do not write to it."""
    url = new_database(postgres_server, "demo").render_as_string(hide_password=False)
    build(url)
    return url


@pytest.fixture
def empty_postgres_url(postgres_server: URL) -> str:
    """Address of a new, empty PostgreSQL database."""
    return new_database(postgres_server, next(_names)).render_as_string(hide_password=False)


@pytest.fixture
def own_sqlite(demo_sqlite_url: str, tmp_path: Path) -> Callable[[], str]:
    """Make a copy of the SQLite demo that a test may spoil; returns its address."""

    def copy() -> str:
        target = tmp_path / f"{next(_names)}.sqlite"
        shutil.copyfile(demo_sqlite_url.removeprefix("sqlite:///"), target)
        return f"sqlite:///{target}"

    return copy


@pytest.fixture
def own_postgres(demo_postgres_url: str, postgres_server: URL) -> Callable[[], str]:
    """Make a copy of the PostgreSQL demo that a test may spoil; returns its address."""

    def copy() -> str:
        return new_database(postgres_server, next(_names), like="demo").render_as_string(hide_password=False)

    return copy


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """The data of tests/tiny.py, small enough to compute by hand."""
    url = f"sqlite:///{tmp_path_factory.mktemp('tiny') / 'planning.sqlite'}"
    build_tiny(url)
    return assemble(open_and_read(url))


@pytest.fixture(scope="session")
def tiny_accounts(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """The data of tests/tiny.py with accounts and an update."""
    url = f"sqlite:///{tmp_path_factory.mktemp('tiny') / 'accounts.sqlite'}"
    build_tiny(url, accounts=True)
    return assemble(open_and_read(url))


@pytest.fixture(scope="session")
def demo(demo_sqlite_url: str) -> Version:
    """The demo data as one version; never written to."""
    return assemble(open_and_read(demo_sqlite_url))
