"""The reason why a disk or a database does not take what is written: it is full, or writing is forbidden."""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_WRITABLE = {
    *(errno.EROFS, errno.EACCES, errno.EPERM),
    *(errno.ENOTDIR, errno.EEXIST, errno.ENOENT, errno.EISDIR),
}
_OF_SQLITE = {
    "SQLITE_FULL": "full",
    "SQLITE_READONLY": "not_writable",
    "SQLITE_PERM": "not_writable",
    "SQLITE_CANTOPEN": "not_writable",
}
_OF_POSTGRESQL = {"53100": "full", "25006": "not_writable", "42501": "not_writable"}
"""disk_full, read_only_sql_transaction, insufficient_privilege."""


def storage_fault(fault: BaseException) -> str:
    """Return ``full``, ``not_writable`` or, for what is no fault of the storage, ''."""
    if isinstance(fault, DBAPIError) and fault.orig is not None:
        fault = fault.orig
    if isinstance(fault, OSError):
        return "full" if fault.errno in _FULL else "not_writable" if fault.errno in _NOT_WRITABLE else ""
    if isinstance(fault, sqlite3.Error):
        # SQLITE_READONLY_DIRECTORY and the like are kinds of SQLITE_READONLY.
        name = getattr(fault, "sqlite_errorname", "")
        return next((code for start, code in _OF_SQLITE.items() if name.startswith(start)), "")
    return _OF_POSTGRESQL.get(getattr(fault, "sqlstate", None) or "", "")
