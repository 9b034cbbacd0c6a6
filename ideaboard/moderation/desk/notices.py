"""Moderators are told of urgent cases at once: what takes money, shows personal data or endangers a child."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import OPEN, SAMPLE, Case
from ideaboard.moderation.cases.topics import CHILD_HOURS, TOPICS
from ideaboard.moderation.cases.watching import on_case
from ideaboard.moderation.desk.durations import clock_of
from ideaboard.moderation.judging.parties import conflict_with
from ideaboard.moderation.policies import may_moderate
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.service import tell

NEW = "case_new"
URGENT = tuple(name for name, topic in TOPICS.items() if topic.hours <= CHILD_HOURS or name == "legal")


def is_urgent() -> ColumnElement[bool]:
    """Return the condition that a case cannot wait for the next look at the queue."""
    return and_(Case.kind != SAMPLE, or_(Case.topic.in_(URGENT), Case.is_child))


@on_case
def tell_moderators(case: Case) -> None:
    """Ring the bell of everybody who may decide, in the open transaction."""
    if case.post_id is not None and case.kind != SAMPLE and (case.topic in URGENT or case.is_child):
        tell(NEW, actor_id=None, post_id=case.post_id, number=case.id)


def look_up_cases(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return the newest urgent case about these posts, for who may moderate; the outbox asks without a viewer."""
    if viewer.is_authenticated and not may_moderate(viewer):
        return {}
    newest = select(func.max(Case.id)).where(Case.post_id.in_(ids), is_urgent()).group_by(Case.post_id)
    found = select(Case.id, Case.post_id, Case.topic, Case.status, Case.due_at).where(Case.id.in_(newest))
    rows = db.session.execute(found).all()
    return {row.post_id: About(row.topic, f"/moderasi/kasus/{row.id}", {"case": row}) for row in rows}


def deciders(case_id: int) -> Select[Any]:
    """Select the moderators who may decide about a case; where there is no moderator at all, admins."""
    other = aliased(User)
    moderators = select(other.id).where(other.is_moderator, other.closed_at.is_(None)).exists()
    able = or_(User.is_moderator, and_(User.is_admin, ~moderators))
    concerned = Case.id == case_id
    return select(User.id).join(Case, concerned).where(able, User.closed_at.is_(None), ~conflict_with(User.id))


def _sentence(_name: str, about: About) -> str:
    case = about.more["case"]
    topic = TOPICS[case.topic].name
    if case.status != OPEN:
        return _("An urgent case is decided: %(topic)s.", topic=topic)
    return _("Urgent case: %(topic)s, %(time)s.", topic=topic, time=clock_of(case.due_at).words)


def _recipients(event: Event) -> Select[Any]:
    return deciders(event.number)


register_kind(NEW, Kind("warning", _sentence, look_up_cases, _recipients))
