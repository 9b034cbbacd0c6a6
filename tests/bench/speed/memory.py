"""What the processes hold after load, and whether it grows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from tests.bench.speed.load import Load
from tests.bench.speed.measuring import CONNECTIONS
from tests.bench.speed.rows import ROWS
from tests.bench.speed.servers import Server
from tests.bench.speed.world import World

MOST = {"embedded": 100, "gunicorn": 160}  # MB
GROWTH = 5  # percent
TURN = 5.0  # seconds of each row
HEAD = f"{'memory (PSS)':<28}{'start':>8}{'loaded':>8}{'later':>8}{'growth':>9}"


def lines(world: World, servers: dict[str, Server], minutes: float, say: Callable[[str], None]) -> Iterator[str]:
    """Load each server with every row for a minute, then for so many minutes more."""
    for name, server in servers.items():
        say(f"memory: {name}")
        begun = server.memory()
        loads = [row.make(world, server.port) for row in ROWS if row.page in ("board", "votes")]
        _load(server, loads, 60)
        loaded = server.memory()
        _load(server, loads, minutes * 60)
        later = server.memory()
        growth = (later / loaded - 1) * 100
        limits = f"(loaded <= {MOST[name]}, growth <= {GROWTH} %)"
        yield f"{name:<28}{begun:>8.1f}{loaded:>8.1f}{later:>8.1f}{growth:>8.1f}%   {limits}"


def _load(server: Server, loads: list[Load], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for load in loads:
            load.run(server.port, CONNECTIONS, TURN)
