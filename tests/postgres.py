"""A real PostgreSQL for the tests: a temporary cluster on a unix socket, thrown away afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

MISSING = (
    "PostgreSQL's initdb and pg_ctl were not found, neither in PATH nor in /usr/lib/postgresql: "
    "install the package postgresql"
)


class PostgresMissingError(Exception):
    """The server's programs are not installed."""


@contextmanager
def server() -> Iterator[URL]:
    """Run a new cluster and give the address of its maintenance database.

    PostgreSQL refuses to run as root: then an unprivileged account runs it, in a folder of its own.
    """
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="osservatorio-pg-"))
    data = folder / "data"
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        as_account = {"user": account.pw_uid, "group": account.pw_gid} if account else {}

        def run(*command: str | Path) -> None:
            done = subprocess.run(
                [str(part) for part in command],
                cwd=folder,
                capture_output=True,
                text=True,
                env={**os.environ, "LC_ALL": "C", "HOME": str(folder)},
                **as_account,
            )
            if done.returncode:
                log = folder / "log"
                raise RuntimeError(done.stdout + done.stderr + (log.read_text() if log.exists() else ""))

        run(initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        # Throw-away data: no need to survive a crash. No TCP port, so no clash with another server.
        options = f"-c listen_addresses='' -k {folder} -c fsync=off -c full_page_writes=off"
        run(pg_ctl, "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options, "start")
        try:
            yield make_url(f"postgresql://postgres@/postgres?host={folder}")
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(maintenance: URL, name: str, *, like: str | None = None) -> URL:
    """Create an empty database, or a copy of one that nobody is connected to."""
    engine = create_engine(maintenance, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'create database "{name}"' + (f' template "{like}"' if like else "")))
    engine.dispose()
    return maintenance.set(database=name)


def _program(name: str) -> Path:
    found = shutil.which(name)
    if found:
        return Path(found)
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3].split(".")[0])
    )
    if not versions:
        raise PostgresMissingError(MISSING)
    return versions[-1]


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresMissingError("PostgreSQL refuses root, and there is neither an account postgres nor nobody")
