"""Every migration back and forward with 100,000 rows on both databases, and killed in its middle: prints seconds.

`python -m tests.bench.migrations [--ideas 30000] [--kills 5] [--back-to 0016]`; PostgreSQL is a cluster of ours.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from ideaboard.data.migrations import newest_revision
from ideaboard.extensions import db
from ideaboard.seed.loader import make_plan, seed
from tests.commands import COMMAND, environment
from tests.faults.cluster import Cluster
from tests.faults.ledger import drift
from tests.faults.running import Site

KEPT = ("users", "posts", "ideas", "votes", "comments", "ballots", "post_versions", "challenges", "businesses")


def fingerprint() -> dict[str, tuple[int, str]]:
    """Return rows and a hash of the keys of each table that a migration must not lose anything of."""
    found = {}
    for name in KEPT:
        keys = ", ".join(inspect(db.engine).get_pk_constraint(name)["constrained_columns"])
        rows = db.session.execute(text(f"SELECT {keys} FROM {name} ORDER BY {keys}")).all()
        found[name] = len(rows), hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
    db.session.remove()
    return found


@contextmanager
def filled(kind: str, ideas: int) -> Iterator[Site]:
    """An instance with rows: as many votes and comments again as make 100,000 of the default."""
    with TemporaryDirectory(prefix="ideaboard-migrations-") as folder, _cluster(kind) as cluster:
        site = Site(Path(folder), cluster.url("migrations") if cluster else "", IDEABOARD_SQLITE_SYNC="NORMAL")
        with site.app.app_context():
            seed(make_plan(20, ideas, ideas * 4 // 3, 0, comments=ideas), lambda _rows: None)
            db.session.remove()
        try:
            yield site
        finally:
            site.close()


@contextmanager
def _cluster(kind: str) -> Iterator[Cluster | None]:
    if kind == "sqlite":
        yield None
        return
    with Cluster.running() as cluster:
        yield cluster


def there_and_back(site: Site, back_to: str) -> tuple[float, float, list[str]]:
    """Go back and forward once; return the seconds of each way and what is wrong."""
    with site.app.app_context():
        before, began = fingerprint(), time.monotonic()
        downgrade(revision=back_to)
        back = time.monotonic() - began
        began = time.monotonic()
        upgrade()
        forward = time.monotonic() - began
        after = fingerprint()
    return back, forward, [f"{name} changed" for name in KEPT if before[name] != after[name]] + drift(site)


def killed(site: Site, back_to: str, number: int, longest: float) -> list[str]:
    """Kill the command in the middle of its work, run it again; return what is wrong."""
    with site.app.app_context():
        before = fingerprint()
        downgrade(revision=back_to)
        db.session.remove()
        db.engine.dispose()
    settings = {**environment(site.folder, **site.settings), "IDEABOARD_ENV_FILE": os.devnull}
    process = subprocess.Popen([COMMAND, "db", "upgrade"], env=settings, cwd=site.folder, stderr=subprocess.DEVNULL)
    time.sleep(random.Random(number).uniform(0.5, 2.5 + longest))
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = subprocess.run(
        [COMMAND, "db", "upgrade"], env=settings, cwd=site.folder, capture_output=True, text=True, check=False
    )
    with site.app.app_context():
        wrong = [f"{name} changed" for name in KEPT if before[name] != fingerprint()[name]]
        revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        db.session.remove()
    wrong += [f"exit {again.returncode}: {again.stderr[-300:]}"] * bool(again.returncode)
    return wrong + [f"it is at {revision}"] * (revision != newest_revision()) + drift(site)


def main() -> None:
    """Print a line for each database; the status is 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ideas", type=int, default=30_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--back-to", default="0004")
    asked = parser.parse_args()
    all_wrong = []
    print(f"{'database':<12}{'rows':>9}{'back s':>9}{'forward s':>11}{'kills':>7}{'wrong':>7}", flush=True)
    for kind in ("sqlite", "postgresql"):
        with filled(kind, asked.ideas) as site:
            with site.app.app_context():
                rows = sum(count for count, _hash in fingerprint().values())
            back, forward, wrong = there_and_back(site, asked.back_to)
            for number in range(asked.kills):
                wrong += killed(site, asked.back_to, number, forward)
        all_wrong += wrong
        print(f"{kind:<12}{rows:>9}{back:>9.1f}{forward:>11.1f}{asked.kills:>7}{len(wrong):>7}", flush=True)
        for line in wrong:
            print(f"  {line}", file=sys.stderr)
    sys.exit(bool(all_wrong))


if __name__ == "__main__":
    main()
