"""What people do with comments, for tests."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import func, insert, select, text, update
from werkzeug.test import TestResponse

from ideaboard.accounts.models import User
from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import PUBLISHED, Post
from ideaboard.posts.service import submit
from tests.browser import Browser
from tests.database import fresh, rows, write
from tests.factories import make_idea, make_user

_keys = itertools.count(1)
BODY = "Tempoyak bubuknya beli di mana?"


def make_comment(
    idea: Idea | None = None, author: User | None = None, *, body: str = BODY, reply_to: Comment | None = None
) -> Comment:
    """A comment that readers see, or a reply."""
    idea, author = idea or make_idea(), author or make_user()
    comment = Comment(author_id=author.id, parent_id=idea.id, idea_id=idea.id)
    comment.reply_to_id = reply_to.id if reply_to else None
    write(lambda: submit(comment, {"body": body}, status=PUBLISHED))
    return fresh(comment)


def make_many_comments(idea: Idea, author: User, number: int, *, body: str = "x", under: int | None = None) -> None:
    """Many comments at once, by bulk insert; with `under`, replies to that one."""
    posts: Any = Post.__table__
    comments: Any = Comment.__table__

    def work() -> None:
        first = (db.session.scalar(select(func.max(posts.c.id))) or 0) + 1
        ids = range(first, first + number)
        post = {"kind": "comment", "parent_id": idea.id, "author_id": author.id, "status": PUBLISHED, "version": 1}
        made = {"source": body, "html": body, "renderer": 1, "created_at": now(), "published_at": now()}
        db.session.execute(insert(posts), [{"id": ident, **post, **made} for ident in ids])
        row = {"idea_id": idea.id, "reply_to_id": under, "listed": True, "reply_count": 0}
        db.session.execute(insert(comments), [{"id": ident, **row} for ident in ids])
        ideas: Any = Idea.__table__
        db.session.execute(
            update(ideas).where(ideas.c.id == idea.id).values(comment_count=ideas.c.comment_count + number)
        )
        if under:
            db.session.execute(update(comments).where(comments.c.id == under).values(reply_count=number))
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("SELECT setval('posts_id_seq', (SELECT max(id) FROM posts))"))

    write(work)


def say(browser: Browser, idea: Idea, body: str = BODY, *, htmx: bool = False, **more: Any) -> TestResponse:
    """Send a comment."""
    data = {"body": body, "idempotency_key": f"comment-{next(_keys)}", **more}
    return browser.post(f"/i/{idea.id}/komentar", data, htmx=htmx)


def only_comment() -> Comment:
    """The one comment there is."""
    [comment] = rows(select(Comment))
    return comment
