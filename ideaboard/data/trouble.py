"""What a database that fails cannot do at the moment, told from its errors."""

import sqlite3
from enum import Enum
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Trouble(Enum):
    """What readers can be told."""

    BUSY = "busy"  # others are at work: again in some seconds
    UNWRITABLE = "unwritable"  # full or read-only: what is there can be read
    AWAY = "away"  # it does not answer
    DAMAGED = "damaged"  # what it holds cannot be trusted


_SQLITE = {
    Trouble.BUSY: {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED},
    Trouble.UNWRITABLE: {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR},
    Trouble.AWAY: {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM},
    Trouble.DAMAGED: {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB},
}
# The states that PostgreSQL names; by their first two letters where a whole class means the same.
_POSTGRESQL = {
    Trouble.UNWRITABLE: ("53100", "25006"),
    Trouble.DAMAGED: ("XX001", "XX002"),
    Trouble.BUSY: ("53", "55P03", "57014", "40"),
    Trouble.AWAY: ("08", "57P", "25P03", "58"),
}


def trouble_of(error: BaseException) -> Trouble | None:
    """Return what keeps the database from working, or None when the error says nothing of the kind."""
    if isinstance(error, PoolTimeout):
        return Trouble.BUSY
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    return _of_postgresql(cause) if type(cause).__module__.startswith("psycopg") else None


def _of_sqlite(error: sqlite3.Error) -> Trouble | None:
    # The low byte is the kind; an error that the driver's own code raises has none.
    kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & 0xFF
    found = next((trouble for trouble, kinds in _SQLITE.items() if kind in kinds), None)
    return found or (Trouble.BUSY if isinstance(error, sqlite3.OperationalError) else None)


def _of_postgresql(error: Any) -> Trouble | None:
    state = error.sqlstate or ""
    for trouble, beginnings in _POSTGRESQL.items():
        if state.startswith(beginnings):
            return trouble
    names = {base.__name__ for base in type(error).__mro__}
    # Without a state it is the connection that failed: the server never answered, or is gone.
    return Trouble.AWAY if not state and names & {"OperationalError", "InterfaceError"} else None
