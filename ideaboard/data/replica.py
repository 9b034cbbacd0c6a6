"""A replica of PostgreSQL for reads that may lag: asked only while it is there and near its primary."""

import logging
import os
import threading
import time
from collections import deque
from contextlib import suppress

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger("ideaboard.replica")

EVERY = 0.5  # seconds between two looks at it
FARTHEST = 3.0  # seconds that it may be behind
SILENT = 3.0  # seconds after which a look that has not come back means that it is away
IDLE = 60.0  # seconds without readers after which nobody looks any more
_WRITTEN = text("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint")
_REPLAYED = text(
    "SELECT CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint END"
)


class Replica:
    """An engine, and whether it may be asked now. A thread of its own looks, so that no request waits for it.

    What the primary has written is noted at each look. The replica is as far behind as the newest note that it has
    replayed is old: right also when nothing is written, and when the two have lost each other.
    """

    def __init__(self, primary: Engine, engine: Engine) -> None:
        self.primary, self.engine = primary, engine
        self._notes: deque[tuple[float, int]] = deque(maxlen=int(FARTHEST / EVERY) + 2)
        self._starting = threading.Lock()
        self._process = 0
        self._near_at = 0.0  # when it was last found near; 0 after it failed
        self._was_near: bool | None = None
        self._asked_at = 0.0

    def is_near(self) -> bool:
        """Say whether it answers and is at most FARTHEST seconds behind; False until that is known."""
        self._asked_at = time.monotonic()
        if self._process != os.getpid():  # Threads do not live on in a process that was forked.
            self._start()
        return self._asked_at - self._near_at < SILENT

    def has_failed(self) -> None:
        """Take it out until the next look finds it well."""
        self._near_at = 0.0

    def _start(self) -> None:
        with self._starting:
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._watch, name="replica", daemon=True).start()

    def _watch(self) -> None:
        while time.monotonic() - self._asked_at < IDLE:
            began = time.monotonic()
            near = self._look(began)
            # A look that took long says nothing about now.
            self._near_at = time.monotonic() if near and time.monotonic() - began < SILENT else 0.0
            if near != self._was_near:
                self._was_near = near
                log.log(
                    logging.INFO if near else logging.WARNING, "the replica is %s", "near" if near else "not used"
                )
            time.sleep(EVERY)
        self._process, self._near_at = 0, 0.0

    def _look(self, now: float) -> bool:
        with suppress(SQLAlchemyError):
            self._notes.append((now, _scalar(self.primary, _WRITTEN) or 0))
            replayed = _scalar(self.engine, _REPLAYED)
            if replayed is not None:  # Otherwise it replays nothing: a server of its own.
                return any(now - at <= FARTHEST and written <= replayed for at, written in self._notes)
        return False


def _scalar(engine: Engine, question: object) -> int | None:
    with engine.connect() as connection:
        found: int | None = connection.scalar(question)  # type: ignore[call-overload]
        return found
