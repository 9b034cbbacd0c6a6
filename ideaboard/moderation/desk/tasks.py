"""What the clock does for moderators: one mail an hour at most about urgent cases that nobody has looked at."""

from typing import Any

from flask_babel import ngettext
from sqlalchemy import and_, or_, select

from ideaboard.accounts.mails import site_address
from ideaboard.accounts.models import User
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.mail import post_mail
from ideaboard.jobs.queue import periodic
from ideaboard.moderation.cases.models import OPEN, Case
from ideaboard.moderation.cases.topics import TOPICS
from ideaboard.moderation.desk.durations import clock_of
from ideaboard.moderation.desk.notices import NEW, is_urgent
from ideaboard.notifications.models import Notice

MOST_NAMED = 10


@periodic("mail-urgent-cases", minute="5")
def mail_urgent() -> int:
    """Mail everybody whose bell rang for a case that still waits; nothing new is no mail. Return how many."""
    waiting: dict[int, list[Any]] = {}
    for row in db.session.execute(_unread()):
        waiting.setdefault(row.user_id, []).append(row)
    db.session.commit()
    for cases in waiting.values():
        with transaction():
            _mail(cases)
    return len(waiting)


def _unread() -> Any:
    rang = and_(Notice.user_id == User.id, Notice.kind == NEW, Notice.read_at.is_(None))
    able = (or_(User.is_moderator, User.is_admin), User.closed_at.is_(None), User.email_confirmed_at.is_not(None))
    return (
        select(User.id.label("user_id"), User.email, User.locale, Case.id, Case.topic, Case.due_at)
        .join(Notice, rang)
        .join(Case, Case.post_id == Notice.post_id)
        .where(*able, Case.status == OPEN, is_urgent())
        .order_by(User.id, Case.due_at, Case.id)
    )


def _mail(cases: list[Any]) -> None:
    # Its key is the newest case: the same cases are mailed once, however often the clock strikes.
    newest = max(case.id for case in cases)
    post_mail(
        cases[0].email,
        "urgent_cases",
        locale=cases[0].locale,
        subject=lambda: ngettext("%(num)s urgent case waits", "%(num)s urgent cases wait", len(cases)),
        dedupe_key=f"urgent-cases:{cases[0].user_id}:{newest}",
        cases=[(TOPICS[case.topic].name, case.due_at) for case in cases[:MOST_NAMED]],
        clock_of=clock_of,
        queue=site_address("moderation.index"),
    )
