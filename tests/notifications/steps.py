"""What happens to notices, step by step, for tests."""

from __future__ import annotations

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.jobs import outbox
from ideaboard.notifications.models import Notice
from ideaboard.notifications.queries import drifted_unread
from ideaboard.notifications.service import tell
from tests.database import context, fresh, rows, write


def deliver() -> None:
    """Deliver everything that is due, and what that puts into the outbox."""
    with context():
        while outbox.deliver_due():
            pass


def told(person: User) -> list[str]:
    """Return the kinds of what this person was told, the oldest first."""
    return rows(select(Notice.kind).where(Notice.user_id == person.id).order_by(Notice.id))


def unread(person: User) -> int:
    """Return what the bell shows; it has to be what the rows say."""
    with context():
        assert drifted_unread() == []
    return fresh(person).unread_count


def happen(kind: str, actor: User | None = None, **about: object) -> None:
    """Let an event happen and be told."""
    write(lambda: tell(kind, actor_id=actor.id if actor else None, **about))
    deliver()


def notices_of(person: User) -> list[Notice]:
    """Return the rows of a person, the oldest first."""
    return rows(select(Notice).where(Notice.user_id == person.id).order_by(Notice.id))
