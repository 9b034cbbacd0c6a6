"""Times of looking for copies among many posts: `python -m tests.bench.copies [--posts 100000]`."""

from __future__ import annotations

import argparse
import random
import statistics
import time
from itertools import accumulate
from typing import Any

from flask import Flask
from sqlalchemy import insert

from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.posts.models import Post
from ideaboard.screening.copies.models import CopyKey, CopySketch
from ideaboard.screening.copies.service import candidates, remember
from ideaboard.screening.copies.sketch import Sketch, sketch
from ideaboard.screening.normalise import normalise
from tests.bench.databases import apps, settle
from tests.bench.search import ROOTS
from tests.factories import make_user

BATCH = 5_000
CHAIN = "Sebarkan ke sepuluh grup keluarga supaya semua orang tahu harga cabai naik lagi minggu depan. "


WORDS: list[str] = []
WEIGHTS: list[float] = []
_texts: list[str] = []
_sketches: list[Sketch] = []


def fill() -> None:
    """Add the posts with their sketches."""
    author = make_user()
    start = time.perf_counter()
    for first in range(0, len(_texts), BATCH):
        with transaction():
            _insert(first, _sketches[first : first + BATCH], author.id)
    print(f"  filled in {time.perf_counter() - start:.0f} s")


def _insert(first: int, some: list[Sketch], author_id: int) -> None:
    same = {"kind": "comment", "author_id": author_id, "status": "published", "created_at": now(), "source": ""}
    connection = db.session.connection()
    numbered = list(enumerate(some, first + 1))
    posts = [{"id": ident, "html": "", "renderer": 1, "version": 1, **same} for ident, _made in numbered]
    kept = [
        {"post_id": ident, "letters": made.letters, "size": made.size, "hashes": made.packed()}
        for ident, made in numbered
    ]
    keys = [{"key": key, "post_id": ident} for ident, made in numbered for key in made.keys]
    for model, rows in ((Post, posts), (CopySketch, kept), (CopyKey, keys)):
        connection.execute(insert(model.__table__), rows)


def write_texts(posts: int) -> None:
    """Make the texts and their sketches once for both databases: frequent words are frequent, as in real talk."""
    chance = random.Random(11)
    words = [one + other for one in ROOTS for other in ROOTS]
    chance.shuffle(words)
    WORDS.extend(words)
    WEIGHTS.extend(accumulate(1 / (place + 3) for place in range(len(words))))
    for place in range(posts):
        chain = CHAIN if place % 50 == 0 else ""
        _texts.append(chain + own_text(chance))
        made = sketch(normalise(_texts[-1]))
        assert made is not None
        _sketches.append(made)


def own_text(chance: random.Random) -> str:
    """Make a text of forty words."""
    return " ".join(chance.choices(WORDS, cum_weights=WEIGHTS, k=40))


def reworded(text: str, chance: random.Random) -> str:
    """Change one word in ten and drop another."""
    words = [chance.choice(WORDS) if chance.random() < 0.1 else word for word in text.split()]
    del words[len(words) // 2]
    return " ".join(words)


def measure(app: Flask, posts: int, rounds: int) -> None:
    """Print how long a look-up takes and how many reworded copies are found."""
    with app.app_context():
        fill()
        settle()
        chance = random.Random(3)
        picked = [chance.randrange(posts) for _ in range(rounds)]
        asked = {
            "reworded copy": [reworded(_texts[place], chance) for place in picked],
            "exact copy": [_texts[place] for place in picked],
            "a text of its own": [own_text(chance) for _ in picked],
            "with the chain sentence": [CHAIN + own_text(chance) for _ in picked],
        }
        for name, queries in asked.items():
            times, busy, found = _timed(queries)
            hits = sum(
                any(copy.post_id == place + 1 for copy in got) for got, place in zip(found, picked, strict=True)
            )
            p95 = statistics.quantiles(times, n=20)[-1]
            spread = f"best {min(times):6.2f}   median {statistics.median(times):6.2f}   95 % {p95:6.2f}"
            print(f"  {name:26} {spread}   own work {busy:5.2f} ms   found {hits}/{rounds}")
        start = time.perf_counter()
        for place in picked[:50]:
            with transaction():
                remember(place + 1, [_texts[place]])
        print(f"  remember (own transaction)  {(time.perf_counter() - start) * 20:6.2f} ms")


def _timed(queries: list[str]) -> tuple[list[float], float, list[Any]]:
    """Return the times, the mean time of this process's own work, and what was found."""
    times, found, busy = [], [], 0.0
    for text in queries:
        read = normalise(text)
        start, own = time.perf_counter(), time.process_time()
        found.append(candidates(read))
        times.append((time.perf_counter() - start) * 1000)
        busy += time.process_time() - own
        db.session.rollback()
    return times, busy * 1000 / len(queries), found


def main() -> None:
    """Measure both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=200)
    asked = parser.parse_args()
    write_texts(asked.posts)
    for app in apps(f"{asked.posts} posts"):
        measure(app, asked.posts, asked.rounds)


if __name__ == "__main__":
    main()
