"""Kill -9 and SIGTERM at random moments under eight writers: prints what was acknowledged and lost (0).

`python -m tests.bench.crashes [--rounds 30] [--kind sqlite|postgresql|outage|term|all]` (own PostgreSQL).
"""

from __future__ import annotations

import argparse
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.cast import make_board
from tests.faults.cluster import Cluster
from tests.faults.ledger import done_unanswered, doubled, drift, files_without_row, half_pictures, losses
from tests.faults.running import EMBEDDED, GUNICORN, WORKER, Site
from tests.faults.writers import Write, acknowledged, at_work, make_writers, wait_for_writes

WRITERS = 8
STOP_WITHIN = 30.0
MOST = 120  # acknowledged writes before a round is cut off
Round = tuple[list[Write], float, list[str]]


@dataclass
class Table:
    """What the rounds of one kind came to."""

    name: str
    rounds: int = 0
    sent: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def note(self, writes: list[Write], seconds: float, wrong: list[str]) -> None:
        """Add a round."""
        self.rounds += 1
        self.sent += len(writes)
        self.acknowledged += sum(write.is_acknowledged for write in writes)
        self.unanswered += sum(write.is_open for write in writes)
        self.seconds.append(seconds)
        self.wrong += wrong
        for line in wrong:
            print(f"  {self.name} round {self.rounds}: {line}", file=sys.stderr)

    def __str__(self) -> str:
        worst, middle = max(self.seconds), statistics.median(self.seconds)
        return (
            f"{self.name:<34}{self.rounds:>7}{self.sent:>8}{self.acknowledged:>8}{self.unanswered:>8}"
            f"{middle:>9.2f}{worst:>9.2f}{len(self.wrong):>8}"
        )


def crash_round(site: Site, kind: str, number: int, most: int = MOST) -> Round:
    """Let eight write, kill all at a random moment, start again; return writes, recovery and what is wrong."""
    rng = random.Random(f"{kind}/{number}")
    if not site.processes:  # The one that recovered is the next one to be killed.
        site.start(kind)
    board = make_board()
    writers = make_writers(site, board, WRITERS, seed=number)
    end = at_work(writers)
    wait_for_writes(writers, rng.randint(5, most), rng)
    site.kill()
    writes = end()
    site.start(kind)
    seconds = site.processor_seconds()
    wrong = [*losses(site, writes), *drift(site), *half_pictures(site), *doubled(site, writes)]
    wrong += [line for writer in writers for line in writer.odd]
    return writes, seconds, wrong


def stop_round(site: Site, kind: str, number: int, most: int = MOST) -> Round:
    """Let eight write, ask the server to stop; return writes, how long that took and what is wrong."""
    rng = random.Random(f"stop/{kind}/{number}")
    site.start(kind)
    writers = make_writers(site, make_board(), WRITERS, seed=number)
    end = at_work(writers)
    wait_for_writes(writers, rng.randint(5, most), rng)
    status, seconds = site.stop()
    writes = end()
    site.start(kind)
    wrong = [*losses(site, writes), *drift(site), *half_pictures(site)]
    wrong += [f"exit {status}"] * bool(status) + ["it took too long"] * (seconds > STOP_WITHIN)
    wrong += [f"{write.kind} was done and not answered" for write in done_unanswered(site, writes)]
    if kind == EMBEDDED:  # gunicorn closes its door on those whom it has not let in: they never began.
        wrong += [f"{write.kind} was cut off: {write.lost_by}" for write in writes if write.is_open]
    site.kill()
    return writes, seconds, wrong


def outage_round(cluster: Cluster, site: Site, number: int) -> Round:
    """Let eight write, crash the database itself and start it again; the server runs on. Returns as the others."""
    rng = random.Random(f"outage/{number}")
    writers = make_writers(site, make_board(), WRITERS, seed=number)
    end = at_work(writers)
    wait_for_writes(writers, rng.randint(5, MOST), rng)
    cluster.stop(signal.SIGQUIT if number % 2 else signal.SIGINT)
    time.sleep(rng.uniform(0.2, 1.5))
    cluster.start()
    began, before = time.monotonic(), acknowledged(writers)
    wait_for_writes(writers, before + 1, rng)
    seconds = time.monotonic() - began
    wait_for_writes(writers, before + 10, rng)
    writes = end()
    wrong = [*losses(site, writes), *drift(site), *half_pictures(site)]
    return writes, seconds, wrong + [line for writer in writers for line in writer.odd]


@contextmanager
def sites(kind: str) -> Iterator[Site]:
    """An instance on SQLite, or on a PostgreSQL cluster of its own."""
    with tempfile.TemporaryDirectory(prefix="ideaboard-faults-") as folder:
        if kind == "sqlite":
            site = Site(Path(folder))
            try:
                yield site
            finally:
                site.close()
            return
        with Cluster.running() as cluster:
            site = Site(Path(folder), cluster.url("crash"))
            try:
                yield site
            finally:
                site.close()


def _print_head() -> None:
    head = (
        f"{'what':<34}{'rounds':>7}{'sent':>8}{'acked':>8}{'unanswd':>8}{'s median':>9}{'s worst':>9}{'wrong':>8}"
    )
    print(head, flush=True)


def crashes(kind: str, rounds: int) -> Table:
    """Kill the server so often; on PostgreSQL the database in every other round as well."""
    server = EMBEDDED if kind == "sqlite" else GUNICORN
    table = Table(f"kill -9, {kind}, {server}")
    with sites(kind) as site:
        site.app  # noqa: B018  makes the tables
        for number in range(rounds):
            table.note(*crash_round(site, server, number))
        lost = len(files_without_row(site))
    print(table, f"  (files without a row, for the sweep: {lost})", flush=True)
    return table


def stops(kind: str, server: str, rounds: int) -> Table:
    """Ask the server to stop so often."""
    table = Table(f"SIGTERM, {kind}, {server}")
    with sites(kind) as site:
        site.app  # noqa: B018
        for number in range(rounds):
            table.note(*stop_round(site, server, number))
    print(table, flush=True)
    return table


def outages(rounds: int) -> Table:
    """Crash PostgreSQL so often, every other time without a word of farewell."""
    table = Table("PostgreSQL restarted, gunicorn")
    with Cluster.running() as cluster, tempfile.TemporaryDirectory(prefix="ideaboard-faults-") as folder:
        site = Site(Path(folder), cluster.url("crash"))
        site.app  # noqa: B018
        try:
            site.start(GUNICORN)
            for number in range(rounds):
                table.note(*outage_round(cluster, site, number))
        finally:
            site.close()
    print(table, flush=True)
    return table


def workers(rounds: int) -> Table:
    """Ask the worker to stop so often, while an embedded server makes jobs for it."""
    table = Table("SIGTERM, sqlite, worker")
    with sites("sqlite") as site:
        site.app  # noqa: B018
        site.settings["IDEABOARD_JOBS"] = "worker"
        site.start()
        for number in range(rounds):
            end = at_work(make_writers(site, make_board(), 2, seed=number))
            site.start(WORKER, ready=False)
            site.wait_for("worker is running")
            time.sleep(random.Random(number).uniform(0.0, 2.0))
            status, seconds = site.stop()
            table.note(end(), seconds, [f"exit {status}"] * bool(status) + drift(site))
    print(table, flush=True)
    return table


def main() -> None:
    """Print the table; the status is 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--stops", type=int, default=20)
    parser.add_argument("--kind", choices=["sqlite", "postgresql", "outage", "term", "all"], default="all")
    asked = parser.parse_args()
    tables = []
    _print_head()
    for kind in ("sqlite", "postgresql"):
        if asked.kind in (kind, "all"):
            tables.append(crashes(kind, asked.rounds))
    if asked.kind in ("outage", "all"):
        tables.append(outages(asked.stops // 2))
    if asked.kind in ("term", "all"):
        tables += [stops("sqlite", EMBEDDED, asked.stops), stops("postgresql", GUNICORN, asked.stops)]
        tables.append(workers(asked.stops))
    sys.exit(any(table.wrong for table in tables))


if __name__ == "__main__":
    main()
