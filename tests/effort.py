"""What a piece of work costs the processor, whatever else this machine and this process do meanwhile."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 3
_ROUNDS = 200_000
_AT_REST = 0.016  # seconds that the rounds take on the machine that the bounds were set on


def effort(work: Callable[[], object], under: float) -> float:
    """Return the seconds of this thread that `work` takes, at the speed of a machine at rest.

    Neighbours slow a processor down and a walk through a large heap is not the work's own: neither counts. Noise
    only ever adds, so a try above the bound is repeated, and the least of three is returned.
    """
    return min(_tries(work, under))


def _tries(work: Callable[[], object], under: float) -> list[float]:
    costs: list[float] = []
    while not costs or (min(costs) >= under and len(costs) < TRIES):
        before, cost, after = _seconds(_turn), _seconds(work), _seconds(_turn)
        costs.append(cost / max(1.0, (before + after) / 2 / _AT_REST))
    return costs


def _turn() -> None:
    total = 0
    for number in range(_ROUNDS):
        total ^= number * number


def _seconds(work: Callable[[], object]) -> float:
    was_on = gc.isenabled()
    gc.disable()
    try:
        started = time.thread_time()
        work()
        return time.thread_time() - started
    finally:
        if was_on:
            gc.enable()
