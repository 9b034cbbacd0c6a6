"""Conflict of interest, as a condition of SQL: the one place where the rule is written."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from ideaboard.businesses.models import Membership
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.ideas.models import Idea
from ideaboard.moderation.cases.models import APPEAL, VOTES, Case
from ideaboard.moderation.judging.choices import AGAINST
from ideaboard.moderation.models import CLEAR, KEEP, SECOND, Decision, stands
from ideaboard.moderation.reports.models import Report
from ideaboard.posts.models import Post

QUARRELS_LAST = timedelta(days=30)
# An alias names every column of its table anew, which takes longer than asking the database: they are made once.
# No subquery below stands inside another one, so that none can be taken for the other's.
_REPORT, _DECISION = aliased(Report), aliased(Decision)
_MINE, _OTHER = aliased(Membership), aliased(Membership)
_POST: Any = Post.__table__.alias()  # type: ignore[attr-defined]
_IDEA: Any = Idea.__table__.alias()  # type: ignore[attr-defined]
_CHALLENGE: Any = Challenge.__table__.alias()  # type: ignore[attr-defined]


def conflict_with(person_id: Any, case: Any = Case) -> ColumnElement[bool]:
    """Return the condition that this person may not decide about a row of `case`.

    It is an id, a column of ids, or a SELECT of several: then the condition is that one of them may not.
    Every subquery asks about the person alone, so that for one person it runs once, however many cases there are.
    """
    about = case.person_id
    return or_(
        _is(about, person_id),
        about.in_(_team_of(person_id)),
        about.in_(_reported_by(person_id)),
        about.in_(_reporters_of(person_id)),
        and_(case.kind == VOTES, case.post_id.in_(_ideas_sent_to(person_id))),
        and_(case.kind == APPEAL, case.post_id.in_(_decided_by(person_id))),
    )


def _is(column: Any, person_id: Any) -> ColumnElement[bool]:
    several = isinstance(person_id, Select)
    return column.in_(person_id) if several else column == person_id  # type: ignore[no-any-return]


def _team_of(person_id: Any) -> Select[Any]:
    """Select everybody who runs a business together with this person."""
    together = select(_OTHER.user_id).join(_MINE, _MINE.business_id == _OTHER.business_id)
    return together.where(_is(_MINE.user_id, person_id))


def _reported_by(person_id: Any) -> Select[Any]:
    """Select the authors of what this person reported lately."""
    lately = select(_POST.c.author_id).join(_REPORT, _REPORT.post_id == _POST.c.id)
    return lately.where(_is(_REPORT.reporter_id, person_id), _REPORT.made_at > now() - QUARRELS_LAST)


def _reporters_of(person_id: Any) -> Select[Any]:
    """Select who reported something of this person lately."""
    lately = select(_REPORT.reporter_id).join(_POST, _REPORT.post_id == _POST.c.id)
    known = lately.where(_REPORT.reporter_id.is_not(None), _REPORT.made_at > now() - QUARRELS_LAST)
    return known.where(_is(_POST.c.author_id, person_id))


def _ideas_sent_to(person_id: Any) -> Select[Any]:
    """Select the ideas in challenges of this person's businesses: how many support them is their own affair."""
    sent = select(_IDEA.c.id).join(_CHALLENGE, _CHALLENGE.c.id == _IDEA.c.challenge_id)
    ours = sent.join(_MINE, _MINE.business_id == _CHALLENGE.c.business_id)
    return ours.where(_is(_MINE.user_id, person_id))


def _decided_by(person_id: Any) -> Select[Any]:
    """Select the posts against which this person decided, alone or as the second one."""
    theirs = or_(_is(_DECISION.moderator_id, person_id), _is(_DECISION.second_id, person_id))
    against = or_(_DECISION.action.not_in((KEEP, CLEAR, SECOND)), _DECISION.measure.in_(AGAINST))
    return select(_DECISION.post_id).where(_DECISION.post_id.is_not(None), theirs, against, stands(_DECISION))
