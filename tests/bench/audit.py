"""CPU time of `ideaboard audit verify` on a long log: `python -m tests.bench.audit [--rows 100000]`."""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from ideaboard.app import create_app
from ideaboard.audit.heads.service import publish_head
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.service import GENESIS, digest
from ideaboard.audit.verification import verify
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from tests.conftest import made_database, test_settings

START = datetime(2026, 1, 1, tzinfo=UTC)
TIMES = 3


def chain(number: int) -> Iterator[dict[str, Any]]:
    """Make rows as decisions leave them, each with the hash of the one before."""
    last = GENESIS
    for place in range(number):
        entry = AuditEntry(
            at=START + timedelta(seconds=37 * place),
            actor_id=place % 20 + 1,
            action="post.remove" if place % 3 else "post.keep",
            object_type="post",
            object_id=place,
            before={"status": "held", "version": 1},
            after={"decision": place, "reason": "gambling", "status": "removed"},
            request_id=f"{place:016x}",
            previous_hash=last,
        )
        last = entry.hash = digest(entry)
        yield {
            column.name: getattr(entry, column.name)
            for column in AuditEntry.__table__.columns
            if column.name != "id"
        }


def measure(url: str, number: int) -> list[float]:
    """Fill a log and walk it."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(test_settings(Path(folder), url or f"sqlite:///{folder}/bench.db"))
        with app.app_context():
            db.create_all()
            with transaction():
                db.session.execute(insert(AuditEntry), list(chain(number)))
            publish_head()
            times = []
            for _ in range(TIMES):
                start = time.process_time()
                found = verify()
                times.append(time.process_time() - start)
                assert (found.rows, found.problem) == (number, "")
            db.session.remove()
            db.engine.dispose()
    return times


def main() -> None:
    """Measure on both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    number = parser.parse_args().rows
    for name, made in (
        ("sqlite", nullcontext("")),
        ("postgresql", made_database(f"ideaboard_bench_{os.getpid()}")),
    ):
        with made as url:
            times = measure(url, number)
        print(
            f"{name:<12}{number:>9} rows   median {statistics.median(times):.2f} s CPU   worst {max(times):.2f} s"
        )


if __name__ == "__main__":
    main()
