"""Which cases wait for a moderator: the queue page by page, and the cases around one of them."""

from typing import Any

from flask import g
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select, tuple_

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.extensions import db
from ideaboard.moderation.appeals.models import Appeal
from ideaboard.moderation.cases.models import OPEN, Case
from ideaboard.moderation.desk.filters import Filter
from ideaboard.moderation.desk.rows import Row, rows_of
from ideaboard.moderation.judging.conflicts import may_decide_condition
from ideaboard.moderation.models import Decision
from ideaboard.moderation.places import places_of
from ideaboard.posts.models import Post

PAGE_SIZE = 25
BEFORE, AROUND = 3, 12  # of the cases beside the one that is open: above it, and all of them
MOST_COUNTED = 1000
_CASES: Any = Case.__table__
# Said in the words of the index: SQLite does not use it for a value that comes separately.
IS_OPEN: Any = _CASES.c.status == literal_column(f"'{OPEN}'")


def may_decide(person: Any) -> ColumnElement[bool]:
    """Return the condition that this person may decide a case; made once a request, for that takes long."""
    if g.get("may_decide", (None,))[0] != person.id:
        g.may_decide = (person.id, may_decide_condition(person))
    condition: ColumnElement[bool] = g.may_decide[1]
    return condition


def _offered(person: Any, wanted: Filter) -> ColumnElement[bool]:
    return and_(IS_OPEN, may_decide(person), wanted.condition)


def waiting(person: Any, wanted: Filter, cursor: Cursor | None) -> Page[Row]:
    """Return a page of the cases that this moderator may decide; one statement."""

    def base(*columns: Any) -> Select[Any]:
        return select(*columns).where(_offered(person, wanted))

    found = rows_of(keyset(base, _CASES.c.rank, _CASES.c.id, cursor, PAGE_SIZE + 1, descending=False))
    last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    return Page(found[:PAGE_SIZE], Cursor(last.rank, last.id) if last else None)


def around(person: Any, wanted: Filter, case: Case) -> list[Row]:
    """Return the cases beside this one in the queue, with it: a few above, the others below; one statement."""
    here = select(_CASES.c.id).where(_CASES.c.id == case.id)
    above = _beside(person, wanted, case, descending=True).limit(BEFORE)
    below = _beside(person, wanted, case, descending=False).limit(AROUND - BEFORE)
    parts = [select(part.subquery().c.id) for part in (here, above, below)]
    return rows_of(parts[0].union_all(*parts[1:]))


def next_after(person: Any, wanted: Filter, case: Case) -> int | None:
    """Return the next case that nobody else reads: below this one, else from the top."""
    until, holder = _CASES.c.claimed_until, _CASES.c.claimed_by_id
    free = or_(until.is_(None), until <= now(), holder == person.id)
    below = _beside(person, wanted, case, descending=False).where(free).limit(1)
    top = select(_CASES.c.id).where(_offered(person, wanted), free, _CASES.c.id != case.id)
    found: int | None = db.session.scalar(below)
    return found or db.session.scalar(top.order_by(_CASES.c.rank, _CASES.c.id).limit(1))


def place_of(person: Any, wanted: Filter, case: Case) -> int:
    """Return which case of the queue this is, counted from 1 and up to a thousand."""
    before = _beside(person, wanted, case, descending=True).limit(MOST_COUNTED - 1).subquery()
    return 1 + (db.session.scalar(select(func.count()).select_from(before)) or 0)


def count_waiting(person: Any, most: int) -> Any:
    """Return what counts the open cases that this moderator may decide, as a part of a statement."""
    some = select(_CASES.c.id).where(_offered(person, Filter())).limit(most).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def count_for_others(person: Any) -> int:
    """Count the open cases that somebody else has to decide, because they touch this person."""
    some = select(_CASES.c.id).where(IS_OPEN, ~may_decide(person)).limit(100).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def case_by_id(case_id: int) -> Case | None:
    """Return a case as it is now."""
    return db.session.get(Case, case_id, populate_existing=True)


def person_by_id(person_id: int) -> User:
    """Return somebody who is known to exist."""
    return db.session.get_one(User, person_id)


def decision_by_id(decision_id: int) -> Decision | None:
    """Return a decision as it is now."""
    return db.session.get(Decision, decision_id, populate_existing=True)


def appealed_decision(case_id: int) -> Decision | None:
    """Return the decision against which the appeal of this case goes."""
    found = select(Decision).join(Appeal, Appeal.decision_id == Decision.id).where(Appeal.case_id == case_id)
    return db.session.scalar(found.execution_options(populate_existing=True))


def place_of_decision(decision: Decision, viewer: Any) -> Any:
    """Return where the post of a decision stands, in words."""
    kind = db.session.scalar(select(Post.kind).where(Post.id == decision.post_id))
    known = places_of([(decision.post_id, kind)], viewer) if decision.post_id and kind else {}
    return known.get(decision.post_id or 0, _("An account"))


def _beside(person: Any, wanted: Filter, case: Case, *, descending: bool) -> Select[Any]:
    rank, ident = _CASES.c.rank, _CASES.c.id
    # A row value: both databases begin at its first column inside the index.
    beside, here = tuple_(rank, ident), tuple_(case.rank, case.id)
    behind = beside < here if descending else beside > here
    order = (rank.desc(), ident.desc()) if descending else (rank, ident)
    return select(ident).where(_offered(person, wanted), behind).order_by(*order)
