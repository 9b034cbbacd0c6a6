"""Do the same thing in many threads at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask

T = TypeVar("T")


def all_at_once(app: Flask, times: int, work: Callable[[int], T]) -> list[T]:
    """Call `work(0)` … `work(times - 1)`, each in a thread and app context of its own, started together."""
    start = threading.Barrier(times)

    def one(number: int) -> T:
        with app.app_context():
            start.wait(timeout=120)
            return work(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
