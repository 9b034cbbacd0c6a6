"""One interleaved run: in each round every row is asked for once, so that a busy machine hits them all alike."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.bench.speed.load import Load
from tests.bench.speed.rows import GUNICORN, HELLO, ROWS, UNCACHED, WAITRESS, Row
from tests.bench.speed.servers import Server
from tests.bench.speed.world import World

Place = tuple[str, str]  # what is served, and on which server
CONNECTIONS, CROWD = 16, 64
WARM_UP = 2  # seconds before the first round of a row


@dataclass
class Figures:
    """What the rounds of one row brought; milliseconds."""

    row: Row
    server: str
    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    errors: int = 0

    def median(self, of: str) -> float:
        """Return the middle one."""
        return statistics.median(getattr(self, of))


def measure(
    world: World,
    servers: dict[Place, Server],
    rows: Iterable[Row],
    rounds: int,
    seconds: float,
    say: Callable[[str], None],
) -> list[Figures]:
    """Run all rounds of these rows on both servers."""
    made: dict[tuple[str, str], tuple[Figures, Load]] = {}
    for number in range(rounds):
        for server in (GUNICORN, WAITRESS):
            for row in rows:
                place = servers[row.page, server]
                if (row.name, server) not in made:
                    load = row.make(world, place.port)
                    load.run(place.port, CONNECTIONS, WARM_UP)  # templates, statements, pools
                    made[row.name, server] = Figures(row, server), load
                say(f"round {number + 1} of {rounds}: {server}, {row.name}")
                _add(*made[row.name, server], place, seconds)
    return [figures for figures, _ in made.values()]


def measure_crowded(
    world: World, servers: dict[Place, Server], rows: Iterable[Row], seconds: float, say: Callable[[str], None]
) -> list[Figures]:
    """Run each row once over many connections."""
    found = []
    for server in (GUNICORN, WAITRESS):
        for row in rows:
            say(f"{CROWD} connections: {server}, {row.name}")
            place = servers[row.page, server]
            found.append(Figures(row, server))
            _add(found[-1], row.make(world, place.port), place, seconds, CROWD)
    return found


def _add(figures: Figures, load: Load, server: Server, seconds: float, connections: int = CONNECTIONS) -> None:
    before = server.cpu()
    sample = load.run(server.port, connections, seconds)
    spent = server.cpu() - before
    figures.rates.append(sample.rate)
    figures.p50.append(sample.p50)
    figures.p99.append(sample.p99)
    figures.cpu.append(spent * 1000 / max(1, sample.requests))
    figures.errors += sample.errors


def chosen(names: list[str]) -> list[Row]:
    """Return the rows whose names hold one of these words, and those that they are compared with."""
    found = [row for row in ROWS if not names or any(name in row.name for name in names)]
    needed = {HELLO.name, *((UNCACHED.name,) if any(row.of_uncached for row in found) else ())}
    return [row for row in ROWS if row in found or row.name in needed]
