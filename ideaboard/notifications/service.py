"""Tell of an event, and remember what was read. users.unread_count changes in the same transaction as its rows.

Everybody locks in one order: the person, then their notices.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, func, select, update

from ideaboard.accounts.closing import when_closing
from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.outbox import post_message
from ideaboard.notifications.kinds import Event
from ideaboard.notifications.models import Notice


def tell(kind: str, *, actor_id: int | None, **about: Any) -> None:
    """Write down, in the open transaction, that people are to be told of what just happened.

    `about` are the other fields of an Event: post_id or business_id, number, people. Whether they may see it, and
    who they are, is asked when the outbox delivers it.
    """
    event = Event(kind, actor_id=actor_id, **about)
    post_message("notice", asdict(event), dedupe_key=f"notice:{event.key}")


def mark_read(person_id: int, ids: Iterable[int]) -> int:
    """Mark these notices of the person as read and return how many were not; others' stay untouched."""
    with transaction():
        lock_people([person_id])
        unread = (Notice.user_id == person_id, Notice.id.in_(list(ids)), Notice.read_at.is_(None))
        marking = update(Notice).where(*unread).values(read_at=now())
        marked = db.session.execute(marking.execution_options(synchronize_session=False))
        count_unread([person_id], -marked.rowcount)  # type: ignore[attr-defined]
        return int(marked.rowcount)  # type: ignore[attr-defined]


@when_closing
def forget_notices(person_id: int) -> None:
    """Delete everything a person was told, in the open transaction that holds their row."""
    mine = delete(Notice).where(Notice.user_id == person_id)
    db.session.execute(mine.execution_options(synchronize_session=False))
    zero = update(User).where(User.id == person_id).values(unread_count=0)
    db.session.execute(zero.execution_options(synchronize_session=False))


def forget_old(person_id: int, before: Any) -> int:
    """Delete what a person was told before a moment; return how much that was."""
    with transaction():
        lock_people([person_id])
        old = (Notice.user_id == person_id, Notice.created_at < before)
        unread = db.session.scalar(select(func.count()).where(*old, Notice.read_at.is_(None))) or 0
        gone = db.session.execute(delete(Notice).where(*old).execution_options(synchronize_session=False))
        count_unread([person_id], -unread)
        return int(gone.rowcount)  # type: ignore[attr-defined]


def lock_people(ids: Iterable[int], *, waiting: bool = True) -> list[int]:
    """Lock rows of people in the order of their ids and return those with an open account.

    Without `waiting`, rows that somebody else holds are left out.
    """
    held = select(User.id).where(User.id.in_(list(ids)), User.closed_at.is_(None)).order_by(User.id)
    return list(db.session.scalars(held.with_for_update(key_share=True, skip_locked=not waiting)))


def count_unread(ids: Iterable[int], step: int) -> None:
    """Change the counters of people whose rows are locked."""
    if step and (people := list(ids)):
        counted = update(User).where(User.id.in_(people)).values(unread_count=User.unread_count + step)
        db.session.execute(counted.execution_options(synchronize_session=False))
