"""Who may decide about which case, in the query and again when the decision is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.judging.parties import conflict_with
from ideaboard.moderation.policies import may_moderate

ALONE_AFTER = timedelta(hours=24)
# Three, since each is asked about beside the others; made once, as naming every column anew takes time.
_MODERATOR, _SECOND, _ELSE = aliased(User), aliased(User), aliased(User)
_NOBODY_ELSE = _l("There is nobody else. You may decide yourself after a day, and write down why.")


@dataclass(frozen=True)
class Standing:
    """Whether somebody may decide about a case now. `alone` when there is nobody else: from `since`, in writing."""

    may: bool
    alone: bool = False
    since: datetime | None = None
    why: Any = ""  # not, in words


def may_decide_condition(person: Any, case: Any = Case) -> ColumnElement[bool]:
    """Return the condition that this person may decide about a row of `case` now.

    Moderators without a conflict of interest may; where there is none, admins without one; where there is nobody
    else at all, the same person after a day.
    """
    if not may_moderate(person):
        return false()
    clear = and_(func.coalesce(case.asked_by_id, 0) != person.id, ~conflict_with(person.id, case))
    alone = and_(~clear, case.opened_at <= now() - ALONE_AFTER, ~_anybody_else(case, person.id))
    if person.is_moderator:
        return or_(clear, alone)
    lacking = and_(_may_lack_moderator(case, person.id), ~_second(case, person.id, User.is_moderator))
    return or_(and_(lacking, clear), alone)


def _may_lack_moderator(case: Any, person_id: int) -> ColumnElement[bool]:
    """Return what holds for every case that no moderator may decide about, and is asked of all of them at once."""
    moderators = _free(_MODERATOR, person_id, User.is_moderator)
    return or_(~moderators.exists(), conflict_with(moderators, case), case.asked_by_id.is_not(None))


def is_conflict(person: Any, case: Any) -> bool:
    """Say whether this case is the person's own affair."""
    asked: Any = select(Case.id).where(Case.id == case.id, conflict_with(person.id))
    return db.session.scalar(asked) is not None


def standing_of(person: Any, case: Any) -> Standing:
    """Return whether this person may decide about this case now, and if not, why; one statement."""
    if not may_moderate(person):
        return Standing(False, why=_l("Only moderators may see this."))
    others = _second(Case, person.id, User.is_moderator), _anybody_else(Case, person.id)
    asked: Any = select(conflict_with(person.id), *others, Case.asked_by_id, Case.opened_at)
    row = db.session.execute(asked.where(Case.id == case.id)).one()
    has_asked = row.asked_by_id == person.id
    if not row[0] and not has_asked and (person.is_moderator or not row[1]):
        return Standing(True)
    if row[2]:
        return Standing(False, why=_why_not(row[0], has_asked))
    since = row.opened_at + ALONE_AFTER
    return Standing(now() >= since, True, since, _NOBODY_ELSE)


def can_anybody_else(person_id: int, case: Any) -> bool:
    """Say whether another moderator, or else an admin, could be asked about this case."""
    found: Any = select(_second(Case, person_id, User.is_moderator, User.is_admin))
    return bool(db.session.scalar(found.where(Case.id == case.id)))


def _second(case: Any, person_id: int, *roles: Any) -> ColumnElement[bool]:
    """Return the condition that another person could decide about a row of `case`, and not the one who asked."""
    able = _able(_SECOND, case, person_id, *roles)
    return able.where(_SECOND.id != func.coalesce(case.asked_by_id, 0)).exists()


def _anybody_else(case: Any, person_id: int) -> ColumnElement[bool]:
    """Return the condition that another person is no party to a row of `case`, though they asked for an opinion."""
    return _able(_ELSE, case, person_id, User.is_moderator, User.is_admin).exists()


def _able(other: Any, case: Any, person_id: int, *roles: Any) -> Select[Any]:
    return _free(other, person_id, *roles).where(~conflict_with(other.id, case))


def _free(other: Any, person_id: int, *roles: Any) -> Select[Any]:
    """Select everybody else with one of these roles who can write now."""
    has_role = or_(*(getattr(other, role.key) for role in roles))
    present = and_(other.closed_at.is_(None), other.suspended_at.is_(None))
    awake = or_(other.silenced_until.is_(None), other.silenced_until <= now())
    return select(other.id).where(has_role, present, awake, other.id != person_id)


def _why_not(is_conflict: bool, has_asked: bool) -> Any:
    if is_conflict:
        return _l("This is about you, your team or somebody you reported, so another moderator decides about it.")
    if has_asked:
        return _l("You asked for a second opinion, so another moderator decides about it.")
    return _l("A moderator decides about this. Admins do when there is none.")
