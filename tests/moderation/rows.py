"""Rows of decisions for tests of what follows from them, without deciding."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import DECIDED, PERSON, POST, Case
from ideaboard.moderation.models import KEEP, REMOVE, Decision
from ideaboard.posts.models import Post
from tests.database import write
from tests.factories import make_user


def make_decision(
    about: Post | User,
    action: str = REMOVE,
    *,
    moderator: User | None = None,
    at: datetime | None = None,
    **more: Any,
) -> Decision:
    """A decision of a moderator about a post, or about a person."""
    is_post = isinstance(about, Post)
    moderator = moderator or make_user(is_moderator=True)
    subject = {"post_id": about.id if is_post else None, "person_id": about.author_id if is_post else about.id}
    moment = at or now()
    opened = {"opened_at": moment, "due_at": moment, "closed_at": moment, "status": DECIDED}
    case = Case(kind=POST if is_post else PERSON, topic="fraud", rank=0.0, **subject, **opened)
    reason = {} if action == KEEP else {"reason": "fraud"}
    decision = Decision(moderator_id=moderator.id, action=action, made_at=moment, **subject, **{**reason, **more})

    def work() -> None:
        db.session.add(case)
        db.session.flush()
        decision.case_id = case.id
        db.session.add(decision)

    write(work)
    return decision
