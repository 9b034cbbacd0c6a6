"""Threads of a Python process that all want to run hinder each other: here one at a time does, while it can.

The interpreter runs one thread at once, and passes on at every wait for the disk, the database or a lock. With four
threads at work that costs several times what their requests do. So a thread takes its turn before it begins. Who
keeps the turn for long waits for something slow itself, or works on a picture: then the next one goes on beside it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONG = 0.05  # seconds; a page takes three to thirty milliseconds


class Turns:
    """One turn, which passes from thread to thread."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._replacing = threading.Lock()

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for the turn, or until its holder has had it for long, and run the block."""
        turn = self._turn
        while not turn.acquire(timeout=LONG):
            with self._replacing:
                if self._turn is turn:
                    self._turn = threading.Lock()  # Who holds the old one gives it back to nobody.
                turn = self._turn
        try:
            yield
        finally:
            turn.release()
