"""Kinds of messages whose taker does not answer: they rest, and never hold up more than one worker."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

FIRST, LONGEST = 60.0, 900.0  # seconds of a pause: doubled each time that nothing changed
PATIENCE = 2.0  # seconds that a worker waits for another one that delivers the same kind


class Pauses:
    """What one process knows; others find out by themselves."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._failed: dict[str, int] = defaultdict(int)
        self._places: dict[str, threading.Lock] = defaultdict(threading.Lock)

    def kinds(self) -> list[str]:
        """Return the kinds that rest now."""
        moment = time.monotonic()
        return [kind for kind, until in list(self._until.items()) if until > moment]

    def begin(self, kind: str) -> None:
        """Let a kind rest, longer than the last time."""
        self._until[kind] = time.monotonic() + min(FIRST * 2 ** self._failed[kind], LONGEST)
        self._failed[kind] += 1

    def went_well(self, kind: str) -> None:
        """Forget how often it failed."""
        self._failed.pop(kind, None)
        self._until.pop(kind, None)

    @contextmanager
    def place(self, kind: str) -> Iterator[bool]:
        """Deliver one message of a kind at a time; says False when it rests or another one takes too long."""
        lock = self._places[kind]
        if kind in self.kinds() or not lock.acquire(timeout=PATIENCE):
            yield False
            return
        try:
            yield kind not in self.kinds()  # It may have failed while we waited.
        finally:
            lock.release()
