"""Does a board grow slow with its ideas? First and middle page in every order, before and after a wave of holds.

    python -m tests.bench.growth [--sizes 10000 1000000] [--rounds 41] [--databases sqlite postgresql]

Rows are made by the database itself, without triggers; a million takes minutes. The figures are wall medians of the
statement that boards ask (ideas/listing.py), interleaved over the sizes, in milliseconds; the bar is 1.5 times.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, text

from ideaboard.app import create_app
from ideaboard.data.paging import Cursor
from ideaboard.extensions import db
from ideaboard.ideas.listing import page_of_ideas
from ideaboard.ideas.models import SHUFFLES, Idea
from ideaboard.ideas.orders import PLACES, Order, visitor_shuffle
from ideaboard.seed.loader import make_plan, seed
from tests.conftest import made_database, test_settings

BAR = 1.5
HELD = 0.3  # of the newest ideas
CHALLENGE = 1  # the first post of an empty database
_TABLE: Any = Idea.__table__
# Another place for each idea, the same in every run: multiples of an odd number go round all of them.
_PLACE = "(n * {step} % 2147483647)"
_IDEAS = (
    "INSERT INTO ideas (id, challenge_id, title, excerpt, for_whom, why, for_whom_html, why_html, licence, "
    "licence_version, listed, frozen, sent, hot, vote_count, comment_count, seen_count, {shuffles}) "
    "SELECT n + 10, 1, 'Keripik nomor ' || n, 'Pedas, renyah dan murah.', '', '', '', '', 'permit', '1', {true}, "
    "{false}, n / 1000.0, n / 1000.0 + n % 7, n % 50, 0, n % 20, {places} FROM {numbers}"
)
_POSTS = (
    "INSERT INTO posts (id, kind, parent_id, author_id, status, source, html, renderer, version, needs_source, "
    "source_url, created_at, published_at) SELECT n + 10, 'idea', 1, 1 + n % 40, 'published', 'x', '<p>x</p>', 1, "
    "1, {false}, '', '2026-11-01', '2026-11-01' FROM {numbers}"
)
_NUMBERS = {
    "sqlite": "(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) "
    "SELECT n FROM numbers)",
    "postgresql": "generate_series(CAST(1 AS bigint), {count}) AS numbers(n)",
}
Times = dict[str, list[float]]


def main() -> None:
    """Build, measure, print."""
    options = _options()
    for kind in options.databases:
        with ExitStack() as stack:
            apps = {size: stack.enter_context(_board(kind, size)) for size in options.sizes}
            print(f"{kind:<34}" + "".join(f"{size:>12,}" for size in apps) + "   growth")
            for what in ("", f", {HELD:.0%} of the newest just held"):
                if what:
                    for size, app in apps.items():
                        _hold(app, size)
                _print(_measure(apps, options.rounds), what)


def _measure(apps: dict[int, Flask], rounds: int) -> dict[int, Times]:
    """Return the times of each page at each size, round by round."""
    times: dict[int, Times] = {size: {} for size in apps}
    for turn in range(rounds + 3):  # The first ones warm the caches.
        for size, app in apps.items():
            with app.app_context():
                for name, order, cursor in _pages(size):
                    start = time.perf_counter()
                    page = page_of_ideas(CHALLENGE, order, cursor)
                    spent = (time.perf_counter() - start) * 1000
                    assert len(page.items) == 20, name
                    if turn >= 3:
                        times[size].setdefault(name, []).append(spent)
    return times


def _pages(size: int) -> Iterator[tuple[str, Order, Cursor | None]]:
    """Give every order's first page and one from its middle, however large the board is."""
    middle = (size // 2) / 1000.0
    places: dict[str, Any] = {"sent": middle, "hot": middle, "vote_count": 25, "seen_count": 10}
    for column, key in places.items():
        order = Order(column, _TABLE.c[column], descending=column != "seen_count")
        yield f"{column}, first page", order, None
        yield f"{column}, middle", order, Cursor(key, size // 2)
    for number in (3, 11):
        order = visitor_shuffle(CHALLENGE, number)
        yield f"shuffle {number}, first page", order, None
        half = Cursor((order.start or 0) // 2, size // 2, 0 if order.descending else 1)
        yield f"shuffle {number}, middle", order, half


def _print(times: dict[int, Times], what: str) -> None:
    smallest, largest = min(times), max(times)
    for name in times[smallest]:
        medians = {size: statistics.median(each[name]) for size, each in times.items()}
        # Round by round: what slowed one slowed the other.
        growth = statistics.median(
            large / small for small, large in zip(times[smallest][name], times[largest][name], strict=True)
        )
        verdict = "" if growth <= BAR else f"  MORE THAN {BAR}"
        figures = "".join(f"{median:>12.3f}" for median in medians.values())
        print(f"{name + what:<34}{figures}{growth:>9.2f}{verdict}", flush=True)


@contextmanager
def _board(kind: str, size: int) -> Iterator[Flask]:
    """Give an app with one challenge of `size` ideas."""
    with tempfile.TemporaryDirectory(prefix="growth-") as folder, ExitStack() as stack:
        url = f"sqlite:///{folder}/board.db"
        if kind == "postgresql":
            url = stack.enter_context(made_database(f"ideaboard_growth_{os.getpid()}_{size}"))
        app = create_app(test_settings(Path(folder), url))
        with app.app_context():
            start = time.monotonic()
            db.create_all()
            seed(make_plan(1, 0, 0, 1), lambda _: None)
            _fill(size)
            print(f"{kind}: {size:,} ideas in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _fill(size: int) -> None:
    kind = db.engine.dialect.name
    shuffles = [f"shuffle_{n}" for n in range(SHUFFLES)]
    parts = {
        "numbers": _NUMBERS[kind].format(count=size),
        "shuffles": ", ".join(shuffles),
        "places": ", ".join(_PLACE.format(step=PLACES // 3 + 2 * n + 1) for n, _ in enumerate(shuffles)),
        "true": "true" if kind == "postgresql" else "1",
        "false": "false" if kind == "postgresql" else "0",
    }
    with db.engine.connect() as connection:
        _without_triggers(connection)
        for statement in (_POSTS, _IDEAS):
            connection.execute(text(statement.format(**parts)))
        connection.execute(text("UPDATE challenges SET idea_count = :size"), {"size": size})
        connection.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if kind == "postgresql" else "ANALYZE")


def _without_triggers(connection: Connection) -> None:
    """Rows of a bench are not searched and no page of it is kept."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
        return
    for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _hold(app: Flask, size: int) -> None:
    """Take the newest ideas off the board at once, and measure before anything has tidied up."""
    first = 10 + size - int(size * HELD)
    with app.app_context(), db.engine.connect() as connection:
        _without_triggers(connection)
        connection.execute(
            text("UPDATE posts SET status = 'held' WHERE id > :first AND kind = 'idea'"), {"first": first}
        )
        listed = "false" if connection.dialect.name == "postgresql" else "0"
        connection.exec_driver_sql(f"UPDATE ideas SET listed = {listed} WHERE id > {first}")
        connection.commit()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"], choices=list(_NUMBERS))
    return parser.parse_args()


if __name__ == "__main__":
    main()
