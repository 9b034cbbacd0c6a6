"""The rows that a decision is about, locked in the order that everybody keeps: people, post, case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import DECIDED, Case
from ideaboard.moderation.judging.claims import holder_of
from ideaboard.moderation.judging.conflicts import standing_of
from ideaboard.moderation.judging.problems import AlreadyDecided, Changed, Claimed, NotFitting
from ideaboard.moderation.models import APPLIED, SECOND, Decision
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, Post
from ideaboard.web.formats import date_time
from ideaboard.web.problems import NotAllowed

DECIDABLE = (HELD, PUBLISHED, HIDDEN)


@dataclass(frozen=True)
class Held:
    """A case, its post if it has one, and who decides: as they are now, and nobody changes them meanwhile."""

    case: Case
    post: Post | None
    moderator: User
    alone: bool = False  # there is nobody else who could decide


def hold(case_id: int, moderator_id: int) -> Held:
    """Lock the rows of a case. Raises AlreadyDecided when it does not exist."""
    if not in_transaction():
        raise RuntimeError("cases are decided inside `with transaction()`")
    about = db.session.execute(select(Case.person_id, Case.post_id).where(Case.id == case_id)).first()
    if about is None:
        raise AlreadyDecided
    people = select(User).where(User.id.in_({about.person_id, moderator_id})).order_by(User.id)
    people = people.with_for_update(key_share=True).execution_options(populate_existing=True)
    known = {person.id: person for person in db.session.scalars(people)}
    post = _locked_post(about.post_id) if about.post_id else None
    locked = select(Case).where(Case.id == case_id).with_for_update(key_share=True)
    case = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    return Held(case, post, known[moderator_id])


def hold_open(case_id: int, moderator_id: int) -> Held:
    """Lock a case that this moderator may decide about now.

    Raises AlreadyDecided, Claimed (another one has it open) and NotAllowed (conflict of interest, role taken away).
    """
    held = hold(case_id, moderator_id)
    must_be_open(held)
    if holder := holder_of(held.case, besides=moderator_id):
        raise Claimed(holder.name)
    standing = standing_of(held.moderator, held.case)
    if not standing.may:
        raise NotAllowed(_later(standing.since, held.moderator.zone) if standing.since else standing.why)
    return Held(held.case, held.post, held.moderator, standing.alone)


def must_be_open(held: Held) -> None:
    """Raise AlreadyDecided, saying by whom, unless the case still waits."""
    gone = held.post is not None and held.case.kind == "post" and held.post.status not in DECIDABLE
    if held.case.status == DECIDED or gone:
        raise AlreadyDecided(*decided_by(held.case.id))


def must_be_version(post: Post | None, version: int) -> None:
    """Raise Changed unless the post is what was read."""
    if post is not None and post.version != version:
        raise Changed


def must_say_why(held: Held, facts: str) -> None:
    """Raise NotFitting when somebody decides alone and writes no reason down."""
    if held.alone and not facts.strip():
        raise NotFitting(_l("There is nobody else who could decide. Write down what you saw and why."))


def decided_by(case_id: int) -> tuple[Decision | None, str]:
    """Return the decision that closed a case, and who made it."""
    found = select(Decision, User.name).join(User, User.id == Decision.moderator_id)
    standing = (Decision.state == APPLIED, Decision.undone_at.is_(None), Decision.action != SECOND)
    newest = found.where(Decision.case_id == case_id, *standing).order_by(Decision.id.desc()).limit(1)
    row: Any = db.session.execute(newest.execution_options(populate_existing=True)).first()
    if row is None:
        return None, ""
    db.session.expunge(row[0])  # It outlives the transaction that is refused because of it.
    return row[0], row[1]


def _later(since: datetime, zone: str) -> Any:
    moment = date_time(since, zone)
    return _l("There is nobody else. You may decide yourself from %(moment)s, and write down why.", moment=moment)


def _locked_post(post_id: int) -> Post:
    table: Any = Post.__table__
    db.session.execute(select(table.c.id).where(table.c.id == post_id).with_for_update(key_share=True))
    return db.session.get_one(Post, post_id, populate_existing=True)
