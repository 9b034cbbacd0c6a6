"""What trust follows from, for many people at once: four statements, whatever their number."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.models import APPLIED, HIDE, KEEP, REMOVE, Decision
from ideaboard.moderation.trust.levels import REMEMBERED, Facts
from ideaboard.moderation.trust.models import TrustGrant
from ideaboard.posts.models import PUBLISHED, Post

STOOD = timedelta(hours=24)  # a post that was public for so long counts as approved
Judged = dict[int, tuple[int, int]]  # person → reports upheld, reports judged
_POSTS: Any = Post.__table__
_judged_reports: list[Callable[[Sequence[int]], Judged]] = []


def judged_reports(function: Callable[[Sequence[int]], Judged]) -> Callable[[Sequence[int]], Judged]:
    """Register who knows how often people's reports were right; until then everybody reports well."""
    _judged_reports.append(function)
    return function


def facts_of(ids: Sequence[int]) -> dict[int, Facts]:
    """Return what is known of these people; closed accounts are left out."""
    moment = now()
    approved, granted = _approved(ids, moment), _granted(ids)
    upheld = _upheld(ids, moment - REMEMBERED)
    judged: Judged = {}
    for ask in _judged_reports:
        judged.update(ask(ids))
    people = select(User.id, User.created_at).where(User.id.in_(ids), User.closed_at.is_(None))
    return {
        row.id: Facts(
            row.created_at,
            approved.get(row.id, 0),
            upheld.get(row.id, 0),
            granted.get(row.id, 0),
            *judged.get(row.id, (0, 0)),
        )
        for row in db.session.execute(people)
    }


def stands(*actions: str) -> Any:
    """Return the condition that a decision is one of these and was not taken back."""
    holds = (Decision.state == APPLIED, Decision.undone_at.is_(None), ~Decision.is_sample)
    return and_(Decision.action.in_(actions), *holds)


def _approved(ids: Sequence[int], moment: datetime) -> dict[int, int]:
    kept = select(Decision.id).where(Decision.post_id == _POSTS.c.id, stands(KEEP)).exists()
    stood = or_(_POSTS.c.published_at <= moment - STOOD, kept)
    counted = select(_POSTS.c.author_id, func.count()).where(_POSTS.c.author_id.in_(ids), stood)
    grouped = counted.where(_POSTS.c.status == PUBLISHED).group_by(_POSTS.c.author_id)
    return {row[0]: row[1] for row in db.session.execute(grouped)}


def _upheld(ids: Sequence[int], since: datetime) -> dict[int, int]:
    """Count posts, not decisions: one that was hidden and then removed is one."""
    counted = select(Decision.person_id, func.count(Decision.post_id.distinct()))
    lately = counted.where(Decision.person_id.in_(ids), stands(HIDE, REMOVE), Decision.made_at > since)
    return {row[0]: row[1] for row in db.session.execute(lately.group_by(Decision.person_id))}


def _granted(ids: Sequence[int]) -> dict[int, int]:
    """Return the highest level given since something was last hidden or removed."""
    since = select(func.max(Decision.made_at)).where(
        Decision.person_id == TrustGrant.person_id, stands(HIDE, REMOVE)
    )
    after = since.correlate(TrustGrant).scalar_subquery()
    taken_back = select(Decision.id).where(Decision.id == TrustGrant.decision_id, Decision.undone_at.is_not(None))
    holds = case((after.is_(None), True), else_=TrustGrant.created_at > after)
    found = select(TrustGrant.person_id, func.max(TrustGrant.level)).where(TrustGrant.person_id.in_(ids))
    standing = found.where(holds, ~taken_back.exists()).group_by(TrustGrant.person_id)
    return {row[0]: row[1] for row in db.session.execute(standing)}
