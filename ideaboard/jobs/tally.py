"""Counting without writing in a GET: counts gather in memory and a job adds them up."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from flask import Flask, Response, current_app

from ideaboard.jobs.queue import job, start_soon

FLUSH_SECONDS = 20.0
FLUSH_SIZE = 2_000

_adders: dict[str, Callable[[dict[int, int]], None]] = {}


def adds_up(name: str) -> Callable[[Callable[[dict[int, int]], None]], Callable[[dict[int, int]], None]]:
    """Register the function that adds {id: times} of the tally `name` to the database, in its own transaction."""

    def register(function: Callable[[dict[int, int]], None]) -> Callable[[dict[int, int]], None]:
        _adders[name] = function
        return function

    return register


class Tally:
    """Counts of one process, waiting to be added up. What a crash loses is a few seconds of views."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, Counter[int]] = {}
        self._since = time.monotonic()

    def add(self, name: str, ids: list[int]) -> None:
        """Count each id once."""
        with self._lock:
            self._counts.setdefault(name, Counter()).update(ids)

    def is_due(self) -> bool:
        """Say whether it is time to add up."""
        with self._lock:
            size = sum(len(counter) for counter in self._counts.values())
        return bool(size) and (size >= FLUSH_SIZE or time.monotonic() - self._since >= FLUSH_SECONDS)

    def take(self) -> dict[str, dict[int, int]]:
        """Return the counts and start again at zero."""
        with self._lock:
            taken = {name: dict(counter) for name, counter in self._counts.items() if counter}
            self._counts, self._since = {}, time.monotonic()
            return taken


def init_tally(app: Flask) -> None:
    """Hand the counts to the worker now and then, after an answer was made."""
    app.extensions["tally"] = tally = Tally()

    def hand_over() -> None:
        if not app.testing and tally.is_due():
            flush(app)

    @app.after_request
    def after(response: Response) -> Response:
        hand_over()
        return response

    app.extensions.setdefault("after_replay", []).append(hand_over)


def count_seen(name: str, ids: list[int]) -> None:
    """Note that these were seen by the reader of this request."""
    current_app.extensions["tally"].add(name, ids)


def flush(app: Flask) -> None:
    """Send the counts to the worker (JSON-safe: [[id, times], …] per name)."""
    for name, counts in app.extensions["tally"].take().items():
        start_soon(app, "add-tally", tally=name, counts=sorted(counts.items()))


@job("add-tally")
def add_tally(tally: str, counts: list[tuple[int, int]]) -> None:
    """Add one batch of counts to the database."""
    _adders[tally](dict(counts))
