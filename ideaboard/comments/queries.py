"""Reads about single comments; the lists are in listing.py."""

from typing import Any

from flask import abort
from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_visible_to
from ideaboard.comments.models import Comment
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import WITHDRAWN
from ideaboard.posts.queries import visible_to


def comment_or_404(comment_id: int, viewer: Any, *, or_its_place: bool = False) -> Comment:
    """Return the comment with its author, idea, challenge and business, in one query. Aborts 404 when hidden.

    With `or_its_place` also a comment whose text is gone but whose thread goes on.
    """
    idea, challenge = aliased(Idea, flat=True), aliased(Challenge, flat=True)
    its_idea, its_challenge = Comment.idea.of_type(idea), idea.challenge.of_type(challenge)
    seen = visible_to(viewer, Comment)
    above = contains_eager(its_idea).contains_eager(its_challenge).contains_eager(challenge.business)
    found = db.session.scalar(
        select(Comment)
        .join(Comment.author)
        .join(its_idea)
        .join(its_challenge)
        .join(challenge.business)
        .options(contains_eager(Comment.author), above)
        .where(Comment.id == comment_id, or_(seen, Comment.reply_count > 0) if or_its_place else seen)
        .where(visible_to(viewer, idea), challenge_visible_to(viewer, challenge))
        .execution_options(populate_existing=True)
    )
    return found or abort(404)


def was_withdrawn(idea_id: int, viewer: Any) -> bool:
    """Say whether an idea that others could read is gone because its author took it back."""
    challenge = aliased(Challenge, flat=True)
    gone = select(Idea.id).join(Idea.challenge.of_type(challenge))
    gone = gone.where(Idea.id == idea_id, Idea.status == WITHDRAWN, challenge_visible_to(viewer, challenge))
    return db.session.scalar(gone) is not None


def drifted_counts() -> list[tuple[int, int, int]]:
    """Return (id, stored, true number of listed comments) where they differ; empty when all is well."""
    ideas, comments = Idea.__table__, Comment.__table__
    each = Comment.__table__.alias()
    of_idea = select(func.count()).where(each.c.idea_id == ideas.c.id, each.c.listed).scalar_subquery()
    of_thread = select(func.count()).where(each.c.reply_to_id == comments.c.id, each.c.listed).scalar_subquery()
    wrong = []
    for table, stored, counted in (
        (ideas, ideas.c.comment_count, of_idea),
        (comments, comments.c.reply_count, of_thread),
    ):
        rows = db.session.execute(select(table.c.id, stored, counted).where(stored != counted))
        wrong += [(row[0], row[1], row[2]) for row in rows]
    return wrong
