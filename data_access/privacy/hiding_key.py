"""The key that decides which further cells are hidden beside small ones; one for plans and cases.

Who knows the rule of :mod:`data_access.privacy.suppression` and the key can tell from what is hidden which
tables would have led to it. So the key is nobody's to guess, and the same in every process and every night:
two patterns laid over one another would show what each of them hides.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path

from data_access.engines import home

KEY_VARIABLE = "OSSERVATORIO_HIDING_KEY"
FILE = "hiding.key"
_BYTES = 32
_LOG = logging.getLogger("osservatorio.hiding_key")


def hiding_key(of_the_data: Callable[[], bytes], environment: Mapping[str, str] = os.environ) -> bytes:
    """Return the key: that of the environment, or of the home folder, where it is made at first need.

    Args:
        of_the_data: what is published nowhere, to draw the key from where the home folder cannot keep one.
        environment: with ``$OSSERVATORIO_HIDING_KEY`` or without.
    """
    if given := environment.get(KEY_VARIABLE, "").strip():
        return blake2b(given.encode()).digest()
    file = home() / FILE
    try:
        return _stored(file) or _create(file)
    except OSError as problem:
        _LOG.warning(
            "The key of what is hidden cannot be kept in %s (%s) and is drawn from the data: set %s",
            file,
            problem.strerror,
            KEY_VARIABLE,
        )
        return blake2b(of_the_data()).digest()


def _stored(file: Path) -> bytes | None:
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        return None
    if len(key) < _BYTES:
        raise OSError(0, "it is cut off", str(file))
    return key


def _create(file: Path) -> bytes:
    """Make the file whole or not at all; of two processes that do so at once, both take that of the first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            written.write(secrets.token_bytes(_BYTES))
            written.flush()
            os.fsync(written.fileno())
        try:
            os.link(part, file)
        except FileExistsError:
            _LOG.info("Another process made the key first")
    finally:
        part.unlink(missing_ok=True)
    return file.read_bytes()
