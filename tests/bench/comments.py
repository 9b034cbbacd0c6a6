"""Time and weight of an idea with many comments: `python -m tests.bench.comments [--comments 10000]`."""

from __future__ import annotations

import argparse
import gzip
import re
import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ideaboard.comments.models import Comment
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.seed.loader import make_plan, seed
from tests import database
from tests.bench.databases import apps, settle
from tests.bench.search import median_ms

LIMIT_MS, LIMIT_KB = 500, 1000


def fill(comments: int) -> tuple[str, int]:
    """Add one idea with so many comments; return its path and its thread with the most replies."""
    start = time.perf_counter()
    seed(make_plan(1, 1, 0, 1, comments=comments), lambda rows: None)
    print(f"  seeded in {time.perf_counter() - start:.1f} s")
    replies = select(Comment.reply_to_id, func.count().label("n")).where(Comment.reply_to_id.is_not(None))
    busiest = db.session.execute(replies.group_by(Comment.reply_to_id).order_by(func.count().desc()).limit(1)).one()
    idea = db.session.scalars(select(Idea)).one()
    path = idea.path
    db.session.rollback()
    return path, int(busiest[0])


def measure(app: Flask, comments: int, rounds: int) -> None:
    """Print one line for each page measured."""
    with app.app_context():
        path, busiest = fill(comments)
        settle()
    client = app.test_client()
    pages = {"home": "/", "idea": path, "thread with the most replies": f"/k/{busiest}", **_further(client, path)}
    for name, address in pages.items():
        with database.statements() as seen:
            answer = client.get(address)
        assert answer.status_code == 200, address
        best, median = median_ms(lambda address=address: client.get(address), rounds)
        weight, packed = len(answer.data) / 1000, len(gzip.compress(answer.data)) / 1000
        fits = "ok" if median <= LIMIT_MS and weight <= LIMIT_KB else "TOO MUCH"
        print(f"  {name:30} best {best:6.1f} ms  median {median:6.1f} ms  {weight:6.1f} KB ", end="")
        print(f"({packed:.1f} gzip)  {len(seen)} statements  {fits}")


def _further(client: FlaskClient, path: str) -> dict[str, str]:
    """Walk by key to the end; return the second, the middle and the last page."""
    walk, address = [], _next(client.get(path).text)
    while address:
        walk.append(address)
        address = _next(client.get(address).text)
    print(f"  {len(walk)} pages of comments after the first")
    return {"page 2": walk[0], "page in the middle": walk[len(walk) // 2], "last page": walk[-1]} if walk else {}


def _next(page: str) -> str:
    found = re.search(r'rel="next" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def main() -> None:
    """Measure both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=21)
    asked = parser.parse_args()
    for app in apps(f"{asked.comments} comments on one idea"):
        measure(app, asked.comments, asked.rounds)


if __name__ == "__main__":
    main()
