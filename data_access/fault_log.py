"""Unexpected errors in the log: their kind and place, never their message, which may quote a row."""

from __future__ import annotations

from logging import Logger
from traceback import format_tb


def log_fault(log: Logger, what: str, fault: BaseException) -> None:
    """Log what failed, the kind of the error and the lines of code it came through."""
    log.error("%s: %s\n%s", what, type(fault).__name__, "".join(format_tb(fault.__traceback__)))
