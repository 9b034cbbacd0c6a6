"""`python -m tests.bench.speed`: the speed table, one interleaved run."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from tests.bench.speed import beginning, measuring, memory, table, writing
from tests.bench.speed.rows import GUNICORN, WAITRESS
from tests.bench.speed.servers import Server, embedded, on_gunicorn, on_waitress
from tests.bench.speed.world import World, build

PARTS = ("table", "votes", "memory", "start")
LIMIT, BARE, BOARD = "tests.bench.limit_app:app", "tests.bench.speed.bare:app", "wsgi:app"


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        _say("filling the board")
        sizes = {"votes": options.ideas * 10, "comments": options.ideas * 5 // 2}
        world = build(folder / "read", ideas=options.ideas, **sizes)
        if "table" in options.parts:
            _table(world, folder, options)
        if "votes" in options.parts:
            print("\n" + writing.HEAD)
            for outcome in writing.runs(world, folder, options.vote_seconds, _say):
                print(outcome.line(), flush=True)
        if "memory" in options.parts:
            print("\n" + memory.HEAD)
            own = {kind: world.copy(folder / kind, IDEABOARD_THROTTLES="false").settings for kind in memory.MOST}
            servers = {
                "embedded": embedded("memory-embedded", folder, **own["embedded"]),
                "gunicorn": on_gunicorn("memory-gunicorn", folder, BOARD, **own["gunicorn"]),
            }
            for server in servers.values():
                stack.callback(server.stop)
            _print(memory.lines(world, servers, options.memory_minutes, _say))
        if "start" in options.parts:
            print()
            _print(beginning.lines(world, folder, options.rounds))


def _table(world: World, folder: Path, options: argparse.Namespace) -> None:
    rows = measuring.chosen(options.rows)
    with ExitStack() as stack:
        servers = _serve({row.page for row in rows}, world, folder, stack)
        figures = measuring.measure(world, servers, rows, options.rounds, options.seconds, _say)
        _print(table.lines(figures))
        crowded = [row for row in rows if row.page != "hello"]
        _print(table.crowded(measuring.measure_crowded(world, servers, crowded, options.seconds, _say)))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


def _serve(pages: set[str], world: World, folder: Path, stack: ExitStack) -> dict[tuple[str, str], Server]:
    """Start what these rows need, on both servers; everything stops when the stack is left."""
    reads = {**world.settings, "IDEABOARD_THROTTLES": "false"}
    made: dict[tuple[str, str], Server] = {}

    def keep(page: str, kind: str, server: Server) -> None:
        stack.callback(server.stop)
        made[page, kind] = server

    for kind, start in ((GUNICORN, on_gunicorn), (WAITRESS, on_waitress)):
        keep("hello", kind, start(f"hello-{kind}", folder, LIMIT))
        if "bare" in pages:
            keep("bare", kind, start(f"bare-{kind}", folder, BARE, **reads))
    if "board" in pages:
        keep("board", GUNICORN, on_gunicorn("board-gunicorn", folder, BOARD, **reads))
        keep("board", WAITRESS, embedded("board-waitress", folder, **reads))
    if "votes" in pages:
        two = world.copy(folder / "votes-2", IDEABOARD_SQLITE_SYNC="NORMAL")
        keep("votes", GUNICORN, on_gunicorn("votes-gunicorn", folder, BOARD, **two.settings))
        one = world.copy(folder / "votes-1")
        keep("votes", WAITRESS, embedded("votes-waitress", folder, **one.settings))
    return made


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.speed", description=__doc__)
    parser.add_argument("--rows", nargs="*", default=[], help="only rows whose name holds one of these words")
    parser.add_argument("--seconds", type=float, default=4, help="of each measurement (default 4)")
    parser.add_argument("--rounds", type=int, default=3, help="default 3")
    parser.add_argument("--parts", nargs="*", default=PARTS, choices=PARTS, help="only these (default all)")
    parser.add_argument("--vote-seconds", type=float, default=60, help="of each run of votes (default 60)")
    parser.add_argument(
        "--memory-minutes", type=float, default=10, help="of load after the first minute (default 10)"
    )
    parser.add_argument("--ideas", type=int, default=10_000, help="votes are ten times, comments 2.5 times as many")
    return parser.parse_args()


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
