"""Who may change and delete comments. Pure predicates."""

from datetime import datetime, timedelta
from typing import Any

from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED
from ideaboard.posts.policies import may_contribute, may_repair

CHANGEABLE_FOR = timedelta(minutes=15)


def is_fresh(published_at: datetime | None) -> bool:
    """Say whether a comment is young enough to be changed."""
    return published_at is not None and now() < published_at + CHANGEABLE_FOR


def may_change(person: Any, comment: Comment) -> bool:
    """Say whether a person may edit a comment now: its author, for a quarter of an hour, or when asked to."""
    own = may_contribute(person) and comment.author_id == person.id
    if own and may_repair(comment):
        return True
    return own and comment.status in {PUBLISHED, HELD} and is_fresh(comment.published_at or comment.created_at)


def may_delete(person: Any, comment: Comment) -> bool:
    """Say whether a person may delete a comment: its author, at any time."""
    own = person.is_authenticated and comment.author_id == person.id
    return bool(own and comment.status in {PUBLISHED, HELD, HIDDEN})
