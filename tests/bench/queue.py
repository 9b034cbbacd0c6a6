"""Time the moderators' queue beside a board: `python -m tests.bench.queue [--cases 10000]`."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, insert, select

from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.cases.topics import TOPICS, due_at, rank_of
from ideaboard.posts.models import Post
from ideaboard.seed.loader import make_plan, seed
from tests import database
from tests.bench.databases import apps, settle
from tests.browser import Browser
from tests.factories import make_user

IDEAS = 45
MOST_STATEMENTS, MOST_TIMES = 6, 2.0


def fill(cases: int) -> str:
    """Seed posts and open a case about each; return the path of a board."""
    plan = make_plan(1, IDEAS, 200, 7, comments=cases)
    seed(plan, lambda rows: None)
    table, topics = Post.__table__, [*TOPICS]
    posts = db.session.execute(select(table.c.id, table.c.author_id).where(table.c.kind == "comment").limit(cases))
    rows = []
    for number, post in enumerate(posts.all()):
        opened, topic = now() - timedelta(minutes=number % 3000), topics[number % len(topics)]
        weight = 0.5 + number % 7
        about = {"kind": "post", "post_id": post.id, "person_id": post.author_id, "topic": topic}
        times = {"opened_at": opened, "due_at": due_at(topic, opened), "rank": rank_of(weight, opened)}
        rows.append({**about, **times, "weight": weight, "reports": number % 4})
    database.write(lambda: db.session.execute(insert(Case), rows))
    return f"/t/{db.session.scalar(select(Challenge.slug).limit(1))}"


def median_cpu_ms(work: Callable[[], object], rounds: int) -> float:
    """Return the median of processor time in milliseconds; others on the machine count less that way."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent)


def measure(app: Flask, cases: int, rounds: int) -> None:
    """Print one line for each page measured."""
    with app.app_context():
        board = fill(cases)
        settle()
        moderator = make_user("Dewi", is_moderator=True)
        print(f"  {db.session.scalar(select(func.count()).select_from(Case))} cases")
        some = db.session.scalar(select(Case.id).order_by(Case.rank).limit(1))
        db.session.expunge_all()
    browser = Browser(app).sign_in(moderator)
    pages = {"board": board, "queue": "/moderasi", "one topic": "/moderasi?topik=votes"}
    pages["case"] = f"/moderasi/kasus/{some}"
    spent: dict[str, float] = {}
    for name, path in pages.items():
        answer = browser.get(path)
        assert answer.status_code == 200, path
        with database.statements() as seen:
            browser.get(path)
        spent[name] = median_cpu_ms(lambda path=path: browser.get(path), rounds)
        times = spent[name] / spent["board"]
        is_fine = name != "queue" or (len(seen) <= MOST_STATEMENTS and times <= MOST_TIMES)
        verdict = "ok" if is_fine else "TOO MUCH"
        print(f"  {name:10} {spent[name]:6.1f} ms  {times:4.2f} boards  {len(seen):3} statements  {verdict}")


def main() -> None:
    """Measure both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=31)
    asked = parser.parse_args()
    for app in apps(f"{asked.cases} cases"):
        measure(app, asked.cases, asked.rounds)


if __name__ == "__main__":
    main()
