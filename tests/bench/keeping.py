"""How long backup, restore and move take: `python -m tests.bench.keeping [rows]`, on SQLite and PostgreSQL."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.commands import runner
from tests.conftest import made_database


def main(rows: int) -> None:
    """Seed a board with about so many rows, then time each command on both databases."""
    ideas, votes, comments = rows // 10, rows // 2, rows // 20
    with tempfile.TemporaryDirectory() as name, made_database("ideaboard_bench_keeping") as url:
        run = runner(Path(name))
        sizes = ("--ideas", str(ideas), "--votes", str(votes), "--comments", str(comments))
        assert run("seed", "--challenges", "5", *sizes).returncode == 0
        steps = (
            ("backup, SQLite", ("backup", "sqlite.zip"), {}),
            ("restore over it, SQLite", ("restore", "sqlite.zip"), {}),
            ("move", ("move", "sqlite:///ideaboard.db", url), {}),
            ("backup, PostgreSQL", ("backup", "postgresql.zip"), {"DATABASE_URL": url}),
            ("restore over it, PostgreSQL", ("restore", "postgresql.zip"), {"DATABASE_URL": url}),
        )
        for label, arguments, settings in steps:
            start = time.monotonic()
            done = run(*arguments, **settings)
            assert done.returncode == 0, done.stderr
            said = next(line for line in done.stdout.splitlines() if " rows, " in line or " rows in " in line)
            print(f"{label:<30}{time.monotonic() - start:6.1f} s with the start   {said}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
