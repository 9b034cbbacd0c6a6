"""What moderators and their tests do."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from ideaboard.accounts.models import User
from ideaboard.comments.models import Comment
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.moderation.cases.models import Case
from ideaboard.posts.models import HELD, Post
from ideaboard.posts.service import submit
from ideaboard.screening.models import ScreeningResult
from tests.browser import Browser
from tests.database import fresh, scalar, write
from tests.factories import make_idea, make_user

SPAM = "Slot gacor, depo 20 ribu."


def make_moderator(name: str = "Dewi") -> User:
    """A moderator."""
    return make_user(name, is_moderator=True)


def make_held_comment(
    idea: Idea | None = None, author: User | None = None, *, body: str = SPAM, **more: Any
) -> Comment:
    """A comment that waits for a moderator."""
    idea, author = idea or make_idea(), author or make_user()
    comment = Comment(author_id=author.id, parent_id=idea.id, idea_id=idea.id, **more)
    write(lambda: submit(comment, {"body": body}, status=HELD))
    return fresh(comment)


def note_signals(post: Post, *signals: tuple[str, str, list[tuple[str, int, int]]]) -> None:
    """Store what screening would have said: (name, strength, places)."""
    rows = [
        {
            "name": name,
            "strength": strength,
            "certain": False,
            "places": [list(place) for place in places],
            "words": "",
        }
        for name, strength, places in signals
    ]
    said = {"verdict": "hold", "score": 0.9, "scores": {}, "masked": {}, "advice": {}, "engine": "test"}
    result = ScreeningResult(post_id=post.id, signals=rows, **said)
    write(lambda: db.session.add(result))


def case_of(post: Post) -> int:
    """Return the id of the newest case about a post."""
    return int(scalar(select(Case.id).where(Case.post_id == post.id).order_by(Case.id.desc()).limit(1)))


def open_case(browser: Browser, post: Post) -> TestResponse:
    """Open the case of a post."""
    return browser.get(f"/moderasi/kasus/{case_of(post)}?bahasa=en")


def decide(
    browser: Browser, post: Post, choice: str, *, htmx: bool = False, version: int = 1, **fields: Any
) -> TestResponse:
    """Send a decision about a post."""
    data = {"version": version, "choice": choice, **fields}
    return browser.post(f"/moderasi/kasus/{case_of(post)}/putuskan", data, htmx=htmx)


def keep(browser: Browser, post: Post, *, htmx: bool = False, version: int = 1) -> TestResponse:
    """Let a post be shown."""
    return decide(browser, post, "keep", htmx=htmx, version=version)


def remove(browser: Browser, post: Post, *, htmx: bool = False, version: int = 1, **fields: Any) -> TestResponse:
    """Remove a post."""
    return decide(browser, post, "remove", htmx=htmx, version=version, **{"reason": "gambling", **fields})
