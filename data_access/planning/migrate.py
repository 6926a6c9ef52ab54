"""Brings the planning database to the newest schema: Alembic, driven from Python."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL

from data_access.engines import writing_engine

_MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(url: URL | str, revision: str = "head") -> None:
    """Bring the database to the newest schema, or up to a revision; an empty one is created whole.

    Runs in one transaction.
    """
    engine = writing_engine(url)
    try:
        with engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()


def head() -> str:
    """Return the newest revision this version of the product knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError(f"no migrations in {_MIGRATIONS}")
    return revision


def known(revision: str) -> bool:
    """Say whether a stamped revision is one of ours: if not, the database is newer than the product."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def stamped(connection: Connection) -> str | None:
    """Return the revision stamped in the database, or None where there is no stamp."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
