"""Rows that a write holds until it ends: everybody takes the person first, then the post."""

from typing import Any

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.posts.models import Post


def lock_person(person_id: int) -> None:
    """Let one person's writes wait for each other, until the open transaction ends."""
    if db.engine.dialect.name == "sqlite":  # A transaction that writes is the only one there.
        return
    db.session.execute(select(User.id).where(User.id == person_id).with_for_update(key_share=True))


def locked_post(post_id: int) -> Post | None:
    """Lock the author and the post, and read it anew; None when it is gone."""
    table: Any = Post.__table__
    author = select(table.c.author_id).where(table.c.id == post_id).scalar_subquery()
    db.session.execute(select(User.id).where(User.id == author).with_for_update(key_share=True))
    db.session.execute(select(table.c.id).where(table.c.id == post_id).with_for_update())
    return db.session.get(Post, post_id, populate_existing=True)
