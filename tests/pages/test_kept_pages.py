"""Kept pages are never stale: whatever a page shows, a change of it is seen at the next request, everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from ideaboard.accounts.models import User
from ideaboard.app import create_app
from ideaboard.businesses.models import STAFF, Business, Membership
from ideaboard.challenges.models import Cancellation, Challenge, Criterion
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import Post
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.comments.steps import make_comment
from tests.conftest import test_settings as settings_of_tests
from tests.database import fresh, write
from tests.factories import make_fair_challenge, make_idea, make_update, make_user
from tests.pages.kept import World
from tests.pictures import make_picture
from tests.votes.steps import support, take_back

Browse = Callable[..., Browser]


@pytest.fixture
def world(browser: Browser, browse: Browse) -> World:
    return World(browser, browse)


def _change(model: Any, ident: int, **values: Any) -> None:
    table = model.__table__
    write(lambda: db.session.execute(update(table).where(table.c.id == ident).values(**values)))


def _status(kind: str, status: str) -> Callable[[World], None]:
    return lambda w: write(lambda: _move(fresh(getattr(w, kind)), status))


def _move(post: Post, status: str) -> None:
    change_status(post, status, expected=(post.status,))


def _vote(w: World) -> None:
    assert support(w.browse(make_user()), w.idea).status_code == 303


def _reply(w: World) -> None:
    make_comment(w.idea, reply_to=w.comment, body="Pedas?")


def _owner_renames_business(w: World) -> None:
    _change(Business, w.challenge.business_id, name="Dapur Baru")


def _joins_business(w: World) -> None:
    row = Membership(business_id=w.challenge.business_id, user_id=w.comment.author_id, role=STAFF)
    write(lambda: db.session.add(row))


def _ends_later(w: World) -> None:
    end = now() + timedelta(days=90)
    _change(Challenge, w.challenge.id, ideas_close_at=end, support_close_at=end, answers_due_on=end.date())


def _cancel(w: World) -> None:
    def both() -> None:
        owner = select(Post.author_id).where(Post.id == w.challenge.id).scalar_subquery()
        moment = now()
        challenges: Any = Challenge.__table__
        db.session.execute(
            Cancellation.__table__.insert().values(  # type: ignore[attr-defined]
                challenge_id=w.challenge.id, by_id=owner, reason="Bahan habis", at=moment
            )
        )
        db.session.execute(update(challenges).values(cancelled_at=moment, listed=False))

    write(both)


LABEL = {"verdict": "false", "claim": "Obat", "rationale": "Tidak", "evidence": [], "reopened": False}

# What happens → the pages that show it.
CHANGES: dict[str, tuple[Callable[[World], Any], str]] = {
    "a vote": (_vote, "board idea"),
    "a new idea": (lambda w: make_idea(w.challenge, title="Sabun sereh"), "board"),
    "an edit of the idea": (lambda w: _change(Idea, w.idea.id, title="Keripik rendang"), "board idea"),
    "its text": (lambda w: _change(Post, w.idea.id, html="<p>Lain sekali</p>"), "idea"),
    "a hold": (_status("idea", "held"), "board idea"),
    "a hide": (_status("idea", "hidden"), "board idea"),
    "a withdrawal": (_status("idea", "withdrawn"), "board idea"),
    "a label": (lambda w: _change(Post, w.idea.id, label=LABEL | {"at": now().isoformat()}), "board idea"),
    "a picture": (lambda w: make_picture(make_user(), post_id=w.idea.id), "board idea"),
    "a comment": (lambda w: make_comment(w.idea, body="Enak"), "board idea"),
    "a reply": (_reply, "board idea"),
    "an edit of a comment": (lambda w: _change(Post, w.comment.id, html="<p>Belum</p>", version=2), "idea"),
    "a hidden comment": (_status("comment", "hidden"), "board idea"),
    "a source for a claim": (lambda w: _change(Post, w.idea.id, source_url="https://kes.example"), "idea"),
    "an author's new name": (lambda w: _change(User, w.idea.author_id, name="Nama Baru"), "board idea"),
    "an account that closes": (lambda w: _change(User, w.comment.author_id, closed_at=now()), "idea"),
    "a business's new name": (_owner_renames_business, "board idea"),
    "a business that is verified": (
        lambda w: _change(Business, w.challenge.business_id, verified_at=now()),
        "board",
    ),
    "somebody who joins the business": (_joins_business, "idea"),
    "another title of the challenge": (
        lambda w: _change(Challenge, w.challenge.id, title="Cari rasa"),
        "board idea",
    ),
    "an end that moves": (_ends_later, "board idea"),
    "a criterion": (
        lambda w: write(
            lambda: db.session.add(Criterion(challenge_id=w.challenge.id, position=9, name="Hemat", weight=1))
        ),
        "board",
    ),
    "an update of the owner": (lambda w: make_update(w.challenge, make_user()), "board"),
    "a cancellation": (_cancel, "board idea"),
    "a challenge that is hidden": (_status("challenge", "hidden"), "board idea"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_seen_at_the_next_request(world: World, what: str) -> None:
    work, pages = CHANGES[what]
    before = {page: world.read(page) for page in pages.split()}
    assert all(world.is_kept(page) for page in before)
    work(world)
    for page, text in before.items():
        assert world.read(page) != text, page


def test_support_that_is_taken_back_is_seen(world: World) -> None:
    person = world.browse(make_user())
    support(person, world.idea)
    with_support = world.read("board"), world.read("idea")
    take_back(person, world.idea)
    assert world.read("board") != with_support[0]
    assert world.read("idea") != with_support[1]


def test_what_a_moderator_releases_comes_back(world: World) -> None:
    _status("idea", "held")(world)
    assert world.read("idea").startswith("404")
    assert "seruit" not in world.read("board")
    _status("idea", "published")(world)
    assert world.read("idea").startswith("200")
    assert "seruit" in world.read("board")


def test_a_vote_on_one_idea_leaves_the_pages_of_others_kept(world: World) -> None:
    other = make_idea(world.challenge)
    world.read("idea")
    support(world.browse(make_user()), other)
    assert world.is_kept("idea")


def test_how_often_ideas_were_shown_leaves_the_board_kept(world: World) -> None:
    world.read("board")
    _change(Idea, world.idea.id, seen_count=7)
    assert world.is_kept("board")


def test_showing_a_kept_page_counts_as_showing_its_ideas(world: World, app: Flask) -> None:
    world.read("board")
    app.extensions["tally"].take()
    assert world.is_kept("board")
    assert app.extensions["tally"].take()["idea"] == {world.idea.id: 1}


def test_another_process_sees_the_change(world: World, app: Flask, tmp_path: Path) -> None:
    other = create_app(settings_of_tests(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"]))
    elsewhere = World.__new__(World)
    elsewhere.visitor, elsewhere.paths = Browser(other), world.paths
    before = elsewhere.read("board"), elsewhere.read("idea")
    _vote(world)
    assert elsewhere.read("board") != before[0]
    assert elsewhere.read("idea") != before[1]
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def test_what_is_rolled_back_changes_no_page(world: World) -> None:
    world.read("board")

    def fail() -> None:
        db.session.execute(update(Idea.__table__).values(vote_count=9))  # type: ignore[arg-type]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(fail)
    assert world.is_kept("board")


# What nobody writes: time


@pytest.mark.parametrize("page", ["board", "idea"])
def test_the_end_of_support_is_seen_without_a_change(world: World, page: str) -> None:
    before = world.read(page)
    for hours in (0, 24 * 15):  # Ideas and support close in 14 days.
        with time_machine.travel(now() + timedelta(hours=hours), tick=False):
            assert (world.read(page) == before) == (hours == 0)


def test_the_opening_of_counts_is_seen_at_its_second(browser: Browser) -> None:
    challenge = make_fair_challenge()
    make_idea(challenge, votes=4)
    assert challenge.support_close_at
    for seconds, shown in ((-2, False), (-1, False), (0, True)):
        with time_machine.travel(challenge.support_close_at + timedelta(seconds=seconds), tick=False):
            assert ("4 dukungan" in browser.get(challenge.path).text) == shown


def test_how_long_ago_is_true_to_the_minute(world: World) -> None:
    start = now()
    for minutes in (0, 3, 4, 59, 60, 119, 120):
        with time_machine.travel(start + timedelta(minutes=minutes, seconds=5), tick=False):
            page = world.read("idea")
            ago = "baru saja" if not minutes else f"{minutes} menit" if minutes < 60 else f"{minutes // 60} jam"
            assert f"{ago}" in page
