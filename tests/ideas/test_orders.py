"""The orders of a board: fair to ideas, stable for people, walked by index."""

from __future__ import annotations

import statistics
from collections import Counter
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update

from ideaboard.challenges.models import Challenge
from ideaboard.data.paging import Cursor
from ideaboard.extensions import db
from ideaboard.ideas.listing import _keys, add_seen, page_of_ideas
from ideaboard.ideas.models import SHUFFLES, Idea
from ideaboard.ideas.orders import VISITOR_ORDERS, Order, order_for, person_shuffle, visitor_shuffle
from ideaboard.ideas.queries import idea_or_404
from ideaboard.posts.service import change_status
from tests import database
from tests.browser import Browser
from tests.factories import make_challenge, make_fair_challenge, make_idea, make_many_ideas, make_user


def walk(challenge: Challenge, order: Order, size: int = 7) -> list[int]:
    """Return the ids of a whole board, page by page."""
    ids: list[int] = []
    cursor: Cursor | None = None
    while True:
        page = page_of_ideas(challenge.id, order, cursor, size)
        ids += [card.id for card in page.items]
        if page.next is None:
            return ids
        cursor = Cursor.parse(str(page.next))


@pytest.fixture
def board(app: Flask) -> tuple[Challenge, list[Idea]]:
    """A board of 24 ideas with different support."""
    challenge = make_challenge()
    return challenge, [make_idea(challenge, votes=n % 5) for n in range(24)]


@pytest.mark.parametrize("number", range(VISITOR_ORDERS))
def test_a_shuffle_shows_every_idea_once(in_request: Flask, number: int, board: Any) -> None:
    challenge, ideas = board
    assert sorted(walk(challenge, visitor_shuffle(challenge.id, number))) == sorted(idea.id for idea in ideas)


def test_a_shuffle_wraps_round_without_a_seam(in_request: Flask, board: Any) -> None:
    challenge, ideas = board
    order = person_shuffle(challenge.id, 77)
    ring = sorted(ideas, key=lambda idea: (getattr(idea, order.column.name), idea.id), reverse=order.descending)
    ids = [idea.id for idea in ring]
    seen = walk(challenge, order)
    start = ids.index(seen[0])
    assert seen == ids[start:] + ids[:start]


def test_a_person_sees_the_same_order_at_every_visit(in_request: Flask, board: Any) -> None:
    challenge, _ = board
    assert walk(challenge, person_shuffle(challenge.id, 5)) == walk(challenge, person_shuffle(challenge.id, 5), 20)


def test_a_new_idea_moves_no_other(in_request: Flask, board: Any) -> None:
    challenge, _ = board
    order = person_shuffle(challenge.id, 5)
    before = walk(challenge, order)
    new = make_idea(challenge)
    assert [ident for ident in walk(challenge, order) if ident != new.id] == before


def test_places_are_near_uniform_over_a_thousand_people(in_request: Flask) -> None:
    """Every idea's mean place is near the middle, and none owns the first place.

    The start falls into a gap between two ideas with a chance of its length, so the chance of the first place
    is the mean of 16 gaps (8 shuffles, 2 directions): exponential lengths, so about 1/n with a standard
    deviation of (1/n)/sqrt(16) between ideas, and sampling 1,000 people adds about 15 % at n = 24. Six standard
    deviations of both together stay below 2.8/n.
    """
    challenge = make_challenge()
    count, people = 24, 1000
    for _ in range(count):
        make_idea(challenge)
    places: dict[int, list[int]] = {}
    firsts: Counter[int] = Counter()
    for person in range(people):
        ids = walk(challenge, person_shuffle(challenge.id, person), size=count)
        firsts[ids[0]] += 1
        for place, ident in enumerate(ids):
            places.setdefault(ident, []).append(place)
    means = [statistics.fmean(seen) for seen in places.values()]
    assert all(abs(mean - (count - 1) / 2) < 3 for mean in means)
    assert len(firsts) == count
    assert max(firsts.values()) < 2.8 * people / count


@pytest.mark.parametrize(
    ("name", "key", "reverse"),
    [
        ("terbaru", lambda idea: (idea.sent, idea.id), True),
        ("jarang", lambda idea: (idea.seen_count, idea.id), False),
        ("ramai", lambda idea: (idea.hot, idea.id), True),
        ("terbanyak", lambda idea: (idea.vote_count, idea.id), True),
    ],
)
def test_the_other_orders_are_what_they_say(app: Flask, board: Any, name: str, key: Any, reverse: bool) -> None:
    challenge, ideas = board
    person = make_user()
    with app.test_request_context(f"/?urut={name}"):
        assert walk(challenge, order_for(challenge, person)) == [
            i.id for i in sorted(ideas, key=key, reverse=reverse)
        ]


def test_the_newest_is_the_one_sent_last_however_old_its_draft(app: Flask) -> None:
    challenge, author = make_challenge(), make_user()
    draft = make_idea(challenge, author, status="draft")
    make_idea(challenge)

    def send() -> None:
        with app.test_request_context():
            database.write(lambda: change_status(idea_or_404(draft.id, author), "published", expected=("draft",)))

    send()
    with app.test_request_context("/?urut=terbaru"):
        assert walk(challenge, order_for(challenge, author))[0] == draft.id


@pytest.mark.parametrize("name", ["ramai", "terbanyak", "x", ""])
def test_a_sealed_board_has_no_order_by_support(app: Flask, name: str) -> None:
    challenge, person = make_fair_challenge(), make_user()
    with app.test_request_context(f"/?urut={name}"):
        assert order_for(challenge, person).name == "acak"


def test_a_visitor_keeps_the_order_of_the_link(app: Flask, board: Any, browser: Browser) -> None:
    challenge, _ = board
    first = browser.get(f"/t/{challenge.slug}?acak=7").text
    assert "acak=7" in first
    assert "Set-Cookie" not in browser.get(f"/t/{challenge.slug}").headers


@pytest.mark.parametrize("number", ["16", "-1", "x", "999999999999999999999"])
def test_an_unknown_visitor_order_is_the_usual_one(app: Flask, board: Any, browser: Browser, number: str) -> None:
    challenge, _ = board
    assert browser.get(f"/t/{challenge.slug}?acak={number}").status_code == 200


def test_what_was_seen_is_added_up_by_a_job(app: Flask, board: Any) -> None:
    _, ideas = board
    with app.app_context():
        add_seen({ideas[0].id: 3, ideas[1].id: 1, ideas[2].id: 3})
    assert [database.fresh(idea).seen_count for idea in ideas[:4]] == [3, 1, 3, 0]


@pytest.fixture
def big_board(app: Flask) -> Challenge:
    """10,000 ideas on one board, and as many on others, a tenth of them not listed."""
    challenge, other = make_challenge(), make_challenge()
    author = make_user()
    for each in (challenge, other):
        make_many_ideas(each, author, 10_000)
    with app.app_context():
        db.session.execute(update(Idea.__table__).where(Idea.__table__.c.id % 10 == 0).values(listed=False))
        db.session.commit()
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return challenge


def plan_of(order: Order, challenge: Challenge, cursor: Cursor | None) -> str:
    """Return the database's plan for one page of keys."""
    query = _keys(challenge.id, order, cursor, 21)
    sql = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    return "\n".join(" ".join(str(part) for part in row) for row in db.session.execute(text(explain + sql)))


def test_every_order_walks_its_partial_index(big_board: Challenge, app: Flask) -> None:
    with app.test_request_context():
        orders = {f"ix_ideas_shuffle_{n}": visitor_shuffle(big_board.id, n) for n in range(SHUFFLES)}
        for name, index in (
            ("terbaru", "sent"),
            ("jarang", "seen_count"),
            ("ramai", "hot"),
            ("terbanyak", "vote_count"),
        ):
            orders[f"ix_ideas_{index}"] = Order(name, Idea.__table__.c[index], name != "jarang")
        for (index, order), cursor in product(orders.items(), (None, Cursor(10**6, 5))):
            plan = plan_of(order, big_board, cursor)
            assert index in plan, f"{order.name}, {cursor}:\n{plan}"
            assert "SCAN ideas" not in plan.replace("USING", "")
            assert "Seq Scan on ideas" not in plan


@database.on_sqlite
@pytest.mark.parametrize("number", [3, 11])
@pytest.mark.parametrize("lap", [0, 1])
def test_a_shuffle_goes_straight_to_its_cursor(in_request: Flask, number: int, lap: int) -> None:
    """A bound said twice makes SQLite walk from the start of the round, or through all ties, to the cursor."""
    order = visitor_shuffle(make_challenge().id, number)
    statement = _keys(1, order, Cursor(order.start, 5, lap), 21)
    sql = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True}))
    with db.engine.connect() as connection:
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    column = order.column.name
    assert any(f"{column}=? AND id" in line.replace("rowid", "id") for line in plan), plan
