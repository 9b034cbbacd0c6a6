"""How connections to SQLite behave: one writer of a process at a time, a log that shrinks, damage noticed."""

import math
import sqlite3
import threading
import time
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ideaboard.data.trouble import Trouble, trouble_of

LOG_KEPT = 16 * 1024 * 1024  # bytes of the write-ahead log that stay after a long reader let it grow
LOOK_AGAIN = 24 * 3600  # seconds until the whole file is looked through again
LOOK_FOR = 1.0  # seconds that somebody who asks waits for that


class Turn:
    """The lock that writers of this process share: SQLite's own waiting is not fair. A wait has an end."""

    def __init__(self, patience: int) -> None:
        self._lock, self._patience = threading.Lock(), patience

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=self._patience):
            raise PoolTimeout("other writers of this process did not finish in time")

    def __exit__(self, *_error: object) -> None:
        self._lock.release()


class Soundness:
    """Whether the file is whole: looked through in the background, and known by the first sign of damage."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._damage = ""
        self._next_look = 0.0
        self._lock = threading.Lock()

    def note(self, error: BaseException) -> None:
        """Remember an error that says that the file is damaged."""
        if trouble_of(error) is Trouble.DAMAGED:
            self._damage = str(error)

    def ask(self) -> str:
        """Return "" or what is wrong; a small file is looked through before the answer, a large one soon after."""
        with self._lock:
            is_due = not self._damage and time.monotonic() >= self._next_look
            if is_due:
                self._next_look = time.monotonic() + LOOK_AGAIN
        if is_due:
            self._begin()
        return self._damage

    def _begin(self) -> None:
        looking = threading.Thread(target=self._look, daemon=True)
        try:
            looking.start()
        except RuntimeError:  # This process may have no more threads: the next one who asks tries again.
            self._next_look = 0.0
        else:
            looking.join(LOOK_FOR)

    def _look(self) -> None:
        try:
            with self._engine.connect() as link:
                found = link.exec_driver_sql("PRAGMA quick_check(1)").scalar()
                self._damage = "" if found == "ok" else str(found)
        except Exception as error:
            self.note(error)
            self._next_look = 0.0  # It could not be looked at: the next one who asks tries again.


_soundness: WeakKeyDictionary[Engine, Soundness] = WeakKeyDictionary()


def configure_sqlite(engine: Engine, sync: str, patience: int) -> Turn:
    """Attach the rules to an engine; return the lock of its writers.

    A writer waits `patience` seconds for its turn in this process, and then as long for other processes.
    """
    _soundness[engine] = soundness = Soundness(engine)
    pragmas = (
        *("journal_mode=WAL", f"busy_timeout={patience * 1000}", f"synchronous={sync}", "foreign_keys=ON"),
        f"journal_size_limit={LOG_KEPT}",
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        # The driver must not start transactions by itself: on_begin does, so that writers can say IMMEDIATE.
        connection.isolation_level = None
        connection.create_function("ln", 1, math.log, deterministic=True)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        # A transaction that reads first and writes later would lose its snapshot and fail at once, whatever
        # busy_timeout says. Writers therefore take the lock when they begin; readers never take it.
        writing = connection.get_execution_options().get("ideaboard_write", False)
        begin = "BEGIN IMMEDIATE" if writing else "BEGIN"
        try:  # To the driver: the way through the engine costs ten times the statement.
            connection.connection.driver_connection.execute(begin)
        except sqlite3.Error as error:
            soundness.note(error)
            raise DBAPIError.instance(begin, (), error, sqlite3.Error, dialect=engine.dialect) from error

    @event.listens_for(engine, "handle_error")
    def on_error(context: Any) -> None:
        soundness.note(context.original_exception)

    return Turn(patience)


def note_damage(engine: Engine, error: BaseException) -> None:
    """Remember an error of the driver's own, which the engine does not hear of, if it tells of damage."""
    if found := _soundness.get(engine):
        found.note(error)


def damage_of(engine: Engine) -> str:
    """Return "" or what is wrong with the database's file."""
    found = _soundness.get(engine)
    return found.ask() if found else ""
