"""Reads about appeals, and what authors see of the decisions about their own posts."""

from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.extensions import db
from ideaboard.moderation.appeals.models import Appeal
from ideaboard.moderation.appeals.policies import is_in_place, refusal
from ideaboard.moderation.models import APPLIED, CLEAR, SECOND, Decision
from ideaboard.moderation.places import Place, places_of
from ideaboard.moderation.reasons import REASONS
from ideaboard.moderation.sanctions.models import Sanction
from ideaboard.posts.models import Post

PAGE_SIZE = 20
_POSTS: Any = Post.__table__
_DECISIONS: Any = Decision.__table__


@dataclass(frozen=True)
class Told:
    """A decision as its author sees it."""

    decision: Decision
    place: Place | None
    appeal: Appeal | None
    row: Any  # the post's status and repair_asked_at; newest, and what the decision imposed that still stands

    @property
    def reason(self) -> Any:
        """Return the reason with its words, or None."""
        return REASONS.get(self.decision.reason)

    @property
    def problem(self) -> Any:
        """Say why it cannot be appealed now; empty when it can."""
        holds, is_sanctioned = self.row.newest == self.decision.id, self.row.sanction is not None
        return refusal(self.decision, self.row, holds=holds, is_sanctioned=is_sanctioned)

    @property
    def can_be_appealed(self) -> bool:
        """Say whether the author may appeal now."""
        return self.appeal is None and not self.problem

    @property
    def stands(self) -> bool:
        """Say whether the post still is as it was decided."""
        return self.decision.undone_at is None and is_in_place(self.decision, self.row)


def told_to(person: Any, cursor: Cursor | None) -> Page[Told]:
    """Return a page of the decisions about this person's posts, the newest first."""

    def base(*columns: Any) -> Select[Any]:
        return select(*columns).where(_DECISIONS.c.person_id == person.id, *_took_effect())

    ident = _DECISIONS.c.id
    keys = keyset(base, ident, ident, cursor, PAGE_SIZE + 1).subquery()
    found = _told(_select().join(keys, keys.c.id == Decision.id), person)
    last = found[PAGE_SIZE - 1].decision.id if len(found) > PAGE_SIZE else None
    return Page(found[:PAGE_SIZE], Cursor(last, last) if last else None)


def told_about(post_id: int, person: Any) -> list[Told]:
    """Return the decisions about one post of this person, the newest first; 404 when there is none."""
    mine = (_DECISIONS.c.post_id == post_id, _DECISIONS.c.person_id == person.id, *_took_effect())
    return _told(_select().where(*mine).limit(PAGE_SIZE), person) or abort(404)


def told_or_404(decision_id: int, person: Any) -> Told:
    """Return one decision about this person's post."""
    mine = (_DECISIONS.c.id == decision_id, _DECISIONS.c.person_id == person.id, *_took_effect())
    found = _told(_select().where(*mine), person)
    return found[0] if found else abort(404)


def appeal_in(case_id: int) -> Appeal | None:
    """Return the appeal that a case is about."""
    found = select(Appeal).where(Appeal.case_id == case_id)
    return db.session.scalar(found.execution_options(populate_existing=True))


def appeal_against(decision_id: int) -> Appeal | None:
    """Return the appeal against a decision."""
    found = select(Appeal).where(Appeal.decision_id == decision_id)
    return db.session.scalar(found.execution_options(populate_existing=True))


def _select() -> Select[Any]:
    later, sanction = _DECISIONS.alias(), aliased(Sanction)
    newest = select(func.max(later.c.id)).where(later.c.post_id == Decision.post_id, *_took_effect(later))
    imposed = select(func.max(sanction.id)).where(sanction.decision_id == Decision.id, sanction.lifted_at.is_(None))
    stands = newest.where(later.c.undone_at.is_(None)).scalar_subquery().label("newest")
    return (
        select(Decision, Appeal, _POSTS.c.kind, _POSTS.c.status, _POSTS.c.repair_asked_at)
        .add_columns(stands, imposed.scalar_subquery().label("sanction"))
        .outerjoin(Appeal, Appeal.decision_id == Decision.id)
        .outerjoin(_POSTS, _POSTS.c.id == Decision.post_id)
        .order_by(Decision.id.desc())
        .execution_options(populate_existing=True)
    )


def _took_effect(table: Any = _DECISIONS) -> tuple[Any, ...]:
    """Return what concerns authors: not what was only asked or proposed, nor what somebody said blind."""
    return (table.c.state == APPLIED, table.c.is_sample.is_(False), table.c.action.not_in((SECOND, CLEAR)))


def _told(found: Select[Any], person: Any) -> list[Told]:
    rows = db.session.execute(found).all()
    places = places_of({(row[0].post_id, row.kind) for row in rows if row.kind}, person)
    return [Told(row[0], places.get(row[0].post_id), row[1], row) for row in rows]
