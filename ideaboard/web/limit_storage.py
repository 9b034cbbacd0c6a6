"""Where requests are counted: a SQLite file of its own, exact across processes; and what happens when it fails."""

import logging
import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from limits.storage import MovingWindowSupport, Storage, storage_from_string

from ideaboard.data.clock import now

log = logging.getLogger("ideaboard.limits")
PATIENCE = 2  # seconds that one request waits for the others to be counted
SWEEP_EVERY = 500  # counted requests
PAUSE = 5.0  # seconds in which a storage that failed is not asked again
_TABLES = (
    "CREATE TABLE IF NOT EXISTS hits (key TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL)",
    "CREATE INDEX IF NOT EXISTS ix_hits_key_at ON hits (key, at)",
    "CREATE INDEX IF NOT EXISTS ix_hits_until ON hits (until)",
)


class SqliteStorage(Storage, MovingWindowSupport):
    """Moving windows in a file, for `sqlite:///path`. Losing it at a power cut only forgets some requests."""

    STORAGE_SCHEME = ["sqlite"]  # noqa: RUF012  the library reads it from the class

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self.path = Path(uri.partition("://")[2])
        self._own = threading.local()
        self._turn = threading.Lock()  # SQLite's own waiting is not fair
        self._counted = 0

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong here."""
        return sqlite3.Error

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` more when no more than `limit` lie in the last `expiry` seconds; say whether it did."""
        with self._turn, _Writing(self._connection()) as link:
            moment = now().timestamp()  # What was counted with the clock far ahead is left out.
            (used,) = link.execute(
                "SELECT count(*) FROM hits WHERE key = ? AND at > ? AND at <= ?",
                (key, moment - expiry, moment + expiry),
            ).fetchone()
            if used + amount > limit:
                return False
            link.executemany("INSERT INTO hits VALUES (?, ?, ?)", [(key, moment, moment + expiry)] * amount)
            self._sweep(link, moment)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return when the oldest entry of the window was counted, and how many there are."""
        moment = now().timestamp()
        oldest, used = (
            self._connection()
            .execute(
                "SELECT min(at), count(*) FROM hits WHERE key = ? AND at > ? AND at <= ?",
                (key, moment - expiry, moment + expiry),
            )
            .fetchone()
        )
        return (moment if oldest is None else oldest), used

    def check(self) -> bool:
        """Say whether the file can be read."""
        self._connection().execute("SELECT count(*) FROM hits LIMIT 1")
        return True

    def reset(self) -> int:
        """Forget everything; return how much that was."""
        return self._connection().execute("DELETE FROM hits").rowcount

    def clear(self, key: str) -> None:
        """Forget one key."""
        self._connection().execute("DELETE FROM hits WHERE key = ?", (key,))

    def get(self, key: str) -> int:
        """Return how many entries of a key are kept."""
        kept = "SELECT count(*) FROM hits WHERE key = ? AND until > ?"
        return int(self._connection().execute(kept, (key, now().timestamp())).fetchone()[0])

    def get_expiry(self, key: str) -> float:
        """Return when the last entry of a key is forgotten."""
        last = self._connection().execute("SELECT max(until) FROM hits WHERE key = ?", (key,)).fetchone()[0]
        return now().timestamp() if last is None else float(last)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count without a limit; the moving window never asks for it."""
        self.acquire_entry(key, 2**31, expiry, amount)
        return self.get(key)

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection; one from before a fork belongs to the other process."""
        if getattr(self._own, "process", None) != os.getpid():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            link = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=OFF"):
                link.execute(f"PRAGMA {pragma}")
            for statement in _TABLES:
                link.execute(statement)
            self._own.link, self._own.process = link, os.getpid()
        return self._own.link  # type: ignore[no-any-return]

    def _sweep(self, link: sqlite3.Connection, moment: float) -> None:
        self._counted += 1
        if self._counted % SWEEP_EVERY == 0:
            link.execute("DELETE FROM hits WHERE until <= ?", (moment,))


class _Writing:
    """One write transaction that begins by taking the lock."""

    def __init__(self, link: sqlite3.Connection) -> None:
        self.link = link

    def __enter__(self) -> sqlite3.Connection:
        self.link.execute("BEGIN IMMEDIATE")
        return self.link

    def __exit__(self, kind: object, *_rest: object) -> None:
        self.link.execute("COMMIT" if kind is None else "ROLLBACK")


class OpenStorage(Storage, MovingWindowSupport):
    """Asks another storage, and lets everybody pass while that one fails: `open+<address of the other one>`."""

    STORAGE_SCHEME = ["open+sqlite", "open+redis", "open+rediss"]  # noqa: RUF012

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self.inner: Any = storage_from_string(uri.removeprefix("open+"), **options)
        self._rests_until = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong here is caught."""
        return sqlite3.Error

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count, or let pass."""
        return bool(self._ask("acquire_entry", True, key, limit, expiry, amount))

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return the window, or an empty one."""
        found: tuple[float, int] = self._ask("get_moving_window", (now().timestamp(), 0), key, limit, expiry)
        return found

    def check(self) -> bool:
        """Say whether the other storage answers."""
        return bool(self._ask("check", False))

    def reset(self) -> int | None:
        """Forget everything."""
        return self._ask("reset", None)  # type: ignore[no-any-return]

    def clear(self, key: str) -> None:
        """Forget one key."""
        self._ask("clear", None, key)

    def get(self, key: str) -> int:
        """Return how many entries of a key are kept."""
        return int(self._ask("get", 0, key))

    def get_expiry(self, key: str) -> float:
        """Return when the last entry of a key is forgotten."""
        return float(self._ask("get_expiry", 0.0, key))

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count without a limit."""
        return int(self._ask("incr", amount, key, expiry, amount))

    def _ask(self, what: str, otherwise: Any, *details: Any) -> Any:
        if time.monotonic() < self._rests_until:
            return otherwise
        try:
            return getattr(self.inner, what)(*details)
        except Exception as error:
            self._rests_until = time.monotonic() + PAUSE
            log.warning("requests are not counted for %d seconds: %s", PAUSE, error)
            return otherwise
