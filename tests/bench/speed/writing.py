"""Support without a pause: no refused write, no long wait, and counters that are true afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from tests import services
from tests.bench.speed import asking
from tests.bench.speed.load import Sample
from tests.bench.speed.servers import Server, embedded, on_gunicorn
from tests.bench.speed.world import World, build, drifted, votes_in
from tests.conftest import made_database

CONNECTIONS = 16
LONGEST = 500  # milliseconds at the 99th percentile


@dataclass(frozen=True)
class Outcome:
    """What one run left behind."""

    name: str
    sample: Sample
    cpu: float  # milliseconds of a request
    added: int
    locked: int  # "database is locked" in the log
    drifted: int

    def line(self) -> str:
        """Return the line of the table."""
        sample = self.sample
        return (
            f"{self.name:<28}{sample.rate:>8.0f}{sample.p50:>8.1f}{sample.p99:>8.1f}{self.cpu:>8.2f}{sample.requests:>10}"
            f"{self.added:>8}{sample.errors:>8}{self.locked:>8}{self.drifted:>8}"
        )


HEAD = (
    f"{'votes at 16 connections':<28}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}{'requests':>10}{'rows':>8}"
    f"{'errors':>8}{'locked':>8}{'drifted':>8}   (p99 <= {LONGEST}, errors, locked, drifted 0)"
)


def runs(world: World, folder: Path, seconds: float, say: Callable[[str], None]) -> Iterator[Outcome]:
    """Run on one process with SQLite FULL, on two with NORMAL and on two with PostgreSQL."""
    say("votes: one process, SQLite FULL")
    one = world.copy(folder / "full", IDEABOARD_SQLITE_SYNC="FULL")
    yield _run("1 process, SQLite FULL", one, embedded("full", folder, **one.settings), seconds)
    say("votes: two processes, SQLite NORMAL")
    two = world.copy(folder / "normal", IDEABOARD_SQLITE_SYNC="NORMAL")
    yield _run(
        "2 processes, SQLite NORMAL", two, on_gunicorn("normal", folder, "wsgi:app", **two.settings), seconds
    )
    if services.missing("postgresql"):
        say("votes: no PostgreSQL here, so that run is left out")
        return
    with ExitStack() as stack:
        say("votes: two processes, PostgreSQL")
        url = stack.enter_context(made_database(f"ideaboard_bench_{folder.name.replace('-', '_')}".lower()))
        three = build(folder / "postgresql", database=url, **_size(world))
        server = on_gunicorn("postgresql", folder, "wsgi:app", **three.settings)
        server.also = lambda: _backends(url)
        yield _run("2 processes, PostgreSQL", three, server, seconds)


def _run(name: str, world: World, server: Server, seconds: float) -> Outcome:
    try:
        load = asking.votes(world)
        load.run(server.port, CONNECTIONS, 2)  # templates, statements, pools
        before, spent = votes_in(world), server.cpu()
        sample = load.run(server.port, CONNECTIONS, seconds)
        cpu = (server.cpu() - spent) * 1000 / max(1, sample.requests)
    finally:
        server.stop()
    added = votes_in(world) - before
    return Outcome(name, sample, cpu, added, server.said("database is locked"), len(drifted(world)))


def _size(world: World) -> dict[str, int]:
    ideas = len(world.ideas)
    return {"ideas": ideas, "votes": ideas * 10, "comments": ideas * 5 // 2}


def _backends(url: str) -> list[int]:
    """Return the processes that serve this database, which run on this machine."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        asked = text(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        found = list(connection.scalars(asked))
    engine.dispose()
    return found
