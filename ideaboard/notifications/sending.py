"""The outbox's side of notices: rows for whom an event concerns, and mail where it should not wait.

What is not public at this moment is told to nobody; the mail asks once more when it leaves.
"""

from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_login import AnonymousUserMixin
from sqlalchemy import Select, select

from ideaboard.accounts.mails import site_address
from ideaboard.accounts.models import User
from ideaboard.accounts.privacy.unsubscribing import way_out
from ideaboard.data.inserts import insert_new
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.mail import send
from ideaboard.jobs.outbox import handles, post_message
from ideaboard.notifications.kinds import KINDS, About, Event
from ideaboard.notifications.models import Notice
from ideaboard.notifications.service import count_unread, lock_people

BATCH = 500  # people a transaction: other writers get their turn in between


@handles("notice")
def deliver(payload: dict[str, Any]) -> None:
    """Tell everybody whom this event concerns; delivered again, it tells only those who do not know yet."""
    event = Event(**{**payload, "people": tuple(payload["people"])})
    if not _is_public(event.kind, event.subject_id):
        return
    last = 0
    while ids := _people(event, last):
        last = ids[-1]
        with transaction():
            told = lock_people(ids, waiting=False)
            _write(event, told)
        # Busy rows are waited for one at a time: who waits while holding others' rows can stop everybody.
        for ident in sorted(set(ids) - set(told)):
            with transaction():
                _write(event, lock_people([ident]))


@handles("notice-mail")
def send_mail(payload: dict[str, Any]) -> None:
    """Mail one notice, unless it was read, its reader left or what it is about is no longer public."""
    found = db.session.execute(
        select(Notice, User)
        .join(User, User.id == Notice.user_id)
        .where(Notice.id == payload["notice"], Notice.read_at.is_(None), User.email_confirmed_at.is_not(None))
        .execution_options(populate_existing=True)
    ).one_or_none()
    about = _look_up(found[0].kind, found[0].subject_id) if found else None
    mail = _mail(found[0], found[1], about) if found and about and _is_wanted(found[0], found[1]) else None
    db.session.commit()
    if mail:
        send(mail)


def _mail(notice: Notice, reader: User, about: About) -> dict[str, str]:
    name = db.session.scalar(select(User.name).where(User.id == notice.actor_id)) or ""
    with force_locale(reader.locale):
        sentence = KINDS[notice.kind].sentence(name, about)
        home, address = site_address("notifications.index"), current_app.config["BASE_URL"].rstrip("/") + about.path
        out = way_out(reader.id) if KINDS[notice.kind].can_be_declined else ""
        body = render_template("mail/notice.txt", sentence=sentence, address=address, home=home, way_out=out)
    return {"to": reader.email, "subject": " ".join(sentence.split()), "body": body, "way_out": out}


def _is_wanted(notice: Notice, reader: User) -> bool:
    return reader.answer_mails or not KINDS[notice.kind].can_be_declined


def _look_up(kind: str, subject_id: int) -> About | None:
    """Return what a visitor would see of it: an author and a moderator see more, and would be told too much."""
    return KINDS[kind].look_up([subject_id], AnonymousUserMixin()).get(subject_id)


def _is_public(kind: str, subject_id: int) -> bool:
    return _look_up(kind, subject_id) is not None


def _people(event: Event, last: int) -> list[int]:
    """Return the next people to tell, in the order of their ids: never who did it, never a closed account."""
    ids = select(User.id).where(User.id > last, User.closed_at.is_(None)).order_by(User.id).limit(BATCH)
    if event.actor_id is not None:
        ids = ids.where(User.id != event.actor_id)
    chosen: Any = event.people or _selected(KINDS[event.kind].recipients(event))
    found = list(db.session.scalars(ids.where(User.id.in_(chosen))))
    db.session.commit()
    return found


def _selected(people: Select[Any]) -> Select[Any]:
    return select(people.subquery().c[0])


def _write(event: Event, ids: list[int]) -> None:
    """Add the rows of people whose rows are locked, count them and have them mailed."""
    fields = {"kind": event.kind, "key": event.key, "actor_id": event.actor_id}
    about = {"post_id": event.post_id, "business_id": event.business_id}
    waiting = _still_unread(event, ids)
    fresh = [{"user_id": ident, **fields, **about} for ident in ids if ident not in waiting]
    added = insert_new(Notice, fresh, Notice.id, Notice.user_id)
    count_unread([row.user_id for row in added], 1)
    if KINDS[event.kind].by_mail:
        for row in added:
            post_message("notice-mail", {"notice": row.id}, dedupe_key=f"notice-mail:{row.id}")


def _still_unread(event: Event, ids: list[int]) -> set[int]:
    """Return who already has an unread line of this kind about the same thing: ten edits are one line."""
    if event.post_id is None:
        return set()
    known = select(Notice.user_id).where(Notice.user_id.in_(ids), Notice.post_id == event.post_id)
    return set(db.session.scalars(known.where(Notice.kind == event.kind, Notice.read_at.is_(None))))
