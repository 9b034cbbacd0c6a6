"""Who reports: how far they are trusted, on whose side they are, and whom they count together with."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from ideaboard.businesses.models import Membership
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.reports.models import OPEN, VISITOR, Report, ReportNetwork
from ideaboard.moderation.reports.queries import past_of
from ideaboard.moderation.reports.weights import weight_of
from ideaboard.posts.models import Post
from ideaboard.posts.trust import level_of

TOGETHER = timedelta(minutes=10)
_POSTS: Any = Post.__table__


@dataclass(frozen=True)
class Reporter:
    """A person or a visitor (without id), as their report counts."""

    id: int | None
    trust: int
    weight: float
    is_team: bool = False


def reporter_of(person: Any | None, post: Post) -> Reporter:
    """Return how the report of a person, or (None) a visitor, counts. Without a confirmed address: as a visitor."""
    if person is None:
        return Reporter(None, VISITOR, weight_of(VISITOR))
    if not person.is_confirmed:
        return Reporter(person.id, VISITOR, weight_of(VISITOR))
    trust = level_of(person)
    return Reporter(person.id, trust, weight_of(trust, *past_of(person.id)), _is_team(person.id, post))


def same_voice(post_id: int, reporter: Reporter, network: str) -> int | None:
    """Return the open report of a post that a new one counts together with.

    One network within ten minutes is one voice, and so is the team of the challenge's business.
    """
    from_here = select(ReportNetwork.report_id).where(
        ReportNetwork.network_hash == network, ReportNetwork.at > now() - TOGETHER
    )
    here = Report.id.in_(from_here) if network else Report.id.is_(None)
    alike = or_(here, Report.is_team) if reporter.is_team else here
    found = select(Report.id, Report.voice_id).where(Report.post_id == post_id, Report.state == OPEN, alike)
    row = db.session.execute(found.order_by(Report.id.desc()).limit(1)).first()
    return (row.voice_id or row.id) if row else None


def stays_from(report: Report, network: str) -> None:
    """Remember for a while where a report came from, in the open transaction."""
    if network:
        db.session.add(ReportNetwork(report_id=report.id, network_hash=network))
        db.session.flush()


def _is_team(person_id: int, post: Post) -> bool:
    """Say whether a person belongs to the business on whose challenge the post stands."""
    above = select(_POSTS.c.parent_id).where(_POSTS.c.id == post.parent_id).scalar_subquery()
    business = select(Challenge.business_id).where(
        or_(Challenge.id == post.id, Challenge.id == post.parent_id, Challenge.id == above)
    )
    team = select(Membership.user_id).where(Membership.business_id.in_(business), Membership.user_id == person_id)
    return db.session.scalar(team) is not None
