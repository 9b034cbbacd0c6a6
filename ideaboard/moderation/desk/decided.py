"""Decisions as moderators see them: the newest of a case, what waits for a second person, and the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from ideaboard.accounts.models import User
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.desk.outcomes import chip_of
from ideaboard.moderation.judging.parties import conflict_with
from ideaboard.moderation.models import APPLIED, PROPOSED, Decision
from ideaboard.moderation.places import places_of
from ideaboard.moderation.policies import may_undo
from ideaboard.moderation.reasons import REASONS
from ideaboard.posts.models import Post

PAGE_SIZE = 25
_POSTS: Any = Post.__table__
_DECISIONS: Any = Decision.__table__
_SECOND: Any = aliased(User)


@dataclass(frozen=True)
class Line:
    """One decision of the history."""

    decision: Decision
    place: Any
    by: str
    second: str  # who confirmed or declined it
    is_own: bool

    @property
    def chip(self) -> tuple[Any, str]:
        """Return the word for what was done, and how its chip looks."""
        return chip_of(self.decision)

    @property
    def reason(self) -> Any:
        """Return the reason in words, or nothing."""
        return REASONS[self.decision.reason].name if self.decision.reason in REASONS else ""

    @property
    def can_be_undone(self) -> bool:
        """Say whether its maker can still take it back."""
        return self.is_own and is_young(self.decision)


def is_young(decision: Decision) -> bool:
    """Say whether a decision stands and is young enough to be taken back."""
    return decision.undone_at is None and decision.state != "declined" and may_undo(decision.made_at)


def lines_for(person: Any, *, own: bool, cursor: Cursor | None) -> Page[Line]:
    """Return a page of decisions, the newest first: one's own, or all that are none of one's own affairs."""

    def base(*columns: Any) -> Select[Any]:
        found = select(*columns)
        if own:
            return found.where(_DECISIONS.c.moderator_id == person.id)
        return found.join(Case, Case.id == _DECISIONS.c.case_id).where(_scope(person))

    ident = _DECISIONS.c.id
    keys = keyset(base, ident, ident, cursor, PAGE_SIZE + 1).subquery()
    found = _lines(_select().join(keys, keys.c.id == Decision.id), person)
    last = found[PAGE_SIZE - 1].decision.id if len(found) > PAGE_SIZE else None
    return Page(found[:PAGE_SIZE], Cursor(last, last) if last else None)


def lines_of_case(case_id: int, person: Any) -> list[Line]:
    """Return the decisions about a case, the newest first."""
    return _lines(_select().where(Decision.case_id == case_id, ~Decision.is_sample).limit(PAGE_SIZE), person)


def own_line(decision_id: int, person: Any) -> Line | None:
    """Return a decision of this person that can still be taken back, or None."""
    mine = _select().where(Decision.id == decision_id, Decision.moderator_id == person.id)
    found = _lines(mine, person)
    return found[0] if found and found[0].can_be_undone else None


def line_of(decision_id: int, person: Any) -> Line:
    """Return one decision that is known to exist."""
    return _lines(_select().where(Decision.id == decision_id), person)[0]


def proposed_in(lines: Sequence[Line]) -> Line | None:
    """Return the decision among these that waits for a second person, or None."""
    return next((line for line in lines if line.decision.state == PROPOSED and not line.decision.undone_at), None)


def standing_in(lines: Sequence[Line]) -> Line | None:
    """Return the decision among these that stands, or None."""
    return next((line for line in lines if line.decision.state == APPLIED and not line.decision.undone_at), None)


def _scope(person: Any) -> ColumnElement[bool]:
    return or_(_DECISIONS.c.moderator_id == person.id, ~conflict_with(person.id))


def _select() -> Select[Any]:
    return (
        select(Decision, User.name, _SECOND.name, _POSTS.c.kind)
        .join(User, User.id == Decision.moderator_id)
        .outerjoin(_SECOND, _SECOND.id == Decision.second_id)
        .outerjoin(_POSTS, _POSTS.c.id == Decision.post_id)
        .order_by(Decision.id.desc())
        .execution_options(populate_existing=True)
    )


def _lines(found: Select[Any], person: Any) -> list[Line]:
    rows = db.session.execute(found).all()
    places = places_of({(row[0].post_id, row[3]) for row in rows if row[3]}, person)
    somebody = _("An account")
    return [
        Line(row[0], places.get(row[0].post_id, somebody), row[1], row[2] or "", row[0].moderator_id == person.id)
        for row in rows
    ]
